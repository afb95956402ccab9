"""What is wrong with a typed value, in one sentence; an empty string means nothing is."""

from __future__ import annotations

import re
from datetime import date

from core.model.typed_dates import FIRST_YEAR, LAST_YEAR, say_date

FIRST_BIRTH_YEAR = FIRST_YEAR
MOST_MODIFIERS = 4  # item 24D has four places
_ZIP = re.compile(r"\d{5}(-?\d{4})?", re.ASCII)
_PHONE = re.compile(r"\+?[\d\s().\-/]+(?:(?:x|ext\.?)\s*\d{1,6})?", re.ASCII | re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_EIN = re.compile(r"\d{2}-?\d{7}", re.ASCII)
_SSN = re.compile(r"\d{3}-?\d{2}-?\d{4}", re.ASCII)
_MEMBER = re.compile(r"[A-Z0-9][A-Z0-9 \-/.]{0,29}", re.ASCII | re.IGNORECASE)
_ICD10 = re.compile(r"[A-Z][0-9][0-9AB][0-9A-Z]{0,4}", re.ASCII)
_TAXONOMY = re.compile(r"[0-9A-Z]{9}X", re.ASCII)
_CODE = re.compile(r"[0-9A-Z]{2,12}", re.ASCII)
_MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII)
_PLACE = re.compile(r"\d{2}", re.ASCII)
_POINTERS = re.compile(r"[A-L]{0,4}", re.ASCII)

# USPS Publication 28, appendix B: states, possessions and military addresses.
_STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ
    NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
    AS FM GU MH MP PW PR VI AA AE AP
"""
STATES = frozenset(_STATES.split())


def birth_date_problem(birth: date, today: date) -> str:
    """A birth date lies between 1900 and today."""
    if birth > today:
        return "The date of birth lies in the future. Check the year."
    if birth.year < FIRST_BIRTH_YEAR:
        return f"The date of birth lies before {FIRST_BIRTH_YEAR}. Check the year."
    return ""


def session_date_problem(day: date, birth: date, today: date) -> str:
    """A session happens in the patient's life and not in the future."""
    if day < birth:
        return "The session is before the patient's birth. Check the date."
    if day > today:
        return f"{say_date(day)} is in the future. A session can be saved on its day or after."
    return ""


def day_problem(day: date | None) -> str:
    """A day that anything in a practice can have: the years 1900 to 2100; None is no day."""
    if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
        return ""
    return f"The date lies outside the years {FIRST_YEAR} to {LAST_YEAR}. Check the year."


def phone_problem(text: str) -> str:
    """Ten digits with area code, or an international number after +."""
    digits = sum(letter.isdigit() for letter in re.split("[xXeE]", text)[0])
    fits = 8 <= digits <= 15 if text.startswith("+") else digits in (10, 11)
    if digits == 11 and not text.startswith(("+", "1", "(1")):
        fits = False
    return "" if fits and _PHONE.fullmatch(text) else "Type the phone as 703-555-0142."


def email_problem(text: str) -> str:
    """Something before and after the @."""
    return "" if _EMAIL.fullmatch(text) else "This is not an e-mail address: name@example.com."


def zip_problem(text: str) -> str:
    """Five or nine digits."""
    return "" if _ZIP.fullmatch(text) else "A ZIP code has five digits, or nine: 22201-3345."


def state_problem(text: str) -> str:
    """A two-letter USPS code."""
    return "" if text in STATES else "Use the two-letter state code, such as VA."


def tax_id_problem(text: str, kind: str) -> str:
    """The shape of an EIN or SSN."""
    if kind == "SSN":
        return "" if _SSN.fullmatch(text) else "A social security number looks like 123-45-6789."
    return "" if _EIN.fullmatch(text) else "An EIN has nine digits: 12-3456789."


def member_id_problem(text: str) -> str:
    """Letters and digits, as on the card."""
    if _MEMBER.fullmatch(text):
        return ""
    return "Type the member ID as on the card: letters and digits, at most 30."


def icd10_problem(code: str) -> str:
    """The shape of an ICD-10-CM code without its dot."""
    if _ICD10.fullmatch(code):
        return ""
    return f"“{code[:12]}” is not shaped like an ICD-10-CM code such as M54.50."


def taxonomy_problem(text: str) -> str:
    """The shape of a provider taxonomy code."""
    if _TAXONOMY.fullmatch(text):
        return ""
    return "A taxonomy code has ten letters and digits and ends in X: 225100000X."


def code_problem(text: str) -> str:
    """The shape of a procedure code or of an own item's code."""
    if _CODE.fullmatch(text):
        return ""
    return "A code has 2 to 12 letters and digits, such as 97110."


def modifiers_problem(modifiers: tuple[str, ...]) -> str:
    """At most four modifiers of two letters and digits."""
    if len(modifiers) > MOST_MODIFIERS:
        return f"A service has at most {MOST_MODIFIERS} modifiers."
    if not all(_MODIFIER.fullmatch(one) for one in modifiers):
        return "A modifier has two letters and digits, such as 59."
    return ""


def place_problem(text: str) -> str:
    """Two digits of the CMS place-of-service list."""
    return "" if _PLACE.fullmatch(text) else "A place of service has two digits, such as 11."


def pointers_problem(text: str, diagnoses: int) -> str:
    """Up to four letters, each of a diagnosis that stands on the encounter."""
    if not _POINTERS.fullmatch(text) or len(set(text)) < len(text):
        return "Point to at most four diagnoses by their letters, such as AB."
    last = chr(ord("A") + diagnoses - 1)
    if any(letter > last for letter in text):
        return f"“{text}” points to a diagnosis that is not listed."
    return ""


def period_problem(starts_on: date | None, ends_on: date | None) -> str:
    """A period ends on or after the day it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        return "The last day lies before the first day."
    return ""
