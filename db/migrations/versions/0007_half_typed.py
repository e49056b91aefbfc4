"""What was typed into a draft and is no answer yet is kept with it."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """ALTER TABLE screening ADD COLUMN half_typed TEXT
    CONSTRAINT ck_screening_half_typed_form CHECK (length(half_typed) <= 2000000)""",
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
         NEW.signed_by, NEW.signed_at, NEW.amends, NEW.amendment_reason, NEW.triggered,
         NEW.half_typed)
     IS (OLD.id, OLD.assessed_on, OLD.answers, OLD.findings, OLD.notes,
         OLD.confirmations, OLD.carried_forward, OLD.rule_set_version, OLD.rule_set_hash,
         OLD.profile, OLD.software_version, OLD.started_by, OLD.started_at, OLD.saved_at,
         OLD.signed_by, OLD.signed_at, OLD.amends, OLD.amendment_reason, OLD.triggered,
         OLD.half_typed)
)
BEGIN
    SELECT RAISE(ABORT, 'a signed screening stays as it was signed');
END""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
