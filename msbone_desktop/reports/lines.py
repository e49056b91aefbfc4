"""Cuts text into lines of a given width.

Text is never read as markup: what a record holds is drawn letter by letter, so ``<b>`` prints
as ``<b>``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from msbone_desktop.domain.errors import UnprintableTextError
from msbone_desktop.reports.appearance import Style
from msbone_desktop.reports.bidirectional import drawing_order, runs_right_to_left, shaped
from msbone_desktop.reports.fonts import FontSet, Run

_LINE_ENDS = re.compile("\r\n|[\n\r\u2028\u2029]")
_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_]{3}-)(?=[^\W\d_]{3})")
_AFTER_SLASH = re.compile(r"(?<=\w/)(?=\w)")
"""Only an address may be parted there: it is long, and nobody reads it as words."""
_JOINERS = "\u200c\u200d"
"""Between Arabic letters they decide which forms these take."""
_PRESENTATION = "\ufe0e\ufe0f"
"""Behind a symbol they ask for it as text or in colours; its shape is the same."""
_MAY_PART = re.compile(r"[^\W\d_]{3}-$")
_BREAK_ANYWHERE = re.compile("([\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style. ``link``: an address that it leads to."""

    text: str
    style: Style
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word that has one style."""

    text: str
    span: Span
    width: float


@dataclass(slots=True)
class Word:
    """What is never parted unless it is wider than a line."""

    pieces: list[Piece]
    space: float
    """Width of the space before it; 0 where it touches the word before."""
    new_line: bool = False
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line with one style and one link, ready to be drawn."""

    runs: tuple[Run, ...]
    style: Style
    link: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``read_as``: its text in reading order, if it is drawn in another.

    ``goes_on``: it begins inside a word, so that no space is read before it.
    """

    segments: tuple[Segment, ...]
    leading: float
    width: float
    text: str
    read_as: str
    goes_on: bool = False


@dataclass(slots=True)
class TypeSetter:
    """Makes lines from spans with a set of fonts.

    ``where`` names the text for the person who has to mend a character that cannot be printed.
    """

    fonts: FontSet
    where: str = "the page"
    _widths: dict[tuple[str, str], float] = field(default_factory=dict)
    """Of each word in each weight, for a size of one point; it goes with the document."""

    def about(self, where: str) -> "TypeSetter":
        """Return a setter for the same document that names its text ``where``."""
        return TypeSetter(self.fonts, where, self._widths)

    def words(self, spans: Sequence[Span]) -> list[Word]:
        """Cut ``spans`` into words.

        Raises:
            UnprintableTextError: A character cannot be drawn.
        """
        words: list[Word] = []
        glued = spaced = new_line = False
        for span in spans:
            for number, row in enumerate(_LINE_ENDS.split(_clean(span.text, self.where))):
                new_line = new_line or number > 0
                for chunk, after_space in _chunks(row, in_address=bool(span.link)):
                    spaced = spaced or after_space
                    if not chunk:
                        continue
                    piece = Piece(chunk, span, self._width(chunk, span.style))
                    breakable = _BREAK_ANYWHERE.fullmatch(chunk) is not None
                    if glued and not (spaced or new_line or breakable):
                        words[-1].pieces.append(piece)
                        words[-1].width += piece.width
                    else:
                        space = self._width(" ", span.style) if spaced and words else 0.0
                        words.append(Word([piece], space, new_line and bool(words), piece.width))
                    may_part = _MAY_PART.search(chunk) or (span.link and chunk.endswith("/"))
                    glued = not (breakable or may_part)
                    spaced = new_line = False
        return words

    def lines(self, words: Sequence[Word], width: float) -> list[Line]:
        """Fill lines of ``width`` with ``words``; a word that is too wide is cut."""
        lines: list[Line] = []
        current: list[Word] = []
        used = 0.0
        for word in self._fitting(words, width):
            if current and (word.new_line or used + word.space + word.width > width + 0.01):
                lines.append(self._line(current))
                current, used = [], 0.0
            used += word.width + (word.space if current else 0.0)
            current.append(word)
        if current:
            lines.append(self._line(current))
        return lines

    def _fitting(self, words: Sequence[Word], width: float) -> Iterator[Word]:
        for word in words:
            if word.width <= width:
                yield word
            else:
                yield from self._cut(word, width)

    def _cut(self, word: Word, width: float) -> Iterator[Word]:
        first = True
        pieces: list[Piece] = []
        used = 0.0
        for piece in word.pieces:
            start, style = 0, piece.span.style
            for end in range(1, len(piece.text) + 1):
                letter = self._width(piece.text[end - 1], style)
                if used + letter > width and (pieces or end - 1 > start):
                    pieces.append(self._piece(piece, start, end - 1))
                    yield Word(pieces, word.space if first else 0.0, word.new_line and first, used)
                    first, pieces, used, start = False, [], 0.0, end - 1
                used += letter
            pieces.append(self._piece(piece, start, len(piece.text)))
        yield Word(pieces, word.space if first else 0.0, word.new_line and first, used)

    def _piece(self, piece: Piece, start: int, end: int) -> Piece:
        text = piece.text[start:end]
        return Piece(text, piece.span, self._width(text, piece.span.style))

    def _line(self, words: Sequence[Word]) -> Line:
        parts: list[tuple[Span, str]] = []
        for number, word in enumerate(words):
            for place, piece in enumerate(word.pieces):
                space = " " if number and place == 0 and word.space else ""
                if space and parts and parts[-1][0] is not piece.span:
                    before = parts[-1][0]
                    if runs_right_to_left(parts[-1][1]):
                        # Turned with its text, the space would come out on the far side of it.
                        parts.append((Span("", before.style), " "))
                    else:
                        parts[-1] = (before, parts[-1][1] + " ")
                    space = ""
                parts.append((piece.span, space + piece.text))
        segments = tuple(
            self._segment(span, "".join(text for _, text in group))
            for span, group in _by_span(parts)
        )
        text = "".join(text for _, text in parts)
        return Line(
            segments,
            max(word.pieces[0].span.style.leading for word in words),
            sum(segment.width for segment in segments),
            text,
            text if runs_right_to_left(text) else "",
            goes_on=not words[0].space and not words[0].new_line,
        )

    def _segment(self, span: Span, text: str) -> Segment:
        drawn = drawing_order(text) if runs_right_to_left(text) else text
        runs = self.fonts.runs(drawn, span.style.weight, self.where)
        width = sum(run.width for run in runs) * span.style.size
        return Segment(runs, span.style, span.link, width)

    def _width(self, text: str, style: Style) -> float:
        key = (style.weight, text)
        width = self._widths.get(key)
        if width is None:
            drawn = shaped(text) if runs_right_to_left(text) else text
            width = sum(r.width for r in self.fonts.runs(drawn, style.weight, self.where))
            self._widths[key] = width
        return width * style.size


def _clean(text: str, where: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text).replace("\t", " ")
    may_join = runs_right_to_left(text)
    before = ""
    for character in text:
        if not _leaves_a_trace(character, before, may_join=may_join):
            raise UnprintableTextError(where, character)
        before = character
    return text


def _leaves_a_trace(character: str, before: str, *, may_join: bool) -> bool:
    """Tell whether ``character`` is drawn, ends a line, or shapes what is drawn beside it.

    What cannot be seen would be left out in silence, and what turns the direction of writing
    would show a name that nobody recorded.
    """
    if character in _JOINERS:
        return may_join
    if "\ufe00" <= character <= "\ufe0f":
        return character in _PRESENTATION and unicodedata.category(before or " ") == "So"
    return character in "\n\r" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def _chunks(row: str, *, in_address: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each part of ``row`` that may begin a line, and whether a space stands before it."""
    for number, word in enumerate(row.split(" ")):
        if in_address:
            for step, piece in enumerate(_AFTER_SLASH.split(word)):
                yield piece, number > 0 and step == 0
            continue
        if word.isascii() and "-" not in word:
            yield word, number > 0
            continue
        parts = [part for part in _BREAK_ANYWHERE.split(word) if part] or [""]
        for place, part in enumerate(parts):
            for step, piece in enumerate(_AFTER_HYPHEN.split(part)):
                yield piece, number > 0 and place == step == 0


def _by_span(parts: list[tuple[Span, str]]) -> Iterator[tuple[Span, list[tuple[Span, str]]]]:
    for _, group in groupby(parts, key=lambda part: id(part[0])):
        listed = list(group)
        yield listed[0][0], listed
