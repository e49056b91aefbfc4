"""Recall letters: one file in the order of the list, each letter with pages of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msbone_desktop.domain.errors import CancelledError
from msbone_desktop.domain.papers import LetterBatch, LetterContent, PageSet
from msbone_desktop.reports.appearance import FOOT, MILLIMETRE
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.document import lay_out_parts
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, full_name, furniture, made_words, sized
from msbone_desktop.reports.paper_texts import filled, load_texts
from msbone_desktop.reports.wording import day

_BODY = sized(10.5)
_STRONG = sized(10.5, "semibold")
_WINDOW_HEIGHT = 96.0
_WINDOW_TOP = 34 * MILLIMETRE
"""So that name and address stand in the window of an envelope: 45 to 90 mm from the top."""


def build_letters(
    batch: LetterBatch,
    fonts: Path,
    *,
    progress: Callable[[int, int], object] = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[RawPages, tuple[PageSet, ...]]:
    """Draw the letters, and say which pages are whose.

    Raises:
        CancelledError: ``cancelled`` said so between two letters.
        UnprintableTextError: A name or address holds a character that no font can draw.
    """
    made = batch.made
    composer = Composer(TypeSetter(load_fonts(fonts), "a letter"))
    texts = load_texts(fonts.parent / "documents", made.language, "letter")
    title = texts["subject"]

    def parts() -> Any:
        for number, letter in enumerate(batch.letters):
            if cancelled():
                raise CancelledError
            progress(number, len(batch.letters))
            frame = furniture(made, title, letter.subject, (made_words(made),))
            yield _blocks(composer, batch, letter, texts), frame

    raw, counts = lay_out_parts(
        composer.about("the name, date of birth or number of a patient"),
        parts(),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )
    progress(len(batch.letters), len(batch.letters))
    return raw, _page_sets(batch, counts)


def _page_sets(batch: LetterBatch, counts: tuple[int, ...]) -> tuple[PageSet, ...]:
    sets, first = [], 1
    for letter, count in zip(batch.letters, counts, strict=True):
        assert letter.subject.patient is not None
        sets.append(PageSet(letter.subject.patient, first, count))
        first += count
    return tuple(sets)


def _blocks(
    composer: Composer, batch: LetterBatch, letter: LetterContent, texts: Mapping[str, Any]
) -> list[Block]:
    made = batch.made
    name = full_name(letter.subject)
    values = _values(batch, letter, texts) | {"name": name}
    body = texts["second" if letter.number > 1 else "first"]["lines"]
    lines = [line for text in body if (line := filled(text, values))]
    greeting = filled(texts["greeting"], values) or ""
    return [
        _head(composer, batch, letter, name),
        composer.text(P(day(made.at.date()), _BODY, before=8)),
        composer.text(P(texts["subject"], _STRONG, before=14), "H1"),
        composer.about("the name of the patient").text(P(greeting, _BODY, before=10)),
        *(composer.text(P(line, _BODY, before=8)) for line in lines),
        composer.text(P(texts["closing"], _BODY, before=18)),
        composer.text(P(made.clinic.name or "The clinic", _BODY, before=34)),
    ]


def _values(batch: LetterBatch, letter: LetterContent, texts: Mapping[str, Any]) -> dict[str, str]:
    defaults, phone = texts["defaults"], batch.made.clinic.phone
    booking = batch.booking_words or filled(defaults["booking"], {"phone": phone})
    return {
        "test": texts["tests"][letter.kind],
        "due": day(letter.due_on),
        "booking": booking or defaults["booking_without_phone"],
        "transport": batch.transport_words or defaults["transport"],
        "phone": phone,
    }


def _head(composer: Composer, batch: LetterBatch, letter: LetterContent, name: str) -> Block:
    """The window of the envelope at the left, the clinic at the right."""
    where = composer.about("the name or address of the patient")
    address: list[Block] = [where.text(P(name, _BODY))]
    address += [
        where.text(P(line.strip(), _BODY)) for line in letter.address.splitlines() if line.strip()
    ]
    if len(address) == 1:
        address.append(where.text(P("(no address is recorded)", FOOT)))
    left = Stack([_Space(_WINDOW_TOP), Stack(address), _Space(0)])
    right = Stack([clinic_head(composer, batch.made, to_right=True)])
    used = sum(block.arrange(240) for block in address)
    filler = max(_WINDOW_HEIGHT - used, 0.0)
    return Stack(
        [
            Grid((Column(1.3), Column(1.0)), [Row([left, right])], Frame(gutter=16.0)),
            _Space(filler),
        ]
    )


class _Space:
    """Room with nothing in it."""

    before = 0.0
    keep_with_next = False

    def __init__(self, height: float) -> None:
        self._height = height

    def arrange(self, width: float) -> float:  # noqa: ARG002
        """Return its height."""
        return self._height

    def cut(self, height: float, *, anywhere: bool = False) -> tuple[Block, Block] | None:  # noqa: ARG002
        """It is never cut."""
        return None

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw nothing."""
