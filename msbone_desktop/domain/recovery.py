"""The printed recovery code: nine groups of four, each of which tells when it was mistyped."""

from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are read as other characters."""
GROUPS, GROUP_LENGTH = 9, 4
_DRAWN = GROUP_LENGTH - 1
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BETWEEN = " -–—\t\n\r."


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """27 random characters (135 bits) and one check character in each group."""

    groups: tuple[str, ...]

    def __repr__(self) -> str:
        """Leave the code out of logs and tracebacks."""
        return "RecoveryCode(…)"

    @property
    def secret(self) -> str:
        """What the key is derived from: the groups without anything between them."""
        return "".join(self.groups)

    @property
    def printed(self) -> str:
        """The code as it stands on paper."""
        return " ".join(self.groups)

    def confirms(self, group: int, typed: str) -> bool:
        """Tell whether ``typed`` is the group of that number, counted from one."""
        return _plain(typed) == self.groups[group - 1]


class MistypedError(ValueError):
    """Some groups of a typed code cannot be right. ``groups`` counts from one."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        super().__init__("some groups of the code are mistyped")
        self.groups = groups


def draw_code(below: Callable[[int], int]) -> RecoveryCode:
    """Draw a code.

    Args:
        below: Gives a random whole number from 0 up to, not including, its argument. It has to be
            fit for keys, as ``secrets.randbelow`` is.
    """
    return RecoveryCode(
        tuple(
            _with_check(number, "".join(ALPHABET[below(32)] for _ in range(_DRAWN)))
            for number in range(1, GROUPS + 1)
        )
    )


def read_code(typed: str) -> RecoveryCode:
    """Read a code as somebody typed it: any case, any gaps, O for 0, I and L for 1.

    Raises:
        MistypedError: With the numbers of the groups that cannot be right; with none when the
            length is wrong, so that nothing can be said about groups.
    """
    plain = _plain(typed)
    if len(plain) != GROUPS * GROUP_LENGTH:
        raise MistypedError(())
    groups = tuple(plain[at : at + GROUP_LENGTH] for at in range(0, len(plain), GROUP_LENGTH))
    wrong = tuple(
        number
        for number, group in enumerate(groups, start=1)
        if not set(group) <= set(ALPHABET) or group != _with_check(number, group[:_DRAWN])
    )
    if wrong:
        raise MistypedError(wrong)
    return RecoveryCode(groups)


def key_id(slot: str) -> str:
    """Return what tells one sheet from another, made of the slot it opens: "3F2A-91C0"."""
    return f"{slot[:4]}-{slot[4:8]}".upper()


def _plain(typed: str) -> str:
    kept = "".join(each for each in typed.upper() if each not in _BETWEEN)
    return kept.translate(_LOOKALIKES)


def _with_check(number: int, drawn: str) -> str:
    """Add the check character.

    It is a sum in the field of 32 elements with another factor for each place, so that one wrong
    character and two that changed places always show; the number of the group is part of it, so
    that two groups that changed places show as well.
    """
    total = number
    for value in (ALPHABET.index(each) for each in drawn):
        total = _doubled(total ^ value)
    return drawn + ALPHABET[total]


def _doubled(value: int) -> int:
    twice = value << 1
    return twice ^ 0b100101 if twice & 0b100000 else twice
