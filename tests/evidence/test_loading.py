"""Faulty evidence is refused, with the file and the line that a maintainer has to edit."""

import re
import shutil
from pathlib import Path

import pytest

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.evidence_loading import load_evidence

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "evidence"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "evidence"
    shutil.copytree(SHIPPED, copy)
    return copy


def spoil(folder: Path, name: str, old: str, new: str, after: str = "") -> int:
    """Replace the first ``old`` after the text ``after``; return the line it is on."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    start = text.index(old, text.index(after))
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return text.count("\n", 0, start) + 1


def refusal(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        load_evidence(folder)
    return caught.value


@pytest.mark.parametrize(
    ("name", "after", "old", "new", "problem"),
    [
        ("statements.toml", "'S04'", "level = '1b'", "level = '1a'", "S04 has level '1b'"),
        ("statements.toml", "'S05'", "level = '1a'", "level = '1b'", "S05 has level '1a'"),
        ("statements.toml", "'S09'", "level = 'not_graded'", "level = '2'", "did not grade S09"),
        ("statements.toml", "'S33'", "level = 'expert_opinion'", "level = '1b'", "did not grade"),
        ("statements.toml", "'S09'", "level = 'not_graded'", "level = 'high'", "unknown level"),
        ("statements.toml", "'S02'", "label = 'Conf", "label = 'Level 2 or conf", "the label for"),
        ("statements.toml", "'S05'", "label = 'Level 1a", "label = 'Level 1b", "the label for"),
        ("statements.toml", "'S09'", "label = 'Back", "label = 'Level 2, back", "the label for"),
        ("statements.toml", "'S33'", "label = 'Expert opinion (Ole", "label = '(Ole", "the label"),
        ("statements.toml", "'S09'", "about = 'finding'", "about = 'intervention'", "be about a"),
        ("statements.toml", "'S04'", "about = 'intervention'", "about = 'finding'", "be about a"),
        ("statements.toml", "'S04'", "about = 'intervention'", "about = 'drug'", "unknown about"),
        ("statements.toml", "'S09'", "gist =", "summary =", "unknown key 'summary'"),
        ("statements.toml", "'S09'", "id = 'S10'", "id = 'S09'", "the id 'S09' is there twice"),
        ("statements.toml", "'S09'", "'Oleson 2017'", "'Oleson 2018'", "citation 'Oleson 2018'"),
        ("statements.toml", "'S24'", "'Steffensen 2013'", "'Steffensen 2011'", "named twice"),
        ("statements.toml", "'S09'", "'C20'", "'C99'", "caution 'C99' does not exist"),
        ("statements.toml", "'S25'", "'E09'", "'E10'", "study 'E10' does not exist"),
        ("statements.toml", "'S09'", "place = 'Section 1.0'", "place = ' '", "must be a text"),
        ("statements.toml", "'S09'", "place = 'Section 1.0'", "place = 1", "must be a text"),
        ("statements.toml", "'S09'", "cautions = ['C20']", "cautions = 'C20'", "list of texts"),
        ("statements.toml", "'S09'", "level =", "level = =", "not valid TOML"),
        ("citations.toml", "", "'oleson2017'", "'oleson2071'", "reference 'oleson2071'"),
        ("citations.toml", "", "[citations]", "[other]\n[citations]", "unknown key 'other'"),
        ("cautions.toml", "'C5'", "grade = 'A'", "grade = 'D'", "unknown grade 'D'"),
        ("cautions.toml", "'C5'", "'shuhaibar2009'", "'nobody1900'", "reference 'nobody1900'"),
        ("cautions.toml", "'C5'", "id = 'C6'", "id = 'C5'", "the id 'C5' is there twice"),
        ("cautions.toml", "'C5'", "text =", "words =", "unknown key 'words'"),
        ("studies.toml", "'E05'", "pedro = 6", "pedro = 'six'", "must be a whole number"),
        ("studies.toml", "'E05'", "n_initial = 82", "n_initial = -82", "must be a whole number"),
        ("studies.toml", "'E05'", "n_final = 72", "n_final = true", "must be a whole number"),
        ("studies.toml", "'E05'", "'pilutti2014'", "'pilutti2041'", "reference 'pilutti2041'"),
        ("studies.toml", "'E05'", "'C2'", "'S2'", "caution 'S2' does not exist"),
        ("studies.toml", "'E05'", "id = 'E06'", "id = 'E05'", "the id 'E05' is there twice"),
        ("studies.toml", "Waiting", "description", "describes", "unknown key 'describes'"),
        ("glossary.toml", "'BMC'", "'BMD'", "'BMC'", "'BMC' is there twice"),
        ("library.toml", "", "'S06'", "'S66'", "statement 'S66' does not exist"),
        ("library.toml", "", "reviewed_on = 2026-11-22", "reviewed_on = 'today'", "be a date"),
        ("library.toml", "", "due_on = 2027", "due_on = 2025", "due before it was done"),
        ("references.json", "", '"id": "who1998"', '"id": "oleson2017"', "there twice"),
        ("references.json", "", '"partial"', '"half"', "unknown verification 'half'"),
        ("references.json", "", '"url": null', '"link": null', "holds exactly"),
        ("references.json", "", '"https://doi.org', '"http://doi.org', "start with https"),
        ("references.json", "'", '"text": "', '"text": , "', "not valid JSON"),
    ],
)
def test_a_fault_is_refused_at_its_line(
    folder: Path, name: str, after: str, old: str, new: str, problem: str
) -> None:
    line = spoil(folder, name, old, new, after)
    found = refusal(folder)
    assert problem in found.problem
    assert (found.file, found.line) == (name, line)


@pytest.mark.parametrize("key", ["gist", "place", "level", "label", "about"])
def test_a_missing_key_is_refused_at_the_head_of_its_statement(folder: Path, key: str) -> None:
    path = folder / "statements.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("id = 'S17'")
    spoilt = text[:start] + re.sub(rf"(?m)^{key} = .*\n", "", text[start:], count=1)
    path.write_text(spoilt, encoding="utf-8")
    found = refusal(folder)
    assert found.problem == f"'{key}' is missing"
    assert found.line == text.count("\n", 0, start)


def test_a_level_without_anybody_cited_is_refused(folder: Path) -> None:
    line = spoil(folder, "statements.toml", "citations = ['Pilutti 2014']\n", "", "'S04'")
    found = refusal(folder)
    assert found.problem == "S04 has a level but no citation"
    assert found.line == line - 7


def test_a_graded_statement_that_is_missing_is_refused(folder: Path) -> None:
    path = folder / "statements.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[statements]]\nid = 'S05'"), text.index("[[statements]]\nid = 'S06'")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert refusal(folder).problem == "the graded statement S05 is missing"


def test_an_unknown_table_is_refused(folder: Path) -> None:
    path = folder / "cautions.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n[[warnings]]\nid = 'W1'\n", encoding="utf-8")
    found = refusal(folder)
    assert found.problem == "unknown key 'warnings'"
    assert found.line == text.count("\n") + 2


@pytest.mark.parametrize(
    "name",
    [
        *("statements.toml", "studies.toml", "cautions.toml", "citations.toml"),
        *("glossary.toml", "library.toml", "references.json"),
    ],
)
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    found = refusal(folder)
    assert (found.file, found.line) == (name, 1)


def test_what_ships_is_accepted(folder: Path) -> None:
    assert len(load_evidence(folder).statements) == 35
