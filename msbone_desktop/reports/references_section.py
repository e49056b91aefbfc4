"""The numbered references of one document, and the cautions about what it prints."""

from collections.abc import Iterable

from msbone_desktop.domain.evidence import EvidenceLibrary, Level
from msbone_desktop.domain.findings import Support
from msbone_desktop.reports.appearance import LINK, SMALL_INK
from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.lines import Span

GRADED: frozenset[Level] = frozenset(("1a", "1b", "2", "conflicting"))
_MODULE = "the module itself"
_LEVEL_WORDS: dict[Level, str] = {
    "1a": "Level 1a (MSBEST 2019)",
    "1b": "Level 1b (MSBEST 2019)",
    "2": "Level 2 (MSBEST 2019)",
    "conflicting": "Conflicting evidence (MSBEST 2019)",
    "expert_opinion": "Expert opinion",
    "not_graded": "Background statement, not graded",
}
_GRADE_WORDS = {"A": "", "B": " (found by arithmetic)", "C": " (doubtful, not settled)"}


def bracketed(numbers: Iterable[int]) -> str:
    """Return e.g. ``[1, 3]``, which is never parted at the end of a line."""
    return "[" + ",\u00a0".join(map(str, sorted(numbers))) + "]"


class Citations:
    """Numbers works in the order in which the document first cites them.

    It also collects the statements that were printed, because their cautions follow them.
    """

    def __init__(self, library: EvidenceLibrary) -> None:
        self._library = library
        self._order: dict[str, int] = {}
        self._statements: dict[str, None] = {}

    def mark(self, references: Iterable[str]) -> str:
        """Return e.g. ``[1, 3]`` for works, giving new ones the next number."""
        known = [r for r in references if r == _MODULE or r in self._library.references]
        numbers = {self._order.setdefault(r, len(self._order) + 1) for r in known}
        return bracketed(numbers) if numbers else ""

    def of_statement(self, statement_id: str) -> str:
        """Return the numbers for a statement; the module's own where it cites no work."""
        self._statements.setdefault(statement_id)
        statement = self._library.statements.get(statement_id)
        found = self.mark(statement.references) if statement else ""
        return found or self.mark([_MODULE])

    def label(self, support: Support) -> str:
        """Return the evidence label that belongs to the statement behind ``support``."""
        statement = self._library.statements.get(support.statement_id)
        return statement.label if statement else _LEVEL_WORDS[support.level]

    def gist(self, support: Support) -> str:
        """Return what the statement says, in words."""
        statement = self._library.statements.get(support.statement_id)
        return statement.gist.rstrip(".") if statement else ""

    def cautions(self) -> list[Paragraph]:
        """Return the cautions that belong to the statements printed so far."""
        found: dict[str, None] = {}
        for statement_id in self._statements:
            statement = self._library.statements.get(statement_id)
            for named in statement.cautions if statement else ():
                found.setdefault(named)
        printed = []
        for caution_id in found:
            caution = self._library.cautions.get(caution_id)
            if caution is None:
                continue
            marks = self.mark(caution.references)
            text = f"{caution.text}{_GRADE_WORDS[caution.grade]} {marks}".rstrip()
            printed.append(P(text, SMALL_INK))
        return printed

    def listed(self) -> list[tuple[int, Paragraph]]:
        """Return each cited work with its number."""
        return [(number, self._entry(key)) for key, number in self._order.items()]

    def _entry(self, key: str) -> Paragraph:
        if key == _MODULE:
            return P(self._library.module_citation, SMALL_INK)
        reference = self._library.references[key]
        spans = [Span(reference.text, SMALL_INK)]
        if reference.url and reference.url.startswith(("https://", "http://")):
            before, found, after = reference.text.partition(reference.url)
            linked = Span(reference.url, LINK, reference.url)
            if found:
                spans = [Span(before, SMALL_INK), linked, Span(after, SMALL_INK)]
            else:
                spans += [Span(" ", SMALL_INK), linked]
        return Paragraph(tuple(span for span in spans if span.text))


def cautions_section(composer: Composer, citations: Citations) -> list[Block]:
    """Lay out the cautions about the evidence printed; nothing when there is none."""
    cautions = citations.cautions()
    if not cautions:
        return []
    composer = composer.about("a caution about the evidence")
    return [
        composer.heading("Cautions about this evidence"),
        composer.bullets(cautions, before=3),
    ]


def references_section(composer: Composer, citations: Citations) -> list[Block]:
    """Lay out the works that this document cites, and no others."""
    entries = citations.listed()
    if not entries:
        return []
    composer = composer.about("a reference")
    return [
        composer.heading("References"),
        composer.bullets(
            [paragraph for _, paragraph in entries],
            [f"{number}." for number, _ in entries],
            before=3,
        ),
    ]
