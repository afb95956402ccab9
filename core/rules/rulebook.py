"""The frozen rule book the engine is handed: codes, payers' profiles, dated values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from core.model.bill import Step
from core.model.kinds import Discipline, Setting
from core.model.own_value import profile_in
from core.rules.claim_terms import DayClaim, OfferedPair, claim_on
from core.rules.codes import CodeEntry, TherapyClass
from core.rules.day_tables import DayTables, day_tables
from core.rules.edit_tables import EditTable, MueTable, table_for
from core.rules.fees import FeeSchedule
from core.rules.note_needs import DayNoteNeeds, note_needs_on
from core.rules.parameters import DatedValue, NotKnown, Parameter
from core.rules.profile import (
    DayProfile,
    ModifierNeed,
    Profile,
    UnitRule,
    profile_on,
    unit_rule_words,
)
from core.rules.regions import RegionMap
from core.rules.terms import DayTerms, terms_on

_DC = Discipline.DC  # chiropractors
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class UnitSize:
    """Minutes of one unit and the least that earns a further one, as known on one day."""

    minutes: int
    least: int
    source: DatedValue


@dataclass(frozen=True, slots=True)
class DayRules:
    """Everything the engine asks of the book for one payer on one day."""

    profile: DayProfile
    total_time: UnitSize | NotKnown
    midpoint_share: DatedValue | NotKnown
    discipline_modifiers: Mapping[str, DatedValue | NotKnown]
    discipline_words: frozenset[str]
    tables: Mapping[Setting, DayTables]
    terms: DayTerms
    claim: DayClaim
    modifier_order: Mapping[str, int]
    conflicts: tuple[tuple[str, str, DatedValue], ...]
    unit_rule: UnitRule | None
    unit_rule_step: Step | None
    marked: frozenset[TherapyClass]
    note: DayNoteNeeds

    def marked_classes(self, discipline: Discipline) -> frozenset[TherapyClass]:
        """Which codes the payer wants the plan of care's modifier on.

        A sometimes-therapy code is therapy only when a therapist furnishes it (MCPM ch.5 §20).
        """
        return self.marked - {TherapyClass.SOMETIMES} if discipline is _DC else self.marked


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Codes by number, profiles by id, parameters by dotted name; `identity` names the edition.

    `own_profiles` are those of single payers, by ids such as `aetna@7`.
    `modifier_order` gives each modifier its place, `modifier_groups` the group's name;
    `known_modifiers` are all that are known (empty: not told). `edits` and
    `mue` hold Medicare's tables, at most one a quarter and setting.

    Two books with equal identity decide alike. The private table only remembers answers.
    """

    identity: str
    codes: Mapping[str, CodeEntry]
    profiles: Mapping[str, Profile]
    parameters: Mapping[str, Parameter]
    modifier_order: Mapping[str, int]
    modifier_groups: Mapping[str, str] = field(default_factory=dict)
    known_modifiers: frozenset[str] = frozenset()
    edits: Mapping[Setting, tuple[EditTable, ...]] = field(default_factory=dict)
    mue: Mapping[Setting, tuple[MueTable, ...]] = field(default_factory=dict)
    fees: FeeSchedule = field(default_factory=FeeSchedule)
    offered_pairs: tuple[OfferedPair, ...] = ()
    regions: RegionMap = RegionMap({}, {})
    own_profiles: Mapping[str, Profile] = field(default_factory=dict)
    _days: dict[tuple[str, date], DayRules] = field(default_factory=dict, compare=False, repr=False)
    # Never copied by `replace`: another book answers anew.
    _values: dict[tuple[str, date], DatedValue | NotKnown] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _memo: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def parameter(self, name: str, day: date) -> DatedValue | NotKnown:
        """A named value on a day, or NotKnown."""
        key = (name, day)
        found = self._values.get(key)
        if found is None:
            history = self.parameters.get(name)
            found = self._values[key] = history.on(day) if history else NotKnown(name, day)
        return found

    def remembered(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """The answer to a question that depends on this book and its key alone."""
        found: _Answer | None = self._memo.get(key)
        if found is None:
            found = self._memo[key] = make()
        return found

    def profile_of(self, payer: str) -> Profile | None:
        """A payer's own profile, else the one it builds on; None where the book holds neither."""
        return self.own_profiles.get(payer) or self.profiles.get(profile_in(payer))

    def day_rules(self, payer: str, day: date) -> DayRules:
        """The rules of a payer on a day; of a payer the book does not hold, nothing is known."""
        key = (payer if payer in self.own_profiles else profile_in(payer), day)
        found = self._days.get(key)
        if found is None:
            profile = self.profile_of(payer) or Profile(payer, payer or "this payer", {})
            found = self._days[key] = _day_rules(self, profile, day)
        return found


def _day_rules(book: RuleBook, profile: Profile, day: date) -> DayRules:
    prefix = "discipline_modifiers."
    modifiers = {
        name.removeprefix(prefix): parameter.on(day)
        for name, parameter in book.parameters.items()
        if name.startswith(prefix)
    }
    claim, found = claim_on(profile, day), profile_on(profile, day)
    rule, step = _unit_rule(found)
    return DayRules(
        found,
        _total_time(book, day),
        book.parameter("ama_midpoint.share_to_exceed", day),
        modifiers,
        frozenset(found.text for found in modifiers.values() if isinstance(found, DatedValue)),
        {setting: _tables(book, setting, claim, day) for setting in Setting},
        terms_on(profile, day),
        claim,
        _modifier_order(book, claim),
        _conflicts(book, day),
        rule,
        step,
        _marked(found.discipline_modifiers),
        note_needs_on(profile, day),
    )


def _unit_rule(profile: DayProfile) -> tuple[UnitRule | None, Step | None]:
    """The counting rule, and how the bill says it."""
    found = profile.unit_rule
    if isinstance(found, NotKnown):
        return None, None
    step = Step(f"Unit rule of {profile.name}", unit_rule_words(found), found.cite, found.since)
    return UnitRule(found.text), step


def _marked(need: DatedValue | NotKnown) -> frozenset[TherapyClass]:
    if isinstance(need, NotKnown) or need.value == ModifierNeed.NONE:
        return frozenset()
    if need.value == ModifierNeed.THERAPY:
        return frozenset({TherapyClass.ALWAYS, TherapyClass.SOMETIMES})
    return frozenset({TherapyClass.ALWAYS})


def _tables(book: RuleBook, setting: Setting, claim: DayClaim, day: date) -> DayTables:
    edits = table_for(book.edits.get(setting, ()), day)
    return day_tables(edits, table_for(book.mue.get(setting, ()), day), claim, day)


def _modifier_order(book: RuleBook, claim: DayClaim) -> Mapping[str, int]:
    """The payer's own order of groups where it has one, else the book's."""
    own = claim.modifier_order
    if not isinstance(own, DatedValue):
        return book.modifier_order
    places = {group: place for place, group in enumerate(own.words)}
    return {
        modifier: places.get(group, len(places)) for modifier, group in book.modifier_groups.items()
    }


def _conflicts(book: RuleBook, day: date) -> tuple[tuple[str, str, DatedValue], ...]:
    """Modifiers that contradict each other on that day."""
    prefix = "modifier_conflicts."
    named = ((n.removeprefix(prefix), p.on(day)) for n, p in book.parameters.items() if prefix in n)
    return tuple(
        (name[:2], name[3:], found) for name, found in named if isinstance(found, DatedValue)
    )


def _total_time(book: RuleBook, day: date) -> UnitSize | NotKnown:
    minutes = book.parameter("cms_total_time.minutes_per_unit", day)
    least = book.parameter("cms_total_time.least_minutes", day)
    if isinstance(minutes, NotKnown):
        return minutes
    if isinstance(least, NotKnown):
        return least
    return UnitSize(minutes.number, least.number, minutes)
