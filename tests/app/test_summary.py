"""``msbone summary`` as one calls it: what it makes, what it refuses, and what it leaves behind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from msbone_desktop.app.commands.summary import MADE, NOT_MADE, WITH_FAULTS, run
from tests.reports.reading import whole_text

AT = "2026-11-22T10:00:00+00:00"
SCREENING = {
    "id": "MS-00417",
    "assessed_on": "2026-11-22",
    "date_of_birth": "1964-03-10",
    "sex_for_reference": "female",
    "edss": [{"date": "2026-10-01", "score": 6.5}],
    "gait_aid": "bilateral",
    "vitamin_d": [{"date": "2026-09-01", "value": 41, "unit": "nmol/L"}],
}


@pytest.fixture
def given(tmp_path):
    """Write a screening, changed as asked, and return its file."""

    def write(content=None, **changes):
        path: Path = tmp_path / "given.json"
        path.write_text(json.dumps(SCREENING | changes if content is None else content))
        return path

    return write


@pytest.fixture
def out(tmp_path) -> Path:
    folder: Path = tmp_path / "out"
    folder.mkdir()
    return folder / "page.pdf"


def make(screening, out, *, at: str | None = AT):
    return run(screening, out, at, "module-2019")


def test_it_prints_the_draft_of_a_screening_and_says_where_it_is(given, out, capsys):
    assert make(given(), out) == MADE
    text = whole_text(out.read_bytes())
    assert "Immobility" in text and "41 nmol/L as reported = 16.4 ng/mL" in text
    assert "ID MS-00417" in text and "DRAFT" in text
    assert "Walking aid Two-sided aid" in text
    assert "Prepared 22 Nov 2026 10:00 UTC by msbone summary" in text
    assert capsys.readouterr().out.strip() == str(out)
    assert list(out.parent.iterdir()) == [out]


def test_who_nothing_is_known_of_is_printed_as_not_recorded(given, out):
    assert make(given({"id": "x", "assessed_on": "2026-11-22"}), out) == MADE
    text = whole_text(out.read_bytes())
    assert "Born Not recorded Sex Not recorded" in text
    assert "not_asked" not in text and "born not recorded · ID x" in text
    assert "6 of 6 core items not recorded" in text


def test_a_faulty_entry_is_on_the_page_and_in_the_answer(given, out, capsys):
    faulty = given(vitamin_d=[{"date": "2026-09-01", "value": 41}])
    assert make(faulty, out) == WITH_FAULTS
    assert "Entered, but not understood" in whole_text(out.read_bytes())
    assert capsys.readouterr().err.startswith("msbone summary: vitamin_d")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "holds 0 screenings; a summary is made of one"),
        ([SCREENING, SCREENING], "holds 2 screenings; a summary is made of one"),
        ("hello", "holds no screening, which is a JSON object"),
        (42, "holds no screening"),
        ([None], "holds no screening"),
        ({}, "names no day of the screening"),
        ({"id": "x", "assessed_on": "2026-13-45"}, "names no day of the screening"),
        (SCREENING | {"id": "a\u202eb"}, "contains the character U\\+202E"),
        (SCREENING | {"id": "a\x00b"}, "contains the character U\\+0000"),
        (SCREENING | {"id": "\ud800"}, "contains the character U\\+D800"),
    ],
)
@pytest.mark.catalogue("D07", "D13")
def test_what_cannot_be_printed_is_refused_in_one_sentence(given, out, capsys, content, said):
    assert make(given(content), out) == NOT_MADE
    told = capsys.readouterr()
    assert re.search(said, told.err) and told.err.count("\n") == 1
    assert told.out == "" and list(out.parent.iterdir()) == []


@pytest.mark.parametrize("at", ["nonsense", "2026-11-22", "2026-11-22T10:00:00"])
def test_a_moment_without_day_time_and_offset_is_refused(given, out, capsys, at):
    assert make(given(), out, at=at) == NOT_MADE
    assert "Give the moment as a day, a time and an offset" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.catalogue("G09")
def test_a_file_that_is_there_is_left_as_it_is(given, out, capsys):
    out.write_bytes(b"older")
    assert make(given(), out) == NOT_MADE
    assert "there is a file of this name already" in capsys.readouterr().err
    assert out.read_bytes() == b"older" and list(out.parent.iterdir()) == [out]


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="limits the size of a file as Linux does"
)
@pytest.mark.catalogue("G09")
def test_a_disk_that_takes_only_a_part_is_told_in_one_sentence_and_keeps_nothing(given, out):
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from msbone_desktop.app.main import main; sys.exit(main(sys.argv[1:]))"
    )
    done = _called(["-B", "-c", limited], given(), out)
    assert done.returncode == NOT_MADE
    assert done.stderr.startswith("msbone summary: Not saved: the file could not be written there")
    assert done.stderr.count("\n") == 1
    assert list(out.parent.iterdir()) == []


@pytest.mark.catalogue("G14")
def test_the_same_screening_and_moment_give_the_same_bytes_on_another_computer(given, tmp_path):
    awkward = given(
        antiepileptics=[{"drug": "محمد 王 Żółć"}],
        disease_modifying_therapies=["fingolimod", "ocrelizumab", "interferon beta-1a"],
    )
    made = set()
    for seed, zone, words in (("0", "UTC", "C"), ("4242", "Asia/Tokyo", "C.UTF-8")):
        out = tmp_path / f"{seed}.pdf"
        there = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": words, "LANG": words}
        done = _called(["-m", "msbone_desktop"], awkward, out, **there)
        assert done.returncode == MADE, done.stderr
        made.add(out.read_bytes())
    assert len(made) == 1


def _called(start, screening, out, **there):
    command = [sys.executable, *start, "summary", str(screening), str(out), "--at", AT]
    return subprocess.run(
        command, env=os.environ | there, capture_output=True, text=True, check=False, timeout=60
    )
