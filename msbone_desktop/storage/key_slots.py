"""One way to the data key: what a passphrase is derived with, and what it opens.

A slot holds a pair of keys of its own. The passphrase opens the private half, and the private half
opens a box with the data key. The public half is enough to fill the box anew, so that everybody's
slot follows when the data key changes, while nobody else types a passphrase.
"""

import base64
import binascii
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msbone_desktop.domain.errors import RefusedEntryError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LONGEST_PASSPHRASE = 1024
KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
BOX_BYTES = KEY_BYTES + KEY_BYTES + 16
"""A public key made for the one box, then the data key with its authentication code."""
PASSPHRASE, RECOVERY = "passphrase", "recovery"
CONFIRMED = "confirmed"
"""The label of a recovery slot whose sheet somebody holds: a group of it was typed."""


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
    """The private key; in a slot of the first format, which has no box, the data key itself."""
    public: bytes = b""
    box: bytes = b""


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
        **({"public": _encode(slot.public), "box": _encode(slot.box)} if slot.public else {}),
    }


def normalised(passphrase: str) -> bytes:
    """Return the bytes of a passphrase: é is the same however the keyboard composed it.

    Raises:
        RefusedEntryError: It is empty, too long, or holds half a character.
    """
    if not passphrase:
        raise RefusedEntryError("passphrase", "Enter a passphrase.")
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise RefusedEntryError(
            "passphrase", f"A passphrase has at most {LONGEST_PASSPHRASE} characters."
        )
    try:
        return unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedEntryError(
            "passphrase", "The passphrase holds a character that cannot be stored."
        ) from None


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


def new_pair() -> tuple[bytes, bytes]:
    """Draw a private key; return it with its public half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def filled_box(data_key: bytes, public: bytes, about: bytes) -> bytes:
    """Return ``data_key`` in a box that only the private half of ``public`` opens."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return sender + _box_cipher(shared, sender + public, about).encrypt(_ONCE, data_key, about)


def opened_box(box: bytes, private: bytes, about: bytes) -> bytes:
    """Return the data key.

    Raises:
        InvalidTag: The box belongs to another slot, or was changed.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.from_private_bytes(private)
    sender, sealed = box[:KEY_BYTES], box[KEY_BYTES:]
    shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    both = sender + own.public_key().public_bytes_raw()
    return _box_cipher(shared, both, about).decrypt(_ONCE, sealed, about)


_ONCE = bytes(NONCE_BYTES)
"""A nonce that never changes is sound here: each box has a key of its own."""


def _box_cipher(shared: bytes, both: bytes, about: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), KEY_BYTES, salt=both, info=b"msbone box " + about)
    return AESGCM(derived.derive(shared))


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
            public=_decode(content["public"], KEY_BYTES) if "public" in content else b"",
            box=_decode(content["box"], BOX_BYTES) if "public" in content else b"",
        )
        texts = (slot.id, slot.kind, slot.label)
        if costs["name"] != "argon2id" or slot.kind not in (PASSPHRASE, RECOVERY):
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


def sheet_id(slots: Iterable[Slot]) -> str:
    """Return the number of the recovery sheet that somebody confirmed to hold; "" without one."""
    from msbone_desktop.domain.recovery import key_id  # late: an unlock window without one

    held = [slot for slot in slots if slot.kind == RECOVERY and slot.label == CONFIRMED]
    return key_id(held[-1].id) if held else ""
