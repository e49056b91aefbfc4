"""The clinic's own name, address and paper: one row."""

from datetime import datetime

import sqlalchemy as sa

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.schema import clinic


class ClinicSettings:
    """What is true of the clinic itself."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def identity(self) -> ClinicIdentity:
        """Return the clinic's identity; that of a nameless clinic when none was saved."""
        row = self._connection.execute(sa.select(clinic)).one_or_none()
        if row is None:
            return ClinicIdentity()
        return ClinicIdentity(
            name=row.name,
            address=row.address,
            phone=row.phone,
            paper=row.paper,
            date_order=row.date_order,
            is_demo=bool(row.is_demo),
            logo_png=row.logo_png,
        )

    def save(self, identity: ClinicIdentity, by: str, at: datetime) -> None:
        """Replace the clinic's identity."""
        version = self._connection.scalar(sa.select(clinic.c.version)) or 0
        values = {
            "name": identity.name,
            "address": identity.address,
            "phone": identity.phone,
            "paper": identity.paper,
            "date_order": identity.date_order,
            "is_demo": int(identity.is_demo),
            "logo_png": identity.logo_png,
            "version": version + 1,
            "changed_by": by,
            "changed_at": from_moment(at),
        }
        if version:
            self._connection.execute(clinic.update().values(values))
        else:
            self._connection.execute(clinic.insert(), values | {"id": 1})
