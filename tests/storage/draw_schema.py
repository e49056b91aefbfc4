"""Writes db/schema.sql from the migrations: ``python -m tests.storage.draw_schema``."""

import tempfile
from pathlib import Path

from msbone_desktop.storage.database import Database
from tests.storage.making import DB, KEY, schema_text

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.msbone"
        Database.create(path, KEY, migrations=DB).close()
        (DB / "schema.sql").write_text(schema_text(path), encoding="utf-8")
