"""The chain of the history: each entry is sealed together with the one before it.

Whoever has the file without its key cannot add, change, swap or leave out an entry unseen.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

NEW_KEY = "new_key"
"""The action of the entry at which the file, and with it the history, got another key."""
COLUMNS = (
    "id", "at", "offset_minutes", "session", "seat", "account_id", "actor", "action", "entity",
    "entity_id", "patient_id", "was", "became", "reason",
)  # fmt: skip
"""What the seal covers, in this order."""
FIRST = "0" * 64
"""Stands for the seal of the entry before the first."""


def derived_key(data_key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose (HKDF-SHA256, RFC 5869, one block)."""
    drawn = hmac.digest(bytes(32), data_key, "sha256")
    return hmac.digest(drawn, purpose.encode() + b"\x01", "sha256")


def chain_key(data_key: bytes) -> bytes:
    """Return the key of the history's seals."""
    return derived_key(data_key, "msbone audit")


def seal_of(key: bytes, before: str, row: Iterable[Any]) -> str:
    """Return the seal of an entry: of its columns and of the seal before."""
    text = json.dumps([before, *row], ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


class ChainKeys:
    """The keys of a history: one, unless the file got another data key on the way.

    Args:
        data_key: That of today.
        change: The number of the newest entry ``NEW_KEY`` and what it holds.
    """

    def __init__(self, data_key: bytes, change: tuple[int, Mapping[str, Any]] | None) -> None:
        self._data_key = data_key
        self.spans: list[tuple[int, bytes]] = [(0, chain_key(data_key))]
        """The first entry under a key, and the key; the newest first."""
        if change is not None:
            number, held = change
            self.spans = [(number, chain_key(data_key)), *self._unwrapped(held)]

    def key_of(self, number: int) -> bytes:
        """Return the key of an entry; b"" when it is not known."""
        return next((key for first, key in self.spans if number >= first), b"")

    def wrapped_for(self, data_key: bytes, nonce: bytes) -> dict[str, str]:
        """Return what the entry ``NEW_KEY`` holds: all keys so far, under the new data key."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        content = json.dumps([[first, key.hex()] for first, key in self.spans]).encode()
        sealed = AESGCM(_wrapping(data_key)).encrypt(nonce, content, NEW_KEY.encode())
        return {"earlier": base64.b64encode(nonce + sealed).decode("ascii")}

    def _unwrapped(self, held: Mapping[str, Any]) -> list[tuple[int, bytes]]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            sealed = base64.b64decode(held["earlier"], validate=True)
            opened = AESGCM(_wrapping(self._data_key))
            content = opened.decrypt(sealed[:12], sealed[12:], NEW_KEY.encode())
            return [(int(first), bytes.fromhex(key)) for first, key in json.loads(content)]
        except (KeyError, TypeError, ValueError, InvalidTag):
            return []


def _wrapping(data_key: bytes) -> bytes:
    return derived_key(data_key, "msbone audit, earlier keys")
