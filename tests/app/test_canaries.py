"""Fifty marked names go through the main jobs, and are found in no file but those that were asked for."""

import json
import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault
from tests.reports.reading import whole_text

PASSPHRASE = "otter lantern gravel nine"
NAME = "A. Lead"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Tell how a run ended and what it said, and where its home is; each end is run once."""
    done: dict[str, Any] = {}

    def of(end: str) -> Any:
        if end not in done:
            home = made(tmp_path_factory.mktemp(end))
            done[end] = (home, *driven(home, end))
        return done[end]

    return of


def made(base: Path) -> Path:
    """A clinic whose recovery sheet is held, in a home where everything is that the program writes."""
    folder = base / "home" / "clinic"
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
    (base / "home" / "tmp").mkdir()
    (base / "chosen").mkdir()
    return base / "home"


def driven(home: Path, end: str) -> tuple[subprocess.CompletedProcess[bytes], dict[str, list[str]]]:
    """Run the program on the clinic in a home of its own; return it with what it said."""
    places = {
        "MSBONE_HOME": home / "msbone",
        "HOME": home,
        "TMPDIR": home / "tmp",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_DATA_HOME": home / "data",
        "XDG_RUNTIME_DIR": home / "tmp",
    }
    arguments = [str(home / "clinic"), str(home.parent / "chosen"), PASSPHRASE, end]
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.canary_child", *arguments],
        capture_output=True,
        check=False,
        timeout=240,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **{name: str(place) for name, place in places.items()}},
    )
    assert done.stdout, done.stderr.decode()
    return done, json.loads(done.stdout.splitlines()[-1])


def hits(content: bytes, marks: list[str]) -> list[str]:
    """Return the marks that are in ``content``, as UTF-8 or as Qt has text, in either case."""
    found = content.lower()
    return [
        mark
        for mark in marks
        if mark.lower().encode() in found or mark.lower().encode("utf-16-le") in found
    ]


@pytest.mark.slow
@pytest.mark.parametrize("end", ["close", "killed"])
@pytest.mark.catalogue("C01", "C20", "G11", "I10")
def test_c01_c20_g11_i10_no_marked_name_is_in_any_file_and_no_socket_is_opened(run, end):
    home, done, told = run(end)
    assert done.returncode == (0 if end == "close" else -signal.SIGSEGV), done.stderr.decode()
    marks = told["marks"]
    files = [each for each in home.rglob("*") if each.is_file()]
    names = {each.name for each in files}
    assert {"clinic.msbone", "clinic.keys", "msbone.log", "backup.json"} <= names
    assert ("clinic.msbone.open" in names) is (end == "killed")
    assert not [each for each in names if each.startswith("core")]
    assert {str(each): hits(each.read_bytes(), marks) for each in files} == {
        str(each): [] for each in files
    }
    assert hits(str(list(home.rglob("*"))).encode(), marks) == []
    assert hits(done.stderr + b"".join(done.stdout.splitlines()[:-1]), marks) == []
    assert hits(" ".join(told["titles"]).encode(), marks) == [] and any(told["titles"])
    log = (home / "msbone" / "logs" / "msbone.log").read_text()
    assert re.search(r'"program.fault".*canary_child.py:\d+ _fail', log), "the fault left no note"
    assert told["sockets"] == []


@pytest.mark.slow
@pytest.mark.catalogue("G07", "G08")
def test_g07_g08_files_that_were_asked_for_name_nobody_outside_their_pages(run):
    home, _, told = run("close")
    marks = told["marks"]
    chosen = list((home.parent / "chosen").iterdir())
    assert {each.suffix for each in chosen} == {".pdf", ".csv"} and len(chosen) == 4
    assert hits(" ".join(each.name for each in chosen).encode(), marks) == []
    (summary,) = [each for each in chosen if each.name.startswith("msbone-summary-")]
    # Found on the page, or the search would prove nothing.
    assert hits(whole_text(summary.read_bytes()).encode(), marks)
    for each in chosen:
        if each.suffix == ".pdf":
            with pikepdf.open(each) as pdf, pdf.open_metadata() as metadata:
                assert hits(f"{dict(pdf.docinfo)} {metadata}".encode(), marks) == []
