"""What may be done about the chosen reminder, by whom, and the button that offers it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.ui.reminders.actions import (
    BY_KEY,
    EVERY_YEAR_KEY,
    HANDOUT_KEY,
    RECORD_KEY,
    actions_for,
)

UNDO = "undo"
_NEEDED = {
    EVERY_YEAR_KEY: Permission.DECIDE_FOLLOW_UP,
    UNDO: Permission.FOLLOW_UP,
    RECORD_KEY: Permission.ENTER_SCANS,
    HANDOUT_KEY: Permission.PRINT,
}


def may_do(actor: Actor, key: str) -> bool:
    """Tell whether somebody's role includes what a key of the list stands for."""
    needed = BY_KEY[key].needs if key in BY_KEY else _NEEDED.get(key, Permission.VIEW)
    return actor.may(needed)


def do_button(actor: Actor, act: Callable[[str], None]) -> QPushButton:
    """Return a button whose menu calls ``act`` with a key; hidden where nothing may be done."""
    button = QPushButton("D&o…")
    button.setEnabled(False)
    button.setAccessibleName("What can be done about the chosen reminder")
    menu = QMenu(button)
    more = [(action.title, action.key) for action in actions_for(actor)]
    more.append(("DXA every 12 months", EVERY_YEAR_KEY))
    more.append(("Record a scan", RECORD_KEY))
    more.append(("Handout for the patient", HANDOUT_KEY))
    for title, key in [each for each in more if may_do(actor, each[1])]:
        entry: Any = menu.addAction(f"{title}\t{key}")
        entry.triggered.connect(lambda _=False, key=key: act(key))
    button.setMenu(menu)
    if menu.isEmpty():
        button.hide()
    return button
