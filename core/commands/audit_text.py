"""An audit's summary as lines a person reads: what is lost, what is over, what cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.audit.findings import DOCUMENTATION, MODIFIER_GAPS, Check, Direction, Finding
from core.audit.rates import Rate, rates
from core.audit.totals import ANY, Cell, Tally, Totals
from core.audit.way_rates import WAYS, WayRate, way_rates
from core.audit.words import (
    DIRECTION_WORDS,
    check_words,
    dollar_share_words,
    line_percent,
    unit_share_words,
)
from core.model.money import format_cents
from core.rules.wording import plural
from core.services.file_audit import FileAudit

_EXAMPLES = 3
_MOST_PAYERS = 12
_UNIT_CHECKS = frozenset(
    {Check.UNITS, Check.MUE, Check.PAIR, Check.ASSISTANT, Check.MODIFIER_MISSING}
)
Wanted = Callable[[Cell], bool]


def summary_lines(found: FileAudit, threshold: float) -> Iterator[str]:
    """The whole summary, line by line."""
    totals, examples = found.totals, _examples(found)
    yield (
        f"{found.file.path.name}: {plural(found.rows, 'row')}, "
        f"{plural(totals.encounters, 'session')}, {plural(len(found.findings), 'finding')}"
    )
    if len(found.problems):
        yield f"{plural(len(found.problems), 'row')} in error, not audited"
    for line in found.assumptions:
        yield f"Assumed: {line}"
    for title, wanted in _PARTS:
        yield ""
        yield from _part(title, wanted, totals, examples)
    yield ""
    yield from _rates(totals, threshold)
    for direction in WAYS:
        mine = [
            one
            for one in way_rates(totals)
            if one.direction is direction and (one.check == ANY or one.errors)
        ]
        yield ""
        yield f"{DIRECTION_WORDS[direction]}: sessions, units and dollars of those billed"
        yield from map(_way_rate, mine)


def _is_units(direction: Direction) -> Wanted:
    return lambda cell: cell.direction is direction and cell.check in _UNIT_CHECKS


_PARTS: tuple[tuple[str, Wanted], ...] = (
    ("Units lost (billed too low)", _is_units(Direction.UNDER)),
    ("Units over (billed too high)", _is_units(Direction.OVER)),
    (
        "Modifier gaps",
        lambda c: c.check in MODIFIER_GAPS and c.direction is Direction.RISK,
    ),
    (
        "Minutes missing: nothing can be said of the units",
        lambda c: c.check is Check.MINUTES_MISSING,
    ),
    ("Documentation of 97140", lambda c: c.check in DOCUMENTATION),
    (
        "Other risks",
        lambda c: (
            c.direction is Direction.RISK
            and c.check not in DOCUMENTATION | MODIFIER_GAPS | {Check.MINUTES_MISSING}
        ),
    ),
)


def _part(
    title: str, wanted: Wanted, totals: Totals, examples: dict[tuple[str, ...], list[Finding]]
) -> Iterator[str]:
    cells = {cell: tally for cell, tally in totals.cells.items() if wanted(cell)}
    whole = _sum(cells.values())
    if not whole.findings:
        yield f"{title}: none found"
        return
    yield f"{title}: {_size(whole)}"
    by_reason: dict[tuple[str, str, str], Tally] = {}
    by_payer: dict[str, Tally] = {}
    for cell, tally in cells.items():
        key = (cell.direction.value, cell.check.value, cell.reason)
        by_reason.setdefault(key, Tally()).add(tally)
        by_payer.setdefault(cell.payer or "no one payer", Tally()).add(tally)
    for key in sorted(by_reason, key=lambda k: (-by_reason[k].findings, k)):
        yield f"  {key[1]}, {key[2]}: {_size(by_reason[key])}"
        for one in examples[key]:
            where = f"{one.encounter or one.clinician}, {one.date}"
            yield f"    {where}: {one.message}"
    for payer in sorted(by_payer, key=lambda p: (-by_payer[p].findings, p))[:_MOST_PAYERS]:
        yield f"  {payer}: {_size(by_payer[payer])}"


def _sum(tallies: object) -> Tally:
    whole = Tally()
    for tally in tallies:  # type: ignore[attr-defined]
        whole.add(tally)
    return whole


def _size(tally: Tally) -> str:
    words = [plural(tally.findings, "finding")]
    if tally.units:
        words.append(plural(tally.units, "unit"))
    if tally.known_cents is not None:
        open_ones = f" ({tally.unpriced} without a known amount)" if tally.unpriced else ""
        words.append(f"{format_cents(tally.known_cents)}{open_ones}")
    return ", ".join(words)


def _examples(found: FileAudit) -> dict[tuple[str, ...], list[Finding]]:
    """The first few findings of each kind, in the order of the file."""
    examples: dict[tuple[str, ...], list[Finding]] = {}
    for one in found.findings:
        kept = examples.setdefault((one.direction.value, one.check.value, one.reason), [])
        if len(kept) < _EXAMPLES:
            kept.append(one)
    return examples


def _rates(totals: Totals, threshold: float) -> Iterator[str]:
    yield f"Sessions with a finding, against {line_percent(threshold)}"
    for one in rates(totals, threshold):
        if one.check == ANY:
            yield f"  {one.clinician or 'all'}: {_rate(one)}"


def _rate(one: Rate) -> str:
    low, high = one.interval.lower, one.interval.upper
    words = f"{one.errors} of {one.charts} ({low:.1%} to {high:.1%}, {one.interval.method})"
    return f"{words}: {one.verdict.light}"


def _way_rate(one: WayRate) -> str:
    low, high = one.interval.lower, one.interval.upper
    sessions = f"{one.errors} of {one.charts} ({low:.1%} to {high:.1%}, {one.interval.method})"
    name = one.clinician or "all"
    if one.check != ANY:
        name = f"{check_words(one.check)}, {name}"
    return f"  {name}: {sessions}; units {unit_share_words(one)}; dollars {dollar_share_words(one)}"
