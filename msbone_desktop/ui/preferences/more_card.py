"""The ways from the settings to what has a page of its own, as far as a role goes."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QPushButton

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel

WORDS = "Scanners with their precision errors, reminders, history, backups, and people."
WAYS = (
    ("scanners", "DXA scann&ers…", "", Permission.CLINICAL_SETTINGS),
    (
        "follow_up",
        "Follow-&up and rules…",
        "Reminders of this clinic, and whose findings other rules change",
        Permission.CLINICAL_SETTINGS,
    ),
    (
        "history",
        "His&tory…",
        "Who did what and when, and whether it is whole",
        Permission.READ_HISTORY,
    ),
    ("backups", "&Backups…", "", Permission.BACKUPS),
    (
        "bin",
        "B&in…",
        "Patients who were put away, and for how long records are kept",
        Permission.ARCHIVE,
    ),
    (
        "people",
        "Peop&le and keys…",
        "Who works here in which role, the recovery sheet, and the data key",
        Permission.MANAGE_PEOPLE,
    ),
)
"""Name, words, what is said about it, and what a role has to include."""


class MoreCard(Card):
    """A button for each page that the person may open."""

    def __init__(self, actor: Actor, wanted: Mapping[str, SignalInstance]) -> None:
        super().__init__("More of this clinic")
        self.buttons: dict[str, QPushButton] = {}
        self.column.addWidget(PlainLabel(WORDS, "caption", wrap=True))
        for name, words, tip, needed in WAYS:
            if actor.may(needed):
                button = self.buttons[name] = QPushButton(words)
                button.setToolTip(tip)
                button.clicked.connect(wanted[name])
                self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
