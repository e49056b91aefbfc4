"""The line at the foot of the window: what is saved, and which rules are at work."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout

from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_24
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import clock_words

NOTHING_UNSAVED = "Nothing unsaved"


class StatusLine(QFrame):
    """Shows "Saved 14:02 · Rules 1.0 (module 2019) · DEMO"."""

    def __init__(self, rules: str, *, is_demo: bool) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.words = PlainLabel("", "caption")
        self._rules = rules
        self._is_demo = is_demo
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, SPACE_4, SPACE_24, SPACE_4)
        row.setSpacing(SPACE_12)
        row.addWidget(self.words)
        row.addStretch()
        self._show(NOTHING_UNSAVED)

    def note_saved(self, moment: datetime) -> None:
        """Say when something was last stored; called only after it was."""
        self._show(f"Saved {clock_words(moment)}")

    def _show(self, saved: str) -> None:
        parts = (saved, self._rules, "DEMO" if self._is_demo else "")
        self.words.setText(" · ".join(part for part in parts if part))
