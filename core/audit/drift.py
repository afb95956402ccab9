"""Whether a clinician's notes of the last weeks are more generic than the own ones before.

Two things are measured on each note of manual therapy: how many of eight elements are told
specifically, and how much of its wording stands in another note. A difference is said only where
both sides have enough notes, it is as large as the practice's line, and chance alone is unlikely.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist, fmean, variance

from core.audit.audit_rules import AuditRules
from core.audit.cloning import runs_of, share_of
from core.errors import FieldProblem
from core.notes.claim import Note
from core.notes.lexicon import Lexicon
from core.notes.reading import Reading, read_note

CONFIDENCE = 0.95
ELEMENTS = 8
_OWN_BEFORE = 5  # earlier notes of the patient
_ANY_BEFORE = 10  # the clinician's notes just before, whoever they are of


@dataclass(frozen=True, slots=True)
class DatedNote:
    """A note as the measure reads it; `patient` is only a key."""

    day: date
    patient: str
    text: str
    discipline: str = "PT"


@dataclass(frozen=True, slots=True)
class Wording:
    """What notes of one time come to: mean shares between 0 and 1."""

    notes: int
    specific: float
    alike: float


@dataclass(frozen=True, slots=True)
class Drift:
    """The last weeks beside the time before; `needed` is the fewest notes on either side.

    `less_specific` and `more_alike` are false wherever too few notes stand behind them.
    """

    clinician: str
    since: date
    until: date
    lately: Wording
    before: Wording
    needed: int
    less_specific: bool
    more_alike: bool

    @property
    def is_enough(self) -> bool:
        """Whether anything can be said."""
        return min(self.lately.notes, self.before.notes) >= self.needed

    @property
    def got_generic(self) -> bool:
        """Whether a reviewer should look before claims go out."""
        return self.less_specific or self.more_alike


@dataclass(frozen=True, slots=True)
class Window:
    """Which days are compared, and how many notes of each are read at most."""

    first: date
    since: date
    until: date
    needed: int
    most: int

    @property
    def before(self) -> date:
        """The last day of the time before."""
        return self.since - timedelta(days=1)


def window_of(day: date, rules: AuditRules) -> Window | None:
    """The days to compare, seen from a day; None where the lines are not known for it."""
    names = ("generic_days", "generic_baseline_days", "generic_least_notes", "generic_most_notes")
    days, base, needed, most = (rules.count(name, day) for name in names)
    if days is None or base is None or needed is None or most is None:
        return None
    since = day - timedelta(days=days - 1)
    return Window(since - timedelta(days=base), since, day, needed, most)


def drift(
    clinician: str, notes: Iterable[DatedNote], day: date, lexicon: Lexicon, rules: AuditRules
) -> Drift | None:
    """The clinician's last weeks against the own time before; None: no line known for the day."""
    window = window_of(day, rules)
    drop, likeness = rules.share("generic_drop", day), rules.share("generic_likeness", day)
    if window is None or drop is None or likeness is None:
        return None
    ordered = sorted(notes, key=lambda one: one.day)
    told = [one for one in ordered if window.first <= one.day <= window.until and one.text.strip()]
    specific = [specific_share(one, lexicon) for one in told]
    alike = alike_shares(told)
    cut = sum(one.day < window.since for one in told)
    before, lately = slice(0, cut), slice(cut, None)
    enough = min(cut, len(told) - cut) >= window.needed
    return Drift(
        clinician,
        window.since,
        window.until,
        _wording(specific[lately], alike[lately]),
        _wording(specific[before], alike[before]),
        window.needed,
        enough and _shown(specific[lately], specific[before], float(drop)),
        enough and _shown(alike[before], alike[lately], float(likeness)),
    )


def specific_share(one: DatedNote, lexicon: Lexicon) -> float:
    """How many of the elements of manual therapy a note tells specifically, as a share."""
    try:
        reading = read_note(Note(one.text, one.discipline, day=one.day), lexicon)
    except FieldProblem:
        return 0.0
    return sum(_elements(reading)) / ELEMENTS


def _elements(reading: Reading) -> tuple[bool, ...]:
    return (
        reading.technique,
        reading.region == "specific",
        reading.minutes is not None,
        reading.rationale,
        reading.objective,
        reading.response == "specific",
        reading.progress,
        reading.plan == "specific",
    )


def alike_shares(notes: Sequence[DatedNote]) -> list[float]:
    """How much of each note stands in the most alike of those just before it."""
    runs = [runs_of(one.text) for one in notes]
    found = []
    for place, one in enumerate(notes):
        own = [n for n in range(place) if notes[n].patient == one.patient][-_OWN_BEFORE:]
        near = range(max(0, place - _ANY_BEFORE), place)
        found.append(max((share_of(runs[place], runs[n]) for n in {*own, *near}), default=0.0))
    return found


def _wording(specific: Sequence[float], alike: Sequence[float]) -> Wording:
    if not specific:
        return Wording(0, 0.0, 0.0)
    return Wording(len(specific), fmean(specific), fmean(alike))


def _shown(low: Sequence[float], high: Sequence[float], least: float) -> bool:
    """Whether `low` is below `high` by `least` or more, and chance alone is unlikely (Welch)."""
    gap = fmean(high) - fmean(low)
    if gap < least:
        return False
    spread = math.sqrt(variance(low) / len(low) + variance(high) / len(high))
    return gap > NormalDist().inv_cdf(CONFIDENCE) * spread
