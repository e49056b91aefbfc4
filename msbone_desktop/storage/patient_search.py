"""Finds patients as somebody types: a few short ranges of an index, never the whole table.

A full-text index was tried and left out: it folds fewer letters than a clinic needs, and its
ranking reads every match, which for one typed letter is a tenth of the patients.
"""

import functools
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.storage import folding
from msbone_desktop.storage.listing import SHOWN, to_row
from msbone_desktop.storage.schema import patient, patient_listing, search_word
from msbone_desktop.storage.schema_trust import patient_merge
from msbone_desktop.storage.search_text import Term, terms_of

_FEW = 8000
_END = "\U0010ffff"
"""After every letter in the order of UTF-8 bytes, by which SQLite compares."""


def search(connection: sa.Connection, text: str, limit: int) -> tuple[PatientRow, ...]:
    """Return at most ``limit`` patients for what was typed, the likeliest first.

    Patients whose family name starts with what was typed come first, in order of name; then
    those whose given name does; then the others.
    """
    terms = terms_of(text)
    if not terms or limit < 1:
        return ()
    found: dict[int, Any] = {}
    if all(term.is_name for term in terms):
        _by_name(connection, tuple(term.prefixes[0] for term in terms), limit, found)
    if len(found) < limit:
        rows = connection.execute(
            sa.select(*SHOWN).where(patient_listing.c.patient_id.in_(filed(terms, limit)))
        ).all()
        rest = [row for row in rows if row.patient_id not in found]
        rest.sort(key=lambda row: (row.family_name, row.given_name, row.patient_id))
        found.update((row.patient_id, row) for row in rest[: limit - len(found)])
    return tuple(to_row(row) for row in found.values())


def with_pointers(
    connection: sa.Connection, text: str, rows: tuple[PatientRow, ...]
) -> tuple[PatientRow, ...]:
    """Say of those found by the clinic ID of a record that was joined into theirs, by which."""
    start = folding.typed_key(text)
    if not rows or not start:
        return rows
    joined = connection.execute(_joined_query(), {"start": start, "end": start + _END}).all()
    by_number = {row.kept_id: row.clinic_id for row in joined}
    if not by_number:
        return rows
    return tuple(replace(row, found_by=by_number.get(row.id, "")) for row in rows)


def filed(terms: tuple[Term, ...], limit: int | None = None) -> sa.Select[Any]:
    """Select the numbers of the patients for whom all ``terms`` hold."""
    each = [_holding(term) for term in terms]
    if len(each) == 1:
        ids = each[0].subquery()
    else:
        ids = sa.intersect(*(sa.select(one.subquery().c.patient_id) for one in each)).subquery()
    query = sa.select(ids.c.patient_id).distinct()
    return query if limit is None else query.limit(limit)


def holds(connection: sa.Connection, terms: tuple[Term, ...]) -> sa.ColumnElement[bool]:
    """Return what is true of the listed patients for whom all ``terms`` hold.

    Few matches are looked up by their words. When every term has many, the words of each patient
    are read instead, in the order of the list and only until the page is full.
    """
    if any(_is_rare(connection, term) for term in terms):
        return patient_listing.c.patient_id.in_(filed(terms))
    return sa.and_(*(_read_in(patient_listing.c.words, term) for term in terms))


def _is_rare(connection: sa.Connection, term: Term) -> bool:
    some = _holding(term).limit(_FEW).subquery()
    return (connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0) < _FEW


def _read_in(words: sa.ColumnElement[str], term: Term) -> sa.ColumnElement[bool]:
    starts = [sa.func.instr(words, f" {prefix}") > 0 for prefix in term.prefixes]
    return sa.or_(*starts, *(sa.func.instr(words, f" {word} ") > 0 for word in term.words))


def _holding(term: Term) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    word = search_word.c.word
    ways = [
        sa.select(search_word.c.patient_id).where(word >= prefix, word < prefix + _END)
        for prefix in term.prefixes
    ]
    ways += [sa.select(search_word.c.patient_id).where(word == exact) for exact in term.words]
    return ways[0] if len(ways) == 1 else sa.union_all(*ways)


def _by_name(
    connection: sa.Connection, words: tuple[str, ...], limit: int, found: dict[int, Any]
) -> None:
    """Read the ranges of names that start with one of ``words`` and hold the others.

    Typed in either order: each word is tried as the start of the family name, the longest, which
    says most, first; then as the start of the given name.
    """
    order = sorted(words, key=len, reverse=True)
    for column in ("family_key", "given_key"):
        query = _range_query(column, len(words) - 1)
        for first in order:
            others = list(order)
            others.remove(first)
            values: dict[str, Any] = {f"word{n}": f" {word}" for n, word in enumerate(others)}
            values |= {"first": first, "end": first + _END, "most": limit}
            for row in connection.execute(query, values).all():
                if len(found) < limit:
                    found.setdefault(row[0], row)
            if len(found) >= limit:
                return


@functools.cache
def _joined_query() -> sa.Select[Any]:
    """Select joined records by the start of their clinic ID: a clinic has few of them."""
    return (
        sa.select(patient_merge.c.kept_id, patient.c.clinic_id)
        .join(patient, patient.c.id == patient_merge.c.merged_id)
        .where(
            patient_merge.c.undone_at.is_(None),
            patient.c.clinic_id_key >= sa.bindparam("start"),
            patient.c.clinic_id_key < sa.bindparam("end"),
        )
    )


@functools.cache
def _range_query(column: str, others: int) -> sa.Select[Any]:
    key = patient_listing.c[column]
    other_key = patient_listing.c["given_key" if column == "family_key" else "family_key"]
    query = sa.select(*SHOWN).where(key >= sa.bindparam("first"), key < sa.bindparam("end"))
    for number in range(others):
        query = query.where(
            sa.func.instr(patient_listing.c.words, sa.bindparam(f"word{number}")) > 0
        )
    return query.order_by(key, other_key, patient_listing.c.patient_id).limit(sa.bindparam("most"))
