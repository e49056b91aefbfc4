"""When the next DXA is due and who says so, in words."""

from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.finding_labels import EXTENSION
from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.ui.widgets.reading.wording import date_words

SOURCES = {
    "module_annual": "yearly while motor function or walking is being lost",
    "clinician": "interval set by a clinician for this person",
    "policy": "yearly by this clinic's own rule",
    "baseline_extension": "first scan suggested by this program",
}
ANNUAL = "S33"
"""The statement behind the module's yearly scan."""
STATES = {"overdue": "Overdue", "due": "Due", "due_soon": "Due soon", "upcoming": "Next"}
NO_DATE = "No DXA date follows from what is recorded."


def reminder_words(reminder: DxaReminder) -> str:
    """Return "Overdue since 1 Sep 2026", "Due 3 Dec 2026", or that no date follows."""
    if reminder.due_on is None:
        return STATES.get(reminder.status, NO_DATE)
    between = " since " if reminder.status == "overdue" else " "
    return f"{STATES.get(reminder.status, 'Next')}{between}{date_words(reminder.due_on)}"


def reminder_source(reminder: DxaReminder, library: EvidenceLibrary) -> str:
    """Return where the date comes from, with its evidence label; nothing without a date."""
    words = SOURCES.get(reminder.source or "", "")
    statement = library.statements.get(ANNUAL)
    if reminder.source == "module_annual" and statement is not None:
        return f"{words}. {statement.label}"
    return f"{words}. {EXTENSION}" if reminder.source == "baseline_extension" else words


def reminder_tone(reminder: DxaReminder) -> str:
    """Return the name of the colour in which the words stand."""
    return {"overdue": "high", "due": "moderate"}.get(reminder.status, "ink_soft")
