"""What the demo clinic is made from: distributions, names, and people awkward on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from msbone_desktop.domain.screening import MsCourse, Sex
from msbone_desktop.rules.toml_files import TomlFile, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One group of a study: how many, how many of them women, and its means."""

    study: str
    arm: str
    n: int
    women: int
    age: float
    edss: float | None = None
    pdds: int | None = None
    years_of_ms: float
    courses: Mapping[MsCourse, int] = field(default_factory=dict)
    """Empty: the study does not state them."""
    therapies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """A DXA scanner; ``precision`` by site, in g/cm²."""

    facility: str
    manufacturer: str
    software: str
    precision: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Mean and standard deviation of young people by site, for each sex."""

    name: str
    women: Mapping[str, tuple[float, float]]
    men: Mapping[str, tuple[float, float]]
    loss_a_year_from_40: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names to combine, staff of the demo clinic, and remarks for the notes."""

    family: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    staff: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is settled of one person beforehand; the rest of her history is drawn.

    Days and months count back from the day the demo is made. ``asked`` "nothing" and "declined"
    are screenings without a single value.
    """

    family: str
    given: str
    case: str = ""
    shows: str = ""
    sex: Sex | Literal[""] = "female"
    age: int | None = None
    born: str = ""
    born_like: str = ""
    """The case whose date of birth this person shares."""
    course: MsCourse = "relapsing_remitting"
    years_of_ms: float = 10
    edss: Decimal = Decimal("2.5")
    creep: float | None = None
    """EDSS points a year."""
    pdds: int | None = None
    visits: int = 3
    newest_visit_ago: int | None = None
    asked: Literal["all", "nothing", "declined"] = "all"
    complete: bool = False
    """Nothing is left out of the newest screening."""
    draft: bool = False
    amended: str = ""
    amended_vitamin_d: int | None = None
    therapies: tuple[str, ...] = ()
    vitamin_d: Mapping[str, Any] = field(default_factory=dict)
    vitamin_d_rank: float = 0
    """Standard deviations from the mean of the season."""
    supplemented: bool = False
    in_ng_per_ml: bool = False
    steroids: tuple[Mapping[str, Any], ...] = ()
    pulse_months_ago: tuple[int, ...] = ()
    antiepileptics: tuple[str, ...] = ()
    fractures: tuple[Mapping[str, Any], ...] = ()
    bone: float = 0
    """Standard deviations from the mean bone density of the tables."""
    loss_a_year: float | None = None
    """Share of bone lost each year since walking began to be lost."""
    scan_months_ago: tuple[int, ...] = ()
    scan_days_later: int = 0
    scanners: tuple[str, ...] = ("HOL-1",)
    interval_months: int | None = None
    fifty_on_scan_day: bool = False
    not_measurable: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    deceased_ago: int | None = None
    opted_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTables:
    """Everything that the generator reads."""

    arms: tuple[Arm, ...]
    courses: Mapping[MsCourse, int]
    figures: Mapping[str, float]
    traits: Mapping[str, float]
    reference: Reference
    scanners: Mapping[str, Scanner]
    names: Names
    awkward: tuple[Brief, ...]


def load_tables(folder: Path) -> DemoTables:
    """Read the tables from ``folder`` (resources/demo).

    Raises:
        KnowledgeError: A file is missing, is not TOML or has a key that nothing reads.
    """
    drawn = read_toml(folder / "distributions.toml")
    awkward = read_toml(folder / "awkward.toml")
    named = read_toml(folder / "names.toml")
    content = drawn.content
    reference = content["reference"]
    return DemoTables(
        arms=tuple(
            _made(Arm, drawn, arm, "arms", index) for index, arm in enumerate(content["arms"])
        ),
        courses=content["courses_when_not_stated"],
        figures={name: float(figure["value"]) for name, figure in content["figures"].items()},
        traits={name: float(share) for name, share in content["traits"].items()},
        reference=Reference(
            name=reference["name"],
            women={site: (float(m), float(s)) for site, (m, s) in reference["women"].items()},
            men={site: (float(m), float(s)) for site, (m, s) in reference["men"].items()},
            loss_a_year_from_40=float(reference["loss_a_year_from_40"]),
        ),
        scanners={
            name: _made(Scanner, drawn, scanner, "scanners", name)
            for name, scanner in content["scanners"].items()
        },
        names=_made(Names, named, named.content),
        awkward=tuple(
            _made(Brief, awkward, person, "people", index)
            for index, person in enumerate(awkward.content["people"])
        ),
    )


def _made(kind: type[Any], file: TomlFile, table: Mapping[str, Any], *path: str | int) -> Any:
    """Build ``kind`` from ``table``; a misspelt key must not be dropped in silence."""
    known = {each.name: each.type for each in fields(kind)}
    for key in table:
        if key not in known:
            raise file.refuse(f"unknown key '{key}'", *path, key)
    return kind(**{key: _value(value, known[key]) for key, value in table.items()})


def _value(value: Any, kind: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if kind in (float, float | None):
        return float(value)
    return Decimal(value) if kind is Decimal else value
