"""Last time's answers, offered again: each counts only when a person accepts it."""

from datetime import date
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.questionnaire import Questionnaire
from msbone_desktop.domain.screening import GaitAidObservation, ScreeningRecord
from msbone_desktop.domain.screenings import Offer

_DATED = {
    "edss": "rated_on",
    "gait_aid_history": "seen_on",
    "timed_25_foot_walk": "tested_on",
    "timed_up_and_go": "tested_on",
    "relapses": "onset_on",
    "vitamin_d": "sampled_on",
    "steroid_courses": "started_on",
}
_ON_FILE = (*_DATED, "fractures", "menopause")
_NEVER = frozenset({"dxa_scans", "dxa_interval_months", "sex_for_reference", "ms_course"})
"""Filled in from the patient's own record, so there is nothing to offer."""


def offers_from(
    last: ScreeningRecord | None, on_file: ScreeningRecord, form: Questionnaire
) -> tuple[Offer, ...]:
    """Return what can be offered, in the order of the form.

    Args:
        last: The record of the newest signed screening, if there is one.
        on_file: The dated facts on file, which may be newer than ``last``.
        form: Says which questions are carried forward.
    """
    offers = []
    for section in form.sections:
        for question in section.questions:
            if question.carry_forward and question.fact not in _NEVER:
                offer = _offer(question.fact, last, on_file)
                if offer is not None:
                    offers.append(offer)
    return tuple(offers)


def _offer(name: str, last: ScreeningRecord | None, on_file: ScreeningRecord) -> Offer | None:
    value: Any = Absence.NOT_ASKED if last is None else getattr(last, name)
    answered_on = None if last is None else last.assessed_on
    if name == "gait_aid_history" and last is not None:
        value = _with_last_aid(value, last)
    filed: Any = getattr(on_file, name) if name in _ON_FILE else Absence.NOT_ASKED
    if isinstance(filed, tuple) and filed:
        value = filed
        answered_on = _newest(name, filed) or answered_on or on_file.assessed_on
    elif isinstance(value, Absence) and not isinstance(filed, Absence):
        value, answered_on = filed, answered_on or on_file.assessed_on
    if isinstance(value, Absence) or answered_on is None:
        return None
    return Offer(name, value, answered_on)


def _with_last_aid(value: Any, last: ScreeningRecord) -> Any:
    """Add the aid of the last screening to the earlier ones, as it is one now."""
    aid, on = last.gait_aid, last.assessed_on
    if isinstance(aid, Absence) or on is None:
        return value
    earlier = () if isinstance(value, Absence) else value
    return (*earlier, GaitAidObservation(on, aid))


def _newest(name: str, entries: tuple[Any, ...]) -> date | None:
    key = _DATED.get(name)
    return None if key is None else max(getattr(entry, key) for entry in entries)
