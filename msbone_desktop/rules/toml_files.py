"""Reading our TOML files, with the line of every table and key for the refusal messages."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from msbone_desktop.domain.errors import KnowledgeError

Step: TypeAlias = str | int
"""A key, or an index into an array."""

LineIndex: TypeAlias = dict[tuple[Step, ...], int]
"""The line on which each table, key and array element starts."""

_Token: TypeAlias = tuple[str, int]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}=,.\n]"
    r"|[^\s\[\]{}=,.\#\"']+",
    re.DOTALL,
)
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")


class TomlFile:
    """One TOML file as read.

    The lines are looked up only when a fault is found, so a sound file costs nothing extra.

    Attributes:
        name: The file's name, as the messages show it.
        content: What the file holds.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text
        try:
            # Exact decimals: a threshold of 2.496 must not become a binary fraction.
            self.content: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as fault:
            raise self._not_toml(str(fault)) from fault

    def line_of(self, *path: Step) -> int:
        """Find where a table, a key or an array element starts.

        Args:
            path: Keys and array indices, such as ``"statements", 3, "level"``.

        Returns:
            The line, counted from 1. For a path that the file does not hold, the line of the
            nearest table around it, since that is where a missing key has to be added.
        """
        for length in range(len(path), 0, -1):
            line = self._lines.get(path[:length])
            if line is not None:
                return line
        return 1

    def refuse(self, problem: str, *path: Step) -> KnowledgeError:
        """Make the error to raise for a fault at ``path``."""
        return KnowledgeError(self.name, self.line_of(*path), problem)

    @cached_property
    def _lines(self) -> LineIndex:
        return _index_lines(self._text)

    def _not_toml(self, message: str) -> KnowledgeError:
        found = _AT_LINE.search(message)
        # Without a position the fault is that the text ends too soon.
        line = int(found.group(1)) if found else self._text.count("\n") + 1
        return KnowledgeError(self.name, line, f"not valid TOML: {_AT_LINE.sub('', message)}")


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file.

    Raises:
        KnowledgeError: The file is missing, is not UTF-8 or is not TOML.
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise KnowledgeError(path.name, 1, "the file is missing or cannot be read") from fault
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise KnowledgeError(path.name, line, "the text is not UTF-8") from fault
    return TomlFile(path.name, text)


def _index_lines(text: str) -> LineIndex:
    lines: LineIndex = {}
    array_sizes: dict[tuple[Step, ...], int] = {}
    table: tuple[Step, ...] = ()
    for statement in _statements(text):
        line = statement[0][1]
        if statement[0][0] == "[":
            table = _table_path(statement, array_sizes)
            _note(lines, table, line)
            continue
        equals = next(at for at, token in enumerate(statement) if token[0] == "=")
        key = table + _names(statement[:equals])
        _note(lines, key, line)
        _note_elements(lines, key, statement[equals + 1 :])
    return lines


def _statements(text: str) -> Iterator[list[_Token]]:
    """Split the text into headers and key-value pairs, each as its tokens with their lines."""
    line, depth = 1, 0
    statement: list[_Token] = []
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token == "\n":
            if depth == 0 and statement:
                yield statement
                statement = []
        elif not token.startswith("#"):
            depth += (token in ("[", "{")) - (token in ("]", "}"))
            statement.append((token, line))
        line += token.count("\n")
    if statement:
        yield statement


def _table_path(header: list[_Token], array_sizes: dict[tuple[Step, ...], int]) -> tuple[Step, ...]:
    is_array = len(header) > 1 and header[1][0] == "["
    names = _names(header)
    path: tuple[Step, ...] = ()
    for name in names[:-1]:
        path += (name,)
        if path in array_sizes:
            path += (array_sizes[path] - 1,)
    path += names[-1:]
    if is_array:
        array_sizes[path] = array_sizes.get(path, 0) + 1
        path += (array_sizes[path] - 1,)
    return path


def _names(tokens: list[_Token]) -> tuple[str, ...]:
    return tuple(token.strip("\"'") for token, _ in tokens if token not in ("[", "]", "."))


def _note(lines: LineIndex, path: tuple[Step, ...], line: int) -> None:
    """Keep the first line of ``path`` and of the tables around it."""
    for length in range(1, len(path) + 1):
        lines.setdefault(path[:length], line)


def _note_elements(lines: LineIndex, key: tuple[Step, ...], value: list[_Token]) -> None:
    """Keep the line of each element when the value is an array."""
    if not value or value[0][0] != "[":
        return
    depth, index, awaiting = 0, 0, False
    for token, line in value:
        if awaiting and token not in (",", "]"):
            lines[(*key, index)] = line
            awaiting = False
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if depth == 1 and token == "[":
            awaiting = True
        elif depth == 1 and token == ",":
            index, awaiting = index + 1, True
