"""The one way in which SQLAlchemy is let at a clinic's file."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage.audit_trail import Notes, Trail
from msbone_desktop.storage.unit_of_work import UnitOfWork


def fill_file(engine: sa.Engine, trail: Trail, fill: Callable[[UnitOfWork], None]) -> None:
    """Write into a file that has not got its name yet, in one transaction with its history."""
    with engine.connect() as connection:
        trail.attach(connection)
        with connection.begin():
            notes = Notes()
            fill(UnitOfWork(connection, notes))
            head = trail.write(connection, notes)
    # Before the file has its name: cut off in between, the next one made has another key, and
    # an anchor that this key did not seal counts for nothing.
    trail.committed(head)


def engine_of(path: Path, key: bytes) -> sa.Engine:
    """Return the engine of one file; its connection has every setting of ours."""
    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: keyed.connect(path, key),
        poolclass=StaticPool,
        hide_parameters=True,  # an error's text would otherwise quote the patient's name
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
