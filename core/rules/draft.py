"""A bill in the making: the local state the ordered rules work on, one evaluation long."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.model.bill import LEDGER_BUCKETS, Alert, Choice, Offer, Step
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline, Severity
from core.rules.codes import Basis, CodeEntry
from core.rules.rulebook import DayRules, RuleBook

# What a NamedTuple calls in the end, at half the cost: a bill makes some twenty of them.
make = tuple.__new__


@dataclass(slots=True, eq=False)
class Work:
    """All rows of one code added up; `refused` is the ledger bucket of what is not billed.

    `helped` of its units carry the assistant's modifier; `helped_minutes` stand on their line.
    `excluded`: the line is sent for a denial. `taken` units were taken off by a decision.
    `size` is the minutes of one unit where the code counts by itself; `short` says that its only
    unit is not a full one.
    """

    code: str
    entry: CodeEntry | None
    rows: list[Service]
    minutes: int = 0
    units: int = 0
    refused: str = ""
    message: str = ""
    cite: str = ""
    since: date | None = None
    modifiers: tuple[str, ...] = ()
    size: int = 0
    short: bool = False
    helped: int = 0
    helped_minutes: int = 0
    helped_modifiers: tuple[str, ...] = ()
    excluded: bool = False
    taken: int = 0

    def refuse(self, bucket: str, message: str, cite: str, since: date | None = None) -> None:
        """Take the code off the bill, with the reason a person reads."""
        self.refused, self.message, self.cite, self.since = bucket, message, cite, since


@dataclass(frozen=True, slots=True)
class OtherWork:
    """One code of another encounter of the day."""

    discipline: Discipline
    work: Work


@dataclass(frozen=True, slots=True)
class FoundPair:
    """An edit in force between two billed codes; `column_1` is the one that stays paid.

    `table` names its table or payer; `checked` is False where that table does not vouch for the
    day, `assumed` True where the payer may not use it at all.
    """

    column_1: Work
    column_2: Work
    indicator: int
    table: str
    cite: str
    checked: bool
    assumed: bool

    @property
    def codes(self) -> tuple[str, str]:
        """Column 1 first."""
        return self.column_1.code, self.column_2.code

    @property
    def label(self) -> str:
        """The table, and whether it was made for another day."""
        return self.table if self.checked else f"{self.table}, not checked for this date"


@dataclass(frozen=True, slots=True)
class OtherUnits:
    """Units of one code in another encounter of the same patient, day and group."""

    code: str
    discipline: Discipline
    units: int


@dataclass(slots=True, eq=False)
class Money:
    """Allowed cents of each unit by code, dearest first; a code that is absent is not known.

    `others` are the same-day encounters' sums by discipline; None: not all of it is known.
    """

    units: dict[str, tuple[int, ...]] = field(default_factory=dict)
    others: dict[Discipline, int | None] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Draft:
    """What the rules read and what they have found so far; `works` keep the services' order.

    `others` are the services of the day's other encounters and `other_units` what they earn.
    `pooled_size` is the minutes of one unit where the day's minutes count together.
    `unchecked` names what was left out because a fact was not given; `kx_due` says whether the
    threshold is passed, None: not known.
    """

    encounter: Encounter
    book: RuleBook
    rules: DayRules
    works: list[Work]
    has_assistant: bool = False
    has_hand_modifiers: bool = False
    has_intervals: bool = False
    has_units_given: bool = False
    rule: str = ""
    pool: list[Work] = field(default_factory=list)
    timed_minutes: int = 0
    timed_units: int = 0
    alerts: list[Alert] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)
    ledger: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEDGER_BUCKETS, 0))
    pooled_size: int = 0
    pairs: list[FoundPair] = field(default_factory=list)
    others: list[OtherWork] = field(default_factory=list)
    other_units: list[OtherUnits] = field(default_factory=list)
    money: Money = field(default_factory=Money)
    unchecked: list[str] = field(default_factory=list)
    kx_due: bool | None = None

    def alert(
        self,
        id: str,
        severity: Severity,
        codes: tuple[str, ...],
        message: str,
        fix: str,
        cite: str,
        offers: tuple[Offer, ...] = (),
    ) -> None:
        """Add an alert, with what it suggests."""
        self.alerts.append(Alert(id, severity, codes, message, fix, cite, offers))

    def say(self, step: str, result: str, cite: str, since: date | None = None) -> None:
        """Add a step of the reasoning."""
        self.trace.append(make(Step, (step, result, cite, since)))

    def put(self, bucket: str, minutes: int) -> None:
        """Put minutes into a bucket of the ledger."""
        self.ledger[bucket] += minutes


_ONE_CODE = "CMS Claims Processing Manual (100-04) ch.5 §20.2.C: minutes of one code are summed"


def clean_code(typed: str) -> str:
    """A code as it is looked up: without blanks, letters in upper case."""
    return typed.strip().upper()


def start_draft(encounter: Encounter, book: RuleBook) -> Draft:
    """Add the rows up by code, in the order the codes first stand in."""
    works: dict[str, Work] = {}
    assisted = by_hand = on_clock = units_given = False
    for row in encounter.services:
        work = works.get(row.code)
        if work is None:
            code = row.code if row.code in book.codes else clean_code(row.code)
            work = works.get(code)
        if work is None:
            work = works[code] = Work(code, book.codes.get(code), [])
        work.rows.append(row)
        minutes = row.minutes + row.assistant_minutes + row.together_minutes
        if minutes > 0:
            work.minutes += minutes
        assisted = assisted or row.assistant_minutes > 0
        by_hand = by_hand or bool(row.modifiers)
        on_clock = on_clock or bool(row.intervals)
        units_given = units_given or row.units is not None
    rules = book.day_rules(encounter.payer, encounter.date)
    return Draft(
        encounter, book, rules, list(works.values()), assisted, by_hand, on_clock, units_given
    )


def choose_pool(draft: Draft) -> None:
    """Pick the codes whose minutes count together: timed, and not refused by an earlier rule."""
    for work in draft.works:
        entry = work.entry
        if not entry or work.refused or entry.basis is not Basis.TIMED or not work.minutes:
            continue
        draft.pool.append(work)
        if len(work.rows) > 1:
            _say_sum(draft, work)
        if draft.has_units_given and any(row.units is not None for row in work.rows):
            draft.say(f"Units given for {work.code}", "not used: minutes decide", entry.cite)


def _say_sum(draft: Draft, work: Work) -> None:
    parts = " + ".join(str(row.total_minutes) for row in work.rows)
    result = f"{parts} = {work.minutes} minutes"
    draft.say(f"{work.code} in {len(work.rows)} rows", result, _ONE_CODE)
