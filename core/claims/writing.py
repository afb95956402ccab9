"""How names, days, money, numbers and addresses are written on the form."""

from __future__ import annotations

import re
from datetime import date

from core.claims.claim_rules import FormRules
from core.model.practice import Address

_PHONE_DIGITS = 10
_SILENT = ".'\N{RIGHT SINGLE QUOTATION MARK}"
_FIELDS = re.compile(r"(CCYY|YY|MM|DD)")


def cased(text: str, rules: FormRules) -> str:
    """Text in the letters the form wants, each run of spaces one."""
    kept = " ".join(text.split())
    return kept.upper() if rules.text("letter_case") == "upper" else kept


def kept_marks(text: str, keeps: str) -> str:
    """Letters, digits and the marks that may stand; points go, any other mark parts words."""
    return "".join(
        letter if letter.isalnum() or letter in keeps else "" if letter in _SILENT else " "
        for letter in text
    )


def claim_name(first: str, last: str, middle: str, rules: FormRules) -> str:
    """Last name, first name and initial of a person; an empty part is left out."""
    keeps = rules.text("name_keeps")
    parts = [cased(kept_marks(part, keeps), rules) for part in (last, first, middle[:1])]
    return rules.text("name_parts").join(part for part in parts if part)


def spoken_name(first: str, last: str, credentials: str, rules: FormRules) -> str:
    """First name, last name and credentials as item 17 wants them, without commas and points."""
    keeps = rules.text("name_keeps")
    parts = [cased(kept_marks(part, keeps), rules) for part in (first, last, credentials)]
    return " ".join(part for part in parts if part)


def street(address: Address, rules: FormRules) -> str:
    """The street without commas, points and other marks."""
    return cased(kept_marks(address.street, rules.text("address_keeps")), rules)


def town(address: Address, rules: FormRules) -> str:
    """Town, state and ZIP; a hyphen stands only in a ZIP of nine digits."""
    keeps = rules.text("address_keeps")
    parts = (address.city, address.state, address.zip)
    return " ".join(cased(kept_marks(part, keeps), rules) for part in parts if part)


def day_text(day: date, pattern: str) -> str:
    """A day by a pattern such as `MM DD CCYY`."""
    year = f"{day.year:04}"
    words = {"MM": f"{day.month:02}", "DD": f"{day.day:02}", "CCYY": year, "YY": year[-2:]}
    return _FIELDS.sub(lambda found: words[found.group()], pattern)


def money_text(cents: int, pattern: str) -> str:
    """Dollars and cents by a pattern such as `DDDDDD CC`, whose digits of dollars are a limit."""
    between = pattern.strip("DC")
    return f"{cents // 100}{between}{cents % 100:02}"


def most_cents(pattern: str) -> int:
    """The largest amount that a pattern has room for."""
    return int("9" * pattern.count("D")) * 100 + 99


def phone_text(phone: str, pattern: str) -> str:
    """Area code and number by a pattern such as `AAA NNNNNNN`; empty unless they are ten digits."""
    digits = re.sub(r"\D", "", phone.partition("x")[0])
    digits = digits.removeprefix("1") if len(digits) == _PHONE_DIGITS + 1 else digits
    if len(digits) != _PHONE_DIGITS:
        return ""
    left = iter(digits)
    return "".join(next(left) if letter in "AN" else letter for letter in pattern)


def bare(text: str) -> str:
    """A number without hyphens and spaces."""
    return re.sub(r"[-\s]", "", text)
