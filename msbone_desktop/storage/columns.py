"""How dates, moments, decimals and absent answers are written in the tables, and read back.

Each kind of column comes with its CHECK, so that a value which this program could not read again
cannot be stored by any route.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.calendar import PartialDate

_YEAR = "[0-9][0-9][0-9][0-9]"
_MONTH = f"{_YEAR}-[0-1][0-9]"
_DAY = f"{_MONTH}-[0-3][0-9]"
_ABSENT = tuple(absence.value for absence in Absence)


def _checked(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition.replace("{}", name), name=f"{name}_form")


def text(name: str, limit: int = 200, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """A text of at most ``limit`` characters."""
    return [
        sa.Column(name, sa.TEXT, nullable=nullable),
        _checked(name, f"length({{}}) <= {limit}"),
    ]


def day(name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """A whole date, YYYY-MM-DD."""
    return [sa.Column(name, sa.TEXT, nullable=nullable), _checked(name, f"{{}} GLOB '{_DAY}'")]


def partial_day(name: str) -> list[sa.schema.SchemaItem]:
    """A date of which the day, or day and month, may not be known."""
    forms = " OR ".join(f"{{}} GLOB '{form}'" for form in (_DAY, _MONTH, _YEAR))
    return [sa.Column(name, sa.TEXT), _checked(name, forms)]


def moment(name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """A moment in UTC, ISO 8601 with its offset."""
    form = f"{{}} GLOB '{_DAY}T*+00:00'"
    return [sa.Column(name, sa.TEXT, nullable=nullable), _checked(name, form)]


def number(name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """A decimal kept exactly as it was typed: a REAL would make 6.50 of it, or 6.4999."""
    condition = (
        "length({}) <= 20 AND {} GLOB '*[0-9]' AND {} NOT GLOB '*[^0-9.-]*'"
        " AND {} NOT GLOB '?*-*' AND {} NOT GLOB '*.*.*'"
    )
    return [sa.Column(name, sa.TEXT, nullable=nullable), _checked(name, condition)]


def word(name: str, *words: str, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """One of ``words``."""
    listed = ", ".join(f"'{each}'" for each in words)
    return [sa.Column(name, sa.TEXT, nullable=nullable), _checked(name, f"{{}} IN ({listed})")]


def answer(name: str, *words: str) -> list[sa.schema.SchemaItem]:
    """One of ``words``, or the reason why there is none."""
    return word(name, *words, *_ABSENT, nullable=False)


def yes_no(name: str) -> list[sa.schema.SchemaItem]:
    """A yes or no that is always known."""
    return [sa.Column(name, sa.INTEGER, nullable=False), _checked(name, "{} IN (0, 1)")]


def count(name: str, *, nullable: bool = True) -> list[sa.schema.SchemaItem]:
    """A whole number, not negative."""
    return [sa.Column(name, sa.INTEGER, nullable=nullable), _checked(name, "{} >= 0")]


def from_day(day: date | None) -> str | None:
    """Write a date."""
    return None if day is None else day.isoformat()


def to_day(stored: str | None) -> date | None:
    """Read a date."""
    return None if stored is None else date.fromisoformat(stored)


def from_partial(day: PartialDate | None) -> str | None:
    """Write a date that may be known in part."""
    return None if day is None else day.isoformat()


def to_partial(stored: str | None) -> PartialDate | None:
    """Read a date that may be known in part."""
    if stored is None:
        return None
    # The CHECK of the column vouches for the form; a list reads hundreds of them.
    length = len(stored)
    return PartialDate(
        int(stored[:4]),
        int(stored[5:7]) if length > 4 else None,
        int(stored[8:]) if length > 7 else None,
    )


def from_moment(at: datetime) -> str:
    """Write a moment; one without a time zone is a mistake of the caller."""
    if at.tzinfo is None:
        raise ValueError("A moment is stored with its time zone.")
    return at.astimezone(UTC).isoformat()


def to_moment(stored: str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(stored)


def from_decimal(value: Decimal | None) -> str | None:
    """Write a number digit by digit, never as an exponent."""
    if value is None:
        return None
    if not value.is_finite():
        raise ValueError("Only a finite number is stored.")
    return format(value, "f")


def to_decimal(stored: str | None) -> Decimal | None:
    """Read a number."""
    return None if stored is None else Decimal(stored)


def to_answer(stored: str) -> Answer[Any]:
    """Read a word, or the reason why there is none."""
    return Absence(stored) if stored in _ABSENT else stored
