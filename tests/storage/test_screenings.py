"""Drafts change, signed screenings stay, and nobody saves into another patient's record."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from msbone_desktop.domain.documents import Document
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    NotFoundError,
    SignedScreeningError,
    WrongPatientError,
)
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Confirmation, ScreeningId, ScreeningState
from tests.storage.making import AT, DAY, details

RULES = {
    "rule_set_version": "1.0",
    "rule_set_hash": "abc",
    "profile": "module-2019",
    "software_version": "0.1",
}
ANSWERS = '{"id": "S-1", "assessed_on": "2026-11-22"}'
FINDINGS = json.dumps(
    {
        "findings": [
            {"rule_id": "MOB-DECL", "status": "triggered"},
            {"rule_id": "AED", "status": "unknown"},
        ]
    }
)


def _draft(work, patient, **changes):
    values = {"assessed_on": DAY, "answers": ANSWERS, "started_by": "A", "started_at": AT}
    return work.screenings.add_draft(patient, **(values | RULES | changes))


def _sign(work, screening, patient, **changes):
    values = {"answers": ANSWERS, "findings": FINDINGS, "signed_by": "A", "signed_at": AT}
    return work.screenings.sign(
        screening.id, patient, screening.version, **(values | RULES | changes)
    )


def _save(work, number, patient, version, **changes):
    values = {"answers": ANSWERS, "notes": "", "confirmations": (), "carried_forward": ()}
    return work.screenings.save_draft(
        number, patient, version, **(values | {"saved_at": AT} | changes)
    )


def _change(work, act, screening, patient):
    """Save, sign or discard at the version that ``screening`` has."""
    if act == "save":
        _save(work, screening.id, patient, screening.version, notes="changed")
    elif act == "sign":
        _sign(work, screening, patient)
    else:
        work.screenings.discard_draft(screening.id, patient, screening.version)


@pytest.fixture
def ann(enter):
    return enter(given_name="Ann").id


@pytest.fixture
def eve(enter, ann):
    return enter(given_name="Eve").id


@pytest.fixture
def draft(database, ann):
    with database.unit_of_work() as work:
        return _draft(work, ann)


@pytest.fixture
def signed(database, ann, draft):
    with database.unit_of_work() as work:
        return _sign(work, draft, ann)


def test_a_draft_comes_back_as_it_was_saved(database, ann, draft):
    confirmation = Confirmation("weight_kg", "154", "A. Nurse", AT)
    later = AT + timedelta(minutes=5)
    with database.unit_of_work() as work:
        saved = _save(
            work,
            draft.id,
            ann,
            1,
            answers='{"assessed_on": "2026-11-20"}',
            notes="Fiel über die Schwelle",
            confirmations=(confirmation,),
            carried_forward=("edss",),
            saved_at=later,
        )
    assert saved.version == 2
    assert saved.assessed_on == date(2026, 11, 20)
    assert saved.notes == "Fiel über die Schwelle"
    assert (saved.confirmations, saved.carried_forward) == ((confirmation,), ("edss",))
    assert (saved.started_at, saved.saved_at) == (AT, later)
    assert saved.state is ScreeningState.DRAFT


def test_a_patient_has_one_open_draft(database, ann, draft):
    with database.unit_of_work() as work:
        assert _draft(work, ann).id == draft.id
        assert len(work.screenings.of(ann)) == 1


def test_a_draft_is_nobodys_but_a_known_patients(database):
    with pytest.raises(NotFoundError), database.unit_of_work() as work:
        _draft(work, PatientId(99))


@pytest.mark.parametrize("act", ["save", "sign", "discard"])
@pytest.mark.catalogue("E25")
def test_a_save_for_another_patient_changes_nothing(database, eve, draft, act):
    with pytest.raises(WrongPatientError), database.unit_of_work() as work:
        _change(work, act, draft, eve)
    with database.unit_of_work() as work:
        assert work.screenings.get(draft.id) == draft
        assert work.screenings.of(eve) == ()


@pytest.mark.parametrize("act", ["save", "sign", "discard"])
def test_a_save_of_an_older_version_changes_nothing(database, ann, draft, act):
    with database.unit_of_work() as work:
        newer = _save(work, draft.id, ann, 1, notes="newer")
    with pytest.raises(ChangedElsewhereError), database.unit_of_work() as work:
        _change(work, act, draft, ann)
    with database.unit_of_work() as work:
        assert work.screenings.get(draft.id) == newer


@pytest.mark.parametrize("act", ["save", "sign", "discard"])
def test_a_signed_screening_is_not_changed(database, ann, signed, act):
    with pytest.raises(SignedScreeningError), database.unit_of_work() as work:
        _change(work, act, signed, ann)
    with database.unit_of_work() as work:
        assert work.screenings.get(signed.id) == signed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screening SET findings = 'low'",
        "UPDATE screening SET answers = '{}'",
        "UPDATE screening SET notes = 'x', state = 'amended'",
        "UPDATE screening SET state = 'draft'",
        "UPDATE screening SET version = 9",
        "UPDATE screening SET triggered = ''",
        "DELETE FROM screening",
        "INSERT OR REPLACE INTO screening SELECT * FROM screening",
    ],
)
def test_no_statement_at_all_changes_a_signed_screening(database, signed, statement):
    with pytest.raises(SignedScreeningError), database.unit_of_work() as work:
        work.screenings._connection.execute(text(statement))
    with database.unit_of_work() as work:
        assert work.screenings.get(signed.id) == signed


def test_every_column_of_a_screening_is_named_in_the_trigger():
    from msbone_desktop.storage.schema import SIGNED_TRIGGERS, screening

    for column in screening.columns:
        if column.name not in {"state", "version"}:
            assert f"NEW.{column.name}" in SIGNED_TRIGGERS[0], column.name
            assert f"OLD.{column.name}" in SIGNED_TRIGGERS[0], column.name


def test_a_draft_cannot_move_to_another_patient(database, eve, draft):
    with pytest.raises(IntegrityError), database.unit_of_work() as work:
        work.screenings._connection.execute(text(f"UPDATE screening SET patient_id = {eve}"))


@pytest.mark.catalogue("H11")
def test_signing_keeps_answers_findings_and_who(database, ann, signed):
    assert signed.state is ScreeningState.SIGNED
    assert (signed.answers, signed.findings) == (ANSWERS, FINDINGS)
    assert (signed.signed_by, signed.signed_at) == ("A", AT)
    with database.unit_of_work() as work:
        assert work.screenings.latest_signed(ann) == signed
        assert work.screenings.drafts() == ()


def test_an_amendment_replaces_the_old_one_only_when_it_is_signed(database, ann, signed):
    with database.unit_of_work() as work:
        new = _draft(work, ann, amends=signed.id, amendment_reason="wrong EDSS")
        assert _draft(work, ann, amends=signed.id, amendment_reason="again").id == new.id
        assert work.screenings.get(signed.id).state is ScreeningState.SIGNED
    with database.unit_of_work() as work:
        amended = _sign(work, new, ann)
        old = work.screenings.get(signed.id)
    assert old.state is ScreeningState.AMENDED
    assert (old.answers, old.findings) == (signed.answers, signed.findings)
    assert (amended.amends, amended.amendment_reason) == (signed.id, "wrong EDSS")
    with database.unit_of_work() as work:
        assert work.screenings.latest_signed(ann) == amended
        with pytest.raises(ChangedElsewhereError):
            _draft(work, ann, amends=signed.id, amendment_reason="too late")


def test_an_amendment_needs_a_reason_and_the_right_patient(database, eve, ann, signed):
    with pytest.raises(WrongPatientError), database.unit_of_work() as work:
        _draft(work, eve, amends=signed.id, amendment_reason="x")
    with pytest.raises(NotFoundError), database.unit_of_work() as work:
        _draft(work, ann, amends=ScreeningId(99), amendment_reason="x")
    with pytest.raises(IntegrityError), database.unit_of_work() as work:
        _draft(work, ann, amends=signed.id, amendment_reason="")


def test_a_discarded_draft_is_gone_and_another_can_begin(database, ann, draft):
    with database.unit_of_work() as work:
        work.screenings.discard_draft(draft.id, ann, 1)
        assert work.screenings.of(ann) == ()
        _draft(work, ann)


def test_the_list_follows_drafts_and_signatures(database, ann, draft):
    def row():
        with database.unit_of_work() as work:
            return work.patients.rows([ann])[0]

    assert (row().has_draft, row().last_screened_on) == (True, None)
    with database.unit_of_work() as work:
        _sign(work, draft, ann)
    assert (row().has_draft, row().last_screened_on) == (False, DAY)


def test_filters_follow_the_screenings(database, ann, eve, draft):
    def page(name, since=DAY):
        with database.unit_of_work() as work:
            found = work.patients.page(saved_filter=name, seen_since=since).rows
            return {row.id for row in found}

    assert page("incomplete") == {ann}
    with database.unit_of_work() as work:
        _sign(work, draft, ann)
    assert page("incomplete") == set()
    assert page("not_seen_12_months") == {eve}
    assert page("not_seen_12_months", DAY + timedelta(days=1)) == {ann, eve}


def test_drafts_are_listed_with_their_patients_the_latest_first(database, ann, eve, draft):
    with database.unit_of_work() as work:
        second = _draft(work, eve, started_at=AT + timedelta(hours=1))
    with database.unit_of_work() as work:
        listed = work.screenings.drafts()
    assert [(one.id, row.id) for one, row in listed] == [(second.id, eve), (draft.id, ann)]


def test_due_dates_rest_on_the_newest_signed_screening(database, ann, eve, signed):
    rules = frozenset({"MOB-DECL"})
    with database.unit_of_work() as work:
        first, second = work.reminders.facts(rules)
    assert (first.patient, first.triggered, first.screened_on) == (ann, rules, DAY)
    assert (first.since, second.triggered) == ({"MOB-DECL": DAY}, frozenset())
    with database.unit_of_work() as work:
        assert work.reminders.facts(frozenset({"FX-FRAG"}))[0].triggered == frozenset()
        work.patients.update(ann, 1, details(opted_out=True, opted_out_reason="asked"), "B", AT)
        work.patients.update(eve, 1, details(clinic_id="e", dxa_interval_months=24), "B", AT)
    with database.unit_of_work() as work:
        first, second = work.reminders.facts(rules)
        assert work.reminders.facts_of(rules, eve) == second
    assert (first.opted_out, first.opted_out_reason) == (True, "asked")
    assert second.interval_months == 24


@pytest.mark.catalogue("G14")
def test_a_document_comes_back_byte_for_byte(database, ann, eve, signed):
    page = Document(
        patient=ann,
        kind="summary",
        file_name="msbone-1.pdf",
        content=bytes(range(256)) * 40,
        sha256="0" * 64,
        made_at=AT,
        pages=2,
    )
    with database.unit_of_work() as work:
        assert work.documents.of_screening(signed.id, "summary") is None
        work.documents.add(page, signed.id, "A. Nurse")
    with database.unit_of_work() as work:
        assert work.documents.of_screening(signed.id, "summary") == page
        assert work.documents.of(ann) == (page,)
        assert work.documents.of(eve) == ()


def test_a_document_of_another_patients_screening_is_refused(database, eve, signed):
    page = Document(
        patient=eve,
        kind="summary",
        file_name="x",
        content=b"x",
        sha256="0" * 64,
        made_at=AT,
        pages=1,
    )
    with pytest.raises(WrongPatientError), database.unit_of_work() as work:
        work.documents.add(page, signed.id, "A. Nurse")


def test_what_is_half_typed_is_kept_with_a_draft_and_gone_once_it_is_signed(database, ann):
    with database.unit_of_work() as work:
        draft = _draft(work, ann)
        assert draft.half_typed == ""
        half = json.dumps({"height": [["1,7O m\ud800"]]})
        kept = _save(work, draft.id, ann, draft.version, half_typed=half)
        assert work.screenings.get(draft.id).half_typed == half
        assert _sign(work, kept, ann).half_typed == ""
