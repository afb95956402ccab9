"""The same minutes under several payers' rules, side by side: pure, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.model.bill import Bill
from core.model.day_facts import EngineFacts
from core.model.session import SessionRecord
from core.rules.profile import UNIT_RULE_NAMES, UnitRule
from core.rules.rulebook import RuleBook
from core.rules.wording import plural
from core.services.billing import bill_for

# Profiles by what they stand for: Medicare's total time, the AMA's midpoint, no payer at all.
_BESIDE = ("medicare-part-b", "generic-commercial", "cash")
_NOTHING = "not billed"


@dataclass(frozen=True, slots=True)
class Compared:
    """One column: whose rule, which, and what each code comes to, in words and units."""

    name: str
    rule: str
    lines: Mapping[str, str]
    units: Mapping[str, int]
    total: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns, this payer's first; codes whose units differ, and whose modifiers alone do."""

    columns: tuple[Compared, ...]
    codes: tuple[str, ...]
    units_differ: frozenset[str]
    modifiers_differ: frozenset[str]


def compare_rules(record: SessionRecord, facts: EngineFacts, book: RuleBook) -> Comparison:
    """Bill the same services under this payer's rule, Medicare's, the AMA's and none."""
    own = record.profile
    profiles = (own, *(one for one in _BESIDE if one != own and one in book.profiles))
    columns = tuple(_column(record, facts, book, one) for one in profiles)
    codes = tuple(dict.fromkeys(service.code for service in record.services))
    units = frozenset(
        code for code in codes if len({one.units.get(code, 0) for one in columns}) > 1
    )
    lines = frozenset(code for code in codes if len({one.lines.get(code) for one in columns}) > 1)
    return Comparison(columns, codes, units, lines - units)


_NOT_THEIRS: dict[str, Any] = {
    "authorisation": None,
    "visits_used": None,
    "visit_limit": None,
    "rates": {},
    "rate_sources": {},
}


def _column(record: SessionRecord, facts: EngineFacts, book: RuleBook, profile: str) -> Compared:
    own = profile == record.profile
    # Answers to ties belong to this payer's count; under another rule the numbers mean others.
    # What this payer authorised, limits or agreed to says nothing about another one.
    asked = record if own else replace(record, profile=profile, payer_id=None, choose={})
    known = facts if own else replace(facts, choose={}, secondary="", **_NOT_THEIRS)
    bill = bill_for(asked, known, book)
    rules = book.day_rules(asked.rules, record.date)
    rule = getattr(rules.profile.unit_rule, "value", None)
    words = UNIT_RULE_NAMES[UnitRule(rule)] if rule else "unit rule not known on this day"
    name = rules.profile.name if rules.profile.name else "This payer"
    return Compared(
        name,
        f"this payer, {words}" if own else words,
        _lines(record, bill),
        _units(bill),
        plural(bill.total_units, "unit"),
    )


def _units(bill: Bill) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in bill.lines:
        found[line.code] = found.get(line.code, 0) + line.units
    return found


def _lines(record: SessionRecord, bill: Bill) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in bill.lines:
        words = f"{plural(line.units, 'unit')} {' '.join(line.modifiers)}".strip()
        found.setdefault(line.code, []).append(words)
    return {
        service.code: " + ".join(found.get(service.code, [_NOTHING])) for service in record.services
    }
