"""What this workstation remembers of one start to the next: a name, light or dark, a window."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from msbone_desktop.environment.settings import SettingsFile, WorkstationSettings
from msbone_desktop.ui.appearance import Scheme
from msbone_desktop.ui.room import show_fitting


class Workstation:
    """Keeps each of them at once; a disk that refuses keeps them until the program ends.

    Args:
        file: Where they are kept. It holds nothing of any patient.
    """

    def __init__(self, file: SettingsFile) -> None:
        self._file = file
        self._settings = file.load()

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the desktop has it."""
        return self._settings.scheme

    @property
    def last_name(self) -> str:
        """Under which name somebody unlocked here last; "" before anybody did."""
        return self._settings.last_actor

    def remember_name(self, name: str) -> None:
        """Offer this name at the next unlocking."""
        self._keep(replace(self._settings, last_actor=name))

    def remember_scheme(self, scheme: Scheme) -> None:
        """Begin in these colours from now on."""
        self._keep(replace(self._settings, scheme=scheme))

    def remember_window(self, window: QWidget) -> None:
        """Have the next window be as large as this one."""
        size = window.normalGeometry().size()
        self._keep(
            replace(
                self._settings,
                window_width=size.width(),
                window_height=size.height(),
                is_maximised=window.isMaximized(),
            )
        )

    def show(self, window: QWidget) -> None:
        """Show a window as large as the last one was."""
        was = self._settings
        show_fitting(window, was.window_width, was.window_height, is_maximised=was.is_maximised)

    def _keep(self, settings: WorkstationSettings) -> None:
        self._settings = settings
        self._file.save(settings)
