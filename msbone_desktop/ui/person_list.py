"""A short list of people or papers, two lines each, chosen by mouse or keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QTextLayout
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, Appearance

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
LINE_HEIGHT = 48
EXTRA_LINE = 18
LOWER_HEIGHT = 20
KEY_ROLE = Qt.ItemDataRole.UserRole
LINE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line: a title, what tells it apart from others, and a remark at the right.

    ``tone`` names the colour of the remark; the remark itself says what the colour means.
    """

    key: object
    title: str
    detail: str
    trailing: str = ""
    tone: str = "ink_soft"


class PersonListModel(QAbstractListModel):
    """Holds the lines; screen readers get each as one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PersonLine, ...] = ()

    def show_lines(self, lines: Sequence[PersonLine]) -> None:
        """Replace what is listed."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words or the key of a line."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.title, line.detail, line.trailing) if part)
        if role == KEY_ROLE:
            return line.key
        return line if role == LINE_ROLE else None


class PersonDelegate(QStyledItemDelegate):
    """Draws the two lines as they are, never as markup, and shortens what does not fit."""

    def __init__(self, appearance: Appearance, parent: QWidget, title_lines: int = 1) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._title_lines = title_lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Return the height of every line."""
        return QSize(120, LINE_HEIGHT + (self._title_lines - 1) * EXTRA_LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        view = self.parent()
        if not isinstance(view, QListView):
            return
        line, tokens = index.data(LINE_ROLE), self._appearance.tokens
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        view.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, view
        )
        area = option.rect.adjusted(SPACE_12, 0, -SPACE_12, 0)
        strong, small = QFont(view.font()), QFont(view.font())
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(9)
        width = QFontMetrics(small).horizontalAdvance(line.trailing)
        middle, height = Qt.AlignmentFlag.AlignVCenter, QFontMetrics(strong).height()
        rows = wrapped(line.title, strong, area.width(), self._title_lines)
        top = area.center().y() - (len(rows) * height + LOWER_HEIGHT) // 2
        foot = top + len(rows) * height
        lower = QRect(area.left(), foot, area.width() - width - SPACE_12, LOWER_HEIGHT)
        right = QRect(area.right() - width, foot, width + 1, LOWER_HEIGHT)
        for number, row in enumerate(rows):
            place = QRect(area.left(), top + number * height, area.width(), height)
            _write(painter, strong, tokens.ink, place, row, middle)
        _write(painter, small, tokens.ink_soft, lower, line.detail, middle)
        _write(painter, small, getattr(tokens, line.tone), right, line.trailing, middle)


class PersonList(QListView):
    """Lists lines; ``chosen`` carries the key of the one that was opened."""

    chosen = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        accessible_name: str,
        kind: str = "in-card",
        *,
        title_lines: int = 1,
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName(accessible_name)
        self.lines = PersonListModel()
        self.setModel(self.lines)
        self.setItemDelegate(PersonDelegate(appearance, self, title_lines))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def show_lines(self, lines: Sequence[PersonLine], *, whole: bool = False) -> None:
        """Replace what is listed; ``whole`` makes the list as tall as its lines."""
        self.lines.show_lines(lines)
        if whole:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setFixedHeight(len(lines) * LINE_HEIGHT + SPACE_8)

    def select_row(self, row: int) -> None:
        """Go to a line, staying inside the list."""
        last = self.lines.rowCount() - 1
        self.setCurrentIndex(self.lines.index(max(0, min(row, last))))

    def choose_current(self) -> None:
        """Open the line that the keyboard is on."""
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter; the arrow keys move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first line, so that Enter works at once."""
        if not self.currentIndex().isValid() and self.lines.rowCount():
            self.select_row(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave nothing marked in a list that the keyboard has left."""
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        super().focusOutEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(KEY_ROLE))


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return ``text`` in at most ``most`` lines of ``width``; the last is shortened if need be."""
    metrics = QFontMetrics(font)
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1 and metrics.horizontalAdvance(rest) > width:
        layout = QTextLayout(rest, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        layout.endLayout()
        taken = max(line.textLength(), 1)
        lines.append(rest[:taken].rstrip())
        rest = rest[taken:]
    one, more = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
    return [*lines, metrics.elidedText(rest, one if most == 1 else more, width)]


def _write(
    painter: QPainter, font: QFont, colour: str, area: QRect, text: str, align: Qt.AlignmentFlag
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, align | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, shown)
