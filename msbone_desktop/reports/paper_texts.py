"""The words of handouts, letters and labels, read from resources/documents when first needed."""

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.papers import LabelSheet


@lru_cache(maxsize=8)
def load_texts(documents: Path, language: str, name: str) -> Mapping[str, Any]:
    """Read the texts of one kind of paper in one language.

    Raises:
        KnowledgeError: There are none in this language, or the file is no TOML.
    """
    file = documents / language / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnowledgeError(file.name, 1, "The file cannot be read.") from error
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(file.name, 1, str(error)) from error


@lru_cache(maxsize=4)
def label_sheets(documents: Path) -> tuple[LabelSheet, ...]:
    """Return the formats of label sheets.

    Raises:
        KnowledgeError: The file cannot be read, or a format lacks a measure.
    """
    file = documents / "labels.toml"
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        return tuple(LabelSheet(**sheet) for sheet in read["sheets"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise KnowledgeError(file.name, 1, str(error)) from error


def filled(line: str, values: Mapping[str, str]) -> str | None:
    """Fill the words in braces; None when there is nothing to fill one with.

    Only named words are filled in. What is filled in is never read as a pattern itself.
    """
    parts = []
    for text, name, _, _ in string.Formatter().parse(line):
        parts.append(text)
        if name is not None:
            value = values.get(name, "")
            if not value:
                return None
            parts.append(value)
    return "".join(parts)
