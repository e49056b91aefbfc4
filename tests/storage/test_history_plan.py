"""What is asked of a long history at every look is found by an index, not by reading it all."""

import sqlalchemy as sa


def test_the_newest_entry_of_a_kind_is_found_without_reading_the_history(database, enter):
    enter()
    asked = []

    def keep(_connection, _cursor, statement, parameters, *_):
        asked.append((statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", keep)
    with database.unit_of_work() as work:
        assert work.history.newest("access_recovered") is None
        (found,) = [each for each in asked if "FROM audit_event" in each[0]]
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {found[0]}", found[1]).all()
    steps = [row[3] for row in plan]
    assert len(steps) == 1 and "USING INDEX ix_audit_event_action (action=?)" in steps[0], steps


def test_the_newest_of_several_entries_is_the_last_one(database):
    for number in (1, 2):
        with database.unit_of_work() as work:
            work.audit.note("access_recovered", "account", number)
    with database.unit_of_work() as work:
        assert work.history.newest("access_recovered").entity_id == 2
