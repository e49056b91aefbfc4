"""The line at the foot of the window: what is saved, and which rules are at work."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout

from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_24
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import clock_words

NOTHING_UNSAVED = "Nothing unsaved"
KEPT = "What was typed before the lock is kept, and there after the next unlocking"


class StatusLine(QFrame):
    """Shows "Saved 14:02 · Rules 1.0 (module 2019) · DEMO"."""

    def __init__(self, rules: str, *, is_demo: bool) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.words = PlainLabel("", "caption")
        self._rules = rules
        self._backup = ""
        self._saved = NOTHING_UNSAVED
        self._is_demo = is_demo
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_24, SPACE_4, SPACE_24, SPACE_4)
        row.setSpacing(SPACE_12)
        row.addWidget(self.words)
        row.addStretch()
        self._show(NOTHING_UNSAVED)

    def note_backup(self, words: str, tone: str) -> None:
        """Say how old the newest proven backup is; in the ink of how pressing that is."""
        self._backup = words
        kind = {"urgent": "error", "moderate": "strong"}.get(tone, "caption")
        self.words.setProperty("kind", kind)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self._show(self._saved)

    def note_saved(self, moment: datetime) -> None:
        """Say when something was last stored; called only after it was."""
        self._show(f"Saved {clock_words(moment)}")

    def note_kept(self) -> None:
        """Say that what was typed waits, because somebody went elsewhere before it was back."""
        self._show(KEPT)

    def _show(self, saved: str) -> None:
        self._saved = saved
        parts = (saved, self._backup, self._rules, "DEMO" if self._is_demo else "")
        self.words.setText(" · ".join(part for part in parts if part))
