"""Makes the field that a question of the form asks for."""

from collections.abc import Callable

from msbone_desktop.domain.questionnaire import Question
from msbone_desktop.ui.dxa.scan_list_field import ScanListField
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.fields import (
    ChoiceField,
    CountField,
    DateField,
    LaboratoryField,
    QuantityField,
    ThreeWayField,
)
from msbone_desktop.ui.widgets.list_field import ListField


def make_field(question: Question, tools: FieldTools) -> AnswerField:
    """Return an empty field for ``question``."""
    make = _MAKERS.get(question.kind)
    if make is not None:
        return make(question, tools)
    return ListField(tools, question.kind, question.fact, question.label, question.help)


def _three_way(q: Question, tools: FieldTools) -> AnswerField:
    return ThreeWayField(tools.appearance, q.fact, q.label, q.help)


def _choice(q: Question, tools: FieldTools) -> AnswerField:
    return ChoiceField(tools.appearance, q.fact, q.label, q.choices, q.help)


def _count(q: Question, tools: FieldTools) -> AnswerField:
    return CountField(tools.appearance, q.fact, q.label, tools.definition(q.fact), q.help)


def _quantity(q: Question, tools: FieldTools) -> AnswerField:
    return QuantityField(tools.appearance, q.fact, q.label, tools.definition(q.fact), q.help)


def _laboratory(q: Question, tools: FieldTools) -> AnswerField:
    part = f"{q.fact}."
    value, limit = tools.definition(f"{part}value"), tools.definition(f"{part}upper_limit")
    units = tuple(tools.definition(f"{part}unit").words)
    return LaboratoryField(tools.appearance, q.fact, q.label, value, limit, units, q.help)


def _date(q: Question, tools: FieldTools) -> AnswerField:
    return DateField(tools.appearance, q.fact, q.label, tools.latest, tools.order, q.help)


def _scans(q: Question, tools: FieldTools) -> AnswerField:
    return ScanListField(tools, q.fact, q.label, q.help)


_MAKERS: dict[str, Callable[[Question, FieldTools], AnswerField]] = {
    "yes_no": _three_way,
    "choice": _choice,
    "count": _count,
    "quantity": _quantity,
    "laboratory": _laboratory,
    "date": _date,
    "dxa_list": _scans,
}
