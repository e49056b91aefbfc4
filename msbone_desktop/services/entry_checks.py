"""What every text that staff type must meet before it is kept."""

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.patients import NOTE_LIMIT


def plain_text(field: str, text: str, longest: int, label: str) -> str:
    """Return ``text`` without outer blanks.

    Raises:
        RefusedEntryError: It is too long, or holds what cannot be printed.
    """
    stripped = text.strip()
    if len(stripped) > longest:
        raise RefusedEntryError(
            field, f"{label} has {len(stripped)} characters; at most {longest} are kept."
        )
    if any(not (c.isprintable() or c == "\n") for c in stripped):
        raise RefusedEntryError(field, f"{label} holds a character that cannot be printed.")
    return stripped


def reason_given(reason: str) -> str:
    """Return the reason for taking something out of use.

    Raises:
        RefusedEntryError: There is none, or it cannot be kept.
    """
    said = plain_text("reason", reason, NOTE_LIMIT, "The reason")
    if not said:
        raise RefusedEntryError("reason", "Give a reason: the entry stays on file with it.")
    return said
