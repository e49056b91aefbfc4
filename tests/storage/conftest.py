"""Databases for the storage tests: keyed, as the product makes them, without the slow derivation.

A test that is not about passphrases hands a ready data key to ``Database``; nothing in the product
can do the same, since only a key file yields one there.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from msbone_desktop.domain.patients import Patient
from msbone_desktop.storage.database import Database
from tests.storage.making import AT, DB, KEY, details


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Path:
    """A new clinic file, made once by the migrations; tests copy it."""
    path: Path = tmp_path_factory.mktemp("empty") / "clinic.msbone"
    Database.create(path, KEY, migrations=DB).close()
    return path


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    """A clinic file of the test's own."""
    return Path(shutil.copy(empty_file, tmp_path / "clinic.msbone"))


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """An open, empty database."""
    opened = Database.open(path, KEY, migrations=DB)
    yield opened
    opened.close()


@pytest.fixture
def enter(database: Database) -> Callable[..., Patient]:
    """Enter a patient: ``enter(family_name="Weiß")``. Each has a clinic ID of their own."""
    entered = 0

    def add(**changes: object) -> Patient:
        nonlocal entered
        entered += 1
        with database.unit_of_work() as work:
            person = details(**({"clinic_id": f"MSB-{entered:04d}"} | changes))
            return work.patients.add(person, "A. Nurse", AT)

    return add
