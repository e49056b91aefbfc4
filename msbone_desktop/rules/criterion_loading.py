"""Turns the criteria of a rule file into criteria that can be judged."""

from decimal import Decimal
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary, FactDefinition
from msbone_desktop.rules.criteria import (
    COMPARISONS,
    AllKnown,
    AllOf,
    AnyEntry,
    AnyOf,
    Comparison,
    Criterion,
    is_none_of,
    is_one_of,
    number_words,
)
from msbone_desktop.rules.knowledge import (
    UNITS_OF_VITAMIN_D,
    Number,
    Threshold,
    to_decimal,
)
from msbone_desktop.rules.toml_files import TomlFile
from msbone_desktop.rules.toml_kinds import (
    FLAG,
    LINE,
    TABLES,
    TEXT,
    TEXTS,
    WORD,
    Kind,
    expect_keys,
)

_BLOCK_KEYS = {"all": TABLES, "any": TABLES, "any_entry": TEXT, "needs_all": FLAG}
_WORD_KEYS = ("is", "one_of", "none_of")
_LEAF_KEYS: dict[str, Kind] = {
    "fact": TEXT, "unit": TEXT, "absent_counts": FLAG, "only_with_threshold": FLAG,
    **dict.fromkeys(COMPARISONS, LINE), "is": WORD, "one_of": TEXTS, "none_of": TEXTS,
}  # fmt: skip
Path = tuple[str | int, ...]


class CriterionReader:
    """Reads criteria against one data dictionary and one set of thresholds."""

    def __init__(self, dictionary: DataDictionary, thresholds: dict[str, Threshold]) -> None:
        self.dictionary = dictionary
        self._thresholds = thresholds
        self.asked: set[str] = set()
        """Names of the thresholds that criteria asked for, whether or not they exist."""

    def read_block(self, file: TomlFile, block: Any, *path: str | int) -> Criterion:
        """Read ``all``, ``any``, or ``any_entry`` with ``all``.

        Raises:
            KnowledgeError: An unknown key or fact, a wrong unit, a missing threshold.
        """
        expect_keys(file, block, _BLOCK_KEYS, *path)
        kinds = [kind for kind in ("all", "any") if kind in block]
        if len(kinds) != 1:
            raise file.refuse("give either 'all' or 'any'", *path)
        for key in ("any_entry", "needs_all"):
            if key in block and kinds != ["all"]:
                raise file.refuse(f"'{key}' goes with 'all'", *path, key)
        if "any_entry" in block:
            return self._any_entry(file, block, path)
        criteria = self._several(file, block[kinds[0]], (*path, kinds[0]), None)
        if len(criteria) == 1:
            return criteria[0]
        if kinds[0] == "any":
            return AnyOf(criteria)
        return AllKnown(criteria) if block.get("needs_all") else AllOf(criteria)

    def _any_entry(self, file: TomlFile, block: dict[str, Any], path: Path) -> AnyEntry:
        name = block["any_entry"]
        field = self.dictionary.fields.get(name)
        if field is None or not any(f.entry_of == name for f in self.dictionary.facts.values()):
            raise file.refuse(f"'{name}' is not a list of the screening", *path, "any_entry")
        criteria = self._several(file, block["all"], (*path, "all"), name)
        label = field.label[0].lower() + field.label[1:]
        return AnyEntry(name, label, criteria)

    def _several(
        self, file: TomlFile, entries: Any, path: Path, of: str | None
    ) -> tuple[Criterion, ...]:
        criteria = tuple(
            found
            for index, entry in enumerate(entries)
            if (found := self._one(file, entry, (*path, index), of)) is not None
        )
        if not criteria:
            raise file.refuse("there is no criterion", *path)
        return criteria

    def _one(
        self, file: TomlFile, entry: dict[str, Any], path: Path, of: str | None
    ) -> Criterion | None:
        if "fact" not in entry:
            return self.read_block(file, entry, *path)
        expect_keys(file, entry, _LEAF_KEYS, *path)
        key = entry["fact"] if of is None else f"{of}.{entry['fact']}"
        fact = self.dictionary.facts.get(key)
        if fact is None or fact.entry_of != of:
            raise file.refuse(f"the fact '{entry['fact']}' is unknown", *path, "fact")
        given = [key for key in (*COMPARISONS, *_WORD_KEYS) if key in entry]
        if len(given) != 1:
            raise file.refuse("give exactly one comparison", *path)
        if given[0] in COMPARISONS:
            return self._number(file, entry, given[0], fact, path)
        return self._word(file, entry, given[0], fact, path)

    def _number(
        self, file: TomlFile, entry: dict[str, Any], key: str, fact: FactDefinition, path: Path
    ) -> Criterion | None:
        if fact.kind not in ("number", "measurement"):
            raise file.refuse(f"the fact '{fact.name}' is not a number", *path, key)
        operand = entry[key]
        if isinstance(operand, str):
            self.asked.add(operand)
            threshold = self._thresholds.get(operand)
            if threshold is None:
                if entry.get("only_with_threshold"):
                    return None
                raise file.refuse(f"the threshold '{operand}' does not exist", *path, key)
            one_number = isinstance(threshold.value, Decimal)
            if fact.kind == "number" and one_number and threshold.unit != fact.unit:
                raise file.refuse(
                    f"the threshold '{operand}' is in {threshold.unit}, not {fact.unit}", *path
                )
            number: Number = threshold.value
        else:
            number = to_decimal(operand)
        self._check_unit(file, entry, fact, number, path)
        compare, words = COMPARISONS[key]
        said = f"{fact.label} {words} {number_words(number, fact.unit)}"
        absent = entry.get("absent_counts", False)
        if absent:
            said += ", or there is none"
        return Comparison(fact, fact.name, compare, number, said, absent)

    def _check_unit(
        self,
        file: TomlFile,
        entry: dict[str, Any],
        fact: FactDefinition,
        number: Number,
        path: Path,
    ) -> None:
        if fact.kind == "measurement":
            if not isinstance(number, dict) or set(number) != UNITS_OF_VITAMIN_D:
                raise file.refuse("compare a measurement in each of its units", *path)
        elif isinstance(number, dict):
            raise file.refuse(f"the fact '{fact.name}' has one unit", *path)
        elif entry.get("unit") != fact.unit:
            raise file.refuse(
                f"the fact '{fact.name}' is in {fact.unit}, not {entry.get('unit')}", *path, "unit"
            )

    def _word(
        self, file: TomlFile, entry: dict[str, Any], key: str, fact: FactDefinition, path: Path
    ) -> Criterion:
        operand = entry[key]
        if isinstance(operand, bool):
            if fact.kind != "yes_no" or key != "is":
                raise file.refuse(f"the fact '{fact.name}' is not yes or no", *path, key)
            said = fact.label if operand else f"not {fact.label}"
            return Comparison(fact, fact.name, _same, operand, said)
        words = [operand] if isinstance(operand, str) else list(operand)
        if not words:
            raise file.refuse(f"'{key}' names no word", *path, key)
        known = self._words_of(fact)
        for word in words:
            if fact.kind != "word" or word not in known:
                raise file.refuse(f"'{word}' is not a word of '{fact.name}'", *path, key)
        labels = " or ".join(known[word].lower() for word in words)
        if key == "none_of":
            return Comparison(
                fact, fact.name, is_none_of, frozenset(words), f"{fact.label} not {labels}"
            )
        return Comparison(fact, fact.name, is_one_of, frozenset(words), f"{fact.label}: {labels}")

    def _words_of(self, fact: FactDefinition) -> dict[str, str]:
        if fact.words:
            return fact.words
        if fact.entry_of is not None:
            return self.dictionary.fields[f"{fact.entry_of}.{fact.name}"].words
        return self.dictionary.fields[fact.sources[0]].words


def _same(value: object, operand: object) -> bool:
    return value is operand
