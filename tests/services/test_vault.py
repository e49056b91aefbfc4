"""The clinic's folder: made whole, opened by its passphrase, refused in plain words."""

import json
import platform
import re
import shutil
import sys

import pytest

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import (
    CannotOpenError,
    ClinicExistsError,
    DamagedDatabaseError,
    DatabaseInUseError,
    DiskFullError,
    MissingKeyFileError,
    MsboneError,
    RefusedEntryError,
    UnsafeFolderError,
    WrongPassphraseError,
)
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault

PASSPHRASE = "a long passphrase for one clinic"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A clinic, made once with a real passphrase; tests copy it."""
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("made") / "clinic"
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    maker = Vault(folder, lambda: moment, _unread, migrations=shipped("db"))
    maker.create(PASSPHRASE, ClinicIdentity(name="North Clinic"))
    return folder


def _unread():
    raise AssertionError("the knowledge was read too early")


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "clinic")


@pytest.fixture
def vault(folder, now):
    return Vault(folder, now, _unread, migrations=shipped("db"))


def _new(folder, now):
    return Vault(folder, now, _unread, migrations=shipped("db"))


def test_a_new_clinic_is_there_with_its_name_and_nothing_half_done(vault, folder):
    assert vault.exists
    assert {each.name for each in folder.iterdir()} == {
        "clinic.msbone",
        "clinic.keys",
        "clinic.anchor",
    }
    assert not vault.is_demo
    assert vault.hint == ""
    database = vault.open_database(PASSPHRASE)
    with database.unit_of_work() as work:
        assert work.clinic.identity().name == "North Clinic"
    database.close()
    if sys.platform != "win32":
        assert all(each.stat().st_mode & 0o077 == 0 for each in folder.iterdir())


def test_unlocking_gives_the_clinic_and_closing_lets_go(folder, now):
    knowledge = knowledge_source(shipped("resources"))
    vault = Vault(folder, now, knowledge, migrations=shipped("db"))
    clinic = vault.unlock(PASSPHRASE, "A. Nurse")
    assert clinic.identity.name == "North Clinic"
    entered = clinic.patients.create(
        PatientDetails(
            family_name="Ordinary",
            given_name="Ann",
            born_on=None,
            clinic_id=clinic.patients.next_clinic_id(),
        )
    )
    with pytest.raises(DatabaseInUseError):
        vault.open_database(PASSPHRASE)
    clinic.close()
    again = vault.unlock(PASSPHRASE, "a.  nurse")
    assert again.actor == clinic.actor and again.actor.role is Role.LEAD
    assert again.patients.get(entered.id) == entered
    again.close()


@pytest.mark.catalogue("H08")
def test_knowledge_that_is_faulty_lets_go_of_the_file(vault):
    with pytest.raises(AssertionError, match="too early"):
        vault.unlock(PASSPHRASE, "A. Nurse")
    vault.open_database(PASSPHRASE).close()


@pytest.mark.parametrize("wrong", ["", "another", PASSPHRASE.upper(), "\ud800", "x" * 2000])
@pytest.mark.catalogue("C08")
def test_a_wrong_passphrase_opens_nothing_and_is_only_counted(vault, folder, wrong):
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    with pytest.raises(WrongPassphraseError):
        vault.open_database(wrong)
    after = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert json.loads(after.pop("clinic.tries")).popitem()[1]["times"] == 1
    assert after == before


def test_a_second_clinic_is_not_made_over_the_first(vault, folder):
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    with pytest.raises(ClinicExistsError):
        vault.create("other", ClinicIdentity())
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


@pytest.mark.parametrize("passphrase", ["", "x" * 1025])
def test_a_passphrase_that_cannot_be_used_makes_nothing(tmp_path, now, passphrase):
    with pytest.raises(RefusedEntryError):
        _new(tmp_path / "new", now).create(passphrase, ClinicIdentity())
    assert not (tmp_path / "new").exists()


def test_a_creation_that_fails_leaves_nothing_and_can_be_tried_again(tmp_path, now, monkeypatch):
    fresh = _new(tmp_path, now)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("msbone_desktop.storage.new_file.os.replace", refuse)
        with pytest.raises(DiskFullError):
            fresh.create(PASSPHRASE, ClinicIdentity())
    assert list(tmp_path.iterdir()) == []
    assert not fresh.exists
    fresh.create(PASSPHRASE, ClinicIdentity())
    assert fresh.exists


def test_keys_without_their_database_are_not_left_behind(tmp_path, now, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise DiskFullError

    monkeypatch.setattr("msbone_desktop.storage.database.Database.create", refuse)
    with pytest.raises(DiskFullError):
        _new(tmp_path, now).create(PASSPHRASE, ClinicIdentity())
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_told_plainly(tmp_path, now):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(CannotOpenError):
        _new(tmp_path / "taken", now).create(PASSPHRASE, ClinicIdentity())


@pytest.mark.catalogue("C07")
def test_a_clinic_without_its_key_file_still_exists_and_says_what_is_missing(vault, folder):
    (folder / "clinic.keys").unlink()
    assert vault.exists
    with pytest.raises(MissingKeyFileError, match="is not in its folder"):
        vault.open_database(PASSPHRASE)
    with pytest.raises(ClinicExistsError):
        vault.create("other", ClinicIdentity())


@pytest.mark.catalogue("C07")
def test_a_key_file_whose_clinic_is_gone_is_told_and_kept(vault, folder):
    assert not vault.has_lost_its_file
    (folder / "clinic.msbone").unlink()
    assert vault.has_lost_its_file
    former = (folder / "clinic.keys").read_bytes()
    vault.create(PASSPHRASE, ClinicIdentity())
    assert former in [each.read_bytes() for each in folder.glob("clinic.keys.old-*")]
    assert not vault.has_lost_its_file


@pytest.mark.catalogue("C07")
def test_the_keys_of_another_clinic_open_nothing(vault, folder, tmp_path, now):
    other = _new(tmp_path / "other", now)
    other.create(PASSPHRASE, ClinicIdentity())
    shutil.copy(tmp_path / "other" / "clinic.keys", folder / "clinic.keys")
    with pytest.raises(DamagedDatabaseError):
        vault.open_database(PASSPHRASE)


def test_only_a_demo_clinic_tells_its_passphrase(tmp_path, now):
    demo = _new(tmp_path, now)
    demo.create("demo", ClinicIdentity(is_demo=True))
    assert demo.is_demo
    assert demo.hint == "demo"


def test_looking_for_a_clinic_imports_none_of_the_slow_libraries(folder):
    import subprocess

    code = (
        "import sys; from pathlib import Path\n"
        "from msbone_desktop.services.vault import Vault\n"
        f"vault = Vault(Path({str(folder)!r}), None, None, migrations=Path('db'))\n"
        "assert vault.exists and not vault.is_demo and vault.hint == ''\n"
        "slow = {'sqlalchemy', 'sqlcipher3', 'cryptography', 'alembic'} & sys.modules.keys()\n"
        "assert not slow, slow\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.catalogue("B01")
def test_every_refusal_is_a_plain_sentence(vault, folder):
    (folder / "clinic.msbone").write_bytes(b"")
    with pytest.raises(MsboneError) as refusal:
        vault.open_database(PASSPHRASE)
    assert str(refusal.value).endswith(".")
    assert "Error" not in str(refusal.value)
    assert (folder / "clinic.msbone").read_bytes() == b""


@pytest.mark.parametrize("named", ["Dropbox", "local"])
@pytest.mark.catalogue("A15")
def test_a_folder_that_another_program_copies_gets_no_clinic_and_opens_none(
    folder, tmp_path, now, named
):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "local").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(UnsafeFolderError, match="Dropbox"):
        _new(tmp_path / named, now).create(PASSPHRASE, ClinicIdentity())
    assert list((tmp_path / "Dropbox").iterdir()) == []
    moved = shutil.copytree(folder, tmp_path / named / "clinic")
    before = (moved / "clinic.msbone").read_bytes()
    with pytest.raises(UnsafeFolderError, match="Dropbox"):
        _new(moved, now).open_database(PASSPHRASE)
    with pytest.raises(UnsafeFolderError, match="Dropbox"):
        _new(moved, now).unlock(PASSPHRASE, "A. Nurse")
    assert (moved / "clinic.msbone").read_bytes() == before
    assert not (moved / "clinic.msbone.open").exists()


@pytest.mark.catalogue("A12", "A13")
def test_a_clinic_in_use_says_by_whom_where_and_since_when(folder, now):
    knowledge = knowledge_source(shipped("resources"))
    vault = Vault(folder, now, knowledge, migrations=shipped("db"))
    clinic = vault.unlock(PASSPHRASE, "A. Nurse")
    told = rf"in use by A\. Nurse on {re.escape(platform.node())} since {now().astimezone():%H:%M}"
    with pytest.raises(DatabaseInUseError, match=told):
        vault.open_database(PASSPHRASE)
    clinic.close()
    assert not (folder / "clinic.msbone.open").exists()
    vault.open_database(PASSPHRASE).close()


@pytest.mark.catalogue("B12")
def test_a_backup_and_a_wrong_passphrase_change_nothing_and_tell_nothing(vault, folder, tmp_path):
    database = vault.open_database(PASSPHRASE)
    backup = database.back_up(tmp_path / "backups", vault._now(), "test").folder
    database.close()
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    held = {each.name: each.read_bytes() for each in backup.iterdir()}
    with pytest.raises(WrongPassphraseError) as refusal:
        vault.restore(backup, "another one altogether")
    assert str(refusal.value) == str(WrongPassphraseError())
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert {each.name: each.read_bytes() for each in backup.iterdir()} == held
    vault.restore(backup, PASSPHRASE)
