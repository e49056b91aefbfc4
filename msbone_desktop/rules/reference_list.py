"""Reading the reference list that ships, one work a line of references.json."""

import json
from pathlib import Path
from typing import Any, Final

from msbone_desktop.domain.errors import KnowledgeError
from msbone_desktop.domain.evidence import Reference

_KEYS: Final = {"id", "author_year", "text", "verification", "url"}


def read_references(path: Path) -> dict[str, Reference]:
    """Read the references by id.

    Raises:
        KnowledgeError: The file is missing or faulty; the error names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(path.name, 1, "the file is missing or cannot be read") from fault
    try:
        works = json.loads(text)
    except json.JSONDecodeError as fault:
        raise KnowledgeError(path.name, fault.lineno, f"not valid JSON: {fault.msg}") from fault
    if not isinstance(works, list):
        raise KnowledgeError(path.name, 1, "the file must hold a list of references")
    references: dict[str, Reference] = {}
    for index, work in enumerate(works):
        problem = _problem(work, references)
        if problem:
            raise KnowledgeError(path.name, _line(text, index), problem)
        references[work["id"]] = Reference(**work)
    return references


def _problem(work: Any, earlier: dict[str, Reference]) -> str:
    if not isinstance(work, dict) or set(work) != _KEYS:
        return f"a reference holds exactly {', '.join(sorted(_KEYS))}"
    for key in ("id", "author_year", "text"):
        if not isinstance(work[key], str) or not work[key].strip():
            return f"'{key}' must be a text"
    if work["id"] in earlier:
        return f"the id '{work['id']}' is there twice"
    if work["verification"] not in ("verified", "partial", "unverified"):
        return f"unknown verification '{work['verification']}'"
    if work["url"] is not None and not str(work["url"]).startswith("https://"):
        return "'url' must be null or start with https://"
    return ""


def _line(text: str, index: int) -> int:
    """Find the line of a work; each starts one, after the bracket that opens the list."""
    starts = [
        number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("{")
    ]
    return starts[index] if index < len(starts) else 1
