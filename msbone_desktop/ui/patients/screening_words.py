"""The state of a screening in words: who and when."""

from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import clock_words

STATES = {
    ScreeningState.DRAFT: "Draft",
    ScreeningState.SIGNED: "Signed",
    ScreeningState.AMENDED: "Amended by a later one",
}
STATE_ICONS = {
    ScreeningState.DRAFT: "edit",
    ScreeningState.SIGNED: "sign",
    ScreeningState.AMENDED: "amend",
}


def state_words(screening: Screening) -> str:
    """Return "Signed by A. Nurse, 22 Nov 2026 14:05" and the like."""
    if screening.signed_at is not None and screening.signed_by is not None:
        signed = screening.signed_at.astimezone()
        by = f"by {screening.signed_by}, {date_words(signed.date())} {clock_words(signed)}"
        return f"Signed {by}"
    saved = screening.saved_at.astimezone()
    return f"Draft, saved {date_words(saved.date())} {clock_words(saved)}"
