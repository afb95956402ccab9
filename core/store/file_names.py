"""Which files belong to a practice file: its keys, its backups, SQLite's log."""

from __future__ import annotations

from pathlib import Path

SUFFIX, KEYS_SUFFIX = ".unitwise", ".keys.json"


def keys_path(path: Path) -> Path:
    """The key file beside a practice file."""
    return path.with_name(f"{_stem(path)}{KEYS_SUFFIX}")


def backups_folder(path: Path) -> Path:
    """The folder of a practice file's verified copies."""
    return path.with_name(f"{_stem(path)} backups")


def log_path(path: Path) -> Path:
    """SQLite's write-ahead log: there while the file is open, or after a crash."""
    return path.with_name(f"{path.name}-wal")


def _stem(path: Path) -> str:
    return path.name.removesuffix(SUFFIX)
