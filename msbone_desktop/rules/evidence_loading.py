"""Loading the evidence that ships, refusing whatever is faulty or unsupported.

A finding is only as good as the statement behind it, so a fault stops the loading: the wrong
level or a citation that leads nowhere would be printed for a clinician to trust.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Final, Literal, get_args

from msbone_desktop.domain.evidence import (
    Caution,
    EvidenceLibrary,
    GlossaryTerm,
    Level,
    Reference,
    Statement,
    Study,
    StudyArm,
)
from msbone_desktop.rules.reference_list import read_references
from msbone_desktop.rules.toml_entries import Entry
from msbone_desktop.rules.toml_files import TomlFile, read_toml

GRADED: Final[dict[str, Level]] = {
    "S01": "2",
    "S02": "conflicting",
    "S03": "2",
    "S04": "1b",
    "S05": "1a",
}
"""All that the module graded. A level anywhere else would be our invention."""

_LABELS: Final[dict[Level, str]] = {
    "1a": (
        "Level 1a (MSBEST 2019), as graded by the module; "
        "three papers from one trial (n=68), low disability"
    ),
    "1b": "Level 1b (MSBEST 2019)",
    "2": "Level 2 (MSBEST 2019)",
    "conflicting": "Conflicting (MSBEST 2019)",
    "not_graded": "Background statement, not graded",
}
"""The label of each level. An expert opinion has its own: it names whose opinion it is."""

_LEVELS: Final[tuple[Level, ...]] = get_args(Level)
_GRADES: Final[tuple[Literal["A", "B", "C"], ...]] = ("A", "B", "C")
_ABOUT: Final[tuple[Literal["finding", "intervention"], ...]] = ("finding", "intervention")

_STATEMENT_KEYS: Final = ("id", "gist", "place", "level", "label", "about")
_STATEMENT_EXTRAS: Final = ("citations", "cautions", "studies")
_STUDY_KEYS: Final = (
    *("id", "reference", "design", "country", "topic", "n_initial", "n_final"),
    *("intervention", "arms", "outcomes", "results", "cautions"),
)
_LIBRARY_KEYS: Final = (
    *("version", "module_citation", "literature_until"),
    *("reviewed_on", "review_due_on", "key_points"),
)


def load_evidence(folder: Path) -> EvidenceLibrary:
    """Load ``resources/evidence``.

    Raises:
        KnowledgeError: A file is missing or faulty; the error names the file and the line.
    """
    references = read_references(folder / "references.json")
    cautions = _cautions(read_toml(folder / "cautions.toml"), references)
    studies = _studies(read_toml(folder / "studies.toml"), references, cautions)
    citations = _citations(read_toml(folder / "citations.toml"), references)
    statements = _Statements(citations, cautions, studies).read(
        read_toml(folder / "statements.toml")
    )
    library = _top(read_toml(folder / "library.toml"), *_LIBRARY_KEYS)
    reviewed_on, review_due_on = library.day("reviewed_on"), library.day("review_due_on")
    if review_due_on <= reviewed_on:
        raise library.refuse("the review is due before it was done", "review_due_on")
    return EvidenceLibrary(
        version=library.text("version"),
        module_citation=library.text("module_citation"),
        literature_until=library.text("literature_until"),
        reviewed_on=reviewed_on,
        review_due_on=review_due_on,
        statements=statements,
        studies=studies,
        references=references,
        cautions=cautions,
        glossary=_glossary(read_toml(folder / "glossary.toml")),
        key_points=library.known("key_points", statements, "statement"),
    )


def _top(file: TomlFile, *keys: str) -> Entry:
    """Take a whole file as one entry that holds exactly ``keys``."""
    entry = Entry(file, file.content)
    entry.expect(keys)
    return entry


def _new_id(entry: Entry, taken: Collection[str]) -> str:
    found = entry.text("id")
    if found in taken:
        raise entry.refuse(f"the id '{found}' is there twice", "id")
    return found


def _citations(file: TomlFile, references: dict[str, Reference]) -> dict[str, str]:
    """Read which work each citation means."""
    table = _top(file, "citations").table("citations")
    citations: dict[str, str] = {}
    for citation, work in table.items():
        if not isinstance(work, str) or work not in references:
            raise file.refuse(f"reference '{work}' does not exist", "citations", citation)
        citations[citation] = work
    return citations


def _cautions(file: TomlFile, references: dict[str, Reference]) -> dict[str, Caution]:
    cautions: dict[str, Caution] = {}
    for entry in _top(file, "cautions").entries("cautions"):
        entry.expect(("id", "grade", "text"), ("references",))
        caution = Caution(
            id=_new_id(entry, cautions),
            grade=entry.one_of("grade", _GRADES),
            text=entry.text("text"),
            references=entry.known("references", references, "reference"),
        )
        cautions[caution.id] = caution
    return cautions


def _studies(
    file: TomlFile, references: dict[str, Reference], cautions: dict[str, Caution]
) -> dict[str, Study]:
    studies: dict[str, Study] = {}
    for entry in _top(file, "studies").entries("studies"):
        entry.expect(_STUDY_KEYS, ("pedro",))
        work = references.get(entry.text("reference"))
        if work is None:
            raise entry.refuse(f"reference '{entry.text('reference')}' does not exist", "reference")
        study = Study(
            id=_new_id(entry, studies),
            reference=work.id,
            author_year=work.author_year,
            design=entry.text("design"),
            country=entry.text("country"),
            topic=entry.text("topic"),
            pedro=entry.whole_number("pedro"),
            n_initial=entry.whole_number("n_initial"),
            n_final=entry.whole_number("n_final"),
            intervention=entry.text("intervention"),
            arms=tuple(_arm(arm) for arm in entry.entries("arms")),
            outcomes=entry.texts("outcomes"),
            results=entry.texts("results"),
            cautions=entry.known("cautions", cautions, "caution"),
        )
        studies[study.id] = study
    return studies


def _arm(entry: Entry) -> StudyArm:
    entry.expect(("name", "description"), ("n",))
    return StudyArm(
        name=entry.text("name"), n=entry.whole_number("n"), description=entry.text("description")
    )


def _glossary(file: TomlFile) -> tuple[GlossaryTerm, ...]:
    terms: dict[str, GlossaryTerm] = {}
    for entry in _top(file, "terms").entries("terms"):
        entry.expect(("abbreviation", "expansion"))
        term = GlossaryTerm(entry.text("abbreviation"), entry.text("expansion"))
        if term.abbreviation in terms:
            raise entry.refuse(f"'{term.abbreviation}' is there twice", "abbreviation")
        terms[term.abbreviation] = term
    return tuple(terms.values())


class _Statements:
    """Reads statements against the citations, cautions and studies that exist."""

    def __init__(
        self, citations: dict[str, str], cautions: dict[str, Caution], studies: dict[str, Study]
    ) -> None:
        self._citations, self._cautions, self._studies = citations, cautions, studies

    def read(self, file: TomlFile) -> dict[str, Statement]:
        statements: dict[str, Statement] = {}
        for entry in _top(file, "statements").entries("statements"):
            entry.expect(_STATEMENT_KEYS, _STATEMENT_EXTRAS)
            statement = self._statement(entry, _new_id(entry, statements))
            statements[statement.id] = statement
        for graded in GRADED:
            if graded not in statements:
                raise file.refuse(f"the graded statement {graded} is missing", "statements")
        return statements

    def _statement(self, entry: Entry, statement_id: str) -> Statement:
        level = _level(entry, statement_id)
        about = entry.one_of("about", _ABOUT)
        if (about == "intervention") != (statement_id in GRADED):
            raise entry.refuse(
                f"{statement_id} cannot be about a {about}: only graded statements are about "
                "interventions, and all of them are",
                "about",
            )
        citations = entry.known("citations", self._citations, "citation")
        if (level in GRADED.values() or level == "expert_opinion") and not citations:
            raise entry.refuse(f"{statement_id} has a level but no citation")
        return Statement(
            id=statement_id,
            gist=entry.text("gist"),
            place=entry.text("place"),
            level=level,
            label=_label(entry, level, citations),
            about=about,
            citations=citations,
            references=tuple(self._citations[citation] for citation in citations),
            cautions=entry.known("cautions", self._cautions, "caution"),
            studies=entry.known("studies", self._studies, "study"),
        )


def _level(entry: Entry, statement_id: str) -> Level:
    level = entry.one_of("level", _LEVELS)
    graded = GRADED.get(statement_id)
    if graded is not None and level != graded:
        raise entry.refuse(f"{statement_id} has level '{graded}', not '{level}'", "level")
    if graded is None and level in GRADED.values():
        raise entry.refuse(f"the module did not grade {statement_id}", "level")
    return level


def _label(entry: Entry, level: Level, citations: tuple[str, ...]) -> str:
    label = entry.text("label")
    if level == "expert_opinion":
        expected = f"Expert opinion ({'; '.join(citations)})"
    else:
        expected = _LABELS[level]
    if label != expected:
        raise entry.refuse(f"the label for this level is '{expected}', not '{label}'", "label")
    return label
