"""${message}

Why, and what stays NULL ("not recorded") in rows that are already stored.
"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    # SQL, not batch mode: batch mode rebuilds a table without its triggers.
    op.get_bind().exec_driver_sql("")
