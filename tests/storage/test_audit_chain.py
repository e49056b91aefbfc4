"""Whatever is done to the history or past it, a verification tells."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from msbone_desktop.domain.audit import AuditContext, ChainReport
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.services.audit import verify
from msbone_desktop.storage.audit_chain import COLUMNS, FIRST, seal_of
from msbone_desktop.storage.connection import check, connect
from msbone_desktop.storage.database import Database
from tests.storage.editing import edits_not_found
from tests.storage.making import AT, DB, KEY, details

Tamper = Callable[[Any], object]


@pytest.fixture
def kept(tmp_path: Path, written: Path) -> Path:
    """A file with a history of its own, closed."""
    folder = tmp_path / "clinic"
    shutil.copytree(written, folder)
    return folder / "clinic.msbone"


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("history")
    path = folder / "clinic.msbone"
    Database.create(path, KEY, migrations=DB).close()
    _enter(path, range(1, 31))
    return folder


def _enter(path: Path, numbers: range) -> None:
    database = Database.open(path, KEY, migrations=DB)
    for number in numbers:
        with database.unit_of_work() as work:
            work.patients.add(details(clinic_id=f"M-{number}", phone="1"), "A. Nurse", AT)
            work.audit.note("viewed", "patient", number, patient=number)
    database.close()


def _report(path: Path) -> ChainReport:
    database = Database.open(path, KEY, migrations=DB)
    try:
        return verify(database)
    finally:
        database.close()


def _tamper(path: Path, what: Tamper | str, *values: Any) -> None:
    """Change the file as somebody would who has its key and any SQLite tool."""
    raw = connect(path, KEY)
    try:
        kept = raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name in ("audit_event_stays", "audit_event_is_kept"):
            raw.execute(f"DROP TRIGGER {name}")
        if isinstance(what, str):
            raw.execute(what, values)
        else:
            what(raw)
        for (sql,) in kept:
            if "TRIGGER audit_event" in sql:
                raw.execute(sql)
    finally:
        raw.close()


def test_an_untouched_history_is_whole(kept):
    report = _report(kept)
    assert report.is_whole, report.faults
    assert report.head.count == 60
    assert report.rows == 30
    assert report.remarks == ()


def test_verifying_changes_nothing(kept):
    before = (kept.read_bytes(), kept.with_suffix(".anchor").read_bytes())
    _report(kept)
    assert (kept.read_bytes(), kept.with_suffix(".anchor").read_bytes()) == before


@pytest.mark.catalogue("C13")
def test_c13_an_edit_of_one_entry_is_found_and_the_entry_named(kept):
    """Two hundred edits of one column of one entry, each put back before the next."""
    database = Database.open(kept, KEY, migrations=DB)
    with database.unit_of_work() as work:
        found = edits_not_found(work.connection, KEY, edits=200, seed=1)
    assert found == []
    assert verify(database).is_whole, "each edit was put back"
    database.close()


def test_an_entry_taken_out_of_the_middle_is_found(kept):
    _tamper(kept, "DELETE FROM audit_event WHERE id BETWEEN 7 AND 9")
    assert "Entries 7 to 9 are missing." in _report(kept).faults


@pytest.mark.catalogue("C15")
def test_c15_the_last_entries_cut_off_are_found_by_the_anchor(kept):
    _tamper(kept, "DELETE FROM audit_event WHERE id > 50")
    faults = _report(kept).faults
    assert any("goes back 10 entries behind its anchor" in each for each in faults)


def test_the_anchor_finds_a_cut_that_leaves_no_row_without_its_entry(kept):
    def cut(raw: Any) -> None:
        raw.execute("DELETE FROM audit_event WHERE id > 58")
        for table in ("search_word", "patient_listing"):
            raw.execute(f"DELETE FROM {table} WHERE patient_id = 30")
        raw.execute("DELETE FROM patient WHERE id = 30")

    _tamper(kept, cut)
    faults = _report(kept).faults
    assert len(faults) == 1 and "goes back 2 entries" in faults[0]


def test_two_entries_swapped_are_found(kept):
    def swap(raw: Any) -> None:
        raw.execute("UPDATE audit_event SET id = -1 WHERE id = 10")
        raw.execute("UPDATE audit_event SET id = 10 WHERE id = 11")
        raw.execute("UPDATE audit_event SET id = 11 WHERE id = -1")

    _tamper(kept, swap)
    faults = _report(kept).faults
    assert any(each.startswith("Entry 10 ") for each in faults)
    assert any(each.startswith("Entry 11 ") for each in faults)


def test_a_chain_rewritten_without_the_key_is_found(kept):
    def rewrite(raw: Any) -> None:
        raw.execute("UPDATE audit_event SET actor = 'Nobody' WHERE actor = 'MSBone'")
        before = FIRST
        for row in raw.execute(
            f"SELECT {', '.join(COLUMNS)} FROM audit_event ORDER BY id"
        ).fetchall():
            before = seal_of(b"a guess", before, row)
            raw.execute("UPDATE audit_event SET mac = ? WHERE id = ?", (before, row[0]))

    _tamper(kept, rewrite)
    assert len(_report(kept).faults) >= 50


def test_an_entry_put_in_without_the_key_is_found(kept):
    names = ", ".join(COLUMNS)
    rest = ", ".join(COLUMNS[1:])
    _tamper(
        kept,
        f"INSERT INTO audit_event ({names}, mac) SELECT 61, {rest}, mac FROM audit_event WHERE id = 60",
    )
    assert any(each.startswith("Entry 61 ") for each in _report(kept).faults)


@pytest.mark.catalogue("B11", "C16")
def test_c16_a_whole_older_file_in_place_of_the_present_is_found(kept, tmp_path):
    older = shutil.copy(kept, tmp_path / "older")
    _enter(kept, range(31, 36))
    shutil.copy(older, kept)
    faults = _report(kept).faults
    assert len(faults) == 1 and "goes back 10 entries" in faults[0]


@pytest.mark.catalogue("C16")
def test_c16_work_that_goes_on_after_a_roll_back_cannot_cover_it_up(kept, tmp_path):
    older = shutil.copy(kept, tmp_path / "older")
    _enter(kept, range(31, 36))
    shutil.copy(older, kept)
    _enter(kept, range(31, 41))
    report = _report(kept)
    assert report.is_whole
    assert any("go back behind its anchor" in each for each in report.remarks)


def test_another_history_of_the_same_length_is_not_the_one_that_was_anchored(kept, tmp_path):
    older = shutil.copy(kept, tmp_path / "older")
    anchor = shutil.copy(kept.with_suffix(".anchor"), tmp_path / "anchor")
    _enter(kept, range(31, 33))
    kept_anchor = shutil.copy(kept.with_suffix(".anchor"), tmp_path / "newer")
    shutil.copy(older, kept)
    shutil.copy(anchor, kept.with_suffix(".anchor"))
    _enter(kept, range(41, 43))
    shutil.copy(kept_anchor, kept.with_suffix(".anchor"))
    assert any("is not the one that was anchored" in each for each in _report(kept).faults)


def test_a_missing_or_spoilt_anchor_is_a_fault_and_is_remembered(kept):
    anchor = kept.with_suffix(".anchor")
    anchor.write_bytes(anchor.read_bytes().replace(b"[", b"("))
    assert any("anchor of the file is missing" in each for each in _report(kept).faults)
    _enter(kept, range(31, 32))
    report = _report(kept)
    assert report.is_whole
    assert any("without its anchor" in each for each in report.remarks)


def test_after_a_power_cut_the_file_may_be_ahead_of_its_anchor(kept, tmp_path):
    behind = shutil.copy(kept.with_suffix(".anchor"), tmp_path / "behind")
    _enter(kept, range(31, 36))
    shutil.copy(behind, kept.with_suffix(".anchor"))
    assert _report(kept).is_whole


@pytest.mark.parametrize("place", [0, 1])
def test_a_write_of_the_anchor_that_was_cut_off_leaves_the_other_place(kept, place):
    anchor = kept.with_suffix(".anchor")
    content = bytearray(anchor.read_bytes())
    content[place * 256 : place * 256 + 40] = bytes(40)
    anchor.write_bytes(content)
    assert _report(kept).is_whole or place == 60 % 2


def test_a_row_changed_past_the_program_is_found_and_named(kept):
    _tamper(kept, "UPDATE patient SET phone = '2' WHERE id = 4")
    (fault,) = _report(kept).faults
    assert fault.startswith("Patient 4 is not as the history says")


def test_a_row_removed_or_put_in_past_the_program_is_found(kept):
    def change(raw: Any) -> None:
        raw.execute(
            "INSERT INTO scanner VALUES (9,'X','','','','','',1,1,'A',?)", (AT.isoformat(),)
        )
        for table in ("search_word", "patient_listing"):
            raw.execute(f"DELETE FROM {table} WHERE patient_id = 3")
        raw.execute("DELETE FROM patient WHERE id = 3")

    _tamper(kept, change)
    faults = _report(kept).faults
    assert any("Patient 3 is missing from the file" in each for each in faults)
    assert any("Scanner 9 is in the file, but not in the history" in each for each in faults)


@pytest.mark.catalogue("C17")
def test_c17_one_old_page_pasted_into_the_newer_file_is_found(kept):
    """Each page of another content: the cipher's own check passes them, the history does not."""
    old = kept.read_bytes()
    database = Database.open(kept, KEY, migrations=DB)
    with database.unit_of_work() as work:
        work.connection.exec_driver_sql("UPDATE patient SET phone = '2'")
    database.close()
    new = kept.read_bytes()
    passed = 0
    for start in range(4096, len(old), 4096):
        page = old[start : start + 4096]
        if page == new[start : start + 4096]:
            continue
        kept.write_bytes(new[:start] + page + new[start + 4096 :])
        try:
            raw = connect(kept, KEY)
            check(raw)
        except (MsboneError, dbapi2.Error):
            continue  # SQLite itself saw it
        finally:
            raw.close()
        passed += 1
        assert not _report(kept).is_whole, start // 4096
    assert passed, "no page came past SQLCipher and SQLite, so nothing was tried"


def _same(at: datetime) -> datetime:
    return at


@pytest.mark.catalogue("I03")
def test_i03_a_clock_that_goes_back_or_far_ahead_is_entered_and_order_follows_the_number(kept):
    for at in (AT, AT - timedelta(days=3650), AT + timedelta(days=3650)):
        database = Database.open(kept, KEY, migrations=DB)
        database.trail.context = AuditContext(actor="A", now=partial(_same, at))
        with database.unit_of_work() as work:
            work.audit.note("viewed")
        database.close()
    report = _report(kept)
    assert report.is_whole
    assert sum("clock" in each for each in report.remarks) >= 2


def test_rows_older_than_the_history_are_counted_and_what_happens_to_them_later_is_proved(path):
    raw = connect(path, KEY)
    raw.execute("INSERT INTO scanner VALUES (9,'X','','','','','',1,1,'A',?)", (AT.isoformat(),))
    raw.close()
    _enter(path, range(1, 2))
    report = _report(path)
    assert report.is_whole
    assert any("1 rows were in the file before" in each for each in report.remarks)


def test_the_history_stays_provable_when_the_file_gets_another_key_twice(kept):
    keys = [KEY, bytes(reversed(KEY)), bytes(32)]
    for earlier, later in pairwise(keys):
        raw = connect(kept, earlier)
        raw.execute("PRAGMA locking_mode = NORMAL")
        raw.execute(f"PRAGMA rekey = \"x'{later.hex()}'\"")
        raw.close()
        database = Database.open(kept, later, migrations=DB)
        with database.unit_of_work() as work:
            database.trail.note_new_key(work.connection, work.audit, earlier)
            work.patients.add(details(clinic_id=later.hex()[:8]), "A", AT)
        database.close()
    database = Database.open(kept, keys[-1], migrations=DB)
    report = verify(database)
    database.close()
    assert report.is_whole, report.faults
    assert len(report.remarks) == 2


def test_progress_reaches_the_end(kept):
    told: list[tuple[int, int]] = []
    database = Database.open(kept, KEY, migrations=DB)
    verify(database, lambda done, of: told.append((done, of)))
    database.close()
    assert told[-1] == (90, 90)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "clinic.msbone"))


@pytest.mark.catalogue("I03")
def test_a_moment_is_in_utc_with_the_offset_of_the_clinic(kept):
    raw = connect(kept, KEY)
    at, offset = raw.execute("SELECT at, offset_minutes FROM audit_event").fetchone()
    raw.close()
    assert datetime.fromisoformat(at).utcoffset() == timedelta()
    here = datetime.fromisoformat(at).astimezone().utcoffset() or timedelta()
    assert offset == here.total_seconds() // 60


def test_what_an_entry_holds_is_canonical_json(kept):
    raw = connect(kept, KEY)
    (became,) = raw.execute("SELECT became FROM audit_event WHERE id = 1").fetchone()
    raw.close()
    assert json.loads(became)["clinic_id"] == "M-1"
