"""Whether a commit that reported a failure went through all the same.

A disk that fails in the last step of a commit leaves a change that is whole and in the file,
whatever the commit said. Told "not saved", staff would enter it twice, or be refused for good.
"""

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from msbone_desktop.domain.audit import ChainHead
from msbone_desktop.domain.errors import MsboneError

_HAS = "SELECT count(*) FROM audit_event WHERE id = ? AND mac = ?"
_TOUCH = "UPDATE alembic_version SET version_num = version_num"


def went_through(engine: sa.Engine, head: ChainHead) -> bool | None:
    """Look, on a connection of its own, whether the history ends with what was committed.

    Opening plays a journal back that still counts. When the change is there nevertheless, one more
    commit follows: it syncs what the failed one may not have synced.

    Args:
        engine: Of the file; its former connection is closed.
        head: How the history ends if the commit went through.

    Returns:
        None when the disk does not answer.
    """
    try:
        with engine.connect() as connection:
            if not connection.exec_driver_sql(_HAS, (head.count, head.seal)).scalar():
                return False
            connection.rollback()
            with connection.begin():
                connection.exec_driver_sql(_TOUCH)
    except (DBAPIError, dbapi2.Error, MsboneError):
        return None
    return True
