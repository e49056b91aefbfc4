"""Backups: how old the newest proven one is, where they go, what each holds; and restoring."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.backups import Backup
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.services.backups import BackupState, state_words
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.help_dialogs import ask
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words
from msbone_desktop.ui.workplace import Workplace, clock_words

WHAT = (
    "A backup is made on closing and every half hour of work. It counts only when it was opened by "
    "itself and read to the last page. It is encrypted like the clinic's file, and opens with the "
    "passphrases of its day."
)
NOTHING_YET = "There is no backup in these folders yet. Back up now to make the first."
RESTORING = (
    "The clinic is closed and this backup takes the place of its file. What was entered after it "
    "is not in it. The present file is kept in a folder beside it."
)


class BackupsPage(Page):
    """``restore_wanted`` carries the backup that is to be put back, and its passphrase."""

    closed = Signal()
    backed_up = Signal(object)
    restore_wanted = Signal(object, str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._service = workplace.clinic.backups
        self.state = PlainLabel("", "heading", wrap=True)
        self.problem = PlainLabel("", "error", wrap=True)
        self.now = QPushButton("Back up &now")
        self.now.setProperty("kind", "primary")
        self.first, self.second = QLineEdit(), QLineEdit()
        self.rows = {
            "first": FormRow("Fo&lder", self.first, "Empty: beside the clinic's file."),
            "second": FormRow(
                "&Second folder", self.second, "For example on a USB stick. Empty: none."
            ),
        }
        self.list = QListWidget()
        self.list.setAccessibleName("Backups")
        self.list.setMinimumHeight(180)
        self.nothing = PlainLabel(NOTHING_YET, "soft", wrap=True)
        self.restore = QPushButton("Put &this one back…")
        self.restore.setEnabled(False)
        self._lay_out()
        self.now.clicked.connect(self.back_up)
        self.restore.clicked.connect(self._ask_restore)
        self.list.itemSelectionChanged.connect(
            lambda: self.restore.setEnabled(bool(self.list.selectedItems()))
        )

    def enter(self) -> None:
        """Look at the folders again."""
        service = self._service
        self._run(lambda: (service.look(), service.listed()), lambda found: self._show(*found))

    def back_up(self) -> None:
        """Make a backup now."""
        self.now.setEnabled(False)
        self.state.setText("Backing up…")
        service = self._service
        self._run(lambda: (service.back_up(), service.listed()), self._backed_up)

    def _backed_up(self, found: tuple[BackupState, tuple[Backup, ...]]) -> None:
        self._show(*found)
        self.backed_up.emit(found[0])

    def save_folders(self) -> None:
        """Keep where backups go, or say under its field why not."""
        for row in self.rows.values():
            row.show_error("")
        first, second = self.first.text().strip(), self.second.text().strip()
        service, name = self._service, self._workplace.clinic.actor.name

        def work() -> tuple[BackupState, tuple[Backup, ...]]:
            service.choose_folders(first, second, name)
            return service.state, service.listed()

        self._run(work, lambda found: self._show(*found))

    def _show(self, state: BackupState, backups: tuple[Backup, ...]) -> None:
        self.now.setEnabled(True)
        self.state.setText(state_words(state, self._workplace.now()))
        self.problem.setText(" ".join(p for p in (state.problem, state.second_problem) if p))
        usual = self._service.is_usual_folder
        self.first.setText("" if usual else str(self._service.folder))
        self.second.setText("" if self._service.second is None else str(self._service.second))
        self.list.clear()
        self.list.setVisible(bool(backups))
        self.restore.setVisible(bool(backups))
        self.nothing.setVisible(not backups)
        for backup in backups:
            item = QListWidgetItem(backup_words(backup))
            item.setData(Qt.ItemDataRole.UserRole, str(backup.folder))
            self.list.addItem(item)

    def _ask_restore(self) -> None:
        items = self.list.selectedItems()
        if items:
            folder = Path(items[0].data(Qt.ItemDataRole.UserRole))
            words = f"{items[0].text()}\n\n{RESTORING}"
            if ask(self, "Put this backup back?", words, "Put it back"):
                passphrase = self.ask_passphrase()
                if passphrase:
                    self.restore_wanted.emit(folder, passphrase)

    def ask_passphrase(self) -> str:
        """Ask for the passphrase of the backup's day; nothing when staff cancel."""
        typed, given = QInputDialog.getText(
            self,
            "MSBone",
            "Passphrase on the day of this backup:",
            QLineEdit.EchoMode.Password,
        )
        return typed if given else ""

    def _choose(self, field: QLineEdit) -> None:
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Folder for backups", where)
        if chosen:
            field.setText(chosen)

    def _run(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._workplace.runner.run(owner=self, work=work, on_success=then, on_failure=self._report)

    def _report(self, error: BaseException) -> None:
        self.now.setEnabled(True)
        row = self.rows.get(error.field) if isinstance(error, RefusedEntryError) else None
        if row is not None:
            row.show_error(str(error))
            row.focus()
        else:
            self.problem.setText(explain(error))

    def _lay_out(self) -> None:
        head, _, _ = title_row("Backups")
        back = QPushButton("&Back to the settings")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addLayout(head)
        column.addWidget(self._state_card())
        column.addWidget(self._folders_card())
        column.addWidget(self._list_card())
        column.addStretch()
        content.setMaximumWidth(860)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _state_card(self) -> Card:
        card = Card()
        card.column.setSpacing(SPACE_8)
        for widget in (self.state, self.problem, PlainLabel(WHAT, "soft", wrap=True)):
            card.column.addWidget(widget)
        card.column.addWidget(self.now, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _folders_card(self) -> Card:
        card = Card("Where they go")
        for name, field in (("first", self.first), ("second", self.second)):
            row = QHBoxLayout()
            row.setSpacing(SPACE_8)
            row.addWidget(self.rows[name], 1)
            choose = QPushButton("Choose…")
            choose.setAccessibleName(f"Choose the {name} folder")
            choose.clicked.connect(lambda _=False, field=field: self._choose(field))
            row.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter)
            card.column.addLayout(row)
        save = QPushButton("Sav&e folders")
        save.clicked.connect(self.save_folders)
        card.column.addWidget(save, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _list_card(self) -> Card:
        card = Card("What there is")
        card.column.addWidget(self.nothing)
        card.column.addWidget(self.list)
        card.column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignRight)
        return card


def backup_words(backup: Backup) -> str:
    """Return what a backup holds, in one line."""
    made: datetime = backup.made_at
    when = f"{date_words(made.astimezone().date())}, {clock_words(made)}"
    patients = count_words(backup.patients, "patient", "patients")
    screenings = count_words(backup.screenings, "screening", "screenings")
    return f"{when} · {patients} · {screenings} · version {backup.software}"
