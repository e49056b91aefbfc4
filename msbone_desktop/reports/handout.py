"""The patient's own page: large type, plain words, one idea a line, no risk in numbers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msbone_desktop.domain.papers import HandoutContent
from msbone_desktop.reports.appearance import ACCENT, INK, SUNKEN, Style
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block, Stack, Text
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.document import lay_out
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Frame
from msbone_desktop.reports.lines import Span, TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, full_name, furniture, made_words, sized
from msbone_desktop.reports.paper_texts import filled, load_texts
from msbone_desktop.reports.structure import Element
from msbone_desktop.reports.wording import day, listed


def build_handout(content: HandoutContent, fonts: Path) -> RawPages:
    """Draw the handout in the size that was asked for.

    Raises:
        UnprintableTextError: A name holds a character that no shipped font can draw.
        KnowledgeError: There are no texts in the language.
    """
    made = content.made
    composer = Composer(TypeSetter(load_fonts(fonts), "the handout"))
    texts = load_texts(fonts.parent / "documents", made.language, "handout")
    page = _Page(composer, content, texts)
    return lay_out(
        composer.about("the name, date of birth or number of the patient"),
        page.blocks(),
        furniture(made, texts["title"], content.subject, (texts["foot"], made_words(made))),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )


class _Page:
    def __init__(
        self, composer: Composer, content: HandoutContent, texts: Mapping[str, Any]
    ) -> None:
        self._composer, self._content, self._texts = composer, content, texts
        size = float(content.size)
        self._body = sized(size)
        self._strong = sized(size, "semibold")
        self._head = Style(size * 1.15, size * 1.5, "bold", ACCENT)
        self._gap = size * 0.75
        self._values = self._filled_in()

    def _filled_in(self) -> dict[str, str]:
        content, clinic = self._content, self._content.made.clinic
        days = {
            "date": content.screened_on,
            "dxa": content.next_dxa_on,
            "booked": content.booked_on,
            "labs": content.labs_on,
        }
        values = {name: day(value) for name, value in days.items() if value is not None}
        return values | {
            "clinic": clinic.name,
            "phone": clinic.phone,
            "name": full_name(content.subject),
            "born": content.subject.born,
        }

    def blocks(self) -> list[Block]:
        """Return the whole page, in the order in which it is read."""
        blocks: list[Block] = [
            clinic_head(self._composer, self._content.made),
            self._title(),
            *self._for_whom(),
            *self._noted(),
            self._next(),
        ]
        for section in self._texts["sections"]:
            if self._content.variant not in section.get("variants", (self._content.variant,)):
                continue
            if section.get("needs") and section["needs"] not in self._values:
                continue
            blocks += self._section(section["heading"], section["lines"])
        for name in ("call", "urgent"):
            part = self._texts[name]
            blocks.append(self._boxed(part["heading"], self._lines(part["lines"])))
        return blocks

    def _title(self) -> Block:
        style = Style(self._content.size * 1.7, self._content.size * 2.2, "bold", INK)
        return self._composer.text(P(self._texts["title"], style, before=self._gap), "H1")

    def _for_whom(self) -> list[Block]:
        line = filled(self._texts["for_person"], self._values)
        who = self._composer.about("the name or date of birth of the patient")
        return [who.text(P(line, self._strong))] if line else []

    def _noted(self) -> list[Block]:
        """What the clinician released, and what could not be checked. Nothing else is told."""
        texts, content = self._texts, self._content
        heading = filled(texts["noted"]["heading"], self._values)
        findings = texts["findings"]
        lines = [findings[rule] for rule in content.released if rule in findings]
        unknown = [texts["unknown"][f] for f in content.unknown_fields if f in texts["unknown"]]
        if unknown:
            values = {"items": listed(unknown)}
            lines.append(filled(texts["noted"]["unknown"], values) or "")
        if heading is None or not lines:
            return []
        return self._section(heading, list(dict.fromkeys(lines)))

    def _next(self) -> Block:
        texts, values = self._texts["next"], self._values
        lines = []
        if "booked" in values:
            lines.append(filled(texts["booked"], values))
        elif "dxa" in values:
            lines.append(filled(texts["scan"], values))
        lines.append(filled(texts["phone"], values) or texts["no_phone"])
        found = [self._line(line) for line in lines if line]
        return self._boxed(texts["heading"], found)

    def _section(self, heading: str, lines: list[str]) -> list[Block]:
        found = self._lines(lines)
        return [self._heading(heading), *found] if found else []

    def _heading(self, words: str) -> Text:
        block = Text(
            self._composer.setter,
            (Span(words, self._head),),
            Element("H2"),
            before=self._gap,
            bookmark=words,
        )
        block.keep_with_next = True
        return block

    def _lines(self, lines: list[str]) -> list[Block]:
        texts = (filled(line, self._values) for line in lines)
        return [self._line(line) for line in texts if line]

    def _line(self, words: str) -> Text:
        return self._composer.text(Paragraph((Span(words, self._body),), self._content.size * 0.2))

    def _boxed(self, heading: str, lines: Sequence[Block]) -> Block:
        size = float(self._content.size)
        frame = Frame(fill=SUNKEN, bar=ACCENT, padding=(size, size * 0.6))
        head = self._composer.text(P(heading, self._head), "H2")
        return self._composer.panel([Stack([head, *lines])], frame, before=self._gap * 1.2)
