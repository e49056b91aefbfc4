"""Everything that the patient page shows at first, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from msbone_desktop.domain.findings import Assessment, DxaReminder
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Screening, ScreeningState

if TYPE_CHECKING:
    from msbone_desktop.domain.attention_range import AttentionRange
    from msbone_desktop.domain.merging import JoinedRecord
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.timeline import Timeline


@dataclass(frozen=True, slots=True)
class PatientLook:
    """One patient with her screenings, newest first, and what the newest signed one found."""

    patient: Patient
    screenings: tuple[Screening, ...]
    latest: Screening | None
    """The newest signed screening; without one, the draft."""
    assessment: Assessment | None
    reminder: DxaReminder
    review_on: date | None = None
    """When the next bone review is due."""
    timeline: Timeline | None = None
    changed: tuple[tuple[str, str], ...] = ()
    """What changed since the screening before: a heading and its words each."""
    attention: AttentionRange | None = None
    joined: tuple[JoinedRecord, ...] = ()
    """Records that were joined into hers."""
    settling: str = ""
    """Label of the one answer that would settle the range."""

    @property
    def draft(self) -> Screening | None:
        """The draft that waits to be finished."""
        return next((one for one in self.screenings if one.state is ScreeningState.DRAFT), None)


def look_at(clinic: Clinic, patient: PatientId) -> PatientLook:
    """Read a patient; runs off the window's thread."""
    screenings = clinic.screenings.of(patient)
    signed = [one for one in screenings if one.state is ScreeningState.SIGNED]
    latest = next(iter(signed or screenings), None)
    changed = clinic.changes.of(patient)
    attention = None if latest is None else clinic.changes.range_of(latest)
    return PatientLook(
        patient=clinic.patients.get(patient),
        screenings=screenings,
        latest=latest,
        assessment=None if latest is None else clinic.screenings.findings_of(latest),
        reminder=clinic.reminders.next_dxa(patient),
        review_on=clinic.reminders.next_review(patient),
        timeline=clinic.timeline.of(patient),
        changed=() if changed is None else changed.parts(),
        attention=attention,
        joined=clinic.merging.joined_into(patient),
        settling=clinic.screenings.label(attention.field)
        if attention is not None and attention.field
        else "",
    )
