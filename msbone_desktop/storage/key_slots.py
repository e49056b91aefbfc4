"""One way to the data key: what a passphrase is derived with, and the key that it wraps."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12


@dataclass(frozen=True, slots=True)
class Derivation:
    """What turns a passphrase into a key: Argon2id with these costs."""

    iterations: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4

    @property
    def is_acceptable(self) -> bool:
        """Not cheaper than ours, which would ease guessing; not so dear that it hangs a computer.

        Someone who edits the file could otherwise ask for either.
        """
        return (
            3 <= self.iterations <= 16
            and 64 * 1024 <= self.memory_kib <= 1024 * 1024
            and 1 <= self.lanes <= 16
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to the data key."""

    id: str
    kind: str
    label: str
    salt: bytes
    derivation: Derivation
    nonce: bytes
    wrapped: bytes


def write_slot(slot: Slot) -> dict[str, Any]:
    """Return the slot as it lies in the key file."""
    return {
        "id": slot.id,
        "kind": slot.kind,
        "label": slot.label,
        "derivation": {
            "name": "argon2id",
            "iterations": slot.derivation.iterations,
            "memory_kib": slot.derivation.memory_kib,
            "lanes": slot.derivation.lanes,
        },
        "salt": _encode(slot.salt),
        "nonce": _encode(slot.nonce),
        "wrapped": _encode(slot.wrapped),
    }


def derive(passphrase: bytes, slot: Slot) -> bytes:
    """Return the wrapping key; takes a tenth of a second and 64 MiB on purpose."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=slot.salt,
        length=KEY_BYTES,
        iterations=slot.derivation.iterations,
        lanes=slot.derivation.lanes,
        memory_cost=slot.derivation.memory_kib,
    ).derive(passphrase)


def read_slot(content: object) -> Slot | None:
    """Return the slot, or None when it is damaged or asks for costs that are refused."""
    try:
        assert isinstance(content, Mapping)
        costs = content["derivation"]
        numbers = [costs["iterations"], costs["memory_kib"], costs["lanes"]]
        slot = Slot(
            id=content["id"],
            kind=content["kind"],
            label=content["label"],
            salt=_decode(content["salt"], SALT_BYTES),
            derivation=Derivation(*numbers),
            nonce=_decode(content["nonce"], NONCE_BYTES),
            wrapped=_decode(content["wrapped"], KEY_BYTES + 16),
        )
        texts = (slot.id, slot.kind, slot.label)
        if costs["name"] != "argon2id" or slot.kind != "passphrase":
            return None
    except (AssertionError, KeyError, TypeError, ValueError, binascii.Error):
        return None
    whole = all(type(n) is int for n in numbers) and all(type(t) is str for t in texts)
    return slot if whole and slot.derivation.is_acceptable else None


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _decode(text: Any, length: int) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != length:
        raise ValueError("a field of the slot has another length")
    return raw
