"""A clinic file of a test's own, opened without the slow derivation of its key."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import Clinic, open_clinic
from msbone_desktop.storage.database import Database
from tests.people import staff
from tests.services.dxa_clinic import knowledge
from tests.storage.making import KEY, details


@pytest.fixture(scope="session")
def clinic_file(tmp_path_factory) -> Path:
    """A new clinic file, made once; tests copy it."""
    path: Path = tmp_path_factory.mktemp("dxa") / "clinic.msbone"
    Database.create(path, KEY, migrations=shipped("db")).close()
    return path


class _Clock:
    """Stands still until a test moves it on."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(now) -> _Clock:
    """The clock of ``open_file``."""
    return _Clock(now())


@pytest.fixture
def later(clock) -> Callable[[], None]:
    """Let a minute pass."""

    def pass_a_minute() -> None:
        clock.moment += timedelta(minutes=1)

    return pass_a_minute


@pytest.fixture
def open_file(clinic_file: Path, tmp_path: Path, clock: Any) -> Iterator[Clinic]:
    """An open clinic on a file of the test's own."""
    path = Path(shutil.copy(clinic_file, tmp_path / "clinic.msbone"))
    database = Database.open(path, KEY, migrations=shipped("db"))
    yield open_clinic(database, staff("A. Nurse"), clock, knowledge())
    database.close()


@pytest.fixture
def enter_patient(open_file: Clinic) -> Callable[..., PatientId]:
    """Enter somebody ordinary, changed as asked."""
    entered = 0

    def add(**changes: object) -> PatientId:
        nonlocal entered
        entered += 1
        person = details(**({"clinic_id": f"MSB-{entered:04d}"} | changes))
        return open_file.patients.create(person).id

    return add
