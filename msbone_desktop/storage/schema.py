"""The tables: the clinic, its patients, what was screened, and what went on paper.

Facts about a patient (scores, medicines, results, scans) are in ``schema_facts``. These are
SQLAlchemy Core tables: mapped classes would cost every unlock the time to configure them, and
nothing here needs identity maps or lazy loading. The tables themselves are made by the migrations;
``tests/storage/test_migrations.py`` fails when the two differ.
"""

import sqlalchemy as sa

from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.domain.screenings import HALF_TYPED_LIMIT
from msbone_desktop.storage import columns as c

SCHEMA_VERSION = "0007"
"""The newest revision in db/migrations; read without Alembic, whose import costs 0.2 s."""
APPLICATION_ID = 0x4D53424F
"""Marks a database of ours ("MSBO"), so that another program's file is refused."""

metadata = sa.MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def strict_table(name: str, *items: sa.schema.SchemaItem | list[sa.schema.SchemaItem]) -> sa.Table:
    """A table in which SQLite holds every column to its type."""
    flat = [each for item in items for each in (item if isinstance(item, list) else [item])]
    return sa.Table(name, metadata, *flat, sqlite_strict=True)


def own_id() -> sa.Column[int]:
    """The number of the row. AUTOINCREMENT is not needed: nothing signed is ever deleted."""
    return sa.Column("id", sa.INTEGER, primary_key=True)


def patient_id(*, unique: bool = False) -> sa.Column[int]:
    """Whose row this is."""
    return sa.Column(
        "patient_id", sa.INTEGER, sa.ForeignKey("patient.id"), nullable=False, unique=unique
    )


def version() -> list[sa.schema.SchemaItem]:
    """Counts the changes of a row, so that nobody overwrites what she has not seen."""
    return c.count("version", nullable=False)


SEXES = ("female", "male", "other")
MENOPAUSE = ("pre", "peri", "post")
MS_COURSES = (
    "clinically_isolated",
    "relapsing_remitting",
    "secondary_progressive",
    "primary_progressive",
    "progressive_relapsing",
)

clinic = strict_table(
    "clinic",
    own_id(),
    sa.CheckConstraint("id = 1", name="one_row"),
    c.text("name", nullable=False),
    c.text("address", 2000, nullable=False),
    c.text("phone", nullable=False),
    c.word("paper", "A4", "Letter", nullable=False),
    c.word("date_order", "dmy", "mdy", nullable=False),
    c.yes_no("is_demo"),
    sa.Column("logo_png", sa.BLOB),
    version(),
    c.text("changed_by", nullable=False),
    c.moment("changed_at", nullable=False),
)

patient = strict_table(
    "patient",
    own_id(),
    c.text("family_name", nullable=False),
    c.text("given_name", nullable=False),
    sa.CheckConstraint("family_name <> '' OR given_name <> ''", name="has_a_name"),
    c.partial_day("born_on"),
    c.text("clinic_id", 40, nullable=False),
    sa.CheckConstraint("clinic_id <> ''", name="has_a_clinic_id"),
    sa.Column("clinic_id_key", sa.TEXT, nullable=False, unique=True),
    c.answer("sex_for_reference", *SEXES),
    c.answer("menopause", *MENOPAUSE),
    c.partial_day("menopause_on"),
    c.answer("ms_course", *MS_COURSES),
    c.partial_day("ms_onset_on"),
    c.text("phone", nullable=False),
    c.text("email", 320, nullable=False),
    c.text("address", 2000, nullable=False),
    c.word("contact_by", "", "letter", "phone", "email", "text", nullable=False),
    c.text("contact_note", NOTE_LIMIT, nullable=False),
    c.yes_no("opted_out"),
    c.text("opted_out_reason", NOTE_LIMIT, nullable=False),
    c.partial_day("deceased_on"),
    c.count("dxa_interval_months"),
    version(),
    c.text("created_by", nullable=False),
    c.moment("created_at", nullable=False),
    c.text("changed_by", nullable=False),
    c.moment("changed_at", nullable=False),
    c.partial_day("left_on"),
    c.text("left_reason", NOTE_LIMIT),
    c.day("dxa_interval_set_on"),
)
"""``left_on``: moved away or went to another clinic; nobody is reminded after that.
``dxa_interval_set_on``: empty in records from before it was kept."""

patient_listing = strict_table(
    "patient_listing",
    sa.Column("patient_id", sa.INTEGER, sa.ForeignKey("patient.id"), primary_key=True),
    sa.Column("family_name", sa.TEXT, nullable=False),
    sa.Column("given_name", sa.TEXT, nullable=False),
    sa.Column("born_on", sa.TEXT),
    sa.Column("sex", sa.TEXT),
    sa.Column("clinic_id", sa.TEXT, nullable=False),
    sa.Column("ms_course", sa.TEXT),
    sa.Column("deceased", sa.INTEGER, nullable=False),
    sa.Column("edss", sa.TEXT),
    sa.Column("edss_on", sa.TEXT),
    sa.Column("edss_tenths", sa.INTEGER),
    sa.Column("last_screened_on", sa.TEXT),
    sa.Column("last_dxa_on", sa.TEXT),
    sa.Column("has_draft", sa.INTEGER, nullable=False),
    sa.Column("no_reminders", sa.INTEGER, nullable=False),
    sa.Column("dxa_interval_months", sa.INTEGER),
    sa.Column("triggered", sa.TEXT, nullable=False),
    sa.Column("family_key", sa.TEXT, nullable=False),
    sa.Column("given_key", sa.TEXT, nullable=False),
    sa.Column("clinic_id_key", sa.TEXT, nullable=False),
    sa.Column("words", sa.TEXT, nullable=False),
)
"""What the patient list and the search show, gathered from the other tables in the same
transaction as each change. Narrow, so that 100,000 patients are paged without opening records."""

search_word = sa.Table(
    "search_word",
    metadata,
    sa.Column("word", sa.TEXT, primary_key=True),
    sa.Column("patient_id", sa.INTEGER, sa.ForeignKey("patient.id"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Every folded word by which a patient is found, in order: a prefix is one range of it."""

screening = strict_table(
    "screening",
    own_id(),
    patient_id(),
    c.word("state", "draft", "signed", "amended", nullable=False),
    c.day("assessed_on", nullable=False),
    c.text("answers", 2_000_000, nullable=False),
    c.text("findings", 2_000_000),
    c.text("notes", NOTE_LIMIT, nullable=False),
    c.text("confirmations", 1_000_000, nullable=False),
    c.text("carried_forward", 100_000, nullable=False),
    c.text("rule_set_version", nullable=False),
    c.text("rule_set_hash", nullable=False),
    c.text("profile", nullable=False),
    c.text("software_version", nullable=False),
    version(),
    c.text("started_by", nullable=False),
    c.moment("started_at", nullable=False),
    c.moment("saved_at", nullable=False),
    c.text("signed_by"),
    c.moment("signed_at"),
    sa.Column("amends", sa.INTEGER, sa.ForeignKey("screening.id")),
    c.text("amendment_reason", NOTE_LIMIT),
    c.text("triggered", 2000, nullable=False),
    c.text("half_typed", HALF_TYPED_LIMIT),
    sa.CheckConstraint(
        "state = 'draft' OR (findings IS NOT NULL AND signed_by IS NOT NULL"
        " AND signed_at IS NOT NULL)",
        name="signed_is_whole",
    ),
    sa.CheckConstraint(
        "amends IS NULL OR (amendment_reason IS NOT NULL AND amendment_reason <> '')",
        name="amendment_has_a_reason",
    ),
)

document = strict_table(
    "document",
    own_id(),
    patient_id(),
    sa.Column("screening_id", sa.INTEGER, sa.ForeignKey("screening.id")),
    c.text("kind", 40, nullable=False),
    c.text("file_name", nullable=False),
    sa.Column("content", sa.BLOB, nullable=False),
    sa.Column("sha256", sa.TEXT, nullable=False),
    sa.CheckConstraint("length(sha256) = 64", name="sha256_form"),
    c.count("pages", nullable=False),
    c.moment("made_at", nullable=False),
    c.text("made_by", nullable=False),
)

_by_name = (
    patient_listing.c.family_key,
    patient_listing.c.given_key,
    patient_listing.c.patient_id,
)
# The words ride along in both name indexes: a search of two words then reads the index alone.
sa.Index("ix_patient_listing_name", *_by_name, patient_listing.c.words)
sa.Index(
    "ix_patient_listing_given",
    patient_listing.c.given_key,
    patient_listing.c.family_key,
    patient_listing.c.patient_id,
    patient_listing.c.words,
)
for _column in ("born_on", "clinic_id_key", "ms_course", "edss_tenths", "last_screened_on"):
    sa.Index(f"ix_patient_listing_{_column}", patient_listing.c[_column], *_by_name)
sa.Index("ix_patient_listing_last_dxa_on", patient_listing.c.last_dxa_on, *_by_name)
sa.Index("ix_patient_listing_has_draft", *_by_name, sqlite_where=sa.text("has_draft = 1"))
sa.Index("ix_search_word_patient", search_word.c.patient_id)
sa.Index(
    "ix_screening_patient",
    screening.c.patient_id,
    screening.c.state,
    screening.c.assessed_on,
)
sa.Index("ix_screening_draft", screening.c.state, sqlite_where=sa.text("state = 'draft'"))
sa.Index(
    "uq_screening_open_draft",
    screening.c.patient_id,
    unique=True,
    sqlite_where=sa.text("state = 'draft' AND amends IS NULL"),
)
sa.Index(
    "uq_screening_amends",
    screening.c.amends,
    unique=True,
    sqlite_where=sa.text("amends IS NOT NULL"),
)
sa.Index("ix_document_screening", document.c.screening_id, document.c.kind)
sa.Index("ix_document_patient", document.c.patient_id)

SIGNED_TRIGGERS = (
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
    """CREATE TRIGGER screening_signed_is_kept
BEFORE DELETE ON screening
WHEN OLD.state <> 'draft' AND NOT EXISTS (
    SELECT 1 FROM patient_archive WHERE patient_id = OLD.patient_id
)
BEGIN
    SELECT RAISE(ABORT, 'a signed screening stays as it was signed');
END""",
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
)
"""Belt to the repository's braces: they hold against every other route into the table. What a merge
of the two patients moves, unchanged, and what is deleted for good from the bin, passes."""
