"""Times that tell of something else than treatment: how long one can sit, how long pain lasts."""

from __future__ import annotations

from collections.abc import Sequence

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


def is_no_treatment(stems: Sequence[str], one: Quantity) -> bool:
    """Whether the words about an amount of time say that nobody was treated for it."""
    before = stems[one.first - 1] if one.first else ""
    after = stems[one.last] if one.last < len(stems) else ""
    if after in ("/", "per") and not _PER.isdisjoint(stems[one.last + 1 : one.last + 2]):
        return True
    if before == "for" and not _SYMPTOM.isdisjoint(stems[max(one.first - 5, 0) : one.first]):
        return True
    settled = not _SETTLES.isdisjoint(stems[max(one.first - 4, 0) : one.first])
    return settled or before in _BEFORE or after in _AFTER
