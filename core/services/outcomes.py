"""A patient's outcome measures: scored and kept, corrected without erasing, told as progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from core.errors import FieldProblem, UserProblem
from core.library.measures import shipped_measures
from core.model.kinds import Side
from core.model.outcomes import (
    MeasureProgress,
    OutcomeEntry,
    OutcomeScore,
    OutcomeStanding,
    Reading,
)
from core.model.permissions import Permission
from core.notes.outcomes.activities import activities_of
from core.notes.outcomes.change import Series, progress
from core.notes.outcomes.limbs import LimbPair
from core.notes.outcomes.measures import Measures
from core.services import access, outcome_access
from core.services.changes import change
from core.services.outcome_checks import check_entry
from core.services.permissions import needs
from core.store import outcome_scores as table
from core.store import patients

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

_NO_PATIENT = "This patient is not in the practice file. Search again."
_GONE = "This score is not in the practice file, or was corrected. Open the patient again."


def measures() -> Measures:
    """Every measure that can be scored, the most used first."""
    return shipped_measures()


@needs(Permission.NOTE_READ, Permission.BREAK_GLASS)
def list_for(p: OpenPractice, patient_id: int) -> tuple[OutcomeScore, ...]:
    """A patient's scores that hold, the earliest first."""
    access.require_reach(p, Permission.NOTE_READ, patient_id, "outcomes.list_for")
    return table.of_patient(p.file.db, patient_id)


@needs(Permission.NOTE_READ, Permission.BREAK_GLASS)
def history(p: OpenPractice, patient_id: int) -> tuple[OutcomeScore, ...]:
    """Everything that was ever kept, with what was corrected or taken back, as it came."""
    access.require_reach(p, Permission.NOTE_READ, patient_id, "outcomes.history")
    return table.every_one_of_patient(p.file.db, patient_id)


@needs(Permission.NOTE_WRITE)
def save(p: OpenPractice, entries: tuple[OutcomeEntry, ...]) -> tuple[OutcomeScore, ...]:
    """Score and keep measurements of one patient, all or none.

    An entry with `replaces` is a correction: the score it names stays in the file and holds no
    more. Raises InvalidInput naming every bad field of the first entry that has one.
    """
    if not entries:
        raise FieldProblem("Nothing was typed to keep.", "items")
    patient = patients.get(p.file.db, entries[0].patient_id)
    if patient is None or any(one.patient_id != patient.id for one in entries):
        raise UserProblem(_NO_PATIENT)
    outcome_access.require_write(p, entries[0].patient_id, "outcomes.save")
    checked = [check_entry(p, one, patient) for one in entries]
    action = "outcome.correct" if any(one.replaces for one in checked) else "outcome.save"
    with change(p, action, "outcome_score") as work:
        kept = tuple(table.add(work.db, one, p.person, work.now) for one in checked)
        work.object_id, work.patient_id = kept[0].id, patient.id
        work.detail["measures"] = sorted({one.measure for one in kept})
        work.detail["scores"] = len(kept)
    return kept


@needs(Permission.NOTE_WRITE)
def take_back(p: OpenPractice, score_id: int, reason: str) -> OutcomeScore:
    """Let a score hold no more, with a reason; what was kept stays in the file."""
    old = table.get(p.file.db, score_id)
    if old is None or old.score is None or table.is_replaced(p.file.db, score_id):
        raise UserProblem(_GONE)
    outcome_access.require_write(p, old.patient_id, "outcomes.take_back")
    words = " ".join(reason.split())
    if not 1 <= len(words) <= 500:
        raise FieldProblem("Say in a few words why the score is taken back.", "reason")
    gone = replace(old, id=None, score=None, replaces=old.id, reason=words)
    with change(p, "outcome.take_back", "outcome_score") as work:
        kept = table.add(work.db, gone, p.person, work.now)
        work.object_id, work.patient_id = old.id, old.patient_id
        work.detail["measures"] = [old.measure]
    return kept


@needs(Permission.NOTE_READ, Permission.BREAK_GLASS)
def progress_for(
    p: OpenPractice, patient_id: int, *, since: date | None = None, until: date | None = None
) -> tuple[MeasureProgress, ...]:
    """How each of a patient's measures went, by scores from `since` to `until`, both included."""
    access.require_reach(p, Permission.NOTE_READ, patient_id, "outcomes.progress_for")
    scores = table.of_patient(p.file.db, patient_id)
    return progress_of(
        one
        for one in scores
        if (since is None or since <= one.measured_on)
        and (until is None or one.measured_on <= until)
    )


@needs(Permission.DEMOGRAPHICS_READ)
def standing(p: OpenPractice, patient_id: int) -> OutcomeStanding:
    """What of a patient's measures is for who is signed in, and whether scores may be typed."""
    return OutcomeStanding(
        progress_of(outcome_access.seen(p, patient_id)),
        withheld=not outcome_access.may_see(p, patient_id),
        can_write=outcome_access.may_write(p, patient_id),
    )


def progress_of(scores: Iterable[OutcomeScore]) -> tuple[MeasureProgress, ...]:
    """How each measure went; the scores come the earliest first.

    In the order of the measures, their places and sides. A measure that the program does not
    know any more is left out. Volumes are compared only between the same places as the latest.
    """
    known, found = shipped_measures(), []
    series: dict[tuple[str, str, Side | None], list[OutcomeScore]] = {}
    for one in scores:
        if one.score is not None:
            series.setdefault(one.series, []).append(one)
    for measure in known.all:
        places = [motion.id for motion in measure.motions] or [limb.id for limb in measure.limbs]
        for place in places or [""]:
            for side in (None, Side.LEFT, Side.RIGHT):
                held = series.get((measure.id, place, side))
                if held:
                    told = progress(measure, _series(held))
                    parts = activities_of(measure, held) if measure.detail else ()
                    found.append(replace(told, activities=parts))
    return tuple(found)


def _series(held: list[OutcomeScore]) -> Series:
    last = held[-1]
    readings = tuple(
        Reading(one.measured_on, one.score, one.id)
        for one in held
        if one.score is not None and one.landmarks == last.landmarks
    )
    return Series(last.place, last.side, readings, last.detail)


def criteria_words(pair: LimbPair, day: date) -> tuple[str, ...]:
    """Which usual criteria of swelling the larger limb meets on a day, each with its standing."""
    girth = shipped_measures().get("girth")
    found = []
    for one in girth.criteria if girth else ():
        if one.known.covers(day):
            value = one.value * 100 if one.share else one.value
            met = (pair.percent if one.share else pair.excess) >= value
            found.append(f"{'meets' if met else 'does not meet'} “{one.name}”")
    return tuple(found)
