"""The tabs of a patient's record, in the order in which they are read."""

from collections.abc import Iterable

from PySide6.QtWidgets import QTabWidget, QWidget

from msbone_desktop.ui.appearance import SPACE_24
from msbone_desktop.ui.patients.late_tab import LateTab

_NAME = "Parts of the patient's record"


def record_tabs(overview: QWidget, screenings: QWidget, late: Iterable[LateTab]) -> QTabWidget:
    """Return the tabs; those that are not loaded before they are opened come last."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.setAccessibleName(_NAME)
    tabs.tabBar().setAccessibleName(_NAME)
    tabs.tabBar().setContentsMargins(SPACE_24, 0, 0, 0)
    tabs.addTab(overview, "Overvie&w")
    tabs.addTab(screenings, "Screenin&gs")
    for tab in late:
        tabs.addTab(tab, tab.title)
    return tabs
