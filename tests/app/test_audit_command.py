"""``msbone audit`` says in plain sentences and by its exit code whether the history is whole."""

from pathlib import Path
from typing import Any

import pytest

from msbone_desktop.app.commands.asking import require_clinic
from msbone_desktop.app.main import main
from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import NotPermittedError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault
from msbone_desktop.storage.connection import connect
from msbone_desktop.storage.keys import KeyFile
from tests.derivations import remembered

PASSPHRASE = "twelve warm socks"


def _unread():
    raise AssertionError("the rules are not needed")


@pytest.fixture(autouse=True, scope="module")
def _derived_once():
    with remembered():
        yield


@pytest.fixture
def folder(tmp_path: Path, now, monkeypatch) -> Path:
    made = tmp_path / "clinic"
    vault = Vault(made, now, _unread, migrations=shipped("db"))
    vault.create(PASSPHRASE, ClinicIdentity(name="North"))
    monkeypatch.setenv("MSBONE_PASSPHRASE", PASSPHRASE)
    return made


def test_a_whole_history_is_exit_0_with_its_head(folder, capsys):
    assert main(["audit", "verify", "--folder", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "The history is whole: 1 entries" in said
    assert "Head: 1 · " in said


def test_a_history_that_is_not_whole_is_exit_3_and_says_what_is_wrong(folder, capsys):
    key = KeyFile.read(folder / "clinic.keys").unlock(PASSPHRASE)
    raw = connect(folder / "clinic.msbone", key)
    raw.execute("UPDATE clinic SET phone = '666'")
    raw.close()
    assert main(["audit", "verify", "--folder", str(folder)]) == 3
    said = capsys.readouterr().out
    assert "FAULT: Clinic 1 is not as the history says" in said
    assert "NOT whole" in said


def test_the_passphrase_may_stand_in_a_file(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MSBONE_PASSPHRASE", "wrong")
    assert main(["audit", "verify", "--folder", str(folder)]) == 1
    assert "does not open this clinic" in capsys.readouterr().err
    file = tmp_path / "passphrase"
    file.write_bytes(f"{PASSPHRASE}\r\nmore".encode())
    arguments = ["audit", "verify", "--folder", str(folder), "--passphrase-file", str(file)]
    assert main(arguments) == 0
    assert main([*arguments[:-1], str(tmp_path / "none")]) == 1
    assert "no such file" in capsys.readouterr().err


@pytest.mark.catalogue("C19")
@pytest.mark.parametrize("role", list(Role))
def test_only_the_lead_proves_or_exports_the_history(
    folder, tmp_path, monkeypatch, capsys, now, role
):
    knowledge = knowledge_source(shipped("resources"))
    clinic = Vault(folder, now, knowledge, migrations=shipped("db")).unlock(PASSPHRASE, "A. Lead")
    clinic.people.add("B. Second", role, "otter lantern gravel nine")
    clinic.close()
    monkeypatch.setenv("MSBONE_PASSPHRASE", "otter lantern gravel nine")
    out = tmp_path / "history.csv"
    verified = main(["audit", "verify", "--folder", str(folder)])
    exported = main(["audit", "export", "--folder", str(folder), str(out)])
    said = capsys.readouterr()
    if role is Role.LEAD:
        assert (verified, exported) == (0, 0) and out.exists()
    else:
        assert (verified, exported) == (1, 1) and not out.exists()
        assert said.out == "" and said.err.count(str(NotPermittedError())) == 2


def test_no_argument_takes_the_passphrase_itself(folder):
    with pytest.raises(SystemExit) as caught:
        main(["audit", "verify", "--passphrase", PASSPHRASE])
    assert caught.value.code == 2


def test_the_history_is_exported_and_that_it_was_is_in_it(folder, tmp_path, capsys):
    out = tmp_path / "history.csv"
    assert main(["audit", "export", "--folder", str(folder), str(out)]) == 0
    assert "not encrypted" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8-sig").startswith("Entry,Moment (UTC)")
    assert main(["audit", "export", "--folder", str(folder), str(out)]) == 1
    assert main(["audit", "verify", "--folder", str(folder)]) == 0
    assert "2 entries" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["audit", "verify"], ["check"]])
def test_where_nobody_can_type_a_passphrase_one_sentence_says_so(
    tmp_path, monkeypatch, capsys, command
):
    def closed(_prompt):
        raise EOFError

    (tmp_path / "clinic.msbone").touch()
    monkeypatch.delenv("MSBONE_PASSPHRASE", raising=False)
    monkeypatch.setattr("msbone_desktop.app.commands.asking.getpass", closed)
    assert main(["--folder", str(tmp_path), *command]) == 1
    told = capsys.readouterr().err
    assert "No passphrase was given" in told and told.count("\n") == 1


def test_a_passphrase_file_that_is_not_there_is_named(tmp_path, capsys):
    (tmp_path / "clinic.msbone").touch()
    missing = tmp_path / "nowhere"
    arguments = ["--folder", str(tmp_path), "audit", "verify", "--passphrase-file", str(missing)]
    assert main(arguments) == 1
    assert capsys.readouterr().err == f"msbone: {missing}: no such file or directory\n"


@pytest.mark.parametrize("command", [["audit", "verify"], ["check"], ["backup"]])
def test_where_there_is_no_clinic_nobody_is_asked_for_a_passphrase(tmp_path, capsys, command):
    assert main(["--folder", str(tmp_path / "none"), *command]) == 1
    assert f"There is no clinic in {tmp_path / 'none'}." in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_clinic_that_a_restore_left_aside_is_put_back_before_it_is_missed(tmp_path):
    class CutOff:
        exists = False

        def finish_restore(self):
            self.exists = True

    vault: Any = CutOff()
    require_clinic(vault, tmp_path)
    assert vault.exists
