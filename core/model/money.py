"""Money is integer cents; a float never comes near it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from core.errors import FieldProblem

_AMOUNT = re.compile(r"^\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?$")


def parse_cents(text: str, field: str = "amount") -> int:
    """Read a typed dollar amount such as `27.72`, `$1,912.4` or `35` as cents.

    Raises FieldProblem for anything else, a decimal comma and negatives included.
    """
    found = _AMOUNT.match(text.strip())
    if not found:
        raise FieldProblem(
            f"“{text.strip()[:20]}” is not a dollar amount. Type it like 27.72.", field
        )
    whole, cents = found.group(1).replace(",", ""), (found.group(2) or "").ljust(2, "0")
    return int(whole) * 100 + int(cents)


def format_cents(cents: int, *, sign: str = "$") -> str:
    """Write cents as `$1,912.40`."""
    minus, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{minus}{sign}{cents // 100:,}.{cents % 100:02d}"


def plain_cents(cents: int) -> str:
    """Write cents as `1912.40`, the form of the JSON contract and of claims."""
    return format_cents(cents, sign="").replace(",", "")


def cents_of(amount: Decimal) -> int:
    """Round a dollar amount half up to whole cents."""
    return int((amount * 100).to_integral_value(rounding=ROUND_HALF_UP))
