"""When the next DXA is due and who says so, in words."""

from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.ui.widgets.reading.wording import date_words

SOURCES = {
    "module_annual": "yearly, as the module says after loss of movement",
    "clinician": "interval set by a clinician for this person",
    "policy": "yearly by this clinic's own rule",
    "baseline_extension": "first scan suggested by this program, not by the module",
}
STATES = {"overdue": "Overdue", "due": "Due", "due_soon": "Due soon", "upcoming": "Next"}
NO_DATE = "No DXA date follows from what is recorded."


def reminder_words(reminder: DxaReminder) -> str:
    """Return "Overdue since 1 Sep 2026", "Due 3 Dec 2026", or that no date follows."""
    if reminder.due_on is None:
        return STATES.get(reminder.status, NO_DATE)
    between = " since " if reminder.status == "overdue" else " "
    return f"{STATES.get(reminder.status, 'Next')}{between}{date_words(reminder.due_on)}"


def reminder_source(reminder: DxaReminder) -> str:
    """Return where the date comes from; nothing when there is no date."""
    return SOURCES.get(reminder.source or "", "")


def reminder_tone(reminder: DxaReminder) -> str:
    """Return the name of the colour in which the words stand."""
    return {"overdue": "high", "due": "moderate"}.get(reminder.status, "ink_soft")
