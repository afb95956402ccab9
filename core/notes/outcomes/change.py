"""Whether a change between two scores matters, by dated published values and aware of direction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.model.kinds import Side
from core.model.outcomes import Better, MarkVerdict, Meaning, MeasureProgress, Reading
from core.notes.outcomes.measures import Mark, MarkKind, Measure, Motion, one_decimal, whole

_JUDGED = (MarkKind.MATTERS, MarkKind.ERROR)


@dataclass(frozen=True, slots=True)
class Series:
    """Scores of one measure, place and side, oldest first."""

    place: str
    side: Side | None
    readings: tuple[Reading, ...]
    detail: str = ""


def progress(measure: Measure, series: Series) -> MeasureProgress:
    """How a measure went from its first score to its last; a series has at least one.

    The published values are those known on the last score's day.
    """
    first, last = series.readings[0], series.readings[-1]
    motion = measure.motion(series.place)
    gained = gain(measure, motion, first.score, last.score)
    verdicts = judge(measure, first, last, gained)
    meaning = _meaning(series, motion, gained, verdicts)
    judged = [one for one in verdicts if one.judged]
    told = meaning not in (Meaning.FIRST, Meaning.NORMAL)
    return MeasureProgress(
        measure=measure.id,
        name=measure.name,
        label=measure.label,
        unit=measure.unit,
        better=measure.better,
        readings=series.readings,
        change=last.score - first.score,
        meaning=meaning,
        words=_sentence(meaning, judged, measure.unit),
        source="; ".join(dict.fromkeys(one.cite for one in judged)) if told else "",
        place=series.place,
        place_label=measure.place_label(series.place),
        side=series.side,
        marks=verdicts,
        range=motion.possible if motion else (measure.range if not measure.limbs else None),
        normal=motion.normal if motion and motion.known.covers(last.day) else None,
        detail=series.detail,
    )


def gain(measure: Measure, motion: Motion | None, before: Decimal, after: Decimal) -> Decimal:
    """How much better a score became, in its unit; negative: worse.

    A motion gains only up to its normal range: more than normal is neither better nor worse.
    """
    if measure.better is Better.LOWER:
        return before - after
    if measure.better is Better.NORMAL and motion is not None:
        normal = motion.normal[0]
        return min(after, normal) - min(before, normal)
    return after - before


def judge(
    measure: Measure, first: Reading, last: Reading, gained: Decimal
) -> tuple[MarkVerdict, ...]:
    """Each published value known on the last day, and whether the change reaches it."""
    found = []
    for mark in measure.marks_on(last.day):
        if mark.kind in _JUDGED:
            value = _value(mark, first.score)
            reached = value > 0 and abs(gained) >= value
            found.append(
                MarkVerdict(mark.kind.value, mark.name, value, reached, mark.judged,
                            mark.known.cite, mark.known.confidence.value)
            )  # fmt: skip
    return tuple(found)


def _value(mark: Mark, first: Decimal) -> Decimal:
    return one_decimal(mark.value * first) if mark.share else mark.value


def _meaning(
    series: Series, motion: Motion | None, gained: Decimal, verdicts: tuple[MarkVerdict, ...]
) -> Meaning:
    if len(series.readings) < 2:
        return Meaning.FIRST
    first, last = series.readings[0].score, series.readings[-1].score
    if motion is not None and min(first, last) >= motion.normal[0]:
        return Meaning.NORMAL
    judged = [one for one in verdicts if one.judged]
    if not judged:
        return Meaning.NOT_KNOWN
    errors = [one for one in judged if one.kind == MarkKind.ERROR]
    matters = [one for one in judged if one.kind == MarkKind.MATTERS]
    if gained == 0 or not all(one.reached for one in errors):
        return Meaning.WITHIN_ERROR
    if matters and all(one.reached for one in matters):
        return Meaning.BETTER if gained > 0 else Meaning.WORSE
    return Meaning.SOME_BETTER if gained > 0 else Meaning.SOME_WORSE


_SAID = {
    Meaning.BETTER: "Better by at least the smallest change that matters",
    Meaning.WORSE: "Worse by at least the smallest change that matters",
    Meaning.WITHIN_ERROR: "Within measurement error",
    Meaning.NORMAL: "Within the normal range",
    Meaning.FIRST: "First score, nothing to compare with",
    Meaning.NOT_KNOWN: "No published value is known to judge this change by",
}


def _sentence(meaning: Meaning, judged: list[MarkVerdict], unit: str) -> str:
    matters = next((one for one in judged if one.kind == MarkKind.MATTERS), None)
    error = next((one for one in judged if one.kind == MarkKind.ERROR), None)
    if meaning in (Meaning.SOME_BETTER, Meaning.SOME_WORSE):
        way = "Better" if meaning is Meaning.SOME_BETTER else "Worse"
        if matters is None:
            return f"{way} beyond measurement error{_by(error, unit)}"
        return f"{way} by less than the smallest change that matters{_by(matters, unit)}"
    if meaning in (Meaning.BETTER, Meaning.WORSE):
        return _SAID[meaning] + _by(matters, unit)
    return _SAID[meaning] + (_by(error, unit) if meaning is Meaning.WITHIN_ERROR else "")


def _by(mark: MarkVerdict | None, unit: str) -> str:
    return "" if mark is None else f" ({plain(mark.value)} {unit}, {mark.name})".replace(" °", "°")


def plain(number: Decimal) -> str:
    """A number without idle zeros: `34`, `35.6`, `-5`."""
    return f"{whole(number) if number == whole(number) else number.normalize():f}"
