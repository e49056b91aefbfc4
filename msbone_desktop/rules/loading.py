"""Reads the rules, one file a rule, and refuses what cannot be judged exactly."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.findings import Severity, Support
from msbone_desktop.rules.criteria import Criterion
from msbone_desktop.rules.criterion_loading import CriterionReader
from msbone_desktop.rules.knowledge import Threshold
from msbone_desktop.rules.toml_files import TomlFile, read_toml
from msbone_desktop.rules.toml_kinds import (
    DAY,
    FLAG,
    TABLE,
    TABLES,
    TEXT,
    TEXTS,
    expect_keys,
    require,
)

SECTIONS = ("mobility", "medicines", "vitamin_d", "falls", "lifestyle", "treatment")
STATUSES = frozenset({"draft", "active", "retired"})
SEVERITIES = {severity.word: severity for severity in Severity}

_KEYS = {
    "id": TEXT, "title": TEXT, "section": TEXT, "status": TEXT, "effective_from": DAY,
    "severity": TEXT, "core": FLAG, "extension": FLAG, "message": TEXT, "possible_message": TEXT,
    "missing": TEXT, "statements": TEXTS, "reading": TEXT, "extension_source": TEXT,
    "only_in_profiles": FLAG, "when": TABLE, "possible": TABLE, "raised": TABLES,
}  # fmt: skip
_ID = re.compile(r"[A-Z]+-[A-Z0-9]+")
_REQUIRED = (
    "id", "title", "section", "status", "effective_from", "severity", "message", "missing",
    "statements", "when",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One clinical rule.

    ``possible`` is asked only when the field ``possible_if_absent`` has no value. ``raised``
    holds criteria that give a triggered rule a higher severity.
    """

    id: str
    title: str
    section: str
    status: str
    effective_from: date
    severity: Severity
    is_core: bool
    extension: bool
    only_in_profiles: bool
    message: str
    possible_message: str
    missing: str
    reading: str
    extension_source: str | None
    support: tuple[Support, ...]
    when: Criterion
    possible: Criterion | None = None
    possible_if_absent: str | None = None
    raised: tuple[tuple[Severity, Criterion], ...] = ()

    def words(self) -> str:
        """Say in words when the rule triggers; made from its criteria."""
        text = self.when.words()
        text = text[0].upper() + text[1:] + "."
        if self.possible is not None:
            text += f" Without it, only possible: {self.possible.words()}."
        for severity, criterion in self.raised:
            text += f" {severity.word.capitalize()} when {criterion.words()}."
        return f"{text} {self.reading}".strip()


class RuleReader:
    """Reads rule files against one dictionary, one set of thresholds and one evidence library."""

    def __init__(
        self,
        dictionary: DataDictionary,
        thresholds: dict[str, Threshold],
        evidence: EvidenceLibrary,
    ) -> None:
        self._evidence = evidence
        self._criteria = CriterionReader(dictionary, thresholds)

    @property
    def asked(self) -> frozenset[str]:
        """Names of the thresholds that the rules read so far asked for."""
        return frozenset(self._criteria.asked)

    def read_folder(self, folder: Path) -> dict[str, Rule]:
        """Read every rule of ``folder``, by id.

        Raises:
            KnowledgeError: A file is faulty, there is none, or two rules share an id.
        """
        rules: dict[str, Rule] = {}
        for path in sorted(folder.glob("*.toml")):
            file = read_toml(path)
            rule = self.read(file)
            if rule.id in rules:
                raise file.refuse(f"the rule id '{rule.id}' is taken", "id")
            rules[rule.id] = rule
        if not rules:
            raise TomlFile("rules", "").refuse("no rule was found; screening cannot go on")
        return rules

    def read(self, file: TomlFile) -> Rule:
        """Read one rule.

        Raises:
            KnowledgeError: With the file and the line of the fault.
        """
        content = file.content
        expect_keys(file, content, _KEYS)
        require(file, content, _REQUIRED)
        self._check_words(file, content)
        when = self._criteria.read_block(file, content["when"], "when")
        possible, if_absent = self._possible(file, content)
        raised = tuple(self._raised(file, content))
        return Rule(
            id=content["id"],
            title=content["title"],
            section=content["section"],
            status=content["status"],
            effective_from=content["effective_from"],
            severity=SEVERITIES[content["severity"]],
            is_core=content.get("core", False),
            extension=content.get("extension", False),
            only_in_profiles=content.get("only_in_profiles", False),
            message=content["message"],
            possible_message=content.get("possible_message", content["message"]),
            missing=content["missing"],
            reading=content.get("reading", ""),
            extension_source=content.get("extension_source"),
            support=self._support(file, content),
            when=when,
            possible=possible,
            possible_if_absent=if_absent,
            raised=raised,
        )

    def _check_words(self, file: TomlFile, content: dict[str, Any]) -> None:
        for key, allowed in (
            ("section", SECTIONS),
            ("status", STATUSES),
            ("severity", SEVERITIES),
        ):
            if content[key] not in allowed:
                raise file.refuse(f"'{content[key]}' is not a {key}", key)
        if not _ID.fullmatch(content["id"]):
            raise file.refuse(f"'{content['id']}' is not an id such as MOB-65", "id")
        for key in ("title", "message", "missing"):
            if not content[key].strip():
                raise file.refuse(f"'{key}' is empty", key)

    def _support(self, file: TomlFile, content: dict[str, Any]) -> tuple[Support, ...]:
        named = content["statements"]
        source = content.get("extension_source")
        if not named and source is None:
            raise file.refuse("a rule needs evidence", "statements")
        if source is not None and source not in self._evidence.references:
            raise file.refuse(f"the reference '{source}' does not exist", "extension_source")
        support = []
        for index, statement_id in enumerate(named):
            statement = self._evidence.statements.get(statement_id)
            if statement is None:
                raise file.refuse(
                    f"the statement '{statement_id}' does not exist", "statements", index
                )
            support.append(
                Support(statement.id, statement.level, statement.about, statement.citations)
            )
        return tuple(support)

    def _possible(
        self, file: TomlFile, content: dict[str, Any]
    ) -> tuple[Criterion | None, str | None]:
        block = content.get("possible")
        if block is None:
            return None, None
        block = dict(block)
        absent = block.pop("requires_absent", None)
        if absent is None:
            raise file.refuse("'requires_absent' is missing", "possible")
        if not isinstance(absent, str) or absent not in self._criteria.dictionary.fields:
            raise file.refuse(f"'{absent}' is not a field", "possible", "requires_absent")
        return self._criteria.read_block(file, block, "possible"), absent

    def _raised(self, file: TomlFile, content: dict[str, Any]) -> list[tuple[Severity, Criterion]]:
        raised = []
        for index, given in enumerate(content.get("raised", [])):
            block = dict(given)
            word = block.pop("severity", None)
            if not isinstance(word, str) or word not in SEVERITIES:
                raise file.refuse(f"'{word}' is not a severity", "raised", index)
            raised.append(
                (SEVERITIES[word], self._criteria.read_block(file, block, "raised", index))
            )
        return raised
