"""No change escapes the history, whichever way it is made."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from msbone_desktop.domain.audit import AuditContext
from msbone_desktop.domain.errors import DuplicateClinicIdError
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.storage.audit_capture import audited_tables
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.schema import metadata, screening
from tests.storage.making import AT, details
from tests.storage.table_rows import row_for


def events(database: Database) -> list[Any]:
    with database.unit_of_work() as work:
        found = _on(work).exec_driver_sql("SELECT * FROM audit_event ORDER BY id").all()
    return list(found)


def _on(work: Any) -> Any:
    """The connection: these tests write past the repositories, too."""
    return work.patients._connection


def _write(database: Database, statement: Any, values: Any = None) -> None:
    with database.unit_of_work() as work:
        _on(work).execute(statement, values)


@pytest.mark.parametrize("table", audited_tables(), ids=lambda table: table.name)
def test_entering_changing_and_removing_a_row_of_every_table_leaves_an_event(database, table):
    with database.unit_of_work() as work:
        connection = _on(work)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        key = row_for(connection, table)
    entered = [e for e in events(database) if e.entity == table.name]
    assert [e.action for e in entered][-1:] == ["entered"]
    assert entered[-1].was is None and entered[-1].entity_id == key
    if "patient_id" in table.c:
        assert entered[-1].patient_id == 1
    if table.name == "reminder_event":
        return  # it never changes
    own = next(c for c in table.columns if not c.primary_key and not c.foreign_keys)
    identity = next(iter(table.primary_key.columns))
    with database.unit_of_work() as work:
        before = len(entered)
        connection = _on(work)
        present = connection.scalar(sa.select(own).where(identity == key))
        connection.execute(table.update().where(identity == key).values({own.name: present}))
    assert len([e for e in events(database) if e.entity == table.name]) == before, (
        "writing what is there already is no change"
    )
    with database.unit_of_work() as work:
        connection = _on(work)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for other in reversed(metadata.sorted_tables):
            if other.name not in {"audit_event", "reminder_event"}:
                connection.execute(other.delete())
    removed = [e for e in events(database) if e.entity == table.name and e.action == "removed"]
    assert len(removed) == 1
    assert removed[0].became is None and removed[0].was


def test_a_change_holds_only_the_columns_that_differ(database, enter):
    person = enter(family_name="Weiß", phone="1")
    with database.unit_of_work() as work:
        work.patients.update(
            person.id, person.version, details(family_name="Weiss", phone="1"), "B", AT
        )
    last = events(database)[-1]
    assert (last.action, last.entity, last.entity_id, last.patient_id) == (
        "changed",
        "patient",
        1,
        1,
    )
    assert json.loads(last.was) == {"family_name": "Weiß"}
    became = json.loads(last.became)
    assert len(became.pop("#")) == 32
    assert became == {"family_name": "Weiss"}


def test_a_value_that_goes_and_one_that_comes_are_on_one_side_only(database, enter):
    person = enter(left_reason=None)
    _write(database, sa.text("UPDATE patient SET left_on = '2026-11', born_on = NULL"))
    last = events(database)[-1]
    assert json.loads(last.was) == {"born_on": "1979-03-14"}
    assert json.loads(last.became)["left_on"] == "2026-11"
    assert last.patient_id == person.id


def test_sql_written_by_hand_is_noticed_too(database, enter):
    enter()
    with database.unit_of_work() as work:
        _on(work).exec_driver_sql("UPDATE patient SET phone = '7'")
    assert json.loads(events(database)[-1].became)["phone"] == "7"


def test_what_is_rolled_back_is_not_in_the_history(database, enter):
    enter()
    count = len(events(database))
    with pytest.raises(RuntimeError):
        _cut_off(database)
    with pytest.raises(DuplicateClinicIdError), database.unit_of_work() as work:
        work.patients.add(details(clinic_id="MSB-0001"), "A", AT)
    assert len(events(database)) == count


def _cut_off(database: Database) -> None:
    with database.unit_of_work() as work:
        work.patients.add(details(clinic_id="X"), "A", AT)
        raise RuntimeError


def _draft(work: Any, patient: Any, answers: dict[str, Any]) -> Any:
    return work.screenings.add_draft(
        patient, assessed_on=AT.date(), answers=json.dumps(answers), rule_set_version="1",
        rule_set_hash="h", profile="p", software_version="1", started_by="A", started_at=AT,
    )  # fmt: skip


def _save(work: Any, draft: Any, answers: dict[str, Any], notes: str = "") -> Any:
    return work.screenings.save_draft(
        ScreeningId(draft.id), draft.patient, draft.version, answers=json.dumps(answers), notes=notes,
        confirmations=(), carried_forward=(), saved_at=AT,
    )  # fmt: skip


def test_one_save_of_a_draft_is_one_event_with_only_the_answers_that_changed(database, enter):
    person = enter()
    with database.unit_of_work() as work:
        draft = _draft(work, person.id, {"a": 1, "b": {"x": 1, "y": 2}, "c": [1]})
    count = len(events(database))
    with database.unit_of_work() as work:
        _save(work, draft, {"a": 1, "b": {"x": 1, "y": 3}, "d": "new"})
    (event,) = events(database)[count:]
    assert json.loads(event.was) == {"answers": {"b": {"y": 2}, "c": [1]}}
    became = json.loads(event.became)
    assert became["answers"] == {"b": {"y": 3}, "d": "new"}
    assert set(became) == {"answers", "#"}


def test_signing_says_signed_and_keeps_a_fingerprint_of_the_findings(database, enter):
    person = enter()
    with database.unit_of_work() as work:
        draft = _draft(work, person.id, {})
        work.screenings.sign(
            draft.id, person.id, draft.version, answers="{}", findings='{"recommendations": []}',
            rule_set_version="1", rule_set_hash="h", profile="p", software_version="1",
            signed_by="A", signed_at=AT,
        )  # fmt: skip
    last = events(database)[-1]
    assert last.action == "signed"
    assert json.loads(last.became)["findings"].startswith("sha256 ")


def test_the_reason_comes_from_the_row_or_from_the_unit_of_work(database, enter):
    enter()
    with database.unit_of_work() as work:
        work.audit.reason = "Her new number"
        _on(work).exec_driver_sql("UPDATE patient SET phone = '7'")
    with database.unit_of_work() as work:
        _on(work).exec_driver_sql("UPDATE patient SET left_on = '2026', left_reason = 'Moved away'")
    assert [e.reason for e in events(database)[-2:]] == ["Her new number", "Moved away"]


def test_a_file_is_kept_as_a_fingerprint(database):
    _write(database, metadata.tables["clinic"].insert(), _clinic(b"\x89PNG" * 1000))
    text = json.loads(events(database)[-1].became)["logo_png"]
    assert text.startswith("sha256 ") and text.endswith(", 4000 bytes")


def _clinic(logo: bytes) -> dict[str, Any]:
    return {
        "id": 1, "name": "C", "address": "", "phone": "", "paper": "A4", "date_order": "dmy", "is_demo": 0,
        "logo_png": logo, "version": 1, "changed_by": "A", "changed_at": AT.isoformat(),
    }  # fmt: skip


def test_an_event_says_who_when_and_where(database, enter):
    zone = datetime(2026, 11, 22, 10, 0, tzinfo=UTC).astimezone().utcoffset() or timedelta()
    database.trail.context = AuditContext(
        actor="A. Nurse", account=7, session="s1", seat="Desk 2", now=lambda: AT
    )
    enter()
    last = events(database)[-1]
    assert (last.actor, last.account_id, last.session, last.seat) == ("A. Nurse", 7, "s1", "Desk 2")
    assert last.at == AT.isoformat()
    assert last.offset_minutes == zone.total_seconds() // 60


def test_what_changes_no_row_can_be_noted(database, enter):
    enter()
    with database.unit_of_work() as work:
        work.audit.note("viewed", "patient", 1, patient=1, became={"screen": "record"})
    last = events(database)[-1]
    assert (last.action, last.entity, last.patient_id) == ("viewed", "patient", 1)


def test_reading_alone_writes_nothing(database, enter):
    enter()
    count = len(events(database))
    with database.unit_of_work() as work:
        work.patients.search("Ordinary", 5)
    assert len(events(database)) == count


def test_the_history_cannot_be_changed_through_the_program(database, enter):
    enter()
    for statement in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(sa.exc.DBAPIError, match="stays as it was written"):
            _write(database, sa.text(statement))


def test_a_long_history_counts_without_a_gap(database, enter):
    for _ in range(5):
        enter()
    assert [e.id for e in events(database)] == [1, 2, 3, 4, 5]


def test_the_screening_table_is_listened_to():
    assert screening in audited_tables()
