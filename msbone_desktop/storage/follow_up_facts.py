"""What decides the reminders of every patient, or of one, in a few statements."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.follow_up import FollowUpFacts
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import to_day, to_moment, to_partial
from msbone_desktop.storage.schema import patient, patient_listing, screening

_LISTED = patient_listing.c
_DETAILS = patient.c


@dataclass(slots=True)
class _History:
    """The runs of triggered rules over the signed screenings of one patient."""

    since: dict[str, date] = field(default_factory=dict)
    unanswered: dict[str, date] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)

    def add(self, on: date, triggered: frozenset[str], answered: frozenset[str]) -> None:
        """Go on with the next screening. ``answered``: rules that it said yes or no to."""
        for rule in triggered:
            self.since.setdefault(rule, on)
            self.unanswered.pop(rule, None)
            self.ended.pop(rule, None)
        for rule in [rule for rule in self.since if rule not in triggered]:
            if rule in answered:
                del self.since[rule]
                self.unanswered.pop(rule, None)
                self.ended[rule] = on
            else:
                self.unanswered.setdefault(rule, on)


def of_all(connection: sa.Connection, rules: frozenset[str]) -> tuple[FollowUpFacts, ...]:
    """Return the facts of every patient, by number; of findings those of ``rules``."""
    return _gather(connection, rules, None)


def of_those_perhaps_due(
    connection: sa.Connection, rules: frozenset[str], on: date, shortest_months: int
) -> tuple[FollowUpFacts, ...]:
    """Return the facts of everybody whose DXA may be due on a day, and of few others.

    Whoever was scanned less than the shortest interval ago is left out by the database, three days
    to spare: it counts the ends of months in a way of its own.
    """
    columns = patient_listing.c
    wait = sa.func.min(
        sa.func.coalesce(columns.dxa_interval_months, shortest_months), shortest_months
    )
    soonest = sa.func.date(columns.last_dxa_on, "+" + wait.cast(sa.TEXT) + " months", "-3 days")
    ever = sa.select(screening.c.patient_id).where(
        screening.c.state == "signed", screening.c.triggered != ""
    )
    perhaps = sa.and_(
        columns.no_reminders == 0,
        sa.or_(
            columns.dxa_interval_months.is_not(None),
            columns.triggered != "",
            columns.patient_id.in_(ever),
        ),
        sa.or_(columns.last_dxa_on.is_(None), soonest <= on.isoformat()),
    )
    return _gather(connection, rules, None, perhaps)


def of_one(
    connection: sa.Connection, rules: frozenset[str], patient_id: PatientId
) -> FollowUpFacts | None:
    """Return the facts of one patient; None when there is no such patient."""
    found = _gather(connection, rules, patient_id)
    return found[0] if found else None


def _gather(
    connection: sa.Connection,
    rules: frozenset[str],
    one: PatientId | None,
    perhaps: sa.ColumnElement[bool] | None = None,
) -> tuple[FollowUpFacts, ...]:
    statement = (
        sa.select(
            _LISTED.patient_id,
            _DETAILS.created_at,
            _LISTED.last_screened_on,
            _LISTED.triggered,
            _LISTED.last_dxa_on,
            _LISTED.dxa_interval_months,
            _LISTED.deceased,
            _DETAILS.dxa_interval_set_on,
            _DETAILS.left_on,
            _DETAILS.left_reason,
            _DETAILS.opted_out,
            _DETAILS.opted_out_reason,
        )
        .join_from(patient_listing, patient, _LISTED.patient_id == _DETAILS.id)
        .order_by(_LISTED.patient_id)
    )
    if perhaps is not None:
        statement = statement.where(perhaps)
    if one is not None:
        statement = statement.where(_LISTED.patient_id == one)
    histories = _histories(connection, rules, one)
    return tuple(_facts(row, rules, histories) for row in connection.execute(statement))


def _facts(row: Any, rules: frozenset[str], histories: Mapping[int, _History]) -> FollowUpFacts:
    history = histories.get(row.patient_id) or _History()
    return FollowUpFacts(
        patient=PatientId(row.patient_id),
        added_on=clinic_day(to_moment(row.created_at)),
        screened_on=to_day(row.last_screened_on),
        triggered=rules.intersection(row.triggered.split()),
        since=history.since,
        unanswered=frozenset(history.unanswered),
        ended=history.ended,
        last_scan_on=to_day(row.last_dxa_on),
        interval_months=row.dxa_interval_months,
        interval_set_on=to_day(row.dxa_interval_set_on),
        deceased=bool(row.deceased),
        left_on=to_partial(row.left_on),
        left_reason=row.left_reason or "",
        opted_out=bool(row.opted_out),
        opted_out_reason=row.opted_out_reason,
    )


def _histories(
    connection: sa.Connection, rules: frozenset[str], one: PatientId | None
) -> dict[int, _History]:
    """Follow the triggered rules of those who ever had any, screening by screening."""
    columns = screening.c
    signed = columns.state == "signed"
    ever = sa.select(columns.patient_id).where(signed, columns.triggered != "")
    statement = (
        sa.select(columns.id, columns.patient_id, columns.assessed_on, columns.triggered)
        .where(signed, columns.patient_id.in_(ever) if one is None else columns.patient_id == one)
        .order_by(columns.patient_id, columns.assessed_on, columns.id)
    )
    histories: dict[int, _History] = {}
    for row in connection.execute(statement).all():
        history = histories.setdefault(row.patient_id, _History())
        triggered = rules.intersection(row.triggered.split())
        on = to_day(row.assessed_on)
        assert on is not None
        missing = [rule for rule in history.since if rule not in triggered]
        # The stored findings are long; they are opened only where a finding went away.
        answered = _answered(connection, row.id, missing) if missing else frozenset()
        history.add(on, triggered, answered)
    return histories


def _answered(connection: sa.Connection, number: int, rules: Iterable[str]) -> frozenset[str]:
    """Return which of ``rules`` a signed screening denied; possible and unknown deny nothing."""
    stored = connection.scalar(sa.select(screening.c.findings).where(screening.c.id == number))
    detail = json.loads(stored or "{}").get("detail", {})
    denied = {finding["rule_id"] for finding in detail.get("not_triggered", ())}
    return frozenset(rule for rule in rules if rule in denied)
