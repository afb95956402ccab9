"""Drawing a sample that can be drawn again: seeded, stratified, its frame fixed by a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

# Clinician and payer class, how many could be drawn, how many were.
Stratum = tuple[tuple[str, str], int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One encounter that may be drawn; its stratum is clinician and payer class."""

    id: str
    clinician: str
    payer_class: str

    @property
    def stratum(self) -> tuple[str, str]:
        """Where it is drawn from."""
        return self.clinician, self.payer_class


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in order of id, and from what: `frame_hash` is of every id of the frame."""

    seed: int
    frame_size: int
    frame_hash: str
    ids: tuple[str, ...]
    per_stratum: tuple[Stratum, ...]


def draw(units: Iterable[Unit], size: int, seed: int) -> Sample:
    """Draw `size` units by a Fisher-Yates shuffle of each stratum's ids in ascending order.

    Each stratum gives its share, at least one while places last; the same frame, size and seed
    draw the same. All of it is drawn when the frame is no larger.
    """
    frame = sorted(set(units), key=lambda unit: unit.id)
    strata: dict[tuple[str, str], list[str]] = {}
    for unit in frame:
        strata.setdefault(unit.stratum, []).append(unit.id)
    shares = _shares({key: len(ids) for key, ids in strata.items()}, min(size, len(frame)))
    drawn = [
        one for key in sorted(strata) for one in _shuffled(strata[key], seed, key)[: shares[key]]
    ]
    told = tuple((key, len(strata[key]), shares[key]) for key in sorted(strata))
    return Sample(seed, len(frame), frame_hash(frame), tuple(sorted(drawn)), told)


def frame_hash(frame: Iterable[Unit]) -> str:
    """A digest of the ids and strata that could have been drawn, whatever their order."""
    digest = hashlib.sha256()
    for unit in sorted(frame, key=lambda one: one.id):
        digest.update("\0".join((unit.id, *unit.stratum, "")).encode())
    return digest.hexdigest()


def _shares(sizes: dict[tuple[str, str], int], size: int) -> dict[tuple[str, str], int]:
    """Places by stratum: in proportion, largest remainders first, none left out if it goes."""
    total = sum(sizes.values())
    if not total:
        return {}
    exact = {key: divmod(size * count, total) for key, count in sizes.items()}
    shares = {key: whole for key, (whole, _) in exact.items()}
    order = sorted(sizes, key=lambda key: (-exact[key][1], key))
    left = size - sum(shares.values())
    for key in order[:left]:
        shares[key] += 1
    for key in sorted(key for key, share in shares.items() if not share):
        richest = max(shares, key=lambda one: (shares[one], one))
        if shares[richest] > 1:
            shares[richest] -= 1
            shares[key] += 1
    return shares


def _shuffled(ids: list[str], seed: int, stratum: tuple[str, str]) -> list[str]:
    """The ids in an order that the seed and the stratum alone decide, on every machine alike."""
    mixed = list(ids)
    stream = _Stream(f"{seed}\0{stratum[0]}\0{stratum[1]}".encode())
    for last in range(len(mixed) - 1, 0, -1):
        other = stream.below(last + 1)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


class _Stream:
    """Numbers from SHA-256 in counter mode: no library's generator may change the draw."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._count = 0

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1, each as likely; one that bends the odds is skipped."""
        most = (1 << 64) - (1 << 64) % limit
        while True:
            self._count += 1
            block = hashlib.sha256(self._key + self._count.to_bytes(8, "big")).digest()
            number = int.from_bytes(block[:8], "big")
            if number < most:
                return number % limit
