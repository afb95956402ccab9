"""What another process holds in memory: its readable maps, searched for words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path

_CHUNK = 1 << 24
_SUBREAPER = 36  # prctl.h: PR_SET_CHILD_SUBREAPER
_NO_MEMORY = ("[vvar]", "[vsyscall]")


def adopt_orphans() -> None:
    """What a child leaves running becomes our own child, which we may look into."""
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def running_with(word: str) -> list[int]:
    """The processes that were started with this word."""
    found = []
    for place in Path("/proc").iterdir():
        try:
            words = (place / "cmdline").read_bytes().split(b"\0") if place.name.isdigit() else []
        except OSError:
            continue
        if word.encode() in words:
            found.append(int(place.name))
    return found


def ticks_worked(pid: int) -> int:
    """The processor's time that a process took, in its clock's ticks."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def count(pid: int, words: Sequence[str | bytes]) -> tuple[int, float]:
    """How often the words stand in a process's memory, in three encodings, and the MB read."""
    needles = [form for word in words for form in _forms(word)]
    longest, found, read = max(map(len, needles)), 0, 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in _maps(pid):
            before = b""
            for place in range(start, end, _CHUNK):
                try:
                    memory.seek(place)
                    body = memory.read(min(_CHUNK, end - place))
                except (OSError, ValueError):
                    break  # a map that is gone by now, or a device's
                read += len(body)
                body = before + body
                found += sum(body.count(needle) for needle in needles)
                before = body[-longest + 1 :]
                found -= sum(before.count(needle) for needle in needles)
            found += sum(before.count(needle) for needle in needles)
    return found, read / 2**20


def _forms(word: str | bytes) -> Iterator[bytes]:
    if isinstance(word, bytes):
        yield word
        yield word.hex().encode()
        return
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode("utf-32-le")


def _maps(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        span, rights, *rest = line.split()
        if rights.startswith("r") and not (rest and rest[-1] in _NO_MEMORY):
            start, _, end = span.partition("-")
            yield int(start, 16), int(end, 16)
