"""Which files belong to a practice file: keys, anchor, failed unlocks, backups, SQLite's log."""

from __future__ import annotations

from pathlib import Path

SUFFIX, KEYS_SUFFIX = ".unitwise", ".keys.json"
ANCHOR_SUFFIX, ATTEMPTS_SUFFIX = ".anchor.jsonl", ".attempts.json"
MANIFEST_SUFFIX = ".manifest.json"


def keys_path(path: Path) -> Path:
    """The key file beside a practice file."""
    return path.with_name(f"{_stem(path)}{KEYS_SUFFIX}")


def anchor_path(path: Path) -> Path:
    """The note of where the audit trail ends."""
    return path.with_name(f"{_stem(path)}{ANCHOR_SUFFIX}")


def attempts_path(path: Path) -> Path:
    """The unlocks that failed since the last that succeeded."""
    return path.with_name(f"{_stem(path)}{ATTEMPTS_SUFFIX}")


def manifest_path(copy: Path) -> Path:
    """What a backup copy holds, beside it."""
    return copy.with_name(f"{_stem(copy)}{MANIFEST_SUFFIX}")


def backups_folder(path: Path) -> Path:
    """The folder of a practice file's verified copies."""
    return path.with_name(f"{_stem(path)} backups")


def log_path(path: Path) -> Path:
    """SQLite's write-ahead log: there while the file is open, or after a crash."""
    return path.with_name(f"{path.name}-wal")


def _stem(path: Path) -> str:
    return path.name.removesuffix(SUFFIX)
