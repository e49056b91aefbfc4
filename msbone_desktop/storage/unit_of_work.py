"""What one transaction can reach."""

import sqlalchemy as sa

from msbone_desktop.storage.patients import Patients


class UnitOfWork:
    """The repositories of one transaction. Made by ``Database.unit_of_work``."""

    def __init__(self, connection: sa.Connection) -> None:
        self.patients = Patients(connection)
