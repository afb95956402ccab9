"""What a patient told must stand readable in no file; no connection is ever opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.torture import clinic, tracing
from tests.torture.outcome import Outcome

_OPENED = re.compile(r'open(?:at)?\(.*"([^"]+)".*(?:O_WRONLY|O_RDWR|O_CREAT)')
_SOCKET = re.compile(r"\bsocket\(AF_(INET6?|PACKET)\b|\bconnect\([^)]*AF_INET")


def readable(folder: Path, words: Sequence[str]) -> list[str]:
    """Files below a folder that hold one of the words as text."""
    found = []
    for path in sorted(folder.rglob("*")):
        body = path.read_bytes() if path.is_file() else b""
        for word in words:
            if word.encode() in body or word.encode("utf-16-le") in body:
                found.append(f"readable: {word} in {path.name}")
    return found


def opened_for_writing(line: str) -> str | None:
    """The file that a line of strace's log tells was opened for writing."""
    match = _OPENED.search(line)
    return match[1] if match else None


def is_connection(line: str) -> bool:
    """Whether a line of strace's log tells of a network socket."""
    return _SOCKET.search(line) is not None


def run(folder: Path, size: int) -> Outcome:
    """Watch every file that a day's work opens for writing, and every socket."""
    outcome = Outcome("a day's work watched: files written, sockets")
    base = clinic.make(folder / "base")
    (folder / "people.csv").write_text(clinic.csv_of_people())
    written: set[Path] = set()
    for number in range(size):
        path = clinic.copy_of(base, folder / "run")
        traced = tracing.run(
            "day", path, ("100", "6"), ["-e", "trace=open,openat,creat,socket,connect"], folder
        )
        outcome.runs += 1
        outcome.acknowledged += clinic.Acknowledged().read(traced.output).count
        lines = traced.log.read_text(errors="replace").splitlines()
        written |= {Path(name) for line in lines if (name := opened_for_writing(line))}
        outcome.add([f"connection: {line}" for line in lines if is_connection(line)])
        there = [path for path in written if path.is_file() and path.stat().st_size < 10**8]
        for file in there:
            outcome.add(_words_in(file), f"day {number}")
        outcome.add(readable(folder / "run", clinic.MARKERS))
    outcome.hits = len(written)
    outcome.note = "hits: different files opened for writing"
    return outcome.done()


def _words_in(file: Path) -> list[str]:
    body = file.read_bytes()
    return [f"readable: {w} in {file.name}" for w in clinic.MARKERS if w.encode() in body]
