"""What a question can come back with: a value, or one of the reasons for having none."""

from enum import StrEnum
from typing import TypeAlias, TypeVar

T = TypeVar("T")


class Absence(StrEnum):
    """Why a question has no answer. None of these ever counts as "no"."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    """Asked; the answer is not known."""
    DECLINED = "declined"
    """Asked; the person did not want to answer."""
    INVALID = "invalid"
    """Something was given that could not be understood; see the errors of the screening."""


Answer: TypeAlias = T | Absence


def known(answer: Answer[T]) -> bool:
    """Tell whether ``answer`` is a value."""
    return not isinstance(answer, Absence)
