"""Which tables hold rows of a patient, found from the schema so that none can be forgotten."""

from functools import cache

import sqlalchemy as sa

from msbone_desktop.storage import schema_facts, schema_followup, schema_trust  # noqa: F401
from msbone_desktop.storage.schema import metadata

_NOT_HERS = {"audit_event", "patient_archive", "patient_listing", "search_word"}
"""The history stays; the others say where a record stands, or are worked out from it."""


@cache
def patient_tables() -> tuple[sa.Table, ...]:
    """Return the tables whose rows belong to one patient each, those pointed to first."""
    return tuple(
        table
        for table in metadata.sorted_tables
        if "patient_id" in table.c and table.name not in _NOT_HERS
    )
