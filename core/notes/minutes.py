"""Minutes of manual therapy by itself, or why the note gives none."""

from __future__ import annotations

from dataclasses import dataclass

from core.notes.attribution import Attribution
from core.notes.bare import with_bare
from core.notes.entries import Entry, Service
from core.notes.lexicon import Mention
from core.notes.page import Page
from core.notes.quantities import Kind, Quantity
from core.notes.treatment import Treatment

_REPEATED = frozenset({"MWM", "SNAG", "muscle energy", "contract-relax"})
_SHORT_PARTS = 1
_UNITS = (1.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class ManualMinutes:
    """The minutes, what proves them, and the flag that says why there are none."""

    minutes: int | None
    proof: tuple[Quantity, ...]
    absent: str
    contradicts: bool
    total: int | None
    sum_of_services: int
    exceeds: bool = False


def read_minutes(page: Page, treatment: Treatment) -> ManualMinutes:
    """Minutes the note gives to manual therapy on its own."""
    quantities = with_bare(page, treatment)
    entries = Attribution(page, treatment).entries(quantities)
    manual = [e for e in entries if e.service is Service.MANUAL]
    timed = [e for e in manual if e.quantity.kind is not Kind.RANGE]
    chosen, contradicts = _choose(page, treatment, timed, entries)
    if not chosen and not any(e.service is Service.SHARED for e in entries):
        chosen = _dosed(page, treatment, manual)
    totals = [
        e.quantity.minutes
        for e in entries
        if e.service is Service.TOTAL and e.quantity.kind is not Kind.RANGE
    ]
    others = [
        e.quantity.minutes
        for e in entries
        if e.service is Service.OTHER
        and e.quantity.kind is Kind.MINUTES
        and _is_service_time(page, e, treatment)
    ]
    minutes = sum(q.minutes for q in chosen) if chosen else None
    return ManualMinutes(
        minutes=minutes,
        proof=tuple(chosen),
        absent="" if chosen else _why_absent(page, entries, treatment),
        contradicts=contradicts,
        total=max(totals) if totals else None,
        sum_of_services=(minutes or 0) + sum(others),
        exceeds=contradicts and _parts_exceed(timed, minutes),
    )


def _parts_exceed(manual: list[Entry], minutes: int | None) -> bool:
    """Parts of manual therapy that add up to more than its stated total."""
    parts = [
        e.quantity.minutes for e in manual if not e.labelled and e.quantity.kind is Kind.MINUTES
    ]
    labelled = any(e.labelled for e in manual)
    return labelled and len(parts) > 1 and sum(parts) > (minutes or 0)


def _is_service_time(page: Page, entry: Entry, treatment: Treatment) -> bool:
    """A named service's time; `walks the dog 20 min`, told before any treatment, is none."""
    sentence = page.sentences[entry.sentence]
    if sentence.section in ("subjective", "plan", "goals", "history", "home", "diagnosis"):
        return False
    if page.has("label", sentence.first, sentence.last):
        return True
    told = page.has("exercise", sentence.first, sentence.last)
    starts = [m.first for m in page.of("label")[:1] + treatment.hands[:1] + treatment.labels[:1]]
    return told and bool(starts) and min(starts) < entry.quantity.first


def _choose(
    page: Page, treatment: Treatment, manual: list[Entry], entries: list[Entry]
) -> tuple[list[Quantity], bool]:
    """The amounts that count, and whether the note contradicts itself."""
    manual, clash = _one_of_clock_and_stated(manual)
    whole = _without_parts(page, manual)
    parts = _sum(manual) - _sum(whole)
    covered = len(manual) - len(whole) >= len(treatment.techniques) or parts > _sum(whole)
    clash = clash or (len(whole) < len(manual) and _sum(whole) != parts and covered)
    manual = whole
    beside = {
        e.sentence + n
        for e in entries
        if e.service in (Service.OTHER, Service.TOTAL)
        for n in range(-2, 3)
    }
    told: list[Entry] = []
    grid: list[Entry] = []
    for entry in manual:
        near = entry.sentence in beside or _sums_up(entry, manual)
        rows = grid if near and _is_grid(page, treatment, entry) else told
        rows.append(entry)
    if grid and told:
        part = _sum(told) < _sum(grid) and len(told) < len(treatment.techniques)
        clash = clash or (_sum(grid) != _sum(told) and not part)
        return [e.quantity for e in grid], clash
    return [e.quantity for e in manual], clash


def _sums_up(entry: Entry, manual: list[Entry]) -> bool:
    """`MT: 20 min. STM 10 min, L4 PA 15 min.`: a name's time, then techniques in parts."""
    parts = [e for e in manual if e.sentence == entry.sentence + 1 and not e.labelled]
    return len(parts) > 1 and _sum(parts) >= entry.quantity.minutes


def _sum(entries: list[Entry]) -> int:
    return sum(e.quantity.minutes for e in entries)


def _one_of_clock_and_stated(manual: list[Entry]) -> tuple[list[Entry], bool]:
    """A clock range beside stated minutes says the same twice; the clock wins."""
    clocks = [e for e in manual if e.quantity.kind is Kind.CLOCK]
    stated = [e for e in manual if e.quantity.kind is not Kind.CLOCK]
    if not clocks or not stated:
        return manual, False
    near = [s for s in stated if any(abs(s.sentence - c.sentence) <= 1 for c in clocks)]
    if len(near) == len(stated) or _sum(clocks) == _sum(stated):
        return clocks, _sum(clocks) != _sum(stated)
    return manual, False


def _without_parts(page: Page, manual: list[Entry]) -> list[Entry]:
    """A stated total of manual therapy wins over the parts told with it."""
    stems = page.words.stems
    wholes = [e for e in manual if e.labelled]
    parts = [e for e in manual if not e.labelled]
    if len(wholes) == 1 and len(parts) > 1 and _sum(parts) == _sum(wholes):
        return wholes
    kept: list[Entry] = []
    for entry in manual:
        previous = kept[-1] if kept else None
        clocks = entry.quantity.kind is Kind.CLOCK
        whole = previous is not None and previous.labelled and _is_whole(page, previous)
        if previous is not None and whole and not entry.labelled and not clocks:
            gap = stems[previous.quantity.last : entry.quantity.first]
            if "\n" not in gap and gap[:1] != ["."] and gap[:1] != [";"]:
                continue
        if (
            entry.labelled
            and kept
            and "total" in stems[entry.quantity.first - 6 : entry.quantity.last + 2]
        ) or (kept and _parts_of(kept, entry) and (entry.labelled or _in_total(page, kept, entry))):
            kept = []
        kept.append(entry)
    return kept


def _parts_of(kept: list[Entry], whole: Entry) -> bool:
    """Unnamed parts told in the same sentence before the time of all manual work."""
    parts = [e for e in kept if e.sentence == whole.sentence]
    return (
        len(parts) == len(kept)
        and not any(e.labelled for e in parts)
        and _sum(parts) >= _SHORT_PARTS
        and whole.quantity.minutes >= _sum(parts)
    )


def _in_total(page: Page, kept: list[Entry], entry: Entry) -> bool:
    """`STM 10, mobs 5 - 15 min total`; not `STM 10 total, mobs 15 min total`."""
    if page.has("technique", kept[-1].quantity.last, entry.quantity.first):
        return False
    return "total" in page.words.stems[entry.quantity.last : entry.quantity.last + 2]


def _is_whole(page: Page, entry: Entry) -> bool:
    """`MT 15 min: STM 10, mobs 5` gives a total first; `MT: 10 min STM, 5 min mobs` none."""
    stems, one = page.words.stems, entry.quantity
    after = stems[one.last] if one.last < len(stems) else "."
    return stems[one.first - 1] != ":" or not after.isalpha() or after in ("total", "of")


def _is_grid(page: Page, treatment: Treatment, entry: Entry) -> bool:
    """An entry of a time log: only a service's name and a number."""
    if not entry.labelled:
        return False
    sentence = page.sentences[entry.sentence]
    within = treatment.within(sentence.first, sentence.last)
    if any(m.term.kind == "technique" for m in within):
        return False
    return not page.has("site", sentence.first, sentence.last)


def _dosed(page: Page, treatment: Treatment, manual: list[Entry]) -> list[Quantity]:
    """`MFR abdominal wall x 15.`: minutes without their unit, where nothing else gives any."""
    if any(e.quantity.kind is Kind.RANGE for e in manual):
        return []
    words = page.words
    found: list[Quantity] = []
    for mention in treatment.hands:
        _, end = page.clause_at(mention.first)
        end = min([end, *[m.first for m in _next_work(page, mention.last, end)]])
        for at in range(mention.last, min(end, mention.last + 25) - 1):
            number = words.number(at + 1)
            if words.stems[at] != "x" or number is None or words.number(at - 1) is not None:
                continue
            after = words.stems[at + 2] if at + 2 < len(words) else "."
            if (
                8 <= number <= 60
                and after in (".", "\n", ";", ",", ")", "-", ":", "for", "w", "with", "to")
                and mention.term.name not in _REPEATED
            ):
                found.append(Quantity(int(number), at, at + 2, Kind.MINUTES))
    return sorted(set(found), key=lambda q: q.first)[:1]


def _next_work(page: Page, first: int, last: int) -> list[Mention]:
    return page.within("exercise", first, last)[:1] + page.within("label", first, last)[:1]


def _why_absent(page: Page, entries: list[Entry], treatment: Treatment) -> str:
    services = {e.service for e in entries}
    if any(e.service is Service.MANUAL and e.quantity.kind is Kind.RANGE for e in entries):
        return "time_range"
    if Service.SHARED in services:
        return "combined_time"
    if _units(page, treatment):
        return "units_only"
    return "total_time_only" if Service.TOTAL in services else "no_time"


def _units(page: Page, treatment: Treatment) -> bool:
    words = page.words
    for mention in treatment.labels + treatment.techniques:
        first, last = mention.first - 4, min(mention.last + 14, len(words) - 1)
        for at in range(max(first, 0), last):
            if words.number(at) is not None and words.stems[at + 1] in ("unit", "u"):
                return True
    if any(
        "unit" in words.stems[max(m.first - 3, 0) : m.first]
        and words.number(m.last + (words.stems[m.last : m.last + 1] in (["x"], ["-"]))) in _UNITS
        for m in treatment.labels
    ):  # `Units: MT 1, TE 2`
        return True
    if any(
        words.stems[m.last : m.last + 1] == ["("]
        and words.number(m.last + 1) in _UNITS
        and words.stems[m.last + 2 : m.last + 3] == [")"]
        for m in treatment.labels
    ):  # `97140 (1), 97110 (2)`
        return True
    return any(
        words.stems[m.last : m.last + 1] == ["x"] and words.number(m.last + 1) in _UNITS
        for m in treatment.labels
    )
