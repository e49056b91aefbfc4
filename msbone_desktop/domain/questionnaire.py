"""The screening form, as data: sections, questions, and which fact each question sets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    ``kind``: choice, yes_no, count, quantity, laboratory, drug_list, text_list, and one
    ``..._list`` kind for each dated list of the screening.
    """

    fact: str
    kind: str
    label: str
    help: str = ""
    unit: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """Pairs of stored word and label."""
    only_if: tuple[str, str] | None = None
    """Shown only when this fact has this value."""
    carry_forward: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its questions."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The whole form."""

    sections: tuple[Section, ...]
