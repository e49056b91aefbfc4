"""The evidence as a list of entries that can be searched and read."""

from collections.abc import Iterator
from dataclasses import dataclass

from msbone_desktop.domain.evidence import EvidenceLibrary, Reference, Statement, Study

KINDS = (
    ("statement", "Statements"),
    ("study", "Studies"),
    ("caution", "Cautions"),
    ("reference", "References"),
    ("glossary", "Glossary"),
)
VERIFICATION = {
    "verified": "Checked against the source.",
    "partial": "Partly checked against the source.",
    "unverified": "Not checked against the source: printed as the module cites it.",
}
GRADES = {"A": "Shown", "B": "Found by arithmetic", "C": "Doubtful"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read. ``parts`` are headings with their paragraphs; "" is no heading."""

    id: str
    kind: str
    title: str
    label: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def words(self) -> str:
        """Everything that a search looks at."""
        read = " ".join(text for _, texts in self.parts for text in texts)
        return f"{self.id} {self.title} {self.label} {read}".casefold()


def entries(library: EvidenceLibrary) -> Iterator[Entry]:
    """Return every entry in the order of ``KINDS``."""
    for statement in library.statements.values():
        yield _statement(library, statement)
    for study in library.studies.values():
        yield _study(library, study)
    for caution in library.cautions.values():
        about = _references(library, caution.references)
        yield Entry(
            caution.id,
            "caution",
            caution.text,
            GRADES[caution.grade],
            _parts(("", (caution.text,)), ("References", about)),
        )
    for reference in library.references.values():
        yield _reference(library, reference)
    for term in library.glossary:
        yield Entry(
            f"glossary:{term.abbreviation}",
            "glossary",
            term.abbreviation,
            term.expansion,
            (("", (term.expansion,)),),
        )


def _statement(library: EvidenceLibrary, one: Statement) -> Entry:
    about = (
        "This label grades an intervention, not the finding."
        if one.about == "intervention"
        else "This is a statement about a finding."
    )
    studies = tuple(library.studies[name].author_year for name in one.studies)
    return Entry(
        one.id,
        "statement",
        one.gist,
        one.label,
        _parts(
            ("Evidence label", (one.label, about)),
            ("Place in the module", (one.place,)),
            ("Known to be wrong or disputed", _cautions(library, one.cautions)),
            ("Cited there", ("; ".join(one.citations),) if one.citations else ()),
            ("Studies", studies),
            ("References", _references(library, one.references)),
        ),
    )


def _study(library: EvidenceLibrary, one: Study) -> Entry:
    counts = f"{_count(one.n_initial)} at the start, {_count(one.n_final)} at the end"
    arms = tuple(
        f"{arm.name} ({_count(arm.n)} people): {arm.description}".rstrip(": ") for arm in one.arms
    )
    quality = "Not recorded" if one.pedro is None else f"{one.pedro} of 10"
    found = library.references.get(one.reference)
    return Entry(
        one.id,
        "study",
        f"{one.author_year}: {one.topic}",
        one.design,
        _parts(
            ("Design", (f"{one.design}, {one.country}",)),
            ("People", (counts,)),
            ("PEDro score", (quality,)),
            ("Intervention", (one.intervention,)),
            ("Groups", arms),
            ("Outcomes", one.outcomes),
            ("Results", one.results),
            ("Known to be wrong or disputed", _cautions(library, one.cautions)),
            ("Reference", (found.text,) if found else (one.reference,)),
        ),
    )


def _reference(library: EvidenceLibrary, one: Reference) -> Entry:
    cited = tuple(
        f"{statement.id}: {statement.gist}"
        for statement in library.statements.values()
        if one.id in statement.references
    )
    return Entry(
        f"reference:{one.id}",
        "reference",
        one.author_year,
        "" if one.verification == "verified" else "Not fully checked",
        _parts(
            ("", (one.text,)),
            ("Checked", (VERIFICATION[one.verification],)),
            ("Address", (one.url,) if one.url else ()),
            ("Statements that cite it", cited),
        ),
    )


def _count(number: int | None) -> str:
    return "number not recorded" if number is None else str(number)


def _cautions(library: EvidenceLibrary, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(library.cautions[name].text for name in names if name in library.cautions)


def _references(library: EvidenceLibrary, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(library.references[name].text for name in names if name in library.references)


def _parts(
    *parts: tuple[str, tuple[str, ...]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((heading, texts) for heading, texts in parts if texts and any(texts))
