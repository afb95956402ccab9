"""Activities that a patient named, each with its own rating: asked again, and compared by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.errors import FieldProblem
from core.model.outcomes import ActivityProgress, OutcomeScore, Reading
from core.notes.outcomes.change import plain
from core.notes.outcomes.measures import MarkKind, Measure
from core.notes.outcomes.scoring import Items, rule_on

LONGEST_NAME = 90


def check_activities(measure: Measure, names: tuple[str, ...], ratings: Items, day: date) -> None:
    """Refuse activities that could not be asked again; raises FieldProblem.

    Fields are `name1`, `name2` ... for the names, in the order of the form.
    """
    scoring = rule_on(measure, day)
    if len(names) != len(ratings) or not all(names):
        raise FieldProblem("Name the activity that is rated.", "name1")
    if not scoring.fewest <= len(names) <= scoring.items:
        raise FieldProblem(
            f"{measure.name} takes {scoring.fewest} to {scoring.items} activities; {len(names)}"
            f" {'is' if len(names) == 1 else 'are'} named.",
            f"name{min(len(names), scoring.items - 1) + 1}",
        )
    for place, name in enumerate(names, start=1):
        if len(name) > LONGEST_NAME:
            raise FieldProblem(f"An activity takes {LONGEST_NAME} letters at most.", f"name{place}")
        if name.casefold() in {one.casefold() for one in names[: place - 1]}:
            raise FieldProblem("This activity is named twice.", f"name{place}")


def activities_of(measure: Measure, held: Sequence[OutcomeScore]) -> tuple[ActivityProgress, ...]:
    """How each activity of the latest score went; the scores come the earliest first.

    Ratings of other days count where the activity has the same name, whatever its case.
    """
    last = held[-1]
    error = next(
        (one for one in measure.marks_on(last.measured_on) if one.kind is MarkKind.PART), None
    )
    return tuple(
        _progress(name, _readings(name, held), error.value if error else None)
        for name, _ in last.rated
    )


def _readings(name: str, held: Sequence[OutcomeScore]) -> tuple[Reading, ...]:
    return tuple(
        Reading(score.measured_on, rating, score.id)
        for score in held
        for other, rating in score.rated
        if other.casefold() == name.casefold() and rating is not None
    )


def _progress(name: str, readings: tuple[Reading, ...], error: Decimal | None) -> ActivityProgress:
    if len(readings) < 2:
        words = "First rating" if readings else "Not rated yet"
        return ActivityProgress(name, readings, words)
    change = readings[-1].score - readings[0].score
    if error is None:
        return ActivityProgress(name, readings, "No published value is known to judge it by")
    if abs(change) < error:
        words = f"Within the error of one activity ({plain(error)} points)"
        return ActivityProgress(name, readings, words)
    way = "Better" if change > 0 else "Worse"
    words = f"{way} beyond the error of one activity ({plain(error)} points)"
    return ActivityProgress(name, readings, words, beyond=True)
