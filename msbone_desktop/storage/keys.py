"""The key file beside the database: one random data key, wrapped once for each way to unlock.

A passphrase never reaches the database. Changing it rewraps the data key; nothing is encrypted
anew. Each slot is one way in, so that accounts and a printed recovery key can be added as further
slots. What the file protects against is a stolen disk: whoever has file and passphrase is in.
"""

import json
import os
import secrets
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msbone_desktop.domain.errors import (
    DamagedKeyFileError,
    RefusedEntryError,
    WrongPassphraseError,
)
from msbone_desktop.storage.folders import sync_folder
from msbone_desktop.storage.key_slots import (
    KEY_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    Derivation,
    Slot,
    derive,
    read_slot,
    write_slot,
)

FORMAT = "msbone-keys"
VERSION = 1
LONGEST_PASSPHRASE = 1024
_LONGEST_FILE = 1_000_000
_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """Everything in a key file. ``hint`` is the passphrase itself, of a demo clinic only."""

    id: str
    slots: tuple[Slot, ...]
    is_demo: bool = False
    hint: str = ""

    @classmethod
    def make(cls, passphrase: str, *, label: str = "", is_demo: bool = False) -> "NewKeyFile":
        """Draw a data key and wrap it.

        Args:
            passphrase: 1 to 1024 characters.
            label: Whose slot this is.
            is_demo: The clinic holds fictional patients; its passphrase may be shown.

        Raises:
            RefusedEntryError: The passphrase cannot be used.
        """
        data_key = secrets.token_bytes(KEY_BYTES)
        empty = cls(
            id=secrets.token_hex(_ID_BYTES),
            slots=(),
            is_demo=is_demo,
            hint=passphrase if is_demo else "",
        )
        return NewKeyFile(empty.with_slot(data_key, passphrase, label), data_key)

    def with_slot(self, data_key: bytes, passphrase: str, label: str = "") -> "KeyFile":
        """Return the key file with one more way in.

        Raises:
            RefusedEntryError: The passphrase cannot be used.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        normal = normalised(passphrase)
        bare = Slot(
            id=secrets.token_hex(_ID_BYTES),
            kind="passphrase",
            label=label,
            salt=secrets.token_bytes(SALT_BYTES),
            derivation=Derivation(),
            nonce=secrets.token_bytes(NONCE_BYTES),
            wrapped=b"",
        )
        wrapping = AESGCM(derive(normal, bare))
        slot = replace(bare, wrapped=wrapping.encrypt(bare.nonce, data_key, self._bound_to(bare)))
        return replace(self, slots=(*self.slots, slot))

    def unlock(self, passphrase: str) -> bytes:
        """Return the data key.

        Raises:
            WrongPassphraseError: The passphrase opens no slot.
        """
        return self._opened(passphrase)[0]

    def rewrapped(self, old: str, new: str) -> "KeyFile":
        """Return the key file with ``new`` in place of ``old``; the data key stays the same.

        Raises:
            WrongPassphraseError: ``old`` opens no slot.
            RefusedEntryError: ``new`` cannot be used.
        """
        data_key, slot = self._opened(old)
        renewed = self.with_slot(data_key, new, slot.label)
        left = tuple(each for each in renewed.slots if each.id != slot.id)
        return replace(renewed, slots=left, hint=new if self.is_demo else "")

    def _opened(self, passphrase: str) -> tuple[bytes, Slot]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            normal = normalised(passphrase)
        except RefusedEntryError:
            raise WrongPassphraseError from None
        for slot in self.slots:
            try:
                key = AESGCM(derive(normal, slot)).decrypt(
                    slot.nonce, slot.wrapped, self._bound_to(slot)
                )
            except InvalidTag:
                continue
            if len(key) == KEY_BYTES:
                return key, slot
        raise WrongPassphraseError

    def _bound_to(self, slot: Slot) -> bytes:
        """Return what the wrapped key is bound to.

        A slot that was moved to another file, or given other costs, opens nothing.
        """
        costs = slot.derivation
        about = [FORMAT, VERSION, self.id, slot.id, slot.kind]
        return json.dumps([*about, costs.iterations, costs.memory_kib, costs.lanes]).encode()

    @classmethod
    def read(cls, path: Path) -> "KeyFile":
        """Read a key file. A slot that is damaged is left out; the others still open it.

        Raises:
            DamagedKeyFileError: It cannot be read, or no slot is whole.
        """
        try:
            if path.stat().st_size > _LONGEST_FILE:
                raise DamagedKeyFileError
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            raise DamagedKeyFileError from None
        if not isinstance(content, dict) or (content.get("format"), content.get("version")) != (
            FORMAT,
            VERSION,
        ):
            raise DamagedKeyFileError
        identity, listed = content.get("id"), content.get("slots")
        if not isinstance(identity, str) or not isinstance(listed, list):
            raise DamagedKeyFileError
        slots = tuple(slot for each in listed[:64] if (slot := read_slot(each)) is not None)
        if not slots:
            raise DamagedKeyFileError
        is_demo = content.get("is_demo") is True
        hint = content.get("hint") if is_demo else ""
        return cls(
            id=identity, slots=slots, is_demo=is_demo, hint=hint if isinstance(hint, str) else ""
        )

    def write(self, path: Path) -> None:
        """Write the key file so that after a power cut there is the old one or the new one.

        Raises:
            OSError: The disk refused; the old file is as it was.
        """
        draft = path.with_name(f"{path.name}.new.tmp")
        text = json.dumps(self._as_json(), indent=2, ensure_ascii=False) + "\n"
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)

    def _as_json(self) -> dict[str, Any]:
        content: dict[str, Any] = {"format": FORMAT, "version": VERSION, "id": self.id}
        if self.is_demo:
            content |= {"is_demo": True, "hint": self.hint}
        content["slots"] = [write_slot(slot) for slot in self.slots]
        return content


@dataclass(frozen=True, slots=True)
class NewKeyFile:
    """A key file with the data key that it wraps."""

    file: KeyFile
    data_key: bytes

    def __repr__(self) -> str:
        """Leave the key out of logs and tracebacks."""
        return f"NewKeyFile({self.file.id})"


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
