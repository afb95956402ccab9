"""What was measured of the demo's patients: scores that go well, less well, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.library.demo_files import demo_data
from core.library.measures import shipped_measures
from core.model.kinds import Side
from core.model.outcomes import OutcomeEntry
from core.notes.outcomes.limbs import places_every
from core.services import outcomes
from core.services.practice import OpenPractice

_EVERY = 3  # visits
_STUCK, _WORSE = 7, 13  # one patient in so many hardly changes, or gets worse
_TENTH = Decimal("0.1")


def is_measured(number: int, count: int) -> bool:
    """Whether scores are taken at a visit, counted from 0."""
    return number % _EVERY == 0 or number == count - 1


def store(
    practice: OpenPractice,
    condition: str,
    patient_id: int,
    encounter_id: int,
    day: date,
    done: float,
) -> None:
    """Keep what is measured at a visit; `done` is how far the episode is, from 0 to 1."""
    share = Decimal(str(round(done, 3))) * _how_well(patient_id)
    found = demo_data("measures").get(condition, ())
    entries = tuple(
        entry for one in found for entry in _entries(one, patient_id, encounter_id, day, share)
    )
    if entries:
        outcomes.save(practice, entries)


def _how_well(patient_id: int) -> Decimal:
    """The part of the full change that a patient reaches."""
    if patient_id % _WORSE == _WORSE - 1:
        return Decimal("-0.4")
    return Decimal("0.15") if patient_id % _STUCK == _STUCK - 1 else Decimal(1)


def _entries(
    what: dict[str, Any], patient_id: int, encounter_id: int, day: date, share: Decimal
) -> Iterator[OutcomeEntry]:
    measure = what["measure"]
    if measure == "girth":
        for limb_side, row in _girths(share):
            step = Decimal(demo_data("measures")["places_every"])
            yield OutcomeEntry(
                patient_id, measure, day, row, "", encounter_id, "arm", limb_side,
                places_every(step, len(row)),
            )  # fmt: skip
        return
    points = _rounded(what["from"] + (what["to"] - what["from"]) * share, Decimal(1))
    activities = what.get("activities", ())
    side = Side(what["side"]) if "side" in what else None
    yield OutcomeEntry(
        patient_id,
        measure,
        day,
        _answers(measure, int(points), len(activities)),
        encounter_id=encounter_id,
        place=what.get("place", ""),
        side=side,
        detail="; ".join(activities),
    )


def _answers(measure: str, points: int, activities: int) -> tuple[Decimal, ...]:
    """A row of answers with these points in all, spread evenly."""
    known = shipped_measures().get(measure)
    count = activities or (known.scorings[-1].items if known else 1)
    each, more = divmod(points, count)
    return tuple(Decimal(each + (place < more)) for place in range(count))


def _girths(share: Decimal) -> Iterator[tuple[Side, tuple[Decimal, ...]]]:
    data = demo_data("measures")
    more = {key: Decimal(value) for key, value in data["more_on_the_left"].items()}
    excess = more["from"] + (more["to"] - more["from"]) * share
    rows = (data["right_girths"], data["share_of_more"], _turned(data["tape"], int(share * 8)))
    places = [tuple(Decimal(one) for one in place) for place in zip(*rows, strict=True)]
    yield Side.LEFT, tuple(_rounded(own + excess * part, _TENTH) for own, part, _ in places)
    yield Side.RIGHT, tuple(own + tape for own, _, tape in places)


def _turned(row: list[str], by: int) -> list[str]:
    by %= len(row)
    return row[by:] + row[:by]


def _rounded(number: Decimal, to: Decimal) -> Decimal:
    return number.quantize(to, ROUND_HALF_UP)
