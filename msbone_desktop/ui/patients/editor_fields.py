"""The fields of the patient editor, and how they become what is stored."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import NAME_LIMIT, NOTE_LIMIT, PatientDetails
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.fields import ChoiceField, PartialDateField
from msbone_desktop.ui.widgets.quiet_boxes import QuietComboBox

SEXES = (("female", "Female"), ("male", "Male"), ("other", "Other"))
MENOPAUSE = (("pre", "Before"), ("peri", "During"), ("post", "After"))
COURSES = (
    ("clinically_isolated", "Clinically isolated"),
    ("relapsing_remitting", "Relapsing remitting"),
    ("secondary_progressive", "Secondary progressive"),
    ("primary_progressive", "Primary progressive"),
    ("progressive_relapsing", "Progressive relapsing"),
)
CONTACT = (
    ("", "No preference recorded"),
    ("letter", "Letter"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("text", "Text message"),
)
INTERVALS: tuple[tuple[int | None, str], ...] = (
    (None, "Not set by a clinician"),
    (12, "Every 12 months"),
    (24, "Every 24 months"),
    (36, "Every 36 months"),
    (60, "Every 60 months"),
)


class PatientFields(QObject):
    """Every field of ``PatientDetails``, by name. ``edited`` when a person changes one."""

    edited = Signal()

    def __init__(
        self,
        appearance: Appearance,
        today: Callable[[], date],
        order: Callable[[], Literal["dmy", "mdy"]],
    ) -> None:
        super().__init__()

        def partial(name: str, label: str, note: str = "", *, age: bool = False) -> AnswerField:
            field = PartialDateField(appearance, name, label, today, order, note, with_age=age)
            field.more.hide()  # a date of the record is there or it is not
            return field

        def choice(name: str, label: str, words: Any, note: str = "") -> AnswerField:
            return ChoiceField(appearance, name, label, words, note)

        self.family_name = _line("Fa&mily name", NAME_LIMIT)
        self.given_name = _line("&Given name", NAME_LIMIT)
        self.born_on = partial(
            "born_on", "Date of birth", "For example 14/3/79, 14 mar 1979, or 1979.", age=True
        )
        self.clinic_id = _line("Clinic &ID", 64, "Unique in this clinic.")
        self.sex_for_reference = choice(
            "sex_for_reference", "Sex for the DXA reference", SEXES, "As used by the scanner."
        )
        self.menopause = choice("menopause", "Menopause", MENOPAUSE)
        self.menopause_on = partial("menopause_on", "Menopause since")
        self.ms_course = choice("ms_course", "MS course", COURSES)
        self.ms_onset_on = partial("ms_onset_on", "MS onset", "The first symptom, as far as known.")
        self.phone = _line("Ph&one", 64)
        self.email = _line("&Email", 254)
        self.address = _text("&Address", 72)
        self.contact_by = _box("Contact &by", CONTACT)
        self.contact_note = _text("Contact &note", 56, "For example: after 17:00, or with carer.")
        self.opted_out = _tick("Does not want reminders")
        self.opted_out_reason = _line("Reason, if given", NOTE_LIMIT)
        self.deceased_on = partial("deceased_on", "Died on")
        self.dxa_interval_months = _box("D&XA interval", INTERVALS)
        self.left_on = partial(
            "left_on", "Left this clinic on", "Moved away, or treated elsewhere."
        )
        self.left_reason = _line("Where to, or why", NOTE_LIMIT)
        self._connect()

    def rows(self) -> dict[str, QWidget]:
        """Return every field by the name of what it sets."""
        names = PatientDetails.__dataclass_fields__
        return {name: getattr(self, name) for name in names}

    def show_details(self, details: PatientDetails) -> None:
        """Fill every field, without counting that as an edit."""
        for name, row in self.rows().items():
            value = getattr(details, name)
            if isinstance(row, AnswerField):
                row.show_answer(Absence.NOT_ASKED if value is None else value)
            elif isinstance(row, FormRow):
                row.show_error("")
                _put(row.field, value)
        self.adapt()

    def details(self) -> PatientDetails:
        """Return what the fields hold; asked only when ``faults`` is empty."""
        values = {name: _take(row) for name, row in self.rows().items()}
        if values["sex_for_reference"] != "female":
            values["menopause"], values["menopause_on"] = Absence.NOT_ASKED, None
        if not values["opted_out"]:
            values["opted_out_reason"] = ""
        if values["left_on"] is None:
            values["left_reason"] = ""
        return PatientDetails(**values)

    def faults(self) -> dict[str, str]:
        """Return what must be mended, by field, in the order of the form."""
        faults = {}
        for name, row in self.rows().items():
            fault = row.problem() if isinstance(row, AnswerField) else _text_fault(name, row)
            if fault:
                faults[name] = fault
        return faults

    def show_faults(self, faults: dict[str, str]) -> None:
        """Write each fault under its field and go to the first."""
        for name, row in self.rows().items():
            if isinstance(row, FormRow):
                row.show_error(faults.get(name, ""))
        for name in faults:
            first = self.rows().get(name)
            if isinstance(first, AnswerField):
                first.mend_first()
                return
            if isinstance(first, FormRow):
                first.focus()
                return

    def adapt(self) -> None:
        """Show only the questions that make sense for the answers so far."""
        female = self.sex_for_reference.answer() == "female"
        self.menopause.setVisible(female)
        self.menopause_on.setVisible(female and self.menopause.answer() == "post")
        box = self.opted_out.field
        self.opted_out_reason.setVisible(isinstance(box, QCheckBox) and box.isChecked())
        self.left_reason.setVisible(not isinstance(self.left_on.answer(), Absence))

    def _connect(self) -> None:
        for row in self.rows().values():
            if isinstance(row, AnswerField):
                row.edited.connect(self._edited)
            elif isinstance(row, FormRow):
                _on_edit(row.field, self._edited)

    def _edited(self, *_: object) -> None:
        self.adapt()
        self.edited.emit()


def _line(label: str, limit: int, note: str = "") -> FormRow:
    field = QLineEdit()
    field.setMaxLength(100_000)  # refused with a sentence, never cut
    field.setProperty("limit", limit)
    return FormRow(label, field, note, label_kind="")


def _text(label: str, height: int, note: str = "") -> FormRow:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(height)
    field.setProperty("limit", NOTE_LIMIT)
    return FormRow(label, field, note, label_kind="")


def _box(label: str, words: Sequence[tuple[Any, str]]) -> FormRow:
    box = QuietComboBox()
    for word, shown in words:
        box.addItem(shown, word)
    return FormRow(label, box, label_kind="")


def _tick(label: str) -> FormRow:
    box = QCheckBox(label)
    box.setAccessibleName(label)
    return FormRow("Reminders", box, label_kind="")


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QLineEdit):
        field.setText(value)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, QComboBox):
        if field.findData(value) < 0:
            field.addItem(f"Every {value} months", value)
        field.setCurrentIndex(field.findData(value))


def _take(row: QWidget) -> Any:
    if isinstance(row, AnswerField):
        answer = row.answer()
        if not isinstance(row, PartialDateField):
            return answer
        return PartialDate.of(answer) if isinstance(answer, date) else _known_date(answer)
    field = row.field if isinstance(row, FormRow) else row
    if isinstance(field, QLineEdit):
        return field.text().strip()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText().strip()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.currentData() if isinstance(field, QComboBox) else None


def _known_date(answer: Any) -> PartialDate | None:
    return answer if isinstance(answer, PartialDate) else None


def _text_fault(name: str, row: QWidget) -> str:
    text = _take(row)
    if not isinstance(text, str) or not isinstance(row, FormRow):
        return ""
    limit = row.field.property("limit")
    if limit and len(text) > limit:
        return f"This has {len(text)} characters; {limit} fit. Nothing was cut: shorten it."
    if name == "family_name" and not text:
        return "Enter the family name. Someone with one name has it here."
    return "Enter the clinic's number for this person." if name == "clinic_id" and not text else ""


def _on_edit(field: QWidget, tell: Callable[..., None]) -> None:
    if isinstance(field, QLineEdit):
        field.textEdited.connect(tell)
    elif isinstance(field, QPlainTextEdit):
        field.textChanged.connect(tell)
    elif isinstance(field, QCheckBox):
        field.toggled.connect(tell)
    elif isinstance(field, QComboBox):
        field.activated.connect(tell)
