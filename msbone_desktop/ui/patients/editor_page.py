"""A new patient, or the details of one who is known."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.patients import Patient, PatientDetails, SimilarPatient
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_memory import put_back, values_of
from msbone_desktop.ui.help_dialogs import ask
from msbone_desktop.ui.page import Card, Page, scrolling
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.patients.editor_fields import PatientFields
from msbone_desktop.ui.patients.wording import person_line
from msbone_desktop.ui.person_list import PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

GROUPS = (
    ("Who", 0, ("family_name", "given_name", "born_on", "clinic_id")),
    ("For the bone findings", 0, ("sex_for_reference", "menopause", "menopause_on")),
    ("Multiple sclerosis", 0, ("ms_course", "ms_onset_on")),
    ("Contact", 1, ("phone", "email", "address", "contact_by", "contact_note")),
    (
        "Follow-up",
        1,
        (
            *("dxa_interval_months", "opted_out", "opted_out_reason"),
            *("left_on", "left_reason", "deceased_on"),
        ),
    ),
)
NO_NAME = PatientDetails(family_name="", given_name="", born_on=None, clinic_id="")


class PatientEditorPage(Page):
    """Saves only what staff meant: someone similar is shown before a second record is made."""

    saved = Signal(object)
    left = Signal()
    patient_wanted = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._patient: Patient | None = None
        self._changed = False
        self.fields = PatientFields(
            workplace.appearance, lambda: workplace.today, lambda: workplace.date_order
        )
        self.banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
        self.title = PlainLabel("", "title")
        self.problem = PlainLabel("", "error", wrap=True)
        self.similar = SimilarCard(workplace)
        self.save_button = QPushButton("&Save")
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip("Save (Ctrl+S)")
        self.cancel_button = QPushButton("Cance&l")
        self._lay_out()
        self.fields.edited.connect(self._edited)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.left)
        self.similar.save_anyway.clicked.connect(self._store)
        self.similar.people.chosen.connect(self._open_other)

    def start_new(self) -> None:
        """Show an empty form with the next clinic ID."""
        self._begin(None, NO_NAME)
        self._workplace.runner.run(
            owner=self,
            work=self._workplace.clinic.patients.next_clinic_id,
            on_success=self._offer_id,
            on_failure=self._report,
        )

    def start_edit(self, patient: Patient) -> None:
        """Show the details of ``patient``, to be saved to no one else."""
        self._begin(patient, patient.details)

    def offers(self) -> frozenset[str]:
        """Return what the menu can do here."""
        return frozenset({"save", "back"})

    def do(self, command: str) -> None:
        """Save, or leave."""
        if command == "save":
            self.save()
        else:
            self.left.emit()

    def focus_first(self) -> None:
        """Go to the family name."""
        self.fields.family_name.focus()

    def may_leave(self) -> bool:
        """Ask before what was typed is lost."""
        if self._changed and not ask(
            self,
            "Leave without saving?",
            "What you typed about this patient is not saved yet.",
            "Leave without saving",
            "Stay",
        ):
            return False
        self._changed = False
        return True

    def keep(self) -> dict[str, Any]:
        """Return what is typed, with the version that it was typed upon."""
        patient = self._patient
        return {
            "patient": None if patient is None else int(patient.id),
            "version": None if patient is None else patient.version,
            "values": values_of(self) if self._changed else None,
        }

    def take_back(self, kept: dict[str, Any]) -> None:
        """Fill in again what was typed. Saved it is only by Save, and not over a newer version."""
        values, version = kept.get("values"), kept.get("version")
        if self._patient is not None and isinstance(version, int):
            self._patient = replace(self._patient, version=version)
        if isinstance(values, list) and put_back(self, values):
            self._changed = True

    def save(self) -> None:
        """Save, unless a field needs mending or someone similar is known."""
        faults = self.fields.faults()
        self.fields.show_faults(faults)
        self.problem.hide()
        self.similar.hide()
        if faults:
            return
        details, patient = self.fields.details(), self._patient
        besides = patient.id if patient is not None else None
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.patients.similar_to(details, besides),
            on_success=lambda similar: self._after_looking(patient, similar),
            on_failure=self._report,
        )

    def _after_looking(self, patient: Patient | None, similar: tuple[SimilarPatient, ...]) -> None:
        if patient is not self._patient:
            return
        if similar and (patient is None or self._is_somebody_else(patient)):
            self.similar.show_similar(similar)
            self.similar.people.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._store()

    def _is_somebody_else(self, patient: Patient) -> bool:
        """Tell whether the name or the date of birth was changed; twins may have a new phone."""
        was, typed = patient.details, self.fields.details()
        return (was.family_name, was.given_name, was.born_on) != (
            typed.family_name,
            typed.given_name,
            typed.born_on,
        )

    def _store(self) -> None:
        patients, patient, details = (
            self._workplace.clinic.patients,
            self._patient,
            self.fields.details(),
        )

        def work() -> Patient:
            if patient is None:
                return patients.create(details)
            return patients.update(patient.id, patient.version, details)

        self.setEnabled(False)
        self._workplace.runner.run(
            owner=self,
            work=work,
            on_success=self._stored,
            on_failure=self._report,
        )

    def _stored(self, patient: Patient) -> None:
        self.setEnabled(True)
        self._changed = False
        self.saved.emit(patient)

    def _report(self, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, RefusedEntryError) and error.field in self.fields.rows():
            self.fields.show_faults({error.field: explain(error)})
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _begin(self, patient: Patient | None, details: PatientDetails) -> None:
        self._patient = patient
        self.setEnabled(True)
        self.fields.show_details(details)
        self.fields.show_faults({})
        self._changed = False
        self.problem.hide()
        self.similar.hide()
        self.banner.setVisible(patient is not None)
        if patient is not None:
            self.banner.show_patient(patient, may_edit=False)
        self.title.setText("New patient" if patient is None else "Edit details")

    def _offer_id(self, clinic_id: str) -> None:
        field = self.fields.clinic_id.field
        if self._patient is None and not self.fields.details().clinic_id:
            field.setText(clinic_id)  # type: ignore[attr-defined]

    def _open_other(self, patient: object) -> None:
        if self._patient is None:  # staff chose the record that was there
            self._changed = False
        self.patient_wanted.emit(patient)

    def _edited(self) -> None:
        self._changed = True
        self.similar.hide()  # what was similar may not be any more

    def _lay_out(self) -> None:
        rows = self.fields.rows()
        sides = (QVBoxLayout(), QVBoxLayout())
        for title, side, names in GROUPS:
            card = Card(title)
            card.column.setSpacing(SPACE_8)
            for name in names:
                card.column.addWidget(rows[name])
            sides[side].addWidget(card)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(SPACE_24, 0, SPACE_24, SPACE_16)
        grid.setSpacing(SPACE_16)
        for number, half in enumerate(sides):
            half.setSpacing(SPACE_16)
            half.addStretch()
            grid.addLayout(half, 0, number)
            grid.setColumnStretch(number, 1)
        content.setMaximumWidth(1080)  # two columns, labels above their fields in both
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_12)
        head.setSpacing(SPACE_8)
        head.addWidget(self.title)
        head.addStretch()
        head.addWidget(self.cancel_button)
        head.addWidget(self.save_button)
        notes = QVBoxLayout()
        notes.setContentsMargins(SPACE_24, 0, SPACE_24, SPACE_8)
        notes.addWidget(self.problem)
        notes.addWidget(self.similar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addLayout(notes)
        column.addWidget(scrolling(content), 1)


class SimilarCard(Card):
    """Lists who may be the same person and why; the record that exists is one key away."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Is it one of these?", "warning")
        self._workplace = workplace
        self.column.addWidget(
            PlainLabel(
                "Not saved yet. Someone similar is in this clinic: open that record with Enter, or "
                "save this one as a different person.",
                "soft",
                wrap=True,
            )
        )
        self.people = PersonList(workplace.appearance, "Patients who may be the same person")
        self.save_anyway = QPushButton("Save as a differen&t person")
        self.column.addWidget(self.people)
        self.column.addSpacing(SPACE_4)
        self.column.addWidget(self.save_anyway, 0, Qt.AlignmentFlag.AlignLeft)

    def show_similar(self, similar: tuple[SimilarPatient, ...]) -> None:
        """List ``similar``, each with its reason."""
        today = self._workplace.today
        self.people.show_lines(
            [person_line(one.row, today, one.reason, "high") for one in similar], whole=True
        )
        self.show()
