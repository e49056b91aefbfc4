"""Everything the window can be told to do: one table for menus, shortcuts and their list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``of_page`` commands work only where the page in front offers them."""

    name: str
    text: str
    menu: str
    shortcut: str = ""
    of_page: bool = False
    starts_group: bool = False


MENUS = ("&File", "&Patient", "S&creening", "&Documents", "&View", "&Help")

COMMANDS = (
    Command("lock", "&Lock", "&File", "Ctrl+L"),
    Command("quit", "&Quit", "&File", "Ctrl+Q", starts_group=True),
    Command("find", "&Find a patient", "&Patient", "Ctrl+K"),
    Command("new_patient", "&New patient", "&Patient", "Ctrl+N"),
    Command("undo", "&Undo the last change", "&Patient", "", of_page=True),
    Command("edit_patient", "&Edit this patient", "&Patient", "Ctrl+E", of_page=True),
    Command("put_away", "Put into the &bin…", "&Patient", "", of_page=True, starts_group=True),
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


def make_actions(window: QMainWindow, run: Callable[[str], None]) -> dict[str, QAction]:
    """Return an action of the window for each command, by name."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.text, window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setEnabled(not command.of_page)
        action.triggered.connect(lambda _=False, name=command.name: run(name))
        actions[command.name] = action
    return actions


def make_menus(window: QMainWindow, actions: dict[str, QAction]) -> dict[str, QMenu]:
    """Fill the menu bar with every command and return the menus by title."""
    menus = {}
    for title in MENUS:
        menus[title] = window.menuBar().addMenu(title)
        for command in COMMANDS:
            if command.menu == title:
                if command.starts_group:
                    menus[title].addSeparator()
                menus[title].addAction(actions[command.name])
    return menus


def shortcut_words(shortcut: str) -> str:
    """Return a shortcut as this desktop writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
