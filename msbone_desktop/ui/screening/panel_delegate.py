"""Draws the lines of the panel."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from msbone_desktop.domain.findings import Severity
from msbone_desktop.ui.appearance import RADIUS, SEVERITY_ICONS, Appearance
from msbone_desktop.ui.screening.panel_model import ROW_ROLE
from msbone_desktop.ui.screening.panel_rows import PanelRow

WRAPPED = int(
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
)
SIDE, GAP, PAD, ICON = 12, 8, 12, 16
CARDS = {"finding", "possible", "conflict", "incomplete", "warning"}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece of text with its look and the space above it."""

    text: str
    font: QFont
    colour: str
    above: int = 2
    icon: str = ""


class PanelDelegate(QStyledItemDelegate):
    """Lays each row out once for a width, and remembers it until the row changes."""

    def __init__(self, appearance: Appearance, view: QListView) -> None:
        super().__init__(view)
        self._appearance, self._view = appearance, view
        self._heights: dict[tuple[PanelRow, int], int] = {}
        appearance.changed.connect(self._heights.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the words need at the width of the view."""
        row: PanelRow = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        height = self._heights.get((row, width))
        if height is None:
            if len(self._heights) > 2_000:
                self._heights.clear()
            height = self._heights[(row, width)] = self._height(row, width)
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card, then the words from top to bottom."""
        row: PanelRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        focused = bool(state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, row, focused=focused, hovered=hovered)
        left, right = self._sides(row)
        y = rect.top() + self._top(row)
        for line in self._lines(row):
            y += line.above
            x = rect.left() + left
            if line.icon:
                pixels = self._appearance.icon(line.icon, line.colour)
                pixels.paint(painter, QRect(x, y + 1, ICON, ICON))
                x += ICON + GAP
            room = QRect(x, y, rect.left() + rect.width() - right - x, 10_000)
            painter.setFont(line.font)
            painter.setPen(QColor(line.colour))
            drawn = painter.drawText(room, WRAPPED, line.text)
            y += drawn.height()
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, rect: QRect, row: PanelRow, *, focused: bool, hovered: bool
    ) -> None:
        tokens = self._appearance.tokens
        card = rect.adjusted(SIDE, 4, -SIDE, -4)
        if row.kind in CARDS:
            dashed = row.kind in ("possible", "incomplete")
            edge = tokens.unknown if dashed else tokens.line
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(edge), 1, style))
            painter.setBrush(QColor(tokens.hover if hovered else tokens.raised))
            painter.drawRoundedRect(card, RADIUS, RADIUS)
            if not dashed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colour(row)))
                painter.drawRoundedRect(QRect(card.left(), card.top(), 4, card.height()), 2, 2)
        elif hovered and row.target:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(card.adjusted(0, -3, 0, 3), RADIUS, RADIUS)
        if focused and row.kind != "heading":
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(0, -1, 0, 1), RADIUS, RADIUS)

    def _height(self, row: PanelRow, width: int) -> int:
        left, right = self._sides(row)
        height = self._top(row)
        for line in self._lines(row):
            indent = ICON + GAP if line.icon else 0
            room = QRect(0, 0, max(40, width - left - right - indent), 10_000)
            words = QFontMetrics(line.font).boundingRect(room, WRAPPED, line.text)
            height += line.above + words.height()
        return height + (PAD + 4 if row.kind in CARDS else 6)

    def _sides(self, row: PanelRow) -> tuple[int, int]:
        """Return the room kept free on the left and on the right."""
        return (SIDE + PAD + 4, SIDE + PAD) if row.kind in CARDS else (SIDE + 4, SIDE)

    def _top(self, row: PanelRow) -> int:
        if row.kind in CARDS:
            return PAD + 2
        return 14 if row.kind == "heading" else 4

    def _colour(self, row: PanelRow) -> str:
        tokens = self._appearance.tokens
        if row.kind == "warning":
            return tokens.urgent
        if row.kind == "conflict":
            return tokens.high
        if row.kind in ("possible", "incomplete", "missing") or row.severity is None:
            return tokens.unknown
        return self._appearance.severity_colour(row.severity)

    def _lines(self, row: PanelRow) -> list[_Line]:
        tokens, colour = self._appearance.tokens, self._colour(row)
        body, strong, small = self._font(), self._font(bold=True), self._font(small=True)
        over = self._font(small=True, bold=True)
        lines: list[_Line] = []
        if row.kind == "heading":
            lines = [_Line(f"{row.title}   {row.label}".rstrip(), over, tokens.ink_soft)]
        elif row.kind == "missing":
            lines = [_Line(row.title, body, tokens.accent, 0, "arrow-right")]
        elif row.kind in CARDS:
            lines = self._head(row, colour, over, strong)
        if row.message:
            lines.append(_Line(row.message, body, tokens.ink, 4 if lines else 0))
        lines += [_Line(detail, small, tokens.ink, 4) for detail in row.details]
        if row.label and row.kind != "heading":
            lines.append(_Line(row.label, small, tokens.ink_soft, 4))
        return lines

    def _head(self, row: PanelRow, colour: str, over: QFont, strong: QFont) -> list[_Line]:
        word, icon = {
            "warning": ("Rule failed", "urgent"),
            "conflict": ("Conflict", "conflict"),
            "incomplete": ("Incomplete", "unknown"),
            "possible": ("Possible", "unknown"),
        }.get(row.kind, ("", ""))
        if row.severity is not None:
            rank = row.severity.word.capitalize()
            word = f"{word} · {rank}" if word else rank
            icon = icon or SEVERITY_ICONS[Severity(row.severity)]
        ink = self._appearance.tokens.ink
        return [_Line(word, over, colour, 0, icon), _Line(row.title, strong, ink, 4)]

    def _font(self, *, small: bool = False, bold: bool = False) -> QFont:
        font = QFont(self._view.font())
        font.setPointSizeF(9 if small else 10)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font
