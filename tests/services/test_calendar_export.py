"""Reminders in a calendar, read back by two readers that share no code."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Clock:
    moment = NOW

    def __call__(self):
        return self.moment


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def clinic(tmp_path, knowledge, clock):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    opened = open_clinic(database, staff("A. Desk"), clock, knowledge)
    for number, name in enumerate(("Zebrafish", "Öztürk"), 1):
        details = PatientDetails(
            family_name=name, given_name="Quirin", born_on=None, clinic_id=f"SECRET-{number}"
        )
        opened.patients.create(replace(details, dxa_interval_months=12))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def by_icalendar(raw):
    from icalendar import Calendar

    calendar: Any = Calendar.from_ical(raw)
    return calendar["METHOD"], [
        (str(e["UID"]), e["DTSTART"].dt, int(e["SEQUENCE"]), str(e["STATUS"]), str(e["SUMMARY"]))
        for e in calendar.walk("VEVENT")
    ]


def by_vobject(raw):
    import vobject  # type: ignore[import-untyped]  # it has no types of its own

    calendar = vobject.readOne(raw.decode("utf-8"))
    return calendar.method.value, [
        (e.uid.value, e.dtstart.value, int(e.sequence.value), e.status.value, e.summary.value)
        for e in calendar.contents.get("vevent", [])
    ]


def export(clinic, folder, clock, **more):
    clock.moment += timedelta(seconds=1)
    path, what = clinic.calendar.export("dxa", folder, **more)
    raw = path.read_bytes()
    assert by_icalendar(raw) == by_vobject(raw)
    return raw, what


def test_two_readers_read_the_same_and_nobody_is_named(clinic, folder, clock):
    raw, what = export(clinic, folder, clock)
    method, events = by_icalendar(raw)
    assert method == "PUBLISH" and (what.added, what.moved) == (2, 0)
    assert [(day, sequence, status) for _, day, sequence, status, _ in events] == [
        (date(2026, 11, 22), 0, "CONFIRMED")
    ] * 2
    assert {summary for *_, summary in events} == {"Bone health recall - 1 patient"}
    for secret in (b"Zebra", b"Quirin", b"SECRET", "Öztürk".encode()):
        assert secret not in raw


def test_the_file_keeps_to_the_standard(clinic, folder, clock):
    raw, _ = export(clinic, folder, clock)
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    text = raw.decode()
    for wanted in (
        "VERSION:2.0",
        "CLASS:PRIVATE",
        "DTSTART;VALUE=DATE:20261122",
        "TRIGGER:-P14D",
        "TRANSP:TRANSPARENT",
    ):
        assert wanted in text
    assert re.search(r"DTSTAMP:20261122T10\d{4}Z", text)


def test_a_second_export_moves_what_moved_and_says_what_stayed(clinic, folder, clock):
    first, _ = export(clinic, folder, clock)
    clinic.reminders.book(1, "dxa", appointment_on=date(2026, 12, 24))
    second, what = export(clinic, folder, clock)
    assert (what.added, what.moved, what.unchanged, what.cancelled) == (0, 1, 1, 0)
    before = {event[0]: event for event in by_icalendar(first)[1]}
    after = {event[0]: event for event in by_icalendar(second)[1]}
    assert before.keys() == after.keys()
    moved = [event for uid, event in after.items() if event != before[uid]]
    assert [event[1:4] for event in moved] == [(date(2026, 12, 24), 1, "CONFIRMED")]


def test_who_leaves_the_list_is_cancelled_once(clinic, folder, clock):
    export(clinic, folder, clock)
    clinic.reminders.set_annual_dxa(1, None)
    raw, what = export(clinic, folder, clock)
    assert what.cancelled == 1
    assert sorted(event[2:4] for event in by_icalendar(raw)[1]) == [
        (0, "CONFIRMED"),
        (1, "CANCELLED"),
    ]
    _, again = export(clinic, folder, clock)
    assert again.cancelled == 0
    clinic.reminders.set_annual_dxa(1, 12)
    raw, back = export(clinic, folder, clock)
    assert back.moved == 1
    assert (2, "CONFIRMED") in [event[2:4] for event in by_icalendar(raw)[1]]


def test_a_file_of_cancelled_entries_alone_asks_to_cancel(clinic, folder, clock):
    export(clinic, folder, clock, only=frozenset({1}))
    clinic.reminders.set_annual_dxa(1, None)
    raw, _ = export(clinic, folder, clock, only=frozenset({1}))
    assert by_icalendar(raw)[0] == "CANCEL"


def test_initials_are_printed_only_when_asked_for(clinic, folder, clock):
    raw, _ = export(clinic, folder, clock, with_initials=True)
    summaries = {event[4] for event in by_icalendar(raw)[1]}
    assert "Bone health recall - 1 patient (QÖ, SECRET-2)" in summaries
    assert "Öztürk" not in raw.decode()


def test_a_file_that_could_not_be_written_is_not_remembered(clinic, folder, clock):
    with pytest.raises(MsboneError):
        clinic.calendar.export("dxa", folder / "no such folder")
    _, what = export(clinic, folder, clock)
    assert what.added == 2
