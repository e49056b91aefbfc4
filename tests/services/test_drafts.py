"""A draft keeps what was typed, read or not; signing keeps answers alone."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.findings import Status
from msbone_desktop.domain.screening import EdssScore
from msbone_desktop.domain.screenings import HALF_TYPED_LIMIT

HALF = '{"height_cm": [["1,7O m"]]}'


@pytest.fixture
def patient(enter_patient):
    return enter_patient()


@pytest.fixture
def save(open_file, patient):
    def save(half_typed):
        draft = open_file.screenings.start(patient)
        return open_file.screenings.save_draft(
            draft.id,
            patient,
            draft.version,
            open_file.screenings.record_of(draft),
            "",
            half_typed=half_typed,
        )

    return save


def test_unreadable_text_is_there_when_the_draft_is_opened_again(open_file, patient, save):
    save(HALF)
    assert open_file.screenings.start(patient).half_typed == HALF


def test_too_much_of_it_is_refused_in_words_and_changes_nothing(open_file, patient, save):
    save(HALF)
    with pytest.raises(RefusedEntryError, match="too much text"):
        save("x" * (HALF_TYPED_LIMIT + 1))
    assert open_file.screenings.start(patient).half_typed == HALF


def test_neither_the_signed_screening_nor_its_amendment_has_it(open_file, patient, save):
    kept = save(HALF)
    signed = open_file.screenings.sign(kept.id, patient, kept.version)
    assert signed.half_typed == ""
    assert open_file.screenings.amend(signed.id, patient, "typing error").half_typed == ""


def test_the_history_tells_of_answers_and_not_of_half_typed_text(open_file, patient, save):
    save(HALF)
    (line,) = open_file.history.page(AuditQuery(patient=patient, actions=("changed",)), 1)
    assert "1,7O" not in repr(line)


def test_what_is_unread_is_neither_an_answer_nor_none_anywhere(open_file, patient):
    """The draft's preview and its findings come from what is stored, not from the screen."""
    draft = open_file.screenings.start(patient)
    record = replace(
        open_file.screenings.record_of(draft),
        fractures=(),
        edss=(EdssScore(date(2026, 3, 2), Decimal("6.5")),),
    )
    half = json.dumps({"fractures": [[""]], "edss": [["2 mar"]], "height_cm": [["1,7O"]]})
    kept = open_file.screenings.save_draft(
        draft.id, patient, draft.version, record, "", half_typed=half
    )
    read = open_file.screenings.record_of(kept)
    assert read.fractures is Absence.INVALID
    assert read.height_cm is Absence.INVALID
    assert read.edss == record.edss
    assert read.incomplete == {"fractures", "edss"}
    waiting = {f.rule_id: f.status for f in open_file.screenings.findings_of(kept).findings}
    assert waiting["FX-FRAG"] is Status.UNKNOWN


def test_what_is_kept_of_an_unknown_field_is_passed_over(open_file, patient, save):
    kept = save('{"something_of_later": [["x"]]}')
    assert open_file.screenings.record_of(kept).incomplete == frozenset()
