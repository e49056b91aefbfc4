"""Scores and densities over time beside relapses and steroids, and steroids year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.dxa import newest_first
from msbone_desktop.domain.dxa_charts import density_charts
from msbone_desktop.domain.patients import Patient
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.charts.steroid_words import ledger_lines
from msbone_desktop.ui.charts.timeline_panel import TimelinePanel
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.dxa import DxaLook
    from msbone_desktop.services.timeline import Timeline

SCORES = "-score"
PULSES = (
    "Relapse pulses stand apart: they are no long-term use, and what is published about pulses and "
    "bone does not agree."
)
NO_STEROIDS = (
    "No course of steroids is entered. That does not say that there was none: see the answer in "
    "the newest screening."
)


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
        self.panel = TimelinePanel(appearance, "Bone density over time")
        self.trend = Card("Over time")
        self.trend.column.addWidget(self.panel)
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
        scores = tuple(chart for chart in timeline.charts if SCORES in chart.title)
        ordered = newest_first(scan for _, scan in reversed(look.shown))
        charts = (*scores, *density_charts(ordered, look.changes, self._sites))
        self.panel.show_charts(charts, timeline.marks, timeline.span)
        self.trend.setVisible(bool(look.scans))
        self.years.setText("\n".join(ledger_lines(timeline.steroids)) or NO_STEROIDS)
        self.note.setVisible(any(year.pulses or year.pulse_mg for year in timeline.steroids))
        self.ledger.show()
