"""Collecting what could not be understood in a screening from outside."""

from msbone_desktop.domain.screening import InputFault


class Bad:
    """Stands for a value with a fault; the fault itself has been noted."""

    __slots__ = ()


BAD = Bad()


class GivenTwice:
    """Stands for the value of a key that a JSON object holds twice: it could be either."""

    __slots__ = ()


GIVEN_TWICE = GivenTwice()


class Faults:
    """The faults of one screening, in the order in which they were found."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[InputFault] = []

    def note(self, code: str, field: str, message: str) -> Bad:
        """Note a fault and return the stand-in for its value."""
        self.found.append(InputFault(code, field, message))
        return BAD

    def unknown_key(self, field: str) -> None:
        """Note a key that the format does not have; it is ignored."""
        self.found.append(
            InputFault("FIELD_UNKNOWN", field, "The format has no such field; it was ignored.")
        )
