"""The first window: opens the clinic with its passphrase, or makes a new clinic.

It shows before the rest of the program is loaded, so this package imports no database, no PDF
and no page of the main window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_24, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.unlock.unlock_page import UnlockPage

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.vault import Vault
    from msbone_desktop.ui.unlock.create_page import CreateClinicPage
    from msbone_desktop.ui.unlock.preparing_page import Prepare, PreparingPage


class UnlockWindow(QWidget):
    """Asks for the passphrase; ``on_unlocked`` gets the opened clinic.

    Args:
        vault: The clinic's folder on this computer; or what makes the demo clinic first.
        runner: Where the key is derived, so that the window stays alive.
        appearance: Colours and icons.
        on_unlocked: Called once with the opened clinic.
        working_name: The name of who worked here last, to be confirmed.
        remember_name: Told the name of who unlocked.
    """

    closed = Signal()

    def __init__(
        self,
        vault: Vault | Prepare,
        runner: BackgroundRunner,
        appearance: Appearance,
        on_unlocked: Callable[[Clinic], None],
        *,
        working_name: str = "",
        remember_name: Callable[[str], object] = str,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("MSBone")
        self.setWindowIcon(appearance.icon("bone", appearance.tokens.accent))
        self._on_unlocked = on_unlocked
        self._remember_name = remember_name
        self._runner, self._appearance = runner, appearance
        self._working_name = working_name
        self._row = QHBoxLayout()
        self._row.addStretch()
        self._row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.addLayout(self._row)
        self.resize(960, 680)
        self.setMinimumSize(480, 560)
        self.preparing: PreparingPage | None = None
        if callable(vault):
            self._prepare(vault)
        else:
            self._ask(vault)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the program that staff closed the window instead of unlocking."""
        if self.preparing is not None:
            self.preparing.stop()
        self.closed.emit()
        super().closeEvent(event)

    def _prepare(self, prepare: Prepare) -> None:
        from msbone_desktop.ui.unlock.preparing_page import PreparingPage

        page = self.preparing = PreparingPage(prepare, self._runner, self._appearance)
        page.ready.connect(self._prepared)
        self._show(page)
        page.start()

    def _prepared(self, vault: Vault) -> None:
        page, self.preparing = self.preparing, None
        if page is not None:
            page.hide()
            page.deleteLater()
        self._ask(vault)

    def _ask(self, vault: Vault) -> None:
        self.page = _page(vault, self._runner, self._appearance, self._working_name)
        self.page.opened.connect(self._open)
        self._show(self.page)
        self.page.focus_first()

    def _show(self, page: QWidget) -> None:
        page.setFixedWidth(400)
        self._row.insertWidget(1, page)

    def _open(self, clinic: Clinic, name: str) -> None:
        self._remember_name(name)
        self._on_unlocked(clinic)


def _page(
    vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
) -> UnlockPage | CreateClinicPage:
    if vault.exists:
        return UnlockPage(vault, runner, appearance, working_name)
    from msbone_desktop.ui.unlock.create_page import CreateClinicPage

    return CreateClinicPage(vault, runner, appearance, working_name)
