"""The recovery sheet: the code in large type, what it does, and how to keep it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msbone_desktop.domain.papers import Made
from msbone_desktop.domain.recovery import RecoveryCode
from msbone_desktop.reports.appearance import BODY, SMALL, SUNKEN, TITLE, Style
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.document import lay_out
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, furniture, made_words

_CODE = Style(24, 32, "bold")
_NUMBER = Style(8, 10)
_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheetContent:
    """What stands on a sheet."""

    made: Made
    key_id: str
    """Tells one sheet from another."""
    code: RecoveryCode

    def __repr__(self) -> str:
        """Leave the code out of logs and tracebacks."""
        return f"RecoverySheetContent({self.key_id})"


def build_recovery_sheet(
    content: RecoverySheetContent, words: Mapping[str, Any], fonts: Path
) -> RawPages:
    """Draw the sheet, one page.

    Raises:
        UnprintableTextError: The clinic's name holds a character that no font can draw.
    """
    made = content.made
    composer = Composer(TypeSetter(load_fonts(fonts), "the recovery sheet"))
    blocks: list[Block] = [
        clinic_head(composer, made),
        composer.text(P(words["title"], TITLE, before=10), "H1"),
        composer.text(P(words["lead"], BODY, before=4)),
        composer.heading(f"{words['code']} {content.key_id}"),
        _code(composer, content.code),
        composer.text(P(words["checked"], SMALL, before=6)),
        composer.heading(words["steps_title"]),
        _steps(composer, words["steps"]),
        composer.heading(words["keep_title"]),
        composer.bullets([P(line, BODY) for line in words["keep"]]),
    ]
    return lay_out(
        composer,
        blocks,
        furniture(made, words["title"], None, (made_words(made),)),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )


def _steps(composer: Composer, steps: Sequence[str]) -> Block:
    numbers = [f"{number}." for number in range(1, len(steps) + 1)]
    return composer.bullets([P(line, BODY) for line in steps], numbers)


def _code(composer: Composer, code: RecoveryCode) -> Block:
    cells = [
        composer.stack([P(str(number), _NUMBER), P(group, _CODE)])
        for number, group in enumerate(code.groups, start=1)
    ]
    rows = [Row(cells[at : at + _A_ROW]) for at in range(0, len(cells), _A_ROW)]
    grid = Grid([Column()] * _A_ROW, rows, Frame(padding=(14, 6), gutter=10))
    return composer.panel([grid], Frame(fill=SUNKEN, padding=(8, 8)), before=6)
