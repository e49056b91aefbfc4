"""The evidence behind the rules: statements, studies, references, glossary, cautions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["1a", "1b", "2", "conflicting", "expert_opinion", "not_graded"]
"""Only statements S01 to S05 carry a graded level; all five are about interventions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One work. ``text`` is the numbered-list form to print (Vancouver style, or
    "Author Year, cited in MSBEST 2019" when it was not verified).
    """

    id: str
    author_year: str
    text: str
    verification: Literal["verified", "partial", "unverified"]
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something known to be wrong, dated or disputed.

    ``grade``: A shown by a source, B by arithmetic, C doubtful.
    """

    id: str
    grade: Literal["A", "B", "C"]
    text: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of the module, in our words.

    ``label`` is the evidence label to print. ``about`` says whether it speaks of the finding
    or of an intervention: a graded level is never printed as the level of a finding.
    """

    id: str
    gist: str
    place: str
    level: Level
    label: str
    about: Literal["finding", "intervention"]
    citations: tuple[str, ...] = ()
    """Author and year, as the module cites them."""
    references: tuple[str, ...] = ()
    """Ids of references, in the order of ``citations``."""
    cautions: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyArm:
    """One group of a study, described in words ready to show."""

    name: str
    n: int | None
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One of the nine studies in the module's tables."""

    id: str
    reference: str
    author_year: str
    design: str
    country: str
    topic: str
    pedro: int | None
    n_initial: int | None
    n_final: int | None
    intervention: str
    arms: tuple[StudyArm, ...]
    outcomes: tuple[str, ...]
    results: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """An abbreviation and what it stands for."""

    abbreviation: str
    expansion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLibrary:
    """All evidence that ships, by id."""

    version: str
    module_citation: str
    literature_until: str
    reviewed_on: date
    review_due_on: date
    statements: dict[str, Statement]
    studies: dict[str, Study]
    references: dict[str, Reference]
    cautions: dict[str, Caution]
    glossary: tuple[GlossaryTerm, ...]
    key_points: tuple[str, ...]
    """Ids of the statements that the module puts first."""
