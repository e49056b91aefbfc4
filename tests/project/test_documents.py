"""What the documents say is held up by a test has one, and their links lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def test_each_test_that_the_safety_case_names_exists():
    text = (ROOT / "docs" / "safety-case.md").read_text(encoding="utf-8")
    named = NAMED.findall(text)
    assert len(named) > 40
    for file, test in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE), f"{file}::{test}"


def test_each_hazard_has_severity_likelihood_a_control_and_a_test():
    text = (ROOT / "docs" / "safety-case.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| H")]
    assert len(rows) == 20
    for row in rows:
        assert len(row) == 7, row[0]
        assert row[2] in "1234" and row[3] in {"low", "middle", "high"}, row[0]
        assert row[4] and NAMED.search(row[5]), row[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_what_is_said_of_keys_and_pauses_is_what_the_program_does():
    from msbone_desktop.storage import audit_anchor, key_slots, tries

    said = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    costs = key_slots.Derivation()
    assert f"{costs.memory_kib // 1024} MiB, {costs.iterations} passes, {costs.lanes} lanes" in said
    assert f"data key, {key_slots.KEY_BYTES * 8} random bits" in said
    assert tries.DELAYS_S[:6] == (0, 0, 0, 1, 2, 4) and tries.DELAYS_S[-1] == 60
    assert "no pause twice, then 1, 2, 4 … up to 60 seconds" in said
    kept = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    for name in (audit_anchor.NAME, tries.NAME, "clinic.msbone.open"):
        assert f"`{name}`" in kept
