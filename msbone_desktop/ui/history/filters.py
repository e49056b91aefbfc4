"""What part of the history is wanted: person, patient, kind of action, days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.widgets.reading.dates import read_past_date
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError
from msbone_desktop.ui.workplace import Workplace

EVERYBODY, EVERYTHING = "Everybody", "Everything"


class HistoryFilters(QWidget):
    """``wanted`` asks for the entries; what is typed counts from Enter or the button."""

    wanted = Signal()

    def __init__(self, workplace: Workplace, actions: dict[str, str]) -> None:
        super().__init__()
        self._workplace = workplace
        self.person, self.action = QComboBox(), QComboBox()
        self.patient, self.first, self.last = QLineEdit(), QLineEdit(), QLineEdit()
        self.person.addItem(EVERYBODY, "")
        self.action.addItem(EVERYTHING, "")
        for action, words in actions.items():
            self.action.addItem(words, action)
        self.patient.setPlaceholderText("Clinic ID or name")
        self.rows = {
            "person": FormRow("P&erson", self.person),
            "patient": FormRow("Pa&tient", self.patient),
            "action": FormRow("&What was done", self.action),
            "first": FormRow("F&rom", self.first),
            "last": FormRow("&Until", self.last),
        }
        self.show_button = QPushButton("&Show")
        self.show_button.setProperty("kind", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        for each in self.rows.values():
            row.addWidget(each, 1)
        row.addWidget(self.show_button)
        row.setSpacing(SPACE_8)
        self.show_button.clicked.connect(self.wanted)
        for box in (self.person, self.action):
            box.activated.connect(self.wanted)
        for field in (self.patient, self.first, self.last):
            field.returnPressed.connect(self.wanted)

    def offer_people(self, names: tuple[str, ...]) -> None:
        """Offer these names; the one that is chosen stays chosen."""
        chosen = self.person.currentData()
        self.person.clear()
        self.person.addItem(EVERYBODY, "")
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))

    def days(self) -> tuple[datetime | None, datetime | None] | None:
        """Return the first moment wanted and the first not wanted; None: a day cannot be read."""
        moments = []
        readable = True
        for name, field, more in (("first", self.first, 0), ("last", self.last, 1)):
            self.rows[name].show_error("")
            text = field.text().strip()
            try:
                day = self._read(text) if text else None
            except UnreadableError as error:
                self.rows[name].show_error(str(error))
                readable, day = False, None
            moments.append(None if day is None else _midnight(day + timedelta(days=more)))
        return (moments[0], moments[1]) if readable else None

    def one_patient(self, found: tuple[PatientRow, ...]) -> PatientRow | None:
        """Return the only patient that fits, or say why there is none: never somebody like her."""
        self.rows["patient"].show_error("")
        typed = self.patient.text().strip().casefold()
        exact = tuple(row for row in found if row.clinic_id.casefold() == typed) or found
        if len(exact) == 1:
            row = exact[0]
            self.patient.setToolTip(f"{row.family_name}, {row.given_name}")
            return row
        self.rows["patient"].show_error(
            "Nobody is found by that." if not exact else "Several fit: write the clinic ID."
        )
        return None

    def _read(self, text: str) -> date:
        day = read_past_date(text, self._workplace.today, self._workplace.date_order).day.exact
        if day is None:
            raise UnreadableError("Write the whole day.")
        return day


def _midnight(day: date) -> datetime:
    """Return the beginning of a day on the clinic's wall."""
    return datetime.combine(day, time()).astimezone()
