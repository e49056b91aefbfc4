"""Which other record is the same person's: those that look alike, or one that is searched for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from msbone_desktop.domain.patients import Patient, PatientId, PatientRow, SimilarPatient
from msbone_desktop.ui.appearance import SPACE_8
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.latest import LatestOnly
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.patients.wording import person_line
from msbone_desktop.ui.person_list import PersonLine, PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

SHOWN = 12
LOOKING = "Looking for records that look alike…"
ALIKE = "These look alike. Enter or a click takes one; or search for another."
NONE_ALIKE = "No other record looks alike. Search for the one that is the same person's."
FOUND = "Found by what you typed."
NOBODY = "Nobody is found by what you typed."


class Chooser(Card):
    """``chosen`` carries the number of the other record."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Which record is the same person's?")
        self.column.setSpacing(SPACE_8)
        self._workplace = workplace
        self._kept: Patient | None = None
        self._alike: tuple[SimilarPatient, ...] = ()
        self._latest = LatestOnly(workplace.runner, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, date of birth, ID or phone")
        self.search.textEdited.connect(self._typed)
        self.words = PlainLabel("", "soft", wrap=True)
        self.people = PersonList(workplace.appearance, "Records that may be the same person's")
        self.people.chosen.connect(self.chosen)
        row = FormRow("&Search", self.search)
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.column.addWidget(row)
        self.column.addWidget(self.words)
        self.column.addWidget(self.people)

    def show_for(self, patient: Patient) -> None:
        """Offer records that look like ``patient``'s."""
        self._kept = patient
        self._alike = ()
        self._latest.forget()
        self.search.clear()
        self.words.setText(LOOKING)
        self.people.hide()
        merging = self._workplace.clinic.merging
        self._latest.ask(
            work=lambda: merging.candidates(patient.id),
            on_success=self._show_alike,
            on_failure=lambda error: self.words.setText(explain(error)),
        )

    def _show_alike(self, alike: tuple[SimilarPatient, ...]) -> None:
        self._alike = alike
        today = self._workplace.today
        lines = [person_line(each.row, today, each.reason) for each in alike]
        self._list(lines, ALIKE if alike else NONE_ALIKE)

    def _typed(self, text: str) -> None:
        wanted = text.strip()
        if not wanted:
            self._latest.forget()
            self._show_alike(self._alike)
            return
        self._latest.ask(
            work=lambda: self._workplace.clinic.patients.search(wanted, SHOWN),
            on_success=self._show_found,
            on_failure=lambda error: self.words.setText(explain(error)),
        )

    def _show_found(self, rows: tuple[PatientRow, ...]) -> None:
        today = self._workplace.today
        others = [row for row in rows if not self._is_kept(row.id)]
        self._list([person_line(row, today) for row in others], FOUND if others else NOBODY)

    def _is_kept(self, number: PatientId) -> bool:
        return self._kept is not None and number == self._kept.id

    def _list(self, lines: Sequence[PersonLine], words: str) -> None:
        self.people.show_lines(lines, whole=True)
        self.people.setVisible(bool(lines))
        self.words.setText(words)
