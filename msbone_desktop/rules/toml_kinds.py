"""Kinds of values in our TOML files, so that a wrong one is refused with its line."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from msbone_desktop.rules.toml_files import Step, TomlFile


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be. ``each``: what the entries of a list may be."""

    words: str
    types: tuple[type, ...]
    each: type | None = None

    def fits(self, value: object) -> bool:
        """Tell whether ``value`` is of this kind; ``true`` is no number."""
        if type(value) not in self.types:
            return False
        return self.each is None or all(type(entry) is self.each for entry in _entries(value))


def _entries(value: Any) -> list[object]:
    return list(value)


TEXT = Kind("a text", (str,))
TEXTS = Kind("a list of texts", (list,), str)
FLAG = Kind("true or false", (bool,))
WHOLE = Kind("a whole number", (int,))
DAY = Kind("a date", (date,))
TABLE = Kind("a table", (dict,))
TABLES = Kind("a list of tables", (list,), dict)
NUMBER = Kind("a number", (int, Decimal))
AMOUNT = Kind("a number, or one for each unit", (int, Decimal, dict))
LINE = Kind("a number or the name of a threshold", (int, Decimal, str))
WORD = Kind("a word, true or false", (str, bool))

Allowed: TypeAlias = Collection[str] | dict[str, Kind]


def expect_keys(file: TomlFile, table: object, allowed: Allowed, *path: Step) -> None:
    """Refuse a key that the format does not have and, where kinds are named, another kind of value.

    Raises:
        KnowledgeError: Naming the file and the line of the key.
    """
    if not isinstance(table, dict):
        raise file.refuse("this must be a table", *path)
    for key, value in table.items():
        if key not in allowed:
            raise file.refuse(f"unknown key '{key}'", *path, key)
        if isinstance(allowed, dict) and not allowed[key].fits(value):
            raise file.refuse(f"'{key}' must be {allowed[key].words}", *path, key)


def require(file: TomlFile, table: dict[str, Any], keys: tuple[str, ...], *path: Step) -> None:
    """Refuse a table that lacks a key.

    Raises:
        KnowledgeError: Naming the file and the line of the table.
    """
    for key in keys:
        if key not in table:
            raise file.refuse(f"'{key}' is missing", *path)
