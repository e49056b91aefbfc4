"""What can be printed or exported of the list in sight: letters, labels, the list, a calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.documents import BatchDocument
from msbone_desktop.domain.follow_up import WorkList, WorkRow
from msbone_desktop.domain.papers import LabelSheet
from msbone_desktop.domain.work_list import ON_LIST, gets_letter
from msbone_desktop.ui.documents.preview_page import Watch
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.widgets.reading.wording import count_words
from msbone_desktop.ui.workplace import Workplace

NOBODY_TO_WRITE_TO = (
    "Nobody here is written to: they have an appointment, or are left out with a reason."
)
NOBODY = "Choose patients who are on the list first."


class ListPapers(QObject):
    """Acts on the chosen lines, or on all that are shown where several are not chosen."""

    batch_wanted = Signal(str, object, object)
    said = Signal(str, str)

    def __init__(
        self,
        workplace: Workplace,
        page: QWidget,
        rows: Callable[[], tuple[WorkRow, ...]],
        listed: Callable[[], WorkList | None],
        filtered: Callable[[], bool],
    ) -> None:
        super().__init__(page)
        self._workplace, self._page = workplace, page
        self._rows, self._listed, self._filtered = rows, listed, filtered
        self.button = QPushButton("P&rint and export")
        self._menu = QMenu(self.button)
        self._menu.addAction("Recall &letters…").triggered.connect(self.letters)
        self._sheets = self._menu.addMenu("Address la&bels")
        self._menu.addAction("The list as it is &shown…").triggered.connect(self.work_list)
        self._menu.addSeparator()
        self._menu.addAction("&Calendar file…").triggered.connect(lambda _=False: self.calendar())
        self._menu.addAction("Calendar file with &initials…").triggered.connect(
            lambda _=False: self.calendar(with_initials=True)
        )
        self._menu.addSeparator()
        self._menu.addAction("Empty screening &form…").triggered.connect(self.blank_form)
        self.button.setMenu(self._menu)
        if not workplace.clinic.actor.may(Permission.EXPORT):
            for entry in self._menu.actions():
                entry.setVisible("alendar" not in entry.text())
        self._menu.aboutToShow.connect(self._fill_sheets)

    def letters(self) -> None:
        """Make recall letters; that they were sent is noted only when somebody says so."""
        asked = self._rows()
        rows = tuple(row for row in asked if gets_letter(row))
        if not rows:
            self.said.emit(NOBODY_TO_WRITE_TO, "error")
            return
        papers, kind = self._workplace.clinic.papers, rows[0].reminder.kind  # type: ignore[union-attr]
        people = tuple(row.person.id for row in rows)

        def make(watch: Watch, cancelled: Callable[[], bool]) -> BatchDocument:
            made: BatchDocument = papers.letters(rows, progress=watch, cancelled=cancelled)[0]
            return made

        title = f"Recall letters for {count_words(len(rows), 'patient', 'patients')}"
        left_out = len(asked) - len(rows)
        if left_out:
            self.said.emit(f"{left_out:,} of the lines get no letter: booked or left out.", "soft")
        sent = ("&Note as sent", lambda: papers.note_letters_sent(people, kind))
        self.batch_wanted.emit(title, make, sent)

    def labels(self, sheet: LabelSheet) -> None:
        """Make address labels on sheets of one format."""
        people = tuple(row.person.id for row in self._rows() if row.group in ON_LIST)
        if not people:
            self.said.emit(NOBODY, "error")
            return
        papers = self._workplace.clinic.papers
        title = f"Address labels for {count_words(len(people), 'patient', 'patients')}"
        self.batch_wanted.emit(title, lambda *_: papers.labels(people, sheet), None)

    def work_list(self) -> None:
        """Make the list on paper, exactly the lines that are shown."""
        listed, rows = self._listed(), self._rows()
        if listed is None:
            return
        papers = self._workplace.clinic.papers
        title = f"Work list of {count_words(len(rows), 'patient', 'patients')}"
        self.batch_wanted.emit(title, lambda *_: papers.work_list(listed, rows), None)

    def blank_form(self) -> None:
        """Make the form for a day without computers."""
        papers = self._workplace.clinic.papers
        self.batch_wanted.emit("Empty screening form", lambda *_: papers.blank_form(), None)

    def calendar(self, *, with_initials: bool = False) -> None:
        """Ask for a folder and write a calendar file there."""
        listed = self._listed()
        folder = self.ask_folder()
        if not folder or listed is None:
            return
        calendar, kind = self._workplace.clinic.calendar, listed.kind
        # Of a filtered list only what is shown; of the whole list also who left it, to cancel.
        only = frozenset(row.person.id for row in self._rows()) if self._filtered() else None
        self._workplace.runner.run(
            owner=self,
            work=lambda: calendar.export(
                kind, Path(folder), only=only, with_initials=with_initials
            ),
            on_success=lambda done: self.said.emit(
                f"{done[0].name}: {done[1].added} new, {done[1].moved} moved, "
                f"{done[1].cancelled} cancelled, {done[1].unchanged} unchanged.",
                "soft",
            ),
            on_failure=lambda error: self.said.emit(explain(error), "error"),
        )

    def ask_folder(self) -> str:
        """Ask where to; nothing when staff cancel."""
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return QFileDialog.getExistingDirectory(self._page, "Folder for the calendar file", where)

    def _fill_sheets(self) -> None:
        if self._sheets.isEmpty():
            for sheet in self._workplace.clinic.papers.sheets():
                entry = self._sheets.addAction(sheet.title)
                entry.triggered.connect(lambda _=False, sheet=sheet: self.labels(sheet))
