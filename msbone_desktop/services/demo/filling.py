"""Making the demo clinic on disk: whole or not at all, and never where real patients are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.domain.screenings import Actor, Screening
from msbone_desktop.services.demo.people import DemoPatient, DemoVisit
from msbone_desktop.services.demo.staff import LEAD, STAFF
from msbone_desktop.services.vault import DATABASE_NAME, KEYS_NAME, Vault

if TYPE_CHECKING:
    from msbone_desktop.services.dxa import DxaService
    from msbone_desktop.services.knowledge import Knowledge
    from msbone_desktop.services.patients import PatientService
    from msbone_desktop.services.screening import ScreeningService
    from msbone_desktop.storage.database import Database
    from msbone_desktop.storage.unit_of_work import UnitOfWork

DEMO_PASSPHRASE = "demo clinic"
DEMO_IDENTITY = ClinicIdentity(
    name="Demo Clinic (fictional patients)",
    address="1 Example Street\nExampletown",
    phone="01632 960000",
    is_demo=True,
)
_DESK = Actor("Demo Reception", Role.FRONT_DESK)
_NURSE = Actor("Demo Nurse Plum", Role.NURSE)


class RealPatientsError(MsboneError):
    """The demo clinic was to be made where another clinic is."""

    def __init__(self) -> None:
        super().__init__(
            "The demo clinic was refused: this folder holds a clinic with real patients. Nothing "
            "was changed. Choose another folder for the demo clinic."
        )


def _untold(_done: int, _of: int) -> None:
    """Nobody watches."""


def demo_vault(
    folder: Path,
    now: Callable[[], datetime],
    knowledge: "Callable[[], Knowledge]",
    *,
    migrations: Path,
    progress: Callable[[int, int], object] = _untold,
) -> Vault:
    """Return the demo clinic in ``folder``, made first if it is not there yet.

    ``progress`` is told, once a patient, how many of how many are entered; it may raise to stop.

    Everything is written in the one transaction that makes the file, and the file gets its name
    last: a program cut off half-way leaves no clinic, and the next start makes it anew.

    Raises:
        RealPatientsError: The folder holds a clinic, or the keys of one, that is not a demo.
        MsboneError: The disk is full, or refuses.
    """
    vault = Vault(folder, now, knowledge, migrations=migrations)
    if any((folder / name).exists() for name in (DATABASE_NAME, KEYS_NAME)) and not vault.is_demo:
        raise RealPatientsError
    if not vault.exists:
        from msbone_desktop.services.demo.making import make_demo

        people = make_demo(now().date())

        def fill(work: "UnitOfWork") -> None:
            for number, (name, role) in enumerate(STAFF, start=1):
                # No slots of their own: the one passphrase opens everybody's account.
                work.accounts.add(name, role, f"demo-{number}", LEAD, now())
            fill_demo(cast("Database", _Within(work)), people, now, knowledge(), progress)

        vault.create(DEMO_PASSPHRASE, DEMO_IDENTITY, fill)
    return vault


class _Within:
    """Stands in for the database inside a transaction: every unit of work is part of it."""

    def __init__(self, work: "UnitOfWork") -> None:
        self._work = work

    @contextmanager
    def unit_of_work(self) -> "Iterator[UnitOfWork]":
        yield self._work


def fill_demo(
    database: "Database",
    people: tuple[DemoPatient, ...],
    now: Callable[[], datetime],
    knowledge: "Knowledge",
    progress: Callable[[int, int], object] = _untold,
) -> None:
    """Enter ``people`` through the ordinary services, each event on its own day.

    Args:
        database: Open, of a demo clinic.
        people: As ``make_demo`` gives them for the day of ``now``.
        now: The clock; nothing is entered later than it says.
        knowledge: The rules that judge what is signed.
        progress: Told how many of how many are entered.
    """
    desk = _Staff(database, now(), knowledge)
    desk.list_scanners(people)
    for done, person in enumerate(people, start=1):
        desk.enter(person)
        progress(done, len(people))


class _Staff:
    """The people who work in the demo clinic, with a clock that is set to each event."""

    def __init__(self, database: "Database", latest: datetime, knowledge: "Knowledge") -> None:
        self._database, self._knowledge = database, knowledge
        self._latest = latest
        self._moment = latest
        self._screening_by: dict[str, ScreeningService] = {}

    def list_scanners(self, people: tuple[DemoPatient, ...]) -> None:
        """Put the scanners on the clinic's list."""
        from msbone_desktop.services.demo.equipment import list_scanners
        from msbone_desktop.services.scanners import ScannerService

        service = ScannerService(self._database, self._knowledge, Actor(LEAD, Role.LEAD), self._now)
        list_scanners(people, service)

    def enter(self, person: DemoPatient) -> None:
        """Enter one person with her scans and screenings in the order in which they happened."""
        events: list[tuple[date, int, DxaScan | DemoVisit]] = [
            *((scan.performed_on, 0, scan) for scan in person.scans),
            *((visit.on, 1, visit) for visit in person.visits),
        ]
        events.sort(key=lambda event: event[:2])
        self._set(events[0][0] if events else self._latest.date(), 8)
        patients = self._patients()
        number = patients.create(_as_known_on(person.details, self._moment.date())).id
        before: Screening | None = None
        for day, _, event in events:
            if isinstance(event, DxaScan):
                self._set(day, 9)
                self._dxa().record(number, event)
            else:
                self._set(day, 10)
                before = self._screen(number, event, before)
        died = person.details.deceased_on
        if died is not None:
            self._set(died.earliest, 12)
        present = patients.get(number)
        if present.details != person.details:
            patients.update(number, present.version, person.details)

    def _screen(self, number: PatientId, visit: DemoVisit, before: Screening | None) -> Screening:
        service = self._screenings(visit.by)
        if visit.amends:
            assert before is not None
            draft = service.amend(before.id, number, visit.amends)
        else:
            draft = service.start(number)
        saved = service.save_draft(draft.id, number, draft.version, visit.record, visit.notes)
        return service.sign(saved.id, number, saved.version) if visit.signed else saved

    def _set(self, day: date, hour: int) -> None:
        self._moment = min(datetime.combine(day, time(hour), UTC), self._latest)

    def _now(self) -> datetime:
        return self._moment

    def _patients(self) -> "PatientService":
        from msbone_desktop.services.patients import PatientService

        return PatientService(self._database, self._now, _DESK)

    def _dxa(self) -> "DxaService":
        from msbone_desktop.services.dxa import DxaService

        return DxaService(self._database, self._knowledge, _NURSE, self._now)

    def _screenings(self, by: str) -> "ScreeningService":
        from msbone_desktop.services.screening import ScreeningService

        if by not in self._screening_by:
            self._screening_by[by] = ScreeningService(
                self._database, self._knowledge, Actor(by, Role.CLINICIAN), self._now
            )
        return self._screening_by[by]


def _as_known_on(details: PatientDetails, day: date) -> PatientDetails:
    """Return the details without what had not happened by ``day``."""
    menopause = details.menopause_on
    future = menopause is not None and menopause.earliest > day
    return replace(
        details,
        menopause_on=None if future else menopause,
        deceased_on=None,
        opted_out=False,
        opted_out_reason="",
    )
