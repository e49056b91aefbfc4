"""The line in a refusal is the line a maintainer has to edit."""

from pathlib import Path

import pytest

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.rules.toml_files import TomlFile, read_toml

SAMPLE = '''\
# A comment with [brackets] = and "quotes"
title = "one"

[limits]
"quoted key" = 1
nested.low = 1.5 # [not a header]

[[rules]]
id = "A"
text = """
id = "not a key"
[[rules]]
"""
words = [
    "first, with ] and [ in it",
    # between
    "second", "third",
]

[[rules.inputs]]
name = "x"

[[rules]]
id = 'B'

[[rules.inputs]]
name = "y"
bands = [
    { at = 1 },
    { at = [2, 3] },
]

[rules.note]
by = "z"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("limits",), 4),
        (("limits", "quoted key"), 5),
        (("limits", "nested", "low"), 6),
        (("rules",), 8),
        (("rules", 0), 8),
        (("rules", 0, "id"), 9),
        (("rules", 0, "text"), 10),
        (("rules", 0, "words"), 14),
        (("rules", 0, "words", 0), 15),
        (("rules", 0, "words", 1), 17),
        (("rules", 0, "words", 2), 17),
        (("rules", 0, "inputs", 0, "name"), 21),
        (("rules", 1), 23),
        (("rules", 1, "id"), 24),
        (("rules", 1, "inputs", 0), 26),
        (("rules", 1, "inputs", 0, "name"), 27),
        (("rules", 1, "inputs", 0, "bands", 0, "at"), 29),
        (("rules", 1, "inputs", 0, "bands", 1, "at", 1), 30),
        (("rules", 1, "note", "by"), 34),
    ],
)
def test_a_path_is_found_on_its_own_line(path: tuple[str | int, ...], line: int) -> None:
    assert TomlFile("sample.toml", SAMPLE).line_of(*path) == line


@pytest.mark.parametrize("name", ["statements.toml", "studies.toml", "cautions.toml"])
def test_every_key_of_a_shipped_file_is_found_on_its_own_line(name: str) -> None:
    path = Path(__file__).resolve().parents[2] / "resources" / "evidence" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    file = read_toml(path)
    (group,) = file.content
    for index, table in enumerate(file.content[group]):
        for key, value in table.items():
            line = lines[file.line_of(group, index, key) - 1]
            assert line.startswith((f"{key} = ", f"[[{group}.{key}]]"))
            for place, text in enumerate(value if isinstance(value, list) else []):
                if isinstance(text, str):
                    assert text in lines[file.line_of(group, index, key, place) - 1]


def test_a_missing_key_is_reported_at_its_table() -> None:
    assert TomlFile("sample.toml", SAMPLE).line_of("rules", 1, "severity") == 23


def test_a_missing_table_is_reported_at_the_top() -> None:
    assert TomlFile("sample.toml", SAMPLE).line_of("absent") == 1


def test_windows_line_ends_are_counted_once() -> None:
    windows = TomlFile("sample.toml", SAMPLE.replace("\n", "\r\n"))
    assert windows.line_of("rules", 1, "note", "by") == 34


def test_a_refusal_names_file_line_and_problem() -> None:
    fault = TomlFile("sample.toml", SAMPLE).refuse("unknown id", "rules", 1, "id")
    assert (fault.file, fault.line, fault.problem) == ("sample.toml", 24, "unknown id")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"a = 1\nb = = 2\n", 2),
        (b"a = 1\nb = [1,\n2", 3),
        (b"a = 1\n[t]\nx = 1\nx = 2\n", 4),
        (b"a = 1\nb = '\xff'\n", 2),
    ],
)
def test_a_file_that_is_not_toml_is_refused_at_its_line(
    tmp_path: Path, raw: bytes, line: int
) -> None:
    path = tmp_path / "faulty.toml"
    path.write_bytes(raw)
    with pytest.raises(KnowledgeError) as refusal:
        read_toml(path)
    assert (refusal.value.file, refusal.value.line) == ("faulty.toml", line)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"absent\.toml, line 1: the file is missing"):
        read_toml(tmp_path / "absent.toml")
