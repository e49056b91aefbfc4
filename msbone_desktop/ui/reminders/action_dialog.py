"""Asks what an action needs, and closes only when the clinic's file has it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.reminders.actions import ActionSpec, Answers
from msbone_desktop.ui.reminders.wording import CHANNELS, OUTCOMES
from msbone_desktop.ui.widgets.date_editor import DateEditor

_FURTHEST = timedelta(days=10 * 366)


class ActionDialog(Dialog):
    """``given`` carries the answers; ``refuse`` shows why they were not kept."""

    given = Signal(dict)

    def __init__(
        self,
        parent: QWidget,
        action: ActionSpec,
        about: str,
        today: date,
        order: Callable[[], Literal["dmy", "mdy"]],
    ) -> None:
        super().__init__(parent)
        self._action = action
        self.setWindowTitle(action.title)
        self.setMinimumWidth(440)
        self.day = DateEditor(lambda: today + _FURTHEST, order)
        self.channel, self.outcome = _box(CHANNELS), _box(OUTCOMES)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(72)
        self.rows: dict[str, FormRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(PlainLabel(action.title, "title", wrap=True))
        column.addWidget(PlainLabel(about, "soft", wrap=True))
        if action.asks_contact:
            self._add(column, "channel", "&How", self.channel)
            self._add(column, "outcome", "&What came of it", self.outcome)
        if action.date_label:
            self._add(column, action.date_field, f"&{action.date_label}", self.day)
            self.day.show_value(action.default_day(today))
        if action.reason != "none":
            label = "&Reason" if action.reason == "must" else "&Note, if any"
            self._add(column, "reason", label, self.reason)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.yes = QPushButton("&Save")
        self.yes.setProperty("kind", "primary")
        self.yes.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        next(iter(self.rows.values())).focus()

    def refuse(self, error: BaseException) -> None:
        """Say under its field, or at the foot, why nothing was kept."""
        self.yes.setEnabled(True)
        field = error.field if isinstance(error, RefusedEntryError) else ""
        row = self.rows.get(field)
        if row is None:
            self.problem.setText(explain(error))
            self.problem.show()
            return
        row.show_error(str(error))
        row.focus()

    def _give(self) -> None:
        self.problem.hide()
        for row in self.rows.values():
            row.show_error("")
        answers: Answers = {
            "channel": self.channel.currentData(),
            "outcome": self.outcome.currentData(),
            "reason": self.reason.toPlainText().strip(),
            "day": None,
        }
        if self._action.date_label:
            fault = self.day.problem() or ("Enter a day." if self.day.blank() else "")
            if fault:
                row = self.rows[self._action.date_field]
                row.show_error(fault)
                row.focus()
                return
            answers["day"] = self.day.value()
        self.yes.setEnabled(False)
        self.given.emit(answers)

    def _add(self, column: QVBoxLayout, name: str, label: str, field: QWidget) -> None:
        self.rows[name] = FormRow(label, field)
        column.addWidget(self.rows[name])


def _box(words: tuple[tuple[str, str], ...]) -> QComboBox:
    box: Any = QComboBox()
    for word, shown in words:
        box.addItem(shown, word)
    made: QComboBox = box
    return made
