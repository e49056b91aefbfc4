"""Let a merge move what is signed, and the bin delete it for good; everything else stays refused."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "DROP TRIGGER screening_signed_stays",
    """CREATE TRIGGER screening_signed_stays
BEFORE UPDATE ON screening
WHEN OLD.state <> 'draft' AND NOT (
    (
        OLD.state = 'signed' AND NEW.state = 'amended' AND NEW.patient_id = OLD.patient_id
        OR NEW.state = OLD.state AND NEW.version = OLD.version AND EXISTS (
            SELECT 1 FROM patient_merge
            WHERE undone_at IS NULL
            AND (kept_id, merged_id) IN (
                VALUES (NEW.patient_id, OLD.patient_id), (OLD.patient_id, NEW.patient_id)
            )
        )
    )
    AND (NEW.id, NEW.assessed_on, NEW.answers, NEW.findings, NEW.notes,
         NEW.confirmations, NEW.carried_forward, NEW.rule_set_version, NEW.rule_set_hash,
         NEW.profile, NEW.software_version, NEW.started_by, NEW.started_at, NEW.saved_at,
         NEW.signed_by, NEW.signed_at, NEW.amends, NEW.amendment_reason, NEW.triggered)
     IS (OLD.id, OLD.assessed_on, OLD.answers, OLD.findings, OLD.notes,
         OLD.confirmations, OLD.carried_forward, OLD.rule_set_version, OLD.rule_set_hash,
         OLD.profile, OLD.software_version, OLD.started_by, OLD.started_at, OLD.saved_at,
         OLD.signed_by, OLD.signed_at, OLD.amends, OLD.amendment_reason, OLD.triggered)
)
BEGIN
    SELECT RAISE(ABORT, 'a signed screening stays as it was signed');
END""",
    "DROP TRIGGER screening_signed_is_kept",
    """CREATE TRIGGER screening_signed_is_kept
BEFORE DELETE ON screening
WHEN OLD.state <> 'draft' AND NOT EXISTS (
    SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id
)
BEGIN
    SELECT RAISE(ABORT, 'a signed screening stays as it was signed');
END""",
    "DROP TRIGGER screening_keeps_its_patient",
    """CREATE TRIGGER screening_keeps_its_patient
BEFORE UPDATE OF patient_id ON screening
WHEN NEW.patient_id <> OLD.patient_id AND NOT EXISTS (
    SELECT 1 FROM patient_merge
    WHERE undone_at IS NULL
    AND (kept_id, merged_id) IN (
        VALUES (NEW.patient_id, OLD.patient_id), (OLD.patient_id, NEW.patient_id)
    )
)
BEGIN
    SELECT RAISE(ABORT, 'a screening keeps its patient');
END""",
    "DROP TRIGGER reminder_event_stays",
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
    "DROP TRIGGER reminder_event_is_kept",
    """CREATE TRIGGER reminder_event_is_kept
BEFORE DELETE ON reminder_event
WHEN NOT EXISTS (SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id)
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
