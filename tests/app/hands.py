"""What a person does with the program in the tests of locking, and what she sees."""

from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source

LEAD, NURSE = "A. Lead", "B. Nurse"
WORDS = {LEAD: "otter lantern gravel nine", NURSE: "copper violin meadow forty"}
KNOWLEDGE = knowledge_source(shipped("resources"))


def unlock(qtbot, session, name) -> Any:
    """Come in as one of the two; return the main window."""
    page: Any = session.unlock_window.page
    page.name_field.setText(name)
    page.passphrase_field.setText(WORDS[name])
    page.unlock()
    qtbot.waitUntil(lambda: session.main_window is not None, timeout=20_000)
    return session.main_window


def lock(qtbot, session, why="Locked.") -> None:
    """Lock, and wait for the unlock window."""
    session._lock(why)
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)


def visible() -> list[QWidget]:
    """Return the windows that are in sight."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]
