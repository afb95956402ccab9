"""A disk that loses its power: what was synced is there, the rest is kept, lost or torn."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_Step = tuple[int, bytes | None]  # where and what was written; None cuts the file there


@dataclass
class _File:
    synced: bytearray = field(default_factory=bytearray)
    pending: list[_Step] = field(default_factory=list)


class Disk:
    """Files by name, each with what is surely on the disk and what is only on its way.

    Names are surely there once their folder was synced; before that any first part of their
    changes may have reached it.
    """

    def __init__(self, folder: Path) -> None:
        self._files: list[_File] = []
        self._now: dict[str, int] = {}
        self._sure: dict[str, int] = {}
        self._names: list[tuple[str, str, int | None]] = []  # folder, name, file or none
        for path in folder.rglob("*"):
            if path.is_file():
                self._files.append(_File(bytearray(path.read_bytes())))
                self._now[str(path)] = len(self._files) - 1
        self._sure = dict(self._now)

    def knows(self, name: str) -> bool:
        """Whether a file of this name is there now."""
        return name in self._now

    def create(self, name: str) -> None:
        """A new, empty file."""
        self._files.append(_File())
        self._put(name, len(self._files) - 1)

    def write(self, name: str, at: int, body: bytes) -> None:
        """Bytes on their way to the disk."""
        self._files[self._now[name]].pending.append((at, body))

    def truncate(self, name: str, size: int) -> None:
        """A new length on its way to the disk."""
        self._files[self._now[name]].pending.append((size, None))

    def rename(self, old: str, new: str) -> None:
        """Another name for a file; what had it before is gone."""
        number = self._now[old]
        self._put(old, None)
        self._put(new, number)

    def unlink(self, name: str) -> None:
        """The name is gone."""
        if name in self._now:
            self._put(name, None)

    def sync(self, name: str) -> None:
        """A file's bytes are surely there; of a folder, its names."""
        if name in self._now:
            file = self._files[self._now[name]]
            for step in file.pending:
                _apply(file.synced, step)
            file.pending.clear()
            return
        for folder, path, number in self._names:
            if folder == name:
                _set(self._sure, path, number)
        self._names = [entry for entry in self._names if entry[0] != name]

    def after_cut(self, rng: random.Random) -> dict[str, bytes]:
        """What the disk holds when the power comes back."""
        names = dict(self._sure)
        for _, path, number in self._names[: rng.randint(0, len(self._names))]:
            _set(names, path, number)
        mode = rng.choice(("lost", "kept", "mixed", "mixed"))
        return {path: self._left(self._files[number], mode, rng) for path, number in names.items()}

    def as_it_is(self) -> dict[str, bytes]:
        """What a program that reads now would see."""
        seen = {}
        for path, number in self._now.items():
            body = bytearray(self._files[number].synced)
            for step in self._files[number].pending:
                _apply(body, step)
            seen[path] = bytes(body)
        return seen

    def _left(self, file: _File, mode: str, rng: random.Random) -> bytes:
        left = bytearray(file.synced)
        for step in file.pending:
            fate = rng.choice(("lost", "kept", "torn")) if mode == "mixed" else mode
            if fate == "kept":
                _apply(left, step)
            elif fate == "torn" and step[1] is not None:
                _tear(left, step[0], step[1], rng)
        return bytes(left)

    def _put(self, name: str, number: int | None) -> None:
        _set(self._now, name, number)
        self._names.append((name.rsplit("/", 1)[0], name, number))


def _set(names: dict[str, int], path: str, number: int | None) -> None:
    if number is None:
        names.pop(path, None)
    else:
        names[path] = number


def _apply(body: bytearray, step: _Step) -> None:
    at, more = step
    size = at if more is None else at + len(more)
    if len(body) < size:
        body.extend(bytes(size - len(body)))
    if more is None:
        del body[at:]
    else:
        body[at:size] = more


def _tear(body: bytearray, at: int, more: bytes, rng: random.Random) -> None:
    for start in range(0, len(more), SECTOR):
        if rng.random() < 0.5:
            _apply(body, (at + start, more[start : start + SECTOR]))
