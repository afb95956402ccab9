"""Thresholds of a year as the practice puts them in, before a newer version of the program does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.library.own_values import YEARLY_KEYS
from core.model.own_value import MEDICARE, OwnValue
from core.model.permissions import Permission
from core.services.changes import change
from core.services.forms import Form
from core.services.own_values import LONGEST_SOURCE
from core.services.permissions import needs
from core.services.rules_in_use import renew_rules
from core.store import own_values as table

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_LEAST_CENTS, _MOST_CENTS = 100_000, 1_000_000  # thresholds have stood at $1,740 to $2,480


@needs(Permission.PAYERS_WRITE)
def save_threshold(
    p: OpenPractice, key: str, year: int, cents: int | None, source: str
) -> OwnValue:
    """Keep a year's threshold and use it from now on; typed again, it replaces the former one.

    Raises InvalidInput naming every bad field: `key`, `amount` or `source`.
    """
    form = Form()
    if key not in YEARLY_KEYS:
        form.problem("key", "Choose the threshold from the list.")
    if cents is None:
        form.problem("amount", "The amount is missing.")
    elif not _LEAST_CENTS <= cents <= _MOST_CENTS:
        form.problem("amount", "A year's threshold lies between $1,000 and $10,000. Check it.")
    kept_source = form.line("source", "The source", source, most=LONGEST_SOURCE, needed=True)
    form.done()
    first, last = date(year, 1, 1), date(year, 12, 31)
    old = next(
        (
            own
            for own in table.list_all(p.file.db)
            if (own.profile, own.key, own.since) == (MEDICARE, key, first)
        ),
        None,
    )
    amount = Decimal(cents or 0) / 100
    own = OwnValue(MEDICARE, key, amount, first, kept_source, last, old.id if old else None)
    with change(p, f"payer_override.{'update' if old else 'create'}", "payer_override") as work:
        kept = table.save(work.db, own)
        work.object_id = kept.id
        work.detail = {"profile": MEDICARE, "key": key, "year": year}
    renew_rules(p)
    return kept
