"""From the passphrase to Today, and each key of a search, on a file with many patients."""

import argparse
import os
import random
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle

from measuring import Aim, Measure, Stopwatch, remark

NAMES = (
    "passphrase to Today",
    "keystroke in the search",
    "backup, proved",
    "lock to the covered window",
)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PASSPHRASE = "correct horse battery staple"
AT_ONCE = 5_000

SYLLABLES = "an be ca do el fi ga ha in jo ka lu ma ne or pa ra sa ti va wi ze".split()
TYPED = ("a", "an", "ann", "sa", "sara", "lu", "luka", "ma be", "zeel", "17 mar 1961", "b-00042")


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    folder = options.folder / f"clinic-of-{options.patients}"
    key = _make_clinic(folder, options.patients)

    def unlock_and_look() -> None:
        clinic = _vault(folder).unlock(PASSPHRASE, "bench")
        clinic.today.look()
        clinic.close()

    yield Measure(
        name=f"{NAMES[0]}, {options.patients:,} patients",
        unit="ms",
        aim=Aim(ratio=1.5),
        ours=Stopwatch(unlock_and_look),
        floor=Stopwatch(lambda: _bare_opening(folder, key)),
        rounds=7,
    )
    clinic = _vault(folder).unlock(PASSPHRASE, "bench")
    raw, statements = _statements_of(clinic)
    keys, raw_keys = cycle(TYPED), cycle(TYPED)
    yield Measure(
        name=f"{NAMES[1]}, {options.patients:,} patients",
        unit="ms",
        aim=Aim(ratio=5, value=20),
        ours=Stopwatch(lambda: clinic.patients.search(next(keys)), repeat=len(TYPED)),
        floor=Stopwatch(lambda: _replay(raw, statements[next(raw_keys)]), repeat=len(TYPED)),
        rounds=15,
    )
    slowest = max(TYPED, key=lambda text: Stopwatch(lambda: clinic.patients.search(text))())
    yield Measure(
        name=f"{NAMES[1]}, the slowest ({slowest!r})",
        unit="ms",
        aim=Aim(value=20),
        ours=Stopwatch(lambda: clinic.patients.search(slowest)),
        rounds=15,
    )
    yield Measure(
        name=f"{NAMES[2]}, {options.patients:,} patients",
        unit="ms",
        aim=Aim(ratio=6),
        ours=Stopwatch(lambda: _back_up(clinic)),
        floor=Stopwatch(lambda: _bare_copy(raw, folder, key)),
        rounds=5,
    )
    clinic.close()
    yield Measure(
        name=f"{NAMES[3]}, {options.patients:,} patients",
        unit="ms",
        aim=Aim(value=1000),
        ours=lambda: _lock(folder),
        floor=_bare_cover,
        rounds=5,
    )


def _back_up(clinic) -> None:
    state = clinic.backups.back_up()
    assert not state.problem, state.problem
    shutil.rmtree(state.newest.folder)


def _bare_copy(raw, folder, key: bytes) -> None:
    """Copy the open file page by page under the same key, and wait for the disk: nothing proved."""
    from msbone_desktop.storage import connection

    path = folder / "bare.copy"
    copy = connection.connect(path, key, create=True)
    raw.backup(copy)
    copy.close()
    handle = os.open(path, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
    path.unlink()


def _lock(folder) -> float:
    """Lock a clinic that is open in a window; return the milliseconds until the cover is there."""
    from PySide6.QtWidgets import QApplication

    from msbone_desktop.app.session import Session
    from msbone_desktop.environment.logs import EventLog
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.environment.settings import SettingsFile

    app = QApplication.instance() or QApplication([])
    log = EventLog(folder, lambda: NOW)
    locked = []
    session = Session(
        app,
        records=folder,
        resources=shipped("resources"),
        migrations=shipped("db"),
        settings=SettingsFile(folder),
        log=log,
        now=lambda: NOW,
        is_demo=False,
        restart=locked.append,
    )
    session._unlocked(_vault(folder).unlock(PASSPHRASE, "bench"))
    window = session.main_window
    window.run_command("new_patient")
    _until(lambda: window.windowHandle().isExposed())
    began = time.perf_counter()
    session._lock("Locked.")
    covers = [w for w in app.topLevelWidgets() if type(w).__name__ == "Cover" and w.isVisible()]
    _until(lambda: covers[0].is_painted)
    taken = (time.perf_counter() - began) * 1e3
    _until(lambda: bool(locked))
    session.end()
    for each in (window, *covers):
        each.hide()
        each.deleteLater()
    app.processEvents()
    log.close()
    return taken


def _bare_cover() -> float:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication.instance() or QApplication([])
    began = time.perf_counter()
    window = QWidget()
    window.resize(1280, 800)
    window.show()
    _until(lambda: window.windowHandle().isExposed())
    taken = (time.perf_counter() - began) * 1e3
    window.hide()
    window.deleteLater()
    app.processEvents()
    return taken


def _until(is_so) -> None:
    from PySide6.QtWidgets import QApplication

    end = time.perf_counter() + 20
    while not is_so():
        assert time.perf_counter() < end, "it did not come"
        QApplication.processEvents()
        time.sleep(0.0005)


def _vault(folder):
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.services.knowledge import knowledge_source
    from msbone_desktop.services.vault import Vault

    global _knowledge  # noqa: PLW0603 - loaded beside the unlock window, so not part of this
    if _knowledge is None:
        _knowledge = knowledge_source(shipped("resources"))
        _knowledge()
    return Vault(folder, lambda: NOW, _knowledge, migrations=shipped("db"))


_knowledge = None


def _make_clinic(folder, patients: int) -> bytes:
    from msbone_desktop.domain.clinic import ClinicIdentity

    _vault(folder).create(PASSPHRASE, ClinicIdentity(name="Bench", is_demo=True))
    remark(f"  making {patients:,} patients")
    database = _vault(folder).open_database(PASSPHRASE)
    dice = random.Random(7)
    for start in range(0, patients, AT_ONCE):
        with database.unit_of_work() as work:
            numbers = range(start, min(start + AT_ONCE, patients))
            people = tuple(_details(number, dice) for number in numbers)
            work.patients.add_all(people, "bench", NOW)
    database.close()
    return bytes(database.data_key)


def _details(number: int, dice: random.Random):
    from msbone_desktop.domain.calendar import PartialDate
    from msbone_desktop.domain.patients import PatientDetails

    def name(syllables: int) -> str:
        return "".join(dice.choices(SYLLABLES, k=syllables)).capitalize()

    return PatientDetails(
        family_name=name(dice.randint(2, 4)),
        given_name=name(dice.randint(1, 3)),
        born_on=PartialDate(dice.randint(1935, 2005), dice.randint(1, 12), dice.randint(1, 28)),
        clinic_id=f"B-{number:06d}",
        sex_for_reference=dice.choice(("female", "male")),
        phone=f"555 {dice.randint(0, 9_999_999):07d}",
        dxa_interval_months=12 if number % 20 == 0 else None,
    )


def _bare_opening(folder, key: bytes) -> None:
    """Derive a key, and read one row of the same file, by the libraries alone."""
    import os

    import sqlalchemy
    import sqlcipher3.dbapi2 as driver
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=os.urandom(16), length=32, iterations=3, lanes=4, memory_cost=64 * 1024
    )
    derivation.derive(PASSPHRASE.encode())

    def connect():
        connection = driver.connect(str(folder / "clinic.msbone"))
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return connection

    engine = sqlalchemy.create_engine("sqlite://", module=driver, creator=connect)
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT id FROM patient LIMIT 1")).fetchall()
    engine.dispose()


def _statements_of(clinic):
    """Return the bare connection, and what each search asks of it, to be asked again raw."""
    import sqlalchemy

    engine = clinic.database.engine
    statements: dict[str, list[tuple[str, object]]] = {}
    heard: list[tuple[str, object]] = []

    def hear(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.startswith(("SELECT", "WITH")):
            heard.append((statement, parameters))

    sqlalchemy.event.listen(engine, "before_cursor_execute", hear)
    for typed in TYPED:
        heard.clear()
        clinic.patients.search(typed)
        statements[typed] = list(heard)
    sqlalchemy.event.remove(engine, "before_cursor_execute", hear)
    return engine.raw_connection().dbapi_connection, statements


def _replay(raw, statements) -> None:
    for statement, parameters in statements:
        raw.execute(statement, parameters).fetchall()
