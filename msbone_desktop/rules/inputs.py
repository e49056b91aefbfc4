"""The answers that a rule used, as they were given, with unit and day."""

from collections.abc import Iterator

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.findings import InputUsed, MissingInput
from msbone_desktop.domain.motor_change import last_of_each_day
from msbone_desktop.domain.screening import Fracture, SteroidCourse
from msbone_desktop.rules.criteria import AnyEntry, Comparison, Criterion, asked_name
from msbone_desktop.rules.facts import Sheet
from msbone_desktop.rules.truth import Missing, Truth


class InputReader:
    """Names inputs with the labels of one data dictionary."""

    def __init__(self, dictionary: DataDictionary) -> None:
        self._dictionary = dictionary
        self._units = {name: field.unit for name, field in dictionary.fields.items()}

    def used(self, leaves: tuple[Criterion, ...], sheet: Sheet) -> tuple[InputUsed, ...]:
        """Return the known facts behind ``leaves``, and of lists the entries that met."""
        found: list[InputUsed] = []
        read: set[str] = set()
        for leaf in leaves:
            if type(leaf) is Comparison:
                for source in leaf.fact.sources:
                    if source not in read:
                        read.add(source)
                        found += [kept for kept in self._kept(source, sheet) if kept not in found]
            elif type(leaf) is AnyEntry:
                found += self._of_entries(leaf, sheet)
        return tuple(found)

    def _kept(self, source: str, sheet: Sheet) -> tuple[InputUsed, ...]:
        kept = sheet.inputs.get(source)
        if kept is None:
            kept = tuple(self.of_field(source, sheet))
            sheet.inputs[source] = kept
        return kept

    def _of_entries(self, leaf: AnyEntry, sheet: Sheet) -> Iterator[InputUsed]:
        facts = sheet.values[leaf.list_name]
        if type(facts) is Missing:
            return
        entries = getattr(sheet.record, leaf.list_name)
        for entry, entry_facts in zip(entries, facts, strict=True):
            if leaf.judge_entry(entry_facts) is Truth.TRUE:
                yield self._entry(leaf.list_name, entry)

    def of_field(self, name: str, sheet: Sheet) -> Iterator[InputUsed]:
        """Return the current value of a field, if it has one."""
        record = sheet.record
        if name == "edss":
            if sheet.current_edss is not None:
                yield InputUsed(name, sheet.current_edss.score, None, sheet.current_edss.rated_on)
        elif name == "vitamin_d":
            result = sheet.newest_vitamin_d
            if result is not None:
                yield InputUsed(name, result.value, result.unit, result.sampled_on)
        elif name in ("timed_25_foot_walk", "timed_up_and_go"):
            tests = getattr(record, name)
            if not isinstance(tests, Absence) and tests:
                newest = last_of_each_day(tests)[-1]
                yield InputUsed(name, newest.seconds, "s", newest.tested_on)
        elif name in ("pth", "adjusted_calcium"):
            result = getattr(record, name)
            if not isinstance(result, Absence):
                yield InputUsed(name, result.value, result.unit, None)
        elif name == "bmi":
            yield from self._body_mass(sheet)
        elif name == "date_of_birth":
            if not isinstance(record.date_of_birth, Absence):
                yield InputUsed(name, record.date_of_birth.isoformat(), None, None)
        else:
            yield from self._plain(name, sheet)

    def _plain(self, name: str, sheet: Sheet) -> Iterator[InputUsed]:
        answer = getattr(sheet.record, name)
        if not isinstance(answer, Absence):
            yield InputUsed(name, answer, self._units[name], None)
        elif name in ("falls_last_6_months", "injurious_falls_last_6_months"):
            # Answered by another question: none in the longer time, or no fall at all.
            wider = (
                "falls_last_12_months" if name == "falls_last_6_months" else "falls_last_6_months"
            )
            if sheet.values[name] == 0:
                yield from self._plain(wider, sheet)

    def _body_mass(self, sheet: Sheet) -> Iterator[InputUsed]:
        record = sheet.record
        if not isinstance(record.bmi, Absence):
            yield InputUsed("bmi", record.bmi, self._units["bmi"], None)
            return
        for name in ("weight_kg", "height_cm"):
            answer = getattr(record, name)
            if not isinstance(answer, Absence) and type(sheet.values["bmi"]) is not Missing:
                yield InputUsed(name, answer, self._units[name], None)

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
    undecided = [leaf for leaf in leaves if leaf.judge(sheet) is Truth.UNKNOWN]
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
