"""The screening form: its fields, and the record that they make together."""

import json
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.questionnaire import Question, Questionnaire
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import Confirmation, Offer
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.screening.field_making import make_field
from msbone_desktop.ui.screening.section_box import SectionBox
from msbone_desktop.ui.screening.section_index import SectionIndex
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.half_typed import half_typed_in, put_half_typed
from msbone_desktop.ui.widgets.list_field import ListField
from msbone_desktop.ui.widgets.note_field import NoteField
from msbone_desktop.ui.widgets.reading.wording import date_words

WIDEST = 880
"""A question and its answer farther apart than this are hard to see as one."""


class ScreeningForm(QWidget):
    """All questions in visual order. Knows nothing of services: it turns hands into a record."""

    edited = Signal()
    confirmed = Signal(str, str)

    def __init__(self, questionnaire: Questionnaire, tools: FieldTools) -> None:
        super().__init__()
        self.fields: dict[str, AnswerField] = {}
        self._questions: dict[str, Question] = {}
        self._record = ScreeningRecord(id="", assessed_on=None)
        self._carried: list[str] = []
        self.notes = NoteField("Notes on this screening")
        self.notes.edited.connect(self.edited)
        self.sections: list[SectionBox] = []
        for section in questionnaire.sections:
            made = [self._make(question, tools) for question in section.questions]
            self.sections.append(SectionBox(tools.appearance, section.title, made, None))
        self.sections.append(SectionBox(tools.appearance, "Notes", [], self.notes))
        self.index = SectionIndex([box.title for box in self.sections])
        self.index.chosen.connect(self._go_to_section)
        self._lay_out()
        self._show_conditions()
        self._show_counts()

    # --- the record ---

    def show_record(
        self,
        record: ScreeningRecord,
        notes: str,
        carried: tuple[str, ...],
        confirmations: tuple[Confirmation, ...],
        half_typed: str = "",
    ) -> None:
        """Show ``record`` as the start of editing, with what was typed and is no answer yet."""
        self._record, self._carried = record, list(carried)
        for fact, field in self.fields.items():
            field.show_offer(None, "")
            field.show_answer(getattr(record, fact))
        for confirmation in confirmations:
            if confirmation.field in self.fields:
                self.fields[confirmation.field].note_confirmed(confirmation.value)
        self.notes.show_note(notes)
        for fact, kept in json.loads(half_typed or "{}").items():
            if fact in self.fields:
                put_half_typed(self.fields[fact], kept)
        self._show_conditions()
        self._show_counts()

    def half_typed(self) -> str:
        """Return what stands in the fields and is no answer, as JSON; empty where all is read."""
        found = {fact: half_typed_in(field) for fact, field in self.fields.items()}
        kept = {fact: values for fact, values in found.items() if values}
        return json.dumps(kept) if kept else ""

    def record(self) -> ScreeningRecord:
        """Return what is on the form now."""
        return self._record

    def carried_forward(self) -> tuple[str, ...]:
        """Return the facts whose answer of last time was accepted and not changed since."""
        return tuple(self._carried)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """Offer last time's answers beside the fields; none counts until it is accepted."""
        for offer in offers:
            question = self._questions.get(offer.field)
            if question is not None and question.carry_forward:
                day = date_words(offer.answered_on)
                self.fields[offer.field].show_offer(offer.value, day)
        self._show_counts()

    def first_problem(self) -> AnswerField | NoteField | None:
        """Return the first field that must be mended or confirmed before signing."""
        for field in self.fields.values():
            if not field.isHidden() and (field.problem() or field.question()):
                return field
        return self.notes if self.notes.problem() else None

    def mend(self, wrong: AnswerField | NoteField) -> None:
        """Go to a field that must be mended, and say there what is wrong."""
        if isinstance(wrong, AnswerField):
            self.go_to(wrong.fact)
            wrong.mend_first()
        else:
            wrong.setFocus()

    def fact_in_focus(self) -> str | None:
        """Return the fact whose field has the keyboard."""
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        here = (fact for fact, field in self.fields.items() if field.isAncestorOf(focused))
        return next(here, None)

    # --- moving about ---

    def go_to(self, fact: str) -> None:
        """Put the keyboard into the field of ``fact`` and bring it into view."""
        field = self.fields.get(fact)
        if field is None:
            return
        for box in self.sections:
            if field in box.fields:
                box.unfold()
        field.show()
        field.setFocus()
        # A field that was folded away has no place yet: bring it into view once it has.
        QTimer.singleShot(0, field, lambda: self.area.ensureWidgetVisible(field, 0, 80))

    def focus_first(self) -> None:
        """Put the keyboard into the first question without an answer, or the first of all."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        unanswered = (f for f in shown if f.answer() is Absence.NOT_ASKED)
        field = next(unanswered, shown[0] if shown else None)
        if field is not None:
            field.setFocus()
            self.area.ensureWidgetVisible(field, 0, 80)

    def pane(self) -> QWidget:
        """Return where the keyboard was last in the form: coming back, work goes on there."""
        last: QWidget | None = self._content.focusWidget()  # none yet, whatever the stubs say
        return last if last is not None and last.isVisible() else self.area

    def set_editable(self, editable: bool) -> None:
        """Let people change the answers, or only read them."""
        for field in self.fields.values():
            field.set_editable(editable)
        self.notes.text.setReadOnly(not editable)

    def _go_to_section(self, place: int) -> None:
        box = self.sections[place]
        box.unfold()
        bar = self.area.verticalScrollBar()
        bar.setValue(box.pos().y())
        first = next((field for field in box.fields if not field.isHidden()), None)
        (first or self.notes).setFocus()

    def _next_after(self, field: AnswerField) -> None:
        shown = [each for each in self.fields.values() if each is field or not each.isHidden()]
        place = shown.index(field) + 1
        following: QWidget = shown[place] if place < len(shown) else self.notes
        for box in self.sections:
            if following in box.fields:
                box.unfold()
        following.setFocus()
        self.area.ensureWidgetVisible(following, 0, 80)

    # --- building and following edits ---

    def _make(self, question: Question, tools: FieldTools) -> AnswerField:
        field = make_field(question, tools)
        self.fields[question.fact] = field
        self._questions[question.fact] = question
        field.edited.connect(lambda: self._field_edited(field))
        field.confirmed.connect(self._field_confirmed)
        field.offer_taken.connect(self._offer_taken)
        field.finished.connect(lambda: self._next_after(field))
        return field

    def _lay_out(self) -> None:
        content = QWidget()
        content.setMaximumWidth(WIDEST)
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 0, 24, 24)
        column.setSpacing(8)
        for box in self.sections:
            column.addWidget(box)
        column.addStretch(1)
        self._content = content
        self.area = scrolling(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.index)
        outer.addWidget(self.area, 1)

    def _field_edited(self, field: AnswerField) -> None:
        fact = field.fact
        answer = field.answer()
        if fact in self._carried and answer != getattr(self._record, fact):
            self._carried.remove(fact)
        incomplete = set(self._record.incomplete) - {fact}
        if isinstance(field, ListField) and field.incomplete():
            incomplete.add(fact)
        changed: dict[str, Any] = {fact: answer, "incomplete": frozenset(incomplete)}
        self._record = replace(self._record, **changed)
        self._show_conditions()
        self._show_counts()
        self.edited.emit()

    def _field_confirmed(self, fact: str, words: str) -> None:
        self.confirmed.emit(fact, words)
        self.edited.emit()

    def _offer_taken(self, fact: str) -> None:
        self._record = replace(self._record, **{fact: self.fields[fact].answer()})  # type: ignore[arg-type]
        self._carried.append(fact)

    def _show_conditions(self) -> None:
        """Show a question that depends on another; what has an answer is never hidden."""
        for fact, question in self._questions.items():
            if question.only_if is not None:
                other, word = question.only_if
                met = _word(getattr(self._record, other)) == word
                answered = getattr(self._record, fact) is not Absence.NOT_ASKED
                self.fields[fact].setVisible(met or answered)

    def _show_counts(self) -> None:
        for place, box in enumerate(self.sections):
            box.show_count()
            self.index.show_count(place, *box.answered())


def _word(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
