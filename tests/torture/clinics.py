"""A clinic that is opened by the program's own way, many times a second.

Everything between the passphrase and the page is the real code. One thing alone is spared: the
same passphrase with the same salt and costs is derived once and remembered, since a tenth of a
second of Argon2id at each opening would leave little time for anything else.
"""

import shutil
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import WrongPassphraseError
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.audit import verify
from msbone_desktop.services.clinic import Clinic
from msbone_desktop.services.knowledge import Knowledge, load_knowledge
from msbone_desktop.services.passphrases import require_strong
from msbone_desktop.services.vault import KEYS_NAME, Vault
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.keys import KeyFile

NAME = "A. Nurse"
PASSPHRASE = "seven quiet rooms behind the mill"
_EPOCH = 1_785_000_000.0
_PACE = 60
_warm: list[bool] = []
_derived: dict[tuple[Any, ...], bytes] = {}


def now() -> datetime:
    """A clock that runs sixty times as fast, alike in every process.

    So backups of one second have different names, and some are thinned out.
    """
    started = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    return started + timedelta(seconds=(time.time() - _EPOCH) * _PACE)


@cache
def knowledge() -> Knowledge:
    """Rules and form, read once and inherited by every process that is forked."""
    return load_knowledge(shipped("resources"))


def remember_derivations() -> None:
    """Derive the same passphrase with the same salt and costs once in this process."""
    from cryptography.hazmat.primitives.kdf import argon2

    real: Any = argon2.Argon2id
    if getattr(real, "remembers", False):
        return

    class Remembering:
        remembers = True

        def __init__(self, **costs: Any) -> None:
            self._costs = costs

        def derive(self, passphrase: bytes) -> bytes:
            asked = (passphrase, *sorted(self._costs.items()))
            if asked not in _derived:
                _derived[asked] = real(**self._costs).derive(passphrase)
            return _derived[asked]

    argon2.Argon2id = Remembering  # type: ignore[assignment]


def remember_statements() -> None:
    """Share what SQLAlchemy compiled between all files that this process opens.

    The statements are the same; only the few hundred milliseconds are spared, at each opening, in
    which they are put together anew.
    """
    from msbone_desktop.storage import database

    real: Any = vars(database)["engine_of"]
    if getattr(real, "remembers", False):
        return
    shared: list[Any] = []

    def remembering(path: Path, key: bytes) -> Any:
        engine = real(path, key)
        if not shared:
            shared.append(engine)
        engine.dialect = shared[0].dialect
        engine._compiled_cache = shared[0]._compiled_cache
        return engine

    remembering.remembers = True  # type: ignore[attr-defined]
    vars(database)["engine_of"] = remembering


def vault(folder: Path) -> Vault:
    """Return the clinic's folder as the program sees it."""
    return Vault(folder, now, knowledge, migrations=shipped("db"))


def warm_up(folder: Path) -> None:
    """Do each thing once in this process, on a clinic that is thrown away; do it only once.

    What is compiled then is inherited by every process that is forked from this one; no file is
    open any more when it forks.
    """
    if _warm:
        return
    _warm.append(True)
    remember_derivations()
    remember_statements()
    knowledge()
    require_strong(PASSPHRASE, ())
    shutil.rmtree(folder, ignore_errors=True)
    make(folder)
    clinic = open_at(folder)
    person = clinic.patients.create(
        PatientDetails(family_name="Ordinary", given_name="Ann", born_on=None, clinic_id="1")
    )
    clinic.patients.update(person.id, person.version, replace(person.details, phone="0301234"))
    draft = clinic.screenings.start(person.id)
    record = clinic.screenings.record_of(draft)
    draft = clinic.screenings.save_draft(draft.id, person.id, draft.version, record, "")
    clinic.screenings.sign(draft.id, person.id, draft.version)
    clinic.screenings.amend(draft.id, person.id, "Typed wrongly")
    clinic.dxa.record(person.id, a_scan(clinic_day(now())))
    clinic.backups.back_up()
    verify(clinic.database)
    clinic.close()
    shutil.rmtree(folder)


def a_scan(day: date) -> DxaScan:
    """Return a scan of one hip."""
    site = DxaSite("total_hip", "left", Decimal("0.8"))
    return DxaScan(performed_on=day, sites=(site,))


def enter_somebody(clinic: Clinic) -> None:
    """Enter one more patient."""
    details = PatientDetails(
        family_name="Ordinary", given_name="Ann", born_on=None,
        clinic_id=clinic.patients.next_clinic_id(), contact_note="x" * 900,
    )  # fmt: skip
    clinic.patients.create(details)


def make(folder: Path) -> None:
    """Make a new clinic, with the account of whoever comes in first."""
    vault(folder).create(PASSPHRASE, ClinicIdentity(name="North Clinic"))
    open_at(folder).close()


def remember_key(folder: Path) -> None:
    """Derive the key of a clinic once, so that every process forked later knows it."""
    remember_derivations()
    KeyFile.read(folder / KEYS_NAME).unlock(PASSPHRASE)


def prove(backup: Path) -> None:
    """Open a backup by itself and read all of it.

    Raises:
        MsboneError: It is not whole.
    """
    vault(backup.parent.parent).prove(backup, PASSPHRASE)


class RefusedError(Exception):
    """The program refused; the message is its own."""


def opens(folder: Path, passphrase: str) -> bool:
    """Tell whether a passphrase opens the clinic.

    Raises:
        MsboneError: Not even its key file is whole.
    """
    try:
        KeyFile.read(folder / KEYS_NAME).unlock(passphrase)
    except WrongPassphraseError:
        return False
    return True


def open_database(folder: Path) -> Database:
    """Open the file as at unlocking: a restore finished, the key unwrapped, the file proved."""
    return vault(folder).open_database(PASSPHRASE)


def open_at(folder: Path) -> Clinic:
    """Open the clinic with all its services."""
    return vault(folder).unlock(PASSPHRASE, NAME)
