"""Sealing a key to a public key, so that who seals need not know the secret that opens it.

X25519 with a fresh key pair for each seal, HKDF-SHA256, AES-256-GCM.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, TAG_BYTES = 32, 16
_INFO = b"unitwise sealed key 1"
_NONCE = bytes(12)  # each key seals one message, so no nonce is used twice


class NotOpened(Exception):
    """The seal does not open with this private key, or something in it was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A key sealed to a public key: the passing public key of who sealed it, and the cipher."""

    passing: bytes
    cipher: bytes


def new_pair() -> tuple[bytes, bytes]:
    """A fresh private key and its public key, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(key: bytes, public: bytes, bound: bytes) -> Sealed:
    """Seal a key to a public key; `bound` has to be the same when it is opened."""
    passing = X25519PrivateKey.generate()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(public))
    own = passing.public_key().public_bytes_raw()
    return Sealed(own, AESGCM(_key(shared, own, public)).encrypt(_NONCE, key, bound))


def unseal(sealed: Sealed, private: bytes, bound: bytes) -> bytes:
    """The sealed key, or NotOpened."""
    own = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sealed.passing))
        public = own.public_key().public_bytes_raw()
        cipher = AESGCM(_key(shared, sealed.passing, public))
        return cipher.decrypt(_NONCE, sealed.cipher, bound)
    except (InvalidTag, ValueError) as error:  # a public key of low order has no shared secret
        raise NotOpened from error


def _key(shared: bytes, passing: bytes, public: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=passing + public, info=_INFO)
    return kdf.derive(shared)
