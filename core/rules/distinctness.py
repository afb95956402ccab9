"""Whether two services of one pair were distinct: by region, by session or by the clock."""

from __future__ import annotations

from typing import NamedTuple

from core.model.encounter import Service
from core.rules.draft import Draft, FoundPair, Work, clean_code

DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
_SIDES = frozenset({"LT", "RT"})  # they open a pair where the places differ
REGION, SESSION, INTERVALS, EVALUATION = "region", "session", "intervals", "evaluation"
SEPARATE = "25"  # for evaluation and management alone
_WORDS = {
    REGION: "different regions",
    SESSION: "separate sessions",
    INTERVALS: "times that do not overlap",
    EVALUATION: "its own history and examination",
}


class Distinct(NamedTuple):
    """`proof` names what shows two services distinct (empty: nothing does); who says so."""

    proof: str
    attested: bool
    opened: tuple[str, ...]

    @property
    def words(self) -> str:
        """The proof as a person reads it."""
        return _WORDS.get(self.proof, "")

    @property
    def earns(self) -> bool:
        """Whether proof and a person's statement stand together."""
        return bool(self.proof) and self.attested


def judge(draft: Draft, pair: FoundPair) -> Distinct:
    """What the encounter shows about a pair; a modifier put on by hand is a statement too."""
    one, two = pair.column_1, pair.column_2
    if two.entry and two.entry.is_office_visit:
        # Only the clinician can say that it was more than the other service includes.
        opened = tuple(word for word in by_hand(two) if word == SEPARATE)
        return Distinct(EVALUATION, _names(two, one.code) or bool(opened), opened)
    proof = _proof(draft, pair)
    opened = _opening(draft, pair, DISTINCT | _SIDES if proof == REGION else DISTINCT)
    said = _names(one, two.code) or _names(two, one.code) or bool(opened)
    return Distinct(proof, said, opened)


def _proof(draft: Draft, pair: FoundPair) -> str:
    one, two = pair.column_1, pair.column_2
    regions = draft.book.regions
    if is_manipulation_pair(draft, pair):
        apart = manipulated_apart(draft, pair)
        return REGION if apart else ""
    if regions.apart(regions.places(one.rows), regions.places(two.rows)):
        return REGION
    if _sessions_apart(draft, one, two):
        return SESSION
    return INTERVALS if _clock_apart(one.rows, two.rows) else ""


def is_manipulation_pair(draft: Draft, pair: FoundPair) -> bool:
    """Spinal manipulation with a service that belongs to it in the same region."""
    codes, regions = set(pair.codes), draft.book.regions
    return bool(codes & regions.manipulations) and bool(codes & regions.included)


def manipulated_apart(draft: Draft, pair: FoundPair) -> bool | None:
    """Whether the other service lay outside the adjusted regions; None: a region is not known."""
    regions = draft.book.regions
    first, second = pair.column_1, pair.column_2
    if second.code in regions.manipulations:
        first, second = second, first
    return apart_from_manipulation(draft, first, second)


def apart_from_manipulation(draft: Draft, adjusted: Work, other: Work) -> bool | None:
    """The same, for a manipulation and another service."""
    regions = draft.book.regions
    texts = [*draft.encounter.cmt_regions, *(row.region for row in adjusted.rows)]
    there, here = regions.cmt_in(texts), regions.places(other.rows)
    if not there or here is None:
        return None
    return not any(place[0] in there for place in here)


def _sessions_apart(draft: Draft, one: Work, two: Work) -> bool:
    """Separate visits of the day; another encounter of the same discipline is one."""
    for beside in draft.others:
        if beside.work is one or beside.work is two:
            return beside.discipline is draft.encounter.discipline
    return not {row.session for row in one.rows} & {row.session for row in two.rows}


def _clock_apart(one: list[Service], two: list[Service]) -> bool:
    """Every minute of both has clock times, and none of them is used twice."""
    if not all(row.intervals and _is_timed_whole(row) for row in (*one, *two)):
        return False
    return not any(
        a.start < b.end and b.start < a.end
        for row in one
        for a in row.intervals
        for other in two
        for b in other.intervals
    )


def _is_timed_whole(row: Service) -> bool:
    return sum(interval.minutes for interval in row.intervals) >= row.total_minutes


def _names(work: Work, code: str) -> bool:
    return any(clean_code(name) == code for row in work.rows for name in row.distinct_from)


def _opening(draft: Draft, pair: FoundPair, opening: frozenset[str]) -> tuple[str, ...]:
    """Modifiers on the pair that open it: on column 2, since 2019-07-01 on either line."""
    line = draft.book.parameter("distinct_modifiers.line", draft.encounter.date)
    works = [pair.column_2]
    if getattr(line, "text", "") != "column-2":
        works.append(pair.column_1)
    words = [word for work in works for word in by_hand(work)]
    return tuple(dict.fromkeys(word for word in words if word in opening))


def by_hand(work: Work) -> tuple[str, ...]:
    """The modifiers somebody put on, each once, as they stand."""
    found = (word.strip().upper() for row in work.rows for word in row.modifiers)
    return tuple(dict.fromkeys(found))
