"""How many rows each table of a file has, to compare a copy with what it was copied from."""

from msbone_desktop.storage import connection as keyed


def row_counts(raw: keyed.Connection) -> dict[str, int]:
    """Count the rows of every table."""
    names = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {
        # Names come from the file's own schema; they cannot be bound.
        name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names.fetchall()
    }
