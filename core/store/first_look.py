"""What a file is, told from its bytes alone; it is only read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BackupCopy, DamagedFile, UserProblem
from core.store import engine, key_file
from core.store.file_names import backups_folder, keys_path, log_path, manifest_path
from core.store.practice_file import is_open_here

if TYPE_CHECKING:
    from core.store.keyslots import KeyFile

PAGE_BYTES = 4096
# A practice file begins with chance: by a mark of two bytes one in 65,536 would never open.
_FOREIGN = (
    (re.compile(rb"SQLite format 3\x00"), "an unencrypted SQLite database"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an office document"),
    (re.compile(rb"PK\x05\x06"), "a ZIP archive"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), "a compressed archive"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "a picture"),
    (re.compile(rb"\xff\xd8\xff[\xdb\xe0-\xef]"), "a picture"),
)
_SAFE = "Nothing in it was changed."


def refuse_foreign(path: Path) -> None:
    """Raise UserProblem for a file that cannot be a practice file, with the reason."""
    if is_open_here(path):
        raise UserProblem(engine.IN_USE, "path")
    head, size = _read_head(path)
    if size == 0:
        raise DamagedFile(f"“{path.name}” is empty: it holds no practice. {_instead(path)}", "path")
    kind = _foreign_kind(head)
    if kind:
        raise UserProblem(
            f"“{path.name}” is {kind}, not a Unitwise practice file. {_SAFE} "
            "Choose the file whose name ends in .unitwise.",
            "path",
        )
    if not _is_random(head):
        raise DamagedFile(
            f"“{path.name}” holds no practice: it is another kind of file, or its beginning was "
            f"overwritten. {_SAFE} {_instead(path)}",
            "path",
        )
    whole_pages = size % PAGE_BYTES == 0 or log_path(path).exists()  # a crash may leave half a page
    if size < 2 * PAGE_BYTES or not whole_pages:
        raise DamagedFile(
            f"“{path.name}” is not a whole practice file: it was cut short, or it is another "
            f"kind of file. {_SAFE} {_instead(path)}",
            "path",
        )


def refuse_copy(path: Path) -> None:
    """Raise BackupCopy for a backup copy: opened as a practice it would be what it was no more."""
    if manifest_path(path).exists():
        raise BackupCopy(
            f"“{path.name}” is a backup copy. Opened as the practice it would be changed and serve "
            "as a copy no more. Restore it: it becomes a new file, and the copy stays as it is.",
            "path",
        )


def read_keys(path: Path, *, allow_cheap: bool = False) -> KeyFile:
    """The key file beside a practice file, or UserProblem that says what is wrong with it."""
    beside = keys_path(path)
    try:
        raw = beside.read_bytes()
    except FileNotFoundError:
        raise UserProblem(
            f"The key file “{beside.name}” is missing. Without it nobody can open "
            f"“{path.name}”. Put it back beside the practice file; a copy lies with every backup "
            f"in “{backups_folder(path).name}”.",
            "path",
        ) from None
    except OSError as error:
        raise UserProblem(f"The key file “{beside.name}” cannot be read.", "path") from error
    try:
        return key_file.load(raw, allow_cheap=allow_cheap)
    except key_file.KeyFileNewer as error:
        raise UserProblem(newer(path), "path") from error
    except key_file.KeyFileDamaged as error:
        raise UserProblem(
            f"The key file “{beside.name}” is damaged; the practice file itself may be well. "
            f"{_SAFE} Put a copy of the key file in its place: one lies with every backup in "
            f"“{backups_folder(path).name}”.",
            "path",
        ) from error


def newer(path: Path) -> str:
    """The sentence for a file of a later version."""
    return (
        f"“{path.name}” was written by a newer version of Unitwise. {_SAFE} "
        "Install the newer version on this PC to open it."
    )


def unreadable(path: Path) -> str:
    """The sentence for a file that its own keys do not open."""
    return (
        f"“{path.name}” does not open with its key file: it is damaged, or it belongs to another "
        f"key file. {_SAFE} {_instead(path)}"
    )


def damaged(path: Path) -> str:
    """The sentence for a practice file with damaged contents."""
    return f"“{path.name}” is damaged: parts of it cannot be read. {_SAFE} {_instead(path)}"


def _instead(path: Path) -> str:
    return f"Open the newest copy in the folder “{backups_folder(path).name}” instead."


def _read_head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as stream:
            return stream.read(PAGE_BYTES), path.stat().st_size
    except FileNotFoundError:
        raise UserProblem(
            f"There is no file “{path.name}” in “{path.parent.name}”. Check that the drive is "
            "connected, or choose the file in its new place.",
            "path",
        ) from None
    except OSError as error:
        raise UserProblem(
            f"“{path.name}” cannot be read: it is a folder, or this account may not open it.",
            "path",
        ) from error


def _foreign_kind(head: bytes) -> str:
    for magic, kind in _FOREIGN:
        if magic.match(head):
            return kind
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return ""
    return "" if b"\x00" in head else "a text file"


def _is_random(head: bytes) -> bool:
    """Whether bytes are spread as ciphertext is; a page of 4,096 uses nearly all 256 values."""
    return len(head) < PAGE_BYTES or len(set(head)) > 200
