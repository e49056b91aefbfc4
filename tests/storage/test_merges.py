"""Two records joined and separated again: nothing is lost, nothing is left over."""

import random

import pytest
import sqlalchemy as sa

from msbone_desktop.domain.errors import JoinedRecordError, NotFoundError
from msbone_desktop.domain.merging import FIELDS, with_taken
from msbone_desktop.services.audit import verify
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.schema_facts import laboratory_result
from tests.storage.filling import fill, rows_of_all
from tests.storage.making import AT, details


def join(work, kept, other, taken=frozenset()):
    chosen = with_taken(work.patients.get(kept).details, work.patients.get(other).details, taken)
    return work.merges.join(
        kept, other, details=chosen, taken=taken, reason="Same person", by="A. Lead", at=AT
    )


def without_stamps(rows):
    """Leave out what every change of a patient's details raises, and the record of the merge."""
    return {
        name: {(*row[:20], *row[21:23], *row[25:]) for row in found} if name == "patient" else found
        for name, found in rows.items()
        if name != "patient_merge"
    }


def random_details(dice, number):
    """Somebody whose fields are sometimes empty."""
    texts = ("", "one", "two")
    return details(
        family_name=dice.choice(("Ash", "Birch")),
        clinic_id=f"MOB-{number}",
        phone=dice.choice(("", "0123", "0987")),
        email=dice.choice(("", "a@b.c")),
        address=dice.choice(texts),
        contact_note=dice.choice(texts),
        opted_out=dice.random() < 0.5,
        dxa_interval_months=dice.choice((None, 12, 24)),
        sex_for_reference=dice.choice(("female", "male")),
    )


@pytest.mark.parametrize("seed", range(25))
def test_joining_and_separating_gives_every_row_back(database, seed):
    dice = random.Random(seed)
    with database.unit_of_work() as work:
        people = [work.patients.add(random_details(dice, n), "A", AT).id for n in (1, 2, 3)]
        for number in people:
            fill(work.connection, number, dice)
    kept, other, _ = people
    taken = frozenset(field for field in FIELDS if dice.random() < 0.5)
    with database.unit_of_work() as work:
        before = rows_of_all(work.connection)
        merge = join(work, kept, other, taken)
    with database.unit_of_work() as work:
        for table in patient_tables():
            left = work.connection.scalars(
                sa.select(table.c.id).where(table.c.patient_id == other)
            ).all()
            assert not left or table.name in ("access_card", "calendar_entry")
        during = rows_of_all(work.connection)
        assert {name: len(rows) for name, rows in during.items()} == {
            name: len(rows)
            + {"patient_merge": 1, "patient_listing": -1}.get(name, 0)
            + (len(during[name]) - len(rows) if name == "search_word" else 0)
            for name, rows in before.items()
        }
        preview = work.merges.separation(kept, merge)
        assert not (preview.changed or preview.gone or preview.staying)
        assert not any(field.changed_since for field in preview.fields)
        work.merges.separate(kept, merge, frozenset(), "A. Lead", AT)
    with database.unit_of_work() as work:
        assert without_stamps(rows_of_all(work.connection)) == without_stamps(before)
        assert work.merges.into(kept) == ()
    assert verify(database).faults == ()


def test_the_record_that_was_joined_is_found_by_its_clinic_id_alone(database, enter):
    kept = enter(family_name="Ash", clinic_id="MOB-12").id
    other = enter(family_name="Birch", clinic_id="MOB-17").id
    third = enter(family_name="Cedar", clinic_id="MOB-3").id
    with database.unit_of_work() as work:
        join(work, kept, other)
        (row,) = work.patients.search("mob-17")
        assert (row.id, row.found_by) == (kept, "MOB-17")
        assert [row.found_by for row in work.patients.search("MOB-12")] == [""]
        assert [row.found_by for row in work.patients.search("Ash")] == [""]
        assert work.patients.search("Birch") == ()
        assert work.patients.page(text="MOB-17", seen_since=AT.date()).total == 1
        with pytest.raises(JoinedRecordError) as refused:
            work.bin.refuse_put_away(other)
        assert refused.value.into == kept
        join(work, third, kept)
        assert [row.id for row in work.patients.search("MOB-17")] == [third]
        person = work.patients.get(third)
        work.patients.update(third, person.version, details(clinic_id="MOB-4"), "A", AT)
        assert [row.id for row in work.patients.search("MOB-17")] == [third]


def test_records_joined_one_into_the_other_are_separated_from_the_last_to_the_first(
    database, enter
):
    first, second, third = (enter().id for _ in range(3))
    with database.unit_of_work() as work:
        for number in (first, second, third):
            fill(work.connection, number, random.Random(number), least=1)
        before = rows_of_all(work.connection)
        inner = join(work, second, first)
        outer = join(work, third, second)
        assert work.bin.with_joined(third) == (third, second, first)
        with pytest.raises(NotFoundError):
            work.merges.separation(third, inner)
        work.merges.separate(third, outer, frozenset(), "A. Lead", AT)
        work.merges.separate(second, inner, frozenset(), "A. Lead", AT)
        assert without_stamps(rows_of_all(work.connection)) == without_stamps(before)
        with pytest.raises(NotFoundError):
            work.merges.separate(second, inner, frozenset(), "A. Lead", AT)


def test_what_is_on_both_is_named(database, enter):
    kept, other = enter().id, enter().id
    with database.unit_of_work() as work:
        fill(work.connection, kept, random.Random(1), least=1, most=1)
        fill(work.connection, other, random.Random(1), least=1, most=1)
        found = {(clash.kind, clash.table) for clash in work.merges.clashes(kept, other)}
        assert ("access_card", "access_card") in found
        assert ("calendar_entry", "calendar_entry") in found
        assert ("alike", "laboratory_result") in found and ("same_day", "screening") in found
        assert not any(clash.blocks for clash in work.merges.clashes(kept, other))
        work.connection.execute(
            laboratory_result.update()
            .where(laboratory_result.c.patient_id == other)
            .values(value="99")
        )
        found = {(clash.kind, clash.table) for clash in work.merges.clashes(kept, other)}
        assert ("same_day", "laboratory_result") in found
        assert ("alike", "laboratory_result") not in found


def test_a_record_that_took_in_another_is_deleted_for_good_with_it(database, enter):
    from msbone_desktop.storage.purging import purge

    kept, other, third = (enter().id for _ in range(3))
    with database.unit_of_work() as work:
        for number in (kept, other, third):
            fill(work.connection, number, random.Random(number), least=1)
        join(work, kept, other)
    with database.unit_of_work() as work:
        work.bin.put(kept, "Entered by mistake", AT.date(), "A. Lead", AT)
        assert work.bin.get(kept).joined == 1
        purge(work.connection, kept)
    with database.unit_of_work() as work:
        rows = rows_of_all(work.connection)
        assert {row[0] for row in rows["patient"]} == {third} and not rows["patient_merge"]
    assert verify(database).faults == ()
