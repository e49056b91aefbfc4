"""How long somebody is kept, and what joining two records of one patient would do."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from msbone_desktop.domain.accounts import Role, may_restore
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.audit import ChainHead, ChainReport
from msbone_desktop.domain.bin import BinEntry
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.holding import Holder
from msbone_desktop.domain.merging import (
    Clash,
    MergePreview,
    contradict,
    field_choices,
    values_of,
    with_taken,
)
from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEPT = PatientDetails(
    family_name="Example", given_name="Ann", born_on=PartialDate(1980, 3, 4), clinic_id="A-1"
)


def _patient(details=KEPT, number=1):
    return Patient(id=PatientId(number), details=details, version=1, created_at=NOW, changed_at=NOW)


def _entry(signed=0, last_entry_on=date(2026, 2, 28), purge_after=date(2027, 2, 20)):
    return BinEntry(
        patient=_patient(), reason="entered twice", by="A. Nurse", at=NOW,
        purge_after=purge_after, signed=signed, last_entry_on=last_entry_on,
    )  # fmt: skip


def test_without_a_signed_screening_the_days_of_the_bin_decide():
    entry = _entry()
    assert entry.kept_until(10) == entry.kept_until(0) == entry.purge_after
    assert entry.why_kept(10, date(2027, 2, 20)) == "Stays in the bin until 20 Feb 2027."
    assert entry.why_kept(10, date(2027, 2, 21)) == ""


def test_with_one_the_years_of_the_clinic_decide_counted_from_the_last_entry():
    entry = _entry(signed=1)
    assert entry.kept_until(10) == date(2036, 2, 28)
    assert entry.why_kept(10, date(2036, 2, 28)) == (
        "A signed screening is on file: kept until 28 Feb 2036, 10 years after the last entry."
    )
    assert entry.why_kept(10, date(2036, 2, 29)) == ""
    assert "1 year after" in _entry(1, date(2026, 11, 1)).why_kept(1, date(2027, 2, 21))


def test_the_longer_of_the_two_times_holds():
    entry = _entry(signed=1, last_entry_on=date(2020, 1, 1))
    assert entry.kept_until(1) == entry.purge_after
    assert entry.why_kept(1, entry.purge_after) == "Stays in the bin until 20 Feb 2027."


def test_while_nobody_decided_on_years_a_signed_screening_is_kept():
    entry = _entry(signed=1)
    assert entry.kept_until(0) is None
    assert "has not decided" in entry.why_kept(0, date(2199, 1, 1))


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (Holder(), ""),
        (Holder(name="A. Nurse"), " by A. Nurse"),
        (Holder(seat="desk-2"), " on desk-2"),
        (Holder(name="A. Nurse", seat="desk-2"), " by A. Nurse on desk-2"),
    ],
)
def test_the_holder_of_a_file_is_named_as_far_as_known(holder, words):
    assert holder.words == words


def test_the_holder_is_named_with_the_time_of_this_computer():
    local = NOW.astimezone()
    assert Holder(since=NOW).words == f" since {local:%H:%M} ({local.day} Nov 2026)"


def test_a_backup_is_put_back_by_who_may_make_one_and_an_old_one_by_anybody():
    roles = {"lead": Role.LEAD.value, "reader": Role.READER.value}
    assert may_restore({}, "anybody") and may_restore(roles, "lead")
    assert not may_restore(roles, "reader") and not may_restore(roles, "stranger")


def test_the_end_of_the_history_is_told_by_its_length_and_its_seal():
    assert ChainHead(0, "").words == "0"
    assert ChainHead(1234, "0123456789abcdef9999").words == "1,234 · 0123456789abcdef"


def test_a_history_is_whole_without_faults_whatever_is_remarked():
    report = ChainReport(head=ChainHead(0, ""), rows=0, faults=(), remarks=("restored",))
    assert report.is_whole and not replace(report, faults=("gone",)).is_whole


OTHER = replace(
    KEPT,
    clinic_id="B-2",
    family_name="Sample",
    phone="01",
    opted_out=True,
    opted_out_reason="asked",
    menopause="post",
)


def test_fields_that_differ_come_first_and_an_empty_one_suggests_the_other():
    choices = field_choices(KEPT, OTHER)
    assert [c.field for c in choices if c.differs] == [
        "family_name", "menopause", "phone", "opted_out",
    ]  # fmt: skip
    assert all(c.differs for c in choices[:4]) and not any(c.differs for c in choices[4:])
    assert {c.field for c in choices if c.suggests_other} == {"menopause", "phone", "opted_out"}
    assert not any(choice.suggests_other for choice in field_choices(OTHER, KEPT))


def test_what_is_taken_brings_its_reason_and_leaves_the_rest():
    taken = with_taken(KEPT, OTHER, frozenset({"opted_out"}))
    assert taken == replace(KEPT, opted_out=True, opted_out_reason="asked")
    assert values_of(OTHER, "opted_out") == (True, "asked")
    assert values_of(KEPT, "menopause") == (Absence.NOT_ASKED, None)
    with pytest.raises(KeyError):
        with_taken(KEPT, OTHER, frozenset({"clinic_id"}))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (PartialDate(1980, 3, 4), PartialDate(1980, 3, 4), False),
        (PartialDate(1980, 3, 4), PartialDate(1980, 3), False),
        (PartialDate(1980), PartialDate(1980, 12, 31), False),
        (PartialDate(1980, 3, 4), None, False),
        (None, PartialDate(1980, 3, 4), False),
        (PartialDate(1980, 3, 4), PartialDate(1980, 4), True),
        (PartialDate(1980, 3, 4), PartialDate(1980, 3, 5), True),
        (PartialDate(1980), PartialDate(1981), True),
    ],
)
def test_dates_contradict_each_other_only_in_what_both_tell(one, other, differ):
    assert contradict(one, other) is differ
    other_patient = _patient(replace(OTHER, born_on=other), 2)
    preview = MergePreview(
        kept=_patient(replace(KEPT, born_on=one)), other=other_patient,
        fields=(), moving={}, clashes=(),
    )  # fmt: skip
    assert preview.birth_differs is differ and not preview.is_blocked


@pytest.mark.parametrize("kind", ["draft", "access_card", "calendar_entry", "same_day", "alike"])
def test_only_two_drafts_stand_in_the_way(kind):
    preview = MergePreview(
        kept=_patient(), other=_patient(OTHER, 2), fields=(), moving={},
        clashes=(Clash("alike", "screening"), Clash(kind, "screening")),
    )  # fmt: skip
    assert preview.is_blocked is (kind == "draft")
