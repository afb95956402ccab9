"""SOAP notes of the demo: specific ones, and on purpose a generic one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.model.encounter import Service
from core.model.session import Note

_MANUAL = "97140"


def write(what: dict[str, Any], number: int, count: int, services: Iterable[Service]) -> Note:
    """A note with a measure that moves from the first visit to the last."""
    done = (number - 1) / max(1, count - 1)
    now = round(what["from"] + (what["to"] - what["from"]) * done)
    step = (what["to"] - what["from"]) / max(1, count - 1)
    before = round(now - step / 2)
    pain = max(1, round(7 - 5 * done))
    minutes = {service.code: service.total_minutes for service in services}
    manual = f" {minutes[_MANUAL]} min, one-on-one." if _MANUAL in minutes else "."
    return Note(
        subjective=f"Reports {what['complaint']}; worst pain this week {pain}/10.",
        objective=(
            f"{what['measure']} {before} {what['unit']} before, {now} {what['unit']} after. "
            f"{what['technique']};{manual} Then {what['exercise']}."
        ),
        assessment=(
            f"Restricted motion limits the goal: {what['goal']}. Change within the session and "
            f"since the evaluation ({what['from']} {what['unit']}) supports going on."
        ),
        plan=f"Continue 2 x week; progress load next visit. Goal: {what['goal']}.",
    )


def generic() -> Note:
    """What an auditor would send back: nothing specific to the patient or the day."""
    return Note(
        subjective="Patient doing ok.",
        objective="Manual therapy and exercises per flow sheet.",
        assessment="Tolerated treatment well.",
        plan="Continue plan of care.",
    )
