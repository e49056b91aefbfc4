"""Results of FRAX and other tools that somebody typed in, with what has to stand beside them."""

from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.domain.external_risk import ExternalRisk, ShownRisk, stand_in_words
from msbone_desktop.reports.appearance import BODY, SMALL, SMALL_INK, STRONG
from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.lines import Span
from msbone_desktop.reports.wording import day, number

_TYPED_IN = "As the tool gave it and staff typed it in. This program computes no fracture risk."


def external_risk_section(composer: Composer, content: SummaryContent) -> list[Block]:
    """Lay out the newest result of each tool; nothing when none is on record."""
    if not content.external_risks:
        return []
    composer = composer.about("a result of a risk tool")
    lines = [P(_TYPED_IN, SMALL_INK)]
    for shown in content.external_risks:
        lines += _entry(shown)
    return [composer.heading("Results of other risk tools"), composer.stack(lines, before=3)]


def _entry(shown: ShownRisk) -> list[Paragraph]:
    result = shown.result
    title = Span(f"{result.tool} {result.tool_version}".strip(), STRONG)
    if shown.hidden:
        words = f": {shown.hidden}"
    else:
        words = f": {_numbers(result)} ({day(result.calculated_on)})"
    about = [text for text in shown.cautions if text != shown.hidden]
    return [
        Paragraph((title, Span(words, BODY)), 3),
        P(_inputs(result), SMALL),
        *(P(text, SMALL_INK) for text in about),
    ]


def _numbers(result: ExternalRisk) -> str:
    parts = []
    if result.major_percent is not None:
        parts.append(f"major fracture {number(result.major_percent)}\u00a0%")
    if result.hip_percent is not None:
        parts.append(f"hip fracture {number(result.hip_percent)}\u00a0%")
    return f"in 10 years {', '.join(parts)}"


def _inputs(result: ExternalRisk) -> str:
    parts = [
        "With BMD" if result.with_bmd else "Without BMD",
        stand_in_words(result),
        f"country model {result.country_model or 'not recorded'}",
        f"entered by {result.recorded_by or 'somebody not recorded'}",
    ]
    return ". ".join((", ".join(parts), *((result.note,) if result.note else ())))
