"""The fields of a form that hold one value."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.choice_editors import Segments
from msbone_desktop.ui.widgets.date_editor import DateEditor, day_first
from msbone_desktop.ui.widgets.drug_editor import CompleteDrug, DrugEditor, RecognisesDrug
from msbone_desktop.ui.widgets.edss_editor import EdssEditor
from msbone_desktop.ui.widgets.laboratory_editor import LaboratoryEditor
from msbone_desktop.ui.widgets.number_editors import (
    CountEditor,
    MeasureEditor,
    NumberEditor,
)
from msbone_desktop.ui.widgets.reading.dates import DateOrder

THREE_WAYS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))


class ThreeWayField(AnswerField):
    """Yes, No or Not known; Declined in the menu. Keys Y, N, U, D; Backspace clears."""

    def __init__(
        self, appearance: Appearance, fact: str, label: str, explanation: str = ""
    ) -> None:
        editor = Segments(THREE_WAYS, {"y": "yes", "n": "no", "u": "unknown"})
        super().__init__(appearance, editor, fact, label, explanation)
        editor.declined.connect(lambda: self.set_absence(Absence.DECLINED))

    def answer(self) -> Answer[bool]:
        """Return yes, no, or why there is neither."""
        answer = super().answer()
        if isinstance(answer, Absence):
            return answer
        return Absence.UNKNOWN if answer == "unknown" else answer == "yes"

    def words(self, value: Any) -> str:
        """Return Yes or No."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return super().words(value)

    def set_absence(self, absence: Absence | None) -> None:
        """Answer without a value; Not known is one of the three ways."""
        if absence is Absence.UNKNOWN:
            self._absence = None
            self.editor.show_value("unknown")
            self._say()
            self.edited.emit()
        else:
            super().set_absence(absence)

    def _put(self, answer: Answer[Any]) -> None:
        if answer is Absence.UNKNOWN:
            answer = "unknown"
        elif isinstance(answer, bool):
            answer = "yes" if answer else "no"
        super()._put(answer)


class ChoiceField(AnswerField):
    """One of a few words. Digits choose; U, D and Backspace as in each field."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        choices: tuple[tuple[str, str], ...],
        explanation: str = "",
    ) -> None:
        editor = Segments(choices)
        super().__init__(appearance, editor, fact, label, explanation)
        editor.declined.connect(lambda: self.set_absence(Absence.DECLINED))
        editor.not_known.connect(lambda: self.set_absence(Absence.UNKNOWN))


class QuantityField(AnswerField):
    """A number with its unit."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        definition: FieldDefinition,
        explanation: str = "",
        places: int = 2,
    ) -> None:
        super().__init__(appearance, NumberEditor(definition, places), fact, label, explanation)


class MeasureField(AnswerField):
    """A number whose unit must be chosen: it has no default and is never guessed."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        definitions: dict[str, FieldDefinition],
        explanation: str = "",
    ) -> None:
        super().__init__(appearance, MeasureEditor(definitions), fact, label, explanation)


class CountField(AnswerField):
    """A whole number."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        definition: FieldDefinition,
        explanation: str = "",
    ) -> None:
        super().__init__(appearance, CountEditor(definition), fact, label, explanation)


class LaboratoryField(AnswerField):
    """A result with its unit and the laboratory's own upper limit."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        value: FieldDefinition,
        limit: FieldDefinition,
        units: tuple[str, ...],
        explanation: str = "",
    ) -> None:
        editor = LaboratoryEditor(value, limit, units)
        super().__init__(appearance, editor, fact, label, explanation)


class DateField(AnswerField):
    """A day of which everything is known."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        latest: Callable[[], date],
        order: Callable[[], DateOrder] = day_first,
        explanation: str = "",
        *,
        with_age: bool = False,
    ) -> None:
        editor = DateEditor(latest, order, with_age=with_age)
        super().__init__(appearance, editor, fact, label, explanation)


class PartialDateField(AnswerField):
    """A date of which the day, or the day and month, may not be known."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        latest: Callable[[], date],
        order: Callable[[], DateOrder] = day_first,
        explanation: str = "",
        *,
        with_age: bool = False,
    ) -> None:
        editor = DateEditor(latest, order, whole=False, with_age=with_age)
        super().__init__(appearance, editor, fact, label, explanation)


class DrugField(AnswerField):
    """The name of one medicine."""

    def __init__(
        self,
        appearance: Appearance,
        fact: str,
        label: str,
        complete: CompleteDrug,
        recognises: RecognisesDrug,
        explanation: str = "",
    ) -> None:
        super().__init__(appearance, DrugEditor(complete, recognises), fact, label, explanation)


class EdssField(AnswerField):
    """One EDSS score."""

    def __init__(
        self, appearance: Appearance, fact: str, label: str, explanation: str = ""
    ) -> None:
        super().__init__(appearance, EdssEditor(appearance), fact, label, explanation)
