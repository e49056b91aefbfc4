"""The first window: opens the clinic with its passphrase, or makes a new clinic.

It shows before the rest of the program is loaded, so this package imports no database, no PDF
and no page of the main window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_24, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.room import fitting
from msbone_desktop.ui.unlock.unlock_page import UnlockPage

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.vault import Vault
    from msbone_desktop.ui.unlock.create_page import CreateClinicPage
    from msbone_desktop.ui.unlock.preparing_page import Prepare, PreparingPage
    from msbone_desktop.ui.unlock.recover_page import RecoverPage
    from msbone_desktop.ui.unlock.sheet_panel import SheetPanel


RECOVERED = "The new passphrase is set, and the sheet that was used opens nothing any more."


class UnlockWindow(QFrame):
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
    painted = Signal()
    """The window stands on the screen for the first time: whatever can wait may begin."""

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
        self.setWindowTitle("MSBone")
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
        self.setMinimumSize(fitting(self, 480, 560))
        self.resize(fitting(self, 960, 680))
        self.preparing: PreparingPage | None = None
        self.sheet: SheetPanel | None = None
        self.recovering: RecoverPage | None = None
        self._waiting: Clinic | None = None
        self._vault: Vault | None = None
        self._greeting = ""
        self._is_painted = False
        if callable(vault):
            self._prepare(vault)
        else:
            self._ask(vault)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window is seen at last."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._seen)

    def _seen(self) -> None:
        self.setWindowIcon(self._appearance.icon("bone", self._appearance.tokens.accent))
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the program that staff closed the window instead of unlocking."""
        if self.preparing is not None:
            self.preparing.stop()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:  # unlocked, but nobody holds a recovery sheet yet
            self._runner.finish(waiting.close)
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
        self._vault = vault
        self.page = _page(vault, self._runner, self._appearance, self._working_name)
        self.page.opened.connect(self._opened)
        if isinstance(self.page, UnlockPage):
            self.page.recovery_wanted.connect(self._recover)
            self.page.say(self._greeting)
        self._show(self.page)
        self.page.focus_first()

    def greet(self, sentence: str) -> None:
        """Say above the fields why the program was locked, or what was done meanwhile."""
        self._greeting = sentence
        if self.preparing is None and isinstance(self.page, UnlockPage):
            self.page.say(sentence)

    def _show(self, page: QWidget, width: int = 400) -> None:
        page.setFixedWidth(width)
        self._row.insertWidget(1, page)
        if self.isVisible():
            page.show()

    def _remove(self, page: QWidget) -> None:
        page.hide()
        self._row.removeWidget(page)
        page.deleteLater()

    def _recover(self) -> None:
        from msbone_desktop.ui.unlock.recover_page import RecoverPage

        vault, page = self._vault, self.page
        if vault is None or not isinstance(page, UnlockPage):
            return
        page.hide()
        recovering = self.recovering = RecoverPage(
            vault, self._runner, self._appearance, page.name_field.text()
        )
        recovering.left.connect(lambda: self._recovered(""))
        recovering.done.connect(self._recovered)
        self._show(recovering)
        recovering.focus_first()

    def _recovered(self, name: str) -> None:
        recovering, self.recovering = self.recovering, None
        if recovering is not None:
            self._remove(recovering)
        page = self.page
        page.show()
        if isinstance(page, UnlockPage):
            page.recovery.setVisible(bool(self._vault and self._vault.sheet_id))
            if name:
                page.say(RECOVERED, name)
        page.focus_first()

    def _opened(self, clinic: Clinic, name: str) -> None:
        """Go on to the clinic, unless nobody holds a recovery sheet."""

        def is_due() -> bool:
            from msbone_desktop.domain.accounts import Permission

            return clinic.actor.may(Permission.MANAGE_KEYS) and clinic.people.sheet_is_due()

        def go_on(due: bool) -> None:
            if due:
                self._show_sheet(clinic, name)
            else:
                self._open(clinic, name)

        self._waiting = clinic
        self._runner.run(
            owner=self,
            work=is_due,
            on_success=go_on,
            on_failure=lambda _: self._open(clinic, name),  # the key file is told of elsewhere
        )

    def _show_sheet(self, clinic: Clinic, name: str) -> None:
        from msbone_desktop.ui.unlock.sheet_panel import SheetPanel

        self.page.hide()
        panel = self.sheet = SheetPanel(clinic, self._runner, self._appearance)
        panel.confirmed.connect(lambda: self._open(clinic, name))
        self._show(panel, 860)
        panel.start()

    def _open(self, clinic: Clinic, name: str) -> None:
        self._waiting = None
        self._remember_name(name)
        self._on_unlocked(clinic)


def _page(
    vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
) -> UnlockPage | CreateClinicPage:
    if vault.exists:
        return UnlockPage(vault, runner, appearance, working_name)
    from msbone_desktop.ui.unlock.create_page import CreateClinicPage

    return CreateClinicPage(vault, runner, appearance, working_name)
