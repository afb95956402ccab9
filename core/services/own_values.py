"""The practice's own dated values of payers' rules: read as typed, kept with their source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.library.profile_files import VALUE_KEYS, read_value
from core.model import checks
from core.model.own_value import OwnValue, OwnWords
from core.model.permissions import Permission
from core.model.typed_dates import say_date
from core.services.changes import change, changed_fields
from core.services.forms import Form
from core.services.payer_words import KEY_WORDS
from core.services.permissions import needs
from core.services.rules_in_use import renew_rules
from core.store import own_values as table
from core.store import payers

if TYPE_CHECKING:
    from core.rules.claim_terms import OfferedPair
    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice

LONGEST_SOURCE = 300
_WHOLE = 100  # per cent
_SPLIT = re.compile(r"[\s,;]+")
_GONE = "This entry is no longer in the practice file. Open the list again."


@dataclass(frozen=True, slots=True)
class TypedValue:
    """An own value as a form holds it; `id` None for a new one, `payer_id` for all who follow."""

    profile: str
    key: str
    text: str
    since: date | None
    until: date | None
    source: str
    id: int | None = None
    payer_id: int | None = None


@needs(Permission.SETTINGS_READ)
def list_own(p: OpenPractice) -> tuple[OwnValue, ...]:
    """Every own value there is or was."""
    return table.list_all(p.file.db)


@needs(Permission.PAYERS_WRITE)
def save_own(p: OpenPractice, typed: TypedValue) -> OwnValue:
    """Keep an own value and use it from now on; raises InvalidInput naming every bad field.

    No two own values of one rule hold on the same day.
    """
    db = p.file.db
    clean = _checked(p, typed)
    old = None if typed.id is None else table.get(db, typed.id)
    if typed.id is not None and old is None:
        raise UserProblem(_GONE)
    with change(p, f"payer_override.{'update' if old else 'create'}", "payer_override") as work:
        kept = table.save(work.db, clean)
        work.object_id = kept.id
        work.detail = {"profile": kept.profile, "payer": kept.payer_id, "key": kept.key}
        if old:
            work.detail["fields"] = changed_fields(old, kept)
    renew_rules(p)
    return kept


@needs(Permission.PAYERS_WRITE)
def remove_own(p: OpenPractice, number: int) -> None:
    """Take an own value away: the shipped value, or the question, holds again."""
    old = table.get(p.file.db, number)
    if old is None:
        raise UserProblem(_GONE)
    with change(p, "payer_override.remove", "payer_override") as work:
        table.remove(work.db, number)
        work.object_id = number
        work.detail = {
            "profile": old.profile,
            "payer": old.payer_id,
            "key": old.key,
            "value": typed_text(old.value),
            "starts_on": old.since.isoformat(),
            "ends_on": old.until.isoformat() if old.until else "",
        }
    renew_rules(p)


def offered_pairs(book: RuleBook, profile: str) -> tuple[OfferedPair, ...]:
    """Pairs the payer is told to apply on its own; none is used until the practice sets it."""
    return tuple(offer for offer in book.offered_pairs if profile in offer.payers)


def typed_text(value: OwnWords) -> str:
    """A value as it is typed."""
    if isinstance(value, tuple):
        return " ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def read_typed(book: RuleBook, key: str, text: str) -> OwnWords:
    """Read a typed value; raises FieldProblem on `value` with what the rule takes."""
    words = KEY_WORDS[key]
    typed = text.strip()
    if not typed:
        raise FieldProblem("The value is missing.", "value")
    kind = VALUE_KEYS[key]
    raw: object = typed
    if words.shape and isinstance(kind, type):
        raw = _number(typed)
    elif words.shape:
        raw = [_cased(key, word) for word in _SPLIT.split(typed) if word]
    found = read_value(key, raw, frozenset(book.codes))
    if found is None or not _fits(book, key, raw):
        raise FieldProblem(_refusal(book, key, raw), "value")
    return tuple(found) if isinstance(found, tuple) else _single(found)


def _single(found: object) -> OwnWords:
    return found if isinstance(found, Decimal) else str(found)


def _number(typed: str) -> Decimal | None:
    try:
        found = Decimal(typed.rstrip("%").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < 10_000 else None


def _cased(key: str, word: str) -> str:
    return word.lower() if key in ("modifier_order", "note_lymphedema") else word.upper()


def _fits(book: RuleBook, key: str, raw: object) -> bool:
    """What the profile's own check does not see: codes in pairs, groups, whole numbers."""
    if key == "modifier_order" and isinstance(raw, list):
        return set(raw) <= set(book.modifier_groups.values()) and len(set(raw)) == len(raw)
    if isinstance(raw, list):
        return all(not _unknown_codes(book, word) for word in raw)
    if key == "patient_share" and isinstance(raw, Decimal) and raw > _WHOLE:
        return False
    whole = key not in ("percent_of_medicare", "patient_share")
    return not (whole and isinstance(raw, Decimal) and raw != raw.to_integral_value())


def _unknown_codes(book: RuleBook, word: str) -> list[str]:
    parts = [part for part in word.split("/") if len(part) == 5]
    return [part for part in parts if part not in book.codes]


def _refusal(book: RuleBook, key: str, raw: object) -> str:
    shape = KEY_WORDS[key].shape
    if isinstance(raw, list) and key != "modifier_order":
        unknown = [code for word in raw for code in _unknown_codes(book, word)]
        if unknown:
            return f"{unknown[0]} is not a code this program knows. Type it as in {shape}."
    return f"This is not readable as {KEY_WORDS[key].unit or 'a value'}. Type it as in {shape}."


def _checked(p: OpenPractice, typed: TypedValue) -> OwnValue:
    form = Form()
    value: OwnWords = ""
    try:
        value = read_typed(p.book, typed.key, typed.text)
    except FieldProblem as problem:
        form.problem("value", problem.message)
    source = form.line("source", "The source", typed.source, most=LONGEST_SOURCE, needed=True)
    if typed.profile not in p.book.profiles:
        form.problem("value", "This rule profile is not known to the program.")
    if typed.payer_id is not None and payers.get(p.file.db, typed.payer_id) is None:
        form.problem("value", "This payer is not in the practice file.")
    if typed.since is None:
        form.problem("since", "Say from which day on this holds.")
    else:
        form.problem("until", checks.period_problem(typed.since, typed.until))
    own = OwnValue(
        typed.profile, typed.key, value, typed.since or date.min, source, typed.until, typed.id,
        typed.payer_id,
    )  # fmt: skip
    if typed.since is not None:
        form.problem("since", _clash(p, own))
    form.done()
    return own


def _clash(p: OpenPractice, own: OwnValue) -> str:
    for other in table.list_all(p.file.db):
        same = _whose(other) == _whose(own) and other.id != own.id
        begins_later = own.until is not None and own.until < other.since
        if same and not begins_later and (other.until is None or own.since <= other.until):
            return (
                f"Your own value from {say_date(other.since)} on already holds on some of these"
                " days. Give it an end first."
            )
    return ""


def _whose(own: OwnValue) -> tuple[str, int | None, str]:
    return own.profile, own.payer_id, own.key
