"""What an entry of each list of the screening is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary, FieldDefinition
from msbone_desktop.domain.screening import (
    Antiepileptic,
    EdssScore,
    Fracture,
    GaitAidObservation,
    Relapse,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.widgets.choice_editors import Picker
from msbone_desktop.ui.widgets.date_editor import DateEditor
from msbone_desktop.ui.widgets.drug_editor import DrugEditor
from msbone_desktop.ui.widgets.editors import Editor, WordsEditor
from msbone_desktop.ui.widgets.edss_editor import EdssEditor
from msbone_desktop.ui.widgets.number_editors import Measure, MeasureEditor, NumberEditor
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.widgets.tick_editor import TickEditor


@dataclass(frozen=True, slots=True)
class FieldTools:
    """What fields are built with: the look, the dictionary, the calendar and the drug list."""

    appearance: Appearance
    dictionary: DataDictionary
    latest: Callable[[], date]
    order: Callable[[], DateOrder]
    complete_drug: Callable[[str, str], tuple[tuple[str, str], ...]]
    recognises_drug: Callable[[str, str], bool]

    def definition(self, name: str) -> FieldDefinition:
        """Return the definition of a field; a bare one where the dictionary has none."""
        return self.dictionary.fields.get(name) or FieldDefinition(name=name, label=name)

    def drug(self, fact: str) -> DrugEditor:
        """Return an editor for one medicine of ``fact``."""
        return DrugEditor(
            lambda prefix: self.complete_drug(fact, prefix),
            lambda name: self.recognises_drug(fact, name),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One part of an entry."""

    name: str
    label: str
    make: Callable[[], Editor]
    required: bool = True


@dataclass(frozen=True, slots=True)
class EntryShape:
    """How entries of one list are taken apart, put together, and said."""

    columns: tuple[Column, ...]
    build: Callable[[dict[str, Any]], Any]
    parts: Callable[[Any], dict[str, Any]]
    words: Callable[[Any], str]
    add_words: str
    none_words: str = "None"
    check: Callable[[dict[str, Any]], str | None] = lambda _: None
    """Returns what is wrong with parts that are each in order."""
    doubt: Callable[[dict[str, Any]], str | None] = lambda _: None
    """Returns what is so unusual about the parts together that a person must confirm it."""


def shape_of(kind: str, fact: str, tools: FieldTools) -> EntryShape:
    """Return the shape of entries of the list ``fact``."""
    return _SHAPES[kind](fact, tools)


def _column(
    fact: str, tools: FieldTools, name: str, make: Callable[[], Editor], required: bool = True
) -> Column:
    return Column(name, tools.definition(f"{fact}.{name}").label, make, required)


def _day(fact: str, tools: FieldTools, name: str = "date", required: bool = True) -> Column:
    return _column(fact, tools, name, lambda: DateEditor(tools.latest, tools.order), required)


def _word(
    fact: str, tools: FieldTools, name: str, required: bool = True, width: int = 168
) -> Column:
    definition = tools.definition(f"{fact}.{name}")
    choices = tuple(definition.words.items())
    return Column(name, definition.label, lambda: Picker(choices, "Choose", width), required)


def _number(fact: str, tools: FieldTools, name: str, required: bool = True) -> Column:
    definition = tools.definition(f"{fact}.{name}")
    return Column(name, definition.label, lambda: NumberEditor(definition), required)


def _edss(fact: str, tools: FieldTools) -> EntryShape:
    return EntryShape(
        (_day(fact, tools), _column(fact, tools, "score", lambda: EdssEditor(tools.appearance))),
        lambda p: EdssScore(p["date"], p["score"]),
        lambda e: {"date": e.rated_on, "score": e.score},
        lambda e: f"{e.score:f} on {date_words(e.rated_on)}",
        "Add a rating",
        "None measured",
    )


def _walk(fact: str, tools: FieldTools) -> EntryShape:
    words = tools.definition(f"{fact}.aid").words
    return EntryShape(
        (_day(fact, tools), _number(fact, tools, "seconds"), _word(fact, tools, "aid", False)),
        lambda p: WalkTest(p["date"], p["seconds"], p["aid"]),
        lambda e: {"date": e.tested_on, "seconds": e.seconds, "aid": e.aid},
        lambda e: (
            f"{e.seconds:f} s on {date_words(e.tested_on)}"
            + (f", {words.get(e.aid, e.aid)}" if e.aid else "")
        ),
        "Add a test",
        "None measured",
    )


def _gait_aid(fact: str, tools: FieldTools) -> EntryShape:
    words = tools.definition(f"{fact}.aid").words
    return EntryShape(
        (_day(fact, tools), _word(fact, tools, "aid", width=208)),
        lambda p: GaitAidObservation(p["date"], p["aid"]),
        lambda e: {"date": e.seen_on, "aid": e.aid},
        lambda e: f"{words.get(e.aid, e.aid)} on {date_words(e.seen_on)}",
        "Add an earlier aid",
        "None seen",
    )


def _relapse(fact: str, tools: FieldTools) -> EntryShape:
    return EntryShape(
        (_day(fact, tools, "onset"),),
        lambda p: Relapse(p["onset"]),
        lambda e: {"onset": e.onset_on},
        lambda e: f"from {date_words(e.onset_on)}",
        "Add a relapse",
    )


def _steroid(fact: str, tools: FieldTools) -> EntryShape:
    drugs = tools.definition(f"{fact}.drug").words
    routes = tools.definition(f"{fact}.route").words

    def said(e: SteroidCourse) -> str:
        dose = f" {e.mg_per_day:f} mg/day" if e.mg_per_day is not None else ", dose not known"
        until = date_words(e.ended_on) if e.ended_on else "now"
        route = routes.get(e.route, e.route).lower()
        name = drugs.get(e.drug, e.drug)
        return f"{name}{dose}, {route}, {date_words(e.started_on)} to {until}"

    def check(p: dict[str, Any]) -> str | None:
        ends_first = p["end"] is not None and p["end"] < p["start"]
        return "The course ends before it starts. Mend one of the two days." if ends_first else None

    columns = (
        _word(fact, tools, "drug"),
        _word(fact, tools, "route"),
        _number(fact, tools, "mg_per_day", required=False),
        _day(fact, tools, "start"),
        _day(fact, tools, "end", required=False),
    )
    return EntryShape(
        columns,
        lambda p: SteroidCourse(p["drug"], p["route"], p["mg_per_day"], p["start"], p["end"]),
        lambda e: {
            "drug": e.drug,
            "route": e.route,
            "mg_per_day": e.mg_per_day,
            "start": e.started_on,
            "end": e.ended_on,
        },
        said,
        "Add a course",
        check=check,
    )


def _drug(fact: str, tools: FieldTools) -> EntryShape:
    return EntryShape(
        (Column("drug", "Medicine", lambda: tools.drug(fact)),),
        lambda p: Antiepileptic(p["drug"]),
        lambda e: {"drug": e.drug},
        lambda e: _with_mark(fact, tools, e.drug),
        "Add a medicine",
    )


def _text(fact: str, tools: FieldTools) -> EntryShape:
    return EntryShape(
        (Column("drug", "Medicine", lambda: tools.drug(fact)),),
        lambda p: p["drug"],
        lambda e: {"drug": e},
        lambda e: _with_mark(fact, tools, e),
        "Add a medicine",
    )


def _with_mark(fact: str, tools: FieldTools, name: str) -> str:
    return (
        name
        if tools.recognises_drug(fact, name)
        else f"{name} (not recognised: no rule can use it)"
    )


def _vitamin_d(fact: str, tools: FieldTools) -> EntryShape:
    units = tools.definition(f"{fact}.unit").words
    definitions = {unit: tools.definition(f"{fact}.value.{unit}") for unit in units}
    return EntryShape(
        (
            _day(fact, tools),
            _column(fact, tools, "value", lambda: MeasureEditor(definitions)),
            _column(fact, tools, "assay", lambda: WordsEditor(200), required=False),
        ),
        lambda p: VitaminDResult(p["date"], p["value"].value, p["value"].unit, p["assay"]),
        lambda e: {"date": e.sampled_on, "value": Measure(e.value, e.unit), "assay": e.assay},
        lambda e: (
            f"{e.value:f} {e.unit} on {date_words(e.sampled_on)}"
            + (f", {e.assay}" if e.assay else "")
        ),
        "Add a result",
        "No result",
    )


def _fracture(fact: str, tools: FieldTools) -> EntryShape:
    sites = tools.definition(f"{fact}.site").words
    causes = tools.definition(f"{fact}.mechanism").words

    def said(e: Fracture) -> str:
        day = f" on {date_words(e.happened_on)}" if e.happened_on else ", day not known"
        cause = causes.get(e.mechanism, e.mechanism).lower() if e.mechanism else "cause not known"
        tumour = ", through a tumour" if e.pathological else ""
        return f"{sites.get(e.site, e.site)}{day}, {cause}{tumour}"

    return EntryShape(
        (
            _word(fact, tools, "site"),
            _day(fact, tools, required=False),
            _word(fact, tools, "mechanism", required=False, width=240),
            _column(
                fact, tools, "pathological", lambda: TickEditor("Through a tumour"), required=False
            ),
        ),
        lambda p: Fracture(p["site"], p["date"], p["mechanism"], bool(p["pathological"])),
        lambda e: {
            "site": e.site,
            "date": e.happened_on,
            "mechanism": e.mechanism,
            "pathological": e.pathological or None,
        },
        said,
        "Add a fracture",
    )


_SHAPES: dict[str, Callable[[str, FieldTools], EntryShape]] = {
    "edss_list": _edss,
    "walk_list": _walk,
    "gait_aid_list": _gait_aid,
    "relapse_list": _relapse,
    "steroid_list": _steroid,
    "drug_list": _drug,
    "text_list": _text,
    "vitamin_d_list": _vitamin_d,
    "fracture_list": _fracture,
}
LIST_KINDS = tuple(_SHAPES)
