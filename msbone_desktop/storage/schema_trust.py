"""The tables of trust: who may work here, what was done, and what was put away or joined."""

import sqlalchemy as sa

from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.storage import columns as c
from msbone_desktop.storage.schema import own_id, strict_table, version

ROLES = ("clinician", "physiotherapist", "nurse", "front_desk", "lead", "reader")

account = strict_table(
    "account",
    own_id(),
    c.text("name", nullable=False),
    sa.CheckConstraint("name <> ''", name="has_a_name"),
    sa.Column("name_key", sa.TEXT, nullable=False, unique=True),
    c.word("role", *ROLES, nullable=False),
    sa.Column("slot_id", sa.TEXT, nullable=False, unique=True),
    c.yes_no("active"),
    version(),
    c.text("created_by", nullable=False),
    c.moment("created_at", nullable=False),
    c.text("changed_by", nullable=False),
    c.moment("changed_at", nullable=False),
)
"""``slot_id`` names the person's own slot of the key file; without it the account opens nothing."""

audit_event = strict_table(
    "audit_event",
    own_id(),
    c.moment("at", nullable=False),
    sa.Column("offset_minutes", sa.INTEGER, nullable=False),
    c.text("session", 64, nullable=False),
    c.text("seat", nullable=False),
    sa.Column("account_id", sa.INTEGER),
    c.text("actor", nullable=False),
    c.text("action", 40, nullable=False),
    c.text("entity", 40, nullable=False),
    sa.Column("entity_id", sa.INTEGER),
    sa.Column("patient_id", sa.INTEGER),
    c.text("was", 4_000_000),
    c.text("became", 4_000_000),
    c.text("reason", NOTE_LIMIT, nullable=False),
    sa.Column("mac", sa.TEXT, nullable=False),
    sa.CheckConstraint("length(mac) = 64", name="mac_form"),
)
"""``id`` counts without a gap. ``mac`` seals the row and the one before it under a key that is
made from the data key. No foreign keys: an event outlives what it tells of."""
sa.Index("ix_audit_event_patient", audit_event.c.patient_id, audit_event.c.id)
sa.Index("ix_audit_event_at", audit_event.c.at)
sa.Index("ix_audit_event_action", audit_event.c.action)

patient_archive = strict_table(
    "patient_archive",
    sa.Column("patient_id", sa.INTEGER, sa.ForeignKey("patient.id"), primary_key=True),
    c.text("reason", NOTE_LIMIT, nullable=False),
    c.day("purge_after", nullable=False),
    c.text("archived_by", nullable=False),
    c.moment("archived_at", nullable=False),
)
"""Who is in the bin. Taken out again, the row goes; the history keeps both."""

patient_merge = strict_table(
    "patient_merge",
    own_id(),
    sa.Column("kept_id", sa.INTEGER, sa.ForeignKey("patient.id"), nullable=False),
    sa.Column("merged_id", sa.INTEGER, sa.ForeignKey("patient.id"), nullable=False),
    sa.CheckConstraint("kept_id <> merged_id", name="two_people"),
    c.text("moved", 4_000_000, nullable=False),
    c.text("kept_before", 1_000_000, nullable=False),
    c.text("kept_after", 1_000_000, nullable=False),
    c.text("merged_before", 1_000_000, nullable=False),
    c.text("reason", NOTE_LIMIT, nullable=False),
    c.text("merged_by", nullable=False),
    c.moment("merged_at", nullable=False),
    c.text("undone_by"),
    c.moment("undone_at"),
    sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undo_is_whole"),
)
"""What a merge moved, row by row, so that it can be taken back without loss."""
sa.Index(
    "uq_patient_merge_merged",
    patient_merge.c.merged_id,
    unique=True,
    sqlite_where=sa.text("undone_at IS NULL"),
)
sa.Index("ix_patient_merge_kept", patient_merge.c.kept_id)

kept_work = strict_table(
    "kept_work",
    sa.Column("whose", sa.TEXT, primary_key=True),
    sa.CheckConstraint("whose <> ''", name="has_somebody"),
    c.text("content", 1_000_000, nullable=False),
    c.moment("kept_at", nullable=False),
)
"""What a person had typed and not saved when the program locked. It is no record: it goes when she
unlocks, and the history does not tell of it."""

trust_settings = strict_table(
    "trust_settings",
    own_id(),
    sa.CheckConstraint("id = 1", name="one_row"),
    c.count("idle_minutes", nullable=False),
    c.yes_no("asks_reason"),
    c.count("bin_days", nullable=False),
    c.count("retention_years", nullable=False),
    c.text("backup_folder", 2000, nullable=False),
    c.text("second_backup_folder", 2000, nullable=False),
    version(),
    c.text("changed_by", nullable=False),
    c.moment("changed_at", nullable=False),
)

AUDIT_TRIGGERS = (
    """CREATE TRIGGER audit_event_stays
BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'the history stays as it was written');
END""",
    """CREATE TRIGGER audit_event_is_kept
BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'the history stays as it was written');
END""",
)
"""The history only grows."""
