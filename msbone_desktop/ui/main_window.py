"""The window: rail, search, one page in front, and one patient open at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.services.backups import BackupState, state_words
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Appearance, Scheme
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.commands import commands_for, make_actions, make_menus
from msbone_desktop.ui.find_patient import FindPatient
from msbone_desktop.ui.help_dialogs import show_about, show_help
from msbone_desktop.ui.hooks import PageHooks
from msbone_desktop.ui.kept_place import GoingBack, keep_place
from msbone_desktop.ui.keyboard_order import go_on
from msbone_desktop.ui.navigation import Navigation
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.places import Places
from msbone_desktop.ui.rail import Rail, RailEntry
from msbone_desktop.ui.ribbon import demo_ribbon
from msbone_desktop.ui.room import fitting
from msbone_desktop.ui.shortcuts_dialog import ShortcutsDialog
from msbone_desktop.ui.status_line import StatusLine
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic

RAIL = (
    RailEntry("today", "Today", "today"),
    RailEntry("patients", "Patients", "patients"),
    RailEntry("reminders", "Reminders", "bell"),
    RailEntry("evidence", "Evidence", "evidence"),
)
RAIL_FOOT = (RailEntry("settings", "Settings", "settings", at_foot=True),)


class MainWindow(QMainWindow):
    """One unlocked clinic.

    Args:
        clinic: The open clinic and its services.
        runner: Where the services work.
        appearance: Colours and icons.
        now: The program's clock.
        hooks: How the pages of other parts are made.
        rules: The rule set in words for the status line, e.g. "Rules 1.0 (module 2019)".
        keep_scheme: Told light, dark or system when staff choose it.
    """

    lock_wanted = Signal()
    restore_wanted = Signal(object, str)
    key_wanted = Signal(str)
    closed = Signal()

    def __init__(
        self,
        clinic: Clinic,
        runner: BackgroundRunner,
        appearance: Appearance,
        *,
        now: Callable[[], datetime],
        hooks: PageHooks | None = None,
        rules: str = "",
        keep_scheme: Callable[[Scheme], object] = str,
    ) -> None:
        super().__init__()
        self.workplace = Workplace(clinic, runner, appearance, now)
        hooks = hooks or PageHooks()
        # Never a patient's name: titles are seen in task lists, over shoulders and in recordings.
        self.setWindowTitle("MSBone (DEMO)" if clinic.identity.is_demo else "MSBone")
        self.setWindowIcon(appearance.icon("bone", appearance.tokens.accent))
        self.rail = Rail((*RAIL, *hooks.more, *RAIL_FOOT), clinic.actor.name, appearance)
        self.finder = FindPatient(self.workplace, self)
        self.status = StatusLine(rules, is_demo=clinic.identity.is_demo)
        self.places = Places(self.workplace, hooks, keep_scheme)
        self.navigation = Navigation(self.places.makers())
        self.places.attach(self.navigation)
        self.actions_by_name = make_actions(self, self.run_command, clinic.actor)
        make_menus(self, self.actions_by_name)
        self._page_keys = self._add_page_shortcuts()
        self._lay_out(clinic)
        self.rail.wanted.connect(self.navigation.go)
        self.finder.chosen.connect(self.open_patient)
        self.places.saved.connect(self.status.note_saved)
        self.places.backed_up.connect(self.note_backup)
        self.places.restore_wanted.connect(self.restore_wanted)
        self.places.key_wanted.connect(self.key_wanted)
        self.navigation.moved.connect(self._moved)
        self.places.offers_changed.connect(self._show_offers)
        self.setMinimumSize(fitting(self, 960, 600))
        self.resize(1280, 800)
        self.navigation.go("today")

    def note_backup(self, state: BackupState) -> None:
        """Show the age of the newest proven backup, or that the last one failed."""
        now = self.workplace.now()
        self.status.note_backup(state_words(state, now), state.tone(now))

    def open_patient(self, patient: PatientId) -> None:
        """Bring one patient to the front."""
        self.places.open_patient(patient)

    def open_screening(self, screening: Screening, patient: Patient) -> None:
        """Bring one screening of one patient to the front."""
        self.places.open_screening(screening, patient)

    def run_command(self, name: str) -> None:
        """Carry out a command of the table in commands.py."""
        own: dict[str, Callable[[], object]] = {
            "lock": self.lock_wanted.emit,
            "quit": self.close,
            "find": self.finder.start,
            "new_patient": self.places.new_patient,
            "back": lambda: self.navigation.back("today"),
            "next_pane": self._next_pane,
            "help": lambda: show_help(self),
            "shortcuts": self._show_shortcuts,
            "about": lambda: show_about(self, self.workplace, self.status.words.text()),
        }
        if name not in self.actions_by_name:
            return  # not for this person
        page = self.navigation.currentWidget()
        if isinstance(page, Page) and name in page.offers():
            page.do(name)
        elif name in own:
            own[name]()

    def keep(self) -> dict[str, Any]:
        """Return where work is and what is typed and not saved, as plain values."""
        return keep_place(self, self.navigation)

    def go_back_to(self, kept: dict[str, Any]) -> None:
        """Go back to what ``keep`` returned before the program was locked."""
        going = GoingBack(self, self.workplace, self.places, self.navigation)
        going.kept_again.connect(self.status.note_kept)
        going.go(kept)

    def settle(self) -> bool:
        """Have the page in front save what saves itself; tell whether all of it was."""
        page = self.navigation.currentWidget()
        return page.settle() if isinstance(page, Page) else True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the page in front asks to stay."""
        page = self.navigation.currentWidget()
        if isinstance(page, Page) and not page.may_leave():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - as Qt calls it
        """Go with Tab through every control, in the order in which they stand."""
        return go_on(self, forward=next)

    def changeEvent(self, event: QEvent) -> None:
        """Close the search results when the window stops being the one in use."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.finder.popup.hide()
        super().changeEvent(event)

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self, self._page_keys, commands_for(self.workplace.clinic.actor)).exec()

    def _moved(self, key: str) -> None:
        self.rail.show_page(key)
        self._show_offers()

    def _show_offers(self) -> None:
        page = self.navigation.currentWidget()
        offers = page.offers() if isinstance(page, Page) else frozenset()
        for command in commands_for(self.workplace.clinic.actor):
            if command.of_page:
                self.actions_by_name[command.name].setEnabled(command.name in offers)

    def _next_pane(self) -> None:
        page = self.navigation.currentWidget()
        inside = page.panes() if isinstance(page, Page) else (page,)
        panes = [pane for pane in (self.rail, self.finder, *inside) if pane.isVisible()]
        focus: QWidget | None = self.focusWidget()  # none, whatever the stubs say
        here = [n for n, pane in enumerate(panes) if _holds(pane, focus)]
        following = (here[-1] + 1) % len(panes) if here else 0
        target = panes[following]
        if target is self.rail:
            self.rail.take_focus()
        else:
            _focus_inside(target)

    def _add_page_shortcuts(self) -> list[tuple[str, str]]:
        words = []
        for number, (key, button) in enumerate(self.rail.buttons.items(), start=1):
            keys = f"Alt+{number}"
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda key=key: self.navigation.go(key))
            words.append((keys, button.accessibleName()))
        return words

    def _lay_out(self, clinic: Clinic) -> None:
        new = QPushButton("New patient")
        new.setAccessibleName("New patient")
        new.setToolTip("New patient (Ctrl+N)")
        self.workplace.appearance.keep_icon(new, "plus")
        new.clicked.connect(self.places.new_patient)
        top = QWidget()
        top_row = QHBoxLayout(top)
        top_row.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_8)
        top_row.setSpacing(SPACE_16)
        self.finder.setMaximumWidth(640)
        top_row.addWidget(self.finder, 1)
        top_row.addStretch()
        top_row.addWidget(new)
        leave_out(clinic.actor, Permission.EDIT_PEOPLE, new)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        if clinic.identity.is_demo:
            body.addWidget(demo_ribbon())
        body.addWidget(top)
        body.addWidget(self.navigation, 1)
        body.addWidget(self.status)
        central = QWidget()
        central.setProperty("kind", "page")
        central.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(body, 1)
        self.setCentralWidget(central)


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (pane is widget or pane.isAncestorOf(widget))


def _focus_inside(pane: QWidget) -> None:
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    for child in pane.findChildren(QWidget):
        if (
            child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isVisible()
            and child.isEnabled()
        ):
            child.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
