"""Backups that are proven, thinned out and restored; each fault named by its row of the catalogue."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from msbone_desktop.domain.backups import Backup, to_thin_out
from msbone_desktop.domain.errors import BackupRefusedError, MsboneError, NewerDatabaseError
from msbone_desktop.services.backups import BackupService, BackupState, state_words
from msbone_desktop.storage import backups, restoring
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage.database import Database
from tests.people import staff
from tests.storage.making import AT, DB, KEY, details

LATER = AT + timedelta(hours=1)


@pytest.fixture
def clinic(path):
    """A closed clinic's folder with two patients and a key file."""
    database = Database.open(path, KEY, migrations=DB)
    with database.unit_of_work() as work:
        for number in (1, 2):
            work.patients.add(details(clinic_id=f"c{number}"), "A. Nurse", AT)
    path.with_name("clinic.keys").write_text("{}")
    yield database
    database.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def made(clinic, folder):
    return clinic.back_up(folder, AT, "0.1.0")


def patients_in(path):
    raw = keyed.connect(path, KEY)
    try:
        return raw.execute("SELECT count(*) FROM patient").fetchone()[0]
    finally:
        raw.close()


def changed(made, **about):
    """Rewrite the description without sealing it anew."""
    file = made.folder / backups.ABOUT
    content = json.loads(file.read_text())
    file.write_text(json.dumps(content | about))


def test_a_backup_is_proven_before_it_has_its_name(made, folder, clinic):
    assert (made.patients, made.screenings) == (2, 0)
    assert backups.prove(made.folder, KEY) == made
    assert backups.listed(folder) == (made,)
    assert not list(folder.glob("*.tmp"))
    assert b"Ordinary" not in (made.folder / backups.DATABASE).read_bytes()
    with clinic.unit_of_work() as work:  # the live file goes on
        work.patients.add(details(clinic_id="c3"), "A. Nurse", AT)
    assert patients_in(made.folder / backups.DATABASE) == 2


@pytest.mark.catalogue("B03", "B04")
def test_b03_b04_a_backup_with_changed_bytes_is_refused(made):
    file = made.folder / backups.DATABASE
    whole = file.read_bytes()
    for place in (0, 20, 4096, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(MsboneError):
            backups.prove(made.folder, KEY)
    for length in range(0, len(whole), 4096):
        file.write_bytes(whole[:length])
        with pytest.raises(MsboneError):
            backups.prove(made.folder, KEY)
    file.write_bytes(whole)
    assert backups.prove(made.folder, KEY) == made


@pytest.mark.catalogue("B05")
def test_b05_a_backup_of_a_newer_version_is_refused_by_name(made):
    about = json.loads((made.folder / backups.ABOUT).read_text())
    about.pop("seal")
    about["schema"] = "0999"
    sealed = about | {"seal": backups._seal(about, KEY)}
    (made.folder / backups.ABOUT).write_text(json.dumps(sealed))
    with pytest.raises(NewerDatabaseError, match="0999"):
        backups.prove(made.folder, KEY)


@pytest.mark.catalogue("B07")
def test_b07_a_backup_of_another_clinic_is_refused(made):
    with pytest.raises(BackupRefusedError, match="another clinic"):
        backups.prove(made.folder, bytes(32))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER sly AFTER INSERT ON patient BEGIN UPDATE patient SET family_name = ''; END",
        "CREATE VIEW sly AS SELECT * FROM patient",
        "CREATE INDEX sly ON patient (lower(family_name))",
        "ALTER TABLE patient ADD COLUMN sly TEXT GENERATED ALWAYS AS ('x') VIRTUAL",
        "INSERT INTO search_word VALUES ('sly', 1)",
    ],
)
@pytest.mark.catalogue("B08", "B09")
def test_b08_b09_what_was_slipped_into_a_backup_is_seen_even_when_resealed(made, statement):
    file = made.folder / backups.DATABASE
    raw = keyed.connect(file, KEY)
    raw.execute(statement)
    raw.close()
    about = json.loads((made.folder / backups.ABOUT).read_text())
    about.pop("seal")
    about["sha256"][backups.DATABASE] = backups._sha256(file)
    sealed = about | {"seal": backups._seal(about, KEY)}  # as somebody with the key could
    (made.folder / backups.ABOUT).write_text(json.dumps(sealed))
    with pytest.raises(BackupRefusedError):
        backups.prove(made.folder, KEY)


def test_a_description_that_was_edited_or_cannot_be_read_is_refused(made):
    changed(made, rows={"patient": 3})
    with pytest.raises(BackupRefusedError, match="changed"):
        backups.prove(made.folder, KEY)
    for text in ("", "[]", "{}", "nonsense", "[" * 100_000, '{"format": "msbone-backup"}'):
        (made.folder / backups.ABOUT).write_text(text)
        with pytest.raises(BackupRefusedError):
            backups.prove(made.folder, KEY)
    (made.folder / backups.ABOUT).unlink()
    with pytest.raises(BackupRefusedError):
        backups.prove(made.folder, KEY)
    assert backups.listed(made.folder.parent) == ()


@pytest.mark.catalogue("B10")
def test_b10_a_journal_laid_beside_the_database_of_a_backup_is_refused(made):
    (made.folder / f"{backups.DATABASE}-wal").write_bytes(b"x" * 4096)
    with pytest.raises(BackupRefusedError, match="do not belong"):
        backups.prove(made.folder, KEY)


@pytest.mark.catalogue("A03")
def test_a03_a_backup_that_was_cut_off_leaves_no_name_and_is_swept_up(clinic, folder, monkeypatch):
    def cut_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, "prove", cut_off)
    with pytest.raises(KeyboardInterrupt):
        clinic.back_up(folder, AT, "0.1.0")
    assert list(folder.iterdir()) == []
    left = folder / "msbone-backup-20200101-000000Z.tmp"
    left.mkdir()
    backups.sweep(folder)
    assert not left.exists()


@pytest.mark.catalogue("B13")
def test_b13_a_folder_that_cannot_be_written_keeps_earlier_backups_and_says_so(
    clinic, folder, made
):
    service = BackupService(clinic, folder, staff(), lambda: LATER)
    service.look()
    blocked = folder.parent / "file"
    blocked.write_text("not a folder")
    service.second = blocked / "inside"
    state = service.back_up()
    assert state.problem == "" and "No backup was made" in state.second_problem
    service.folder = blocked / "inside"
    state = service.back_up()
    assert "No backup was made" in state.problem
    assert state_words(state, LATER) == "Backup failed"
    assert made in backups.listed(folder)


@pytest.mark.catalogue("B14")
def test_b14_a_damaged_live_file_drives_out_no_good_backup(clinic, folder, monkeypatch):
    service = BackupService(clinic, folder, staff(), lambda: LATER)
    for days in range(400, 0, -40):
        clinic.back_up(folder, AT - timedelta(days=days), "0.1.0")
    before = backups.listed(folder)
    counts = iter([{}, {"x": 1}] * 9)
    monkeypatch.setattr(backups, "row_counts", lambda _: next(counts))
    state = service.back_up()
    assert state.problem
    assert backups.listed(folder) == before


@pytest.mark.catalogue("B16")
def test_b16_a_clock_set_back_or_forward_deletes_nothing_it_should_not():
    def at(days):
        moment = AT + timedelta(days=days)
        return Backup(
            folder=Path(str(days)),
            made_at=moment,
            patients=0,
            screenings=0,
            schema="1",
            software="1",
        )

    everything = [at(days) for days in range(-800, 1)]
    gone = {backup.folder for backup in to_thin_out(everything, AT)}
    left = [backup for backup in everything if backup.folder not in gone]
    assert 15 <= len(left) <= 7 + 5 + 12 + 1
    assert at(0) in left and at(-1) in left
    months = {backup.made_at.strftime("%Y-%m") for backup in left}
    assert len(months) >= 12
    back = AT - timedelta(days=365)
    future = {at(days) for days in range(-364, 1)}
    assert not future & set(to_thin_out(everything, back))
    assert to_thin_out([at(5)], AT) == () and to_thin_out([], AT) == ()


def test_the_status_says_the_age_of_what_was_proven(clinic, folder):
    service = BackupService(clinic, folder, staff(), lambda: AT)
    assert service.look() == BackupState() and service.is_due()
    assert state_words(service.state, AT) == "No backup yet"
    assert service.state.tone(AT) == "urgent"
    service.back_up()
    assert not service.is_due()
    assert state_words(service.state, AT).startswith("Backup proven today")
    assert state_words(service.state, AT + timedelta(days=1)) == "Backup proven yesterday"
    assert state_words(service.state, AT + timedelta(days=3)) == "Backup proven 3 days ago"
    assert service.state.tone(AT + timedelta(days=2)) == "moderate"
    assert service.state.tone(AT + timedelta(days=8)) == "urgent"
    assert service.state.tone(AT) == "soft"


@pytest.mark.catalogue("B11")
def test_restoring_puts_the_backup_in_place_and_keeps_what_was_there(clinic, made):
    with clinic.unit_of_work() as work:
        work.patients.add(details(clinic_id="c3"), "A. Nurse", AT)
    clinic.close()
    where = clinic.path.parent
    # B10: what SQLite left beside the old file must not be played into the new one.
    clinic.path.with_name("clinic.msbone-journal").write_bytes(b"stray")
    aside = restoring.restore(made.folder, where, LATER)
    assert patients_in(where / backups.DATABASE) == 2
    assert (aside / "clinic.msbone-journal").read_bytes() == b"stray"
    (aside / "clinic.msbone-journal").unlink()
    assert patients_in(aside / backups.DATABASE) == 3
    assert not (where / restoring.INTENT).exists() and not list(where.glob("*.tmp"))
    again = restoring.restore(made.folder, where, LATER)
    assert again != aside


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from msbone_desktop.storage import restoring
stop, backup, clinic = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
calls = 0

def counted(real):
    def call(*args, **more):
        global calls
        calls += 1
        if calls == stop:
            os.kill(os.getpid(), 9)
        return real(*args, **more)
    return call

restoring.os.replace = counted(os.replace)
restoring.shutil.copyfile = counted(restoring.shutil.copyfile)
restoring.os.fsync = counted(os.fsync)
restoring.sync_folder = counted(restoring.sync_folder)
restoring.restore(backup, clinic, datetime(2026, 11, 22, tzinfo=UTC))
print(calls)
"""


@pytest.mark.catalogue("A04")
def test_a04_killed_at_any_step_of_a_restore_there_is_the_old_clinic_or_the_new(
    clinic, made, tmp_path
):
    with clinic.unit_of_work() as work:
        work.patients.add(details(clinic_id="c3"), "A. Nurse", AT)
    clinic.close()
    seen, steps = set(), 0
    for stop in range(1, 40):
        where = tmp_path / f"clinic{stop}"
        where.mkdir()
        for name in (backups.DATABASE, backups.KEYS):
            shutil.copy(clinic.path.parent / name, where / name)
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(stop), str(made.folder), str(where)],
            capture_output=True,
            text=True,
            check=False,
        )
        restoring.finish(where)
        found = patients_in(where / backups.DATABASE)
        seen.add(found)
        assert found in (2, 3) and (where / backups.KEYS).exists()
        assert not (where / restoring.INTENT).exists()
        if done.returncode == 0:
            steps = stop - 1
            break
        assert done.returncode == -9
    assert seen == {2, 3} and steps >= 10


def test_a_note_of_intent_that_cannot_be_read_moves_nothing(clinic, tmp_path):
    where = clinic.path.parent
    clinic.close()
    (where / restoring.INTENT).write_text("nonsense")
    with pytest.raises(BackupRefusedError):
        restoring.finish(where)
    assert patients_in(clinic.path) == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "nonsense", "[" * 100_000, '{"aside": null}', '{"aside": ""}',
        '{"aside": "."}', '{"aside": ".."}', '{"aside": "../before-restore-20260105-080000Z"}',
        '{"aside": "\\u0000"}', '{"aside": "backups"}',
    ],
)  # fmt: skip
def test_a_note_of_a_restore_that_is_not_ours_moves_nothing(made, path, text):
    """A name like ".." would have laid the backup over the clinic's only file."""
    clinic = path.parent
    shutil.copyfile(
        made.folder / backups.DATABASE, clinic / f"{backups.DATABASE}{restoring.SUFFIX}"
    )
    (clinic / restoring.INTENT).write_text(text)
    before = {each: each.read_bytes() for each in clinic.rglob("*") if each.is_file()}
    with pytest.raises(BackupRefusedError):
        restoring.finish(clinic)
    assert {each: each.read_bytes() for each in clinic.rglob("*") if each.is_file()} == before
