"""A long list kept small in memory: packed in blocks, unpacked one block at a time."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_BLOCK = 500


class Packed(Generic[_Item]):
    """Items in the order they were added; they must be plain frozen records.

    It never leaves memory but for the pipe between our own processes, so nothing of a patient
    stays on the disk.
    """

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._open: list[_Item] = []
        self._count = 0

    def add(self, item: _Item) -> None:
        """Put one item at the end."""
        self._open.append(item)
        self._count += 1
        if len(self._open) >= _BLOCK:
            self._close()

    def extend(self, items: Iterable[_Item]) -> None:
        """Put items at the end."""
        for item in items:
            self.add(item)

    def close(self) -> Packed[_Item]:
        """Pack what is still open; for a list that nothing is added to any more."""
        if self._open:
            self._close()
        return self

    def _close(self) -> None:
        self._blocks.append(zlib.compress(pickle.dumps(self._open, pickle.HIGHEST_PROTOCOL), 3))
        self._open = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_Item]:
        for block in self._blocks:
            yield from pickle.loads(zlib.decompress(block))  # noqa: S301 - packed by ourselves
        yield from self._open
