"""DXA scans with the sites measured on each."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.dxa import VoidedScan
from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.storage import listing
from msbone_desktop.storage.columns import (
    from_decimal,
    from_moment,
    to_day,
    to_decimal,
    to_moment,
)
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_facts import dxa_scan, dxa_site


class DxaScans:
    """The scans of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, patient_id: PatientId) -> tuple[tuple[int, DxaScan], ...]:
        """Return the patient's scans with their numbers, newest first; voided ones are left out."""
        return self._read(patient_id, dxa_scan.c.voided_at.is_(None))

    def voided_of(self, patient_id: PatientId) -> tuple[VoidedScan, ...]:
        """Return the patient's scans that count no longer, with why, the newest first."""
        columns = dxa_scan.c
        rows = self._connection.execute(
            sa.select(
                columns.performed_on, columns.void_reason, columns.voided_by, columns.voided_at
            )
            .where(columns.patient_id == patient_id, columns.voided_at.is_not(None))
            .order_by(columns.performed_on.desc(), columns.id.desc())
        )
        return tuple(_to_voided(row) for row in rows)

    def voided_since(self, patient_id: PatientId, moment: str) -> tuple[DxaScan, ...]:
        """Return the patient's scans that were taken out of use after a stored moment."""
        return tuple(scan for _, scan in self._read(patient_id, dxa_scan.c.voided_at > moment))

    def _read(
        self, patient_id: PatientId, condition: sa.ColumnElement[bool]
    ) -> tuple[tuple[int, DxaScan], ...]:
        rows = self._connection.execute(
            sa.select(dxa_scan)
            .where(dxa_scan.c.patient_id == patient_id, condition)
            .order_by(dxa_scan.c.performed_on.desc(), dxa_scan.c.id.desc())
        ).all()
        sites: dict[int, list[DxaSite]] = {row.id: [] for row in rows}
        found = self._connection.execute(
            sa.select(dxa_site)
            .where(dxa_site.c.scan_id.in_(sites))
            .order_by(dxa_site.c.scan_id, dxa_site.c.place)
        )
        for site in found:
            sites[site.scan_id].append(_to_site(site))
        return tuple((row.id, _to_scan(row, tuple(sites[row.id]))) for row in rows)

    def add(
        self,
        patient_id: PatientId,
        scan: DxaScan,
        by: str,
        at: datetime,
        screening: int | None = None,
    ) -> int:
        """Store a scan and return its number.

        Raises:
            NotFoundError: There is no such patient.
        """
        if (
            self._connection.scalar(sa.select(patient.c.id).where(patient.c.id == patient_id))
            is None
        ):
            raise NotFoundError
        values = _stored(scan) | {
            "patient_id": patient_id,
            "screening_id": screening,
            "version": 1,
            "created_by": by,
            "created_at": from_moment(at),
        }
        key = self._connection.execute(dxa_scan.insert(), values).inserted_primary_key
        assert key is not None
        if scan.sites:
            self._connection.execute(
                dxa_site.insert(),
                [
                    _stored_site(site) | {"scan_id": key[0], "place": place}
                    for place, site in enumerate(scan.sites)
                ],
            )
        listing.refresh(self._connection, patient_id)
        return int(key[0])

    def void(self, patient_id: PatientId, scan_id: int, reason: str, by: str, at: datetime) -> None:
        """Mark a scan as wrong; it stays readable with the reason.

        Raises:
            NotFoundError: There is no such scan, or it is voided already.
            WrongPatientError: It belongs to another patient.
        """
        row = self._connection.execute(
            sa.select(dxa_scan.c.patient_id, dxa_scan.c.voided_at, dxa_scan.c.version).where(
                dxa_scan.c.id == scan_id
            )
        ).one_or_none()
        if row is None or row.voided_at is not None:
            raise NotFoundError
        if row.patient_id != patient_id:
            raise WrongPatientError
        self._connection.execute(
            dxa_scan.update()
            .where(dxa_scan.c.id == scan_id)
            .values(
                voided_at=from_moment(at),
                voided_by=by,
                void_reason=reason,
                version=row.version + 1,
            )
        )
        listing.refresh(self._connection, patient_id)

    def brought_by(self, patient_id: PatientId, screenings: frozenset[int]) -> set[int]:
        """Return the numbers of the patient's scans that came with one of ``screenings``."""
        rows = self._connection.scalars(
            sa.select(dxa_scan.c.id).where(
                dxa_scan.c.patient_id == patient_id, dxa_scan.c.screening_id.in_(screenings)
            )
        )
        return set(rows)


_AS_THEY_ARE = (
    "facility", "manufacturer", "scanner_id", "software", "reference_database", "scan_mode",
    "scanner_ref",
)  # fmt: skip
_NUMBERS = ("bmd_g_cm2", "t_score", "z_score", "precision_error_g_cm2")


def _stored(scan: DxaScan) -> dict[str, Any]:
    return {
        "performed_on": scan.performed_on.isoformat(),
        **{name: getattr(scan, name) for name in _AS_THEY_ARE},
        "cross_calibrated": int(scan.cross_calibrated),
        "use_radius_33": int(scan.use_radius_33),
    }


def _stored_site(site: DxaSite) -> dict[str, Any]:
    return {
        "site": site.site,
        "side": site.side,
        **{name: from_decimal(getattr(site, name)) for name in _NUMBERS},
        "not_measurable": site.not_measurable,
        "region": site.region,
    }


def _to_scan(row: Any, sites: tuple[DxaSite, ...]) -> DxaScan:
    return DxaScan(
        performed_on=date.fromisoformat(row.performed_on),
        sites=sites,
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        cross_calibrated=bool(row.cross_calibrated),
        use_radius_33=bool(row.use_radius_33),
    )


def _to_site(row: Any) -> DxaSite:
    return DxaSite(
        site=row.site,
        side=row.side,
        **{name: to_decimal(getattr(row, name)) for name in _NUMBERS},
        not_measurable=row.not_measurable,
        region=row.region,
    )


def _to_voided(row: Any) -> VoidedScan:
    on = to_day(row.performed_on)
    assert on is not None
    return VoidedScan(
        performed_on=on,
        reason=row.void_reason,
        voided_by=row.voided_by,
        voided_at=to_moment(row.voided_at),
    )
