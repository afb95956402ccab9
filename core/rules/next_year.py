"""Which of next year's values the book does not hold yet, told from December on."""

from __future__ import annotations

from datetime import date

from core.model.facts import Locality
from core.rules.fees import fee_basis, on_day
from core.rules.parameters import NotKnown
from core.rules.rulebook import RuleBook

_DECEMBER = 12
_YEARLY = {
    "therapy_threshold.pt_slp": "KX threshold of PT and SLP",
    "therapy_threshold.ot": "KX threshold of OT",
    "therapy_threshold.review": "review mark of therapy",
}


def missing_next_year(book: RuleBook, today: date) -> tuple[str, ...]:
    """What to look up before 1 January; nothing before December or where all is on hand."""
    if today.month < _DECEMBER or today.year >= date.max.year:
        return ()
    first = date(today.year + 1, 1, 1)
    missing = [
        f"{words} for {first.year}"
        for name, words in _YEARLY.items()
        if isinstance(book.parameter(name, first), NotKnown)
    ]
    if isinstance(fee_basis(book.fees, first, Locality(), qualifying=False), str):
        missing.append(f"Medicare conversion factor for {first.year}")
    if not any(on_day(history, first) for history in book.fees.values.values()):
        missing.append(f"Medicare relative values for {first.year}")
    return tuple(missing)
