"""Beside the list: why one patient is due, what was done, and what usually comes next."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.follow_up import Reason, Reminder, ReminderEvent
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.reminders.wording import KINDS, SOURCES, event_words, next_step
from msbone_desktop.ui.widgets.reading.wording import date_words

NOTHING_DONE = "Nothing was done about it yet."


class ReminderDetail(QWidget):
    """Shows one reminder with its events, or a sentence instead."""

    def __init__(self) -> None:
        super().__init__()
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, SPACE_8, 0)
        self._column.setSpacing(SPACE_4)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(self._inner))
        self._inner.setProperty("kind", "inset")  # the card goes on behind it

    def clear(self, sentence: str = "") -> None:
        """Show nothing but a sentence."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if sentence:
            self._say(sentence, "soft")

    def show_reminder(
        self,
        title: str,
        reminder: Reminder | None,
        why_not: str,
        events: tuple[ReminderEvent, ...],
        today: date,
    ) -> None:
        """Show a reminder; ``events`` newest first."""
        self.clear()
        if title:
            self._say(title, "heading")
        if why_not:
            self._say(why_not[0].upper() + why_not[1:] + ".", "unknown")
        if reminder is not None:
            self._say(f"{KINDS[reminder.kind]}: due {date_words(reminder.due_on)}", "strong")
            for reason in reminder.reasons:
                self._say(_reason_words(reason), "")
            if reminder.note:
                self._say(reminder.note[0].upper() + reminder.note[1:] + ".", "soft")
            self._heading("What usually comes next")
            self._say(next_step(reminder, today), "")
        self._heading("What was done")
        undone = frozenset(event.undoes for event in events if event.undoes is not None)
        listed = [event for event in events if event.action != "undone"]
        for event in listed:
            self._say(event_words(event, undone), "")
            self._say(f"{date_words(event.on_day)} · {event.made_by}", "caption")
        if not listed:
            self._say(NOTHING_DONE, "soft")

    def _heading(self, words: str) -> None:
        label = PlainLabel(words, "overline")
        label.setContentsMargins(0, SPACE_12, 0, 0)
        self._column.addWidget(label)

    def _say(self, words: str, kind: str) -> None:
        self._column.addWidget(PlainLabel(words, kind, wrap=True))


def _reason_words(reason: Reason) -> str:
    words = reason.words[0].upper() + reason.words[1:] if reason.words else ""
    return f"{SOURCES[reason.source]}: {words}"
