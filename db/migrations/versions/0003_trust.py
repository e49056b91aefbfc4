"""Trust: accounts, history, archive, merging, and the settings of all that."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """CREATE TABLE account (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    role TEXT NOT NULL,
    slot_id TEXT NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_account_name_form CHECK (length(name) <= 200),
    CONSTRAINT ck_account_has_a_name CHECK (name <> ''),
    CONSTRAINT ck_account_role_form CHECK (
        role IN ('clinician', 'physiotherapist', 'nurse', 'front_desk', 'lead', 'reader')
    ),
    CONSTRAINT ck_account_active_form CHECK (active IN (0, 1)),
    CONSTRAINT ck_account_version_form CHECK (version >= 0),
    CONSTRAINT ck_account_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_account_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_account_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_account_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT uq_account_name_key UNIQUE (name_key),
    CONSTRAINT uq_account_slot_id UNIQUE (slot_id)
) STRICT""",
    """CREATE TABLE audit_event (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    offset_minutes INTEGER NOT NULL,
    session TEXT NOT NULL,
    seat TEXT NOT NULL,
    account_id INTEGER,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER,
    patient_id INTEGER,
    was TEXT,
    became TEXT,
    reason TEXT NOT NULL,
    mac TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_audit_event_at_form CHECK (
        at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_audit_event_session_form CHECK (length(session) <= 64),
    CONSTRAINT ck_audit_event_seat_form CHECK (length(seat) <= 200),
    CONSTRAINT ck_audit_event_actor_form CHECK (length(actor) <= 200),
    CONSTRAINT ck_audit_event_action_form CHECK (length(action) <= 40),
    CONSTRAINT ck_audit_event_entity_form CHECK (length(entity) <= 40),
    CONSTRAINT ck_audit_event_was_form CHECK (length(was) <= 4000000),
    CONSTRAINT ck_audit_event_became_form CHECK (length(became) <= 4000000),
    CONSTRAINT ck_audit_event_reason_form CHECK (length(reason) <= 20000),
    CONSTRAINT ck_audit_event_mac_form CHECK (length(mac) = 64)
) STRICT""",
    "CREATE INDEX ix_audit_event_at ON audit_event (at)",
    "CREATE INDEX ix_audit_event_patient ON audit_event (patient_id, id)",
    """CREATE TABLE patient_archive (
    patient_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    purge_after TEXT NOT NULL,
    archived_by TEXT NOT NULL,
    archived_at TEXT NOT NULL,
    PRIMARY KEY (patient_id),
    CONSTRAINT ck_patient_archive_reason_form CHECK (length(reason) <= 20000),
    CONSTRAINT ck_patient_archive_purge_after_form CHECK (
        purge_after GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_patient_archive_archived_by_form CHECK (length(archived_by) <= 200),
    CONSTRAINT ck_patient_archive_archived_at_form CHECK (
        archived_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT fk_patient_archive_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT""",
    """CREATE TABLE patient_merge (
    id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL,
    merged_id INTEGER NOT NULL,
    moved TEXT NOT NULL,
    kept_before TEXT NOT NULL,
    kept_after TEXT NOT NULL,
    merged_before TEXT NOT NULL,
    reason TEXT NOT NULL,
    merged_by TEXT NOT NULL,
    merged_at TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_patient_merge_two_people CHECK (kept_id <> merged_id),
    CONSTRAINT ck_patient_merge_moved_form CHECK (length(moved) <= 4000000),
    CONSTRAINT ck_patient_merge_kept_before_form CHECK (length(kept_before) <= 1000000),
    CONSTRAINT ck_patient_merge_kept_after_form CHECK (length(kept_after) <= 1000000),
    CONSTRAINT ck_patient_merge_merged_before_form CHECK (length(merged_before) <= 1000000),
    CONSTRAINT ck_patient_merge_reason_form CHECK (length(reason) <= 20000),
    CONSTRAINT ck_patient_merge_merged_by_form CHECK (length(merged_by) <= 200),
    CONSTRAINT ck_patient_merge_merged_at_form CHECK (
        merged_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_patient_merge_undone_by_form CHECK (length(undone_by) <= 200),
    CONSTRAINT ck_patient_merge_undone_at_form CHECK (
        undone_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_patient_merge_undo_is_whole CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
    CONSTRAINT fk_patient_merge_kept_id FOREIGN KEY(kept_id) REFERENCES patient (id),
    CONSTRAINT fk_patient_merge_merged_id FOREIGN KEY(merged_id) REFERENCES patient (id)
) STRICT""",
    "CREATE INDEX ix_patient_merge_kept ON patient_merge (kept_id)",
    """CREATE UNIQUE INDEX uq_patient_merge_merged
    ON patient_merge (merged_id)
    WHERE undone_at IS NULL""",
    """CREATE TABLE trust_settings (
    id INTEGER NOT NULL,
    idle_minutes INTEGER NOT NULL,
    asks_reason INTEGER NOT NULL,
    bin_days INTEGER NOT NULL,
    retention_years INTEGER NOT NULL,
    backup_folder TEXT NOT NULL,
    second_backup_folder TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_trust_settings_one_row CHECK (id = 1),
    CONSTRAINT ck_trust_settings_idle_minutes_form CHECK (idle_minutes >= 0),
    CONSTRAINT ck_trust_settings_asks_reason_form CHECK (asks_reason IN (0, 1)),
    CONSTRAINT ck_trust_settings_bin_days_form CHECK (bin_days >= 0),
    CONSTRAINT ck_trust_settings_retention_years_form CHECK (retention_years >= 0),
    CONSTRAINT ck_trust_settings_backup_folder_form CHECK (length(backup_folder) <= 2000),
    CONSTRAINT ck_trust_settings_second_backup_folder_form CHECK (
        length(second_backup_folder) <= 2000
    ),
    CONSTRAINT ck_trust_settings_version_form CHECK (version >= 0),
    CONSTRAINT ck_trust_settings_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_trust_settings_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT""",
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


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
