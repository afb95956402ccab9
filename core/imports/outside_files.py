"""Files from outside, opened with suspicion: plain ones, and those inside a zip.

Nothing is unpacked to disk. A web page in place of a file, a half-downloaded zip and a zip
that would swell beyond all measure are refused with a sentence that says what they seem to be.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

from core.errors import UserProblem

MOST_BYTES = 1_500_000_000  # one part of a quarter's pairs is about 60 MB of text
_MOST_RATIO = 250  # such text packs about 1 to 10, a spreadsheet's inside about 1 to 30
_MOST_IN_MEMORY = 120_000_000
_MOST_ENTRIES = 1_000
_ZIP = b"PK\x03\x04"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def refuse(name: str, complaint: str) -> NoReturn:
    """Raise a UserProblem that names the file and says that nothing was changed."""
    raise UserProblem(f"{name} {complaint} Nothing was changed.")


@dataclass(frozen=True, slots=True)
class OutsideFile:
    """One file to read: on disk, or an entry of a zip; `size` is its length unpacked."""

    name: str
    size: int
    path: Path
    entry: str = ""

    @property
    def names(self) -> str:
        """The names of the file and of the zip around it: both may tell what it holds."""
        return f"{self.path.name} {self.name}" if self.entry else self.name

    @property
    def suffix(self) -> str:
        """The name's ending, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, from the start; a fault while reading is told as a cut or damaged file."""
        try:
            if self.entry:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.entry) as stream:
                    yield stream
            else:
                with self.path.open("rb") as plain:
                    yield plain
        except _UNREADABLE:
            refuse(self.name, "is damaged or was cut off. Download it again.")
        except OSError as error:
            refuse(self.name, f"cannot be read: {error.strerror}.")

    def in_memory(self) -> io.BytesIO:
        """The whole file, where it must be read back and forth."""
        if self.size > _MOST_IN_MEMORY:
            refuse(self.name, "is too large to be read as a spreadsheet; use the text file.")
        with self.open() as stream:
            return io.BytesIO(stream.read(_MOST_IN_MEMORY))


def files_in(source: Path, wanted: Callable[[str], bool]) -> tuple[OutsideFile, ...]:
    """The file itself, or the entries of a zip whose names are wanted.

    Raises UserProblem for what is missing, empty, a web page, cut off or a zip bomb.
    """
    if not source.is_file():
        refuse(source.name, "is not there, or is a folder.")
    size = source.stat().st_size
    if not size:
        refuse(source.name, "is empty.")
    with source.open("rb") as stream:
        head = stream.read(512)
    _refuse_document(source.name, head)
    if source.suffix.lower() == ".xlsx" or not head.startswith(_ZIP):
        if head.startswith(b"PK") and not zipfile.is_zipfile(source):
            refuse(source.name, "is a zip that was cut off. Download it again.")
        if source.suffix.lower() == ".zip":
            refuse(source.name, "is not a zip, whatever its name says. Download it again.")
        return (OutsideFile(source.name, size, source),)
    return _entries(source, wanted)


def _refuse_document(name: str, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        refuse(
            name,
            "is a web page, most likely the page that asks to accept the licence. "
            "Accept it in the browser and download the file itself.",
        )
    if start.startswith(b"%pdf"):
        refuse(name, "is a PDF document, not a table. Download the table that belongs to it.")


def _entries(source: Path, wanted: Callable[[str], bool]) -> tuple[OutsideFile, ...]:
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except _UNREADABLE:
        refuse(source.name, "is a zip that was cut off or damaged. Download it again.")
    if len(entries) > _MOST_ENTRIES:
        refuse(source.name, "holds far more files than any table from CMS.")
    found = []
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/")).name
        if entry.is_dir() or not wanted(name):
            continue
        if entry.flag_bits & 1:
            refuse(source.name, "is locked by a password.")
        swollen = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1_000)
        if swollen or entry.file_size > MOST_BYTES:
            refuse(source.name, "would swell beyond all measure: it is not a table from CMS.")
        found.append(OutsideFile(name, entry.file_size, source, entry.filename))
    return tuple(found)
