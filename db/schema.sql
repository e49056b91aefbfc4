CREATE TABLE access_card (
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
) STRICT;

CREATE TABLE account (
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
) STRICT;

CREATE TABLE audit_event (
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
) STRICT;

CREATE TRIGGER audit_event_is_kept
BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'the history stays as it was written');
END;

CREATE TRIGGER audit_event_stays
BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'the history stays as it was written');
END;

CREATE INDEX ix_audit_event_action ON audit_event (action);

CREATE INDEX ix_audit_event_at ON audit_event (at);

CREATE INDEX ix_audit_event_patient ON audit_event (patient_id, id);

CREATE TABLE batch_document (
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
) STRICT;

CREATE TABLE batch_page (
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
) STRICT;

CREATE INDEX ix_batch_page_batch ON batch_page (batch_id);

CREATE INDEX ix_batch_page_patient ON batch_page (patient_id);

CREATE TABLE body_measure (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    kind TEXT NOT NULL,
    measured_on TEXT NOT NULL,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_body_measure_kind_form CHECK (kind IN ('height_cm', 'weight_kg', 'bmi')),
    CONSTRAINT ck_body_measure_measured_on_form CHECK (
        measured_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_body_measure_value_form CHECK (
        length(value) <= 20 AND value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*'
        AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_body_measure_version_form CHECK (version >= 0),
    CONSTRAINT ck_body_measure_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_body_measure_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_body_measure_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_body_measure_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_body_measure_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_body_measure_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_body_measure_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_body_measure_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_body_measure_patient ON body_measure (patient_id, measured_on);

CREATE INDEX ix_body_measure_screening ON body_measure (screening_id);

CREATE TABLE calendar_entry (
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
) STRICT;

CREATE UNIQUE INDEX uq_calendar_entry_of ON calendar_entry (patient_id, kind);

CREATE TABLE clinic (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    paper TEXT NOT NULL,
    date_order TEXT NOT NULL,
    is_demo INTEGER NOT NULL,
    logo_png BLOB,
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_clinic_one_row CHECK (id = 1),
    CONSTRAINT ck_clinic_name_form CHECK (length(name) <= 200),
    CONSTRAINT ck_clinic_address_form CHECK (length(address) <= 2000),
    CONSTRAINT ck_clinic_phone_form CHECK (length(phone) <= 200),
    CONSTRAINT ck_clinic_paper_form CHECK (paper IN ('A4', 'Letter')),
    CONSTRAINT ck_clinic_date_order_form CHECK (date_order IN ('dmy', 'mdy')),
    CONSTRAINT ck_clinic_is_demo_form CHECK (is_demo IN (0, 1)),
    CONSTRAINT ck_clinic_version_form CHECK (version >= 0),
    CONSTRAINT ck_clinic_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_clinic_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT;

CREATE TABLE disability_score (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    scale TEXT NOT NULL,
    observed_on TEXT NOT NULL,
    score TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_disability_score_scale_form CHECK (scale IN ('edss', 'pdds')),
    CONSTRAINT ck_disability_score_observed_on_form CHECK (
        observed_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_disability_score_score_form CHECK (
        length(score) <= 20 AND score GLOB '*[0-9]' AND score NOT GLOB '*[^0-9.-]*'
        AND score NOT GLOB '?*-*' AND score NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_disability_score_version_form CHECK (version >= 0),
    CONSTRAINT ck_disability_score_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_disability_score_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_disability_score_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_disability_score_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_disability_score_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_disability_score_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_disability_score_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_disability_score_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id
    )
) STRICT;

CREATE INDEX ix_disability_score_patient ON disability_score (patient_id, observed_on);

CREATE INDEX ix_disability_score_screening ON disability_score (screening_id);

CREATE TABLE document (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_document_kind_form CHECK (length(kind) <= 40),
    CONSTRAINT ck_document_file_name_form CHECK (length(file_name) <= 200),
    CONSTRAINT ck_document_sha256_form CHECK (length(sha256) = 64),
    CONSTRAINT ck_document_pages_form CHECK (pages >= 0),
    CONSTRAINT ck_document_made_at_form CHECK (
        made_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_document_made_by_form CHECK (length(made_by) <= 200),
    CONSTRAINT fk_document_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_document_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_document_patient ON document (patient_id);

CREATE INDEX ix_document_screening ON document (screening_id, kind);

CREATE TABLE dxa_report (
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
) STRICT;

CREATE INDEX ix_dxa_report_patient ON dxa_report (patient_id);

CREATE INDEX ix_dxa_report_scan ON dxa_report (scan_id);

CREATE TABLE dxa_scan (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    performed_on TEXT NOT NULL,
    facility TEXT,
    manufacturer TEXT,
    scanner_id TEXT,
    software TEXT,
    reference_database TEXT,
    cross_calibrated INTEGER NOT NULL,
    use_radius_33 INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT, scan_mode TEXT
    CONSTRAINT ck_dxa_scan_scan_mode_form CHECK (length(scan_mode) <= 200), scanner_ref INTEGER
    CONSTRAINT fk_dxa_scan_scanner_ref REFERENCES scanner (id),
    PRIMARY KEY (id),
    CONSTRAINT ck_dxa_scan_performed_on_form CHECK (
        performed_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_dxa_scan_facility_form CHECK (length(facility) <= 200),
    CONSTRAINT ck_dxa_scan_manufacturer_form CHECK (length(manufacturer) <= 200),
    CONSTRAINT ck_dxa_scan_scanner_id_form CHECK (length(scanner_id) <= 200),
    CONSTRAINT ck_dxa_scan_software_form CHECK (length(software) <= 200),
    CONSTRAINT ck_dxa_scan_reference_database_form CHECK (length(reference_database) <= 200),
    CONSTRAINT ck_dxa_scan_cross_calibrated_form CHECK (cross_calibrated IN (0, 1)),
    CONSTRAINT ck_dxa_scan_use_radius_33_form CHECK (use_radius_33 IN (0, 1)),
    CONSTRAINT ck_dxa_scan_version_form CHECK (version >= 0),
    CONSTRAINT ck_dxa_scan_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_dxa_scan_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_dxa_scan_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_dxa_scan_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_dxa_scan_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_dxa_scan_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_dxa_scan_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_dxa_scan_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_dxa_scan_patient ON dxa_scan (patient_id, performed_on);

CREATE INDEX ix_dxa_scan_screening ON dxa_scan (screening_id);

CREATE TABLE dxa_site (
    id INTEGER NOT NULL,
    scan_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    site TEXT NOT NULL,
    side TEXT,
    bmd_g_cm2 TEXT,
    t_score TEXT,
    z_score TEXT,
    precision_error_g_cm2 TEXT,
    not_measurable TEXT, region TEXT
    CONSTRAINT ck_dxa_site_region_form CHECK (length(region) <= 40),
    PRIMARY KEY (id),
    CONSTRAINT ck_dxa_site_place_form CHECK (place >= 0),
    CONSTRAINT ck_dxa_site_site_form CHECK (length(site) <= 40),
    CONSTRAINT ck_dxa_site_side_form CHECK (side IN ('left', 'right')),
    CONSTRAINT ck_dxa_site_bmd_g_cm2_form CHECK (
        length(bmd_g_cm2) <= 20 AND bmd_g_cm2 GLOB '*[0-9]'
        AND bmd_g_cm2 NOT GLOB '*[^0-9.-]*' AND bmd_g_cm2 NOT GLOB '?*-*'
        AND bmd_g_cm2 NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_dxa_site_t_score_form CHECK (
        length(t_score) <= 20 AND t_score GLOB '*[0-9]'
        AND t_score NOT GLOB '*[^0-9.-]*' AND t_score NOT GLOB '?*-*'
        AND t_score NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_dxa_site_z_score_form CHECK (
        length(z_score) <= 20 AND z_score GLOB '*[0-9]'
        AND z_score NOT GLOB '*[^0-9.-]*' AND z_score NOT GLOB '?*-*'
        AND z_score NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_dxa_site_precision_error_g_cm2_form CHECK (
        length(precision_error_g_cm2) <= 20 AND precision_error_g_cm2 GLOB '*[0-9]'
        AND precision_error_g_cm2 NOT GLOB '*[^0-9.-]*'
        AND precision_error_g_cm2 NOT GLOB '?*-*' AND precision_error_g_cm2 NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_dxa_site_not_measurable_form CHECK (length(not_measurable) <= 200),
    CONSTRAINT fk_dxa_site_scan_id FOREIGN KEY(scan_id) REFERENCES dxa_scan (id)
) STRICT;

CREATE INDEX ix_dxa_site_scan ON dxa_site (scan_id, place);

CREATE TABLE external_risk (
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
) STRICT;

CREATE INDEX ix_external_risk_patient ON external_risk (patient_id, calculated_on);

CREATE TABLE fall_count (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    kind TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_fall_count_kind_form CHECK (
        kind IN ('falls_last_6_months', 'falls_last_12_months',
        'injurious_falls_last_6_months', 'falls_needing_care_last_6_months')
    ),
    CONSTRAINT ck_fall_count_counted_on_form CHECK (
        counted_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_fall_count_number_form CHECK (number >= 0),
    CONSTRAINT ck_fall_count_version_form CHECK (version >= 0),
    CONSTRAINT ck_fall_count_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_fall_count_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_fall_count_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_fall_count_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_fall_count_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_fall_count_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_fall_count_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_fall_count_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_fall_count_patient ON fall_count (patient_id, counted_on);

CREATE INDEX ix_fall_count_screening ON fall_count (screening_id);

CREATE TABLE follow_up_policy (
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
) STRICT;

CREATE TABLE fracture (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    site TEXT NOT NULL,
    happened_on TEXT,
    mechanism TEXT,
    pathological INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_fracture_site_form CHECK (length(site) <= 40),
    CONSTRAINT ck_fracture_happened_on_form CHECK (
        happened_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_fracture_mechanism_form CHECK (length(mechanism) <= 40),
    CONSTRAINT ck_fracture_pathological_form CHECK (pathological IN (0, 1)),
    CONSTRAINT ck_fracture_version_form CHECK (version >= 0),
    CONSTRAINT ck_fracture_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_fracture_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_fracture_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_fracture_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_fracture_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_fracture_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_fracture_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_fracture_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_fracture_patient ON fracture (patient_id, happened_on);

CREATE INDEX ix_fracture_screening ON fracture (screening_id);

CREATE TABLE gait_aid (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    seen_on TEXT NOT NULL,
    aid TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_gait_aid_seen_on_form CHECK (
        seen_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_gait_aid_aid_form CHECK (
        aid IN ('none', 'unilateral', 'bilateral', 'wheelchair_part_time',
        'wheelchair_full_time')
    ),
    CONSTRAINT ck_gait_aid_version_form CHECK (version >= 0),
    CONSTRAINT ck_gait_aid_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_gait_aid_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_gait_aid_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_gait_aid_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_gait_aid_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_gait_aid_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_gait_aid_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_gait_aid_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_gait_aid_patient ON gait_aid (patient_id, seen_on);

CREATE INDEX ix_gait_aid_screening ON gait_aid (screening_id);

CREATE TABLE handout_release (
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
) STRICT;

CREATE INDEX ix_handout_release_patient ON handout_release (patient_id);

CREATE INDEX ix_handout_release_screening ON handout_release (screening_id);

CREATE TABLE kept_work (
    whose TEXT NOT NULL,
    content TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (whose),
    CONSTRAINT ck_kept_work_has_somebody CHECK (whose <> ''),
    CONSTRAINT ck_kept_work_content_form CHECK (length(content) <= 1000000),
    CONSTRAINT ck_kept_work_kept_at_form CHECK (
        kept_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT;

CREATE TABLE laboratory_result (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    analyte TEXT NOT NULL,
    sampled_on TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT,
    upper_limit TEXT,
    assay TEXT,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_laboratory_result_analyte_form CHECK (
        analyte IN ('25ohd', 'pth', 'adjusted_calcium', 'egfr')
    ),
    CONSTRAINT ck_laboratory_result_sampled_on_form CHECK (
        sampled_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_laboratory_result_value_form CHECK (
        length(value) <= 20 AND value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*'
        AND value NOT GLOB '?*-*' AND value NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_laboratory_result_unit_form CHECK (length(unit) <= 40),
    CONSTRAINT ck_laboratory_result_upper_limit_form CHECK (
        length(upper_limit) <= 20 AND upper_limit GLOB '*[0-9]'
        AND upper_limit NOT GLOB '*[^0-9.-]*' AND upper_limit NOT GLOB '?*-*'
        AND upper_limit NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_laboratory_result_assay_form CHECK (length(assay) <= 200),
    CONSTRAINT ck_laboratory_result_vitamin_d_has_its_unit CHECK (
        analyte <> '25ohd' OR (unit IS NOT NULL AND unit IN ('nmol/L', 'ng/mL'))
    ),
    CONSTRAINT ck_laboratory_result_version_form CHECK (version >= 0),
    CONSTRAINT ck_laboratory_result_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_laboratory_result_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_laboratory_result_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_laboratory_result_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_laboratory_result_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_laboratory_result_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_laboratory_result_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_laboratory_result_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id
    )
) STRICT;

CREATE INDEX ix_laboratory_result_patient ON laboratory_result (patient_id, sampled_on);

CREATE INDEX ix_laboratory_result_screening ON laboratory_result (screening_id);

CREATE TABLE medicine_course (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    kind TEXT NOT NULL,
    drug TEXT NOT NULL,
    route TEXT,
    mg_per_day TEXT,
    started_on TEXT,
    ended_on TEXT,
    reported_on TEXT NOT NULL,
    last_reported_on TEXT NOT NULL,
    not_taken_on TEXT,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_medicine_course_kind_form CHECK (
        kind IN ('steroid', 'antiepileptic', 'disease_modifying_therapy')
    ),
    CONSTRAINT ck_medicine_course_drug_form CHECK (length(drug) <= 200),
    CONSTRAINT ck_medicine_course_route_form CHECK (length(route) <= 40),
    CONSTRAINT ck_medicine_course_mg_per_day_form CHECK (
        length(mg_per_day) <= 20 AND mg_per_day GLOB '*[0-9]'
        AND mg_per_day NOT GLOB '*[^0-9.-]*' AND mg_per_day NOT GLOB '?*-*'
        AND mg_per_day NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_medicine_course_started_on_form CHECK (
        started_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_medicine_course_ended_on_form CHECK (
        ended_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_medicine_course_reported_on_form CHECK (
        reported_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_medicine_course_last_reported_on_form CHECK (
        last_reported_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_medicine_course_not_taken_on_form CHECK (
        not_taken_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_medicine_course_steroid_is_whole CHECK (
        kind <> 'steroid' OR (started_on IS NOT NULL AND route IS NOT NULL)
    ),
    CONSTRAINT ck_medicine_course_ends_after_start CHECK (
        ended_on IS NULL OR ended_on >= started_on
    ),
    CONSTRAINT ck_medicine_course_version_form CHECK (version >= 0),
    CONSTRAINT ck_medicine_course_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_medicine_course_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_medicine_course_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_medicine_course_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_medicine_course_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_medicine_course_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_medicine_course_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_medicine_course_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id
    )
) STRICT;

CREATE INDEX ix_medicine_course_patient ON medicine_course (patient_id, reported_on);

CREATE INDEX ix_medicine_course_screening ON medicine_course (screening_id);

CREATE TABLE patient (
    id INTEGER NOT NULL,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    born_on TEXT,
    clinic_id TEXT NOT NULL,
    clinic_id_key TEXT NOT NULL,
    sex_for_reference TEXT NOT NULL,
    menopause TEXT NOT NULL,
    menopause_on TEXT,
    ms_course TEXT NOT NULL,
    ms_onset_on TEXT,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    contact_by TEXT NOT NULL,
    contact_note TEXT NOT NULL,
    opted_out INTEGER NOT NULL,
    opted_out_reason TEXT NOT NULL,
    deceased_on TEXT,
    dxa_interval_months INTEGER,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL, left_on TEXT
    CONSTRAINT ck_patient_left_on_form CHECK (left_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]' OR
        left_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' OR
        left_on GLOB '[0-9][0-9][0-9][0-9]'), left_reason TEXT
    CONSTRAINT ck_patient_left_reason_form CHECK (length(left_reason) <= 20000), dxa_interval_set_on TEXT
    CONSTRAINT ck_patient_dxa_interval_set_on_form CHECK (
        dxa_interval_set_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    PRIMARY KEY (id),
    CONSTRAINT ck_patient_family_name_form CHECK (length(family_name) <= 200),
    CONSTRAINT ck_patient_given_name_form CHECK (length(given_name) <= 200),
    CONSTRAINT ck_patient_has_a_name CHECK (family_name <> '' OR given_name <> ''),
    CONSTRAINT ck_patient_born_on_form CHECK (
        born_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
        OR born_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' OR born_on GLOB '[0-9][0-9][0-9][0-9]'
    ),
    CONSTRAINT ck_patient_clinic_id_form CHECK (length(clinic_id) <= 40),
    CONSTRAINT ck_patient_has_a_clinic_id CHECK (clinic_id <> ''),
    CONSTRAINT ck_patient_sex_for_reference_form CHECK (
        sex_for_reference IN ('female', 'male', 'other', 'not_asked', 'unknown',
        'declined', 'invalid')
    ),
    CONSTRAINT ck_patient_menopause_form CHECK (
        menopause IN ('pre', 'peri', 'post', 'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_patient_menopause_on_form CHECK (
        menopause_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
        OR menopause_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR menopause_on GLOB '[0-9][0-9][0-9][0-9]'
    ),
    CONSTRAINT ck_patient_ms_course_form CHECK (
        ms_course IN ('clinically_isolated', 'relapsing_remitting',
        'secondary_progressive', 'primary_progressive', 'progressive_relapsing',
        'not_asked', 'unknown', 'declined', 'invalid')
    ),
    CONSTRAINT ck_patient_ms_onset_on_form CHECK (
        ms_onset_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
        OR ms_onset_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR ms_onset_on GLOB '[0-9][0-9][0-9][0-9]'
    ),
    CONSTRAINT ck_patient_phone_form CHECK (length(phone) <= 200),
    CONSTRAINT ck_patient_email_form CHECK (length(email) <= 320),
    CONSTRAINT ck_patient_address_form CHECK (length(address) <= 2000),
    CONSTRAINT ck_patient_contact_by_form CHECK (
        contact_by IN ('', 'letter', 'phone', 'email', 'text')
    ),
    CONSTRAINT ck_patient_contact_note_form CHECK (length(contact_note) <= 20000),
    CONSTRAINT ck_patient_opted_out_form CHECK (opted_out IN (0, 1)),
    CONSTRAINT ck_patient_opted_out_reason_form CHECK (length(opted_out_reason) <= 20000),
    CONSTRAINT ck_patient_deceased_on_form CHECK (
        deceased_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
        OR deceased_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR deceased_on GLOB '[0-9][0-9][0-9][0-9]'
    ),
    CONSTRAINT ck_patient_dxa_interval_months_form CHECK (dxa_interval_months >= 0),
    CONSTRAINT ck_patient_version_form CHECK (version >= 0),
    CONSTRAINT ck_patient_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_patient_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_patient_changed_by_form CHECK (length(changed_by) <= 200),
    CONSTRAINT ck_patient_changed_at_form CHECK (
        changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT uq_patient_clinic_id_key UNIQUE (clinic_id_key)
) STRICT;

CREATE TABLE patient_archive (
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
) STRICT;

CREATE TABLE patient_listing (
    patient_id INTEGER NOT NULL,
    family_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    born_on TEXT,
    sex TEXT,
    clinic_id TEXT NOT NULL,
    ms_course TEXT,
    deceased INTEGER NOT NULL,
    edss TEXT,
    edss_on TEXT,
    edss_tenths INTEGER,
    last_screened_on TEXT,
    last_dxa_on TEXT,
    has_draft INTEGER NOT NULL,
    no_reminders INTEGER NOT NULL,
    dxa_interval_months INTEGER,
    triggered TEXT NOT NULL,
    family_key TEXT NOT NULL,
    given_key TEXT NOT NULL,
    clinic_id_key TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (patient_id),
    CONSTRAINT fk_patient_listing_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT;

CREATE INDEX ix_patient_listing_born_on
    ON patient_listing (born_on, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_clinic_id_key
    ON patient_listing (clinic_id_key, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_edss_tenths
    ON patient_listing (edss_tenths, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_given
    ON patient_listing (given_key, family_key, patient_id, words);

CREATE INDEX ix_patient_listing_has_draft
    ON patient_listing (family_key, given_key, patient_id)
    WHERE has_draft = 1;

CREATE INDEX ix_patient_listing_last_dxa_on
    ON patient_listing (last_dxa_on, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_last_screened_on
    ON patient_listing (last_screened_on, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_ms_course
    ON patient_listing (ms_course, family_key, given_key, patient_id);

CREATE INDEX ix_patient_listing_name
    ON patient_listing (family_key, given_key, patient_id, words);

CREATE TABLE patient_merge (
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
) STRICT;

CREATE INDEX ix_patient_merge_kept ON patient_merge (kept_id);

CREATE UNIQUE INDEX uq_patient_merge_merged
    ON patient_merge (merged_id)
    WHERE undone_at IS NULL;

CREATE TABLE relapse (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    onset_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_relapse_onset_on_form CHECK (
        onset_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_relapse_version_form CHECK (version >= 0),
    CONSTRAINT ck_relapse_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_relapse_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_relapse_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_relapse_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_relapse_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_relapse_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_relapse_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_relapse_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_relapse_patient ON relapse (patient_id, onset_on);

CREATE INDEX ix_relapse_screening ON relapse (screening_id);

CREATE TABLE reminder_event (
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
) STRICT;

CREATE INDEX ix_reminder_event_patient ON reminder_event (patient_id, kind);

CREATE TRIGGER reminder_event_is_kept
BEFORE DELETE ON reminder_event
WHEN NOT EXISTS (SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id)
BEGIN
    SELECT RAISE(ABORT, 'what happened to a reminder stays as it was written');
END;

CREATE TRIGGER reminder_event_stays
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
END;

CREATE UNIQUE INDEX uq_reminder_event_undoes
    ON reminder_event (undoes)
    WHERE undoes IS NOT NULL;

CREATE TABLE scanner (
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
) STRICT;

CREATE TABLE scanner_cross_calibration (
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
) STRICT;

CREATE TABLE scanner_move (
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
) STRICT;

CREATE TABLE scanner_precision (
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
) STRICT;

CREATE INDEX ix_scanner_precision_scanner ON scanner_precision (scanner_id);

CREATE TABLE screening (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    assessed_on TEXT NOT NULL,
    answers TEXT NOT NULL,
    findings TEXT,
    notes TEXT NOT NULL,
    confirmations TEXT NOT NULL,
    carried_forward TEXT NOT NULL,
    rule_set_version TEXT NOT NULL,
    rule_set_hash TEXT NOT NULL,
    profile TEXT NOT NULL,
    software_version TEXT NOT NULL,
    version INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    started_at TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    signed_by TEXT,
    signed_at TEXT,
    amends INTEGER,
    amendment_reason TEXT,
    triggered TEXT NOT NULL, half_typed TEXT
    CONSTRAINT ck_screening_half_typed_form CHECK (length(half_typed) <= 2000000),
    PRIMARY KEY (id),
    CONSTRAINT ck_screening_state_form CHECK (state IN ('draft', 'signed', 'amended')),
    CONSTRAINT ck_screening_assessed_on_form CHECK (
        assessed_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_screening_answers_form CHECK (length(answers) <= 2000000),
    CONSTRAINT ck_screening_findings_form CHECK (length(findings) <= 2000000),
    CONSTRAINT ck_screening_notes_form CHECK (length(notes) <= 20000),
    CONSTRAINT ck_screening_confirmations_form CHECK (length(confirmations) <= 1000000),
    CONSTRAINT ck_screening_carried_forward_form CHECK (length(carried_forward) <= 100000),
    CONSTRAINT ck_screening_rule_set_version_form CHECK (length(rule_set_version) <= 200),
    CONSTRAINT ck_screening_rule_set_hash_form CHECK (length(rule_set_hash) <= 200),
    CONSTRAINT ck_screening_profile_form CHECK (length(profile) <= 200),
    CONSTRAINT ck_screening_software_version_form CHECK (length(software_version) <= 200),
    CONSTRAINT ck_screening_version_form CHECK (version >= 0),
    CONSTRAINT ck_screening_started_by_form CHECK (length(started_by) <= 200),
    CONSTRAINT ck_screening_started_at_form CHECK (
        started_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_screening_saved_at_form CHECK (
        saved_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_screening_signed_by_form CHECK (length(signed_by) <= 200),
    CONSTRAINT ck_screening_signed_at_form CHECK (
        signed_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_screening_amendment_reason_form CHECK (length(amendment_reason) <= 20000),
    CONSTRAINT ck_screening_triggered_form CHECK (length(triggered) <= 2000),
    CONSTRAINT ck_screening_signed_is_whole CHECK (
        state = 'draft' OR (findings IS NOT NULL AND signed_by IS NOT NULL
        AND signed_at IS NOT NULL)
    ),
    CONSTRAINT ck_screening_amendment_has_a_reason CHECK (
        amends IS NULL OR (amendment_reason IS NOT NULL AND amendment_reason <> '')
    ),
    CONSTRAINT fk_screening_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_screening_amends FOREIGN KEY(amends) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_screening_draft ON screening (state) WHERE state = 'draft';

CREATE INDEX ix_screening_patient ON screening (patient_id, state, assessed_on);

CREATE TRIGGER screening_keeps_its_patient
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
END;

CREATE TRIGGER screening_signed_is_kept
BEFORE DELETE ON screening
WHEN OLD.state <> 'draft' AND NOT EXISTS (
    SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id
)
BEGIN
    SELECT RAISE(ABORT, 'a signed screening stays as it was signed');
END;

CREATE TRIGGER screening_signed_stays
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
END;

CREATE UNIQUE INDEX uq_screening_amends ON screening (amends) WHERE amends IS NOT NULL;

CREATE UNIQUE INDEX uq_screening_open_draft
    ON screening (patient_id)
    WHERE state = 'draft' AND amends IS NULL;

CREATE TABLE search_word (
    word TEXT NOT NULL,
    patient_id INTEGER NOT NULL,
    PRIMARY KEY (word, patient_id),
    CONSTRAINT fk_search_word_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id)
) WITHOUT ROWID, STRICT;

CREATE INDEX ix_search_word_patient ON search_word (patient_id);

CREATE TABLE trust_settings (
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
) STRICT;

CREATE TABLE walking_test (
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    screening_id INTEGER,
    test TEXT NOT NULL,
    tested_on TEXT NOT NULL,
    seconds TEXT NOT NULL,
    aid TEXT,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    voided_at TEXT,
    voided_by TEXT,
    void_reason TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_walking_test_test_form CHECK (
        test IN ('timed_25_foot_walk', 'timed_up_and_go')
    ),
    CONSTRAINT ck_walking_test_tested_on_form CHECK (
        tested_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
    ),
    CONSTRAINT ck_walking_test_seconds_form CHECK (
        length(seconds) <= 20 AND seconds GLOB '*[0-9]'
        AND seconds NOT GLOB '*[^0-9.-]*' AND seconds NOT GLOB '?*-*'
        AND seconds NOT GLOB '*.*.*'
    ),
    CONSTRAINT ck_walking_test_aid_form CHECK (length(aid) <= 40),
    CONSTRAINT ck_walking_test_version_form CHECK (version >= 0),
    CONSTRAINT ck_walking_test_created_by_form CHECK (length(created_by) <= 200),
    CONSTRAINT ck_walking_test_created_at_form CHECK (
        created_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_walking_test_voided_at_form CHECK (
        voided_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    ),
    CONSTRAINT ck_walking_test_voided_by_form CHECK (length(voided_by) <= 200),
    CONSTRAINT ck_walking_test_void_reason_form CHECK (length(void_reason) <= 20000),
    CONSTRAINT ck_walking_test_void_is_whole CHECK (
        (voided_at IS NULL) = (voided_by IS NULL)
        AND (voided_at IS NULL) = (void_reason IS NULL)
    ),
    CONSTRAINT fk_walking_test_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_walking_test_screening_id FOREIGN KEY(screening_id) REFERENCES screening (id)
) STRICT;

CREATE INDEX ix_walking_test_patient ON walking_test (patient_id, tested_on);

CREATE INDEX ix_walking_test_screening ON walking_test (screening_id);
