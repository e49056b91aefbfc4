"""The work list of a large clinic arranged anew, and fifty recall letters."""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime

from measuring import Aim, Measure, Stopwatch
from paper import _bare as bare_pages
from paper import _words as words_of

NAMES = ("work list of 10,000 arranged and painted", "fifty recall letters")
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def measures(_options: argparse.Namespace) -> Iterator[Measure]:
    yield _list_measure()
    yield _letters_measure()


def _list_measure() -> Measure:
    from PySide6.QtWidgets import QApplication

    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.ui.appearance import Appearance
    from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
    from msbone_desktop.ui.reminders.list_model import WorkListModel
    from msbone_desktop.ui.reminders.list_view import WorkTable

    keep_singletons_alive()
    app = QApplication.instance() or QApplication([])
    appearance = Appearance(shipped("resources"))
    appearance.apply(app, "light")
    model = WorkListModel()
    model.folded = set()
    table = WorkTable(model, appearance)
    table.resize(1100, 700)
    table.show()
    listed = _listed(10_000)

    def redraw() -> None:
        model.show_list(listed)
        table.viewport().repaint()

    return Measure(name=NAMES[0], unit="ms", aim=Aim(value=100), ours=Stopwatch(redraw), rounds=15)


def _listed(count: int):
    from msbone_desktop.domain.follow_up import (
        Group,
        Reason,
        Reminder,
        Source,
        State,
        WorkList,
        WorkRow,
    )
    from msbone_desktop.domain.patients import PatientRow

    groups = (Group.OVERDUE, Group.DUE, Group.NEVER_SCANNED)
    rows = []
    for number in range(count):
        person = PatientRow(
            id=number, family_name=f"Name{number}", given_name="Ann", born_on=None,
            sex_for_reference=None, clinic_id=f"B-{number}", ms_course=None, edss=None,
            edss_on=None, last_screened_on=None, last_dxa_on=None, has_draft=False, deceased=False,
        )  # fmt: skip
        due = date(2026, 9, 1)
        reminder = Reminder(
            patient=number, kind="dxa", due_on=due, status="overdue", state=State.OPEN,
            reasons=(Reason(source=Source.MODULE, due_on=due),), acts_on=due,
        )  # fmt: skip
        group = groups[number * len(groups) // count]
        rows.append(WorkRow(person=person, group=group, reminder=reminder, days_late=80))
    counts = {group: sum(row.group is group for row in rows) for group in groups}
    return WorkList(
        kind="dxa", on=AT.date(), rows=tuple(rows), patients=count, due=count, not_due=0,
        excluded=0, counts=counts,
    )  # fmt: skip


def _letters_measure() -> Measure:
    from msbone_desktop.domain.clinic import ClinicIdentity
    from msbone_desktop.domain.documents import SubjectIdentity
    from msbone_desktop.domain.papers import LetterBatch, LetterContent, Made
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.reports.archival import archive
    from msbone_desktop.reports.letters import build_letters

    fonts = shipped("resources") / "fonts"
    clinic = ClinicIdentity(name="Bench Clinic", address="1 Road", phone="555 1234")
    letters = tuple(
        LetterContent(
            subject=SubjectIdentity(
                patient=n,
                family_name=f"Name{n}",
                given_name="Ann",
                born="1 Jan 1970",
                sex="Female",
                clinic_id=f"B-{n}",
            ),
            address="1 Road\nTown",
            kind="dxa",
            due_on=date(2026, 9, 1),
        )
        for n in range(50)
    )
    made = Made(clinic=clinic, at=AT, by="Bench", software_version="0")
    batch = LetterBatch(made=made, letters=letters)
    pages = words_of(build_letters(batch, fonts)[0].pdf)
    return Measure(
        name=NAMES[1],
        unit="ms",
        aim=Aim(value=5000),
        ours=Stopwatch(lambda: archive(build_letters(batch, fonts)[0])),
        floor=Stopwatch(lambda: bare_pages(pages)),
        rounds=7,
    )
