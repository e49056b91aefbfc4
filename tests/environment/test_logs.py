import json
import logging

import pytest

from msbone_desktop.environment.logs import EventLog

NAME = "Ylva Marker-Canary"


@pytest.fixture
def log(tmp_path, now):
    opened = EventLog(tmp_path / "logs", now)
    yield opened
    opened.close()


@pytest.fixture
def lines(tmp_path, log):
    def read():
        log.close()
        text = (tmp_path / "logs" / "msbone.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    return read


def _fail(name):
    raise ValueError(f"cannot store {name}")


def _failure(name):
    try:
        try:
            _fail(name)
        except ValueError as error:
            raise RuntimeError(name) from error
    except RuntimeError as error:
        return error


@pytest.mark.catalogue("D05")
def test_an_event_is_one_line_with_its_moment(log, lines):
    log.event("clinic.unlocked", count=61, version="1.0", patient=7, rule="MOB-65")
    assert lines() == [
        {
            "at_utc": "2026-11-22T10:00:00.000+00:00",
            "level": "info",
            "event": "clinic.unlocked",
            "count": 61,
            "version": "1.0",
            "patient": 7,
            "rule": "MOB-65",
        }
    ]


@pytest.mark.parametrize(
    "details",
    [
        {"patient": NAME},
        {"name": NAME},
        {"rule": NAME},
        {"version": NAME},
        {"count": NAME},
        {"count": [NAME]},
        {"edss": 6.5},
        {"born_on": "1980-01-01"},
    ],
    ids=repr,
)
@pytest.mark.catalogue("D05")
def test_a_value_that_no_list_allows_is_withheld(log, lines, details):
    log.event("patient.opened", **details)
    (line,) = lines()
    assert list(line.values())[-1] == "withheld"
    assert NAME not in json.dumps(line)


def test_a_name_passed_as_the_event_is_withheld(log, lines):
    log.event(NAME)
    assert lines()[0]["event"] == "withheld"


@pytest.mark.catalogue("C20")
def test_a_fault_tells_its_kinds_and_places_but_not_its_words(log, lines):
    log.fault("window.unexpected", _failure(NAME))
    (line,) = lines()
    assert line["error"] == ["RuntimeError", "ValueError"]
    assert line["at"][-1].startswith("tests/environment/test_logs.py:")
    assert line["at"][-1].endswith(" _failure")
    assert NAME not in json.dumps(line)
    assert "cannot store" not in json.dumps(line)


def test_an_error_that_is_its_own_cause_is_told_once(log, lines):
    error = ValueError()
    error.__cause__ = error
    log.fault("window.unexpected", error)
    assert lines()[0]["error"] == ["ValueError"]


@pytest.mark.logs_expected
def test_a_library_s_warning_is_kept_without_its_words(log, lines):
    listener = log.listener()
    logging.getLogger().addHandler(listener)
    try:
        logging.getLogger("some.library").warning("bad value %s", NAME)
        logging.getLogger("some.library").info("only a remark")
        logging.getLogger("some.library").error("worse", exc_info=_failure(NAME))
    finally:
        logging.getLogger().removeHandler(listener)
    warning, error = lines()
    assert (warning["level"], warning["logger"]) == ("warning", "some.library")
    assert error["error"] == ["RuntimeError", "ValueError"]
    assert NAME not in json.dumps([warning, error])


def test_old_lines_make_room_and_the_log_stays_small(log, tmp_path):
    for number in range(60_000):
        log.event("ruler", count=number)
    log.close()
    files = list((tmp_path / "logs").iterdir())
    assert 1 < len(files) <= 5
    assert sum(file.stat().st_size for file in files) <= 5_100_000
    by_age = [tmp_path / "logs" / name for name in ("msbone.log", "msbone.log.1", "msbone.log.2")]
    lasts = [json.loads(file.read_text("utf-8").splitlines()[-1])["count"] for file in by_age]
    assert lasts == sorted(lasts, reverse=True)
    assert lasts[0] == 59_999


@pytest.mark.catalogue("A18")
def test_a_log_that_cannot_be_written_stops_nobody(tmp_path, now, capsys):
    (tmp_path / "logs").write_text("in the way", encoding="utf-8")
    log = EventLog(tmp_path / "logs", now)
    log.event("clinic.unlocked")
    log.close()
    assert capsys.readouterr().err == ""


def test_opening_the_log_writes_nothing(log, tmp_path):
    assert not (tmp_path / "logs").exists()
