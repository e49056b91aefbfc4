"""Accounts, the way in of each person, the recovery sheet, and a new data key."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    DamagedDatabaseError,
    DemoPeopleError,
    LastLeadError,
    NameTakenError,
    NotPermittedError,
    RecoveryCodeError,
    RefusedEntryError,
    TooManyTriesError,
    WeakPassphraseError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from msbone_desktop.domain.recovery import key_id
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.audit import verify
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.passphrases import weigh
from msbone_desktop.services.vault import Vault
from msbone_desktop.storage.keys import KeyFile
from tests.derivations import remembered
from tests.reports.reading import whole_text
from tests.services.killed_rekey import NAME, PASSPHRASE

NURSE_WORDS = "otter lantern gravel nine"
OTHER_WORDS = "copper violin meadow forty"
KNOWLEDGE = knowledge_source(shipped("resources"))


class Clock:
    """Stands still until a test moves it on."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment


@pytest.fixture(autouse=True, scope="module")
def _derived_once():
    with remembered():
        yield


@pytest.fixture
def clock(now):
    return Clock(now())


@pytest.fixture(scope="session")
def with_lead(tmp_path_factory):
    """A clinic whose lead unlocked it once, with a confirmed recovery sheet."""
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("people") / "clinic"
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    vault = Vault(folder, lambda: moment, KNOWLEDGE, migrations=shipped("db"))
    vault.create(PASSPHRASE, ClinicIdentity(name="North Clinic"))
    clinic = vault.unlock(PASSPHRASE, NAME)
    assert clinic.people.sheet_is_due()
    sheet = clinic.people.make_sheet()
    assert clinic.people.sheet_is_due(), "a sheet that nobody confirmed is no sheet"
    assert clinic.people._drawn is not None
    code = clinic.people._drawn[1]
    with pytest.raises(RefusedEntryError, match="group 3"):
        clinic.people.confirm_sheet(3, code.groups[3])
    clinic.people.confirm_sheet(3, code.groups[2].lower())
    assert not clinic.people.sheet_is_due()
    clinic.close()
    return folder, code, sheet


@pytest.fixture
def folder(with_lead, tmp_path):
    return shutil.copytree(with_lead[0], tmp_path / "clinic")


@pytest.fixture
def code(with_lead):
    return with_lead[1]


@pytest.fixture
def vault(folder, clock):
    return Vault(folder, clock, KNOWLEDGE, migrations=shipped("db"))


@pytest.fixture
def clinic(vault):
    opened = vault.unlock(PASSPHRASE, NAME)
    yield opened
    opened.close()


def files(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_each_person_comes_in_by_her_own_passphrase_and_role(vault, clinic):
    clinic.people.add("B. Nurse", Role.NURSE, NURSE_WORDS)
    assert [(each.name, each.role) for each in clinic.people.listed()] == [
        ("A. Lead", Role.LEAD),
        ("B. Nurse", Role.NURSE),
    ]
    clinic.close()
    nurse = vault.unlock(NURSE_WORDS, "b. nurse")
    assert (nurse.actor.name, nurse.actor.role) == ("B. Nurse", Role.NURSE)
    with pytest.raises(NotPermittedError):
        nurse.people.listed()
    with nurse.database.unit_of_work() as work:
        assert work.history.newest("unlocked").account == nurse.actor.account
    nurse.close()
    with pytest.raises(WrongPassphraseError):
        vault.unlock(NURSE_WORDS, NAME)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(NURSE_WORDS, "Nobody Known")


def test_a_name_is_given_once_and_a_weak_passphrase_to_nobody(folder, clinic):
    before = files(folder)
    with pytest.raises(NameTakenError):
        clinic.people.add(" a.  LEAD ", Role.READER, NURSE_WORDS)
    for weak in ("short", "passwordpassword", "North Clinic North", "B. Nurse B. Nurse"):
        with pytest.raises(WeakPassphraseError):
            clinic.people.add("B. Nurse", Role.NURSE, weak)
    for name in ("", "  ", "x" * 101, "half\x00"):
        with pytest.raises(RefusedEntryError):
            clinic.people.add(name, Role.NURSE, NURSE_WORDS)
    assert files(folder) == before


def test_removing_a_person_closes_her_way_in_and_keeps_what_she_did(folder, vault, clinic):
    nurse = clinic.people.add("B. Nurse", Role.NURSE, NURSE_WORDS)
    kept_keys = (folder / "clinic.keys").read_bytes()
    gone = clinic.people.remove(nurse.id, nurse.version)
    assert not gone.active and gone.name == "B. Nurse"
    clinic.close()
    with pytest.raises(WrongPassphraseError):
        vault.unlock(NURSE_WORDS, "B. Nurse")
    # An old copy of the key file opens nothing for her in the program either.
    (folder / "clinic.keys").write_bytes(kept_keys)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(NURSE_WORDS, "B. Nurse")
    again = vault.unlock(PASSPHRASE, NAME)
    back = again.people.readmit(gone.id, gone.version, OTHER_WORDS)
    again.close()
    assert back.active
    vault.unlock(OTHER_WORDS, "B. Nurse").close()


@pytest.mark.catalogue("C12")
def test_the_only_lead_stays_lead(clinic):
    lead = clinic.people.listed()[0]
    with pytest.raises(LastLeadError):
        clinic.people.change_role(lead.id, Role.NURSE, lead.version)
    with pytest.raises(LastLeadError):
        clinic.people.remove(lead.id, lead.version)
    second = clinic.people.add("B. Lead", Role.NURSE, NURSE_WORDS)
    clinic.people.change_role(second.id, Role.LEAD, second.version)
    with pytest.raises(RefusedEntryError, match="another lead"):
        clinic.people.remove(lead.id, lead.version)
    with pytest.raises(ChangedElsewhereError):
        clinic.people.change_role(second.id, Role.NURSE, second.version)
    changed = clinic.people.change_role(lead.id, Role.NURSE, lead.version)
    assert changed.role is Role.NURSE


def test_a_passphrase_is_changed_by_its_owner_or_set_anew_by_the_lead(vault, clinic):
    nurse = clinic.people.add("B. Nurse", Role.NURSE, NURSE_WORDS)
    with pytest.raises(WrongPassphraseError):
        clinic.people.change_own_passphrase(NURSE_WORDS, OTHER_WORDS)
    clinic.people.change_own_passphrase(PASSPHRASE, OTHER_WORDS)
    clinic.people.reset_passphrase(nurse.id, "seven purple anvils rest")
    clinic.close()
    vault.unlock(OTHER_WORDS, NAME).close()
    vault.unlock("seven purple anvils rest", "B. Nurse").close()
    for former, name in ((PASSPHRASE, NAME), (NURSE_WORDS, "B. Nurse")):
        with pytest.raises(WrongPassphraseError):
            vault.unlock(former, name)


@pytest.mark.catalogue("C03")
def test_after_wrong_tries_there_is_a_pause_that_outlives_the_program(folder, clock, vault):
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            vault.unlock("wrong", NAME)
    assert vault.wait(NAME) == 1 and vault.wait("B. Nurse") == 0
    restarted = Vault(folder, clock, KNOWLEDGE, migrations=shipped("db"))
    with pytest.raises(TooManyTriesError, match="1 more second"):
        restarted.unlock(PASSPHRASE, NAME)
    clock.moment -= timedelta(days=400)  # a clock set back makes it no longer
    assert restarted.wait(NAME) == 1
    clock.moment += timedelta(days=400, seconds=1)
    assert restarted.wait(NAME) == 0
    for wrong in range(8):
        clock.moment += timedelta(seconds=120)
        with pytest.raises(WrongPassphraseError):
            restarted.unlock(f"wrong {wrong}", NAME)
    assert restarted.wait(NAME) == 60
    clock.moment += timedelta(seconds=61)
    opened = restarted.unlock(PASSPHRASE, NAME)
    with opened.database.unit_of_work() as work:
        told = work.history.newest("failed_unlock")
    assert told is not None and told.became == {"times": 11}
    opened.close()
    assert restarted.wait(NAME) == 0
    assert not (folder / "clinic.tries").exists()


@pytest.mark.catalogue("C03")
def test_the_pause_of_the_demo_clinic_is_told_and_ends_with_the_right_passphrase(tmp_path, clock):
    demo = Vault(tmp_path / "demo", clock, KNOWLEDGE, migrations=shipped("db"))
    demo.create("demo words", ClinicIdentity(name="Demo", is_demo=True))
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            demo.unlock("wrong", "Just Looking")
    assert demo.wait("Just Looking") == 1
    with pytest.raises(TooManyTriesError, match="1 more second"):
        demo.unlock("demo words", "Just Looking")
    clock.moment += timedelta(seconds=1)
    opened = demo.unlock("demo words", "Just Looking")
    with opened.database.unit_of_work() as work:
        failed = work.history.newest("failed_unlock")
        assert failed is not None and failed.became == {"times": 3}
    opened.close()
    assert demo.wait("Just Looking") == 0
    assert not (tmp_path / "demo" / "clinic.tries").exists()


def test_wrong_tries_are_forgotten_under_the_name_that_was_typed(folder, vault, clock):
    """A slot without a name is tried for everybody: her account may have another name."""
    keys = KeyFile.read(folder / "clinic.keys")
    own = next(slot for slot in keys.slots if slot.label == NAME)
    keys.labelled(own.id, "").write(folder / "clinic.keys")
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            vault.unlock("wrong", "Another Name")
    clock.moment += timedelta(seconds=1)
    opened = vault.unlock(PASSPHRASE, "Another Name")
    assert opened.actor.name == NAME
    opened.close()
    assert not (folder / "clinic.tries").exists()


def test_names_do_not_stand_in_the_file_of_wrong_tries(folder, vault):
    with pytest.raises(WrongPassphraseError):
        vault.unlock("wrong", "Marker Person")
    content = (folder / "clinic.tries").read_text()
    assert "Marker" not in content and json.loads(content)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_a_spoilt_file_of_wrong_tries_keeps_nobody_out(folder, vault, content):
    (folder / "clinic.tries").write_bytes(content)
    vault.unlock(PASSPHRASE, NAME).close()


def test_the_sheet_shows_its_code_and_is_kept_nowhere(with_lead, folder, vault, code):
    sheet = with_lead[2]
    text = whole_text(sheet.content)
    assert all(group in text for group in code.groups)
    assert f"Recovery code {vault.sheet_id}" in text and "North Clinic" in text
    assert code.groups[0] not in sheet.file_name
    for name, content in files(folder).items():
        assert code.secret.encode() not in content, name
    assert "Recovery" in repr(code) and code.groups[0] not in repr(code)


@pytest.mark.catalogue("C11")
def test_the_sheet_alone_sets_a_new_passphrase_and_is_used_up(vault, code, clock):
    vault.recover(code.printed.lower().replace(" ", "-"), "a. lead", OTHER_WORDS)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(PASSPHRASE, NAME)
    clinic = vault.unlock(OTHER_WORDS, NAME)
    assert clinic.people.sheet_is_due() and vault.sheet_id == ""
    with clinic.database.unit_of_work() as work:
        entry = work.history.newest("access_recovered")
    assert entry is not None and entry.became["name"] == NAME
    told = [each for each in clinic.today.look().notices if "recovery sheet" in each]
    assert len(told) == 1 and NAME in told[0]
    clock.moment += timedelta(days=31)
    assert not [each for each in clinic.today.look().notices if "recovery sheet" in each]
    clinic.close()
    with pytest.raises(WrongRecoveryCodeError):
        vault.recover(code.printed, NAME, PASSPHRASE)


@pytest.mark.catalogue("C10")
def test_a_mistyped_code_is_told_by_group_and_changes_nothing(folder, vault, code):
    before = files(folder)
    groups = list(code.groups)
    groups[4] = ("1" if groups[4][0] != "1" else "2") + groups[4][1:]
    with pytest.raises(RecoveryCodeError, match="Group 5 is mistyped"):
        vault.recover(" ".join(groups), NAME, OTHER_WORDS)
    with pytest.raises(RecoveryCodeError, match="nine groups"):
        vault.recover("", NAME, OTHER_WORDS)
    with pytest.raises(RefusedEntryError, match="Nobody of this name"):
        vault.recover(code.printed, "Somebody Else", OTHER_WORDS)
    with pytest.raises(WeakPassphraseError):
        vault.recover(code.printed, NAME, "password")
    assert files(folder).keys() == before.keys()
    assert files(folder)["clinic.keys"] == before["clinic.keys"]


def test_a_sheet_of_another_clinic_opens_nothing(tmp_path, now, code):
    other = Vault(tmp_path / "other", now, KNOWLEDGE, migrations=shipped("db"))
    other.create(PASSPHRASE, ClinicIdentity(name="South"))
    other.unlock(PASSPHRASE, NAME).close()
    with pytest.raises(WrongRecoveryCodeError):
        other.recover(code.printed, NAME, OTHER_WORDS)


def test_a_new_sheet_replaces_the_former_one_only_when_confirmed(vault, clinic, code):
    former = clinic.people.sheet_id
    clinic.people.make_sheet()
    assert clinic.people.sheet_id == former
    newest = clinic.people._drawn[1]
    clinic.people.confirm_sheet(9, newest.groups[8])
    assert clinic.people.sheet_id not in ("", former)
    clinic.close()
    with pytest.raises(WrongRecoveryCodeError):
        vault.recover(code.printed, NAME, OTHER_WORDS)
    vault.recover(newest.printed, NAME, OTHER_WORDS)


def test_a_new_data_key_lets_in_the_same_people_and_no_copy_of_the_former_key(
    folder, vault, clinic, code
):
    nurse = clinic.people.add("B. Nurse", Role.NURSE, NURSE_WORDS)
    gone = clinic.people.add("C. Gone", Role.NURSE, OTHER_WORDS)
    copied = (folder / "clinic.keys").read_bytes()
    clinic.people.remove(gone.id, gone.version)
    former = clinic.database.data_key
    clinic.close()
    with pytest.raises(NotPermittedError):
        vault.change_data_key(NURSE_WORDS, nurse.name)
    vault.change_data_key(PASSPHRASE, NAME)
    assert {each.name for each in folder.iterdir()} == {
        "clinic.anchor",
        "clinic.keys",
        "clinic.msbone",
    }
    assert not list(folder.glob("before-new-key-*"))
    again = vault.unlock(NURSE_WORDS, "B. Nurse")
    assert again.database.data_key != former
    report = verify(again.database)
    assert report.is_whole, report.faults
    again.close()
    keys = KeyFile.read(folder / "clinic.keys")
    assert len(keys.slots) == 3 and gone.slot not in {slot.id for slot in keys.slots}
    vault.recover(code.printed, NAME, "seven purple anvils rest")
    vault.unlock("seven purple anvils rest", NAME).close()
    (folder / "clinic.keys").write_bytes(copied)  # what a leaver kept opens the former key only
    with pytest.raises(DamagedDatabaseError):
        vault.unlock(OTHER_WORDS, "C. Gone")


def test_a_new_data_key_stands_in_the_history_under_the_name_of_the_account(vault, clinic):
    clinic.close()
    vault.change_data_key(PASSPHRASE, NAME.lower())
    again = vault.unlock(PASSPHRASE, NAME)
    with again.database.unit_of_work() as work:
        entry = work.history.newest("new_key")
    assert entry is not None and (entry.actor, entry.account) == (NAME, again.actor.account)
    again.close()


def test_a_way_in_that_belongs_to_nobody_is_not_carried_to_a_new_key(folder, vault, clinic):
    """As a program leaves it that is cut off between the way in and the account."""
    keys = KeyFile.read(folder / "clinic.keys")
    stray = keys.with_slot(clinic.database.data_key, OTHER_WORDS, "D. Nobody")
    stray.write(folder / "clinic.keys")
    clinic.close()
    vault.change_data_key(PASSPHRASE, NAME)
    left = KeyFile.read(folder / "clinic.keys")
    assert {slot.id for slot in left.slots} == {slot.id for slot in keys.slots}
    with pytest.raises(WrongPassphraseError):
        left.unlock(OTHER_WORDS)


@pytest.mark.catalogue("A05")
def test_a05_cut_off_at_any_step_of_a_new_data_key_everybody_still_gets_in(folder):
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.killed_rekey", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    results = json.loads(done.stdout)
    assert results[-1]["ended"] == 0 and len(results) > 20
    assert {each["ended"] for each in results[:-1]} == {-9}
    assert {each["changed"] for each in results} == {False, True}
    assert all(each["whole"] and each["people"] == 1 for each in results), results
    assert all(each["odd"] == [] and each["stray"] == [] for each in results), results


def test_a_key_file_of_the_first_format_still_opens_and_is_brought_up_to_date(folder, vault):
    content = json.loads((folder / "clinic.keys").read_text())
    content["version"] = 1
    (folder / "clinic.keys").write_text(json.dumps(content))
    vault.unlock(PASSPHRASE, NAME).close()


def test_the_demo_clinic_shares_one_passphrase_and_changes_nobody(tmp_path, now):
    def fill(work):
        work.accounts.add("Demo Nurse", Role.NURSE, "demo-1", "x", now())

    demo = Vault(tmp_path / "demo", now, KNOWLEDGE, migrations=shipped("db"))
    demo.create(
        "demo words", ClinicIdentity(name="Demo", is_demo=True),
        fill,
    )  # fmt: skip
    nurse = demo.unlock("demo words", "demo nurse")
    assert nurse.actor.role is Role.NURSE
    nurse.close()
    anybody = demo.unlock("demo words", "Just Looking")
    assert anybody.actor.role is Role.LEAD and not anybody.people.sheet_is_due()
    for attempt in (
        lambda: anybody.people.add("X. Y", Role.READER, NURSE_WORDS),
        anybody.people.make_sheet,
        lambda: anybody.people.change_own_passphrase("demo words", NURSE_WORDS),
    ):
        with pytest.raises(DemoPeopleError):
            attempt()
    anybody.close()


@pytest.mark.parametrize(
    ("passphrase", "enough"),
    [("", False), ("a", False), ("aaaaaaaaaaaaaaaaaaaa", False), ("correct horse", True),
     (NURSE_WORDS, True), ("王小明 copper lantern violin", True), ("x" * 5000, False),
     ("o'brien \"; violin meadow", True)],
)  # fmt: skip
@pytest.mark.catalogue("C02")
def test_a_passphrase_is_weighed_by_how_it_is_guessed(passphrase, enough):
    strength = weigh(passphrase, ("A. Lead", "North Clinic"))
    assert strength.is_enough is enough
    assert bool(strength.advice) is not enough


def test_the_number_of_a_sheet_is_short_and_readable():
    assert key_id("3f2a91c0deadbeef") == "3F2A-91C0"
