"""Spares tests that unlock often the tenth of a second that each derivation costs on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.hazmat.primitives.kdf import argon2

from tests.torture.clinics import remember_derivations


@contextmanager
def remembered() -> Iterator[None]:
    """Derive the same passphrase with the same salt and costs once; the answer is the same."""
    real = argon2.Argon2id
    remember_derivations()
    try:
        yield
    finally:
        argon2.Argon2id = real
