"""The key file beside the database: one random data key, wrapped once for each way to unlock.

A passphrase never reaches the database. Changing it rewraps the data key; nothing is encrypted
anew. Each person has a slot of her own, and a printed recovery code has one. What the file protects
against is a stolen disk: whoever has file and passphrase is in. Names of staff stand in it in the
clear, so that one derivation is enough to unlock.
"""

import contextlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msbone_desktop.domain.errors import (
    DamagedKeyFileError,
    MissingKeyFileError,
    RefusedEntryError,
    WrongPassphraseError,
)
from msbone_desktop.storage.folders import sync_folder
from msbone_desktop.storage.key_slots import (
    KEY_BYTES,
    NONCE_BYTES,
    PASSPHRASE,
    SALT_BYTES,
    Derivation,
    Slot,
    derive,
    filled_box,
    new_pair,
    normalised,
    opened_box,
    read_slot,
    write_slot,
)

FORMAT = "msbone-keys"
VERSION = 2
"""Of the file. The first wrapped the data key itself in each slot; such slots are still read."""
_LONGEST_FILE = 1_000_000
_ID_BYTES = 16
_MOST_SLOTS = 200


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
        data_key = os.urandom(KEY_BYTES)
        empty = cls(
            id=os.urandom(_ID_BYTES).hex(),
            slots=(),
            is_demo=is_demo,
            hint=passphrase if is_demo else "",
        )
        return NewKeyFile(empty.with_slot(data_key, passphrase, label), data_key)

    def with_slot(
        self,
        data_key: bytes,
        passphrase: str,
        label: str = "",
        *,
        kind: str = PASSPHRASE,
        identity: str = "",
    ) -> "KeyFile":
        """Return the key file with one more way in, the last of its slots.

        Args:
            data_key: What the slot opens.
            passphrase: 1 to 1024 characters.
            label: Whose slot this is.
            kind: ``PASSPHRASE`` or ``RECOVERY``.
            identity: Of a slot that this one takes the place of; a new one by default.

        Raises:
            RefusedEntryError: The passphrase cannot be used.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        normal = normalised(passphrase)
        private, public = new_pair()
        bare = Slot(
            id=identity or os.urandom(_ID_BYTES).hex(),
            kind=kind,
            label=label,
            salt=os.urandom(SALT_BYTES),
            derivation=Derivation(),
            nonce=os.urandom(NONCE_BYTES),
            wrapped=b"",
            public=public,
        )
        about = self._bound_to(bare)
        slot = replace(
            bare,
            wrapped=AESGCM(derive(normal, bare)).encrypt(bare.nonce, private, about),
            box=filled_box(data_key, public, about),
        )
        return replace(self, slots=(*(s for s in self.slots if s.id != slot.id), slot))

    def of_kind(self, kind: str) -> tuple[Slot, ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind == kind)

    def slot(self, identity: str) -> Slot | None:
        """Return one slot; None when it is not there or was damaged."""
        return next((slot for slot in self.slots if slot.id == identity), None)

    def without(self, *identities: str) -> "KeyFile":
        """Return the key file with some ways in closed."""
        return replace(self, slots=tuple(s for s in self.slots if s.id not in identities))

    def labelled(self, identity: str, label: str) -> "KeyFile":
        """Return the key file with another label on one slot, which opens as before."""
        return replace(
            self,
            slots=tuple(replace(s, label=label) if s.id == identity else s for s in self.slots),
        )

    def rekeyed(self, data_key: bytes, keep: Collection[str]) -> "KeyFile":
        """Return a key file in which the slots in ``keep`` open another data key.

        The others are left out, and so are those of the first format, which have no box to fill.
        """
        kept = (slot for slot in self.slots if slot.id in keep and slot.public)
        return replace(
            self,
            slots=tuple(
                replace(slot, box=filled_box(data_key, slot.public, self._bound_to(slot)))
                for slot in kept
            ),
        )

    def unlock(self, passphrase: str) -> bytes:
        """Return the data key.

        Raises:
            WrongPassphraseError: The passphrase opens no slot.
        """
        return self.opened(passphrase, self.of_kind(PASSPHRASE))[0]

    def opened(self, passphrase: str, slots: tuple[Slot, ...]) -> tuple[bytes, Slot]:
        """Return the data key and which of ``slots`` the passphrase opened.

        Without any slot it takes as long as with one, so that a name that is not known is told
        from a wrong passphrase by nobody.

        Raises:
            WrongPassphraseError: The passphrase opens none of them.
        """
        from cryptography.exceptions import InvalidTag

        try:
            normal = normalised(passphrase)
        except RefusedEntryError:
            raise WrongPassphraseError from None
        for slot in slots or (_NOBODY,):
            try:
                key = self._key_of(slot, normal)
            except (InvalidTag, ValueError):
                continue
            if len(key) == KEY_BYTES:
                return key, slot
        raise WrongPassphraseError

    def rewrapped(self, old: str, new: str) -> "KeyFile":
        """Return the key file with ``new`` in place of ``old``; the data key stays the same.

        Raises:
            WrongPassphraseError: ``old`` opens no slot.
            RefusedEntryError: ``new`` cannot be used.
        """
        data_key, slot = self.opened(old, self.of_kind(PASSPHRASE))
        renewed = self.with_slot(data_key, new, slot.label, identity=slot.id)
        return replace(renewed, hint=new if self.is_demo else "")

    def _key_of(self, slot: Slot, passphrase: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        about = self._bound_to(slot)
        inner = AESGCM(derive(passphrase, slot)).decrypt(slot.nonce, slot.wrapped, about)
        return opened_box(slot.box, inner, about) if slot.public else inner

    def _bound_to(self, slot: Slot) -> bytes:
        """Return what the wrapped key is bound to.

        A slot that was moved to another file, or given other costs, opens nothing.
        """
        costs = slot.derivation
        about = [FORMAT, VERSION if slot.public else 1, self.id, slot.id, slot.kind]
        if slot.public:
            about.append(slot.public.hex())
        return json.dumps([*about, costs.iterations, costs.memory_kib, costs.lanes]).encode()

    @classmethod
    def read(cls, path: Path) -> "KeyFile":
        """Read a key file. A slot that is damaged is left out; the others still open it.

        Raises:
            MissingKeyFileError: There is none.
            DamagedKeyFileError: It cannot be read, or no slot is whole.
        """
        try:
            if path.stat().st_size > _LONGEST_FILE:
                raise DamagedKeyFileError
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise MissingKeyFileError from None
        except (OSError, ValueError, RecursionError):
            raise DamagedKeyFileError from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise DamagedKeyFileError
        if content.get("version") not in (1, VERSION):
            raise DamagedKeyFileError
        identity, listed = content.get("id"), content.get("slots")
        if not isinstance(identity, str) or not isinstance(listed, list):
            raise DamagedKeyFileError
        found = (read_slot(each) for each in listed[:_MOST_SLOTS])
        slots = tuple(slot for slot in found if slot is not None)
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
        # In place already. To say "not saved" now would be wrong, and the file before it is no
        # worse: should the power fail at once, that one still opens.
        with contextlib.suppress(OSError):
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


_NOBODY = Slot(
    id="nobody",
    kind=PASSPHRASE,
    label="",
    salt=bytes(SALT_BYTES),
    derivation=Derivation(),
    nonce=bytes(NONCE_BYTES),
    wrapped=bytes(KEY_BYTES + 16),
)
