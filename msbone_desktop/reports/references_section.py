"""The numbered references of one document, and the cautions about what it prints."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msbone_desktop.domain.evidence import EvidenceLibrary, Level
from msbone_desktop.domain.findings import Remark, Support
from msbone_desktop.reports.appearance import LINK, SOURCE, SOURCE_MARK
from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.columns import Columns
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.lines import Span

GRADED: frozenset[Level] = frozenset(("1a", "1b", "2", "conflicting"))
_MODULE = "msbest2019"
"""The module itself; a library need not list it among its works."""
_LEVEL_WORDS: dict[Level, str] = {
    "1a": "Level 1a (MSBEST 2019)",
    "1b": "Level 1b (MSBEST 2019)",
    "2": "Level 2 (MSBEST 2019)",
    "conflicting": "Conflicting evidence (MSBEST 2019)",
    "expert_opinion": "Expert opinion",
    "not_graded": "Background statement, not graded",
}
_MANY_AUTHORS = re.compile(r"^((?:[^,.]+, ){3})(?:[^,.]+, )*(?:et al|[^,.]+)\.")
"""Of more than three authors paper names three; the evidence page names six."""
_APART = 0.7
"""Between two entries."""
_DENSE_LEADING = 6.6
_GRADE_WORDS = {"A": "", "B": " (found by arithmetic)", "C": " (doubtful, not settled)"}


def bracketed(numbers: Iterable[int]) -> str:
    """Return e.g. ``[1, 3–5]``, which is never parted at the end of a line."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        f"{run[0]}\u2013{run[-1]}" if len(run) > 2 else ",\u00a0".join(map(str, run))
        for run in runs
    ]
    return "[" + ",\u00a0".join(parts) + "]"


def numbers_in(mark: str) -> set[int]:
    """Return the numbers that ``bracketed`` put into a mark."""
    found: set[int] = set()
    for part in mark.strip("[]").replace("\u00a0", "").split(","):
        first, _, last = part.partition("\u2013")
        if first:
            found.update(range(int(first), int(last or first) + 1))
    return found


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
        return self.mark(self._works(statement_id))

    def _works(self, statement_id: str) -> tuple[str, ...]:
        self._statements.setdefault(statement_id)
        statement = self._library.statements.get(statement_id)
        known = statement.references if statement else ()
        return tuple(r for r in known if r in self._library.references) or (_MODULE,)

    def label(self, support: Support) -> str:
        """Return the evidence label that belongs to the statement behind ``support``."""
        statement = self._library.statements.get(support.statement_id)
        return statement.label if statement else _LEVEL_WORDS[support.level]

    def remark(self, remark: Remark) -> str:
        """Return a remark with its evidence label and the numbers of what it rests on."""
        return f"{remark.message} {self.standing(remark)}"

    def standing(self, remark: Remark) -> str:
        """Return the evidence label of a remark and the numbers of what it rests on."""
        keys = [key for statement in remark.statements for key in self._works(statement)]
        return f"({remark.label}) {self.mark([*keys, *remark.references])}".rstrip()

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
            printed.append(P(text, SOURCE))
        return printed

    def listed(self) -> list[tuple[int, Paragraph]]:
        """Return each cited work with its number."""
        return [(number, self._entry(key)) for key, number in self._order.items()]

    def _entry(self, key: str) -> Paragraph:
        reference = self._library.references.get(key)
        if reference is None:
            return P(self._library.module_citation, SOURCE)
        text = _MANY_AUTHORS.sub(r"\1et al.", reference.text)
        if not reference.url or not reference.url.startswith("https://"):
            return P(text, SOURCE)
        shown = _shown_address(text, reference.url)
        before, found, after = text.partition(shown)
        spans = [Span(before if found else f"{before} ", SOURCE), Span(shown, LINK, reference.url)]
        return Paragraph((*spans, Span(after, SOURCE)) if after else tuple(spans))


def _shown_address(text: str, url: str) -> str:
    """Return the part of ``text`` that stands for ``url``; the address itself when none does."""
    identifier = url.partition("doi.org/")[2] or url.rstrip("/").rpartition("/")[2]
    for shown in (url, f"doi:{identifier}", f"PMID: {identifier}", f"PMCID: {identifier}"):
        if identifier and shown in text:
            return shown
    return url


def cautions_section(composer: Composer, citations: Citations, *, dense: bool) -> list[Block]:
    """Lay out the cautions about the evidence printed; nothing when there is none.

    ``dense``: one after the other, where a list would begin a page more.
    """
    cautions = citations.cautions()
    if not cautions:
        return []
    composer = composer.about("a caution about the evidence")
    labels = ["•"] * len(cautions)
    return [
        composer.heading("Cautions about this evidence"),
        _in_columns(composer, cautions, labels, dense=dense),
    ]


def references_section(composer: Composer, citations: Citations, *, dense: bool) -> list[Block]:
    """Lay out the works that this document cites, and no others."""
    listed = citations.listed()
    if not listed:
        return []
    composer = composer.about("a reference")
    entries, labels = [entry for _, entry in listed], [f"{number}." for number, _ in listed]
    return [composer.heading("References"), _in_columns(composer, entries, labels, dense=dense)]


def _in_columns(
    composer: Composer, entries: Sequence[Paragraph], labels: Sequence[str], *, dense: bool
) -> Columns:
    if not dense:
        return Columns(composer.entries(entries, labels, before=_APART), before=3)
    spans: list[Span] = []
    for label, entry in zip(labels, entries, strict=True):
        spans += [Span(f"{label}\u00a0", SOURCE_MARK), *entry.spans, Span("\u2002 ", SOURCE)]
    close = [replace(s, style=replace(s.style, leading=_DENSE_LEADING)) for s in spans[:-1]]
    return Columns([composer.text(Paragraph(tuple(close)))], before=2)
