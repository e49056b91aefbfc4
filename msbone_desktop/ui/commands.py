"""Everything the window can be told to do: one table for menus, shortcuts and their list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``of_page`` commands work only where the page in front offers them.

    Without the permission that it ``needs`` it is in no menu and has no keys.
    """

    name: str
    text: str
    menu: str
    shortcut: str = ""
    of_page: bool = False
    starts_group: bool = False

    @property
    def needs(self) -> Permission:
        """What a person's role has to include."""
        return _NEEDED.get(self.name, Permission.VIEW)


_NEEDED = {
    "new_patient": Permission.EDIT_PEOPLE,
    "edit_patient": Permission.EDIT_PEOPLE,
    "save": Permission.EDIT_PEOPLE,
    "undo": Permission.FOLLOW_UP,
    "new_screening": Permission.SCREEN,
    "discard": Permission.SCREEN,
    "sign": Permission.SIGN,
    "amend": Permission.SIGN,
    "preview": Permission.PRINT,
    "save_copy": Permission.EXPORT,
    "put_away": Permission.ARCHIVE,
    "join_records": Permission.MERGE,
}
MENUS = ("&File", "&Patient", "S&creening", "&Documents", "&View", "&Help")

COMMANDS = (
    Command("lock", "&Lock", "&File", "Ctrl+L"),
    Command("quit", "&Quit", "&File", "Ctrl+Q", starts_group=True),
    Command("find", "&Find a patient", "&Patient", "Ctrl+K"),
    Command("new_patient", "&New patient", "&Patient", "Ctrl+N"),
    Command("undo", "&Undo the last change", "&Patient", "", of_page=True),
    Command("edit_patient", "&Edit this patient", "&Patient", "Ctrl+E", of_page=True),
    Command("put_away", "Put into the &bin…", "&Patient", "", of_page=True, starts_group=True),
    Command("join_records", "&Join with another record…", "&Patient", "", of_page=True),
    Command("new_screening", "&New screening", "S&creening", "Ctrl+Shift+N", of_page=True),
    Command("save", "&Save", "S&creening", "Ctrl+S", of_page=True),
    Command("sign", "S&ign", "S&creening", "Ctrl+Return", of_page=True),
    Command("discard", "&Discard this draft", "S&creening", "", of_page=True),
    Command("amend", "&Amend with a reason", "S&creening", "", of_page=True),
    Command("preview", "&Preview or print", "&Documents", "Ctrl+P", of_page=True),
    Command("save_copy", "&Save a copy", "&Documents", "Ctrl+Shift+S", of_page=True),
    Command("back", "&Back", "&View", "Esc"),
    Command("next_pane", "Next &part of the window", "&View", "F6"),
    Command("help", "&Help on this field or page", "&Help", "F1"),
    Command("shortcuts", "&Keyboard shortcuts", "&Help", "Ctrl+/"),
    Command("about", "&About MSBone", "&Help", "", starts_group=True),
)


def commands_for(actor: Actor) -> tuple[Command, ...]:
    """Return the commands that a person may use."""
    return tuple(command for command in COMMANDS if actor.may(command.needs))


def make_actions(
    window: QMainWindow, run: Callable[[str], None], actor: Actor
) -> dict[str, QAction]:
    """Return an action of the window for each command that ``actor`` may use, by name."""
    actions = {}
    for command in commands_for(actor):
        action = QAction(command.text, window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setEnabled(not command.of_page)
        action.triggered.connect(lambda _=False, name=command.name: run(name))
        actions[command.name] = action
    return actions


def make_menus(window: QMainWindow, actions: dict[str, QAction]) -> dict[str, QMenu]:
    """Fill the menu bar with the commands and return the menus by title; none is empty."""
    menus = {}
    for title in MENUS:
        mine = [each for each in COMMANDS if each.menu == title and each.name in actions]
        if mine:
            menus[title] = window.menuBar().addMenu(title)
        for command in mine:
            if command.starts_group:
                menus[title].addSeparator()
            menus[title].addAction(actions[command.name])
    return menus


def shortcut_words(shortcut: str) -> str:
    """Return a shortcut as this desktop writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
