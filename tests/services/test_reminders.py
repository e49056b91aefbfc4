"""The work list of a whole clinic, and what staff do about it, on a real file."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from msbone_desktop.domain.calendar import PartialDate, add_months
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    NotFoundError,
    RefusedEntryError,
    WrongPatientError,
)
from msbone_desktop.domain.follow_up import FollowUpPolicy, Group, Source, State
from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.domain.work_list import ON_LIST
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from tests.people import staff

KEY = bytes(range(32))
START = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = START.date()


class Clock:
    def __init__(self):
        self.moment = START

    def __call__(self):
        return self.moment

    def go_to(self, day):
        self.moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def clinic(tmp_path, knowledge, clock):
    path = tmp_path / "clinic.msbone"
    database = Database.create(path, KEY, migrations=shipped("db"))
    opened = open_clinic(database, staff("A. Nurse"), clock, knowledge)
    yield opened
    opened.close()


@pytest.fixture
def enter(clinic):
    def add(clinic_id, **changes):
        details = PatientDetails(
            family_name="Ordinary", given_name="Ann", born_on=None, clinic_id=clinic_id
        )
        return clinic.patients.create(replace(details, **changes)).id

    return add


@pytest.fixture
def screen(clinic):
    def sign(patient, **answers):
        draft = clinic.screenings.start(patient)
        record = replace(clinic.screenings.record_of(draft), **answers)
        kept = clinic.screenings.save_draft(draft.id, patient, draft.version, record, "")
        return clinic.screenings.sign(kept.id, patient, kept.version)

    return sign


def scan(on):
    return DxaScan(performed_on=on, sites=(DxaSite("total_hip", "left", t_score=Decimal("-1.5")),))


def groups(listed):
    return {row.person.id: row.group for row in listed.rows}


@pytest.mark.catalogue("H14")
def test_everybody_is_on_the_list_once_or_left_out_with_a_reason(clinic, enter, screen):
    losing = enter("a")
    screen(losing, motor_decline="consistent")
    every = enter("b", dxa_interval_months=12)
    gone = enter("c", left_on=PartialDate(2026), left_reason="moved away")
    nothing = enter("d")
    dead = enter("e", dxa_interval_months=12, deceased_on=PartialDate(2026, 11, 1))
    listed = clinic.reminders.work_list()
    assert groups(listed) == {
        losing: Group.NEVER_SCANNED,
        every: Group.NEVER_SCANNED,
        gone: Group.NOT_ON_LIST,
        nothing: Group.NOT_ON_LIST,
        dead: Group.NOT_ON_LIST,
    }
    assert (listed.patients, listed.due, listed.not_due, listed.excluded) == (5, 2, 1, 2)
    why = {row.person.id: row.why_not for row in listed.rows}
    assert why[gone] == "no longer here: moved away" and why[dead] == "deceased"
    assert "no interval" in why[nothing]
    assert clinic.today.due().count == 2


def test_an_unanswered_question_at_the_next_screening_ends_no_reminder(
    clinic, enter, screen, clock
):
    patient = enter("a")
    screen(patient, motor_decline="consistent")
    clock.go_to(DAY + timedelta(days=60))
    screen(patient)
    row = clinic.reminders.work_list().rows[0]
    assert row.reminder.due_on == DAY and row.days_late == 60
    assert row.reminder.reasons[0].source is Source.MODULE
    clock.go_to(DAY + timedelta(days=90))
    screen(patient, motor_decline="none")
    asked = clinic.reminders.of(patient)[0]
    assert "keep or cancel" in asked.reasons[0].words
    clinic.reminders.cancel(patient, "dxa", reason="stable now")
    assert [r.kind for r in clinic.reminders.of(patient)] == ["bone_review"]


def test_a_scan_recorded_late_counts_from_the_day_it_was_done(clinic, enter, screen, clock):
    patient = enter("a")
    screen(patient, motor_decline="consistent")
    clinic.reminders.book(patient, "dxa", appointment_on=DAY + timedelta(days=5))
    assert groups(clinic.reminders.work_list())[patient] is Group.BOOKED
    clock.go_to(DAY + timedelta(days=30))
    assert groups(clinic.reminders.work_list())[patient] is Group.NEVER_SCANNED
    clinic.dxa.record(patient, scan(DAY + timedelta(days=5)))
    reminder = clinic.reminders.of(patient)[0]
    assert reminder.due_on == date(2027, 11, 27)
    assert groups(clinic.reminders.work_list())[patient] is Group.UPCOMING


def test_the_clinics_policy_starts_yearly_scans_only_once_somebody_chose_it(clinic, enter, screen):
    from msbone_desktop.domain.screening import EdssScore

    patient = enter("a")
    clinic.dxa.record(patient, scan(DAY))
    screen(patient, edss=(EdssScore(DAY, Decimal("6.5")),), motor_decline="none")
    assert groups(clinic.reminders.work_list())[patient] is Group.NOT_ON_LIST
    policy = clinic.policy.get()
    assert not policy.asked
    recommended = [c.rule_id for c in clinic.policy.candidates() if c.recommended]
    assert recommended == ["MOB-DECL", "MOB-65"]
    kept = clinic.policy.save(replace(policy, annual_dxa_rules=tuple(recommended)), 0)
    assert kept.asked and kept.version == 1
    reason = clinic.reminders.of(patient)[0].reasons[0]
    assert (reason.source, reason.rule_id) == (Source.POLICY, "MOB-65")
    with pytest.raises(ChangedElsewhereError):
        clinic.policy.save(policy, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"review_months": 0}, "review_months"),
        ({"due_soon_days": 181}, "due_soon_days"),
        ({"grace_days": -1}, "grace_days"),
        ({"return_days": 0}, "return_days"),
        ({"annual_dxa_rules": ("NO-SUCH",)}, "annual_dxa_rules"),
        ({"booking_words": "x" * 1001}, "booking_words"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_and_changes_nothing(clinic, change, field):
    with pytest.raises(RefusedEntryError) as refused:
        clinic.policy.save(replace(FollowUpPolicy(), **change), 0)
    assert refused.value.field == field
    assert not clinic.policy.get().asked


def test_each_change_is_an_event_and_can_be_undone_by_another(clinic, enter):
    patient = enter("a", dxa_interval_months=12)
    event = clinic.reminders.contact(patient, "dxa", channel="phone", outcome="no_answer")
    assert event.until_day == DAY + timedelta(days=14)
    assert groups(clinic.reminders.work_list())[patient] is Group.NOT_ON_LIST
    clinic.reminders.undo(event.id, patient)
    assert groups(clinic.reminders.work_list())[patient] is Group.NEVER_SCANNED
    assert [e.action for e in clinic.reminders.events(patient)] == ["undone", "contacted"]
    with pytest.raises(RefusedEntryError, match="undone already"):
        clinic.reminders.undo(event.id, patient)


def test_an_event_of_another_patient_is_not_undone(clinic, enter):
    ann, eve = enter("a", dxa_interval_months=12), enter("b", dxa_interval_months=12)
    event = clinic.reminders.snooze(ann, "dxa", until=DAY + timedelta(days=5))
    with pytest.raises(WrongPatientError):
        clinic.reminders.undo(event.id, eve)
    assert clinic.reminders.of(ann)[0].state is State.SNOOZED
    assert clinic.reminders.events(eve) == ()


def test_entries_that_make_no_sense_are_refused_and_leave_no_event(clinic, enter):
    who = enter("a", dxa_interval_months=12)
    reminders = clinic.reminders
    refused = [
        lambda: reminders.book(who, "dxa", appointment_on=DAY - timedelta(days=1)),
        lambda: reminders.snooze(who, "dxa", until=DAY),
        lambda: reminders.snooze(who, "dxa", until=DAY + timedelta(days=91)),
        lambda: reminders.snooze(who, "dxa", until=DAY + timedelta(days=5), reason="x" * 20_001),
        lambda: reminders.done_elsewhere(who, "dxa", on_day=DAY + timedelta(days=1)),
        lambda: reminders.decline(who, "dxa", reason="", ask_again_on=DAY),
        lambda: reminders.not_appropriate(
            who, "dxa", reason=" ", review_on=DAY + timedelta(days=9)
        ),
        lambda: reminders.not_appropriate(who, "dxa", reason="too frail", review_on=DAY),
        lambda: reminders.suspend(who, "dxa", reason=""),
        lambda: reminders.create(who, "dxa", due_on=DAY, reason="again"),
        lambda: reminders.create(who, "edss", due_on=DAY, reason=""),
        lambda: reminders.cancel(who, "dxa", reason=""),
        lambda: reminders.contact(who, "dxa", channel="phone", outcome="no_answer", returns_on=DAY),
        lambda: reminders.no_response(who, "dxa", ask_again_on=DAY + timedelta(days=90)),
        lambda: reminders.set_annual_dxa(who, 0),
    ]
    for act in refused:
        with pytest.raises(RefusedEntryError):
            act()
    assert reminders.events(who) == ()
    with pytest.raises(NotFoundError):
        reminders.resume(PatientId(999), "dxa")


def test_no_response_needs_two_letters_four_weeks_apart(clinic, enter, clock):
    patient = enter("a", dxa_interval_months=12)
    letter = {"channel": "letter", "outcome": "sent"}
    clinic.reminders.contact(patient, "dxa", **letter)
    clock.go_to(DAY + timedelta(days=27))
    clinic.reminders.contact(patient, "dxa", **letter)
    later = clock.moment.date() + timedelta(days=180)
    with pytest.raises(RefusedEntryError, match="two letters"):
        clinic.reminders.no_response(patient, "dxa", ask_again_on=later)
    clock.go_to(DAY + timedelta(days=28))
    clinic.reminders.contact(patient, "dxa", **letter)
    with pytest.raises(RefusedEntryError, match="14 days to be answered"):
        clinic.reminders.no_response(patient, "dxa", ask_again_on=later)
    clock.go_to(DAY + timedelta(days=42))
    clinic.reminders.no_response(patient, "dxa", ask_again_on=later)
    row = clinic.reminders.work_list().rows[0]
    assert row.reminder.state is State.NO_RESPONSE and row.why_not.startswith("no response")


def test_letters_that_were_answered_or_of_an_earlier_round_are_no_silence(clinic, enter, clock):
    patient = enter("a", dxa_interval_months=12)
    letter = {"channel": "letter", "outcome": "sent"}
    for days in (0, 28):
        clock.go_to(DAY + timedelta(days=days))
        clinic.reminders.contact(patient, "dxa", **letter)
    later = DAY + timedelta(days=400)
    clock.go_to(DAY + timedelta(days=50))
    call = clinic.reminders.contact(patient, "dxa", channel="phone", outcome="reached")
    with pytest.raises(RefusedEntryError, match="two letters"):
        clinic.reminders.no_response(patient, "dxa", ask_again_on=later)
    clinic.reminders.undo(call.id, patient)
    clinic.dxa.record(patient, scan(DAY + timedelta(days=49)))
    with pytest.raises(RefusedEntryError, match="two letters"):
        clinic.reminders.no_response(patient, "dxa", ask_again_on=later)


def test_an_interval_is_due_from_the_day_it_was_set_whatever_is_screened_later(
    clinic, enter, screen, clock
):
    patient = enter("a")
    clock.go_to(DAY + timedelta(days=100))
    clinic.reminders.set_annual_dxa(patient, 12)
    set_on = DAY + timedelta(days=100)
    clock.go_to(DAY + timedelta(days=300))
    screen(patient)
    person = clinic.patients.get(patient)
    clinic.patients.update(patient, person.version, replace(person.details, phone="123"))
    assert clinic.reminders.next_dxa(patient).due_on == set_on
    person = clinic.patients.get(patient)
    clinic.patients.update(patient, person.version, replace(person.details, dxa_interval_months=24))
    assert clinic.reminders.next_dxa(patient).due_on == DAY + timedelta(days=300)


@pytest.mark.catalogue("H14")
def test_a_patient_who_is_lost_on_the_way_shows_in_the_one_line(clinic, enter, monkeypatch):
    for name in "abc":
        enter(name, dxa_interval_months=12)
    listed = clinic.reminders.work_list()
    assert listed.patients == listed.due + listed.not_due + listed.excluded == 3
    places = clinic.reminders._places
    monkeypatch.setattr(clinic.reminders, "_places", lambda *a: dict(list(places(*a).items())[:-1]))
    lost = clinic.reminders.work_list()
    assert lost.patients == 3 and lost.due + lost.not_due + lost.excluded == 2


def test_declined_asks_again_after_half_a_year(clinic, enter, clock):
    patient = enter("a", dxa_interval_months=12)
    clinic.reminders.decline(patient, "dxa", reason="no time")
    assert clinic.reminders.place_of(patient).why_not == "declined: no time; back on 22 May 2027"
    clock.go_to(date(2027, 5, 22))
    back = clinic.reminders.place_of(patient)
    assert back.group is Group.NEVER_SCANNED and "declined before" in back.reminder.note


def test_every_twelve_months_is_one_step_and_can_be_taken_back(clinic, enter):
    patient = enter("a")
    clinic.reminders.set_annual_dxa(patient, 12)
    assert clinic.reminders.next_dxa(patient).source == "clinician"
    clinic.reminders.set_annual_dxa(patient, None)
    assert clinic.reminders.next_dxa(patient).status == "none"


def test_reminders_made_by_hand_have_lists_of_their_own(clinic, enter):
    patient = enter("a")
    clinic.reminders.create(patient, "falls_review", due_on=DAY, reason="fell on the stairs")
    assert groups(clinic.reminders.work_list("falls_review"))[patient] is Group.DUE
    clinic.reminders.done_elsewhere(patient, "falls_review", on_day=DAY)
    assert groups(clinic.reminders.work_list("falls_review"))[patient] is Group.NOT_ON_LIST


def test_the_list_is_in_the_order_in_which_it_is_worked(clinic, enter, screen, clock):
    late, soon = enter("late"), enter("soon", dxa_interval_months=12)
    clinic.dxa.record(soon, scan(DAY - timedelta(days=350)))
    screen(late, motor_decline="consistent")
    clinic.dxa.record(late, scan(DAY - timedelta(days=900)))
    listed = clinic.reminders.work_list()
    assert [row.group for row in listed.rows] == [Group.OVERDUE, Group.DUE_SOON]
    assert listed.rows[0].days_late > 500
    assert sum(listed.counts.values()) == listed.patients
    assert all(row.group in ON_LIST for row in listed.rows)


def test_today_counts_what_the_list_counts(clinic, enter):
    for number in range(9):
        enter(f"p{number}", dxa_interval_months=12)
    due, listed = clinic.today.due(), clinic.reminders.work_list()
    assert due.count == listed.due == 9
    assert len(due.first) == 5


def test_today_names_everybody_who_is_due_on_the_list_whichever_day_the_scan_was(
    clinic, enter, clock
):
    for offset in (-45, -31, -3, -1, 0, 1, 3):
        for months in (6, 12, 24):
            patient = enter(f"{offset}/{months}", dxa_interval_months=months)
            day = add_months(DAY, -months) + timedelta(days=offset)
            clinic.dxa.record(patient, scan(day))
    for on in (DAY, date(2027, 2, 28), date(2028, 2, 29), date(2028, 3, 1)):
        clock.go_to(on)
        listed = clinic.reminders.work_list()
        wanted = {
            row.person.id
            for row in listed.rows
            if row.group in (Group.OVERDUE, Group.DUE, Group.NEVER_SCANNED)
        }
        rows, count = clinic.reminders.due_first(100)
        assert {person.id for person, _ in rows} == wanted and count == len(wanted) > 0


@pytest.mark.catalogue("I04")
def test_who_was_entered_after_midnight_is_due_a_review_from_the_clinics_day(
    clinic, enter, clock, monkeypatch
):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        clock.moment = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)  # 02:30 on the 23rd there
        patient = enter("a")
        assert clinic.reminders.place_of(patient, "bone_review").reminder.due_on == date(
            2026, 11, 23
        )
    finally:
        monkeypatch.undo()
        time.tzset()
