"""When the next DXA is due. Computed from facts at every look, never stored."""

from dataclasses import dataclass
from datetime import date

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.calendar import add_months
from msbone_desktop.domain.findings import DxaReminder

NO_REMINDER = DxaReminder("none", None, None)


@dataclass(frozen=True, slots=True)
class ReminderWindows:
    """Months between yearly scans; days before and after a due date, as the clinic counts them."""

    yearly_months: int
    due_soon_days: int
    grace_days: int


def status_on(due_on: date, on: date, windows: ReminderWindows) -> str:
    """Return upcoming, due_soon, due or overdue."""
    days = (due_on - on).days
    if days > windows.due_soon_days:
        return "upcoming"
    if days > 0:
        return "due_soon"
    return "due" if -days <= windows.grace_days else "overdue"


def next_dxa(
    *,
    on: date,
    since: date,
    last_scan_on: date | None,
    scan_on_record: bool,
    motor_loss: bool,
    interval_months: Answer[int],
    baseline_reason: bool,
    windows: ReminderWindows,
) -> DxaReminder:
    """Decide the next DXA; the first reason that applies decides.

    Args:
        on: The day to look from.
        since: The day on which the reasons were found; without a scan it is due from then on.
        last_scan_on: Day of the newest usable scan.
        scan_on_record: False only when it is known that there is no scan.
        motor_loss: MOB-DECL is triggered (not merely possible).
        interval_months: Interval that the clinician set for this person.
        baseline_reason: A rule that calls for a first scan is triggered.
        windows: Length of a year between scans, and the windows around a due date.
    """
    if motor_loss:
        months, source = windows.yearly_months, "module_annual"
    elif not isinstance(interval_months, Absence):
        months, source = interval_months, "clinician"
    elif baseline_reason and not scan_on_record:
        return DxaReminder(status_on(since, on, windows), since, "baseline_extension")
    else:
        return NO_REMINDER
    due_on = since if last_scan_on is None else add_months(last_scan_on, months)
    return DxaReminder(status_on(due_on, on, windows), due_on, source)


def frax_note(age: int | None, lowest: int, highest: int) -> str:
    """Tell whether a FRAX result could be used at ``age``; FRAX is never computed here."""
    if age is None:
        return "unknown_age"
    return "caution_no_ms" if lowest <= age <= highest else "not_valid_age"
