"""What is due and why, what was done about it, and where a patient stands on the list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from msbone_desktop.domain.calendar import PartialDate, clinic_day, day_words
from msbone_desktop.domain.follow_up import (
    FollowUpFacts,
    FollowUpPolicy,
    Group,
    ReminderEvent,
    ReminderEventId,
    Source,
    State,
    WorkRow,
)
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.reminder_states import standing, valid
from msbone_desktop.domain.work_list import (
    NO_INTERVAL,
    Rules,
    done_words,
    gets_letter,
    place,
    reminder_of,
)

ANN = PatientId(1)
ADDED, SCREENED = date(2024, 1, 10), date(2026, 6, 1)
ON = date(2026, 11, 22)
POLICY = FollowUpPolicy()
RULES = Rules(12, frozenset({"MOB-65", "FX-FRAG"}))


def facts(**changes):
    return replace(FollowUpFacts(patient=ANN, added_on=ADDED), **changes)


def losing(**changes):
    """Motor loss found on SCREENED."""
    found = {
        "screened_on": SCREENED,
        "triggered": frozenset({"MOB-DECL"}),
        "since": {"MOB-DECL": SCREENED},
    }
    return facts(**(found | changes))


class Log:
    """Events in the order in which they were made."""

    def __init__(self):
        self.events = []

    def add(self, action, on_day=ON, **values):
        number = ReminderEventId(len(self.events) + 1)
        kind = values.pop("kind", "dxa")
        self.events.append(
            ReminderEvent(id=number, patient=ANN, kind=kind, action=action, on_day=on_day, **values)
        )
        return number


def dxa(known, log=None, on=ON, policy=POLICY):
    return place(known, "dxa", log.events if log else (), policy, RULES, on)


@pytest.mark.parametrize(
    ("days", "group", "status"),
    [
        (-31, Group.UPCOMING, "upcoming"),
        (-30, Group.DUE_SOON, "due_soon"),
        (-1, Group.DUE_SOON, "due_soon"),
        (0, Group.DUE, "due"),
        (30, Group.DUE, "due"),
        (31, Group.OVERDUE, "overdue"),
        (4000, Group.OVERDUE, "overdue"),
    ],
)
@pytest.mark.catalogue("H12")
def test_the_status_follows_from_the_due_date_to_the_day(days, group, status):
    last = date(2025, 3, 5)
    found = dxa(losing(last_scan_on=last), on=date(2026, 3, 5) + timedelta(days=days))
    assert (found.group, found.reminder.status) == (group, status)
    assert found.reminder.due_on == date(2026, 3, 5)


def test_the_windows_are_the_clinics():
    policy = FollowUpPolicy(due_soon_days=60, grace_days=0)
    known = losing(last_scan_on=date(2025, 11, 22))
    assert dxa(known, on=ON - timedelta(days=60), policy=policy).group is Group.DUE_SOON
    assert dxa(known, on=ON, policy=policy).group is Group.DUE
    assert dxa(known, on=ON + timedelta(days=1), policy=policy).group is Group.OVERDUE


def test_without_a_scan_it_is_due_from_the_screening_that_found_the_reason():
    found = dxa(losing())
    assert (found.group, found.reminder.due_on) == (Group.NEVER_SCANNED, SCREENED)
    assert found.reminder.reasons[0].source is Source.MODULE


def test_a_second_screening_that_finds_the_same_moves_no_due_date():
    later = losing(screened_on=date(2026, 11, 1))
    assert dxa(later).reminder.due_on == SCREENED


@pytest.mark.catalogue("H12")
def test_a_scan_on_29_february_is_due_again_on_28_february():
    assert dxa(losing(last_scan_on=date(2024, 2, 29))).reminder.due_on == date(2025, 2, 28)


def test_all_reasons_are_kept_the_strongest_first_and_the_earliest_date_counts():
    policy = FollowUpPolicy(annual_dxa_rules=("MOB-DECL", "MOB-65"))
    known = losing(
        triggered=frozenset({"MOB-DECL", "MOB-65"}), interval_months=6, last_scan_on=SCREENED
    )
    reminder = dxa(known, policy=policy).reminder
    assert [r.source for r in reminder.reasons] == [
        Source.MODULE,
        Source.CLINICIAN,
        Source.POLICY,
    ]
    assert reminder.due_on == date(2026, 12, 1)
    assert [r.rule_id for r in reminder.reasons] == ["MOB-DECL", "", "MOB-65"]


def test_the_policy_starts_nothing_that_the_clinic_did_not_choose():
    known = facts(triggered=frozenset({"MOB-65"}), last_scan_on=SCREENED, screened_on=SCREENED)
    assert (dxa(known).group, dxa(known).why_not) == (Group.NOT_ON_LIST, NO_INTERVAL)
    chosen = dxa(known, policy=FollowUpPolicy(annual_dxa_rules=("MOB-65",)))
    assert chosen.reminder.reasons[0].source is Source.POLICY
    assert chosen.reminder.due_on == date(2027, 6, 1)


def test_a_first_scan_is_suggested_only_where_there_is_none():
    known = facts(triggered=frozenset({"FX-FRAG"}), since={"FX-FRAG": SCREENED})
    reason = dxa(known).reminder.reasons[0]
    assert (reason.source, reason.due_on) == (Source.EXTENSION, SCREENED)
    assert dxa(replace(known, last_scan_on=SCREENED)).reminder is None


def test_a_reason_without_a_known_start_is_due_from_the_screening_or_today():
    found = facts(triggered=frozenset({"FX-FRAG"}))
    assert dxa(found).reminder.due_on == ON
    assert dxa(replace(found, screened_on=SCREENED)).reminder.due_on == SCREENED


def test_an_interval_without_a_scan_is_due_from_the_day_on_which_it_was_set():
    interval = facts(interval_months=24, interval_set_on=date(2026, 3, 1))
    for screened in (None, SCREENED, ON):
        for on in (ON, ON + timedelta(days=400)):
            found = dxa(replace(interval, screened_on=screened), on=on)
            assert found.reminder.due_on == date(2026, 3, 1)
            assert (found.group, found.reminder.status) == (Group.NEVER_SCANNED, "overdue")
    assert dxa(facts(interval_months=24)).reminder.due_on == ADDED


def test_an_answer_that_is_missing_does_not_end_motor_loss():
    known = losing(triggered=frozenset(), unanswered=frozenset({"MOB-DECL"}))
    found = dxa(known)
    assert found.reminder.due_on == SCREENED
    assert "not recorded since" in found.reminder.reasons[0].words


def test_motor_loss_that_was_denied_asks_whether_to_keep_the_reminder():
    known = facts(
        screened_on=SCREENED, ended={"MOB-DECL": SCREENED}, last_scan_on=date(2025, 10, 1)
    )
    asked = dxa(known)
    assert "keep or cancel" in asked.reminder.reasons[0].words
    assert (asked.group, asked.reminder.due_on) == (Group.OVERDUE, date(2026, 10, 1))
    kept, gone = Log(), Log()
    kept.add("kept")
    gone.add("cancelled", reason="stable")
    assert dxa(known, kept).reminder.reasons[0].source is Source.CLINICIAN
    assert dxa(known, gone).reminder is None
    assert dxa(replace(known, last_scan_on=None)).reminder.due_on == SCREENED


def test_cancelling_ends_no_reason_that_still_holds():
    log = Log()
    log.add("cancelled", reason="by mistake")
    assert dxa(losing(), log).group is Group.NEVER_SCANNED


@pytest.mark.parametrize("action", ["snoozed", "declined", "not_appropriate", "no_response"])
def test_what_hides_a_reminder_brings_it_back_by_itself_with_its_own_due_date(action):
    log = Log()
    until = ON + timedelta(days=40)
    log.add(action, until_day=until, reason="because")
    hidden = dxa(losing(), log, until - timedelta(days=1))
    assert hidden.group is Group.NOT_ON_LIST and hidden.is_excluded
    assert "because" in hidden.why_not and day_words(until) in hidden.why_not
    back = dxa(losing(), log, until)
    assert back.group is Group.NEVER_SCANNED
    assert back.reminder.due_on == SCREENED and back.reminder.state is State.OPEN
    assert str(until.year) in back.reminder.note


def test_an_unanswered_call_returns_as_the_next_attempt():
    log = Log()
    for attempt in (1, 2, 3):
        on = ON + timedelta(days=20 * attempt)
        log.add("contacted", on, until_day=on + timedelta(days=14), channel="phone")
        assert "contacted" in dxa(losing(), log, on).why_not
        back = dxa(losing(), log, on + timedelta(days=14))
        assert back.reminder.attempts == attempt and back.group is Group.NEVER_SCANNED
    assert back.reminder.letters == 0
    assert back.reminder.last_contact.channel == "phone"


def test_letters_are_counted_by_their_days():
    log = Log()
    log.add("contacted", ON, channel="letter")
    log.add("contacted", ON + timedelta(days=28), channel="letter")
    assert standing(log.events, on=ON).letters == (ON,)
    assert standing(log.events, on=ON + timedelta(days=28)).letters == (
        ON,
        ON + timedelta(days=28),
    )


@pytest.mark.parametrize("outcome", ["reached", "asks_later"])
def test_letters_that_were_answered_count_no_longer(outcome):
    log = Log()
    log.add("contacted", ON - timedelta(days=40), channel="letter", outcome="sent")
    log.add("contacted", ON - timedelta(days=1), channel="phone", outcome=outcome)
    log.add("contacted", ON, channel="letter", outcome="sent")
    stands = standing(log.events, on=ON)
    assert (stands.letters, stands.attempts) == ((ON,), 3)


def test_a_booking_without_a_result_is_open_again_after_two_weeks():
    log = Log()
    day = ON + timedelta(days=10)
    log.add("booked", until_day=day)
    booked = dxa(losing(), log, day + timedelta(days=14))
    assert (booked.group, booked.reminder.appointment_on) == (Group.BOOKED, day)
    assert booked.reminder.acts_on == day + timedelta(days=15)
    back = dxa(losing(), log, day + timedelta(days=15))
    assert back.group is Group.NEVER_SCANNED
    assert "did not attend, or no result" in back.reminder.note


def test_did_not_attend_opens_it_at_once():
    log = Log()
    log.add("booked", until_day=ON)
    log.add("did_not_attend", ON + timedelta(days=1))
    back = dxa(losing(), log, ON + timedelta(days=1))
    assert back.group is Group.NEVER_SCANNED and "22 Nov 2026" in back.reminder.note
    bare = Log()
    bare.add("did_not_attend", ON)
    assert "22 Nov 2026" in standing(bare.events, on=ON).note


def test_a_scan_ends_the_round_and_counts_from_its_own_day():
    log = Log()
    log.add("booked", date(2026, 7, 1), until_day=date(2026, 8, 1))
    log.add("contacted", date(2026, 7, 1), until_day=date(2026, 9, 1), channel="letter")
    scanned = losing(last_scan_on=date(2026, 8, 1))
    found = dxa(scanned, log)
    assert (found.group, found.reminder.due_on) == (Group.UPCOMING, date(2027, 8, 1))
    assert found.reminder.attempts == 0 and found.reminder.state is State.OPEN


def test_done_elsewhere_counts_as_a_scan_until_the_report_comes():
    log = Log()
    log.add("done", date(2026, 10, 1), reason="county hospital")
    waiting = dxa(losing(), log, date(2026, 10, 14))
    assert (waiting.group, waiting.is_excluded) == (Group.NOT_ON_LIST, True)
    assert waiting.why_not == (
        "done elsewhere, report awaited: county hospital; back on 15 Oct 2026"
    )
    chased = dxa(losing(), log, date(2026, 10, 15))
    assert (chased.group, chased.reminder.due_on) == (Group.DUE, date(2026, 10, 15))
    assert "report awaited" in chased.reminder.note
    reported = dxa(losing(last_scan_on=date(2026, 10, 1)), log)
    assert (reported.reminder.note, reported.reminder.due_on) == ("", date(2027, 10, 1))


def test_the_report_of_a_first_scan_elsewhere_is_asked_for_although_nothing_else_is_due():
    log = Log()
    log.add("done", date(2026, 10, 1))
    first = facts(triggered=frozenset({"FX-FRAG"}), since={"FX-FRAG": SCREENED})
    chased = dxa(first, log)
    assert (chased.group, chased.reminder.due_on) == (Group.OVERDUE, date(2026, 10, 15))
    assert "its report is not here" in chased.reminder.reasons[-1].words
    log.add("contacted", ON, channel="phone", outcome="no_answer", until_day=ON + timedelta(days=9))
    assert dxa(first, log).why_not == "done elsewhere, report awaited; back on 1 Dec 2026"
    assert dxa(first, log, date(2026, 12, 1)).reminder.state is State.DONE_ELSEWHERE
    log.add("cancelled", reason="lost there")
    assert dxa(first, log).group is Group.NEVER_SCANNED  # as if it had not been done


@pytest.mark.parametrize(("days", "awaited"), [(60, False), (61, True)])
def test_a_report_may_bear_another_day_than_the_one_that_was_told(days, awaited):
    log = Log()
    log.add("done", date(2026, 10, 1))
    scanned = date(2026, 10, 1) - timedelta(days=days)
    found = dxa(losing(last_scan_on=scanned), log)
    assert ("report awaited" in found.reminder.note) is awaited


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deceased": True}, "deceased"),
        ({"left_on": PartialDate(2026), "left_reason": "moved"}, "no longer here: moved"),
        ({"left_on": PartialDate(2026)}, "no longer here"),
        ({"opted_out": True, "opted_out_reason": "asked"}, "wants no reminders: asked"),
        ({"opted_out": True}, "wants no reminders"),
    ],
)
@pytest.mark.catalogue("H13")
def test_nobody_is_reminded_who_should_not_be(change, words):
    found = dxa(losing(**change))
    assert (found.group, found.why_not, found.is_excluded) == (Group.NOT_ON_LIST, words, True)


def test_a_suspended_reminder_waits_through_scans_until_it_is_resumed():
    log = Log()
    log.add("suspended", ON, reason="pregnant")
    scanned = losing(last_scan_on=ON + timedelta(days=1))
    assert dxa(scanned, log, date(2030, 1, 1)).why_not == "suspended: pregnant"
    log.add("resumed", date(2029, 1, 1))
    assert dxa(scanned, log, date(2030, 1, 1)).group is Group.OVERDUE


def test_undoing_takes_back_one_event_and_undoing_that_is_not_an_event_of_its_own():
    log = Log()
    first = log.add("snoozed", until_day=ON + timedelta(days=9))
    log.add("undone", undoes=first)
    assert valid(log.events) == ()
    assert dxa(losing(), log).group is Group.NEVER_SCANNED


@pytest.mark.catalogue("I01")
def test_a_clock_set_back_opens_nothing_that_was_done():
    log = Log()
    log.add("snoozed", ON, until_day=ON + timedelta(days=30))
    back = ON - timedelta(days=400)
    assert dxa(losing(), log, back).group is not Group.OVERDUE
    scanned = losing(last_scan_on=ON)
    assert dxa(scanned, on=back).group is Group.UPCOMING


def test_the_bone_review_counts_from_the_newest_signed_screening():
    def review(known, on=ON):
        return place(known, "bone_review", (), POLICY, RULES, on)

    never = review(facts())
    assert (never.group, never.reminder.due_on) == (Group.OVERDUE, ADDED)
    assert review(facts(screened_on=SCREENED)).reminder.due_on == date(2027, 6, 1)
    log = Log()
    log.add("snoozed", SCREENED, until_day=ON + timedelta(days=9), kind="bone_review")
    known = facts(screened_on=SCREENED)
    reminder, _ = reminder_of(known, "bone_review", log.events, POLICY, RULES, ON)
    assert (
        reminder is not None and reminder.state is State.OPEN
    )  # the screening of that day ended the round


def test_a_reminder_made_by_hand_lives_until_it_is_done_or_cancelled():
    def falls(log):
        return place(facts(), "falls_review", log.events, POLICY, RULES, ON)

    log = Log()
    assert falls(log).why_not == "nothing is due"
    log.add("created", until_day=ON, reason="fell twice", kind="falls_review")
    assert (falls(log).group, falls(log).reminder.reasons[0].words) == (Group.DUE, "fell twice")
    done = Log()
    done.events = list(log.events)
    done.add("done", kind="falls_review")
    assert falls(done).reminder is None
    log.add("cancelled", reason="entered twice", kind="falls_review")
    assert falls(log).reminder is None


def test_the_day_of_a_moment_is_the_clinics(monkeypatch):
    import time
    from datetime import UTC, datetime

    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert clinic_day(datetime(2026, 11, 22, 12, 30, tzinfo=UTC)) == date(2026, 11, 23)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("contacted", {"channel": "phone", "until_day": ON + timedelta(days=14)}),
        ("contacted", {"channel": "letter", "until_day": ON + timedelta(days=14)}),
        ("snoozed", {"until_day": ON + timedelta(days=3)}),
        ("booked", {"until_day": ON + timedelta(days=3)}),
        ("did_not_attend", {}),
        ("done", {}),
        ("cancelled", {"reason": "by mistake"}),
        ("kept", {}),
        ("created", {"until_day": ON}),
    ],
)
def test_only_resuming_ends_a_suspension(action, values):
    log = Log()
    log.add("suspended", ON, reason="pregnant")
    log.add(action, ON + timedelta(days=1), **values)
    for days in (1, 30, 400):
        found = dxa(losing(), log, ON + timedelta(days=days))
        assert (found.group, found.why_not) == (Group.NOT_ON_LIST, "suspended: pregnant")
    log.add("resumed", ON + timedelta(days=400))
    assert dxa(losing(), log, ON + timedelta(days=800)).group is not Group.NOT_ON_LIST


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("contacted", {"channel": "phone", "until_day": date(2030, 1, 15)}),
        ("snoozed", {"until_day": date(2030, 3, 1)}),
        ("declined", {"until_day": date(2030, 6, 1)}),
        ("booked", {"until_day": date(2030, 1, 9)}),
        ("did_not_attend", {}),
    ],
)
@pytest.mark.catalogue("I02")
def test_an_entry_made_with_the_clock_ahead_hides_nobody(action, values):
    log = Log()
    log.add(action, date(2030, 1, 1), **values)
    found = dxa(losing(), log)
    assert (found.group, found.reminder.due_on) == (Group.NEVER_SCANNED, SCREENED)
    assert found.reminder.note == "an entry bears a day that is still to come: 1 Jan 2030"
    assert found.reminder.attempts == 0
    log.add("snoozed", ON, until_day=ON + timedelta(days=9))
    assert dxa(losing(), log).why_not == "snoozed; back on 1 Dec 2026"
    scanned = losing(last_scan_on=date(2025, 10, 1))
    assert dxa(scanned, log, ON + timedelta(days=9)).group is Group.OVERDUE


def test_what_hides_nobody_counts_although_the_clock_was_ahead():
    log = Log()
    log.add("suspended", date(2030, 1, 1), reason="pregnant")
    assert dxa(losing(), log).why_not == "suspended: pregnant"
    own = Log()
    own.add("created", date(2030, 1, 1), until_day=ON, reason="asked for", kind="calcium")
    assert place(facts(), "calcium", own.events, POLICY, RULES, ON).group is Group.DUE


def test_a_call_about_an_appointment_does_not_end_it():
    log = Log()
    day = ON + timedelta(days=40)
    log.add("booked", until_day=day)
    log.add(
        "contacted",
        ON + timedelta(days=1),
        channel="phone",
        outcome="reached",
        until_day=ON + timedelta(days=15),
    )
    found = dxa(losing(), log, ON + timedelta(days=20))
    assert (found.group, found.reminder.appointment_on) == (Group.BOOKED, day)
    assert found.reminder.attempts == 1
    back = dxa(losing(), log, day + timedelta(days=15))
    assert back.group is Group.NEVER_SCANNED and "no result" in back.reminder.note


def test_a_call_after_the_appointment_has_passed_is_an_ordinary_one():
    log = Log()
    log.add("booked", until_day=ON)
    log.add(
        "contacted",
        ON + timedelta(days=15),
        channel="phone",
        outcome="no_answer",
        until_day=ON + timedelta(days=29),
    )
    hidden = dxa(losing(), log, ON + timedelta(days=28))
    assert (hidden.group, hidden.why_not) == (Group.NOT_ON_LIST, "contacted; back on 21 Dec 2026")
    assert dxa(losing(), log, ON + timedelta(days=29)).group is Group.NEVER_SCANNED


def test_what_ends_a_booking_takes_its_day_away():
    log = Log()
    log.add("booked", until_day=ON + timedelta(days=40))
    log.add("declined", until_day=ON + timedelta(days=100))
    assert dxa(losing(), log).reminder.appointment_on is None


def test_an_early_appointment_is_among_the_booked_before_it_is_due():
    log = Log()
    log.add("booked", until_day=ON + timedelta(days=3))
    early = losing(last_scan_on=ON - timedelta(days=100))
    assert dxa(early).group is Group.UPCOMING
    assert dxa(early, log).group is Group.BOOKED


def test_who_cancelled_after_a_denial_is_not_asked_again_by_a_scan_but_by_a_new_denial():
    denied = {"screened_on": SCREENED, "ended": {"MOB-DECL": SCREENED}}
    log = Log()
    log.add("cancelled", SCREENED + timedelta(days=1), reason="stable")
    assert dxa(facts(**denied), log).reminder is None
    scanned = facts(**denied, last_scan_on=date(2026, 9, 1))
    assert dxa(scanned, log, date(2028, 1, 1)).reminder is None
    again = facts(screened_on=ON, ended={"MOB-DECL": ON})
    asked = dxa(again, log)
    assert "keep or cancel" in asked.reminder.reasons[0].words
    log.add("cancelled", ON, reason="stable")
    assert dxa(again, log).reminder is None


def test_who_keeps_after_a_denial_keeps_it_year_after_year_until_the_next_denial():
    log = Log()
    log.add("kept", SCREENED)
    scanned = facts(
        screened_on=SCREENED, ended={"MOB-DECL": SCREENED}, last_scan_on=date(2026, 9, 1)
    )
    kept = dxa(scanned, log, date(2027, 9, 1))
    assert (kept.group, kept.reminder.reasons[0].source) == (Group.DUE, Source.CLINICIAN)
    again = replace(scanned, screened_on=ON, ended={"MOB-DECL": ON})
    assert "keep or cancel" in dxa(again, log).reminder.reasons[0].words


@pytest.mark.parametrize(
    ("left", "gone"),
    [
        (PartialDate.of(ON + timedelta(days=1)), False),
        (PartialDate.of(ON), True),
        (PartialDate(2027), False),
        (PartialDate(2026), True),
    ],
)
def test_who_leaves_later_is_reminded_until_then(left, gone):
    found = dxa(losing(left_on=left))
    assert (found.group is Group.NOT_ON_LIST) is gone
    assert found.is_excluded is gone


def test_letters_go_to_whoever_is_due_and_to_nobody_booked_or_left_out():
    row = WorkRow(person=None, group=Group.DUE, reminder=None)  # type: ignore[arg-type]
    assert not gets_letter(row)
    booked = dxa(losing())
    for group, gets in ((Group.DUE, True), (Group.BOOKED, False), (Group.NOT_ON_LIST, False)):
        line = WorkRow(person=None, group=group, reminder=booked.reminder)  # type: ignore[arg-type]
        assert gets_letter(line) is gets


def test_resuming_leaves_an_appointment_and_a_snooze_of_before_as_they_were():
    log = Log()
    day = ON + timedelta(days=60)
    log.add("booked", until_day=day)
    log.add("suspended", ON + timedelta(days=1), reason="pregnant")
    log.add("resumed", ON + timedelta(days=2))
    found = dxa(losing(), log, ON + timedelta(days=3))
    assert (found.group, found.reminder.appointment_on) == (Group.BOOKED, day)
    snoozed = Log()
    snoozed.add("snoozed", until_day=ON + timedelta(days=9))
    snoozed.add("suspended", reason="pregnant")
    snoozed.add("resumed")
    assert dxa(losing(), snoozed).why_not == "snoozed; back on 1 Dec 2026"
    snoozed.add("resumed")
    assert dxa(losing(), snoozed).group is Group.NEVER_SCANNED


def test_what_was_done_about_a_reminder_is_said_in_words():
    assert done_words(dxa(facts())) == ""
    assert done_words(dxa(losing())) == ""
    booked, declined = Log(), Log()
    booked.add("booked", until_day=date(2026, 12, 3))
    assert done_words(dxa(losing(), booked)) == "booked for 3 Dec 2026"
    missed = dxa(losing(), booked, ON + timedelta(days=60))
    assert missed.group is not Group.BOOKED and done_words(missed) == missed.reminder.note != ""
    declined.add("declined", until_day=date(2027, 5, 1), reason="not now")
    left_out = dxa(losing(), declined)
    assert left_out.is_excluded and done_words(left_out) == left_out.why_not != ""
