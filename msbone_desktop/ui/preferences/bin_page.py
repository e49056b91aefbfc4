"""The bin: who was put away, by whom and why; taking out, and deleting for good."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.bin import BinEntry
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.services.bin import BinLine, BinLook
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.patients.banner import identity_words
from msbone_desktop.ui.person_list import PersonLine, PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.preferences.bin_settings import BinSettings
from msbone_desktop.ui.typed_dialog import TypedDialog
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words
from msbone_desktop.ui.workplace import Workplace, clock_words

WHAT = (
    "Whoever is in the bin is on no list and in no search, and nothing can be entered or printed "
    "for them. Taken out, the record is as it was."
)
NOBODY = "The bin is empty. Patients come here from their page: Patient, Put into the bin."
FOR_GOOD = (
    "Everything on file about {name} is deleted: details, screenings, scans, papers, reminders. "
    "This cannot be undone. The history keeps that it was done, and what was entered before; "
    "backups hold the record until they are replaced."
)


class BinPage(Page):
    """``taken_out`` carries who is back."""

    closed = Signal()
    taken_out = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._service = workplace.clinic.bin
        self._lines: tuple[BinLine, ...] = ()
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.nothing = PlainLabel("Looking…", "soft", wrap=True)
        self.list = PersonList(workplace.appearance, "Patients in the bin")
        self.list.hide()
        self.who = PlainLabel("", "strong", wrap=True)
        self.facts = PlainLabel("", wrap=True)
        self.keeping = PlainLabel("", "soft", wrap=True)
        self.take_out = QPushButton("&Take out of the bin")
        self.take_out.setProperty("kind", "primary")
        self.delete = QPushButton("Delete for &good…")
        self.delete.setProperty("kind", "danger")
        if not workplace.clinic.actor.may(Permission.PURGE):
            self.delete.hide()
        self.detail = self._detail_card()
        self.settings = BinSettings(workplace)
        self.settings.saved.connect(self.enter)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.take_out.clicked.connect(self._take_out)
        self.delete.clicked.connect(self.ask_delete)

    def enter(self) -> None:
        """Look into the bin again."""
        self._run(self._service.look, self._show)

    def focus_first(self) -> None:
        """Go to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> BinLine | None:
        """Return the line that the page is about."""
        row = self.list.currentIndex().row()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def ask_delete(self) -> TypedDialog | None:
        """Ask for the clinic ID, then delete for good."""
        line = self.chosen()
        if line is None or line.why_kept:
            return None
        patient = line.entry.patient
        dialog = TypedDialog(
            self,
            title="Delete this patient for good?",
            about=FOR_GOOD.format(name=patient.name),
            label="T&ype the clinic ID " + patient.details.clinic_id.replace("&", "&&"),
            word=patient.details.clinic_id,
            go_on="Delete for &good",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda typed: self._delete(patient.id, typed))
        dialog.open()
        return dialog

    def _show(self, look: BinLook) -> None:
        self.problem.hide()
        self._lines = look.lines
        today = self._workplace.today
        self.list.show_lines(
            [
                PersonLine(
                    key=line.entry.patient.id,
                    title=line.entry.patient.name,
                    detail=f"{identity_words(line.entry.patient.details, today)}   ·   "
                    f"{line.entry.reason}",
                    trailing=_until(line, look.retention_years),
                )
                for line in look.lines
            ],
            whole=True,
        )
        self.list.setVisible(bool(look.lines))
        self.nothing.setText(NOBODY)
        self.nothing.setVisible(not look.lines)
        self.settings.show_settings(look.bin_days, look.retention_years)
        if look.lines:
            self.list.select_row(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.chosen()
        self.detail.setVisible(line is not None)
        if line is None:
            return
        entry = line.entry
        self.who.setText(entry.patient.name)
        self.facts.setText("\n".join(_facts(entry)))
        self.keeping.setText(line.why_kept or "The lead can delete this record for good.")
        self.delete.setEnabled(not line.why_kept)
        self.delete.setToolTip(line.why_kept)

    def _take_out(self) -> None:
        line = self.chosen()
        if line is not None:
            patient = line.entry.patient.id
            self._run(
                lambda: (self._service.take_out(patient), self._service.look())[1],
                lambda look: self._taken_out(patient, look),
            )

    def _taken_out(self, patient: PatientId, look: BinLook) -> None:
        self._show(look)
        self.taken_out.emit(patient)

    def _delete(self, patient: PatientId, typed: str) -> None:
        self._run(
            lambda: (self._service.delete_for_good(patient, typed), self._service.look())[1],
            self._show,
        )

    def _run(self, work: Callable[[], BinLook], then: Callable[[BinLook], None]) -> None:
        self._workplace.runner.run(owner=self, work=work, on_success=then, on_failure=self._report)

    def _report(self, error: BaseException) -> None:
        self.problem.setText(explain(error))
        self.problem.show()

    def _detail_card(self) -> Card:
        card = Card()
        card.column.setSpacing(SPACE_8)
        for label in (self.who, self.facts, self.keeping):
            card.column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addWidget(self.take_out)
        buttons.addStretch()
        buttons.addWidget(self.delete)
        card.column.addLayout(buttons)
        card.hide()
        return card

    def _lay_out(self) -> None:
        head, _, _ = title_row("Bin")
        back = QPushButton("&Back to the settings")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        listed = Card("Who is in it")
        listed.column.setSpacing(SPACE_8)
        for widget in (PlainLabel(WHAT, "soft", wrap=True), self.nothing, self.list, self.problem):
            listed.column.addWidget(widget)
        content = QWidget()
        content.setMaximumWidth(860)
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addLayout(head)
        for card in (listed, self.detail, self.settings):
            column.addWidget(card)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))


def _until(line: BinLine, retention_years: int) -> str:
    if not line.why_kept:
        return "May be deleted"
    until = line.entry.kept_until(retention_years)
    return "Kept" if until is None else f"Kept until {date_words(until)}"


def _facts(entry: BinEntry) -> list[str]:
    """Return why, by whom and when, and what would go with the record."""
    at = entry.at.astimezone()
    signed = count_words(entry.signed, "signed screening", "signed screenings")
    facts = [
        f"Why: {entry.reason}",
        f"Put here by {entry.by} on {date_words(at.date())}, {clock_words(entry.at)}",
        f"{signed}; last entry on {date_words(entry.last_entry_on)}",
    ]
    if entry.joined:
        facts.append(f"{count_words(entry.joined, 'record', 'records')} joined into this one")
    if entry.shared_files:
        files = count_words(entry.shared_files, "file", "files")
        facts.append(f"{files} with pages of several people would stay")
    return facts
