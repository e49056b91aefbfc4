"""A draft keeps what was typed, read or not; signing keeps answers alone."""

import pytest

from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.errors import RefusedEntryError
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
