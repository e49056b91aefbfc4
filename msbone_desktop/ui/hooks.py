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
    """Return a patient's bone density, for a tab of the patient page."""
    from msbone_desktop.ui.dxa.page import DxaPage

    return DxaPage(workplace)


def make_reminders_tab(workplace: Workplace) -> QWidget:
    """Return a patient's reminders, for a tab of the patient page."""
    from msbone_desktop.ui.reminders.patient_tab import PatientReminders

    return PatientReminders(workplace)


def make_documents_tab(workplace: Workplace) -> QWidget:
    """Return the papers of a patient, for a tab of the patient page."""
    from msbone_desktop.ui.documents.patient_tab import PatientPapers

    return PatientPapers(workplace)


def make_history_tab(workplace: Workplace) -> QWidget:
    """Return who saw and changed what of a patient, for a tab of the patient page."""
    from msbone_desktop.ui.history.patient_tab import PatientHistory

    return PatientHistory(workplace)


def make_evidence_page(workplace: Workplace) -> QWidget:
    """Return the statements and studies, to be read and searched."""
    from msbone_desktop.ui.evidence.page import EvidencePage

    return EvidencePage(workplace)


@dataclass(frozen=True, slots=True)
class PageHooks:
    """How pages of other parts are made. ``more`` adds pages to the rail, each with its maker."""

    screening: MakePage = make_screening_page
    dxa: MakePage = make_dxa_page
    reminders: MakePage = make_reminders_tab
    documents: MakePage = make_documents_tab
    history: MakePage = make_history_tab
    more: Mapping[RailEntry, MakePage] = field(default_factory=dict)
