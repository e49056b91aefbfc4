"""Places widgets side by side and goes on in the next line where the space ends."""

from PySide6.QtCore import QEvent, QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowBox(QWidget):
    """Left to right, then down, like words in a paragraph.

    A widget and no ``QLayout``: a layout written in Python answers "no such item" with None,
    and PySide then gives away a reference to None that it does not own, until Python stops.
    """

    def __init__(
        self,
        spacing: int = 4,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        *,
        centred: bool = False,
    ) -> None:
        super().__init__()
        self._centred = centred
        self._spacing, self._margins = spacing, QMargins(*margins)
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Append ``widget``."""
        hidden = widget.isHidden() and widget.testAttribute(
            Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        )
        widget.setParent(self)
        self._items.append(widget)
        widget.setHidden(hidden)

    def hasHeightForWidth(self) -> bool:
        """Less width needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at ``width``."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        shown = [item.sizeHint() for item in self._items if not item.isHidden()]
        width = sum(size.width() + self._spacing for size in shown) - self._spacing
        width += self._margins.left() + self._margins.right()
        return QSize(max(0, width), self._place(max(0, width), move=False))

    def minimumSizeHint(self) -> QSize:
        """The widest widget."""
        shown = [item.sizeHint() for item in self._items if not item.isHidden()]
        width = max((size.width() for size in shown), default=0)
        height = max((size.height() for size in shown), default=0)
        sides = self._margins.left() + self._margins.right()
        return QSize(width + sides, height + self._margins.top() + self._margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the widgets anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """Follow widgets that appear, vanish or change size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.width(), move=True)
        return super().event(event)

    def _place(self, width: int, *, move: bool) -> int:
        y = self._margins.top()
        for line in self._lines(width):
            height = max(size.height() for _, size in line)
            x = self._margins.left()
            for item, size in line:
                if move:
                    down = (height - size.height()) // 2 if self._centred else 0
                    item.setGeometry(QRect(QPoint(x, y + down), size))
                x += size.width() + self._spacing
            y += height + self._spacing
        return max(self._margins.top(), y - self._spacing) + self._margins.bottom()

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        room = width - self._margins.left() - self._margins.right()
        lines: list[list[tuple[QWidget, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isHidden():
                continue
            size = item.sizeHint()
            if not lines or used + size.width() > room:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._spacing
        return lines
