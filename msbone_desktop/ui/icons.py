"""Line icons: drawn once as SVG in ``currentColor``, tinted here with a colour of the palette."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 48)
"""Pixels at which an icon is drawn; the larger ones serve scaled screens."""


class IconShelf:
    """Icons of one folder, kept once drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawn: dict[tuple[str, str, str], QIcon] = {}

    def icon(self, name: str, colour: str, disabled: str) -> QIcon:
        """Return the icon ``name`` in ``colour``, and in another one where it is disabled.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        from PySide6.QtGui import QIcon  # late: the first window shows a picture (quick_start.py)

        key = (name, colour, disabled)
        if key not in self._drawn:
            icon = self._drawn[key] = QIcon()
            for tint, mode in ((colour, QIcon.Mode.Normal), (disabled, QIcon.Mode.Disabled)):
                renderer = self._renderer(name, tint)
                for pixels in SIZES:
                    icon.addPixmap(_drawn(renderer, pixels), mode)
        return self._drawn[key]

    def picture(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """Return the icon ``name`` to be shown as it is.

        Args:
            name: Of the icon.
            colour: As "#rrggbb".
            size: Its height and width, in device-independent pixels.
            ratio: Pixels of the screen to each of them.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        pixmap = _drawn(self._renderer(name, colour), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        from PySide6.QtSvg import QSvgRenderer

        source = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


def _drawn(renderer: QSvgRenderer, pixels: int) -> QPixmap:
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
