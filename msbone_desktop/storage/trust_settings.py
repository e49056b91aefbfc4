"""Where backups go, and how long things are kept: one row."""

from datetime import datetime

import sqlalchemy as sa

from msbone_desktop.domain.trust import TrustSettings
from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.schema_trust import trust_settings


class TrustSettingsTable:
    """The settings in force."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self) -> TrustSettings:
        """Return the settings; the usual ones before any were saved."""
        row = self._connection.execute(sa.select(trust_settings)).one_or_none()
        if row is None:
            return TrustSettings()
        return TrustSettings(
            idle_minutes=row.idle_minutes,
            asks_reason=bool(row.asks_reason),
            bin_days=row.bin_days,
            retention_years=row.retention_years,
            backup_folder=row.backup_folder,
            second_backup_folder=row.second_backup_folder,
        )

    def save(self, settings: TrustSettings, by: str, at: datetime) -> None:
        """Replace the settings."""
        version = self._connection.scalar(sa.select(trust_settings.c.version)) or 0
        values = {
            "idle_minutes": settings.idle_minutes,
            "asks_reason": int(settings.asks_reason),
            "bin_days": settings.bin_days,
            "retention_years": settings.retention_years,
            "backup_folder": settings.backup_folder,
            "second_backup_folder": settings.second_backup_folder,
            "version": version + 1,
            "changed_by": by,
            "changed_at": from_moment(at),
        }
        if version:
            self._connection.execute(trust_settings.update().values(values))
        else:
            self._connection.execute(trust_settings.insert(), values | {"id": 1})
