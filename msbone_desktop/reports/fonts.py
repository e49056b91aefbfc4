"""The fonts of every page, and which of them draws which character.

A character that no font covers stops the page: reportlab would drop it in silence, and a dropped
minus sign turns a T-score of −2.4 into 2.4.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias

from reportlab.pdfbase.ttfonts import TTFont

from msbone_desktop.domain.errors import MissingFontError, UnprintableTextError

Weight: TypeAlias = Literal["regular", "semibold", "bold"]

WEIGHTS: dict[Weight, str] = {
    "regular": "Inter-Regular.ttf",
    "semibold": "Inter-SemiBold.ttf",
    "bold": "Inter-Bold.ttf",
}
FALLBACKS = ("NotoSansArabic-Regular.ttf", "DejaVuSans.ttf", "wqy-microhei.ttc")
"""In order: DejaVu also holds Arabic letters, but Noto's are the better ones."""


_LAST_READ_BACK = 0xFFFF
"""reportlab writes what lies above into the file so that no reader finds it again: a name would be
seen, but not copied, searched or read out."""
_NO_CHARACTER = "\ufffc"
"""Stands for an object that is not there; DejaVu draws nothing for it."""


class Face:
    """One font file, read when its first character is needed.

    It is not entered in reportlab's register of fonts, which all documents share.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def font(self) -> TTFont:
        """The font as reportlab draws and embeds it."""
        return TTFont(self._file.stem, str(self._file), subfontIndex=0)

    @cached_property
    def advances(self) -> dict[str, float]:
        """Width of each character that the font has, for a size of one point."""
        face = self.font.face
        widths, missing = face.charWidths, face.defaultWidth
        return {
            chr(c): widths.get(c, missing) / 1000
            for c in face.charToGlyph
            if c <= _LAST_READ_BACK and _means_something(chr(c))
        }


def _means_something(character: str) -> bool:
    """Tell whether a glyph stands for a character: not for nothing, nor for a font's own sign."""
    if character == _NO_CHARACTER or drawn_as_nothing(character):
        return False
    return unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one face draws. ``width``: for a size of one point."""

    face: Face
    text: str
    width: float


class FontSet:
    """All faces, with a way to cut text into runs.

    Nothing that is drawn is remembered here, so no name stays in memory after its page.
    """

    def __init__(self, folder: Path) -> None:
        for file in (*WEIGHTS.values(), *FALLBACKS):
            if not (folder / file).is_file():
                raise MissingFontError(file)
        self.embedding = Lock()
        """Held while a document takes its letters out of the font files: reportlab moves about in
        a file that every document of this set shares."""
        self._weights = {weight: Face(folder / file) for weight, file in WEIGHTS.items()}
        self._fallbacks = tuple(Face(folder / file) for file in FALLBACKS)
        for face in self._weights.values():
            _ = face.advances  # read now, so that the first page does not pay while it is drawn

    def primary(self, weight: Weight) -> Face:
        """Return the face that draws Latin, Greek and Cyrillic text in ``weight``."""
        return self._weights[weight]

    def runs(self, text: str, weight: Weight, where: str) -> tuple[Run, ...]:
        """Cut ``text`` into runs, in the order in which it is drawn.

        Raises:
            UnprintableTextError: No face has one of the characters. ``where`` names the text.
        """
        face = self._weights[weight]
        try:
            return (_run(face, text),)
        except KeyError:
            return tuple(self._mixed_runs(text, weight, where))

    def _mixed_runs(self, text: str, weight: Weight, where: str) -> Iterator[Run]:
        current: Face | None = None
        pending = ""
        for character in text:
            if drawn_as_nothing(character):
                continue
            drawn = " " if unicodedata.category(character) == "Zs" else character
            face = self._face_of(drawn, weight, where)
            if current is not None and face is not current:
                yield _run(current, pending)
                pending = ""
            current, pending = face, pending + drawn
        if current is not None and pending:
            yield _run(current, pending)

    def _face_of(self, character: str, weight: Weight, where: str) -> Face:
        for face in (self._weights[weight], *self._fallbacks):
            if character in face.advances:
                return face
        raise UnprintableTextError(where, character)


def drawn_as_nothing(character: str) -> bool:
    """Tell whether ``character`` only steers how its neighbours are drawn."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _run(face: Face, text: str) -> Run:
    return Run(face, text, sum(map(face.advances.__getitem__, text)))


@lru_cache(maxsize=4)
def load_fonts(folder: Path) -> FontSet:
    """Return the fonts in ``folder``, read once.

    Raises:
        MissingFontError: A font file is not there.
    """
    return FontSet(folder)
