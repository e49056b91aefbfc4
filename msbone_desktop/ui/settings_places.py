"""The pages that are reached from Settings, each with the way back to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.ui.places import Places


def settings_makers(places: Places, workplace: Workplace) -> dict[str, Callable[[], QWidget]]:
    """Return how each of these pages is made, and joined to the others through ``places``."""
    return {
        key: partial(make, places, workplace)
        for key, make in {
            "settings": _settings,
            "scanners": _scanners,
            "follow_up": _follow_up,
            "history": _history,
            "backups": _backups,
            "bin": _bin,
            "people": _people,
        }.items()
    }


def _settings(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.page import PreferencesPage

    def identity_changed(identity: ClinicIdentity) -> None:
        workplace.identity = identity

    page = PreferencesPage(workplace, places.choose_scheme)
    page.identity_changed.connect(identity_changed)
    page.saved.connect(places.saved)
    page.scanners_wanted.connect(lambda: places.go("scanners"))
    page.follow_up_wanted.connect(lambda: places.go("follow_up"))
    page.history_wanted.connect(lambda: places.go("history"))
    page.backups_wanted.connect(lambda: places.go("backups"))
    page.bin_wanted.connect(lambda: places.go("bin"))
    page.people_wanted.connect(lambda: places.go("people"))
    return page


def _scanners(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.scanners_page import ScannersPage

    page = ScannersPage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    return page


def _follow_up(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.follow_up_page import FollowUpPage

    page = FollowUpPage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    page.patient_wanted.connect(places.open_patient)
    return page


def _history(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.history.page import HistoryPage

    page = HistoryPage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    return page


def _backups(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.backups_page import BackupsPage

    page = BackupsPage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    page.backed_up.connect(places.backed_up)
    page.restore_wanted.connect(places.restore_wanted)
    return page


def _bin(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.bin_page import BinPage

    page = BinPage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    return page


def _people(places: Places, workplace: Workplace) -> QWidget:
    from msbone_desktop.ui.preferences.people_page import PeoplePage

    page = PeoplePage(workplace)
    page.closed.connect(lambda: places.go("settings"))
    page.key_wanted.connect(places.key_wanted)
    return page
