"""The harness in its shortest form: it passes on the program, and fails on each broken build."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.recording import strace_works

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked"),
]
traced = pytest.mark.skipif(not strace_works(), reason="strace cannot watch a process here")


def torture(tmp_path, *arguments, how="--short"):
    """Run it; return its exit status and its figures by kind."""
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.torture", "--lanes", "1", how]
    done = subprocess.run(
        [*command, "--folder", str(tmp_path), "--json", str(figures), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert figures.exists(), done.stdout + done.stderr
    found = {each["kind"]: each for each in json.loads(figures.read_text())["kinds"]}
    return done.returncode, found


def test_a01_what_was_saved_is_there_after_kill_9(tmp_path):
    status, found = torture(tmp_path, "--only", "kill")
    kill = found["kill"]
    assert (status, kill["lost"], kill["corrupt"]) == (0, 0, 0), kill
    assert kill["cycles"] >= 6
    assert kill["commits"] >= 5 * kill["cycles"]


@traced
def test_a07_a08_what_was_saved_is_there_after_a_power_cut_and_one_more(tmp_path):
    status, found = torture(tmp_path, "--only", "power")
    power = found["power"]
    assert (status, power["lost"], power["corrupt"]) == (0, 0, 0), power
    assert power["replays"] >= 20
    assert power["of them in a recovery"] >= 5


@traced
def test_a_build_that_does_not_wait_for_the_disk_is_caught(tmp_path):
    status, found = torture(tmp_path, "--broken", "sync-off")
    assert status == 1
    assert found["power"]["lost"] + found["power"]["corrupt"] > 0


def test_a_build_whose_history_notices_no_change_is_caught(tmp_path):
    status, found = torture(tmp_path, "--broken", "no-audit-hook")
    assert status == 1
    assert "in the file, but not in the history" in found["kill"]["examples"][0]


def test_a_build_that_saves_no_draft_is_caught(tmp_path):
    status, found = torture(tmp_path, "--broken", "no-draft-saving")
    assert status == 1
    assert "does not hold what was typed" in found["kill"]["examples"][0]


def test_too_little_work_is_a_failure_too(tmp_path):
    status, found = torture(tmp_path, "--only", "kill", "--seconds", "0.2", how="--lanes=1")
    assert status == 1
    assert found["kill"]["too_little"]
