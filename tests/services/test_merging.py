"""Joining two records as staff do it: refusals, what is chosen, and separating after more work."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from msbone_desktop.domain.access import AccessCard
from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.calendar import PartialDate, clinic_day
from msbone_desktop.domain.errors import (
    InTheBinError,
    JoinedRecordError,
    MsboneError,
    NotFoundError,
    NotPermittedError,
    RefusedEntryError,
)
from msbone_desktop.domain.screening import EdssScore
from msbone_desktop.services.audit import verify
from msbone_desktop.services.merge_words import clash_words, counted
from msbone_desktop.services.merging import MergeService
from tests.people import staff
from tests.services.dxa_clinic import NEW, OLD, hip, pdf, scan
from tests.storage.making import AT

KEEP: frozenset[str] = frozenset()


@pytest.fixture
def sign(open_file):
    def signed(patient, **answers):
        draft = open_file.screenings.start(patient)
        record = replace(open_file.screenings.record_of(draft), **answers)
        kept = open_file.screenings.save_draft(draft.id, patient, draft.version, record, "")
        return open_file.screenings.sign(kept.id, patient, kept.version)

    return signed


@pytest.fixture
def pair(enter_patient):
    """Two records that may be of one person."""
    return (
        enter_patient(family_name="Smith", clinic_id="MOB-12", phone="0123"),
        enter_patient(family_name="Smyth", clinic_id="MOB-17", email="a@b.org"),
    )


def join(open_file, pair, taken=KEEP, **more):
    return open_file.merging.join(*pair, taken=taken, reason="Same person", **more)


def test_candidates_are_those_whom_the_duplicate_guard_offers(open_file, pair, enter_patient):
    enter_patient(family_name="Nobody", given_name="Else", born_on=PartialDate(1950, 1, 1))
    (found,) = open_file.merging.candidates(pair[0])
    assert found.row.id == pair[1] and found.reason == "Same date of birth, similar name"


def test_the_preview_puts_first_what_differs_and_suggests_what_is_missing(open_file, pair):
    preview = open_file.merging.preview(*pair)
    differing = [choice.field for choice in preview.fields if choice.differs]
    assert differing == [choice.field for choice in preview.fields[: len(differing)]]
    assert differing == ["family_name", "phone", "email"]
    suggested = {choice.field for choice in preview.fields if choice.suggests_other}
    assert suggested == {"email"}
    assert not preview.birth_differs and not preview.is_blocked


def test_everything_moves_and_fields_come_from_where_they_were_chosen(open_file, pair, sign):
    kept, other = pair
    sign(other, motor_decline="consistent")
    open_file.dxa.record(other, scan(on=NEW))
    open_file.dxa.record(kept, scan(on=OLD))
    open_file.reminders.contact(other, "dxa", channel="phone", outcome="reached")
    preview = open_file.merging.preview(kept, other)
    assert list(counted(preview.moving)) == [
        "1 screening",
        "1 DXA scan",
        "1 entry about reminders",
    ]
    joined = join(open_file, pair, frozenset({"email", "family_name"}))
    person = open_file.patients.get(kept).details
    assert (person.family_name, person.email, person.phone) == ("Smyth", "a@b.org", "0123")
    assert person.clinic_id == "MOB-12"
    assert len(open_file.screenings.of(kept)) == 1 and len(open_file.dxa.history(kept)) == 2
    assert len(open_file.reminders.events(kept)) == 1
    assert open_file.reminders.next_dxa(kept).due_on is not None
    assert [row.id for row in open_file.patients.search("MOB-17")] == [kept]
    assert (joined.merged.id, joined.reason, joined.by) == (other, "Same person", "A. Nurse")
    listed = open_file.reminders.work_list()
    assert (listed.patients, [row.person.id for row in listed.rows]) == (1, [kept])
    with pytest.raises(JoinedRecordError):
        open_file.patients.get(other)
    assert verify(open_file.database).faults == ()


def test_what_was_signed_and_printed_stays_as_it_was(open_file, pair, sign):
    kept, other = pair
    signed = sign(other, motor_decline="consistent")
    paper = open_file.documents.summary(signed.id, other)
    findings = open_file.screenings.findings_of(signed)
    join(open_file, pair)
    moved = open_file.screenings.get(signed.id)
    assert replace(moved, patient=other) == signed
    assert open_file.screenings.findings_of(moved) == findings
    again = open_file.documents.summary(signed.id, kept)
    assert (again.content, again.sha256) == (paper.content, paper.sha256)


@pytest.mark.parametrize("who", ["itself", "in the bin", "joined", "unknown"])
def test_what_cannot_be_joined_is_refused_and_nothing_changes(open_file, pair, enter_patient, who):
    kept, other = pair
    error: type[MsboneError] = RefusedEntryError
    if who == "itself":
        other = kept
    elif who == "in the bin":
        open_file.bin.put(other, "Entered twice")
        error = InTheBinError
    elif who == "joined":
        open_file.merging.join(enter_patient(), other, taken=KEEP, reason="Same person")
        error = JoinedRecordError
    else:
        other, error = 99, NotFoundError
    for act in (
        lambda: open_file.merging.preview(kept, other),
        lambda: join(open_file, (kept, other)),
    ):
        with pytest.raises(error):
            act()
    if who in ("in the bin", "joined"):
        with pytest.raises(error):
            join(open_file, (other, kept))
    assert open_file.merging.joined_into(kept) == ()


def test_a_reason_is_needed_and_fields_are_known(open_file, pair):
    with pytest.raises(RefusedEntryError, match="reason"):
        open_file.merging.join(*pair, taken=KEEP, reason=" ")
    with pytest.raises(RefusedEntryError, match="no such field"):
        join(open_file, pair, frozenset({"clinic_id"}))


def test_contradicting_dates_of_birth_need_the_clinic_id_typed(open_file, enter_patient):
    kept = enter_patient(born_on=PartialDate(1979, 3, 14))
    other = enter_patient(born_on=PartialDate(1979, 4, 14), clinic_id="MOB-17")
    vague = enter_patient(born_on=PartialDate(1979))
    assert open_file.merging.preview(kept, other).birth_differs
    assert not open_file.merging.preview(kept, vague).birth_differs
    for typed in ("", "MOB-1"):
        with pytest.raises(RefusedEntryError, match="dates of birth differ"):
            join(open_file, (kept, other), typed=typed)
    assert join(open_file, (kept, other), typed="MOB-17").merged.id == other


def test_two_drafts_have_to_be_settled_first(open_file, pair):
    kept, other = pair
    open_file.screenings.start(kept)
    draft = open_file.screenings.start(other)
    preview = open_file.merging.preview(*pair)
    assert preview.is_blocked
    with pytest.raises(RefusedEntryError, match="Both have a draft"):
        join(open_file, pair)
    open_file.screenings.discard_draft(draft.id, other, draft.version)
    join(open_file, pair)


def test_a_choice_made_from_older_versions_is_refused(open_file, pair):
    preview = open_file.merging.preview(*pair)
    seen = (preview.kept.version, preview.other.version)
    person = open_file.patients.get(pair[1])
    open_file.patients.update(pair[1], person.version, replace(person.details, phone="999"))
    with pytest.raises(RefusedEntryError, match="changed meanwhile"):
        join(open_file, pair, seen=seen)


def test_details_that_do_not_fit_together_are_refused(open_file, enter_patient):
    kept = enter_patient(born_on=PartialDate(1990, 1, 1))
    other = enter_patient(born_on=None, ms_onset_on=PartialDate(1980))
    with pytest.raises(RefusedEntryError, match="before the date of birth"):
        join(open_file, (kept, other), frozenset({"ms_onset_on"}))
    assert open_file.merging.joined_into(kept) == ()


def test_what_is_on_both_is_said_in_words(open_file, pair, sign):
    kept, other = pair
    on = date(2026, 3, 3)
    for patient, score in ((kept, "4.0"), (other, "6.5")):
        sign(patient, edss=(EdssScore(on, Decimal(score)),))
        open_file.access.save(patient, AccessCard(), 0)
    open_file.dxa.record(kept, scan(hip("0.800"), on=NEW))
    open_file.dxa.record(other, scan(hip("0.800"), on=NEW))
    open_file.dxa.record(kept, scan(hip("0.700"), on=OLD))
    open_file.dxa.record(other, scan(hip("0.710"), on=OLD))
    words = [clash_words(clash) for clash in open_file.merging.preview(*pair).clashes]
    assert any(each.startswith("Both have an access card.") for each in words)
    assert "Both have a different EDSS or PDDS score on 3 Mar 2026. Both are kept." in words
    assert "1 DXA scan alike on both. Both are kept." in words
    assert "Both have a different DXA scan on 1 Jun 2024. Both are kept." in words
    assert "Both have a different screening on 22 Nov 2026. Both are kept." in words
    join(open_file, pair)
    assert len(open_file.dxa.history(kept)) == 4


def test_separating_after_more_work_says_what_stays_what_goes_and_what_changed(
    open_file, pair, sign, later
):
    kept, other = pair
    signed = sign(other)
    theirs = open_file.dxa.record(other, scan(on=OLD))
    voided = open_file.dxa.record(other, scan(hip("0.5"), on=NEW))
    draft = open_file.screenings.start(other)
    later()
    merge = join(open_file, pair, frozenset({"email", "family_name"})).id
    later()
    open_file.dxa.void(kept, voided, "wrong person")
    open_file.dxa_reports.attach(kept, theirs, pdf())
    mine = open_file.dxa.record(kept, scan(hip("0.9"), on=NEW))
    open_file.screenings.discard_draft(draft.id, kept, draft.version)
    fresh = open_file.screenings.start(kept)
    amended = open_file.screenings.amend(signed.id, kept, "typing error")
    person = open_file.patients.get(kept)
    details = replace(person.details, email="new@b.org", phone="0999")
    open_file.patients.update(kept, person.version, details)
    preview = open_file.merging.separation(kept, merge)
    assert dict(preview.going_back) == {"screening": 2, "dxa_scan": 2, "dxa_report": 1}
    assert dict(preview.changed) == {"dxa_scan": 1}
    assert dict(preview.gone) == {"screening": 1}
    assert dict(preview.staying) == {"screening": 1, "dxa_scan": 1}
    assert [(f.field, f.changed_since) for f in preview.fields] == [
        ("family_name", False),
        ("email", True),
    ]
    later()
    back = open_file.merging.separate(kept, merge, restored=KEEP, reason="Two sisters")
    assert back == other
    person = open_file.patients.get(kept).details
    assert (person.family_name, person.email, person.phone) == ("Smith", "new@b.org", "0999")
    assert [number for number, _ in open_file.dxa.history(kept)] == [mine]
    assert [number for number, _ in open_file.dxa.history(other)] == [theirs]
    assert {each.id for each in open_file.screenings.of(other)} == {signed.id, amended.id}
    assert {each.id for each in open_file.screenings.of(kept)} == {fresh.id}
    assert len(open_file.dxa_reports.of(other)) == 1
    assert [row.id for row in open_file.patients.search("MOB-17")] == [other]
    assert verify(open_file.database).faults == ()


def test_a_field_changed_since_gets_back_what_it_said_where_that_is_asked(open_file, pair, later):
    kept, _ = pair
    merge = join(open_file, pair, frozenset({"phone"})).id
    later()
    person = open_file.patients.get(kept)
    open_file.patients.update(kept, person.version, replace(person.details, phone="0777"))
    open_file.merging.separate(kept, merge, restored=frozenset({"phone"}), reason="Two sisters")
    assert open_file.patients.get(kept).details.phone == "0123"


def test_an_interval_comes_and_goes_with_the_day_on_which_it_was_set(
    open_file, enter_patient, clock
):
    kept, other = enter_patient(), enter_patient()
    clock.moment += timedelta(days=100)
    open_file.reminders.set_annual_dxa(other, 12)
    due = clinic_day(clock())
    assert open_file.reminders.next_dxa(other).due_on == due
    clock.moment += timedelta(days=100)
    merge = join(open_file, (kept, other), frozenset({"dxa_interval_months"})).id
    assert open_file.reminders.next_dxa(kept).due_on == due
    open_file.merging.separate(kept, merge, restored=KEEP, reason="Two sisters")
    assert open_file.reminders.next_dxa(kept).due_on is None
    assert open_file.reminders.next_dxa(other).due_on == due


def test_what_is_entered_after_the_joining_stays_even_in_the_same_moment(open_file, pair):
    kept, other = pair
    theirs = open_file.dxa.record(other, scan(on=OLD))
    merge = join(open_file, pair).id
    mine = open_file.dxa.record(kept, scan(on=NEW))
    open_file.access.save(kept, AccessCard(), 0)
    preview = open_file.merging.separation(kept, merge)
    assert dict(preview.staying) == {"dxa_scan": 1, "access_card": 1}
    open_file.merging.separate(kept, merge, restored=KEEP, reason="Two sisters")
    assert [number for number, _ in open_file.dxa.history(other)] == [theirs]
    assert [number for number, _ in open_file.dxa.history(kept)] == [mine]
    assert open_file.access.card(kept).version == 1


def test_an_access_card_that_moved_goes_back_as_it_is_now(open_file, pair):
    kept, other = pair
    open_file.access.save(other, AccessCard(), 0)
    merge = join(open_file, pair).id
    card = open_file.access.card(kept)
    assert card.version == 1
    open_file.access.save(kept, replace(card, note="by the side door"), card.version)
    assert dict(open_file.merging.separation(kept, merge).changed) == {"access_card": 1}
    open_file.merging.separate(kept, merge, restored=KEEP, reason="Two sisters")
    assert open_file.access.card(other).note == "by the side door"
    assert open_file.access.card(kept).version == 0


def test_joining_and_separating_stand_in_the_history_in_words(open_file, pair):
    kept, other = pair
    merge = join(open_file, pair).id
    whose = {line.event.patient for line in open_file.history.page(AuditQuery(patient=kept))}
    assert whose == {kept, other}
    open_file.merging.separate(kept, merge, restored=KEEP, reason="Two sisters")
    lines = open_file.history.page(AuditQuery(patient=kept))
    assert {line.event.patient for line in lines} == {kept}
    told = [(line.action, line.about, line.event.reason) for line in lines]
    assert ("Joined", "Two records of one patient", "Same person") in told
    assert ("Separated again", "Two records of one patient", "Two sisters") in told


def test_only_who_may_join_may_join(open_file, pair):
    nurse = MergeService(open_file.database, staff("B. Nurse", Role.NURSE), lambda: AT)
    with pytest.raises(NotPermittedError):
        nurse.preview(*pair)
    assert nurse.joined_into(pair[0]) == ()
