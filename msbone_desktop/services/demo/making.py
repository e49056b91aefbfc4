"""Making the demo clinic's people: pure, so that a day and a seed always give the same clinic."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate, add_months
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import VitaminDResult
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.demo.life import life_of, visit_days
from msbone_desktop.services.demo.ordinary import ordinary_briefs
from msbone_desktop.services.demo.people import DemoPatient, DemoVisit
from msbone_desktop.services.demo.recording import Recorder, menopause_on
from msbone_desktop.services.demo.scanning import scan_days, scans_of, skeleton_of
from msbone_desktop.services.demo.tables import Brief, DemoTables, load_tables

SEED = 20261122
_DRAFTS_AMONG_ORDINARY = 4


def make_demo(
    today: date, seed: int = SEED, tables: DemoTables | None = None
) -> tuple[DemoPatient, ...]:
    """Return the people of the demo clinic, the awkward ones first.

    Args:
        today: The day to which every date is relative.
        seed: Of the random numbers; nothing else is left to chance.
        tables: What to draw from; by default what ships.
    """
    tables = tables or load_tables(shipped("resources") / "demo")
    ordinary = ordinary_briefs(tables, _dice(seed, "ordinary"))
    for place in range(_DRAFTS_AMONG_ORDINARY):
        at = place * 7 + 2
        ordinary[at] = replace(ordinary[at], draft=True, newest_visit_ago=place)
    briefs = [*tables.awkward, *ordinary]
    born: dict[str, date] = {}
    found = []
    for number, brief in enumerate(briefs, start=1):
        # Dice of her own: one more answer of one person does not change all the others.
        dice = _dice(seed, f"{brief.case or 'person'} {number}")
        born_on = born.get(brief.born_like) or _birthday(brief, today, dice)
        if brief.case:
            born[brief.case] = born_on
        found.append(_person(number, brief, born_on, today, tables, dice))
    return tuple(found)


def _dice(seed: int, name: str) -> Random:
    return Random(f"{seed} {name}")  # noqa: S311  (fictional people, not keys)


def _birthday(brief: Brief, today: date, dice: Random) -> date:
    if brief.born:
        return PartialDate.fromisoformat(brief.born).earliest
    if brief.fifty_on_scan_day:
        return add_months(scan_days(brief, today)[-1], -50 * 12)
    years = 45 if brief.age is None else brief.age
    return add_months(today, -12 * years) - timedelta(days=dice.randint(1, 360))


def _person(
    number: int, brief: Brief, born_on: date, today: date, tables: DemoTables, dice: Random
) -> DemoPatient:
    clinic_id = f"DEMO-{number:04d}"
    days = visit_days(brief, today, dice)
    life = life_of(brief, days, today, tables, dice)
    skeleton = skeleton_of(brief, born_on, today, tables, dice)
    scans = scans_of(brief, skeleton, scan_days(brief, today), tables, dice)
    recorder = Recorder(brief, life, scans, born_on, tables, dice)
    visits = _visits(clinic_id, brief, days, recorder, tables, dice)
    if brief.amended:
        visits = (*visits, _amendment(brief, visits[-1]))
    first_seen = min([*days, *(scan.performed_on for scan in scans), today])
    details = _details(number, clinic_id, brief, born_on, (first_seen, today), dice)
    return DemoPatient(details=details, visits=visits, scans=scans, case=brief.case)


def _visits(
    clinic_id: str,
    brief: Brief,
    days: tuple[date, ...],
    recorder: Recorder,
    tables: DemoTables,
    dice: Random,
) -> tuple[DemoVisit, ...]:
    found = []
    for place, day in enumerate(days, start=1):
        newest = place == len(days)
        notes = dice.choice(tables.names.notes)
        if newest and brief.shows:
            notes = f"Fictional patient of the demo clinic. Shows: {brief.shows}."
        found.append(
            DemoVisit(
                on=day,
                by=dice.choice(tables.names.staff),
                record=recorder.record(f"{clinic_id}-{place}", day, newest=newest),
                signed=not (newest and brief.draft),
                notes=notes,
            )
        )
    return tuple(found)


def _amendment(brief: Brief, wrong: DemoVisit) -> DemoVisit:
    """Return the screening that replaces ``wrong``: another 25(OH)D result, the rest as it was."""
    results = wrong.record.vitamin_d
    assert isinstance(results, tuple)
    mended: VitaminDResult = replace(results[-1], value=Decimal(brief.amended_vitamin_d or 0))
    record = replace(
        wrong.record, id=f"{wrong.record.id}-amended", vitamin_d=(*results[:-1], mended)
    )
    on = wrong.on + timedelta(days=3)
    return DemoVisit(on=on, by=wrong.by, record=record, notes=wrong.notes, amends=brief.amended)


def _details(
    number: int,
    clinic_id: str,
    brief: Brief,
    born_on: date,
    seen: tuple[date, date],
    dice: Random,
) -> PatientDetails:
    first_seen, today = seen
    onset = min(today.year - round(brief.years_of_ms), first_seen.year - 1)
    ways: tuple[Literal["letter", "phone", "email", "text", ""], ...]
    ways = ("letter", "phone", "email", "text", "")
    post = brief.sex == "female" and menopause_on(born_on, today) == "post"
    # Nothing is known of somebody of whom nothing was recorded.
    empty = brief.asked == "nothing"
    died = None if brief.deceased_ago is None else today - timedelta(days=brief.deceased_ago)
    return PatientDetails(
        family_name=brief.family,
        given_name=brief.given,
        born_on=PartialDate.fromisoformat(brief.born) if brief.born else PartialDate.of(born_on),
        clinic_id=clinic_id,
        sex_for_reference=brief.sex or Absence.NOT_ASKED,
        menopause=menopause_on(born_on, today) if brief.sex == "female" else Absence.NOT_ASKED,
        menopause_on=PartialDate(born_on.year + 51) if post else None,
        ms_course=Absence.NOT_ASKED if empty else brief.course,
        ms_onset_on=None if empty else PartialDate(max(onset, born_on.year + 10)),
        phone="" if empty else f"01632 960{number:03d}",  # reserved for fiction
        email="" if empty else f"{clinic_id.lower()}@example.org",
        address="" if empty else f"{number} Example Street\nExampletown",
        contact_by="" if empty else dice.choice(ways),
        contact_note="Needs a step-free way in." if brief.edss >= 7 else "",
        opted_out=bool(brief.opted_out),
        opted_out_reason=brief.opted_out,
        deceased_on=None if died is None else PartialDate.of(died),
        dxa_interval_months=brief.interval_months,
    )
