"""What a note says against its bill: each an alert with its source, asked before signing; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core.model.bill import Alert
from core.model.kinds import Severity
from core.model.typed_dates import say_date
from core.notes.claim import MANUAL_THERAPY
from core.notes.clones import likeness, new_findings, shared_passages, shingles_of
from core.notes.coach import CoachBook, Visit
from core.notes.reading import Reading
from core.notes.sums import clock_ranges, sums_of

Shingles = frozenset[tuple[str, ...]]
# Shares of equal five-word runs from which a reviewer calls notes alike: our audit's design.
ALIKE_SAME_PATIENT = 0.80
ALIKE_OTHER_PATIENT = 0.85
_LEAST_RUNS = 12
_LONGEST_QUOTE = 90
_PAY_NOTE = "MBPM ch.15 §220.3.E: the bill agrees with the note"
_CLONED = "NGS Medicare on cloned documentation: each visit's own condition, treatment and progress"
_APART = re.compile(r"\b(?:separate(?:ly)?|distinct|different|unrelated|independent of)\b", re.I)


@dataclass(frozen=True, slots=True)
class EarlierNote:
    """A note to compare with: another visit of the patient, or of another of the clinician's.

    Of another patient only the runs of words are held, never the text.
    """

    day: date
    runs: Shingles
    text: str = ""

    @property
    def is_same_patient(self) -> bool:
        """Whether it is a visit of the same patient."""
        return bool(self.text)


def earlier_note(day: date, text: str, *, same_patient: bool) -> EarlierNote:
    """A note made ready to be compared with."""
    return EarlierNote(day, shingles_of(text), text if same_patient else "")


def alerts_of(
    visit: Visit,
    text: str,
    told: str,
    reading: Reading,
    earlier: tuple[EarlierNote, ...],
    book: CoachBook,
) -> tuple[Alert, ...]:
    """Every alert of a note; `told` is what it says without its plan, for comparing visits."""
    if not text.strip() or not visit.services:
        return ()
    found = [*_minutes(visit, text, reading), *_region(visit, reading)]
    found += _distinct(visit, text)
    found += _flags(visit, reading, book)
    found += _cloned(told, earlier)
    return tuple(found)


def _minutes(visit: Visit, text: str, reading: Reading) -> list[Alert]:
    found = []
    billed = visit.minutes_of(MANUAL_THERAPY)
    if visit.has_manual and reading.minutes is not None and reading.minutes != billed:
        found.append(_differ("manual therapy", reading.minutes, billed, (MANUAL_THERAPY,)))
    sums = sums_of(text)
    for name, told, held in (
        ("all timed services", sums.timed, visit.timed_minutes),
        ("the whole treatment", sums.whole, visit.all_minutes),
    ):
        if told is not None and told.minutes != held:
            found.append(_differ(name, told.minutes, held, ()))
    return found[:1] if len({one.codes for one in found}) < len(found) else found


def _differ(name: str, told: int, billed: int, codes: tuple[str, ...]) -> Alert:
    return Alert(
        "note-minutes",
        Severity.WARNING,
        codes,
        f"The note gives {name} {told} minutes, the services {billed}.",
        "Correct whichever is wrong.",
        _PAY_NOTE,
    )


def _region(visit: Visit, reading: Reading) -> list[Alert]:
    rows = [one.region for one in visit.services if one.code == MANUAL_THERAPY and one.region]
    typed = frozenset[str]().union(*(visit.regions.regions_in(row) for row in rows))
    words = [one.text for one in reading.evidence if one.element == "region"]
    told = frozenset[str]().union(*(visit.regions.regions_in(one) for one in words))
    if not typed or not told or typed & told:
        return []
    return [
        Alert(
            "note-region",
            Severity.WARNING,
            (MANUAL_THERAPY,),
            f"The services say {', '.join(rows)} for 97140, the note says {', '.join(words)}.",
            "Correct whichever is wrong.",
            "Palmetto GBA, manual therapy (2019): the area treated",
        )
    ]


def _distinct(visit: Visit, text: str) -> list[Alert]:
    """A service stated as distinct needs a note that shows it: clock times, places or words."""
    if not visit.distinct or _APART.search(text) or clock_ranges(text):
        return []
    places = {
        one.code: visit.regions.regions_in(one.region) for one in visit.services if one.region
    }
    in_note = visit.regions.regions_in(text)
    shown = [code for code in visit.distinct if places.get(code, frozenset()) & in_note]
    if len(shown) == len(visit.distinct) and len(in_note) > 1:
        return []
    words = " and ".join(visit.distinct)
    return [
        Alert(
            "note-distinct",
            Severity.WARNING,
            visit.distinct,
            f"{words} is stated as distinct, and the note does not show what kept it apart.",
            "Say where or when each was done: other place, other minutes, other session.",
            "NCCI Policy Manual ch.1: the record supports the modifier",
        )
    ]


def _flags(visit: Visit, reading: Reading, book: CoachBook) -> list[Alert]:
    raised, billed = frozenset(reading.red_flags), {one.code for one in visit.services}
    found = [
        Alert(one.id, one.severity, tuple(sorted(one.codes & billed)), one.message, one.fix,
              one.cite)
        for one in book.alerts
        if one.flags & raised and one.codes & billed
    ]  # fmt: skip
    # One thing said twice is no second warning.
    better = {one.id for one in found} - {"note-not-performed"}
    return [one for one in found if one.id != "note-not-performed" or not better]


def _cloned(told: str, earlier: tuple[EarlierNote, ...]) -> list[Alert]:
    runs = shingles_of(told)
    if len(runs) < _LEAST_RUNS:
        return []
    worst, near = None, 0.0
    for one in earlier:
        least = ALIKE_SAME_PATIENT if one.is_same_patient else ALIKE_OTHER_PATIENT
        alike = likeness(runs, one.runs)
        fresh = one.is_same_patient and new_findings(one.text, told)
        if alike >= max(least, near) and not fresh:
            worst, near = one, alike
    return [] if worst is None else [_repeats(worst, told, near)]


def _repeats(one: EarlierNote, told: str, alike: float) -> Alert:
    whose = "the note" if one.is_same_patient else "the note of another patient of the clinician"
    same = shared_passages(told, one.text)[:1] if one.is_same_patient else ()
    quote = f" The same in both: “{same[0][:_LONGEST_QUOTE]}”." if same else ""
    return Alert(
        "note-cloned",
        Severity.WARNING,
        (),
        f"This note repeats {whose} of {say_date(one.day)}: {alike * 100:.0f} of 100 word runs.",
        f"Write what was found and done today.{quote}",
        _CLONED,
    )
