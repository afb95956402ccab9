"""Values that Medicare sets anew each year, and which of them the rule book lacks for the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.rules.fees import on_day
from core.rules.parameters import DatedValue
from core.rules.rulebook import RuleBook

_ASKED_FROM = 12  # the month from which next year's values are published and wanted
_THRESHOLDS = {
    "therapy_threshold.pt_slp": "KX, PT and SLP",
    "therapy_threshold.ot": "KX, OT",
    "therapy_threshold.review": "Review mark",
}
_FACTORS = {"non_qp": "Conversion factor", "qp": "Factor for QPs"}
_VALUES = "Relative values"


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A value nobody has put in yet; `by_import` where CMS's fee files bring it."""

    words: str
    first_day: date
    by_import: bool


def missing_next_year(book: RuleBook, day: date) -> tuple[MissingValue, ...]:
    """What the book does not know for the first day of next year; nothing before December."""
    if day.month < _ASKED_FROM:
        return ()
    first = date(day.year + 1, 1, 1)
    missing = [
        MissingValue(words, first, by_import=False)
        for name, words in _THRESHOLDS.items()
        if not isinstance(book.parameter(name, first), DatedValue)
    ]
    missing += [
        MissingValue(words, first, by_import=True)
        for name, words in _FACTORS.items()
        if on_day(book.fees.factors.get(name, ()), first) is None
    ]
    if all(on_day(history, first) is None for history in book.fees.values.values()):
        missing.append(MissingValue(_VALUES, first, by_import=True))
    return tuple(missing)
