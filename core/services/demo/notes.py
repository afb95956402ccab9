"""SOAP notes of the demo: good ones worded for the visit, and some that lack a thing on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.library.demo_files import demo_data
from core.model.encounter import Service
from core.model.session import Note

MANUAL = "97140"
# What a visit lacks on purpose, or has too much. `generic-note` says nothing of the day,
# `cloned-note` is the visit before once more, `needless-59` a modifier that no pair asks for.
WEAKNESSES = (
    "vague-goal", "generic-note", "no-minutes", "cloned-note", "needless-59", "no-response",
)  # fmt: skip
# How far each list moves on from visit to visit, and from patient to patient.
_STEPS = {"came": 1, "seen": 2, "hands": 1, "work": 3, "next": 2, "judged": 1}
_SHIFTS = {"came": 1, "seen": 4, "hands": 6, "work": 5, "next": 1, "judged": 2}


class Turn(NamedTuple):
    """Which visit of whom: the patient's place, the visit's number and how many there will be."""

    slot: int
    number: int
    visits: int


@dataclass(frozen=True, slots=True)
class _Day:
    """What was measured on one day, in the condition's unit."""

    what: dict[str, Any]
    done: float

    def values(self) -> dict[str, Any]:
        """The numbers that lines may name."""
        first, last = self.what["from"], self.what["to"]
        now = round(first + (last - first) * self.done)
        step = 1 if last > first else -1
        return {
            "pain": max(1, round(7 - 5 * self.done)),
            "measure": self.what["measure"],
            "unit": self.what["unit"],
            "first": first,
            "before": now - step * max(1, round(abs(last - first) / 20)),
            "now": now,
            "gap": abs(last - first),
            "won": abs(now - first),
        }


def write(
    condition: str, what: dict[str, Any], turn: Turn, services: Iterable[Service], fault: str = ""
) -> Note:
    """The note of one visit; the same turn is worded the same, two visits in a row are not."""
    if fault == "generic-note":
        return generic()
    words = demo_data("notes")
    own = words[condition]
    values = _Day(what, (turn.number - 1) / max(1, turn.visits - 1)).values()
    line = {
        name: _line(own[name], name, turn) for name in ("came", "seen", "hands", "work", "next")
    }
    line["judged"] = _line(words["shared"]["judged"], "judged", turn)
    told = {name: text.format(**values) for name, text in line.items()}
    goal = "function and return to usual activities" if fault == "vague-goal" else own["goal"]
    return Note(
        subjective=told["came"],
        objective=f"{told['seen']}. {_effect(values, fault)} {_work(told, services, fault)}",
        assessment="Tolerated treatment well." if fault == "no-response" else told["judged"],
        plan=f"Continue 2 x week. {told['next']} Goal: {goal}.",
    )


def _line(lines: Sequence[str], name: str, turn: Turn) -> str:
    """Lists are walked through in steps of their own, so that no two visits meet in all of them."""
    return lines[(turn.number * _STEPS[name] + turn.slot * _SHIFTS[name]) % len(lines)]


def _effect(values: dict[str, Any], fault: str) -> str:
    if fault == "no-response":
        return "{measure} {now} {unit}.".format(**values)
    return "{measure} {before} {unit} before treatment, {now} {unit} after.".format(**values)


def _work(told: dict[str, str], services: Iterable[Service], fault: str) -> str:
    """What was done; hands-on work only with its code among the services, or where none has it."""
    minutes = {service.code: service.total_minutes for service in services}
    exercise = f"Exercise: {told['work']}."
    if MANUAL not in minutes:
        return exercise if _is_manual(told["hands"]) else f"{told['hands']}. {exercise}"
    spent = "" if fault == "no-minutes" else f", {minutes[MANUAL]} min"
    return f"Manual therapy: {told['hands']}{spent}, one-on-one. {exercise}"


def _is_manual(text: str) -> bool:
    return any(word in text for word in ("obilization", "glide", "lymph drainage"))


def generic() -> Note:
    """What an auditor would send back: nothing specific to the patient or the day."""
    return Note(
        subjective="Patient doing ok.",
        objective="Manual therapy and exercises per flow sheet.",
        assessment="Tolerated treatment well.",
        plan="Continue plan of care.",
    )
