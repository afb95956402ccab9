"""National Provider Identifier: ten digits with a Luhn check digit over 80840 + NPI."""

from __future__ import annotations

import re

_PREFIX = "80840"  # ISO card issuer prefix for US health applications, 45 CFR 162.406
_SHAPE = re.compile(r"^[12][0-9]{9}$")


def npi_problem(text: str) -> str:
    """Say in one sentence what is wrong with an NPI, or return an empty string."""
    if not _SHAPE.match(text):
        return "An NPI has ten digits and starts with 1 or 2."
    if _luhn_sum(_PREFIX + text) % 10:
        return "This NPI fails its check digit: one of the ten digits is mistyped."
    return ""


def _luhn_sum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


def with_check_digit(stem: str) -> str:
    """Complete nine digits to an NPI whose check digit is right."""
    return next(npi for npi in (f"{stem}{d}" for d in range(10)) if not npi_problem(npi))
