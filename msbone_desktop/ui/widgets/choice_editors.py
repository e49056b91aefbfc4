"""Editors that offer words to choose from: segments in a row, or a list that opens."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from msbone_desktop.ui.widgets.editors import Editor
from msbone_desktop.ui.widgets.flow_box import FlowBox
from msbone_desktop.ui.widgets.quiet_boxes import QuietComboBox

FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class Segments(Editor):
    """Words side by side. One stop for Tab; arrows move, Space or a letter chooses.

    Args:
        choices: Pairs of stored word and label.
        keys: Letters that choose a word at once; otherwise the digits from 1.
    """

    declined = Signal()
    """D was pressed."""
    not_known = Signal()
    """U was pressed, and the row has no word of its own for it."""

    def __init__(
        self,
        choices: tuple[tuple[str, str], ...],
        keys: dict[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = dict(choices)
        self._chosen: str | None = None
        self._keys = keys or {str(place): word for place, (word, _) in enumerate(choices, 1)}
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowBox()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(flow)
        for word, label in choices:
            button = _Segment(label.replace("&", "&&"))
            button.clicked.connect(lambda _=False, word=word: self.choose(word))
            flow.add(button)
            self.buttons[word] = button
        self._rove(choices[0][0])

    def blank(self) -> bool:
        """Tell whether nothing is chosen."""
        return self._chosen is None

    def value(self) -> str:
        """Return the chosen word."""
        assert self._chosen is not None
        return self._chosen

    def show_value(self, value: Any) -> None:
        """Show ``value`` as chosen, or nothing for None."""
        self._chosen = value
        for word, button in self.buttons.items():
            button.setChecked(word == value)
        if value in self.buttons:
            self._rove(value)

    def choose(self, word: str | None) -> None:
        """Choose ``word`` as a person does; None clears."""
        changed = word != self._chosen
        self.show_value(word)
        if changed:
            self.edited.emit()
            self.left.emit()

    def words(self, value: Any) -> str:
        """Return the label of a word."""
        return self._labels.get(value, str(value))

    def name_it(self, name: str) -> None:
        """Name each button by the question and its answer."""
        for word, button in self.buttons.items():
            button.setAccessibleName(f"{name}: {self._labels[word]}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by letter, move by arrow, clear by Backspace."""
        typed = (
            "" if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier else event.text().lower()
        )
        if event.key() in FORWARD + BACK:
            self._step(1 if event.key() in FORWARD else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.choose(None)
            self.backspaced.emit()
        elif typed in self._keys:
            self.choose(self._keys[typed])
            self.buttons[self._keys[typed]].setFocus()
        elif typed in ("u", "d"):
            (self.not_known if typed == "u" else self.declined).emit()
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        words = list(self.buttons)
        here = next((w for w in words if self.buttons[w].hasFocus()), words[0])
        there = words[max(0, min(len(words) - 1, words.index(here) + by))]
        self._rove(there)
        self.buttons[there].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rove(self, word: str) -> None:
        """Make the button of ``word`` the one that Tab stops at."""
        for each, button in self.buttons.items():
            stop = Qt.FocusPolicy.StrongFocus if each == word else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)
        self.setFocusProxy(self.buttons[word])


_SEGMENT_FRAME = 28
"""Padding and border at both sides, as resources/style.qss draws them."""


class _Segment(QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("kind", "segment")
        self.setCheckable(True)
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """Keep room for the bold letters of a chosen word, so that choosing cuts nothing."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = QFontMetrics(bold).horizontalAdvance(self.text().replace("&&", "&"))
        hint = super().sizeHint()
        return hint.expandedTo(QSize(words + _SEGMENT_FRAME, hint.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the row of segments decides

    def nextCheckState(self) -> None:
        """Leave the mark to the row: pressing the chosen word again must not clear it."""


class Picker(Editor):
    """A list that opens; starts with nothing chosen, and the wheel passes over it."""

    def __init__(
        self, choices: tuple[tuple[str, str], ...], placeholder: str, width: int = 168
    ) -> None:
        super().__init__()
        self._labels = dict(choices)
        self.box = _ClearedBox()
        self.box.setPlaceholderText(placeholder)
        self.box.setFixedWidth(width)
        for word, label in choices:
            self.box.addItem(label, word)
        self.box.setCurrentIndex(-1)
        self.box.activated.connect(self._chosen)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)

    def blank(self) -> bool:
        """Tell whether nothing is chosen."""
        return self.box.currentIndex() < 0

    def value(self) -> Any:
        """Return the chosen word."""
        return self.box.currentData()

    def show_value(self, value: Any) -> None:
        """Show ``value`` as chosen, or nothing for None."""
        self.box.setCurrentIndex(-1 if value is None else self.box.findData(value))

    def words(self, value: Any) -> str:
        """Return the label of a word."""
        return self._labels.get(value, str(value))

    def name_it(self, name: str) -> None:
        """Name the list."""
        self.box.setAccessibleName(name)

    def mark_faulty(self, faulty: bool) -> None:
        """Colour the frame of the list."""
        self.box.setProperty("faulty", faulty)
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)

    def _chosen(self) -> None:
        self.edited.emit()
        self.left.emit()


class _ClearedBox(QuietComboBox):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear by Backspace; otherwise as usual."""
        if event.key() == Qt.Key.Key_Backspace and self.currentIndex() >= 0:
            self.setCurrentIndex(-1)
            self.activated.emit(-1)
        else:
            super().keyPressEvent(event)
