"""A key file of version 1, written as that version did and not by the code of today."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def old_key_file(key: bytes, install: str, password: str, code: str) -> bytes:
    """The bytes of a key file with one password slot and one recovery slot, both cheap."""
    slots = [_slot(key, install, *one) for one in (("password", password), ("recovery", code))]
    body = {"format": "unitwise-keys", "version": 1, "install": install, "slots": slots}
    whole = body | {"sha256": hashlib.sha256(_plain(body)).hexdigest()}
    return _plain(whole) + b"\n"


def put_back(path: Path, file, password: str, code: str) -> None:
    """Give an open practice file a key file of version 1."""
    raw = old_key_file(file.key, file.keys.install, password, code)
    path.with_suffix(".keys.json").write_bytes(raw)


def _slot(key: bytes, install: str, kind: str, secret: str) -> dict:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    kdf = {"alg": "argon2id", "m": 64, "t": 1, "p": 1, "salt": base64.b64encode(salt).decode()}
    header = {
        "v": 1,
        "id": secrets.token_hex(8),
        "kind": kind,
        "kdf": kdf,
        "nonce": base64.b64encode(nonce).decode(),
    }
    kek = hash_secret_raw(secret.encode(), salt, 1, 64, 1, 32, Type.ID)
    bound = _plain({"install": install, "slot": header})
    cipher = AESGCM(kek).encrypt(nonce, key, bound)
    return header | {"ct": base64.b64encode(cipher).decode()}


def _plain(value: dict) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
