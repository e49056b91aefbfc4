"""``msbone --self-check``: tells whether this installation has all its parts and they work."""

import secrets
import sys
import tempfile
from pathlib import Path

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import load_knowledge


def run() -> int:
    """Load the knowledge, build an encrypted database from the migrations, find the fonts."""
    try:
        knowledge = load_knowledge(shipped("resources"))
        print(f"rules: {len(knowledge.rulebook.rules)}, version {knowledge.rulebook.version}")
        print(f"evidence: {len(knowledge.library.statements)} statements")
        fonts = sorted((shipped("resources") / "fonts").glob("*.ttf"))
        if not fonts:
            print("fonts: none found. Reinstall MSBone.", file=sys.stderr)
            return 1
        print(f"fonts: {len(fonts)}")
        _build_database()
        print("database: built and opened")
    except (MsboneError, FileNotFoundError) as error:
        print(f"msbone: {error}", file=sys.stderr)
        return 1
    return 0


def _build_database() -> None:
    from msbone_desktop.storage.database import Database

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.msbone"
        database = Database.create(path, secrets.token_bytes(32), migrations=shipped("db"))
        database.close()
