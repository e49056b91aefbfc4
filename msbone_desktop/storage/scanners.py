"""The clinic's list of DXA scanners, their precision errors and their cross-calibrations."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.errors import ChangedElsewhereError, NotFoundError
from msbone_desktop.domain.scanners import (
    CrossCalibration,
    PrecisionError,
    Scanner,
    ScannerDetails,
    ScannerId,
    ScannerMove,
)
from msbone_desktop.storage.columns import from_decimal, from_moment
from msbone_desktop.storage.schema_followup import (
    scanner,
    scanner_cross_calibration,
    scanner_move,
    scanner_precision,
)

_TEXTS = ("name", "facility", "manufacturer", "model", "serial", "software")


class Scanners:
    """All scanners. A number that was wrong is voided with a reason and stays on file."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Scanner, ...]:
        """Return every scanner by name, those in use first."""
        rows = self._connection.execute(
            sa.select(scanner).order_by(
                scanner.c.in_use.desc(), sa.func.lower(scanner.c.name), scanner.c.id
            )
        ).all()
        precision, calibrations, moves = self._precision(), self._calibrations(), self._moves()
        return tuple(
            _to_scanner(row, precision[row.id], calibrations[row.id], moves[row.id]) for row in rows
        )

    def get(self, scanner_id: ScannerId) -> Scanner:
        """Return one scanner.

        Raises:
            NotFoundError: There is none of that number.
        """
        found = next((each for each in self.all() if each.id == scanner_id), None)
        if found is None:
            raise NotFoundError
        return found

    def add(self, details: ScannerDetails, by: str, at: datetime) -> ScannerId:
        """Store a scanner and return its number."""
        values = _stored(details) | {
            "version": 1, "changed_by": by, "changed_at": from_moment(at),
        }  # fmt: skip
        return ScannerId(self._insert(scanner, values))

    def update(
        self,
        scanner_id: ScannerId,
        expected_version: int,
        details: ScannerDetails,
        by: str,
        at: datetime,
    ) -> None:
        """Replace what is entered about a scanner.

        Raises:
            ChangedElsewhereError: It is not at ``expected_version`` any more.
        """
        done = self._connection.execute(
            scanner.update()
            .where(scanner.c.id == scanner_id, scanner.c.version == expected_version)
            .values(
                _stored(details)
                | {
                    "version": expected_version + 1,
                    "changed_by": by,
                    "changed_at": from_moment(at),
                }
            )
        )
        if not done.rowcount:
            raise ChangedElsewhereError

    def add_precision(
        self,
        scanner_id: ScannerId,
        site: str,
        value: Decimal,
        determined_on: date,
        by: str,
        at: datetime,
    ) -> int:
        """Store a precision error and return its number."""
        values = {
            "scanner_id": scanner_id,
            "site": site,
            "precision_error_g_cm2": from_decimal(value),
            "determined_on": determined_on.isoformat(),
        }
        return self._insert(scanner_precision, values | _made(by, at))

    def add_move(self, scanner_id: ScannerId, moved_on: date, by: str, at: datetime) -> int:
        """Store that a scanner was moved or repaired, and return the number of the entry."""
        values = {"scanner_id": scanner_id, "moved_on": moved_on.isoformat()}
        return self._insert(scanner_move, values | _made(by, at))

    def add_calibration(
        self,
        scanner_id: ScannerId,
        other: ScannerId,
        stated_on: date,
        note: str,
        by: str,
        at: datetime,
    ) -> int:
        """Store a statement that two scanners are cross-calibrated, and return its number."""
        values = {
            "scanner_id": scanner_id,
            "other_scanner_id": other,
            "stated_on": stated_on.isoformat(),
            "note": note,
        }
        return self._insert(scanner_cross_calibration, values | _made(by, at))

    def void_precision(self, number: int, reason: str, by: str, at: datetime) -> None:
        """Take a precision error out of use.

        Raises:
            NotFoundError: There is none, or it is voided already.
        """
        self._void(scanner_precision, number, reason, by, at)

    def void_move(self, number: int, reason: str, by: str, at: datetime) -> None:
        """Take a move out of use.

        Raises:
            NotFoundError: There is none, or it is voided already.
        """
        self._void(scanner_move, number, reason, by, at)

    def void_calibration(self, number: int, reason: str, by: str, at: datetime) -> None:
        """Take a statement of cross-calibration out of use.

        Raises:
            NotFoundError: There is none, or it is voided already.
        """
        self._void(scanner_cross_calibration, number, reason, by, at)

    def _insert(self, table: sa.Table, values: dict[str, Any]) -> int:
        key = self._connection.execute(table.insert(), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _void(self, table: sa.Table, number: int, reason: str, by: str, at: datetime) -> None:
        done = self._connection.execute(
            table.update()
            .where(table.c.id == number, table.c.voided_at.is_(None))
            .values(voided_at=from_moment(at), voided_by=by, void_reason=reason)
        )
        if not done.rowcount:
            raise NotFoundError

    def _precision(self) -> dict[int, list[PrecisionError]]:
        table = scanner_precision
        found: dict[int, list[PrecisionError]] = defaultdict(list)
        rows = self._connection.execute(
            sa.select(table)
            .where(table.c.voided_at.is_(None))
            .order_by(table.c.determined_on.desc(), table.c.id.desc())
        )
        for row in rows:
            found[row.scanner_id].append(
                PrecisionError(
                    id=row.id,
                    site=row.site,
                    value=Decimal(row.precision_error_g_cm2),
                    determined_on=date.fromisoformat(row.determined_on),
                    entered_by=row.created_by,
                )
            )
        return found

    def _moves(self) -> dict[int, list[ScannerMove]]:
        table = scanner_move
        found: dict[int, list[ScannerMove]] = defaultdict(list)
        rows = self._connection.execute(
            sa.select(table)
            .where(table.c.voided_at.is_(None))
            .order_by(table.c.moved_on.desc(), table.c.id.desc())
        )
        for row in rows:
            moved_on = date.fromisoformat(row.moved_on)
            found[row.scanner_id].append(
                ScannerMove(id=row.id, moved_on=moved_on, entered_by=row.created_by)
            )
        return found

    def _calibrations(self) -> dict[int, list[CrossCalibration]]:
        table = scanner_cross_calibration
        found: dict[int, list[CrossCalibration]] = defaultdict(list)
        rows = self._connection.execute(
            sa.select(table)
            .where(table.c.voided_at.is_(None))
            .order_by(table.c.stated_on.desc(), table.c.id.desc())
        )
        for row in rows:
            stated = CrossCalibration(
                id=row.id,
                scanner=ScannerId(row.scanner_id),
                other=ScannerId(row.other_scanner_id),
                stated_on=date.fromisoformat(row.stated_on),
                note=row.note,
                entered_by=row.created_by,
            )
            found[row.scanner_id].append(stated)
            found[row.other_scanner_id].append(stated)
        return found


def _made(by: str, at: datetime) -> dict[str, Any]:
    return {"created_by": by, "created_at": from_moment(at)}


def _stored(details: ScannerDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in _TEXTS} | {"in_use": int(details.in_use)}


def _to_scanner(
    row: Any,
    precision: list[PrecisionError],
    calibrations: list[CrossCalibration],
    moves: list[ScannerMove],
) -> Scanner:
    return Scanner(
        id=ScannerId(row.id),
        details=ScannerDetails(
            **{name: getattr(row, name) for name in _TEXTS}, in_use=bool(row.in_use)
        ),
        version=row.version,
        precision=tuple(precision),
        calibrations=tuple(calibrations),
        moves=tuple(moves),
    )
