"""Putting away hides and keeps; deleting for good leaves no row behind, and nobody else touched."""

import random

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from msbone_desktop.domain.errors import InTheBinError, MsboneError, NotFoundError
from msbone_desktop.services.audit import verify
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.purging import purge
from msbone_desktop.storage.schema import metadata
from tests.storage.filling import fill, rows_of_all
from tests.storage.making import AT, DAY, details


@pytest.fixture
def two(database, enter):
    """Two patients with rows of every kind."""
    both = enter(family_name="Ash").id, enter(family_name="Birch").id
    with database.unit_of_work() as work:
        for number in both:
            fill(work.connection, number, random.Random(number), least=2)
    return both


def put(database, number):
    with database.unit_of_work() as work:
        work.bin.put(number, "Entered twice", DAY, "A. Lead", AT)


def test_every_table_that_points_to_a_patient_is_known():
    listed = {table.name for table in patient_tables()}
    pointing = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name == "patient" for key in table.foreign_keys)
    }
    standing = {"patient_archive", "patient_listing", "search_word", "patient_merge"}
    assert pointing - listed == standing and len(listed) == 19


def test_who_is_put_away_is_listed_and_found_no_more_and_comes_back_as_she_was(database, two):
    ash, birch = two
    with database.unit_of_work() as work:
        before = rows_of_all(work.connection)
    put(database, ash)
    with database.unit_of_work() as work:
        assert [row.id for row in work.patients.page_of_all()] == [birch]
        assert work.patients.search("Ash") == () and work.patients.search("MSB-0001") == ()
        assert work.patients.similar_to(details(family_name="Ash", clinic_id="new")) == ()
        assert {facts.patient for facts in work.reminders.facts(frozenset())} == {birch}
        assert [entry.patient.id for entry in work.bin.all()] == [ash]
        hidden = rows_of_all(work.connection)
        assert work.bin.count() == 1
    changed = {name for name in before if before[name] != hidden[name]}
    assert changed == {"patient_archive", "patient_listing", "search_word"}
    with database.unit_of_work() as work:
        with pytest.raises(InTheBinError):
            work.bin.put(ash, "again", DAY, "A. Lead", AT)
        work.bin.take_out(ash)
        assert rows_of_all(work.connection) == before
        with pytest.raises(NotFoundError):
            work.bin.take_out(ash)


def test_deleting_for_good_leaves_nothing_of_her_and_everything_of_others(database, two):
    ash, birch = two
    with database.unit_of_work() as work:
        before = rows_of_all(work.connection)
        with pytest.raises(NotFoundError):
            purge(work.connection, ash)
    put(database, ash)
    with database.unit_of_work() as work:
        shared = work.bin.get(ash).shared_files
        purge(work.connection, ash)
    with database.unit_of_work() as work:
        after = rows_of_all(work.connection)
        for table in patient_tables():
            left = work.connection.scalars(sa.select(table.c.patient_id).distinct()).all()
            assert left == [birch], table.name
        pages = work.connection.scalar(
            sa.text(
                "SELECT count(*) FROM batch_document WHERE id NOT IN"
                " (SELECT batch_id FROM batch_page)"
            )
        )
        assert pages == 0
    assert all(after[name] <= before[name] for name in before)
    assert len(after["batch_document"]) >= shared
    assert verify(database).faults == ()


def test_the_history_of_what_was_deleted_tells_the_clinic_id_and_no_contents(database, two):
    put(database, two[0])
    with database.unit_of_work() as work:
        purge(work.connection, two[0])
    with database.unit_of_work() as work:
        told = work.connection.exec_driver_sql(
            "SELECT entity, was, became FROM audit_event WHERE action = 'purged'"
        ).all()
        assert work.connection.exec_driver_sql("SELECT count(*) FROM audit_change").scalar() == 0
    assert {entity for entity, _, _ in told} > {"patient", "patient_archive", "screening"}
    assert {was for _, was, _ in told} == {None, '{"clinic_id":"MSB-0001"}'}


def test_a_number_is_never_given_to_another_patient(database, enter):
    number = enter().id
    put(database, number)
    with database.unit_of_work() as work:
        purge(work.connection, number)
    with database.unit_of_work() as work:
        assert work.patients.add(details(), "A. Nurse", AT).id == number + 1
        work.patients.add_all([details(clinic_id="x")], "A. Nurse", AT)
        assert [row.id for row in work.patients.page_of_all()] == [number + 1, number + 2]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM screening WHERE patient_id = 1",
        "DELETE FROM reminder_event WHERE patient_id = 1",
        "UPDATE screening SET patient_id = 2 WHERE patient_id = 1",
        "UPDATE reminder_event SET patient_id = 2 WHERE patient_id = 1",
    ],
)
def test_outside_bin_and_merge_signed_work_stays_where_it_is(database, two, statement):
    assert two == (1, 2)
    with pytest.raises((IntegrityError, MsboneError)), database.unit_of_work() as work:
        work.connection.exec_driver_sql(statement)
    with database.unit_of_work() as work:
        work.bin.put(2, "another one", DAY, "A. Lead", AT)
    with pytest.raises((IntegrityError, MsboneError)), database.unit_of_work() as work:
        work.connection.exec_driver_sql(statement)
