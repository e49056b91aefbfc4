"""Reads the screening form, and refuses one that asks for what the dictionary does not have."""

from pathlib import Path
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.questionnaire import Question, Questionnaire, Section
from msbone_desktop.rules.toml_files import TomlFile, read_toml
from msbone_desktop.rules.toml_kinds import (
    FLAG,
    TABLES,
    TEXT,
    TEXTS,
    expect_keys,
    require,
)

KINDS = frozenset(
    {
        "choice", "yes_no", "count", "quantity", "laboratory", "drug_list", "text_list",
        "edss_list", "walk_list", "gait_aid_list", "relapse_list", "steroid_list", "vitamin_d_list",
        "fracture_list", "dxa_list",
    }
)  # fmt: skip
_SECTION_KEYS = {"id": TEXT, "title": TEXT, "question": TABLES}
_KEYS = {"fact": TEXT, "kind": TEXT, "help": TEXT, "only_if": TEXTS, "carry_forward": FLAG}


def load_questionnaire(path: Path, dictionary: DataDictionary) -> Questionnaire:
    """Read the form.

    Raises:
        KnowledgeError: An unknown key, kind or field, or a field that is asked twice.
    """
    file = read_toml(path)
    expect_keys(file, file.content, {"section": TABLES})
    asked: set[str] = set()
    sections = []
    for index, table in enumerate(file.content.get("section", [])):
        expect_keys(file, table, _SECTION_KEYS, "section", index)
        require(file, table, ("id", "title", "question"), "section", index)
        questions = tuple(
            _question(file, entry, dictionary, asked, ("section", index, "question", number))
            for number, entry in enumerate(table["question"])
        )
        sections.append(Section(id=table["id"], title=table["title"], questions=questions))
    return Questionnaire(tuple(sections))


def _question(
    file: TomlFile,
    entry: dict[str, Any],
    dictionary: DataDictionary,
    asked: set[str],
    path: tuple[str | int, ...],
) -> Question:
    expect_keys(file, entry, _KEYS, *path)
    require(file, entry, ("fact", "kind"), *path)
    field = dictionary.fields.get(entry["fact"])
    if field is None:
        raise file.refuse(f"the field '{entry['fact']}' is unknown", *path)
    if entry["kind"] not in KINDS:
        raise file.refuse(f"the kind '{entry['kind']}' is unknown", *path)
    if field.name in asked:
        raise file.refuse(f"'{field.name}' is asked twice", *path)
    asked.add(field.name)
    only_if = entry.get("only_if")
    if only_if is not None and (len(only_if) != 2 or only_if[0] not in dictionary.fields):
        raise file.refuse("'only_if' must name a field and its value", *path, "only_if")
    return Question(
        fact=field.name,
        kind=entry["kind"],
        label=field.label,
        help=entry.get("help", ""),
        unit=field.unit,
        choices=tuple(field.words.items()),
        only_if=None if only_if is None else (only_if[0], only_if[1]),
        carry_forward=entry.get("carry_forward", True),
    )
