"""The screening as a form for a pen, for a day without computers; made from the form on screen."""

from pathlib import Path

from msbone_desktop.domain.papers import BlankFormContent
from msbone_desktop.domain.questionnaire import Question
from msbone_desktop.reports.appearance import BODY, FOOT, SMALL, STRONG, TITLE
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.composition import Composer, DataRow, P, Paragraph
from msbone_desktop.reports.document import lay_out
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, furniture, made_words

TITLE_WORDS = "Bone health screening: paper form"
_BOX = "\u2610"
_LINE = "_" * 14
_LONG = "_" * 44
_ABSENT = f"{_BOX} Not known    {_BOX} Declined"
_LISTS = {
    "edss_list": ("EDSS", "Date of rating"),
    "walk_list": ("Seconds", "Aid", "Date"),
    "gait_aid_list": ("Aid", "Date"),
    "relapse_list": ("First day",),
    "fracture_list": ("Bone", "Date", "How it happened"),
    "steroid_list": ("Drug", "mg a day", "By mouth / vein", "From", "To"),
    "vitamin_d_list": ("Value", "Circle: ng/mL or nmol/L", "Date of sample"),
    "dxa_list": ("Date", "Site and side", "BMD", "T", "Z", "Scanner"),
    "drug_list": ("Name", "Name", "Name"),
    "text_list": ("Name", "Name", "Name"),
}


def build_blank_form(content: BlankFormContent, fonts: Path) -> RawPages:
    """Draw the empty form; each page has lines for name, date of birth and number."""
    made = content.made
    composer = Composer(TypeSetter(load_fonts(fonts), "the paper form"))
    blocks: list[Block] = [
        clinic_head(composer, made),
        composer.text(P(TITLE_WORDS, TITLE, before=4), "H1"),
        composer.text(
            P(
                "Leave open what was not asked: an open line is never read as no. "
                "Circle the unit that the laboratory printed.",
                SMALL,
            )
        ),
        _who(composer),
    ]
    for section in content.questionnaire.sections:
        rows = [_row(content, question) for question in section.questions]
        blocks.append(composer.heading(section.title))
        blocks.append(
            composer.table((Column(1.1), Column(2.4)), ("Question", "Answer"), rows, before=2)
        )
    blocks.append(composer.heading("Notes"))
    blocks += [composer.text(P("_" * 104, FOOT, before=12)) for _ in range(4)]
    foot = (f"Name {_LONG}   Born {_LINE}   ID {_LINE}", made_words(made))
    return lay_out(
        composer,
        blocks,
        furniture(made, TITLE_WORDS, None, foot),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )


def _who(composer: Composer) -> Block:
    titles = ("Family name", "Given name", "Date of birth", "Clinic ID", "Date of screening")
    cells = [
        Stack([composer.text(P(title, FOOT)), composer.text(P(" ", BODY))]) for title in titles
    ]
    frame = Frame(rules=True, gutter=10, padding=(0, 3))
    return Grid(
        [Column(1.4), Column(1.3), Column(), Column(), Column()], [Row(cells)], frame, before=6
    )


def _row(content: BlankFormContent, question: Question) -> DataRow:
    asked = [P(question.label, STRONG)]
    if question.help:
        asked.append(P(question.help, FOOT))
    return DataRow((asked, _answer(content, question)))


def _answer(content: BlankFormContent, question: Question) -> list[Paragraph]:
    kind = question.kind
    if kind == "yes_no":
        return [P(f"{_BOX} Yes    {_BOX} No    {_ABSENT}", BODY)]
    if kind == "choice":
        words = "    ".join(f"{_BOX} {label}" for _, label in question.choices)
        return [P(f"{words}    {_ABSENT}", BODY)]
    if kind == "count":
        return [P(f"{_LINE}    {_ABSENT}", BODY)]
    if kind == "laboratory":
        unit = " / ".join(label for _, label in question.choices) or "unit"
        line = f"{_LINE} {unit}   upper limit {_LINE}   date {_LINE}"
        return [P(line, BODY), P(_ABSENT, BODY)]
    if kind == "quantity":
        unit = question.unit or _unit(content, question) or ""
        return [P(f"{_LINE} {unit}    {_ABSENT}", BODY)]
    columns = _LISTS.get(kind, ("Answer", "Date"))
    line = "   ".join(f"{name} {_LINE}" for name in columns)
    return [P(line, BODY), P(line, BODY, before=3), P(f"{_BOX} None    {_ABSENT}", BODY, before=2)]


def _unit(content: BlankFormContent, question: Question) -> str | None:
    field = content.dictionary.fields.get(question.fact)
    return None if field is None else field.unit
