"""The tables of follow-up: scanners, access to the scan, reminders, and paper for many patients.

What happened to a reminder is an event that stays; whether it is due is computed from the facts
at every look and stored nowhere.
"""

import sqlalchemy as sa

from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.storage import columns as c
from msbone_desktop.storage.schema import own_id, patient_id, strict_table, version

REMINDER_KINDS = ("dxa", "bone_review", "vitamin_d", "calcium", "falls_review", "edss", "other")
REMINDER_ACTIONS = (
    "created",
    "contacted",
    "snoozed",
    "booked",
    "did_not_attend",
    "done",
    "declined",
    "not_appropriate",
    "no_response",
    "suspended",
    "resumed",
    "cancelled",
    "kept",
    "undone",
)
CHANNELS = ("letter", "phone", "email", "text", "in_person")


def _void() -> list[sa.schema.SchemaItem]:
    return [
        *c.moment("voided_at"),
        *c.text("voided_by"),
        *c.text("void_reason", NOTE_LIMIT),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_reason IS NULL)",
            name="void_is_whole",
        ),
    ]


def _made(by: str = "created_by", at: str = "created_at") -> list[sa.schema.SchemaItem]:
    return [*c.text(by, nullable=False), *c.moment(at, nullable=False)]


def _reference(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.INTEGER, sa.ForeignKey(target), nullable=nullable)


scanner = strict_table(
    "scanner",
    own_id(),
    c.text("name", nullable=False),
    sa.CheckConstraint("name <> ''", name="has_a_name"),
    c.text("facility", nullable=False),
    c.text("manufacturer", nullable=False),
    c.text("model", nullable=False),
    c.text("serial", nullable=False),
    c.text("software", nullable=False),
    c.yes_no("in_use"),
    version(),
    _made("changed_by", "changed_at"),
)

scanner_precision = strict_table(
    "scanner_precision",
    own_id(),
    _reference("scanner_id", "scanner.id"),
    c.text("site", 40, nullable=False),
    c.number("precision_error_g_cm2", nullable=False),
    c.day("determined_on", nullable=False),
    _made(),
    _void(),
)
"""The facility's own precision error (RMS-SD) a site; of several the newest at the scan counts."""
sa.Index("ix_scanner_precision_scanner", scanner_precision.c.scanner_id)

scanner_move = strict_table(
    "scanner_move",
    own_id(),
    _reference("scanner_id", "scanner.id"),
    c.day("moved_on", nullable=False),
    _made(),
    _void(),
)
"""Days on which a scanner was moved or repaired: earlier precision errors count no longer."""

scanner_cross_calibration = strict_table(
    "scanner_cross_calibration",
    own_id(),
    _reference("scanner_id", "scanner.id"),
    _reference("other_scanner_id", "scanner.id"),
    c.day("stated_on", nullable=False),
    c.text("note", NOTE_LIMIT, nullable=False),
    sa.CheckConstraint("scanner_id <> other_scanner_id", name="two_scanners"),
    _made(),
    _void(),
)

dxa_report = strict_table(
    "dxa_report",
    own_id(),
    patient_id(),
    _reference("scan_id", "dxa_scan.id"),
    sa.Column("content", sa.BLOB, nullable=False),
    sa.Column("sha256", sa.TEXT, nullable=False),
    sa.CheckConstraint("length(sha256) = 64", name="sha256_form"),
    c.count("pages", nullable=False),
    _made(),
    _void(),
)
sa.Index("ix_dxa_report_scan", dxa_report.c.scan_id)
sa.Index("ix_dxa_report_patient", dxa_report.c.patient_id)

access_card = strict_table(
    "access_card",
    own_id(),
    patient_id(unique=True),
    c.answer("transfer", "alone", "one_person", "two_people", "hoist"),
    c.answer("wheelchair", "no", "part_time", "full_time"),
    c.answer("lies_flat", "yes", "no"),
    c.answer("spasticity", "yes", "no"),
    c.answer("metal_left_hip", "yes", "no"),
    c.answer("metal_right_hip", "yes", "no"),
    c.answer("metal_spine", "yes", "no"),
    c.answer("metal_left_forearm", "yes", "no"),
    c.answer("metal_right_forearm", "yes", "no"),
    c.answer("pump", "yes", "no"),
    c.answer("may_be_pregnant", "yes", "no", "does_not_apply"),
    c.day("pregnancy_asked_on"),
    c.text("note", NOTE_LIMIT, nullable=False),
    version(),
    _made("changed_by", "changed_at"),
)

external_risk = strict_table(
    "external_risk",
    own_id(),
    patient_id(),
    c.text("tool", 40, nullable=False),
    c.text("tool_version", nullable=False),
    c.text("country_model", nullable=False),
    c.yes_no("with_bmd"),
    c.number("major_percent"),
    c.number("hip_percent"),
    c.text("stand_ins", 2000, nullable=False),
    c.day("calculated_on", nullable=False),
    c.text("note", NOTE_LIMIT, nullable=False),
    sa.CheckConstraint("major_percent IS NOT NULL OR hip_percent IS NOT NULL", name="has_a_result"),
    _made(),
    _void(),
)
"""A result that staff typed in from another tool; nothing here computes one."""
sa.Index("ix_external_risk_patient", external_risk.c.patient_id, external_risk.c.calculated_on)

reminder_event = strict_table(
    "reminder_event",
    own_id(),
    patient_id(),
    c.word("kind", *REMINDER_KINDS, nullable=False),
    c.word("action", *REMINDER_ACTIONS, nullable=False),
    c.day("on_day", nullable=False),
    c.day("until_day"),
    c.word("channel", *CHANNELS),
    c.text("outcome", 40),
    c.text("reason", NOTE_LIMIT, nullable=False),
    _reference("undoes", "reminder_event.id", nullable=True),
    sa.CheckConstraint("(action = 'undone') = (undoes IS NOT NULL)", name="undoes_one"),
    _made("made_by", "made_at"),
)
"""``on_day`` is the clinic's day of the event, ``until_day`` what it points to: the end of a
snooze, an appointment, the day to ask again, or the due date of a reminder made by hand."""
sa.Index("ix_reminder_event_patient", reminder_event.c.patient_id, reminder_event.c.kind)
sa.Index(
    "uq_reminder_event_undoes",
    reminder_event.c.undoes,
    unique=True,
    sqlite_where=sa.text("undoes IS NOT NULL"),
)

follow_up_policy = strict_table(
    "follow_up_policy",
    own_id(),
    sa.CheckConstraint("id = 1", name="one_row"),
    c.text("annual_dxa_rules", 2000, nullable=False),
    c.count("review_months", nullable=False),
    c.count("due_soon_days", nullable=False),
    c.count("grace_days", nullable=False),
    c.count("return_days", nullable=False),
    c.text("booking_words", 2000, nullable=False),
    c.text("transport_words", 2000, nullable=False),
    version(),
    _made("changed_by", "changed_at"),
)
"""What the clinic decided: which findings start a yearly scan, the windows around a due date, and
after how many days an unanswered call returns."""

calendar_entry = strict_table(
    "calendar_entry",
    own_id(),
    patient_id(),
    c.word("kind", *REMINDER_KINDS, nullable=False),
    sa.Column("uid", sa.TEXT, nullable=False, unique=True),
    c.count("sequence", nullable=False),
    c.day("due_on", nullable=False),
    c.yes_no("cancelled"),
    c.text("summary", nullable=False),
    c.moment("exported_at", nullable=False),
)
"""What went into somebody's calendar, so that the next export can move it or take it back."""
sa.Index("uq_calendar_entry_of", calendar_entry.c.patient_id, calendar_entry.c.kind, unique=True)

handout_release = strict_table(
    "handout_release",
    own_id(),
    patient_id(),
    _reference("screening_id", "screening.id"),
    c.text("rules", 2000, nullable=False),
    _made("released_by", "released_at"),
)
"""The findings that a clinician released to the patient's own page; the newest row counts."""
sa.Index("ix_handout_release_screening", handout_release.c.screening_id)
sa.Index("ix_handout_release_patient", handout_release.c.patient_id)

batch_document = strict_table(
    "batch_document",
    own_id(),
    c.text("kind", 40, nullable=False),
    c.text("file_name", nullable=False),
    sa.Column("content", sa.BLOB, nullable=False),
    sa.Column("sha256", sa.TEXT, nullable=False),
    sa.CheckConstraint("length(sha256) = 64", name="sha256_form"),
    c.count("pages", nullable=False),
    _made("made_by", "made_at"),
)

batch_page = strict_table(
    "batch_page",
    own_id(),
    _reference("batch_id", "batch_document.id"),
    patient_id(),
    c.count("first_page", nullable=False),
    c.count("pages", nullable=False),
)
"""Which pages of a batch are whose: the record of what was printed for whom."""
sa.Index("ix_batch_page_batch", batch_page.c.batch_id)
sa.Index("ix_batch_page_patient", batch_page.c.patient_id)

EVENT_TRIGGERS = (
    """CREATE TRIGGER reminder_event_stays
BEFORE UPDATE ON reminder_event
WHEN NOT (
    (NEW.id, NEW.kind, NEW.action, NEW.on_day, NEW.until_day, NEW.channel, NEW.outcome,
     NEW.reason, NEW.undoes, NEW.made_by, NEW.made_at)
     IS (OLD.id, OLD.kind, OLD.action, OLD.on_day, OLD.until_day, OLD.channel, OLD.outcome,
     OLD.reason, OLD.undoes, OLD.made_by, OLD.made_at)
    AND EXISTS (
        SELECT 1 FROM patient_merge
        WHERE undone_at IS NULL
        AND (kept_id, merged_id) IN (
            VALUES (NEW.patient_id, OLD.patient_id), (OLD.patient_id, NEW.patient_id)
        )
    )
)
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END""",
    """CREATE TRIGGER reminder_event_is_kept
BEFORE DELETE ON reminder_event
WHEN NOT EXISTS (SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id)
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END""",
)
"""An event is taken back by another event, never by changing the first; it moves only with a merge
of the two patients, and goes only with a patient who is deleted for good from the bin."""
