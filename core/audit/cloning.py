"""Notes that repeat other notes: earlier visits of the patient, other patients of the clinician.

Words are compared in runs of five, numbers counting as alike, by stable numbers of their own. The
store of notes is bounded: the oldest are forgotten, so memory does not grow with the audit.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

from core.audit.record import AuditedEncounter
from core.notes.clones import SHINGLE, new_findings, words_of

MOST_NOTES = 4_000
MOST_PATIENTS = 4_000
_LOOKED_UP = 12  # a note's smallest numbers: two notes that are alike share most of them
_LEAST_SHARED = 3
_MOST_ASKED = 12
_LEAST_RUNS = 12  # a note of fewer runs is too short to be a copy of another
_BASE, _MODULUS = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A note as it is compared."""

    encounter: str
    patient: str
    clinician: str
    text: str
    runs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two notes is the same: shared runs by all runs."""

    other: Kept
    share: float


def kept_note(seen: AuditedEncounter) -> Kept | None:
    """The note of an encounter; None where there is none, or one too short to be compared."""
    text = seen.note or ""
    runs = runs_of(text)
    if len(runs) < _LEAST_RUNS:
        return None
    return Kept(seen.id, seen.patient, seen.clinician, text, runs)


def runs_of(text: str) -> frozenset[int]:
    """A number for each run of five words; the same on every machine."""
    words = [crc32(word.encode("utf-8", "replace")) for word in words_of(text)]
    if len(words) < SHINGLE:
        return frozenset()
    top = pow(_BASE, SHINGLE, _MODULUS)
    number, found = 0, set()
    for at, word in enumerate(words):
        number = (number * _BASE + word) % _MODULUS
        if at >= SHINGLE:
            number = (number - words[at - SHINGLE] * top) % _MODULUS
        if at >= SHINGLE - 1:
            found.add(number)
    return frozenset(found)


def share_of(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared runs by all runs."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


class NoteStore:
    """The notes a new one is compared with; ask first, then add."""

    def __init__(
        self, prior: int, most_notes: int = MOST_NOTES, most_patients: int = MOST_PATIENTS
    ) -> None:
        self._prior = prior
        self._most_notes, self._most_patients = most_notes, most_patients
        self._own: OrderedDict[str, deque[Kept]] = OrderedDict()
        self._notes: OrderedDict[int, Kept] = OrderedDict()
        self._by_run: dict[tuple[str, int], list[int]] = {}
        self._next = 0

    def earlier(self, note: Kept, least: float) -> Likeness | None:
        """The patient's earlier visit most like this one, if as alike as `least` and no newer."""
        return _best(note, iter(self._own.get(note.patient, ())), least)

    def others(self, note: Kept, least: float) -> Likeness | None:
        """The same among other patients of the clinician."""
        return _best(note, self._candidates(note), least)

    def add(self, note: Kept) -> None:
        """Keep a note; the oldest goes when there are too many."""
        own = self._own.setdefault(note.patient, deque(maxlen=max(self._prior, 1)))
        own.append(note)
        self._own.move_to_end(note.patient)
        if len(self._own) > self._most_patients:
            self._own.popitem(last=False)
        number, self._next = self._next, self._next + 1
        self._notes[number] = note
        for run in _sampled(note):
            self._by_run.setdefault((note.clinician, run), []).append(number)
        if len(self._notes) > self._most_notes:
            self._forget()

    def _forget(self) -> None:
        number, note = self._notes.popitem(last=False)
        for run in _sampled(note):
            key = (note.clinician, run)
            self._by_run[key].remove(number)
            if not self._by_run[key]:
                del self._by_run[key]

    def _candidates(self, note: Kept) -> Iterator[Kept]:
        """Notes that share most of the runs looked up, the most alike first."""
        shared: dict[int, int] = {}
        for run in _sampled(note):
            for number in self._by_run.get((note.clinician, run), ()):
                shared[number] = shared.get(number, 0) + 1
        likely = [n for n, count in shared.items() if count >= _LEAST_SHARED]
        likely.sort(key=lambda n: (-shared[n], n))
        others = (self._notes[n] for n in likely if self._notes[n].patient != note.patient)
        for _, other in zip(range(_MOST_ASKED), others, strict=False):
            yield other


def _sampled(note: Kept) -> list[int]:
    return nsmallest(_LOOKED_UP, note.runs)


def _best(note: Kept, others: Iterator[Kept], least: float) -> Likeness | None:
    found: Likeness | None = None
    for other in others:
        share = share_of(note.runs, other.runs)
        if share < least or (found is not None and share < found.share):
            continue
        if not new_findings(other.text, note.text):
            found = Likeness(other, share)
    return found
