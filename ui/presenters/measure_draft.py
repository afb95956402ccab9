"""What is being typed for a measure: read into entries, echoed while it is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.errors import FieldProblem
from core.model.kinds import Side
from core.model.outcomes import OutcomeEntry, detail_of
from core.notes.outcomes.activities import check_activities
from core.notes.outcomes.change import plain
from core.notes.outcomes.limbs import LimbPair, limb_volume, places_every, read_girths
from core.notes.outcomes.scoring import read_items, rule_on, score_items, score_total
from ui.presenters.measure_targets import Target

SIDES = (Side.LEFT, Side.RIGHT)
Texts = Mapping[str, str]
_DEGREES = re.compile(r"[-+]?[0-9]{1,3}")
_STEP = re.compile(r"[0-9]{1,2}(?:[.][0-9])?")


@dataclass(frozen=True, slots=True)
class Draft:
    """Texts of the form's fields, with whose they are, of which day and session."""

    target: Target
    patient_id: int
    day: date
    texts: Texts
    encounter_id: int | None = None
    replaces: int | None = None


def motion_field(motion_id: str, side: Side | None) -> str:
    """The name of a motion's field."""
    return f"{motion_id}.{side}" if side else motion_id


def sides_of(sided: bool) -> tuple[Side | None, ...]:
    """Both sides, or none."""
    return SIDES if sided else (None,)


def entries_of(draft: Draft) -> tuple[OutcomeEntry, ...]:
    """What would be kept; raises FieldProblem at the form's field. Empty fields are left out."""
    if draft.target.motions:
        return _motions(draft)
    if draft.target.limb is not None:
        return _girths(draft)
    return (_asked(draft),)


def echo(draft: Draft) -> tuple[str, str]:
    """Kind of colour and words about what is typed so far; empty when nothing is."""
    if not any(text.strip() for name, text in draft.texts.items() if not _is_beside(name)):
        return "muted", ""
    try:
        entries = entries_of(draft)
        if draft.target.limb is not None:
            return "good", _volume_words(entries)
        if draft.target.motions:
            return "good", f"{len(entries)} typed"
        return "good", _score_words(draft, entries[0])
    except FieldProblem as problem:
        if problem.field.startswith("name"):
            return "muted", problem.message
        return ("muted", _so_far(draft)) if problem.field == "items" and _is_short(draft) else (
            "warning", problem.message)  # fmt: skip


_BESIDE = ("step", "detail", "measured_on", "reason")


def _is_beside(field: str) -> bool:
    """Whether a field says nothing that was measured; an activity's name is there from before."""
    return field in _BESIDE or field.startswith("name")


def _asked(draft: Draft) -> OutcomeEntry:
    measure, texts = draft.target.measure, draft.texts
    if draft.target.is_named:
        return _named(draft)
    row, total = texts.get("items", "").strip(), texts.get("total", "").strip()
    items = read_items(measure, row, draft.day) if row else ()
    if items:
        score_items(measure, items, draft.day)
    elif total:
        score_total(measure, total, draft.day)
    else:
        raise FieldProblem("Type the answers, or the total.", "items")
    return OutcomeEntry(
        draft.patient_id,
        measure.id,
        draft.day,
        items,
        "" if items else total,
        draft.encounter_id,
        detail=texts.get("detail", ""),
        replaces=draft.replaces,
        reason=texts.get("reason", ""),
    )


def _named(draft: Draft) -> OutcomeEntry:
    """Each activity with its rating; one without a rating was not rated this time."""
    measure, texts = draft.target.measure, draft.texts
    names: list[str] = []
    ratings: list[Decimal | None] = []
    for place in range(1, draft.target.scoring().items + 1):
        name = " ".join(texts.get(f"name{place}", "").split())
        rating = texts.get(f"rate{place}", "").strip()
        if rating and not name:
            raise FieldProblem("Name the activity that is rated.", f"name{place}")
        if name:
            names.append(name)
            ratings.append(_rating(draft, rating, f"rate{place}"))
    items = tuple(ratings)
    check_activities(measure, tuple(names), items, draft.day)
    if all(one is None for one in items):
        raise FieldProblem("Rate the activities, from 0 to 10.", "rate1")
    score_items(measure, items, draft.day)
    return OutcomeEntry(
        draft.patient_id,
        measure.id,
        draft.day,
        items,
        "",
        draft.encounter_id,
        detail=detail_of(names),
        replaces=draft.replaces,
        reason=texts.get("reason", ""),
    )


def _rating(draft: Draft, text: str, field: str) -> Decimal | None:
    scoring = draft.target.scoring()
    if not text or text == "-":
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 3) or not (
        scoring.low <= Decimal(text) <= scoring.high
    ):
        low, high = plain(scoring.low), plain(scoring.high)
        raise FieldProblem(f"A whole number from {low} to {high}.", field)
    return Decimal(text)


def _motions(draft: Draft) -> tuple[OutcomeEntry, ...]:
    found = []
    for motion in draft.target.motions:
        for side in sides_of(motion.sided):
            name = motion_field(motion.id, side)
            text = draft.texts.get(name, "").strip().rstrip("°").strip()
            if not text:
                continue
            least, most = motion.possible
            if not _DEGREES.fullmatch(text) or not least <= int(text) <= most:
                raise FieldProblem(f"Whole degrees from {least} to {most}.", name)
            found.append(
                OutcomeEntry(draft.patient_id, draft.target.measure.id, draft.day,
                             (Decimal(text),), "", draft.encounter_id, motion.id, side,
                             replaces=draft.replaces, reason=draft.texts.get("reason", ""))
            )  # fmt: skip
    if not found:
        first = draft.target.motions[0]
        raise FieldProblem("Type degrees in one field or more.",
                           motion_field(first.id, sides_of(first.sided)[0]))  # fmt: skip
    return tuple(found)


def _girths(draft: Draft) -> tuple[OutcomeEntry, ...]:
    limb, measure = draft.target.limb, draft.target.measure
    if limb is None:
        return ()
    step, found = draft.texts.get("step", "").strip(), []
    if not _STEP.fullmatch(step) or Decimal(step) <= 0:
        raise FieldProblem("Type the distance between two places in cm, such as 4.", "step")
    for side in SIDES:
        row = read_girths(draft.texts.get(side, ""), rule_on(measure, draft.day), side)
        if not row:
            continue
        places = places_every(Decimal(step), len(row))
        try:
            limb_volume(places, row)
        except FieldProblem as problem:
            raise FieldProblem(problem.message, side) from problem
        found.append(
            OutcomeEntry(draft.patient_id, measure.id, draft.day, row, "", draft.encounter_id,
                         limb.id, side, places, replaces=draft.replaces,
                         reason=draft.texts.get("reason", ""))
        )  # fmt: skip
    if not found:
        raise FieldProblem("Type the girths of one limb or both.", Side.LEFT)
    return tuple(found)


def _score_words(draft: Draft, entry: OutcomeEntry) -> str:
    measure = draft.target.measure
    scored = (
        score_items(measure, entry.items, draft.day)
        if entry.items
        else score_total(measure, entry.total, draft.day)
    )
    shown = f"{plain(scored.score)} {measure.unit}"
    return shown if scored.words == shown or not entry.items else f"{shown}  ·  {scored.words}"


def _volume_words(entries: tuple[OutcomeEntry, ...]) -> str:
    volumes = {
        one.side: limb_volume(one.landmarks, tuple(i for i in one.items if i is not None))
        for one in entries
    }
    told = [f"{side} {volume:,} mL" for side, volume in volumes.items()]
    if len({len(one.items) for one in entries}) > 1:
        return f"{' · '.join(told)} · not the same places"
    if len(volumes) == len(SIDES):
        told.append(pair_words(LimbPair(volumes[Side.LEFT], volumes[Side.RIGHT])))
    return "  ·  ".join(told)


def pair_words(pair: LimbPair) -> str:
    """`left has 260 mL more (12.7 %)`."""
    if not pair.larger:
        return "both the same"
    return f"{pair.larger} has {pair.excess:,} mL more ({pair.percent} %)"


def _is_short(draft: Draft) -> bool:
    try:
        items = read_items(draft.target.measure, draft.texts.get("items", ""), draft.day)
    except FieldProblem:
        return False
    scoring = draft.target.scoring()
    fits = all(one is None or scoring.low <= one <= scoring.high for one in items)
    return fits and 0 < len(items) < scoring.items


def _so_far(draft: Draft) -> str:
    items = read_items(draft.target.measure, draft.texts.get("items", ""), draft.day)
    return f"{len(items)} of {draft.target.scoring().items} answers"
