"""What was typed and not saved is kept whole, or it is told that it was not."""

import pytest

from msbone_desktop.services.kept_work import KeptWorkService
from msbone_desktop.storage.database import Database
from tests.people import staff
from tests.storage.making import DB, KEY

PLACE = {"place": "editor", "patient": 1, "version": 2}


@pytest.fixture
def kept(tmp_path, now):
    database = Database.create(tmp_path / "clinic.msbone", KEY, migrations=DB)
    yield KeptWorkService(database, staff("A. Nurse"), now)
    database.close()


def test_all_of_it_is_given_back_once(kept):
    content = {**PLACE, "values": ["Müller", "王小明", True, 3], "focus": "Given name"}
    assert kept.keep(content)
    assert kept.take() == content
    assert kept.take() is None


@pytest.mark.parametrize("typed", ["values", "dialog"])
def test_of_what_is_too_long_the_place_is_kept_and_that_is_told(kept, typed):
    assert kept.keep({**PLACE, typed: ["x" * 1_000_001]}) is False
    assert kept.take() == PLACE


def test_half_of_a_character_is_kept_as_it_is(kept):
    """A field of limited length may end within a character that takes two."""
    assert kept.keep({**PLACE, "values": ["\ud83d"]})
    assert kept.take() == {**PLACE, "values": ["\ud83d"]}


def test_many_characters_of_other_scripts_are_kept_or_told(kept):
    whole = kept.keep({**PLACE, "values": ["王" * 300_000]})
    assert whole is ("values" in kept.take())
