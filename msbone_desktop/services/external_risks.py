"""Results of risk tools: typed in by staff, shown with what has to stand beside them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.external_risk import (
    STAND_IN_WORDS,
    ExternalRisk,
    ShownRisk,
    shown_risks,
)
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import plain_text, reason_given
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database

TOOL_LIMIT, TEXT_LIMIT, NOTE_LIMIT = 40, 200, 1000


class ExternalRiskService:
    """Keeps results; computes none."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> tuple[ShownRisk, ...]:
        """Return the patient's results with their cautions, newest first."""
        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            results = work.external_risks.of(patient)
        return shown_risks(results, person.age)

    @needs(Permission.ENTER_SCANS)
    def preview(self, patient: PatientId, result: ExternalRisk) -> ShownRisk:
        """Return what would stand beside a result that is not kept yet."""
        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            results = work.external_risks.of(patient)
        before = [each for each in results if each.calculated_on <= result.calculated_on]
        return shown_risks([result, *before], person.age)[0]

    @needs(Permission.ENTER_SCANS)
    def record(self, patient: PatientId, result: ExternalRisk) -> int:
        """Keep a result as it was typed, and return its number.

        Raises:
            RefusedEntryError: It has no tool or no number, or a value cannot be.
        """
        checked = self._checked(result)
        with self._database.unit_of_work() as work:
            born = work.patients.get(patient).details.born_on
            if born is not None and checked.calculated_on < born.earliest:
                raise RefusedEntryError("calculated_on", "The result is dated before the birth.")
            return work.external_risks.add(patient, checked, self._actor.name, self._now())

    @needs(Permission.ENTER_SCANS)
    def void(self, patient: PatientId, number: int, reason: str) -> None:
        """Take a result out of use; it stays on file with the reason.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.external_risks.void(patient, number, said, self._actor.name, self._now())

    def _checked(self, result: ExternalRisk) -> ExternalRisk:
        tool = plain_text("tool", result.tool, TOOL_LIMIT, "The name of the tool")
        if not tool:
            raise RefusedEntryError("tool", "Choose the tool, or write its name.")
        if result.calculated_on > clinic_day(self._now()):
            raise RefusedEntryError("calculated_on", "This day is in the future.")
        if result.major_percent is None and result.hip_percent is None:
            raise RefusedEntryError("major_percent", "Give at least one of the two percentages.")
        for field in ("major_percent", "hip_percent"):
            _check_percent(field, getattr(result, field))
        _check_stand_ins(result.stand_ins)
        return replace(
            result,
            tool=tool,
            tool_version=plain_text("tool_version", result.tool_version, TEXT_LIMIT, "The version"),
            country_model=plain_text(
                "country_model", result.country_model, TEXT_LIMIT, "The country model"
            ),
            note=plain_text("note", result.note, NOTE_LIMIT, "The note"),
        )


def _check_percent(field: str, value: Decimal | None) -> None:
    if value is not None and not (value.is_finite() and 0 <= value <= 100):
        raise RefusedEntryError(field, "Give a percentage from 0 to 100.")


def _check_stand_ins(ticked: tuple[str, ...]) -> None:
    if not set(ticked) <= STAND_IN_WORDS.keys():
        raise RefusedEntryError("stand_ins", "Choose among the stand-ins on the list.")
    if "none" in ticked and len(ticked) > 1:
        raise RefusedEntryError("stand_ins", "Tick either none, or the stand-ins that were used.")
