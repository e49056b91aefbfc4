"""Keeps the row that the patient list and the search show true to the patient's record."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.patients import PatientDetails, PatientId, PatientRow
from msbone_desktop.storage import folding
from msbone_desktop.storage.columns import from_partial, to_day, to_partial
from msbone_desktop.storage.schema import patient as patient_table
from msbone_desktop.storage.schema import patient_listing, screening, search_word
from msbone_desktop.storage.schema_facts import disability_score, dxa_scan
from msbone_desktop.storage.schema_trust import patient_merge

SHOWN = (
    patient_listing.c.patient_id,
    patient_listing.c.family_name,
    patient_listing.c.given_name,
    patient_listing.c.born_on,
    patient_listing.c.sex,
    patient_listing.c.clinic_id,
    patient_listing.c.ms_course,
    patient_listing.c.edss,
    patient_listing.c.edss_on,
    patient_listing.c.last_screened_on,
    patient_listing.c.last_dxa_on,
    patient_listing.c.has_draft,
    patient_listing.c.deceased,
)


def to_row(stored: Any) -> PatientRow:
    """Make the line of the list from the columns of ``SHOWN``."""
    (number, family, given, born, sex, clinic_id, course, edss, edss_on, seen, dxa, draft, dead) = (
        stored
    )
    return PatientRow(
        id=PatientId(number),
        family_name=family,
        given_name=given,
        born_on=to_partial(born),
        sex_for_reference=sex,
        clinic_id=clinic_id,
        ms_course=course,
        edss=edss,
        edss_on=to_day(edss_on),
        last_screened_on=to_day(seen),
        last_dxa_on=to_day(dxa),
        has_draft=bool(draft),
        deceased=bool(dead),
    )


def file_details(
    connection: sa.Connection, patient: PatientId, details: PatientDetails, *, is_new: bool
) -> None:
    """Write what the list shows of ``details``, and the words by which the patient is found."""
    values, words = _shown(details, _joined_clinic_ids(connection, patient))
    if is_new:
        connection.execute(patient_listing.insert(), {**values, **_NEW, "patient_id": patient})
    else:
        mine = patient_listing.c.patient_id == patient
        if connection.execute(patient_listing.update().where(mine).values(values)).rowcount == 0:
            return  # put away: nobody finds her
        connection.execute(search_word.delete().where(search_word.c.patient_id == patient))
    connection.execute(
        search_word.insert(), [{"word": word, "patient_id": patient} for word in words]
    )


def file_new(connection: sa.Connection, people: Sequence[tuple[PatientId, PatientDetails]]) -> None:
    """Do as ``file_details`` for many new patients at once."""
    shown = [(number, *_shown(details, ())) for number, details in people]
    connection.execute(
        patient_listing.insert(),
        [{**values, **_NEW, "patient_id": number} for number, values, _ in shown],
    )
    connection.execute(
        search_word.insert(),
        [{"word": word, "patient_id": number} for number, _, words in shown for word in words],
    )


_NEW = {"has_draft": 0, "triggered": ""}


def _shown(details: PatientDetails, joined_ids: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    born = from_partial(details.born_on)
    words = folding.search_words(
        details.family_name, details.given_name, details.clinic_id, details.phone, born
    )
    for clinic_id in joined_ids:
        words = sorted({*words, *folding.search_words("", "", clinic_id, "", None)})
    values = {
        "family_name": details.family_name,
        "given_name": details.given_name,
        "born_on": born,
        "sex": _known(details.sex_for_reference),
        "clinic_id": details.clinic_id,
        "ms_course": _known(details.ms_course),
        "deceased": int(details.deceased_on is not None),
        "no_reminders": int(
            details.opted_out or details.deceased_on is not None or details.left_on is not None
        ),
        "dxa_interval_months": details.dxa_interval_months,
        "family_key": folding.key(details.family_name),
        "given_key": folding.key(details.given_name),
        "clinic_id_key": folding.fold(details.clinic_id),
        "words": f" {' '.join(words)} ",
    }
    return values, words


def _joined_clinic_ids(connection: sa.Connection, patient: PatientId) -> list[str]:
    """Return the clinic IDs of the records that were joined into one: it is found by them too."""
    return list(connection.scalars(_JOINED, {"whose": patient}))


def withdraw(connection: sa.Connection, patient: PatientId) -> None:
    """List and find a patient no more."""
    for table in (search_word, patient_listing):
        connection.execute(table.delete().where(table.c.patient_id == patient))


def put_back(connection: sa.Connection, patient: PatientId, details: PatientDetails) -> None:
    """List and find a patient again who was withdrawn."""
    file_details(connection, patient, details, is_new=True)
    refresh(connection, patient)


def refresh(connection: sa.Connection, patient: PatientId) -> None:
    """Look up again what the list shows of the patient's facts and screenings."""
    connection.execute(_REFRESH, {"whose": patient})


def _known(answer: str) -> str | None:
    return None if isinstance(answer, Absence) else answer


def _newest_edss(column: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    scores = disability_score.c
    return (
        sa.select(column)
        .where(scores.patient_id == sa.bindparam("whose"))
        .where(scores.scale == "edss", scores.voided_at.is_(None))
        .order_by(scores.observed_on.desc(), scores.id.desc())
        .limit(1)
        .scalar_subquery()
    )


_whose: sa.BindParameter[int] = sa.bindparam("whose")
_open_merges = sa.select(patient_merge.c.merged_id).where(patient_merge.c.undone_at.is_(None))
_into = _open_merges.where(patient_merge.c.kept_id == _whose).cte("joined", recursive=True)
_into = _into.union(_open_merges.where(patient_merge.c.kept_id == _into.c.merged_id))
_JOINED = sa.select(patient_table.c.clinic_id).join(_into, _into.c.merged_id == patient_table.c.id)
_REFRESH = (
    patient_listing.update()
    .where(patient_listing.c.patient_id == _whose)
    .values(
        edss=_newest_edss(disability_score.c.score),
        edss_on=_newest_edss(disability_score.c.observed_on),
        edss_tenths=_newest_edss(
            sa.cast(sa.cast(disability_score.c.score, sa.REAL) * 10, sa.INTEGER)
        ),
        triggered=sa.func.coalesce(
            sa.select(screening.c.triggered)
            .where(screening.c.patient_id == _whose, screening.c.state == "signed")
            .order_by(screening.c.assessed_on.desc(), screening.c.id.desc())
            .limit(1)
            .scalar_subquery(),
            "",
        ),
        last_screened_on=sa.select(sa.func.max(screening.c.assessed_on))
        .where(screening.c.patient_id == _whose, screening.c.state == "signed")
        .scalar_subquery(),
        last_dxa_on=sa.select(sa.func.max(dxa_scan.c.performed_on))
        .where(dxa_scan.c.patient_id == _whose, dxa_scan.c.voided_at.is_(None))
        .scalar_subquery(),
        has_draft=sa.exists()
        .where(screening.c.patient_id == _whose, screening.c.state == "draft")
        .select()
        .scalar_subquery(),
    )
)
