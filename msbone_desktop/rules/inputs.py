"""The answers that a rule used, as they were given, with unit and day."""

from collections.abc import Iterable, Iterator
from datetime import date

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.findings import InputUsed, MissingInput
from msbone_desktop.domain.motor_change import last_of_each_day
from msbone_desktop.domain.screening import Fracture, LaboratoryValue, SteroidCourse
from msbone_desktop.rules.criteria import AnyEntry, Comparison, Criterion, asked_name
from msbone_desktop.rules.facts import Sheet
from msbone_desktop.rules.truth import TRUE, UNKNOWN, Missing

_TESTS = frozenset({"timed_25_foot_walk", "timed_up_and_go"})
_WIDER = {
    "falls_last_6_months": "falls_last_12_months",
    "injurious_falls_last_6_months": "falls_last_6_months",
}
"""Questions of which a wider one is an answer too, when that is "none"."""

Asked = tuple[str | AnyEntry, ...]
"""Fields by name, each once, and lists whose entries were looked at."""


def asked_of(leaves: Iterable[Criterion]) -> Asked:
    """Return what ``leaves`` ask for."""
    asked: list[str | AnyEntry] = []
    for leaf in leaves:
        if isinstance(leaf, AnyEntry):
            asked.append(leaf)
        else:
            assert isinstance(leaf, Comparison)
            asked += [source for source in leaf.fact.sources if source not in asked]
    return tuple(asked)


class InputReader:
    """Names inputs with the labels of one data dictionary."""

    def __init__(self, dictionary: DataDictionary) -> None:
        self._dictionary = dictionary
        self._units = {name: field.unit for name, field in dictionary.fields.items()}

    def used(self, asked: Asked, sheet: Sheet) -> tuple[InputUsed, ...]:
        """Return the known values of the fields ``asked``, and of lists the entries that met."""
        found: list[InputUsed] = []
        for each in asked:
            if isinstance(each, AnyEntry):
                found += self._of_entries(each, sheet)
            else:
                kept = self._kept(each, sheet)
                found += [used for used in kept if used not in found] if found else kept
        return tuple(found)

    def _kept(self, source: str, sheet: Sheet) -> tuple[InputUsed, ...]:
        kept = sheet.inputs.get(source)
        if kept is None:
            kept = sheet.inputs[source] = self._of_field(source, sheet)
        return kept

    def _of_entries(self, leaf: AnyEntry, sheet: Sheet) -> Iterator[InputUsed]:
        facts = sheet.values[leaf.list_name]
        if type(facts) is Missing:
            return
        entries = getattr(sheet.record, leaf.list_name)
        for entry, entry_facts in zip(entries, facts, strict=True):
            if leaf.judge_entry(entry_facts) is TRUE:
                yield self._entry(leaf.list_name, entry)

    def _of_field(self, name: str, sheet: Sheet) -> tuple[InputUsed, ...]:
        """Return the current value of a field, if it has one."""
        if name == "edss":
            edss = sheet.current_edss
            return () if edss is None else (InputUsed(name, edss.score, None, edss.rated_on),)
        if name == "vitamin_d":
            result = sheet.newest_vitamin_d
            if result is None:
                return ()
            return (InputUsed(name, result.value, result.unit, result.sampled_on),)
        if name == "bmi":
            return self._body_mass(sheet)
        answer = getattr(sheet.record, name)
        if isinstance(answer, Absence):
            return self._by_another_question(name, sheet)
        if name in _TESTS:
            return tuple(
                InputUsed(name, test.seconds, "s", test.tested_on)
                for test in last_of_each_day(answer)[-1:]
            )
        if isinstance(answer, LaboratoryValue):
            return (InputUsed(name, answer.value, answer.unit, None),)
        value = answer.isoformat() if isinstance(answer, date) else answer
        return (InputUsed(name, value, self._units[name], None),)

    def _by_another_question(self, name: str, sheet: Sheet) -> tuple[InputUsed, ...]:
        """Return none in the longer time, or no fall at all, where that answers ``name``."""
        wider = _WIDER.get(name)
        if wider is None or sheet.values[name] != 0:
            return ()
        return self._of_field(wider, sheet)

    def _body_mass(self, sheet: Sheet) -> tuple[InputUsed, ...]:
        if type(sheet.values["bmi"]) is Missing:
            return ()
        record = sheet.record
        worked_out = isinstance(record.bmi, Absence)
        names = ("weight_kg", "height_cm") if worked_out else ("bmi",)
        return tuple(InputUsed(n, getattr(record, n), self._units[n], None) for n in names)

    def _entry(self, name: str, entry: object) -> InputUsed:
        words = self._dictionary.value_words
        if isinstance(entry, SteroidCourse):
            parts = [words(f"{name}.drug", entry.drug), words(f"{name}.route", entry.route).lower()]
            if entry.mg_per_day is not None:
                parts.append(f"{entry.mg_per_day} mg/day")
            parts.append(f"until {entry.ended_on.isoformat()}" if entry.ended_on else "going on")
            return InputUsed(name, ", ".join(parts), None, entry.started_on)
        if isinstance(entry, Fracture):
            text = words(f"{name}.site", entry.site)
            if entry.mechanism:
                text += f", {words(f'{name}.mechanism', entry.mechanism).lower()}"
            return InputUsed(name, text, None, entry.happened_on)
        return InputUsed(name, getattr(entry, "drug", None) or str(entry), None, None)


def missing_inputs(leaves: tuple[Criterion, ...], sheet: Sheet) -> tuple[MissingInput, ...]:
    """Return what the undecided ``leaves`` lack, each field once.

    Where none of them is undecided, it is a list that lost an entry which leaves the rule open.
    """
    undecided = [leaf for leaf in leaves if leaf.judge(sheet) is UNKNOWN]
    found: dict[str, MissingInput] = {}
    for leaf in undecided or [each for each in leaves if asked_name(each) in sheet.incomplete]:
        lack = _lack(leaf, sheet)
        found.setdefault(lack.field, lack)
    return tuple(found.values())


def _lack(leaf: Criterion, sheet: Sheet) -> MissingInput:
    name = asked_name(leaf)
    value = sheet.values[name]
    if type(value) is Missing:
        return MissingInput(value.field, value.reason)
    if name in sheet.incomplete:
        source = leaf.fact.sources[0] if isinstance(leaf, Comparison) else name
        return MissingInput(source, "invalid")
    return MissingInput(name, "unknown")
