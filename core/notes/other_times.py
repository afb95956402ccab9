"""Times of something else than treatment, and times of several services at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from core.notes.lexicon import Mention
from core.notes.quantities import Quantity
from core.notes.words import bag

_BEFORE = bag(
    "within after every < up than q last lasts past until first additional walk walked "
    "sit stand drive late tolerates sleep rest nearly"
)
_AFTER = bag(
    "ago later hold walk drive daily rest tolerance sitting bid late standing tid "
    "driving commute walking day early w/o break"
)
_SETTLES = bag("settled resolved subsided lasted eased lasting cleared faded tolerance")
_PER = bag("day d wk week night hr hour session visit")
_SYMPTOM = bag(
    "dizzy dizziness sore soreness pain ha headache numb tingling nausea ache burning symptom sx "
    "lightheaded throbbing spasm cramp flare"
)


_BOOKED = bag("billed charged coded booked")
_NEAR = 6
_AS = bag("as under to : (")
_OF_WORK = bag("within first after")
_DONE = bag("both all done performed completed together")
_OWN = frozenset({"x", ":", "-", "="})


def is_no_treatment(stems: Sequence[str], one: Quantity) -> bool:
    """Whether the words about an amount of time say that nobody was treated for it."""
    before = stems[one.first - 1] if one.first else ""
    after = stems[one.last] if one.last < len(stems) else ""
    if after in ("/", "per") and not _PER.isdisjoint(stems[one.last + 1 : one.last + 2]):
        return True
    if before == "for" and not _SYMPTOM.isdisjoint(stems[max(one.first - 5, 0) : one.first]):
        return True
    lead = stems[max(one.first - 5, 0) : one.first]
    if "tolerance" in lead and "to" in lead[: lead.index("tolerance")]:
        return False  # `performed to patient tolerance x 20 min`
    if before == "lasting" and _SYMPTOM.isdisjoint(lead):
        return False
    if before in _OF_WORK and _tells_work(stems, one, before, after):
        return False
    settled = not _SETTLES.isdisjoint(lead[-4:])
    return settled or before in _BEFORE or after in _AFTER


def _tells_work(stems: Sequence[str], one: Quantity, before: str, after: str) -> bool:
    """`both within 9 min`, `STM lasting 12 min`, `for the first 10 min`, `after 8 min of STM`."""
    lead = stems[max(one.first - 4, 0) : one.first - 1]
    if before == "within":
        return bool(lead) and lead[-1] in _DONE
    if before == "first":
        return lead[-2:] == ["for", "the"] or after == ":"
    return before == "after" and after == "of"


def all_of_it(stems: Sequence[str], one: Quantity, starts: Mapping[int, Mention]) -> Mention | None:
    """`18 min total, all manual`: the service that took the whole of a total."""
    after = stems[one.last : one.last + 3]
    return starts.get(one.last + after.index("all") + 1) if "all" in after else None


def booked_as(
    stems: Sequence[str], one: Quantity, last: int, starts: Mapping[int, Mention]
) -> Mention | None:
    """`traction x 12 min via Saunders, billed 97140`: the service the claim calls it."""
    for at in range(one.last, last - 1):
        if stems[at] in _BOOKED:
            return starts.get(at + 1 + (stems[at + 1] in _AS))
    for at in range(one.first - 1, max(one.first - _NEAR, 0), -1):
        if stems[at] in _BOOKED and stems[at + 1] == "for":
            return starts.get(at - 1)
    return None


def lists_services(
    stems: Sequence[str], one: Quantity, listed: list[Mention], manual: Collection[Mention]
) -> bool:
    """`CDT 55 min L LE: MLD, wrap, ther ex`: a list of services behind one time."""
    if not any(m.term.kind in ("label", "bandage") for m in listed):
        return False
    return any(m in manual for m in listed) and ":" in stems[one.last : listed[0].first]


def has_own_number(stems: Sequence[str], chain: list[Mention], after: list[Quantity]) -> bool:
    """`STM x15' TE x25'`: the service named next has a number of its own."""
    if not chain or not after:
        return False
    return _OWN.issuperset(stems[chain[-1].last : after[0].first])


def with_me(stems: Sequence[str], one: Quantity) -> bool:
    """`each had 15 min w/ me`: the clinician's own time."""
    after = stems[one.last : one.last + 4]
    with_ = after[:2] == ["w", "/"] or after[:1] == ["with"]
    return with_ and not {"me", "therapist", "pt"}.isdisjoint(after)
