"""Encoding JSON exactly: decimals as typed, and whatever stood in the input echoed or left null."""

import json
from typing import Any

import msgspec

from msbone_desktop.exchange.faults import GivenTwice


def _stand_in(value: Any) -> None:
    # A key that an id given as an object holds twice: it could be either, so it is neither.
    if isinstance(value, GivenTwice):
        return
    raise TypeError(f"{type(value).__name__} has no place in the format")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_stand_in)


def encode(value: Any) -> bytes:
    """Return ``value`` as JSON on one line of UTF-8."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_escaped(value))


def _escaped(value: Any) -> Any:
    """Keep half a surrogate pair, which JSON can hold and UTF-8 cannot, as the escape it was."""
    if isinstance(value, dict):
        return {_whole_characters(key): _escaped(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_escaped(entry) for entry in value]
    if isinstance(value, str) and _whole_characters(value) != value:
        return msgspec.Raw(json.dumps(value).encode())
    return value


def _whole_characters(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
