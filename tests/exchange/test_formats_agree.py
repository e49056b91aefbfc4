"""The schema, the data dictionary and the reader draw the same lines."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from msbone_desktop.rules.knowledge import load_dictionary

RESOURCES = Path(__file__).parents[2] / "resources"
SCHEMA = json.loads(
    (RESOURCES / "schemas" / "screening.schema.json").read_text(encoding="utf-8"),
    parse_float=Decimal,
)
FIELDS = load_dictionary(RESOURCES / "facts.toml").fields


def _described(name, node):
    """Yield each value of the format by its dotted name, through lists and objects."""
    for part in (node, *node.get("anyOf", [])):
        if part.get("type") == "array":
            yield from _described(name, part["items"])
        for key, inner in part.get("properties", {}).items():
            if key != "absent":
                yield from _described(f"{name}.{key}" if name else key, inner)
        if "enum" in part:
            yield name, "words", [word for word in part["enum"] if word is not None]
        types = part.get("type", [])
        if {"number", "integer"} & ({types} if isinstance(types, str) else set(types)):
            yield name, "limits", part


DESCRIBED = [found for found in _described("", SCHEMA) if found[0] != "vitamin_d.value"]
UNIT_LIMITS = {
    rule["if"]["properties"]["unit"]["const"]: rule["then"]["properties"]["value"]
    for rule in SCHEMA["properties"]["vitamin_d"]["anyOf"][0]["items"]["allOf"]
}
DESCRIBED += [(f"vitamin_d.value.{unit}", "limits", part) for unit, part in UNIT_LIMITS.items()]


@pytest.mark.parametrize(
    ("name", "kind", "part"), DESCRIBED, ids=[f"{name} {kind}" for name, kind, _ in DESCRIBED]
)
def test_a_value_has_the_same_lines_in_both(name, kind, part):
    if name.endswith(".assay"):
        return
    field = FIELDS[name]
    if kind == "words":
        assert list(field.words) == part
        return
    if name == "edss.score":  # its steps are a rule of their own
        assert (field.minimum, field.maximum) == (Decimal(0), Decimal("9.5"))
        return
    assert (field.minimum, field.above, field.maximum) == (
        part.get("minimum"),
        part.get("exclusiveMinimum"),
        part.get("maximum"),
    )
    assert field.whole == (part.get("type") == "integer")


def test_nearly_all_of_the_format_was_looked_at():
    assert sum(kind == "limits" for _, kind, _ in DESCRIBED) >= 24
    assert sum(kind == "words" for _, kind, _ in DESCRIBED) >= 18
