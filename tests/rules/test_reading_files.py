"""Rules that others may write, and files as they may come."""

import shutil
from pathlib import Path

import pytest

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.findings import Status
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.reference_list import read_references
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook
from msbone_desktop.rules.toml_entries import Entry
from msbone_desktop.rules.toml_files import TomlFile

RESOURCES = Path(__file__).parents[2] / "resources"

NAMELESS = b"""[
{"id": "a", "author_year": " ", "text": "t", "verification": "verified", "url": null}
]"""
NO_FALLS = """
id = "TEST-FALLS"
title = "No falls"
section = "falls"
status = "active"
effective_from = 2026-11-22
severity = "low"
message = "No fall."
missing = "Falls not recorded."
statements = ["S20"]

[when]
all = [
    { fact = "falls_last_6_months", at_most = 0, unit = "falls" },
    { fact = "injurious_falls_last_6_months", at_most = 0, unit = "falls" },
]

[possible]
requires_absent = "falls_last_6_months"
any = [
    { fact = "pth_above_limit", is = true },
    { fact = "age", at_least = 60, unit = "years" },
    { fact = "bmi", less_than = 20, unit = "kg/m²" },
    { fact = "injurious_falls_last_6_months", at_least = 1, unit = "falls" },
    { any_entry = "fractures", all = [{ fact = "site", one_of = ["foot"] }] },
]
"""

GROWN = """
id = "TEST-GROWN"
title = "Grown"
section = "falls"
status = "active"
effective_from = 2026-11-22
severity = "low"
message = "Grown."
missing = "Age not recorded."
statements = ["S20"]

[when]
all = [{ fact = "age", at_least = 18, unit = "years" }]

[possible]
requires_absent = "date_of_birth"
any = [{ fact = "injurious_falls_last_6_months", at_least = 1, unit = "falls" }]
"""


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("knowledge") / "resources"
    shutil.copytree(RESOURCES, folder, ignore=shutil.ignore_patterns("fonts", "icons"))
    (folder / "rules" / "no_falls.toml").write_text(NO_FALLS, encoding="utf-8")
    (folder / "rules" / "grown.toml").write_text(GROWN, encoding="utf-8")
    return load_rulebook(folder)


def judged(rulebook, rule="TEST-FALLS", **given):
    screening = {"id": "t", "assessed_on": "2026-11-22", **given}
    found = assess_read(rulebook, read_screening(screening, rulebook.dictionary)).findings
    return next(f for f in found if f.rule_id == rule)


def used(finding):
    return [(kept.field, kept.value) for kept in finding.inputs]


def test_an_answer_that_follows_from_another_is_named_by_the_other(rulebook):
    found = judged(rulebook, falls_last_12_months=0, weight_kg=50)
    assert found.status is Status.TRIGGERED
    assert used(found) == [("falls_last_12_months", 0)]


def test_what_may_stand_in_is_named_where_it_is_known(rulebook):
    found = judged(
        rulebook,
        falls_last_6_months=0,
        date_of_birth="1991-01-01",
        bmi=24,
        pth={"value": 5},
        fractures=[{"site": "foot"}, {"site": "hip"}],
    )
    assert used(found) == [
        ("falls_last_6_months", 0),
        ("pth", 5),
        ("date_of_birth", "1991-01-01"),
        ("bmi", 24),
        ("fractures", "Foot"),
    ]


def test_what_may_stand_in_is_left_out_where_it_is_not_known(rulebook):
    found = judged(rulebook, "TEST-GROWN", date_of_birth="1991-01-01", falls_last_6_months=2)
    assert used(found) == [("date_of_birth", "1991-01-01")]


def test_what_stands_in_makes_it_possible(rulebook):
    found = judged(rulebook, fractures=[{"site": "foot"}])
    assert (found.status, used(found)) == (Status.POSSIBLE, [("fractures", "Foot")])
    found = judged(rulebook, injurious_falls_last_6_months=1)
    assert found.status is Status.NOT_TRIGGERED
    assert judged(rulebook).status is Status.UNKNOWN


def test_a_stand_in_is_not_asked_where_the_answer_is_known(rulebook):
    found = judged(rulebook, falls_last_6_months=0, injurious_falls_last_6_months=1)
    assert found.status is Status.NOT_TRIGGERED


def test_a_file_may_end_without_a_line_end():
    file = TomlFile("f.toml", 'a = 1\nb = ["x",\n"y"]')
    assert file.content["b"] == ["x", "y"]
    assert (file.line_of("a"), file.line_of("b", 1), file.line_of("c")) == (1, 3, 1)


def test_a_key_that_must_hold_tables_is_refused_without():
    entry = Entry(TomlFile("f.toml", "a = 1\nb = [1]\n"), {"a": 1, "b": [1]})
    with pytest.raises(KnowledgeError, match=r"f\.toml, line 1: 'a' must be a table"):
        entry.table("a")
    with pytest.raises(KnowledgeError, match="line 2: 'b' must be a list of tables"):
        list(entry.entries("b"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"\xff", "the file is missing or cannot be read"),
        (b"{}", "must hold a list"),
        (b"[\n5]", "a reference holds exactly"),
        (NAMELESS, "'author_year' must be a text"),
    ],
)
def test_a_faulty_list_of_references_is_refused(tmp_path, text, problem):
    path = tmp_path / "references.json"
    path.write_bytes(text)
    with pytest.raises(KnowledgeError, match=problem):
        read_references(path)


def test_a_list_of_references_that_is_gone_is_missed(tmp_path):
    with pytest.raises(KnowledgeError, match="the file is missing"):
        read_references(tmp_path / "references.json")
