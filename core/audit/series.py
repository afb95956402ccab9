"""What only a series shows: notes that repeat, minutes that never change, minutes just enough."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from core.audit.bills import counts_minutes
from core.audit.cloning import Kept, Likeness, NoteStore, kept_note
from core.audit.findings import Check, Direction, Finding, Proof
from core.audit.look import MANUAL_THERAPY, Shelf, finding_of
from core.audit.record import AuditedEncounter
from core.notes.clones import shared_passages
from core.rules.codes import Basis
from core.rules.draft import clean_code
from core.rules.parameters import DatedValue

_MOST_PATIENTS = 20_000
_MOST_PASSAGES = 3
_READ_BOTH = "Read both notes; if that visit had findings of its own, they stand in neither."
_ASK_CLOCK = "Ask how minutes are taken: by the clock, or filled in afterwards."
Vector = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Run:
    """Visits in a row with the same minutes."""

    vector: Vector
    visits: int
    last: date
    said: bool = False


@dataclass(slots=True)
class MinuteHabit:
    """Timed lines of one clinician, and those whose minutes just reach a unit."""

    lines: int = 0
    just_enough: int = 0
    first: date = date.max
    last: date = date.min
    marks: str = ""


@dataclass(slots=True, eq=False)
class Series:
    """The running memory of what was seen; bounded by patients and notes, not by encounters.

    Visits of one patient must come in order of their days; two patients may alternate. Without
    `across` the notes of other patients are left to whoever sees all of them.
    """

    shelf: Shelf
    notes: NoteStore
    across: bool = True
    runs: OrderedDict[tuple[str, str], _Run] = field(default_factory=OrderedDict)
    habits: dict[str, MinuteHabit] = field(default_factory=dict)

    def look(self, seen: AuditedEncounter, *, counts: bool = True) -> list[Finding]:
        """What this encounter shows beside those before it; one that does not count shows none."""
        found: list[Finding] = []
        _check_clones(self, seen, found)
        vector = _minutes_vector(seen, self.shelf)
        if vector:
            _check_same_minutes(self, seen, vector, found if counts else None)
            if counts:
                _count_habit(self, seen)
        return found if counts else []


def start_series(shelf: Shelf, day: date, *, across: bool = True) -> Series:
    """A series without memory; `day` says whose lines hold for how many visits are compared."""
    return Series(shelf, NoteStore(shelf.rules.count("prior_visits", day) or 0), across)


def check_across(series: Series, seen: AuditedEncounter) -> list[Finding]:
    """The note against those of other patients of the clinician; then it is kept."""
    note = kept_note(seen) if seen.note else None
    if note is None:
        return []
    found: list[Finding] = []
    _compare_across(series, seen, note, found)
    series.notes.add(note)
    return found


def _compare_across(
    series: Series, seen: AuditedEncounter, note: Kept, found: list[Finding]
) -> None:
    across = series.shelf.rules.share("cloned_across", seen.date)
    other = series.notes.others(note, float(across)) if across is not None else None
    if other:
        found.append(_cloned(series.shelf, seen, note, other, Check.CLONED_ACROSS))


def _check_clones(series: Series, seen: AuditedEncounter, found: list[Finding]) -> None:
    note = kept_note(seen) if seen.note else None
    if note is None:
        return
    own = series.shelf.rules.share("cloned", seen.date)
    like = series.notes.earlier(note, float(own)) if own is not None else None
    if like:
        found.append(_cloned(series.shelf, seen, note, like, Check.CLONED))
    if series.across:
        _compare_across(series, seen, note, found)
    series.notes.add(note)


def _cloned(
    shelf: Shelf, seen: AuditedEncounter, note: Kept, like: Likeness, check: Check
) -> Finding:
    told = shelf.rules.words(check, seen.date)
    words, cite = (told.text, told.cite) if told else ("The note repeats another", "")
    return finding_of(
        seen,
        check,
        Direction.RISK,
        MANUAL_THERAPY if _has_manual(seen) else "",
        "alike",
        f"{words} ({like.share:.0%} alike).",
        _READ_BOTH,
        cite,
        since=told.since if told else None,
        proof=_passages(note.text, like.other.text),
        like=(like.other.encounter,),
    )


def _has_manual(seen: AuditedEncounter) -> bool:
    codes = [row.code for row in seen.services] + [line.code for line in seen.billed or ()]
    return MANUAL_THERAPY in map(clean_code, codes)


def _passages(text: str, other: str) -> tuple[Proof, ...]:
    """Sentences of the note that the other has too, by their place in it."""
    found: list[Proof] = []
    for passage in shared_passages(text, other)[:_MOST_PASSAGES]:
        start = text.find(passage)
        if start >= 0:
            found.append(Proof(start, start + len(passage), passage))
    return tuple(found)


def _minutes_vector(seen: AuditedEncounter, shelf: Shelf) -> Vector:
    """Minutes of the timed codes; empty where some are not told."""
    minutes: dict[str, int] = {}
    for row in seen.services:
        code = clean_code(row.code)
        if not counts_minutes(shelf.book.codes.get(code)):
            continue
        if row.total_minutes is None:
            return ()
        minutes[code] = minutes.get(code, 0) + row.total_minutes
    return tuple(sorted(minutes.items()))


def _check_same_minutes(
    series: Series, seen: AuditedEncounter, vector: Vector, found: list[Finding] | None
) -> None:
    key = (seen.patient, seen.discipline.value)
    run = series.runs.get(key)
    if run is None or run.vector != vector:
        run = series.runs[key] = _Run(vector, 0, date.min)
    if seen.date > run.last:
        run.visits, run.last = run.visits + 1, seen.date
    series.runs.move_to_end(key)
    if len(series.runs) > _MOST_PATIENTS:
        series.runs.popitem(last=False)
    value = series.shelf.rules.value("thresholds.same_minutes_visits", seen.date)
    if found is None or run.said or not isinstance(value, DatedValue):
        return
    if run.visits >= value.number:
        run.said = True
        told = ", ".join(f"{code} {minutes}" for code, minutes in vector)
        why = f"The same minutes on {run.visits} visits in a row: {told}."
        found.append(
            finding_of(
                seen,
                Check.SAME_MINUTES,
                Direction.RISK,
                "",
                "in-a-row",
                why,
                _ASK_CLOCK,
                value.cite,
                since=value.since,
            )
        )


def _count_habit(series: Series, seen: AuditedEncounter) -> None:
    size = series.shelf.book.day_rules(seen.payer, seen.date).total_time
    minutes, least = getattr(size, "minutes", 0), getattr(size, "least", 0)
    if not minutes:
        return
    marks = f"{least}, {least + minutes}, {least + 2 * minutes} and so on"
    habit = series.habits.setdefault(seen.clinician, MinuteHabit(marks=marks))
    for row in seen.services:
        entry = series.shelf.book.codes.get(clean_code(row.code))
        if entry is None or entry.basis is not Basis.TIMED or not row.total_minutes:
            continue
        habit.lines += 1
        habit.just_enough += row.total_minutes % minutes == least
        habit.first, habit.last = min(habit.first, seen.date), max(habit.last, seen.date)


def merge_habits(into: dict[str, MinuteHabit], more: dict[str, MinuteHabit]) -> None:
    """Add the counts of another part of the same audit."""
    for clinician, habit in more.items():
        have = into.setdefault(clinician, MinuteHabit(marks=habit.marks))
        have.lines += habit.lines
        have.just_enough += habit.just_enough
        have.first, have.last = min(have.first, habit.first), max(have.last, habit.last)


def habit_findings(habits: dict[str, MinuteHabit], shelf: Shelf) -> list[Finding]:
    """Clinicians whose minutes almost always just reach the next unit, by name."""
    found: list[Finding] = []
    for clinician, habit in sorted(habits.items()):
        share = shelf.rules.value("thresholds.threshold_share", habit.last)
        least = shelf.rules.count("threshold_lines", habit.last)
        if not isinstance(share, DatedValue) or least is None or habit.lines < least:
            continue
        if habit.just_enough >= share.ratio * habit.lines:
            found.append(_habit(clinician, habit, share))
    return found


def _habit(clinician: str, habit: MinuteHabit, share: DatedValue) -> Finding:
    why = (
        f"{habit.just_enough} of {habit.lines} timed lines have just the minutes that reach the "
        f"next unit ({habit.marks})."
    )
    return Finding(
        check=Check.THRESHOLD_MINUTES,
        direction=Direction.RISK,
        encounter="",
        date=habit.last,
        clinician=clinician,
        payer="",
        code="",
        reason="just-enough",
        message=why,
        fix=_ASK_CLOCK,
        cite=share.cite,
        since=share.since,
    )
