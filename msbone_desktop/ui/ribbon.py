"""The mark of a demo clinic, on every screen."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_24
from msbone_desktop.ui.plain_label import PlainLabel


def demo_ribbon() -> QFrame:
    """Return the strip that says that every patient here is made up."""
    ribbon = QFrame()
    ribbon.setProperty("kind", "ribbon")
    row = QHBoxLayout(ribbon)
    row.setContentsMargins(SPACE_24, SPACE_4, SPACE_24, SPACE_4)
    row.setSpacing(SPACE_12)
    row.addWidget(PlainLabel("DEMO", "demo"))
    row.addWidget(PlainLabel("Every patient here is made up. Enter no real person.", "caption"))
    row.addStretch()
    return ribbon
