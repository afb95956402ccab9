"""What the minutes earn and what was billed, both by the engine that serves the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.audit.record import AuditedEncounter, AuditedService
from core.model.audits import Claimed
from core.model.bill import Bill, BillLine
from core.model.encounter import Encounter, Service
from core.rules.codes import Basis, CodeEntry
from core.rules.draft import clean_code
from core.rules.engine import evaluate
from core.rules.parameters import DatedValue
from core.rules.payment import ASSISTANT
from core.rules.profile import UnitRule, is_value
from core.rules.rulebook import RuleBook

Units = Mapping[str, int | None]  # of the claim by code; None: not told


def counts_minutes(entry: CodeEntry | None) -> bool:
    """Whether units of the code come from its minutes."""
    return entry is not None and entry.basis is not Basis.UNTIMED and entry.unit_minutes > 0


def billed_units(seen: AuditedEncounter) -> dict[str, int | None]:
    """Units of the claim by code, in its order; None where a line does not tell them."""
    found: dict[str, int | None] = {}
    for line in seen.billed or ():
        code, before = clean_code(line.code), found.get(clean_code(line.code), 0)
        found[code] = None if before is None or line.units is None else before + line.units
    return found


def earned_units(bill: Bill) -> dict[str, int]:
    """Units of a bill by code."""
    found: dict[str, int] = Counter()
    for line in bill.lines:
        found[line.code] += line.units
    return found


def allowed_cents(bill: Bill) -> dict[str, int | None]:
    """Allowed cents of a bill by code; None where a line's amount is not known."""
    found: dict[str, int | None] = {}
    for line in bill.lines:
        before = found.get(line.code, 0)
        known = before is not None and line.allowed_cents is not None
        found[line.code] = before + line.allowed_cents if known else None  # type: ignore[operator]
    return found


def claimed_of(billed: Units, claim: Bill | None) -> Claimed | None:
    """Units that the claim tells and their allowed cents as far as known; None without a claim."""
    if claim is None:
        return None
    told = {code: units for code, units in billed.items() if units}
    cents = allowed_cents(claim)
    return Claimed(sum(told.values()), sum(cents.get(code) or 0 for code in told))


def lacking_minutes(seen: AuditedEncounter, book: RuleBook, billed: Units) -> tuple[str, ...]:
    """Billed or performed codes that are counted by minutes and have none told."""
    told: dict[str, bool] = {}
    for row in seen.services:
        code = clean_code(row.code)
        told[code] = told.get(code, True) and row.minutes is not None
    for code, units in billed.items():
        if units != 0:
            told.setdefault(code, False)
    return tuple(c for c, known in told.items() if not known and counts_minutes(book.codes.get(c)))


def modifiers_told(seen: AuditedEncounter) -> bool:
    """Whether every line of the claim tells its modifiers."""
    lines = seen.billed or ()
    return bool(lines) and all(line.modifiers is not None for line in lines)


def performed_bill(seen: AuditedEncounter, book: RuleBook, billed: Units) -> Bill:
    """What the minutes earn, the claim's modifiers judged on it."""
    return evaluate(_encounter(seen, book, _rows(seen, billed), billed), book)


def claim_bill(seen: AuditedEncounter, book: RuleBook, units: Units) -> Bill:
    """The claim as it was billed: minutes that come to just its units, the rest as told."""
    rows = {clean_code(row.code): row for row in reversed(_rows(seen, units)) if row.code}
    made = []
    for code, count in units.items():
        entry = book.codes.get(code)
        row = rows.get(code) or AuditedService(code)
        size = entry.unit_minutes if entry and counts_minutes(entry) else 0
        minutes = size * (1 if count is None else count)
        made.append(replace(row, code=code, minutes=minutes, assistant_minutes=0,
                            together_minutes=0))  # fmt: skip
    return evaluate(_encounter(seen, book, made, units), book)


def other_rule_units(seen: AuditedEncounter, book: RuleBook, rule: UnitRule) -> dict[str, int]:
    """What the same minutes come to by another payer's unit rule; empty where none has it."""
    for profile in book.profiles.values():
        if is_value(profile.on("unit_rule", seen.date), rule):
            changed = replace(seen, payer=profile.id)
            return earned_units(performed_bill(changed, book, billed_units(changed)))
    return {}


def assistant_units(lines: Iterable[BillLine]) -> dict[str, int]:
    """Units that carry an assistant's modifier, by code."""
    found: dict[str, int] = Counter()
    for line in lines:
        if not ASSISTANT.isdisjoint(line.modifiers):
            found[line.code] += line.units
    return found


def unit_rule_cite(seen: AuditedEncounter, book: RuleBook) -> DatedValue | None:
    """The payer's unit rule of the day with its source; None: not known."""
    found = book.day_rules(seen.payer, seen.date).profile.unit_rule
    return found if isinstance(found, DatedValue) else None


def _rows(seen: AuditedEncounter, billed: Units) -> list[AuditedService]:
    """The services, and billed codes without minutes that nobody entered as a service."""
    have = {clean_code(row.code) for row in seen.services}
    more = [code for code, units in billed.items() if code not in have and units != 0]
    return [*seen.services, *(AuditedService(code) for code in more)]


def _encounter(
    seen: AuditedEncounter, book: RuleBook, rows: list[AuditedService], billed: Units
) -> Encounter:
    hand, units = _hand_modifiers(seen), dict(billed)
    services = tuple(_service(row, book, hand, units) for row in rows)
    if seen.facts is None:
        return Encounter(seen.date, seen.payer, seen.discipline, services, seen.id)
    return replace(
        seen.facts, date=seen.date, payer=seen.payer, discipline=seen.discipline,
        services=services, id=seen.id,
    )  # fmt: skip


def _hand_modifiers(seen: AuditedEncounter) -> dict[str, tuple[str, ...]]:
    """The claim's modifiers by code, without the assistant's: those the engine counts itself."""
    found: dict[str, tuple[str, ...]] = {}
    for line in seen.billed or ():
        words = (word.strip().upper() for word in line.modifiers or ())
        kept = tuple(word for word in words if word and word not in ASSISTANT)
        code = clean_code(line.code)
        found[code] = tuple(dict.fromkeys((*found.get(code, ()), *kept)))
    return found


def _service(
    row: AuditedService,
    book: RuleBook,
    hand: dict[str, tuple[str, ...]],
    units: dict[str, int | None],
) -> Service:
    code = clean_code(row.code)
    entry = book.codes.get(code)
    given = units.pop(code, None) if entry and not counts_minutes(entry) else None
    return Service(
        code=code,
        minutes=row.minutes or 0,
        assistant_minutes=row.assistant_minutes,
        together_minutes=row.together_minutes,
        region=row.region,
        side=row.side,
        intervals=row.intervals,
        modifiers=hand.get(code, ()),
        distinct_from=row.distinct_from,
        units=given,
        session=row.session,
    )
