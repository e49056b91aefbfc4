"""Strict reading of one table of a TOML file: what is not expected is refused, with its line."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.toml_files import Step, TomlFile

Word = TypeVar("Word", bound=str)


class Entry:
    """One table of a TOML file, such as a statement, with its place in the file."""

    def __init__(self, file: TomlFile, table: dict[str, Any], *path: Step) -> None:
        self._file, self._table, self._path = file, table, path

    def expect(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse keys that are not named here, and the lack of a required one."""
        for key in self._table:
            if key not in required and key not in optional:
                raise self.refuse(f"unknown key '{key}'", key)
        for key in required:
            if key not in self._table:
                raise self.refuse(f"'{key}' is missing")

    def text(self, key: str) -> str:
        """Read a text that must not be empty."""
        value = self._table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"'{key}' must be a text", key)
        return value

    def one_of(self, key: str, words: Collection[Word]) -> Word:
        """Read one of the words that are allowed."""
        found = self.text(key)
        for word in words:
            if word == found:
                return word
        raise self.refuse(f"unknown {key} '{found}', expected {' or '.join(words)}", key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty when the key is absent."""
        values = self._table.get(key, [])
        if not isinstance(values, list):
            raise self.refuse(f"'{key}' must be a list of texts", key)
        for index, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise self.refuse(f"'{key}' must be a list of texts", key, index)
        return tuple(values)

    def whole_number(self, key: str) -> int | None:
        """Read a count, or nothing when the key is absent."""
        value = self._table.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(f"'{key}' must be a whole number", key)
        return value

    def day(self, key: str) -> date:
        """Read a date."""
        value = self._table[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refuse(f"'{key}' must be a date", key)
        return value

    def table(self, key: str) -> dict[str, Any]:
        """Read a table whose keys are not known beforehand."""
        value = self._table[key]
        if not isinstance(value, dict):
            raise self.refuse(f"'{key}' must be a table", key)
        return value

    def entries(self, key: str) -> Iterator["Entry"]:
        """Read an array of tables."""
        tables = self._table.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.refuse(f"'{key}' must be a list of tables", key)
        for index, table in enumerate(tables):
            yield Entry(self._file, table, *self._path, key, index)

    def known(self, key: str, ids: Collection[str], kind: str) -> tuple[str, ...]:
        """Read a list of ids, refusing one that is not among ``ids`` or that is there twice."""
        values = self.texts(key)
        for index, value in enumerate(values):
            if value not in ids:
                raise self.refuse(f"{kind} '{value}' does not exist", key, index)
            if value in values[:index]:
                raise self.refuse(f"{kind} '{value}' is named twice", key, index)
        return values

    def refuse(self, problem: str, *path: Step) -> KnowledgeError:
        """Make the error to raise for a fault in this table."""
        return self._file.refuse(problem, *self._path, *path)
