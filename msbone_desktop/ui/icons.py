"""Line icons: drawn once as SVG in ``currentColor``, tinted here with a colour of the palette."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

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
        key = (name, colour, disabled)
        if key not in self._drawn:
            self._drawn[key] = QIcon()
            self._draw(self._drawn[key], name, colour, QIcon.Mode.Normal)
            self._draw(self._drawn[key], name, disabled, QIcon.Mode.Disabled)
        return self._drawn[key]

    def _draw(self, icon: QIcon, name: str, colour: str, mode: QIcon.Mode) -> None:
        from PySide6.QtSvg import QSvgRenderer  # first use only: start-up shows few icons

        source = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
        for pixels in SIZES:
            pixmap = QPixmap(QSize(pixels, pixels))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            icon.addPixmap(pixmap, mode)
