"""The first window is up before anything that it does not need is loaded."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault
from tests.app.hands import LEAD, WORDS

LATE = frozenset(
    "sqlalchemy sqlcipher3 cryptography reportlab alembic tomllib ctypes html secrets"
    " concurrent.futures.thread PySide6.QtPdf msbone_desktop.rules.rulebook"
    " msbone_desktop.ui.main_window msbone_desktop.environment.storage_places".split()
)


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """What stood in memory when the unlock window of a clinic was ready."""
    home = tmp_path_factory.mktemp("home")
    vault = Vault(
        home / "records" / "clinic",
        lambda: datetime(2026, 11, 22, tzinfo=UTC),
        knowledge_source(shipped("resources")),
        migrations=shipped("db"),
    )
    vault.create("seven words that open it", ClinicIdentity(name="Test clinic"))
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("quick_child.py")],
        env={**os.environ, "MSBONE_HOME": str(home), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_unlock_window_is_there(start):
    assert start["windows"] == ["MSBone"]


def test_nothing_that_is_needed_later_is_loaded_before_the_first_window(start):
    assert LATE & set(start["modules"]) == set()


def test_the_first_window_builds_no_enumeration_of_the_namespace_qt(start):
    assert start["of_qt"] == []


def test_no_source_of_a_library_is_read_and_kept(start):
    assert start["read"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_memory_is_closed_before_anybody_can_type_a_passphrase(start):
    assert not start["dumped"]


def test_once_the_window_is_seen_the_second_look_is_taken(start):
    """It also gives None the references without which the program would end before long."""
    assert start["lasting"]


def test_who_unlocks_before_everything_is_loaded_gets_in(records, tmp_path):
    """SQLAlchemy and reportlab import in circles, which two threads cannot do at once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.hasty_child", str(records), LEAD, WORDS[LEAD]],
        env={**os.environ, "MSBONE_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        text=True,
        timeout=90,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["error"] == ""
    assert {len(threads) for threads in told["threads"].values()} == {1}
    assert "MainThread" not in str(told["threads"])
