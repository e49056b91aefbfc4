"""Scores and densities over time beside relapses and steroids, and steroids year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.dxa import newest_first
from msbone_desktop.domain.dxa_charts import density_charts
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.steroid_ledger import YearOfSteroids
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.charts.timeline_view import TimelineView
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import count_words

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.dxa import DxaLook
    from msbone_desktop.services.timeline import Timeline

SCORES = "-score"
PULSES = (
    "Relapse pulses stand apart: they are no long-term use, and what is published about pulses and "
    "bone does not agree."
)
NO_STEROIDS = "No course of steroids is recorded."


class TrendPanel(PatientPart):
    """What one patient's bone did over the years, on one time axis."""

    def __init__(
        self,
        runner: BackgroundRunner,
        clinic: Clinic,
        dictionary: DataDictionary,
        appearance: Appearance,
    ) -> None:
        super().__init__(runner)
        self._clinic = clinic
        self._sites = dictionary.fields["dxa_scans.sites.site"].words
        self.charts = TimelineView(appearance)
        self.charts.setAccessibleName("Bone density over time")
        self.told = PlainLabel("", "caption", wrap=True)
        self.charts.told.connect(self.told.setText)
        self.trend = Card("Over time")
        self.trend.column.addWidget(self.charts)
        self.trend.column.addWidget(self.told)
        self.years = PlainLabel("", wrap=True)
        self.note = PlainLabel(PULSES, "caption", wrap=True)
        self.ledger = Card("Steroids by year")
        for label in (self.years, self.note):
            self.ledger.column.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.problem, self.trend, self.ledger):
            column.addWidget(widget)

    def open_patient(self, patient: Patient) -> None:
        """Show the years of ``patient``."""
        self.take(patient)
        self.say_problem("")
        self.told.setText("")
        self.years.setText("")
        self.trend.hide()
        self.ledger.hide()
        self.reload()

    def reload(self) -> None:
        """Read everything again."""
        patient, clinic = self._patient, self._clinic
        if patient is not None:
            self.ask(lambda: (clinic.timeline.of(patient), clinic.dxa.look(patient)), self._show)

    def _show(self, answer: tuple[Timeline, DxaLook]) -> None:
        timeline, look = answer
        scores = tuple(chart for chart in timeline.charts if chart.title.endswith(SCORES))
        ordered = newest_first(scan for _, scan in reversed(look.shown))
        charts = (*scores, *density_charts(ordered, look.changes, self._sites))
        self.charts.show_charts(charts, timeline.marks, timeline.span)
        self.trend.setVisible(bool(look.scans))
        self.years.setText("\n".join(ledger_lines(timeline.steroids)) or NO_STEROIDS)
        self.note.setVisible(any(year.pulses for year in timeline.steroids))
        self.ledger.show()


def ledger_lines(years: Iterable[YearOfSteroids]) -> list[str]:
    """Return a line a year; a sum that leaves out a course is a least from then on."""
    lines, whole = [], True
    for year in years:
        whole = whole and not (year.without_dose or year.without_factor)
        lines.append(f"{year.year}: {'; '.join(_courses(year))}. {_total(year, whole=whole)}")
    return lines


def _courses(year: YearOfSteroids) -> Iterator[str]:
    """Name the courses of a year, pulses apart from everything else."""
    if year.pulses:
        yield f"{count_words(year.pulses, 'pulse', 'pulses')}{_milligrams(year.pulse_mg)}"
    if year.other_courses:
        courses = count_words(year.other_courses, "other course", "other courses")
        yield f"{courses}{_milligrams(year.other_mg)}"
    if year.without_dose:
        yield f"{year.without_dose} of them without a dose"
    if year.without_factor:
        yield f"{year.without_factor} of them of a steroid that cannot be converted"


def _milligrams(dose: Decimal) -> str:
    return f" {dose:,f} mg" if dose else ""


def _total(year: YearOfSteroids, *, whole: bool) -> str:
    if not whole and not year.running:
        return "No sum can be given."
    least = "" if whole else "at least "
    return f"In all by then {least}{year.running:,f} mg of prednisone equivalent."
