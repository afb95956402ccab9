"""What a patient told must stand readable in no file; no connection is ever opened."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture import clinic, tracing
from tests.torture.outcome import Outcome

_OPENED = re.compile(r'open(?:at)?\(.*"([^"]+)".*(?:O_WRONLY|O_RDWR|O_CREAT)')
_WATCHED = "open,openat,creat,rename,socket,connect"
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


def run(folder: Path, size: int) -> Iterator[Outcome]:
    """Watch every file that a day's work opens for writing, and every socket; then the window."""
    yield _day(folder / "day", size)
    yield tour(folder / "tour")


def tour(folder: Path) -> Outcome:
    """Watch a tour of the window: sign, search, print, preview, export, a bug, lock, restore.

    Files that the person chose are left out; of all others, none may hold a word of the patient
    nor a drawn page, and the program may say none.
    """
    outcome = Outcome("a tour of the window watched: files written, sockets")
    path, out = clinic.make(folder / "base"), folder / "chosen"
    places = {name: folder / name for name in ("home", "temp")}
    for place in places.values():
        place.mkdir()
    log = folder / "trace.log"
    words = [sys.executable, "-m", "tests.torture.tour", str(path), str(places["home"]), str(out)]
    done = subprocess.run(
        [_strace(), "-qq", "-f", "-o", str(log), "-e", f"trace={_WATCHED}", "--", *words],
        cwd=tracing.ROOT,
        env=os.environ | {"HOME": str(places["home"]), "TMPDIR": str(places["temp"])},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = log.read_text(errors="replace").splitlines()
    written = {Path(name) for line in lines if (name := opened_for_writing(line))}
    outcome.runs, outcome.hits = 1, len(written)
    outcome.add([] if "toured" in done.stdout else [f"unclear: {done.stderr[-300:]}"])
    outcome.add([f"connection: {line}" for line in lines if is_connection(line)])
    outcome.add(
        [f"readable: {w} was said" for w in clinic.MARKERS if w in done.stdout + done.stderr]
    )
    there = {one for one in (*written, *folder.rglob("*")) if one.is_file() and one != log}
    for file in sorted(one for one in there if out not in one.parents):
        outcome.add(_words_in(file))
        if file.suffix != ".unitwise" and b"%PDF-" in file.read_bytes()[: 10**7]:
            outcome.add([f"readable: a drawn page in {file.name}"])
    outcome.acknowledged = len([one for one in out.iterdir() if one.stat().st_size])
    outcome.note = "hits: different files opened for writing; acknowledged: files the person chose"
    return outcome.done()


def _strace() -> str:
    return shutil.which("strace") or "strace"


def _day(folder: Path, size: int) -> Outcome:
    """A day's work through the services."""
    folder.mkdir()
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
