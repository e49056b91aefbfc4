"""A file of each earlier version, with rows in every table, comes up whole: every row, every value."""

from pathlib import Path

import pytest

from msbone_desktop.storage.database import Database
from msbone_desktop.storage.schema import SCHEMA_VERSION
from tests.storage.making import DB, KEY, schema_text
from tests.storage.old_files import dangling, lost_between, make_old, revision_of, rows_of

EARLIER = sorted(file.name[:4] for file in (DB / "migrations" / "versions").glob("0*.py"))[:-1]


@pytest.mark.parametrize("revision", EARLIER)
@pytest.mark.catalogue("A02")
def test_every_row_of_an_older_file_is_there_after_the_update(tmp_path: Path, revision, empty_file):
    path = tmp_path / "clinic.msbone"
    make_old(path, revision)
    before = rows_of(path)
    assert sum(1 for rows in before.values() if rows) >= 15, "hardly any table has rows"
    assert revision_of(path) == revision

    Database.open(path, KEY, migrations=DB).close()

    assert revision_of(path) == SCHEMA_VERSION
    assert lost_between(before, rows_of(path)) == []
    assert dangling(path) == []
    assert schema_text(path) == schema_text(empty_file)
    copy = path.with_name(f"clinic.before-update-{revision}.msbone")
    assert rows_of(copy) == before


def test_a_lost_row_or_value_would_be_seen():
    before = {"patient": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}
    more = {"id": 2, "name": "b", "new": None}
    assert lost_between(before, {"patient": [{"id": 1, "name": "a", "new": None}, more]}) == []
    assert lost_between(before, {"patient": [more]})
    assert lost_between(before, {"patient": [{"id": 1, "name": "x"}, more]})
    assert lost_between(before, {})
