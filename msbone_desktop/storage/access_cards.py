"""What each patient needs so that a DXA scan can be made: one card a patient."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.access import AccessCard
from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.errors import ChangedElsewhereError, NotFoundError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import from_day, from_moment, to_answer, to_day
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_followup import access_card

_WORDS = ("transfer", "wheelchair", "may_be_pregnant")
_YES_NO = (
    "lies_flat",
    "spasticity",
    "metal_left_hip",
    "metal_right_hip",
    "metal_spine",
    "metal_left_forearm",
    "metal_right_forearm",
    "pump",
)


class AccessCards:
    """The cards of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, patient_id: PatientId) -> AccessCard:
        """Return the patient's card; one on which nothing was asked when none is kept."""
        row = self._connection.execute(
            sa.select(access_card).where(access_card.c.patient_id == patient_id)
        ).one_or_none()
        return AccessCard() if row is None else _to_card(row)

    def save(
        self, patient_id: PatientId, card: AccessCard, expected_version: int, by: str, at: datetime
    ) -> AccessCard:
        """Replace the patient's card.

        Raises:
            NotFoundError: There is no such patient.
            ChangedElsewhereError: The card is not at ``expected_version`` any more.
        """
        known = sa.select(patient.c.id).where(patient.c.id == patient_id)
        if self._connection.scalar(known) is None:
            raise NotFoundError
        present = self.of(patient_id)
        if present.version != expected_version:
            raise ChangedElsewhereError
        values = _stored(card) | {
            "version": expected_version + 1,
            "changed_by": by,
            "changed_at": from_moment(at),
        }
        if present.version:
            self._connection.execute(
                access_card.update().where(access_card.c.patient_id == patient_id).values(values)
            )
        else:
            self._connection.execute(access_card.insert(), values | {"patient_id": patient_id})
        return self.of(patient_id)


def _stored(card: AccessCard) -> dict[str, Any]:
    return {
        **{name: str(getattr(card, name)) for name in _WORDS},
        **{name: _word(getattr(card, name)) for name in _YES_NO},
        "pregnancy_asked_on": from_day(card.pregnancy_asked_on),
        "note": card.note,
    }


def _word(answer: Answer[bool]) -> str:
    if isinstance(answer, Absence):
        return answer.value
    return "yes" if answer else "no"


def _yes_no(stored: str) -> Answer[bool]:
    answer = to_answer(stored)
    return answer if isinstance(answer, Absence) else answer == "yes"


def _to_card(row: Any) -> AccessCard:
    answers: dict[str, Any] = {name: to_answer(getattr(row, name)) for name in _WORDS}
    answers |= {name: _yes_no(getattr(row, name)) for name in _YES_NO}
    return AccessCard(
        **answers,
        pregnancy_asked_on=to_day(row.pregnancy_asked_on),
        note=row.note,
        version=row.version,
    )
