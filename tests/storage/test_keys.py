"""The passphrase opens the key file, and nothing else does."""

import json
import unicodedata

import pytest

from msbone_desktop.domain.errors import (
    DamagedKeyFileError,
    RefusedEntryError,
    WrongPassphraseError,
)
from msbone_desktop.storage.key_slots import Derivation
from msbone_desktop.storage.keys import KeyFile

PASSPHRASE = 'cliníc "quote\'s" ; 王 passphrase'


@pytest.fixture(scope="module")
def made():
    """Made once: each derivation takes as long as a real one."""
    return KeyFile.make(PASSPHRASE, label="A. Nurse")


@pytest.fixture
def stored(made, tmp_path):
    path = tmp_path / "clinic.keys"
    made.file.write(path)
    return path


def _changed(path, change):
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_passphrase_gives_back_the_data_key(made, stored):
    assert KeyFile.read(stored).unlock(PASSPHRASE) == made.data_key
    assert len(made.data_key) == 32


@pytest.mark.catalogue("C02")
def test_the_same_passphrase_composed_otherwise_opens_it(made, stored):
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert decomposed != PASSPHRASE
    assert KeyFile.read(stored).unlock(decomposed) == made.data_key


@pytest.mark.parametrize("wrong", ["", "other", "\ud800", "x" * 1025])
@pytest.mark.catalogue("B12")
def test_another_passphrase_opens_nothing(stored, wrong):
    with pytest.raises(WrongPassphraseError):
        KeyFile.read(stored).unlock(wrong)


@pytest.mark.parametrize("passphrase", ["", "x" * 1025, "half \ud800"])
@pytest.mark.catalogue("C02")
def test_a_passphrase_that_cannot_be_used_is_refused_at_once(passphrase):
    with pytest.raises(RefusedEntryError) as refusal:
        KeyFile.make(passphrase)
    assert refusal.value.field == "passphrase"


def test_neither_key_nor_passphrase_is_in_the_file_or_in_a_traceback(made, stored):
    content = stored.read_bytes()
    assert made.data_key not in content and made.data_key.hex().encode() not in content
    assert b'passphrase": "' not in content and b"quote" not in content
    assert made.data_key.hex() not in repr(made) and repr(made.data_key) not in repr(made)
    assert stored.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("cost", "value"),
    [
        ("iterations", 2),
        ("iterations", 17),
        ("iterations", 10**12),
        ("iterations", True),
        ("memory_kib", 65535),
        ("memory_kib", 2 * 1024 * 1024),
        ("lanes", 0),
        ("lanes", 64),
        ("lanes", "4"),
    ],
)
@pytest.mark.catalogue("C05")
def test_lowered_or_absurd_costs_are_refused(stored, cost, value):
    def change(content):
        content["slots"][0]["derivation"][cost] = value

    with pytest.raises(DamagedKeyFileError):
        KeyFile.read(_changed(stored, change))


def test_costs_raised_within_reason_no_longer_fit_the_slot(stored):
    def change(content):
        content["slots"][0]["derivation"]["iterations"] = 4

    with pytest.raises(WrongPassphraseError):
        KeyFile.read(_changed(stored, change)).unlock(PASSPHRASE)


def test_a_slot_moved_to_another_file_opens_nothing(stored):
    def change(content):
        content["id"] = "0" * 32

    with pytest.raises(WrongPassphraseError):
        KeyFile.read(_changed(stored, change)).unlock(PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format": "msbone-keys"}'],
)
def test_a_file_that_is_no_key_file_is_told_plainly(stored, content):
    stored.write_bytes(content)
    with pytest.raises(DamagedKeyFileError):
        KeyFile.read(stored)


def test_a_missing_key_file_is_told_plainly(tmp_path):
    with pytest.raises(DamagedKeyFileError):
        KeyFile.read(tmp_path / "clinic.keys")


@pytest.mark.parametrize("field", ["id", "kind", "label", "salt", "nonce", "wrapped", "derivation"])
@pytest.mark.parametrize("value", [None, 5, "", "AAAA", []])
@pytest.mark.catalogue("C06")
def test_a_damaged_slot_is_never_used(stored, field, value):
    def change(content):
        content["slots"][0][field] = value

    harmless = field in {"label", "id"} and isinstance(value, str)
    if harmless:
        KeyFile.read(_changed(stored, change))
    else:
        with pytest.raises(DamagedKeyFileError):
            KeyFile.read(_changed(stored, change))


@pytest.mark.catalogue("C06")
def test_each_slot_opens_on_its_own_and_survives_damage_to_another(made, stored):
    made.file.with_slot(made.data_key, "second", "B. Doctor").write(stored)
    assert KeyFile.read(stored).unlock("second") == made.data_key

    def change(content):
        content["slots"][0]["wrapped"] = "damaged"

    assert KeyFile.read(_changed(stored, change)).unlock("second") == made.data_key


def test_a_new_passphrase_wraps_the_same_key_and_the_old_one_is_dead(made):
    renewed = made.file.rewrapped(PASSPHRASE, "newer")
    assert renewed.unlock("newer") == made.data_key
    assert [slot.label for slot in renewed.slots] == ["A. Nurse"]
    with pytest.raises(WrongPassphraseError):
        renewed.unlock(PASSPHRASE)


def test_a_write_that_fails_leaves_the_old_file(made, stored, monkeypatch):
    before = stored.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msbone_desktop.storage.keys.os.fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        made.file.write(stored)
    assert stored.read_bytes() == before
    assert [each.name for each in stored.parent.iterdir()] == ["clinic.keys"]


def test_only_a_demo_clinic_shows_its_passphrase(stored):
    def change(content):
        content["hint"] = "stolen"

    assert KeyFile.read(_changed(stored, change)).hint == ""
    demo = KeyFile.make("show me", is_demo=True).file
    demo.write(stored)
    assert KeyFile.read(stored).hint == "show me"


@pytest.mark.catalogue("C05")
def test_the_product_has_no_cheaper_derivation():
    assert Derivation() == Derivation(iterations=3, memory_kib=65536, lanes=4)
    assert Derivation().is_acceptable
