"""Who works here, in which role; the recovery sheet; and the data key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.accounts import ROLE_WORDS, Account
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_dialog import FormDialog
from msbone_desktop.ui.help_dialogs import ask
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.patients.list_view import dress_table
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.preferences.people_dialogs import (
    AddPersonDialog,
    RoleDialog,
    SetPassphraseDialog,
)
from msbone_desktop.ui.preferences.roles_table import roles_table
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.ui.unlock.sheet_panel import SheetPanel

CAPTION = "Each person has a passphrase of her own. What a role may not do is not there for it."
DEMO = "The demo clinic shows how roles look. Its people share one passphrase and stay as they are."
REMOVING = (
    "The way in is closed from now on. What this person entered and signed stays under her name. "
    "Someone who may have copied the clinic's files with a key still reads those copies: then "
    "change the data key as well."
)
SHEET = "Sheet {number} opens the clinic when a passphrase is forgotten. Look once a year for it."
NO_SHEET = "Nobody holds a recovery sheet."
KEY = (
    "Encrypts the clinic's file anew, when somebody who left may have copied it with the key. "
    "Passphrases and the recovery sheet stay. Backups and other copies made before are still "
    "opened by the former key, with the passphrases of their day: delete those that could have "
    "been copied."
)
CHANGING_KEY = (
    "The clinic is locked, encrypted anew and checked. A large clinic takes a minute. When the "
    "power fails meanwhile, the next start goes on or goes back by itself. Backups and other "
    "copies made before are not changed: the former key still opens them."
)


class PeoplePage(Page):
    """``key_wanted`` carries the passphrase with which the data key is changed."""

    closed = Signal()
    key_wanted = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._people: tuple[Account, ...] = ()
        self.dialog: FormDialog | None = None
        self.sheet_panel: SheetPanel | None = None
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(["Name", "Role", "State"])
        self.table.setAccessibleName("People of this clinic")
        dress_table(self.table)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.add = QPushButton("Add a perso&n…")
        self.add.setProperty("kind", "primary")
        self.role = QPushButton("Change &role…")
        self.passphrase = QPushButton("Set passphrase…")
        self.remove = QPushButton("Re&move…")
        self.back = QPushButton("&Back to the settings")
        workplace.appearance.keep_icon(self.back, "arrow-left")
        self.sheet_words = PlainLabel("", wrap=True)
        self.new_sheet = QPushButton("Make a new &sheet…")
        self.new_key = QPushButton("Change the data &key…")
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._chosen_changed)
        self.add.clicked.connect(lambda: self._open(AddPersonDialog(self, workplace)))
        self.role.clicked.connect(self._change_role)
        self.passphrase.clicked.connect(self._set_passphrase)
        self.remove.clicked.connect(self._remove)
        self.back.clicked.connect(self.closed)
        self.new_sheet.clicked.connect(self._make_sheet)
        self.new_key.clicked.connect(self._change_key)

    def enter(self) -> None:
        """Read the people again."""
        self._close_sheet()
        self._read()

    def focus_first(self) -> None:
        """Go to the people."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """A sheet that is being made is given up: the former one holds."""
        self._close_sheet()
        return True

    def chosen(self) -> Account | None:
        """Return the person whose line is chosen."""
        row = self.table.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def ask_passphrase(self) -> str:
        """Ask for the passphrase of whoever works here; nothing when she cancels."""
        typed, given = QInputDialog.getText(
            self, "MSBone", "Your passphrase:", QLineEdit.EchoMode.Password
        )
        return typed if given else ""

    def _read(self) -> None:
        people = self._workplace.clinic.people
        self._workplace.runner.run(
            owner=self,
            work=lambda: (people.listed(), people.sheet_id),
            on_success=lambda found: self._show(*found),
            on_failure=self._report,
        )

    def _show(self, people: tuple[Account, ...], sheet: str) -> None:
        before = self.chosen()
        self.problem.hide()
        self._people = people
        self.table.setRowCount(len(people))
        for row, person in enumerate(people):
            state = "Works here" if person.active else "Works here no more"
            for column, words in enumerate((person.name, ROLE_WORDS[person.role], state)):
                item = QTableWidgetItem(words)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(row, column, item)
        known = [person.id for person in people]
        self.table.selectRow(known.index(before.id) if before and before.id in known else 0)
        self.table.setFixedHeight(44 + 40 * min(max(len(people), 3), 8))
        demo = self._workplace.identity.is_demo
        self.sheet_words.setText(
            DEMO if demo else SHEET.format(number=sheet) if sheet else NO_SHEET
        )
        self._chosen_changed()

    def _chosen_changed(self) -> None:
        person, demo = self.chosen(), self._workplace.identity.is_demo
        works = person is not None and person.active
        own = person is not None and person.id == self._workplace.clinic.actor.account
        self.add.setEnabled(not demo)
        self.role.setEnabled(works and not demo)
        self.remove.setEnabled(works and not own and not demo)
        self.passphrase.setEnabled(person is not None and not demo)
        self.passphrase.setText("Set passphrase…" if works else "Let in again…")
        for button in (self.new_sheet, self.new_key):
            button.setEnabled(not demo)

    def _change_role(self) -> None:
        person = self.chosen()
        if person is not None:
            self._open(RoleDialog(self, self._workplace, person))

    def _set_passphrase(self) -> None:
        person = self.chosen()
        if person is not None:
            self._open(SetPassphraseDialog(self, self._workplace, person))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.kept.connect(lambda _: self._read())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        person, people = self.chosen(), self._workplace.clinic.people
        if person is None or not ask(self, f"Remove {person.name}?", REMOVING, "Remove"):
            return
        self._workplace.runner.run(
            owner=self,
            work=lambda: people.remove(person.id, person.version),
            on_success=lambda _: self._read(),
            on_failure=self._report,
        )

    def _make_sheet(self) -> None:
        from msbone_desktop.ui.unlock.sheet_panel import SheetPanel

        place = self._workplace
        panel = self.sheet_panel = SheetPanel(
            place.clinic, place.runner, place.appearance, may_leave=True
        )
        panel.confirmed.connect(self.enter)
        panel.left.connect(self._close_sheet)
        self._content.hide()
        self._outer.addWidget(panel)
        panel.start()

    def _close_sheet(self) -> None:
        panel, self.sheet_panel = self.sheet_panel, None
        if panel is not None:
            panel.hide()
            panel.deleteLater()
        self._content.show()

    def _change_key(self) -> None:
        if ask(self, "Change the data key?", CHANGING_KEY, "Go on"):
            passphrase = self.ask_passphrase()
            if passphrase:
                self.key_wanted.emit(passphrase)

    def _report(self, error: BaseException) -> None:
        self.problem.setText(explain(error))
        self.problem.show()

    def _lay_out(self) -> None:
        head, _, _ = title_row("People", CAPTION)
        head.addWidget(self.back)
        people = Card()
        people.column.setSpacing(SPACE_8)
        people.column.addWidget(self.table)
        people.column.addWidget(self.problem)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_8)
        for button in (self.add, self.role, self.passphrase, self.remove):
            tools.addWidget(button)
        tools.addStretch()
        people.column.addLayout(tools)
        sheet = Card("Recovery sheet")
        sheet.column.setSpacing(SPACE_8)
        sheet.column.addWidget(self.sheet_words)
        sheet.column.addWidget(self.new_sheet, 0, Qt.AlignmentFlag.AlignLeft)
        key = Card("Data key")
        key.column.setSpacing(SPACE_8)
        key.column.addWidget(PlainLabel(KEY, "soft", wrap=True))
        key.column.addWidget(self.new_key, 0, Qt.AlignmentFlag.AlignLeft)
        roles = Card("Who may do what")
        roles.column.setSpacing(SPACE_8)
        roles.column.addWidget(roles_table())
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addLayout(head)
        for card in (people, sheet, key, roles):
            column.addWidget(card)
        column.addStretch()
        inner.setMaximumWidth(980)
        self._content = scrolling(inner)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._content)
