"""Writes reminders as iCalendar (RFC 5545): all-day entries that can be moved and taken back."""

from datetime import timedelta
from typing import TYPE_CHECKING

from msbone_desktop.domain.calendar_entries import CalendarEntry, CalendarExport

if TYPE_CHECKING:
    from icalendar import Event

ALARM_DAYS = 14
_PRODUCT = "-//MSBone//MSBone Desktop//EN"


def to_icalendar(export: CalendarExport) -> bytes:
    """Return the file for a calendar. Lines end in CRLF and are folded at 75 octets.

    A file that holds cancelled entries alone asks the calendar to cancel; one with others asks it
    to take over what it holds, and cancelled entries say so themselves.
    """
    from icalendar import Calendar  # takes a tenth of a second to import

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    only_cancelled = bool(export.entries) and all(entry.cancelled for entry in export.entries)
    calendar.add("method", "CANCEL" if only_cancelled else "PUBLISH")
    for entry in export.entries:
        calendar.add_component(_event(entry, export))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, export: CalendarExport) -> "Event":
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", export.at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if not entry.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", timedelta(days=-ALARM_DAYS))
        event.add_component(alarm)
    return event
