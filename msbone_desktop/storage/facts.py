"""Dated facts about patients: brought by screenings, used by the next one and by every chart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import (
    Antiepileptic,
    DxaScan,
    EdssScore,
    Fracture,
    GaitAidObservation,
    LaboratoryValue,
    Relapse,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.storage import listing
from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.dxa_scans import DxaScans
from msbone_desktop.storage.fact_kinds import FACT_KINDS, FactKind, Values
from msbone_desktop.storage.medicines import Medicines
from msbone_desktop.storage.schema import screening as screening_table

_REPLACED = "Replaced by what a later screening recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFacts:
    """Every dated fact on file about one patient that was not voided, oldest first."""

    edss: tuple[EdssScore, ...]
    pdds: tuple[tuple[date, int], ...]
    timed_25_foot_walk: tuple[WalkTest, ...]
    timed_up_and_go: tuple[WalkTest, ...]
    gait_aid_history: tuple[GaitAidObservation, ...]
    relapses: tuple[Relapse, ...]
    steroid_courses: tuple[SteroidCourse, ...]
    vitamin_d: tuple[VitaminDResult, ...]
    pth: tuple[tuple[date, LaboratoryValue], ...]
    adjusted_calcium: tuple[tuple[date, LaboratoryValue], ...]
    egfr: tuple[tuple[date, Decimal], ...]
    falls_last_6_months: tuple[tuple[date, int], ...]
    falls_last_12_months: tuple[tuple[date, int], ...]
    injurious_falls_last_6_months: tuple[tuple[date, int], ...]
    falls_needing_care_last_6_months: tuple[tuple[date, int], ...]
    fractures: tuple[Fracture, ...]
    height_cm: tuple[tuple[date, Decimal], ...]
    weight_kg: tuple[tuple[date, Decimal], ...]
    bmi: tuple[tuple[date, Decimal], ...]
    antiepileptics: tuple[Antiepileptic, ...]
    """Those that the newest record says are taken."""
    disease_modifying_therapies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Recording:
    """Who records what for whom, in one signing."""

    patient: PatientId
    screening: ScreeningId
    amended: frozenset[int]
    by: str
    at: datetime
    reason: str


class Facts:
    """The dated facts of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._medicines = Medicines(connection)

    def facts_of(self, patient: PatientId) -> PatientFacts:
        """Return what is on file about a patient; her scans are in ``DxaScans``."""
        found = {kind.name: tuple(map(kind.read, self._rows(kind, patient))) for kind in FACT_KINDS}
        return PatientFacts(
            **found,
            antiepileptics=tuple(
                Antiepileptic(drug) for drug in self._medicines.taken(patient, "antiepileptic")
            ),
            disease_modifying_therapies=self._medicines.taken(patient, "disease_modifying_therapy"),
        )

    def record_facts_of(
        self,
        record: ScreeningRecord,
        patient: PatientId,
        screening: ScreeningId,
        actor: str,
        at: datetime,
    ) -> None:
        """Make the facts of a signed screening facts of its patient.

        A fact that is on file already is left alone. One that says something else of the same
        thing (a steroid course that has ended since, a fracture whose cause is known now) replaces
        the older, which is voided. When the screening amends another, what only that one had
        brought is voided with the reason of the amendment.
        """
        amended, reason = self._amended(screening)
        recording = _Recording(patient, screening, amended, actor, at, reason)
        assert record.assessed_on is not None
        for kind in FACT_KINDS:
            entries = [kind.fixed | each for each in kind.entries_of(record, record.assessed_on)]
            self._reconcile(kind, entries, recording)
        self._medicines.report(record, patient, screening, frozenset(amended), reason, actor, at)
        self._record_scans(record, recording)
        listing.refresh(self._connection, patient)

    def _reconcile(self, kind: FactKind, entries: list[Values], recording: _Recording) -> None:
        present = list(self._rows(kind, recording.patient))
        fresh = []
        for entry in entries:
            same = next((row for row in present if _agree(row, entry, kind.columns)), None)
            if same is None:
                fresh.append(entry)
            else:
                present.remove(same)
        for entry in fresh:
            old = next(
                (row for row in present if kind.same and _agree(row, entry, kind.same)), None
            )
            if old is not None:
                present.remove(old)
                self._void(kind.table, old, recording, _REPLACED)
            self._connection.execute(kind.table.insert(), entry | _origin(recording))
        for row in present:
            if row.screening_id in recording.amended:
                self._void(kind.table, row, recording, recording.reason)

    def _record_scans(self, record: ScreeningRecord, recording: _Recording) -> None:
        scans = DxaScans(self._connection)
        present = dict(scans.of(recording.patient))
        listed = () if isinstance(record.dxa_scans, Absence) else record.dxa_scans
        taken_back = scans.voided_since(recording.patient, self._started_at(recording.screening))
        fresh = []
        for scan in listed:
            same = next((n for n, one in present.items() if _same_measurements(one, scan)), None)
            if same is not None:
                del present[same]
            # What was voided or corrected while the draft was open must not come back by signing.
            elif not any(_same_measurements(one, scan) for one in taken_back):
                fresh.append(scan)
        brought = scans.brought_by(recording.patient, recording.amended)
        who = (recording.by, recording.at)
        for scan in fresh:
            old = next(
                (n for n, one in present.items() if one.performed_on == scan.performed_on), None
            )
            if old is not None:
                del present[old]
                scans.void(recording.patient, old, _REPLACED, *who)
            scans.add(recording.patient, scan, *who, screening=recording.screening)
        for number in brought & present.keys():
            scans.void(recording.patient, number, recording.reason, *who)

    def _rows(self, kind: FactKind, patient: PatientId) -> Iterable[Any]:
        query = sa.select(kind.table).where(
            kind.table.c.patient_id == patient, kind.table.c.voided_at.is_(None)
        )
        for name in ("scale", "test", "analyte", "kind"):
            if name in kind.fixed:
                query = query.where(kind.table.c[name] == kind.fixed[name])
        return self._connection.execute(
            query.order_by(kind.table.c[kind.dated_by], kind.table.c.id)
        ).all()

    def _void(self, table: sa.Table, row: Any, recording: _Recording, reason: str) -> None:
        self._connection.execute(
            table.update()
            .where(table.c.id == row.id)
            .values(
                voided_at=from_moment(recording.at),
                voided_by=recording.by,
                void_reason=reason,
                version=row.version + 1,
            )
        )

    def _started_at(self, screening: ScreeningId) -> str:
        columns = screening_table.c
        return str(
            self._connection.scalar(sa.select(columns.started_at).where(columns.id == screening))
        )

    def _amended(self, screening: ScreeningId) -> tuple[frozenset[int], str]:
        """Return the screenings that this one replaces, directly or in turn, and why."""
        columns = screening_table.c
        found: set[int] = set()
        reason = ""
        current: int | None = screening
        while current is not None:
            row = self._connection.execute(
                sa.select(columns.amends, columns.amendment_reason).where(columns.id == current)
            ).one()
            reason = reason or f"Amended: {row.amendment_reason}"
            current = row.amends
            if current is not None:
                found.add(current)
        return frozenset(found), reason


def _agree(row: Any, entry: Values, names: tuple[str, ...]) -> bool:
    stored = row._mapping
    return all(stored[name] == entry.get(name) for name in names)


def _origin(recording: _Recording) -> Values:
    return {
        "patient_id": recording.patient,
        "screening_id": recording.screening,
        "version": 1,
        "created_by": recording.by,
        "created_at": from_moment(recording.at),
    }


def _same_measurements(kept: DxaScan, listed: DxaScan) -> bool:
    """Compare without what the record of a screening has no place for.

    Reasons, regions, the scan mode and the scanner of the clinic's list must not be lost by
    signing. What the list of scanners added to a scan when it was read is no change either.
    """
    return _in_format(kept, kept) == _in_format(listed, kept)


def _in_format(scan: DxaScan, kept: DxaScan) -> DxaScan:
    from_list = kept.scanner_ref is not None
    unknown = {
        (site.site, site.side)
        for site in kept.sites
        if from_list and site.precision_error_g_cm2 is None
    }
    sites = tuple(
        replace(
            site,
            not_measurable=None,
            region=None,
            precision_error_g_cm2=(
                None if (site.site, site.side) in unknown else site.precision_error_g_cm2
            ),
        )
        for site in scan.sites
    )
    crossed = scan.cross_calibrated and not (from_list and not kept.cross_calibrated)
    return replace(scan, sites=sites, scan_mode=None, scanner_ref=None, cross_calibrated=crossed)
