"""Follow-up: scanners, access to the scan, reminders, and paper for many patients."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE scanner (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    facility TEXT NOT NULL,
    manufacturer TEXT NOT NULL,
    model TEXT NOT NULL,
    serial TEXT NOT NULL,
    software TEXT NOT NULL,
    in_use INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_scanner_name_form CHECK (length(name) <= 200),
    CONSTRAINT ck_scanner_has_a_name CHECK (name <> ''),
    CONSTRAINT ck_scanner_facility_form CHECK (length(facility) <= 200),
    CONSTRAINT ck_scanner_manufacturer_form CHECK (length(manufacturer) <= 200),
    CONSTRAINT ck_scanner_model_form CHECK (length(model) <= 200),
    CONSTRAINT ck_scanner_serial_form CHECK (length(serial) <= 200),
    CONSTRAINT ck_scanner_software_form CHECK (length(software) <= 200),
    CONSTRAINT ck_scanner_in_use_form CHECK (in_use IN (0, 1)),
    CONSTRAINT ck_scanner_version_form CHECK (version >= 0),
    CONSTRAINT ck_scanner_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_scanner_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT""",
    """CREATE TABLE scanner_precision (
    id INTEGER NOT NULL,
    scanner_id INTEGER NOT NULL,
    site TEXT NOT NULL,
    precision_error_g_cm2 TEXT NOT NULL,
    determined_on TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_scanner_precision_site_form CHECK (length(site) <= 40),
    CONSTRAINT ck_scanner_precision_precision_error_g_cm2_form CHECK (
        length(precision_error_g_cm2) <= 20 AND precision_error_g_cm2 GLOB '*[0-9]'
        AND precision_error_g_cm2 NOT GLOB '*[^0-9.-]*'
        AND precision_error_g_cm2 NOT GLOB '?*-*' AND precision_error_g_cm2 NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_scanner_precision_determined_on_form CHECK (
        determined_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_scanner_precision_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_scanner_precision_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_precision_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_precision_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_scanner_precision_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_scanner_precision_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_scanner_precision_scanner_id FOREIGN KEY(scanner_id) REFERENCES scanner (id)
) STRICT""",
    "CREATE INDEX ix_scanner_precision_scanner ON scanner_precision (scanner_id)",
    """CREATE TABLE scanner_move (
    id INTEGER NOT NULL,
    scanner_id INTEGER NOT NULL,
    moved_on TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_scanner_move_moved_on_form CHECK (
        moved_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_scanner_move_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_scanner_move_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_move_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_move_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_scanner_move_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_scanner_move_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_scanner_move_scanner_id FOREIGN KEY(scanner_id) REFERENCES scanner (id)
) STRICT""",
    """CREATE TABLE scanner_cross_calibration (
    id INTEGER NOT NULL,
    scanner_id INTEGER NOT NULL,
    other_scanner_id INTEGER NOT NULL,
    stated_on TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_scanner_cross_calibration_stated_on_form CHECK (
        stated_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_scanner_cross_calibration_note_form CHECK (length(note) <= 20000),
    CONSTRAINT ck_scanner_cross_calibration_two_scanners CHECK (scanner_id <> other_scanner_id),
    CONSTRAINT ck_scanner_cross_calibration_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_scanner_cross_calibration_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_cross_calibration_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_scanner_cross_calibration_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_scanner_cross_calibration_void_reason_form CHECK (
        length(void_reason) <= 20000
    ),
    CONSTRAINT ck_scanner_cross_calibration_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_scanner_cross_calibration_scanner_id FOREIGN KEY(scanner_id) REFERENCES scanner (id
    ),
    CONSTRAINT fk_scanner_cross_calibration_other_scanner_id FOREIGN KEY(other_scanner_id) REFERENCES scanner (id
    )
) STRICT""",
    """CREATE TABLE dxa_report (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    scan_id INTEGER NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_dxa_report_sha256_form CHECK (length(sha256) = 64),
    CONSTRAINT ck_dxa_report_pages_form CHECK (pages >= 0),
    CONSTRAINT ck_dxa_report_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_dxa_report_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_dxa_report_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_dxa_report_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_dxa_report_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_dxa_report_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_dxa_report_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_dxa_report_scan_id FOREIGN KEY(scan_id) REFERENCES dxa_scan (id)
) STRICT""",
    "CREATE INDEX ix_dxa_report_patient ON dxa_report (patient_id)",
    "CREATE INDEX ix_dxa_report_scan ON dxa_report (scan_id)",
    """CREATE TABLE access_card (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    transfer TEXT NOT NULL,
    wheelchair TEXT NOT NULL,
    lies_flat TEXT NOT NULL,
    spasticity TEXT NOT NULL,
    metal_left_hip TEXT NOT NULL,
    metal_right_hip TEXT NOT NULL,
    metal_spine TEXT NOT NULL,
    metal_left_forearm TEXT NOT NULL,
    metal_right_forearm TEXT NOT NULL,
    pump TEXT NOT NULL,
    may_be_pregnant TEXT NOT NULL,
    pregnancy_asked_on TEXT,
    note TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_access_card_transfer_form CHECK (
        transfer IN ('alone', 'one_person', 'two_people', 'hoist', 'not_asked', 'unknown',
        'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_wheelchair_form CHECK (
        wheelchair IN ('no', 'part_time', 'full_time', 'not_asked', 'unknown', 'declined',
        'invalid')
    ),
    CONSTRAINT ck_access_card_lies_flat_form CHECK (
        lies_flat IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_spasticity_form CHECK (
        spasticity IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_metal_left_hip_form CHECK (
        metal_left_hip IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_metal_right_hip_form CHECK (
        metal_right_hip IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_metal_spine_form CHECK (
        metal_spine IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_metal_left_forearm_form CHECK (
        metal_left_forearm IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_metal_right_forearm_form CHECK (
        metal_right_forearm IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_pump_form CHECK (
        pump IN ('yes', 'no', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_may_be_pregnant_form CHECK (
        may_be_pregnant IN ('yes', 'no', 'does_not_apply', 'not_asked', 'unknown',
        'declined', 'invalid')
    ),
    CONSTRAINT ck_access_card_pregnancy_asked_on_form CHECK (
        pregnancy_asked_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_access_card_note_form CHECK (length(note) <= 20000),
    CONSTRAINT ck_access_card_version_form CHECK (version >= 0),
    CONSTRAINT ck_access_card_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_access_card_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT uq_access_card_patient_id UNIQUE (patient_id),
    CONSTRAINT fk_access_card_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT""",
    """CREATE TABLE external_risk (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    tool TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    country_model TEXT NOT NULL,
    with_bmd INTEGER NOT NULL,
    major_percent TEXT,
    hip_percent TEXT,
    stand_ins TEXT NOT NULL,
    calculated_on TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_external_risk_tool_form CHECK (length(tool) <= 40),
    CONSTRAINT ck_external_risk_tool_version_form CHECK (length(tool_version) <= 200),
    CONSTRAINT ck_external_risk_country_model_form CHECK (length(country_model) <= 200),
    CONSTRAINT ck_external_risk_with_bmd_form CHECK (with_bmd IN (0, 1)),
    CONSTRAINT ck_external_risk_major_percent_form CHECK (
        length(major_percent) <= 20 AND major_percent GLOB '*[0-9]'
        AND major_percent NOT GLOB '*[^0-9.-]*' AND major_percent NOT GLOB '?*-*'
        AND major_percent NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_external_risk_hip_percent_form CHECK (
        length(hip_percent) <= 20 AND hip_percent GLOB '*[0-9]'
        AND hip_percent NOT GLOB '*[^0-9.-]*' AND hip_percent NOT GLOB '?*-*'
        AND hip_percent NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_external_risk_stand_ins_form CHECK (length(stand_ins) <= 2000),
    CONSTRAINT ck_external_risk_calculated_on_form CHECK (
        calculated_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_external_risk_note_form CHECK (length(note) <= 20000),
    CONSTRAINT ck_external_risk_has_a_result CHECK (
        major_percent IS NOT NULL OR hip_percent IS NOT NULL
    ),
    CONSTRAINT ck_external_risk_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_external_risk_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_external_risk_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_external_risk_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_external_risk_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_external_risk_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_external_risk_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT""",
    "CREATE INDEX ix_external_risk_patient ON external_risk (patient_id, calculated_on)",
    """CREATE TABLE reminder_event (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    on_day TEXT NOT NULL,
    until_day TEXT,
    channel TEXT,
    outcome TEXT,
    reason TEXT NOT NULL,
    undoes INTEGER,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_reminder_event_kind_form CHECK (
        kind IN ('dxa', 'bone_review', 'vitamin_d', 'calcium', 'falls_review', 'edss', 'other')
    ),
    CONSTRAINT ck_reminder_event_action_form CHECK (
        action IN ('created', 'contacted', 'snoozed', 'booked', 'did_not_attend', 'done',
        'declined', 'not_appropriate', 'no_response', 'suspended', 'resumed', 'cancelled',
        'kept', 'undone')
    ),
    CONSTRAINT ck_reminder_event_on_day_form CHECK (
        on_day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_reminder_event_until_day_form CHECK (
        until_day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_reminder_event_channel_form CHECK (
        channel IN ('letter', 'phone', 'email', 'text', 'in_person')
    ),
    CONSTRAINT ck_reminder_event_outcome_form CHECK (length(outcome) <= 40),
    CONSTRAINT ck_reminder_event_reason_form CHECK (length(reason) <= 20000),
    CONSTRAINT ck_reminder_event_undoes_one CHECK ((action = 'undone') = (undoes IS NOT NULL)),
    CONSTRAINT ck_reminder_event_made_by_form CHECK (length(made_by) <= 200),
    CONSTRAINT ck_reminder_event_made_at_form CHECK (
        made_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT fk_reminder_event_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_reminder_event_undoes FOREIGN KEY(undoes) REFERENCES reminder_event (id)
) STRICT""",
    "CREATE INDEX ix_reminder_event_patient ON reminder_event (patient_id, kind)",
    """CREATE UNIQUE INDEX uq_reminder_event_undoes
    ON reminder_event (undoes)
    WHERE undoes IS NOT NULL""",
    """CREATE TABLE follow_up_policy (
    id INTEGER NOT NULL,
    annual_dxa_rules TEXT NOT NULL,
    review_months INTEGER NOT NULL,
    due_soon_days INTEGER NOT NULL,
    grace_days INTEGER NOT NULL,
    return_days INTEGER NOT NULL,
    booking_words TEXT NOT NULL,
    transport_words TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_follow_up_policy_one_row CHECK (id = 1),
    CONSTRAINT ck_follow_up_policy_annual_dxa_rules_form CHECK (
        length(annual_dxa_rules) <= 2000
    ),
    CONSTRAINT ck_follow_up_policy_review_months_form CHECK (review_months >= 0),
    CONSTRAINT ck_follow_up_policy_due_soon_days_form CHECK (due_soon_days >= 0),
    CONSTRAINT ck_follow_up_policy_grace_days_form CHECK (grace_days >= 0),
    CONSTRAINT ck_follow_up_policy_return_days_form CHECK (return_days >= 0),
    CONSTRAINT ck_follow_up_policy_booking_words_form CHECK (length(booking_words) <= 2000),
    CONSTRAINT ck_follow_up_policy_transport_words_form CHECK (length(transport_words) <= 2000),
    CONSTRAINT ck_follow_up_policy_version_form CHECK (version >= 0),
    CONSTRAINT ck_follow_up_policy_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_follow_up_policy_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT""",
    """CREATE TABLE calendar_entry (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    uid TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    cancelled INTEGER NOT NULL,
    summary TEXT NOT NULL,
    exported_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_calendar_entry_kind_form CHECK (
        kind IN ('dxa', 'bone_review', 'vitamin_d', 'calcium', 'falls_review', 'edss', 'other')
    ),
    CONSTRAINT ck_calendar_entry_sequence_form CHECK (sequence >= 0),
    CONSTRAINT ck_calendar_entry_due_on_form CHECK (
        due_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_calendar_entry_cancelled_form CHECK (cancelled IN (0, 1)),
    CONSTRAINT ck_calendar_entry_summary_form CHECK (length(summary) <= 200),
    CONSTRAINT ck_calendar_entry_exported_at_form CHECK (
        exported_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT fk_calendar_entry_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT uq_calendar_entry_uid UNIQUE (uid)
) STRICT""",
    "CREATE UNIQUE INDEX uq_calendar_entry_of ON calendar_entry (patient_id, kind)",
    """CREATE TABLE handout_release (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER NOT NULL,
    rules TEXT NOT NULL,
    released_by TEXT NOT NULL,
    released_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_handout_release_rules_form CHECK (length(rules) <= 2000),
    CONSTRAINT ck_handout_release_released_by_form CHECK (length(released_by) <= 200),
    CONSTRAINT ck_handout_release_released_at_form CHECK (
        released_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT fk_handout_release_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_handout_release_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id
    )
) STRICT""",
    "CREATE INDEX ix_handout_release_patient ON handout_release (patient_id)",
    "CREATE INDEX ix_handout_release_screening ON handout_release (screening_id)",
    """CREATE TABLE batch_document (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_batch_document_kind_form CHECK (length(kind) <= 40),
    CONSTRAINT ck_batch_document_file_name_form CHECK (length(file_name) <= 200),
    CONSTRAINT ck_batch_document_sha256_form CHECK (length(sha256) = 64),
    CONSTRAINT ck_batch_document_pages_form CHECK (pages >= 0),
    CONSTRAINT ck_batch_document_made_by_form CHECK (length(made_by) <= 200),
    CONSTRAINT ck_batch_document_made_at_form CHECK (
        made_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT""",
    """CREATE TABLE batch_page (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    first_page INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_batch_page_first_page_form CHECK (first_page >= 0),
    CONSTRAINT ck_batch_page_pages_form CHECK (pages >= 0),
    CONSTRAINT fk_batch_page_batch_id FOREIGN KEY(batch_id) REFERENCES batch_document (id),
    CONSTRAINT fk_batch_page_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT""",
    "CREATE INDEX ix_batch_page_batch ON batch_page (batch_id)",
    "CREATE INDEX ix_batch_page_patient ON batch_page (patient_id)",
    """ALTER TABLE patient ADD COLUMN left_on TEXT
    CONSTRAINT ck_patient_left_on_form CHECK (left_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]' OR
        left_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' OR
        left_on GLOB '[0-9][0-9][0-9][0-9]')""",
    """ALTER TABLE patient ADD COLUMN left_reason TEXT
    CONSTRAINT ck_patient_left_reason_form CHECK (length(left_reason) <= 20000)""",
    """ALTER TABLE patient ADD COLUMN dxa_interval_set_on TEXT
    CONSTRAINT ck_patient_dxa_interval_set_on_form CHECK (
        dxa_interval_set_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]')""",
    """ALTER TABLE dxa_scan ADD COLUMN scan_mode TEXT
    CONSTRAINT ck_dxa_scan_scan_mode_form CHECK (length(scan_mode) <= 200)""",
    """ALTER TABLE dxa_site ADD COLUMN region TEXT
    CONSTRAINT ck_dxa_site_region_form CHECK (length(region) <= 40)""",
    """ALTER TABLE dxa_scan ADD COLUMN scanner_ref INTEGER
    CONSTRAINT fk_dxa_scan_scanner_ref REFERENCES scanner (id)""",
    """CREATE TRIGGER reminder_event_stays
BEFORE UPDATE ON reminder_event
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END""",
    """CREATE TRIGGER reminder_event_is_kept
BEFORE DELETE ON reminder_event
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
