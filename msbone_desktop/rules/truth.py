"""Three-valued logic: "and" is the smallest, "or" the largest of FALSE < UNKNOWN < TRUE."""

from enum import IntEnum


class Truth(IntEnum):
    """The outcome of a criterion."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
"""By names of their own: Python 3.11 runs Python code at each ``Truth.TRUE``, which costs more than
to judge a criterion.
"""


class Missing:
    """Stands in a fact's place when there is no value, with the reason and the field to fill in.

    ``reason``: not_asked, unknown, declined, none_recorded, invalid or conflicting.
    """

    __slots__ = ("field", "reason")

    def __init__(self, reason: str, field: str) -> None:
        self.reason = reason
        self.field = field
