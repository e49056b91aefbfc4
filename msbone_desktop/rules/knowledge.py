"""Thresholds, profiles and the data dictionary, read from resources and checked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary, FactDefinition, FieldDefinition
from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.toml_files import TomlFile, read_toml
from msbone_desktop.rules.toml_kinds import (
    AMOUNT,
    DAY,
    FLAG,
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    TEXTS,
    WHOLE,
    expect_keys,
    require,
)

UNITS_OF_VITAMIN_D = frozenset({"nmol/L", "ng/mL"})
Number = Decimal | dict[str, Decimal]
"""A number, or one number for each unit that a measurement can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A dated, cited value. ``source`` is a reference id, or "design" with a note."""

    name: str
    value: Number
    unit: str | None
    effective_from: date
    source: str
    note: str = ""
    file: TomlFile = field(compare=False, repr=False)
    path: tuple[str | int, ...] = field(compare=False, repr=False)
    """Where it stands in its file."""

    def refuse(self, problem: str) -> KnowledgeError:
        """Make the error to raise for a fault in it."""
        return self.file.refuse(problem, *self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A set of values and rules laid over the module's own; it never takes a finding away."""

    id: str
    name: str
    version: str
    year: int
    source: str
    complete: bool
    adds: tuple[str, ...]
    note: str
    values: dict[str, Threshold]
    """Confirmed thresholds that replace or add one."""
    locked: tuple[str, ...]
    """Values that stay locked until a clinician confirms them."""


def to_decimal(value: object) -> Decimal:
    """Return a TOML number exactly."""
    return Decimal(str(value))


def _number(file: TomlFile, value: object, *path: str | int) -> Number:
    if isinstance(value, dict):
        if set(value) != UNITS_OF_VITAMIN_D:
            raise file.refuse("give a value for nmol/L and for ng/mL", *path)
        expect_keys(file, value, dict.fromkeys(UNITS_OF_VITAMIN_D, NUMBER), *path)
        return {unit: to_decimal(number) for unit, number in value.items()}
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise file.refuse("not a number", *path)
    return to_decimal(value)


_THRESHOLD_KEYS = {
    "value": AMOUNT,
    "unit": TEXT,
    "effective_from": DAY,
    "source": TEXT,
    "note": TEXT,
}


def load_thresholds(folder: Path) -> dict[str, Threshold]:
    """Read every threshold of ``folder``.

    Raises:
        KnowledgeError: An unknown or missing key, a name used twice, or a value that is no number.
    """
    found: dict[str, Threshold] = {}
    for path in sorted(folder.glob("*.toml")):
        file = read_toml(path)
        for name, table in file.content.items():
            if name in found:
                raise file.refuse(f"the threshold '{name}' exists already", name)
            expect_keys(file, table, _THRESHOLD_KEYS, name)
            require(file, table, ("value", "effective_from", "source"), name)
            if table["source"] == "design" and not table.get("note") and "unit" not in table:
                raise file.refuse("a value without a reference needs a note", name)
            found[name] = Threshold(
                name=name,
                value=_number(file, table["value"], name, "value"),
                unit=table.get("unit"),
                effective_from=table["effective_from"],
                source=table["source"],
                note=table.get("note", ""),
                file=file,
                path=(name,),
            )
    return found


_PROFILE_KEYS = {
    "id": TEXT, "name": TEXT, "version": TEXT, "year": WHOLE, "source": TEXT, "complete": FLAG,
    "adds": TEXTS, "note": TEXT, "value": TABLES,
}  # fmt: skip
_VALUE_KEYS = {
    "threshold": TEXT, "name": TEXT, "value": AMOUNT, "unit": TEXT, "confirmed": FLAG, "note": TEXT,
}  # fmt: skip


def read_profile(file: TomlFile, name: str) -> Profile:
    """Read the profile ``name``; unconfirmed values are named as locked and never used.

    Raises:
        KnowledgeError: The file is faulty.
    """
    content = file.content
    expect_keys(file, content, _PROFILE_KEYS)
    require(file, content, ("id", "name", "version", "year", "source", "complete", "adds", "note"))
    if content["id"] != name:
        raise file.refuse(f"the id must be the name of the file, '{name}'", "id")
    values: dict[str, Threshold] = {}
    locked: list[str] = []
    for index, entry in enumerate(content.get("value", [])):
        expect_keys(file, entry, _VALUE_KEYS, "value", index)
        changed = entry.get("threshold") or entry.get("name")
        if changed is None:
            raise file.refuse("a value needs the name of its threshold", "value", index)
        if not entry.get("confirmed", False):
            locked.append(changed)
            continue
        values[changed] = Threshold(
            name=changed,
            value=_number(file, entry.get("value"), "value", index, "value"),
            unit=entry.get("unit"),
            effective_from=date(content["year"], 1, 1),
            source=content["source"],
            note=entry.get("note", ""),
            file=file,
            path=("value", index),
        )
    return Profile(
        id=content["id"],
        name=content["name"],
        version=content["version"],
        year=content["year"],
        source=content["source"],
        complete=content["complete"],
        adds=tuple(content["adds"]),
        note=content["note"],
        values=values,
        locked=tuple(locked),
    )


_FIELD_KEYS = {
    "label": TEXT, "unit": TEXT, "minimum": NUMBER, "maximum": NUMBER, "above": NUMBER,
    "ask_below": NUMBER, "ask_above": NUMBER, "whole": FLAG, "words": TABLE,
}  # fmt: skip
_FACT_KEYS = {"label": TEXT, "kind": TEXT, "unit": TEXT, "sources": TEXTS, "words": TABLE}
_FACT_KINDS = frozenset({"number", "word", "yes_no", "measurement"})


def _field(file: TomlFile, name: str, table: dict[str, Any]) -> FieldDefinition:
    expect_keys(file, table, _FIELD_KEYS, "field", name)
    require(file, table, ("label",), "field", name)
    limits = {
        key: to_decimal(table[key])
        for key in ("minimum", "maximum", "above", "ask_below", "ask_above")
        if key in table
    }
    if "minimum" in limits and limits["minimum"] > limits.get("maximum", limits["minimum"]):
        raise file.refuse("the minimum lies above the maximum", "field", name, "minimum")
    return FieldDefinition(
        name=name,
        label=table["label"],
        unit=table.get("unit"),
        whole=table.get("whole", False),
        words=dict(table.get("words", {})),
        **limits,
    )


def _fact(file: TomlFile, name: str, table: dict[str, Any], of: str | None) -> FactDefinition:
    path = ("fact", name) if of is None else ("entry", of, name)
    expect_keys(file, table, _FACT_KEYS, *path)
    require(file, table, ("label", "kind"), *path)
    if table["kind"] not in _FACT_KINDS:
        raise file.refuse(f"unknown kind '{table['kind']}'", *path, "kind")
    return FactDefinition(
        name=name,
        label=table["label"],
        kind=table["kind"],
        unit=table.get("unit"),
        sources=tuple(table.get("sources", ())) if of is None else (of,),
        entry_of=of,
        words=dict(table.get("words", {})),
    )


def load_dictionary(path: Path) -> DataDictionary:
    """Read the data dictionary.

    Raises:
        KnowledgeError: An unknown key or kind, or a fact with a source that is no field.
    """
    file = read_toml(path)
    expect_keys(file, file.content, dict.fromkeys(("field", "fact", "entry"), TABLE))
    fields = {
        name: _field(file, name, table) for name, table in file.content.get("field", {}).items()
    }
    facts = {
        name: _fact(file, name, table, None) for name, table in file.content.get("fact", {}).items()
    }
    for name, fact in facts.items():
        for source in fact.sources:
            if source not in fields:
                raise file.refuse(f"the source '{source}' is not a field", "fact", name)
    for list_name, entries in file.content.get("entry", {}).items():
        if list_name not in fields:
            raise file.refuse(f"'{list_name}' is not a field", "entry", list_name)
        for name, table in entries.items():
            facts[f"{list_name}.{name}"] = _fact(file, name, table, list_name)
    return DataDictionary(fields=fields, facts=facts)
