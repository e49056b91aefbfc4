"""The harness in its shortest form: it passes on the program, and fails on each broken build."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.recording import strace_works
from tests.torture.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow
traced = pytest.mark.skipif(not strace_works(), reason="strace cannot watch a process here")


def torture(tmp_path, *arguments):
    """Run it in its shortest form; return its exit status and what it printed."""
    command = [
        sys.executable,
        "-m",
        "tests.torture",
        "--short",
        "--lanes",
        "1",
        "--folder",
        str(tmp_path),
    ]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    return done.returncode, done.stdout + done.stderr


@traced
@pytest.mark.catalogue("A01", "A02", "A07", "A08", "A09", "A10", "A11", "A16", "B03", "B04")
def test_a01_a02_a07_a08_a09_a10_a11_a16_b03_b04_nothing_saved_is_lost_or_spoiled(tmp_path):
    file = tmp_path / "figures.json"
    status, words = torture(tmp_path, "--json", str(file))
    assert status == 0, words
    found = {each["kind"]: each for each in json.loads(file.read_text())["kinds"]}
    assert all((each["lost"], each["corrupt"]) == (0, 0) for each in found.values())
    kill, power, disk = found["kill"], found["power"], found["disk"]
    assert kill["cycles"] >= 6
    assert kill["commits"] >= 5 * kill["cycles"]
    assert kill["killed at a call"] >= 5
    assert power["replays"] >= 20
    assert power["of them in a recovery"] >= 5
    assert disk["calls that failed"] >= 5
    assert (disk["full at a byte"], disk["closed folders"]) == (2, 3)
    assert found["migration"]["killed updates"] >= 5
    assert found["bytes"]["kinds of files"] == 13
    assert found["bytes"]["refused"] >= 10


@traced
def test_each_build_that_is_broken_on_purpose_is_caught_by_what_it_breaks(tmp_path):
    status, words = torture(tmp_path, "--prove")
    assert status == 0, words
    for build in ("sync-off", "no-audit-hook", "no-draft-saving"):
        assert f"{build}: caught" in words
    assert "in the file, but not in the history" in words
    assert "does not hold what was typed" in words


def test_too_little_work_is_a_failure_too():
    verdict = Verdict("kill")
    verdict.counts["cycles"] = 3
    assert verdict.passed
    verdict.needs("cycles", 4, "cycles")
    assert not verdict.passed
    assert "3 cycles, 4 wanted" in verdict.words()


def test_what_is_lost_or_half_is_a_failure():
    verdict = Verdict("kill")
    verdict.blame((), (), "cycle 1")
    assert verdict.passed
    verdict.blame((), ("screening 3 is signed in part",), "cycle 2")
    assert not verdict.passed
    assert "cycle 2: corrupt: screening 3" in verdict.words()
