"""A crowd of fictional patients, to see how the program does with a large clinic."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import MsCourse, Sex
from msbone_desktop.services.demo.tables import Names

if TYPE_CHECKING:
    from msbone_desktop.storage.database import Database

_AT_ONCE = 5_000
_EARLIEST = date(1940, 1, 1)
_DAYS = 23_000
"""Of birth: 1940 to 2002."""
_COURSES: tuple[MsCourse, ...] = (
    "relapsing_remitting", "relapsing_remitting", "secondary_progressive", "primary_progressive",
)  # fmt: skip


def crowd(names: Names, count: int, seed: int = 1) -> Iterator[PatientDetails]:
    """Give ``count`` different fictional people, the same for the same seed.

    Names combine two made-up ones each, so that a search finds some people and never all.
    """
    dice = Random(seed)  # noqa: S311  (fictional people, not keys)
    parts = sorted({part for name in names.family for part in name.split("-")})
    for number in range(1, count + 1):
        sex: Sex = "female" if dice.random() < 0.7 else "male"
        given = names.women if sex == "female" else names.men
        born = _EARLIEST + timedelta(days=dice.randrange(_DAYS))
        yield PatientDetails(
            family_name=f"{dice.choice(parts)}-{dice.choice(parts)}",
            given_name=f"{dice.choice(given)} {dice.choice(given)}",
            born_on=PartialDate.of(born),
            clinic_id=f"DEMO-{number:06d}",
            sex_for_reference=sex,
            ms_course=dice.choice(_COURSES),
            ms_onset_on=PartialDate(min(born.year + dice.randint(20, 45), 2025)),
            phone=f"01632 960{dice.randrange(1000):03d}",
            address=f"{dice.randint(1, 400)} Example Street\nExampletown",
            dxa_interval_months=dice.choice((None, None, None, 12, 24)),
        )


def fill_crowd(database: "Database", names: Names, count: int, at: datetime, seed: int = 1) -> None:
    """Enter ``count`` people in large transactions; one by one would take minutes."""
    people = crowd(names, count, seed)
    while batch := tuple(islice(people, _AT_ONCE)):
        with database.unit_of_work() as work:
            work.patients.add_all(batch, "Demo Reception", at)
