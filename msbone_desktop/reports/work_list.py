"""The work list on paper: the rows in sight by group, under the line that counts everybody."""

from pathlib import Path

from msbone_desktop.domain.follow_up import Group, Source, WorkRow
from msbone_desktop.domain.papers import WorkListContent
from msbone_desktop.reports.appearance import BODY, SMALL, SMALL_INK, STRONG, TITLE
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.composition import Composer, DataRow, P
from msbone_desktop.reports.document import lay_out
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.paper_parts import clinic_head, furniture, made_words
from msbone_desktop.reports.wording import day

KINDS = {
    "dxa": "DXA",
    "bone_review": "Yearly bone review",
    "vitamin_d": "25(OH)D",
    "calcium": "Calcium",
    "falls_review": "Falls review",
    "edss": "EDSS",
    "other": "Other reminders",
}
GROUPS = {
    Group.OVERDUE: "Overdue",
    Group.DUE: "Due",
    Group.DUE_SOON: "Due soon",
    Group.NEVER_SCANNED: "Never scanned",
    Group.BOOKED: "Booked",
    Group.UPCOMING: "Not due yet",
    Group.NOT_ON_LIST: "Not on list",
}
SOURCES = {
    Source.MODULE: "Module: expert opinion (Oleson 2017)",
    Source.CLINICIAN: "Clinician",
    Source.POLICY: "Clinic policy",
    Source.EXTENSION: "Extension, not in the module",
}
_COLUMNS = (
    *(Column(1.5), Column(0.9), Column(0.95), Column(0.9)),
    *(Column(0.4), Column(1.2), Column(1.0), Column(0.95), Column(0.4)),
)
_TIGHT = Frame(rules=True, padding=(3.0, 2.4))
_HEAD = ("Name", "Born", "ID", "Due", "Late", "Why", "Last contact", "Phone", "Done")


def build_work_list(content: WorkListContent, fonts: Path) -> RawPages:
    """Draw the rows that are shown; their number stands under the title.

    Raises:
        UnprintableTextError: A name holds a character that no shipped font can draw.
    """
    made, listed = content.made, content.listed
    composer = Composer(TypeSetter(load_fonts(fonts), "the work list"))
    title = f"Work list: {KINDS[listed.kind]}"
    blocks: list[Block] = [
        clinic_head(composer, made),
        composer.text(P(f"{title}, {day(listed.on)}", TITLE, before=5), "H1"),
        composer.text(P(_reconciliation(content), SMALL)),
    ]
    for group in Group:
        rows = [row for row in content.rows if row.group is group]
        if rows:
            blocks.append(composer.heading(f"{GROUPS[group]}: {len(rows)}"))
            lines = [_row(row) for row in rows]
            people = composer.about("the name of a patient")
            blocks.append(people.table(_COLUMNS, _HEAD, lines, frame=_TIGHT, before=3))
    if not content.rows:
        blocks.append(composer.text(P("Nobody is shown.", BODY, before=8)))
    return lay_out(
        composer,
        blocks,
        furniture(made, title, None, (made_words(made),)),
        paper=made.clinic.paper,
        prepared_at=made.at,
        software_version=made.software_version,
    )


def _reconciliation(content: WorkListContent) -> str:
    listed = content.listed
    return (
        f"{len(content.rows)} shown. {listed.patients} patients = {listed.due} on the list"
        f" + {listed.not_due} not due + {listed.excluded} left out with a reason"
        + (f", {listed.in_bin} of them in the bin." if listed.in_bin else ".")
    )


def _row(row: WorkRow) -> DataRow:
    person, reminder = row.person, row.reminder
    born = "Not recorded" if person.born_on is None else _born(row)
    due, why, contact = "", row.why_not, ""
    if reminder is not None:
        due = day(reminder.appointment_on or reminder.due_on)
        sources = dict.fromkeys(SOURCES[reason.source] for reason in reminder.reasons)
        why = row.why_not if row.group is Group.NOT_ON_LIST else ", ".join(sources)
        if reminder.last_contact is not None:
            contact = f"{day(reminder.last_contact.on_day)} ({reminder.attempts})"
    cells = (
        [P(f"{person.family_name}, {person.given_name}".strip(", "), STRONG)],
        [P(born, SMALL_INK)],
        [P(person.clinic_id, SMALL_INK)],
        [P(due, SMALL_INK)],
        [P(str(row.days_late) if row.days_late else "", SMALL_INK)],
        [P(why, SMALL_INK)],
        [P(contact, SMALL_INK)],
        [P(row.phone, SMALL_INK)],
        [P("☐", BODY)],
    )
    return DataRow(cells)


def _born(row: WorkRow) -> str:
    born = row.person.born_on
    assert born is not None
    return day(born.exact) if born.exact is not None else born.isoformat()
