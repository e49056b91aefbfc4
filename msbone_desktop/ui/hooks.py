"""Makes the pages that are loaded late, so that the window opens before they are needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from msbone_desktop.ui.rail import RailEntry
from msbone_desktop.ui.workplace import Workplace

MakePage = Callable[[Workplace], QWidget]


def make_screening_page(workplace: Workplace) -> QWidget:
    """Return the page on which a screening is filled in."""
    from msbone_desktop.ui.screening.page import ScreeningPage

    clinic = workplace.clinic
    return ScreeningPage(
        clinic.screenings,
        clinic.evidence,
        workplace.runner,
        workplace.appearance,
        workplace.now,
        clinic.actor,
        lambda: workplace.date_order,
    )


def make_dxa_page(workplace: Workplace) -> QWidget:
    """Return the list of a patient's scans, for a tab of the patient page."""
    from msbone_desktop.ui.dxa.history_page import DxaHistoryPage

    return DxaHistoryPage(
        workplace.runner,
        workplace.clinic.dxa,
        workplace.clinic.screenings.dictionary,
        workplace.appearance,
        workplace.now,
        lambda: workplace.date_order,
    )


@dataclass(frozen=True, slots=True)
class PageHooks:
    """How pages of other parts are made. ``more`` adds pages to the rail, each with its maker."""

    screening: MakePage = make_screening_page
    dxa: MakePage = make_dxa_page
    more: Mapping[RailEntry, MakePage] = field(default_factory=dict)
