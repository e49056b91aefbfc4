"""What somebody had typed and not saved when the program locked."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.schema_trust import kept_work


class KeptWorks:
    """One place for each person; what she keeps anew takes the place of what was there."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, whose: str, content: dict[str, Any], at: datetime) -> None:
        """Keep ``content`` for that person."""
        self._connection.execute(kept_work.delete().where(kept_work.c.whose == whose))
        # In ASCII: a field may end within a character that takes two, and half of one is no text.
        text = json.dumps(content)
        self._connection.execute(
            kept_work.insert(), {"whose": whose, "content": text, "kept_at": from_moment(at)}
        )

    def take(self, whose: str) -> dict[str, Any] | None:
        """Return what was kept for that person, and keep it no longer."""
        found = self._connection.scalar(
            sa.select(kept_work.c.content).where(kept_work.c.whose == whose)
        )
        if found is None:
            return None
        self._connection.execute(kept_work.delete().where(kept_work.c.whose == whose))
        content: dict[str, Any] = json.loads(found)
        return content
