"""After locking the data key is in no memory of the program, nor is what was typed."""

import os
import pathlib
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault
from msbone_desktop.storage.keys import KeyFile

NAME, PASSPHRASE, MARKER = "A. Lead", "otter lantern gravel nine", "Zmarkerzperson"


@pytest.fixture
def clinic(tmp_path):
    folder = tmp_path / "clinic"
    vault = Vault(
        folder,
        lambda: datetime.now(UTC),
        knowledge_source(shipped("resources")),
        migrations=shipped("db"),
    )
    vault.create(PASSPHRASE, ClinicIdentity(name="North Clinic"))
    opened = vault.unlock(PASSPHRASE, NAME)
    opened.people.make_sheet()
    assert opened.people._drawn is not None
    opened.people.confirm_sheet(1, opened.people._drawn[1].groups[0])
    opened.close()
    return folder


def found(process: int, wanted: dict[str, bytes]) -> set[str]:
    """Return which of ``wanted`` is anywhere in the memory of a process."""
    hits = set()
    with (
        pathlib.Path(f"/proc/{process}/maps").open() as maps,
        pathlib.Path(f"/proc/{process}/mem").open("rb", 0) as memory,
    ):
        for line in maps:
            place, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(part, 16) for part in place.split("-"))
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue
            hits |= {name for name, each in wanted.items() if each in content}
    return hits


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory by /proc")
@pytest.mark.catalogue("C18")
def test_c18_after_locking_neither_key_nor_name_is_in_memory(clinic, tmp_path):
    key = KeyFile.read(clinic / "clinic.keys").unlock(PASSPHRASE)
    wanted = {
        "key": key,
        "key in hex": key.hex().encode(),
        "name": MARKER.encode(),
        "name as Qt has it": MARKER.encode("utf-16-le"),
        "passphrase": PASSPHRASE.encode(),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.app.locked_child", str(clinic), NAME, PASSPHRASE, MARKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "MSBONE_HOME": str(tmp_path / "home")},
    )
    assert child.stdin is not None and child.stdout is not None
    try:
        assert child.stdout.readline() == "open\n"
        # Found while it is open, or the search would prove nothing.
        assert {"key", "name as Qt has it"} <= found(child.pid, wanted)
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "locked\n"
        left = found(child.pid, wanted)
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
    # The driver of this test hands name and passphrase over on the command line, which the new
    # process has too; nothing else may hold them.
    assert left <= {"name", "passphrase"}
    for each in clinic.rglob("*"):
        assert not each.is_file() or MARKER.encode() not in each.read_bytes()
