"""How easily a passphrase is guessed, and which ones are refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from msbone_desktop.domain.errors import WeakPassphraseError

SHORTEST = 12
LEAST = 3
"""Of 0 to 4, as zxcvbn counts: from 10 to the power of 8 guesses on. Each guess takes a tenth of a
second and 64 MiB here, so that this is years for one computer."""
_WEIGHED = 72
"""Characters that are looked at; what follows can only make it harder to guess."""
_WORDS = (
    "Guessed at once",
    "Guessed soon",
    "Could be guessed",
    "Hard to guess",
    "Very hard to guess",
)
_ADD = "Add one or two words that do not belong together."


@dataclass(frozen=True, slots=True)
class Strength:
    """``score``: 0 to 4. ``words`` and ``advice`` are for the person who types."""

    score: int
    words: str
    advice: str

    @property
    def is_enough(self) -> bool:
        """Whether a clinic may be opened with it."""
        return self.score >= LEAST


def weigh(passphrase: str, known: Sequence[str] = ()) -> Strength:
    """Tell how easily ``passphrase`` is guessed.

    Args:
        passphrase: As typed; it goes nowhere.
        known: What a guesser would try first here: the names of the person and of the clinic.
    """
    from zxcvbn import zxcvbn

    if not passphrase:
        return Strength(0, "", f"At least {SHORTEST} characters; several plain words do well.")
    found = zxcvbn(passphrase[:_WEIGHED])
    score = int(found["score"])
    rest = _without(passphrase[:_WEIGHED], known)
    if rest != passphrase[:_WEIGHED].casefold():
        score = min(score, int(zxcvbn(rest)["score"]) if rest.strip() else 0)
    if len(passphrase) < SHORTEST:
        missing = SHORTEST - len(passphrase)
        unit = "character" if missing == 1 else "characters"
        return Strength(min(score, LEAST - 1), _WORDS[min(score, 2)], f"{missing} more {unit}.")
    why = str(found["feedback"]["warning"] or "").rstrip(".")
    advice = "" if score >= LEAST else " ".join((f"{why}." if why else "", _ADD)).strip()
    return Strength(score, _WORDS[score], advice)


def _without(passphrase: str, known: Sequence[str]) -> str:
    """Return what is left without the names, which cost a guesser here nothing."""
    rest = passphrase.casefold()
    parts = {part for each in known for part in each.casefold().split() if len(part) > 2}
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest


def require_strong(passphrase: str, known: Sequence[str] = ()) -> None:
    """Refuse a passphrase that is guessed too easily.

    Raises:
        WeakPassphraseError: With what would make it harder.
    """
    strength = weigh(passphrase, known)
    if not strength.is_enough:
        raise WeakPassphraseError(strength.advice)
