"""Each failure says in plain words what happened and what was left alone."""

import inspect
import re

import pytest

from msbone_desktop.domain import errors
from msbone_desktop.domain.errors import MsboneError

GIVEN = {
    "NewerDatabaseError": ("9", "3"),
    "RefusedEntryError": ("phone", "This is too long. Nothing was saved."),
    "KnowledgeError": ("immobility.toml", 3, "'title' is empty"),
    "UnprintableTextError": ("the family name", "\u2603"),
    "MissingFontError": ("Inter-Regular.ttf",),
    "BackupRefusedError": ("a page of it was changed",),
    "BackupFailedError": ("the disk is full",),
    "TooManyTriesError": (8,),
    "UnsafeFolderError": ("in a folder that Dropbox copies",),
    "JoinedRecordError": ("MOB-12",),
    "RecoveryCodeError": ((2, 5),),
    "WeakPassphraseError": ("Add another word.",),
}
KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, MsboneError) and kind is not MsboneError
]
REASSURES = re.compile(r"\b(low risk|no risk|safe|normal bone)\b", re.IGNORECASE)


def made(kind):
    return kind(*GIVEN.get(kind.__name__, ()))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_failure_is_told_in_whole_sentences(kind):
    message = str(made(kind))
    assert message[0].isupper() or kind is errors.KnowledgeError
    assert message.endswith(".") or kind is errors.KnowledgeError
    assert not REASSURES.search(message)
    assert "Error" not in message and "exception" not in message.lower()


@pytest.mark.parametrize(
    "kind",
    [k for k in KINDS if k not in {errors.KnowledgeError, errors.RefusedEntryError}],
    ids=lambda kind: kind.__name__,
)
def test_a_failure_says_what_became_of_the_data(kind):
    message = str(made(kind))
    kept = r"Nothing was|[Ww]as left|Not saved|Nothing is|not stored|was not made|was lost|are as they were"
    assert re.search(kept, message), message


def test_what_a_failure_knows_can_be_asked():
    refused = made(errors.RefusedEntryError)
    assert refused.field == "phone"
    assert errors.DuplicateClinicIdError().field == "clinic_id"
    faulty = made(errors.KnowledgeError)
    assert (faulty.file, faulty.line, str(faulty)) == (
        "immobility.toml",
        3,
        "immobility.toml, line 3: 'title' is empty",
    )
    assert "U+2603" in str(made(errors.UnprintableTextError))
