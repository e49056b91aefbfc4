"""The tables of dated facts: each belongs to a patient and names the screening that brought it.

A fact is never overwritten: one that was wrong, or that a later record replaces, is voided with a
reason and stays readable.
"""

import sqlalchemy as sa

from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.domain.screening import GAIT_AIDS
from msbone_desktop.storage import columns as c
from msbone_desktop.storage.schema import own_id, patient_id, strict_table, version


def _fact_table(
    name: str, ordered_by: str, *items: sa.schema.SchemaItem | list[sa.schema.SchemaItem]
) -> sa.Table:
    table = strict_table(
        name,
        own_id(),
        patient_id(),
        sa.Column("screening_id", sa.INTEGER, sa.ForeignKey("screening.id")),
        *items,
        version(),
        c.text("created_by", nullable=False),
        c.moment("created_at", nullable=False),
        c.moment("voided_at"),
        c.text("voided_by"),
        c.text("void_reason", NOTE_LIMIT),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_reason IS NULL)",
            name="void_is_whole",
        ),
    )
    sa.Index(f"ix_{name}_patient", table.c.patient_id, table.c[ordered_by])
    sa.Index(f"ix_{name}_screening", table.c.screening_id)
    return table


disability_score = _fact_table(
    "disability_score",
    "observed_on",
    c.word("scale", "edss", "pdds", nullable=False),
    c.day("observed_on", nullable=False),
    c.number("score", nullable=False),
)

walking_test = _fact_table(
    "walking_test",
    "tested_on",
    c.word("test", "timed_25_foot_walk", "timed_up_and_go", nullable=False),
    c.day("tested_on", nullable=False),
    c.number("seconds", nullable=False),
    c.text("aid", 40),
)

gait_aid = _fact_table(
    "gait_aid",
    "seen_on",
    c.day("seen_on", nullable=False),
    c.word("aid", *GAIT_AIDS, nullable=False),
)

relapse = _fact_table("relapse", "onset_on", c.day("onset_on", nullable=False))

medicine_course = _fact_table(
    "medicine_course",
    "reported_on",
    c.word("kind", "steroid", "antiepileptic", "disease_modifying_therapy", nullable=False),
    c.text("drug", nullable=False),
    c.text("route", 40),
    c.number("mg_per_day"),
    c.day("started_on"),
    c.day("ended_on"),
    c.day("reported_on", nullable=False),
    c.day("last_reported_on", nullable=False),
    c.day("not_taken_on"),
    sa.CheckConstraint(
        "kind <> 'steroid' OR (started_on IS NOT NULL AND route IS NOT NULL)",
        name="steroid_is_whole",
    ),
    sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
)
"""A steroid course has its own dates. Of the other medicines the clinic learns only that they are
taken (``reported_on`` to ``last_reported_on``), or no longer (``not_taken_on``)."""

laboratory_result = _fact_table(
    "laboratory_result",
    "sampled_on",
    c.word("analyte", "25ohd", "pth", "adjusted_calcium", "egfr", nullable=False),
    c.day("sampled_on", nullable=False),
    c.number("value", nullable=False),
    c.text("unit", 40),
    c.number("upper_limit"),
    c.text("assay"),
    sa.CheckConstraint(
        "analyte <> '25ohd' OR (unit IS NOT NULL AND unit IN ('nmol/L', 'ng/mL'))",
        name="vitamin_d_has_its_unit",
    ),
)

fall_count = _fact_table(
    "fall_count",
    "counted_on",
    c.word(
        "kind",
        "falls_last_6_months",
        "falls_last_12_months",
        "injurious_falls_last_6_months",
        "falls_needing_care_last_6_months",
        nullable=False,
    ),
    c.day("counted_on", nullable=False),
    c.count("number", nullable=False),
)

fracture = _fact_table(
    "fracture",
    "happened_on",
    c.text("site", 40, nullable=False),
    c.day("happened_on"),
    c.text("mechanism", 40),
    c.yes_no("pathological"),
)

body_measure = _fact_table(
    "body_measure",
    "measured_on",
    c.word("kind", "height_cm", "weight_kg", "bmi", nullable=False),
    c.day("measured_on", nullable=False),
    c.number("value", nullable=False),
)

dxa_scan = _fact_table(
    "dxa_scan",
    "performed_on",
    c.day("performed_on", nullable=False),
    c.text("facility"),
    c.text("manufacturer"),
    c.text("scanner_id"),
    c.text("software"),
    c.text("reference_database"),
    c.yes_no("cross_calibrated"),
    c.yes_no("use_radius_33"),
    sa.Column("scanner_ref", sa.INTEGER, sa.ForeignKey("scanner.id")),
    c.text("scan_mode"),
)
"""``scanner_ref`` is the scanner of the clinic's list; the words beside it are what it was called
on the day of the scan."""

dxa_site = strict_table(
    "dxa_site",
    own_id(),
    sa.Column("scan_id", sa.INTEGER, sa.ForeignKey("dxa_scan.id"), nullable=False),
    c.count("place", nullable=False),
    c.text("site", 40, nullable=False),
    c.word("side", "left", "right"),
    c.number("bmd_g_cm2"),
    c.number("t_score"),
    c.number("z_score"),
    c.number("precision_error_g_cm2"),
    c.text("not_measurable"),
    c.text("region", 40),
)
"""``place`` keeps the sites in the order in which they were entered. ``region``: the vertebrae or
the part of the site that was measured, e.g. L1-L4; only like is compared with like."""
sa.Index("ix_dxa_site_scan", dxa_site.c.scan_id, dxa_site.c.place)

FACT_TABLES = (
    disability_score,
    walking_test,
    gait_aid,
    relapse,
    medicine_course,
    laboratory_result,
    fall_count,
    fracture,
    body_measure,
    dxa_scan,
)
