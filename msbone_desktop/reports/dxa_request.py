"""The request for a DXA: who, why with its evidence, which sites, and help that is needed."""

from pathlib import Path

from msbone_desktop.domain.access import AccessCard, SuggestedSite
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.papers import DxaRequestContent
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.reports.appearance import (
    BODY,
    INK,
    SMALL,
    SMALL_INK,
    STRONG,
    SUNKEN,
    TITLE,
)
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.composition import Composer, DataRow, P
from msbone_desktop.reports.document import lay_out
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, full_name, furniture, made_words
from msbone_desktop.reports.wording import day, number, plain

TITLE_WORDS = "Request for a DXA scan"
_ABSENT = {
    Absence.NOT_ASKED: "not asked",
    Absence.UNKNOWN: "asked, not known",
    Absence.DECLINED: "declined to answer",
    Absence.INVALID: "not understood",
}
_CARD: tuple[tuple[str, str], ...] = (
    ("transfer", "Moves onto the table"),
    ("wheelchair", "Wheelchair"),
    ("lies_flat", "Lies flat for 15 minutes"),
    ("spasticity", "Spasticity"),
    ("metal_left_hip", "Metal in the left hip"),
    ("metal_right_hip", "Metal in the right hip"),
    ("metal_spine", "Metal in the spine"),
    ("metal_left_forearm", "Metal in the left forearm"),
    ("metal_right_forearm", "Metal in the right forearm"),
    ("pump", "Implanted pump"),
    ("may_be_pregnant", "May be pregnant"),
)
_WORDS = {
    "alone": "alone",
    "one_person": "with one person",
    "two_people": "with two people",
    "hoist": "with a hoist",
    "part_time": "part of the day",
    "full_time": "all day",
    "does_not_apply": "does not apply",
}
_USES = {"scan": "Please scan", "ask": "Please ask first", "leave": "Please leave out"}


def build_dxa_request(content: DxaRequestContent, fonts: Path) -> RawPages:
    """Draw the request.

    Raises:
        UnprintableTextError: A name or address holds a character that no font can draw.
    """
    made = content.made
    composer = Composer(TypeSetter(load_fonts(fonts), "the request"))
    return lay_out(
        composer.about("the name, date of birth or number of the patient"),
        [
            clinic_head(composer, made),
            composer.text(P(TITLE_WORDS, TITLE, before=6), "H1"),
            _person(composer, content),
            *_reasons(composer, content),
            *_sites(composer, content),
            *_access(composer, content),
            *_scans(composer, content),
            *_for_the_report(composer),
            _signature(composer),
        ],
        furniture(made, TITLE_WORDS, content.subject, (made_words(made),)),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )


def _person(composer: Composer, content: DxaRequestContent) -> Block:
    who = composer.about("the name, address or number of the patient")
    subject = content.subject
    facts = (
        ("Name", full_name(subject)),
        ("Born", subject.born),
        ("Sex for the reference", subject.sex),
        ("Clinic ID", subject.clinic_id),
        ("Phone", content.phone),
        ("Address", ", ".join(content.address.splitlines())),
    )
    cells = [
        Stack([who.text(P(title, SMALL)), who.text(P(value or "Not recorded", STRONG))])
        for title, value in facts
    ]
    rows = [Row(cells[:3]), Row(cells[3:])]
    return Grid([Column(1.2), Column(1.0), Column(1.4)], rows, Frame(padding=(6, 4)), before=6)


def _reasons(composer: Composer, content: DxaRequestContent) -> list[Block]:
    composer = composer.about("a reason for the scan")
    heading = composer.heading("Why a scan is asked for")
    if not content.reasons:
        return [heading, composer.text(P("☐ ____________________________________________", BODY))]
    rows = [
        DataRow(([P(r.title, STRONG)], [P(r.value, BODY)], [P(r.label, SMALL_INK)]))
        for r in content.reasons
    ]
    columns = (Column(1.2), Column(1.4), Column(1.3))
    return [
        heading,
        composer.table(columns, ("Reason", "This patient", "Evidence"), rows, before=3),
    ]


def _sites(composer: Composer, content: DxaRequestContent) -> list[Block]:
    composer = composer.about("a site of the scan")
    rows = [_site_row(site, content.site_words) for site in content.sites]
    columns = (Column(1.2), Column(0.9), Column(2.4))
    head = ("Site", "Request", "Reason")
    return [composer.heading("Suggested sites"), composer.table(columns, head, rows, before=3)]


def _site_row(site: SuggestedSite, words: dict[str, str]) -> DataRow:
    name = words.get(site.site) or plain(site.site)
    if site.side:
        name = f"{name}, {site.side}"
    why = [P("; ".join(site.why), SMALL_INK)]
    if site.extension:
        why.append(P("Extension, not in the module", SMALL))
    return DataRow(([P(name, STRONG)], [P(_USES[site.use], BODY)], why))


def _access(composer: Composer, content: DxaRequestContent) -> list[Block]:
    composer = composer.about("the access card")
    cells = [
        Stack(
            [composer.text(P(title, SMALL)), composer.text(P(_answer(content.card, name), STRONG))]
        )
        for name, title in _CARD
    ]
    while len(cells) % 4:
        cells.append(Stack(()))
    rows = [Row(cells[start : start + 4]) for start in range(0, len(cells), 4)]
    blocks: list[Block] = [
        composer.heading("Getting to the scan"),
        Grid([Column()] * 4, rows, Frame(fill=SUNKEN, padding=(6, 3)), before=3),
    ]
    if content.card.note:
        blocks.append(composer.text(P(content.card.note, BODY, before=3)))
    if content.questions:
        lines = [composer.text(P("To be asked before booking", STRONG))]
        lines += [
            composer.text(P(f"☐ {_sentence(question)}", BODY)) for question in content.questions
        ]
        frame = Frame(outline=INK, dashed=True, padding=(8, 5))
        blocks.append(composer.panel([Stack(lines)], frame, before=6))
    return blocks


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _answer(card: AccessCard, name: str) -> str:
    """Return an answer in words; one that is missing is never a no."""
    answer = getattr(card, name)
    if isinstance(answer, Absence):
        return _ABSENT[answer]
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    words = _WORDS.get(str(answer), str(answer))
    if name == "may_be_pregnant" and card.pregnancy_asked_on is not None:
        words += f" (asked {day(card.pregnancy_asked_on)})"
    return words


def _scans(composer: Composer, content: DxaRequestContent) -> list[Block]:
    composer = composer.about("an earlier scan")
    heading = composer.heading("Earlier scans")
    if not content.scans:
        return [heading, composer.text(P("None is on record in this clinic.", BODY))]
    rows = [row for scan in content.scans for row in _scan_rows(scan, content.site_words)]
    columns = (Column(0.9), Column(1.1), Column(0.8), Column(0.6), Column(0.6), Column(1.6))
    head = ("Date", "Site", "BMD g/cm²", "T", "Z", "Scanner")
    return [heading, composer.table(columns, head, rows, before=3)]


def _scan_rows(scan: DxaScan, words: dict[str, str]) -> list[DataRow]:
    scanner = " ".join(part for part in (scan.manufacturer, scan.scanner_id) if part)
    rows = []
    for site in scan.sites:
        name = words.get(site.site) or plain(site.site)
        name = f"{name}, {site.side}" if site.side else name
        values = [
            "" if value is None else number(value)
            for value in (site.bmd_g_cm2, site.t_score, site.z_score)
        ]
        rows.append(
            DataRow(
                (
                    [P(day(scan.performed_on), SMALL_INK)],
                    [P(name, SMALL_INK)],
                    *([P(value, SMALL_INK)] for value in values),
                    [P(scanner or "Not recorded", SMALL_INK)],
                )
            )
        )
    return rows


def _for_the_report(composer: Composer) -> list[Block]:
    lines = (
        "BMD in g/cm² with T- and Z-score of each site, side and region; the reference data used.",
        "Maker, model and number of the scanner, software, and your precision error of each site.",
        "Whether the scanner was moved, repaired or cross-calibrated since the scan before.",
    )
    return [
        composer.heading("Please report"),
        composer.bullets([P(line, BODY) for line in lines], before=2),
    ]


def _signature(composer: Composer) -> Block:
    cells = [
        Stack([composer.text(P(title, SMALL))]) for title in ("Requested by", "Signature", "Date")
    ]
    frame = Frame(rules=True, gutter=18, padding=(0, 2))
    return Grid((Column(1.3), Column(1.3), Column(0.7)), [Row(cells)], frame, before=16)
