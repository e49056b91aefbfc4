"""A figure is met only when it is, and each measure takes turns with its floor."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.knowledge import load_dictionary

FOLDER = Path(__file__).resolve().parents[2] / "packaging" / "bench"


@pytest.fixture(scope="module")
def measuring():
    specification = importlib.util.spec_from_file_location("measuring", FOLDER / "measuring.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["measuring"] = module  # dataclasses look their module up
    specification.loader.exec_module(module)
    yield module
    del sys.modules["measuring"]


def _figure(measuring, ours, floor, **aim):
    return measuring.Figure(name="x", unit="ms", aim=measuring.Aim(**aim), ours=ours, floor=floor)


@pytest.mark.parametrize(
    "aim, met",
    [
        ({}, None),
        ({"ratio": 2.0}, True),
        ({"ratio": 1.9}, False),
        ({"value": 20.0}, True),
        ({"value": 19.9}, False),
        ({"ratio": 2.0, "value": 19.9}, False),
        ({"ratio": 1.9, "value": 20.0}, False),
    ],
)
def test_an_aim_is_met_only_when_all_of_it_is(measuring, aim, met):
    assert _figure(measuring, [10.0, 20.0, 90.0], [9.0, 10.0, 50.0], **aim).is_met is met


def test_ratios_are_of_medians_and_of_minima(measuring):
    figure = _figure(measuring, [10.0, 20.0, 90.0], [8.0, 10.0, 50.0])
    assert (figure.ratio, figure.least_ratio) == (2.0, 1.25)


def test_each_round_takes_both_sides_once_after_a_first_that_warms_up(measuring):
    taken: list[str] = []

    def side(name):
        taken.append(name)
        return 1.0

    measure = measuring.Measure(
        name="x",
        unit="ms",
        aim=measuring.Aim(),
        ours=lambda: side("ours"),
        floor=lambda: side("floor"),
    )
    figure = measuring.take(measure, rounds=6)
    assert (len(figure.ours), len(figure.floor)) == (6, 6)
    assert taken[:2] == ["ours", "floor"]
    rounds = [set(taken[n : n + 2]) for n in range(2, len(taken), 2)]
    assert rounds == [{"ours", "floor"}] * 6


def test_a_missed_aim_is_not_overlooked_in_the_table(measuring):
    assert measuring.line(_figure(measuring, [3.0], [1.0], ratio=2.0)).endswith("NO")
    assert "<= 2 x" in measuring.line(_figure(measuring, [3.0], [1.0], ratio=2.0))


def test_a_stopwatch_tells_the_time_of_one_turn(measuring):
    turns: list[int] = []
    watch = measuring.Stopwatch(lambda: turns.append(1), repeat=10, scale=1e6)
    assert 0 < watch() < 1e6
    assert len(turns) == 10


def test_the_screenings_that_are_measured_are_sound():
    specification = importlib.util.spec_from_file_location("samples", FOLDER / "samples.py")
    assert specification is not None
    assert specification.loader is not None
    samples = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(samples)
    dictionary = load_dictionary(FOLDER.parents[1] / "resources" / "facts.toml")
    for number in range(50):
        given = decode(json.dumps(samples.screening(number)))
        assert read_screening(given, dictionary).faults == ()
