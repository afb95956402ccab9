"""Keys for one purpose each, drawn from the data key; knowing one tells nothing of the others."""

from __future__ import annotations

from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class Purpose(StrEnum):
    """What a subkey is for; the words go into the derivation and never change."""

    AUDIT_CHAIN = "unitwise audit chain 1"
    BACKUP_MANIFEST = "unitwise backup manifest 1"
    KEY_FILE = "unitwise key file 1"
    NOTE_SEAL = "unitwise note seal 1"


def subkey(key: bytes, install: str, purpose: Purpose) -> bytes:
    """The key of one purpose in one practice: HKDF-SHA256 of the data key."""
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=install.encode(), info=purpose.encode())
    return kdf.derive(key)
