"""How the program looks: palette, style sheet, typeface and icons, light or dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyleFactory, QWidget
from shiboken6 import isValid

from msbone_desktop.ui.icons import IconShelf
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
from msbone_desktop.ui.palette import DARK, LIGHT, SEVERITIES, Tokens, qt_palette, strengthened

if TYPE_CHECKING:  # the first window needs neither, and reading them takes time
    from PySide6.QtGui import QIcon

    from msbone_desktop.domain.findings import Severity

Scheme: TypeAlias = Literal["light", "dark", "system"]

SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, SPACE_32 = 4, 8, 12, 16, 24, 32
"""The only distances between things on a screen, in device-independent pixels."""
RADIUS = 6
ROW_HEIGHT = 32
BASE_POINT_SIZE = 10
_WEIGHTS = ("Regular", "SemiBold")
"""Of Inter, on the screen. Paper has Bold as well."""
_MIDDLE = 128
"""Of the 255 steps from black to white."""

SEVERITY_ICONS: dict[int, str] = dict(enumerate(reversed(SEVERITIES)))
"""The icon of each ``Severity``: a shape of its own, so that colour never speaks alone."""


class Appearance(QObject):
    """The look of the running program.

    Args:
        resources: The folder that holds ``style.qss``, ``icons`` and ``fonts``.
    """

    changed = Signal()
    """Emitted when the colours changed: redraw whatever was drawn with the old ones."""

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.scheme: Scheme = "system"
        self._resources = resources
        self._icons = IconShelf(resources / "icons")
        self._app: QApplication | None = None
        self._has_typeface = False
        self._worn: Tokens | None = None

    def begin(self, app: QApplication, appearance: Scheme = "system") -> None:
        """Dress the first window by what can be told at once; ``apply`` follows when it is up.

        Args:
            app: Made with the style Fusion and not dressed yet: its palette is the desktop's.
            appearance: As staff chose.
        """
        self._load_typeface(app)
        self.scheme = appearance
        dark_desktop = app.palette().color(QPalette.ColorRole.Window).lightness() < _MIDDLE
        is_dark = dark_desktop if appearance == "system" else appearance == "dark"
        self._dress(app, DARK if is_dark else LIGHT)

    def apply(self, app: QApplication, appearance: Scheme = "system") -> None:
        """Dress ``app``; "system" follows the desktop from now on."""
        from PySide6.QtCore import Qt  # late: see quick_start.py

        if self._app is None:
            self._prepare(app)
        self.scheme = appearance
        hints = app.styleHints()
        if appearance == "system":
            hints.unsetColorScheme()
        else:
            dark = appearance == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._look()

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """Return a line icon, in the ink of the text unless another colour is named."""
        return self._icons.icon(name, colour or self.tokens.ink, self.tokens.ink_soft)

    def keep_icon(
        self,
        widget: QWidget,
        name: str,
        colour: Callable[[Tokens], str] | None = None,
        size: int = 16,
    ) -> None:
        """Give a button or label an icon that follows the colours as long as it lives."""

        def show() -> None:
            tint = colour(self.tokens) if colour else self.tokens.ink
            if isinstance(widget, QLabel):
                ratio = widget.devicePixelRatioF()
                widget.setPixmap(self._icons.picture(name, tint, size, ratio))
            elif isinstance(widget, QAbstractButton):
                widget.setIcon(self.icon(name, tint))

        self.on_change(widget, show)

    def on_change(self, owner: QObject, show: Callable[[], object]) -> None:
        """Call ``show`` now and after each change of colours, as long as ``owner`` lives."""

        def show_again() -> None:
            if isValid(owner):
                show()
            else:
                self.changed.disconnect(show_again)

        show()
        self.changed.connect(show_again)

    def severity_colour(self, severity: Severity) -> str:
        """Return the colour of a severity; its word and icon stand beside it."""
        colour: str = getattr(self.tokens, severity.word)
        return colour

    def severity_icon(self, severity: Severity) -> QIcon:
        """Return the icon of a severity, in its colour."""
        return self.icon(SEVERITY_ICONS[severity], self.severity_colour(severity))

    def _prepare(self, app: QApplication) -> None:
        self._app = app
        keep_singletons_alive()  # here, because every window gets its looks first
        if app.style().name().casefold() != "fusion":  # making it anew takes time
            fusion = QStyleFactory.create("Fusion")
            if fusion is not None:
                app.setStyle(fusion)
        self._load_typeface(app)
        app.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def _load_typeface(self, app: QApplication) -> None:
        if self._has_typeface:
            return
        self._has_typeface = True
        for name in _WEIGHTS:
            QFontDatabase.addApplicationFont(str(self._resources / "fonts" / f"Inter-{name}.ttf"))
        app.setFont(base_font())

    def _desktop_changed(self) -> None:
        if self.scheme == "system":
            self._look()

    def _look(self) -> None:
        """Find out how the program is to look, and dress it if it looks otherwise."""
        from PySide6.QtCore import Qt

        if self._app is None:
            return
        desktop = self._app.styleHints().colorScheme()
        follows_dark = self.scheme == "system" and desktop is Qt.ColorScheme.Dark
        tokens = DARK if self.scheme == "dark" or follows_dark else LIGHT
        if _wants_high_contrast(self._app):
            tokens = strengthened(tokens)
        if tokens != self._worn:
            self._dress(self._app, tokens)

    def _dress(self, app: QApplication, tokens: Tokens) -> None:
        self.tokens = self._worn = tokens
        app.setPalette(qt_palette(tokens))
        app.setStyleSheet(style_sheet(self._resources, tokens))
        self.changed.emit()


def base_font() -> QFont:
    """Return the font of the program."""
    font = QFont("Inter")
    font.setPointSize(BASE_POINT_SIZE)
    return font


def style_sheet(resources: Path, tokens: Tokens) -> str:
    """Return ``style.qss`` with each ``@name`` replaced by the colour or folder it stands for."""
    sheet = (resources / "style.qss").read_text(encoding="utf-8").partition("*/")[2]
    places = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    places["icons"] = (resources / "icons" / ("dark" if tokens.is_dark else "light")).as_posix()
    for name in sorted(places, key=len, reverse=True):  # ink_soft before ink
        sheet = sheet.replace(f"@{name}", str(places[name]))
    return sheet


def _wants_high_contrast(app: QApplication) -> bool:
    from PySide6.QtCore import Qt

    hints = app.styleHints()  # kept: what it hands out dies with it
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast
