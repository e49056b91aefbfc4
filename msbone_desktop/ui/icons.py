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
        self._drawn: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, colour: str) -> QIcon:
        """Return the icon ``name`` in ``colour``.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        found = self._drawn.get((name, colour))
        if found is None:
            found = self._drawn[(name, colour)] = self._draw(name, colour)
        return found

    def _draw(self, name: str, colour: str) -> QIcon:
        from PySide6.QtSvg import QSvgRenderer  # first use only: start-up shows few icons

        source = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
        icon = QIcon()
        for pixels in SIZES:
            pixmap = QPixmap(QSize(pixels, pixels))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            icon.addPixmap(pixmap)
        return icon
