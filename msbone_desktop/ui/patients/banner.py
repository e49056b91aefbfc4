"""Who is on the screen: the same banner on every screen of a patient."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.patients import Patient, PatientDetails
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_24, Appearance
from msbone_desktop.ui.patients.wording import born_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words

SEX_WORDS = {
    "female": "Female",
    "male": "Male",
    "other": "Other sex",
    Absence.NOT_ASKED: "Sex not recorded",
    Absence.UNKNOWN: "Sex not known",
    Absence.DECLINED: "Sex declined",
    Absence.INVALID: "Sex not recorded",
}


class IdentityBanner(QFrame):
    """Family name, given name, birth and age, sex and clinic ID, whole however long they are.

    Args:
        appearance: Colours and icons.
        today: The day on which the age is told.
    """

    edit_wanted = Signal()

    def __init__(self, appearance: Appearance, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setAccessibleName("Patient on this screen")
        self._today = today
        self.name = PlainLabel("", "title", wrap=True)
        self.facts = PlainLabel("", "soft", wrap=True)
        self.deceased = PlainLabel("", "chip")
        self.opted_out = PlainLabel("", "chip")
        self.edit = QPushButton("&Edit")
        self.edit.setAccessibleName("Edit this patient's details")
        self.edit.setProperty("kind", "quiet")
        self.edit.setToolTip("Edit this patient's details (Ctrl+E)")
        appearance.keep_icon(self.edit, "edit")
        self.edit.clicked.connect(self.edit_wanted)
        words = QVBoxLayout()
        words.setSpacing(SPACE_4)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        row.setSpacing(SPACE_8)
        row.addLayout(words, 1)
        for widget in (self.deceased, self.opted_out, self.edit):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.clear()

    def clear(self) -> None:
        """Name nobody, until the patient asked for has been read."""
        for label in (self.name, self.facts):
            label.setText("")
        self.setAccessibleDescription("")
        for widget in (self.deceased, self.opted_out, self.edit):
            widget.hide()

    def show_title(self, title: str) -> None:
        """Say what is shown where it is not about one patient."""
        self.clear()
        self.name.setText(title)
        self.setAccessibleDescription(title)

    def show_patient(self, patient: Patient, *, may_edit: bool = True) -> None:
        """Name ``patient``."""
        details = patient.details
        self.name.setText(patient.name)
        self.facts.setText(identity_words(details, self._today()))
        self.setAccessibleDescription(f"{patient.name}. {self.facts.text()}")
        if details.deceased_on is not None:
            self.deceased.setText(f"Deceased {date_words(details.deceased_on)}")
        self.deceased.setVisible(details.deceased_on is not None)
        gone = details.left_on is not None
        self.opted_out.setText("No longer here" if gone else "No reminders: opted out")
        self.opted_out.setVisible(gone or details.opted_out)
        self.edit.setVisible(may_edit)


def identity_words(details: PatientDetails, today: date) -> str:
    """Return birth and age, sex and clinic ID in one line."""
    sex = SEX_WORDS[details.sex_for_reference]
    return f"{born_words(details.born_on, today)}   ·   {sex}   ·   ID {details.clinic_id}"
