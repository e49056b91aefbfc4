"""A rule file that cannot be judged exactly is refused, with its file and line."""

from pathlib import Path

import pytest

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.evidence_loading import load_evidence
from msbone_desktop.rules.knowledge import load_dictionary, load_thresholds
from msbone_desktop.rules.loading import RuleReader
from msbone_desktop.rules.rulebook_loading import UnknownProfileError, load_rulebook

RESOURCES = Path(__file__).parents[2] / "resources"
SOUND = (RESOURCES / "rules" / "immobility.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reader():
    return RuleReader(
        load_dictionary(RESOURCES / "facts.toml"),
        load_thresholds(RESOURCES / "thresholds"),
        load_evidence(RESOURCES / "evidence"),
    )


def line_of(text, part):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_sound_file_is_read(reader, tmp_path):
    (tmp_path / "sound.toml").write_text(SOUND, encoding="utf-8")
    assert set(reader.read_folder(tmp_path)) == {"MOB-65"}


@pytest.mark.parametrize(
    ("old", "new", "where", "problem"),
    [
        ('status = "active"', 'status = "activ"', 'status = "activ"', "status"),
        ('severity = "high"', 'severity = "grave"', 'severity = "grave"', "severity"),
        ("core = true", "heart = true", "heart = true", "unknown key 'heart'"),
        ('fact = "edss", at_least', 'fact = "edsss", at_least', "edsss", "is unknown"),
        ("at_least = 6.5", 'at_least = "no_such_line"', "no_such_line", "does not exist"),
        ('unit = "EDSS points"', 'unit = "mg/day"', 'unit = "mg/day"', "is in EDSS points"),
        ('"S34", "S35"', '"S34", "S99"', "S99", "'S99' does not exist"),
        ('statements = ["S34", "S35"]', "statements = []", "statements = []", "needs evidence"),
        ('title = "Immobility"', 'title = " "', 'title = " "', "empty"),
        ("effective_from = 2026-11-22", 'effective_from = "soon"', '"soon"', "must be a date"),
        ('"bilateral", ', '"bilaterall", ', "bilaterall", "not a word"),
        ("at_least = 6.5, ", "at_least = 6.5, at_most = 9, ", "at_most = 9", "exactly one"),
    ],
)
@pytest.mark.catalogue("H08")
def test_a_fault_is_refused_with_its_line(reader, tmp_path, old, new, where, problem):
    assert old in SOUND
    faulty = SOUND.replace(old, new, 1)
    (tmp_path / "faulty.toml").write_text(faulty, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        reader.read_folder(tmp_path)
    assert problem in refused.value.problem
    assert (refused.value.file, refused.value.line) == ("faulty.toml", line_of(faulty, where))


@pytest.mark.catalogue("H08")
def test_two_rules_with_one_id_are_refused(reader, tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is taken"):
        reader.read_folder(tmp_path)


@pytest.mark.catalogue("H08")
def test_no_rules_at_all_are_refused(reader, tmp_path):
    with pytest.raises(KnowledgeError, match="no rule was found"):
        reader.read_folder(tmp_path)


def test_a_measurement_is_compared_in_both_units(reader, tmp_path):
    text = (RESOURCES / "rules" / "low_vitamin_d.toml").read_text(encoding="utf-8")
    faulty = text.replace('less_than = "vitamin_d_low"', "less_than = 50")
    (tmp_path / "low.toml").write_text(faulty, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="each of its units"):
        reader.read_folder(tmp_path)


def test_an_unknown_profile_is_refused_and_a_known_one_adds_rules():
    with pytest.raises(UnknownProfileError):
        load_rulebook(RESOURCES, "module-1999")
    plain, added = load_rulebook(RESOURCES), load_rulebook(RESOURCES, "nogg2024-lifestyle")
    assert set(added.rules) - set(plain.rules) == {"LIFE-SMOKE", "LIFE-ALC", "LIFE-BMI"}
