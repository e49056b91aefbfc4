"""What was typed and not saved when the program locked: kept for the person who typed it."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLE = """CREATE TABLE kept_work (
    whose TEXT NOT NULL,
    content TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (whose),
    CONSTRAINT ck_kept_work_has_somebody CHECK (whose <> ''),
    CONSTRAINT ck_kept_work_content_form CHECK (length(content) <= 1000000),
    CONSTRAINT ck_kept_work_kept_at_form CHECK (
        kept_at GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T*+00:00'
    )
) STRICT"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLE)
