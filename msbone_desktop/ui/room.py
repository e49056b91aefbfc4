"""How large a window may be on its screen, so that its last line is never below the edge."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)
"""What a desktop adds to a window: its edges and its title, in device-independent pixels."""


def fitting(window: QWidget, width: int, height: int) -> QSize:
    """Return the wished size, or as much of it as the screen of ``window`` has room for."""
    return QSize(width, height).boundedTo(window.screen().availableSize() - FRAME)


def show_fitting(window: QWidget, width: int, height: int, *, is_maximised: bool) -> None:
    """Show ``window`` in the size it had (0: in its own), maximised where that has no room."""
    wanted = QSize(width, height) if width and height else window.size()
    window.resize(fitting(window, wanted.width(), wanted.height()))
    if is_maximised or window.size() != wanted:
        window.showMaximized()
    else:
        window.show()
