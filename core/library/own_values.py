"""A rule book with the practice's own dated values in place of the shipped ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from core.library.profile_files import VALUE_KEYS, read_value
from core.model.own_value import MEDICARE, OwnValue, profile_in, rules_id
from core.rules.parameters import Confidence, DatedValue, Parameter
from core.rules.profile import Profile
from core.rules.rulebook import RuleBook

_DAY = timedelta(days=1)
# What Medicare sets anew each year and no file of CMS's brings: a practice may put it in first.
YEARLY_KEYS = ("therapy_threshold.pt_slp", "therapy_threshold.ot")
PRACTICE_SAYS = "Set by the practice: "


def with_overrides(
    book: RuleBook, overrides: Sequence[OwnValue], units: Mapping[str, str]
) -> RuleBook:
    """The book with each own value on its days; itself when there is none.

    `units` names what the number of a key counts. An own value holds for its payer, or without one
    for everybody on its profile, never for a profile that inherits from it. One the book cannot
    use (a profile or word of another edition) is left out. The identity tells the own values too.
    """
    usable = [own for own in overrides if _is_usable(book, own)]
    if not usable:
        return book
    ours = [own for own in usable if own.profile != MEDICARE]
    shared = [own for own in ours if own.payer_id is None]
    profiles = {
        **book.profiles,
        **{
            id: _with_own(book.profiles[id], [own for own in shared if own.profile == id], units)
            for id in {own.profile for own in shared}
        },
    }
    by_payer: dict[str, list[OwnValue]] = {}
    for own in ours:
        if own.payer_id is not None:
            by_payer.setdefault(rules_id(own.profile, own.payer_id), []).append(own)
    own_profiles = {
        id: _with_own(profiles[profile_in(id)], found, units) for id, found in by_payer.items()
    }
    parameters = dict(book.parameters)
    for own in usable:
        if own.profile == MEDICARE:
            unit = parameters[own.key].history[-1].unit
            parameters[own.key] = _spliced(parameters[own.key], own, unit)
    seal = repr(sorted(_sealed(own) for own in usable))
    digest = hashlib.sha256(seal.encode()).hexdigest()[:8]
    identity = f"{book.identity}+own-{digest}"
    return replace(
        book,
        identity=identity,
        profiles=profiles,
        own_profiles=own_profiles,
        parameters=parameters,
        _days={},
    )


def _is_usable(book: RuleBook, own: OwnValue) -> bool:
    if own.profile == MEDICARE:
        known = own.key in YEARLY_KEYS and own.key in book.parameters
        return known and isinstance(own.value, Decimal) and own.value > 0
    if own.profile not in book.profiles or own.key not in VALUE_KEYS:
        return False
    raw = list(own.value) if isinstance(own.value, tuple) else own.value
    return read_value(own.key, raw, frozenset(book.codes)) is not None


def _sealed(own: OwnValue) -> tuple[str, ...]:
    whose = rules_id(own.profile, own.payer_id)
    return whose, own.key, str(own.value), str(own.since), str(own.until), own.source


def _with_own(profile: Profile, own: list[OwnValue], units: Mapping[str, str]) -> Profile:
    parameters = dict(profile.parameters)
    for one in sorted(own, key=lambda one: one.since):
        unit = units.get(one.key, "")
        parameters[one.key] = _spliced(parameters.get(one.key), one, unit)
    return replace(profile, parameters=parameters)


def _spliced(before: Parameter | None, own: OwnValue, unit: str) -> Parameter:
    """The history with the own value on its days."""
    entry = _entry(own, unit)
    history = (*_left(before.history if before else (), entry), entry)
    ordered = tuple(sorted(history, key=lambda found: found.since))
    return Parameter(before.name if before else own.key, ordered)


def _entry(own: OwnValue, unit: str) -> DatedValue:
    value = own.value
    kind = VALUE_KEYS.get(own.key)
    if isinstance(value, str) and isinstance(kind, type):
        value = kind(value)
    cite = f"{PRACTICE_SAYS}{own.source}"
    return DatedValue(own.since, own.until, value, unit, cite, Confidence.HIGH)


def _left(history: tuple[DatedValue, ...], entry: DatedValue) -> list[DatedValue]:
    """What the older entries still say before and after the new one."""
    left = []
    for old in history:
        if old.since < entry.since:
            left.append(replace(old, until=_earlier(old.until, entry.since - _DAY)))
        if entry.until is not None and (old.until is None or old.until > entry.until):
            left.append(replace(old, since=max(old.since, entry.until + _DAY)))
    return left


def _earlier(until: date | None, last: date) -> date:
    return last if until is None else min(until, last)
