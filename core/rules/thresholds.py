"""The year's therapy thresholds: when lines need KX, when a claim may be picked for review."""

from __future__ import annotations

from typing import NamedTuple

from core.model.bill import Offer
from core.model.kinds import Discipline, Severity
from core.model.money import cents_of, format_cents
from core.model.statements import OfferKind
from core.rules.codes import TherapyClass
from core.rules.draft import Draft, Work, make
from core.rules.parameters import DatedValue
from core.rules.statements import KX, denial_expected, on_notice

# PT and SLP share one bucket by law, OT has its own; a chiropractor's services have none.
BUCKETS = {Discipline.PT: "pt_slp", Discipline.SLP: "pt_slp", Discipline.OT: "ot"}
_NAMES = {"pt_slp": "PT and SLP together", "ot": "OT"}


class RunningTotal(NamedTuple):
    """Cents of the calendar year up to and with this day; `whole` False: some is not known."""

    cents: int
    whole: bool


class Mark(NamedTuple):
    """An amount of the year in cents and as words, with its source."""

    cents: int
    words: str
    source: DatedValue


class Marks(NamedTuple):
    """The amounts of one bucket's year: where KX begins and where review begins, if known."""

    limit: Mark | None
    review: Mark | None


def check_thresholds(draft: Draft) -> None:
    """Suggest KX for the day's lines once their bucket passes the year's amount."""
    bucket = BUCKETS.get(draft.encounter.discipline, "")
    if not bucket or not draft.rules.terms.medicare_thresholds:
        return
    works = _therapy(draft)
    if not works:
        return
    total = _running_total(draft, bucket, works)
    if total is None:
        draft.unchecked.append(f"therapy threshold (year_to_date.{bucket} not given)")
        return
    day = draft.encounter.date
    limit, review = draft.book.remembered(
        ("thresholds", bucket, day), lambda: _marks(draft, bucket)
    )
    if review is not None and total.cents > review.cents:
        _say_review(draft, bucket, works, total, review)
    if limit is None:
        draft.unchecked.append(f"therapy threshold (no amount for {day.year} on hand)")
        return
    passed = total.cents > limit.cents
    if not passed and not total.whole:
        draft.unchecked.append("therapy threshold (an allowed amount of the day is not known)")
        return
    draft.kx_due = passed
    _say(draft, bucket, total, limit)
    if passed and draft.encounter.attest.kx is not True:
        _suggest_kx(draft, bucket, works, total, limit)


def _marks(draft: Draft, bucket: str) -> Marks:
    """The review mark has years of its own: it is known where a year's threshold is not yet."""
    return Marks(_mark(draft, bucket), _mark(draft, "review"))


def _mark(draft: Draft, name: str) -> Mark | None:
    """An amount of the day's year; None where the book has none."""
    found = draft.book.parameter(f"therapy_threshold.{name}", draft.encounter.date)
    if not isinstance(found, DatedValue):
        return None
    amount = cents_of(found.ratio)
    return Mark(amount, format_cents(amount), found)


def _therapy(draft: Draft) -> list[Work]:
    return [
        work
        for work in draft.works
        if work.units and work.entry and work.entry.therapy is not TherapyClass.NEVER
    ]


def _running_total(draft: Draft, bucket: str, works: list[Work]) -> RunningTotal | None:
    """What went before, this encounter and the day's others of the bucket; None: unknown start."""
    before = draft.encounter.year_to_date
    start = getattr(before, bucket, None) if before else None
    if start is None:
        return None
    units, charges = draft.money.units, draft.encounter.charges
    total, whole = start, True
    for work in works:
        amounts = units.get(work.code)
        if amounts is None:
            whole = False
        elif charges and work.code in charges:
            total += min(sum(amounts), charges[work.code] * work.units)
        else:
            total += sum(amounts)
    if not draft.other_units:
        return make(RunningTotal, (total, whole))
    same = {e.discipline for e in draft.other_units if BUCKETS.get(e.discipline) == bucket}
    for discipline in same:
        amount = draft.money.others.get(discipline)
        total, whole = total + (amount or 0), whole and amount is not None
    return RunningTotal(total, whole)


def _say(draft: Draft, bucket: str, total: RunningTotal, limit: Mark) -> None:
    least = "" if total.whole else "at least "
    result = f"{_NAMES[bucket]}: {least}{format_cents(total.cents)} of {limit.words} with this day"
    draft.say("Therapy threshold of the year", result, limit.source.cite, limit.source.since)


def _suggest_kx(
    draft: Draft, bucket: str, works: list[Work], total: RunningTotal, limit: Mark
) -> None:
    bare = tuple(work.code for work in works if not (_has_kx(work) or on_notice(draft, work)))
    if not bare:
        return
    year, name = draft.encounter.date.year, _NAMES[bucket]
    message = (
        f"With this day the allowed amounts of {year} for {name} come to "
        f"{format_cents(total.cents)}, above {limit.words} "
        f"(confidence {limit.source.confidence.value}). Lines without KX are denied."
    )
    fix = "Put KX on only if the record shows that more therapy is medically necessary."
    offers = (Offer(OfferKind.KX, bare, KX), *denial_expected(draft, bare))
    draft.alert("kx", Severity.WARNING, bare, message, fix, limit.source.cite, offers)


def _has_kx(work: Work) -> bool:
    return any(KX in (word.strip().upper() for word in row.modifiers) for row in work.rows)


def _say_review(
    draft: Draft, bucket: str, works: list[Work], total: RunningTotal, mark: Mark
) -> None:
    message = (
        f"{_NAMES[bucket]}: {format_cents(total.cents)} this year, above the review mark of "
        f"{mark.words}. The claim may be picked for medical review."
    )
    fix = "Make sure that the record shows why care goes on."
    codes = tuple(work.code for work in works)
    draft.alert("review-threshold", Severity.NOTE, codes, message, fix, mark.source.cite)
