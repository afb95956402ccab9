"""Checks a typed measurement and scores it, in sentences by field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from core.errors import FieldProblem, InvalidInput
from core.library.measures import shipped_measures
from core.model.clean_text import clean_line
from core.model.kinds import Side
from core.model.outcomes import OutcomeEntry, OutcomeScore, names_in
from core.model.typed_dates import say_date
from core.notes.outcomes.activities import check_activities
from core.notes.outcomes.limbs import limb_volume
from core.notes.outcomes.measures import Measure, Rule
from core.notes.outcomes.scoring import rule_on, score_items, score_total
from core.services.forms import Form
from core.services.permissions import inner
from core.store import encounters
from core.store import outcome_scores as table

if TYPE_CHECKING:
    from core.model.patient import Patient
    from core.services.practice import OpenPractice

_SIDES = (Side.LEFT, Side.RIGHT)


@inner
def check_entry(p: OpenPractice, entry: OutcomeEntry, patient: Patient) -> OutcomeScore:
    """The score of an entry; raises InvalidInput naming every bad field."""
    form = Form()
    detail = form.line("detail", "The text", entry.detail, most=500)
    corrected = entry.replaces is not None
    reason = form.line("reason", "The reason", entry.reason, most=500, needed=corrected)
    _check_day(p, entry, patient, form)
    _check_links(p, entry, form)
    measure = shipped_measures().get(entry.measure)
    if measure is None:
        form.problem("measure", "Choose a measure of the list.")
        raise InvalidInput(tuple(form.problems))
    score = _score(measure, entry, form)
    form.done()
    return OutcomeScore(
        patient_id=entry.patient_id,
        measure=entry.measure,
        measured_on=entry.measured_on,
        score=score,
        encounter_id=entry.encounter_id,
        place=entry.place,
        side=entry.side,
        items=entry.items,
        landmarks=entry.landmarks,
        detail=detail,
        replaces=entry.replaces,
        reason=reason,
    )


def _check_day(p: OpenPractice, entry: OutcomeEntry, patient: Patient, form: Form) -> None:
    day, today = entry.measured_on, p.clock.today()
    if day > today:
        form.problem("measured_on", f"{say_date(day)} is in the future. Check the date.")
    elif day < patient.birth_date:
        form.problem("measured_on", "This day is before the patient's birth. Check the date.")


def _check_links(p: OpenPractice, entry: OutcomeEntry, form: Form) -> None:
    db = p.file.db
    if entry.encounter_id is not None:
        session = encounters.get(db, entry.encounter_id)
        if session is None or session.patient_id != entry.patient_id:
            form.problem("encounter_id", "The session is not one of this patient.")
    if entry.replaces is None:
        return
    old = table.get(db, entry.replaces)
    if old is None or old.patient_id != entry.patient_id:
        form.problem("replaces", "The score to correct is not in the patient's file.")
    elif old.score is None or table.is_replaced(db, entry.replaces):
        form.problem("replaces", "This score was corrected already. Open the patient again.")
    elif (old.measure, old.place, old.side) != (entry.measure, entry.place, entry.side):
        form.problem(
            "replaces", "A correction is of the same measure and place. Take the wrong one back."
        )


def _score(measure: Measure, entry: OutcomeEntry, form: Form) -> Decimal | None:
    try:
        _check_place(measure, entry)
        rule = rule_on(measure, entry.measured_on).rule
        if rule is Rule.CONES:
            return _volume(measure, entry)
        if rule is Rule.VALUE:
            return _degrees(measure, entry)
        if entry.items and measure.detail:
            names = names_in(clean_line(entry.detail))
            check_activities(measure, names, entry.items, entry.measured_on)
        if entry.items:
            return score_items(measure, entry.items, entry.measured_on).score
        if not entry.total.strip():
            raise FieldProblem("Type the answers, or the total.", "items")
        return score_total(measure, entry.total, entry.measured_on).score
    except FieldProblem as problem:
        form.problem(problem.field, problem.message)
        return None


def _check_place(measure: Measure, entry: OutcomeEntry) -> None:
    motion, limb = measure.motion(entry.place), measure.limb(entry.place)
    sided = limb is not None or (motion is not None and motion.sided)
    if motion is None and limb is None and (measure.motions or measure.limbs or entry.place):
        raise FieldProblem("Choose what was measured.", "place")
    if sided and entry.side not in _SIDES:
        raise FieldProblem("Say left or right.", "side")
    if not sided and entry.side is not None:
        raise FieldProblem("This measure has no side.", "side")


def _degrees(measure: Measure, entry: OutcomeEntry) -> Decimal:
    motion = measure.motion(entry.place)
    given = entry.items[0] if len(entry.items) == 1 else None
    if motion is None or given is None or given != int(given):
        raise FieldProblem("Type whole degrees.", "items")
    least, most = motion.possible
    if not least <= given <= most:
        raise FieldProblem(
            f"{given}° is not possible for {motion.label}: it lies from {least} to {most}.",
            "items",
        )
    return given


def _volume(measure: Measure, entry: OutcomeEntry) -> Decimal:
    scoring = rule_on(measure, entry.measured_on)
    girths = tuple(one for one in entry.items if one is not None)
    if len(girths) > scoring.items or len(girths) < len(entry.items):
        raise FieldProblem(f"Type up to {scoring.items} girths, none left out.", "items")
    for one in girths:
        if not scoring.low <= one <= scoring.high:
            raise FieldProblem(f"{one} cm is no girth of a limb. Check it.", "items")
    return limb_volume(entry.landmarks, girths)
