"""Which units an assistant furnished: CQ and CO, decided unit by unit."""

from __future__ import annotations

from typing import NamedTuple

from core.model.kinds import Discipline, Rendering, Severity
from core.rules.codes import Basis
from core.rules.draft import Draft, Work
from core.rules.parameters import DatedValue
from core.rules.profile import is_assumed, is_value
from core.rules.terms import Policy
from core.rules.wording import plural

# The law's assistant modifiers name PT and OT only: SSA 1834(v).
WITH_ASSISTANTS = (Discipline.PT, Discipline.OT)
THERAPIST_FIRST = "therapist-first"


class _Rule(NamedTuple):
    """The day's numbers; the last four are 0 where no exception for the last units holds."""

    source: DatedValue
    percent_from: int
    simple_divisor: int
    deciding: int = 0
    each_least: int = 0
    each_most: int = 0
    together_least: int = 0


class _Left(NamedTuple):
    """Minutes of one service after the full quarters of each clinician alone."""

    therapist: int
    assistant: int


def mark_assistants(draft: Draft) -> None:
    """Find the units of each line that carry the assistant's modifier."""
    encounter = draft.encounter
    rendered = encounter.rendering is Rendering.ASSISTANT
    if not (draft.has_assistant or rendered) or encounter.discipline not in WITH_ASSISTANTS:
        return
    helped = [work for work in draft.works if work.units and _has_assistant(draft, work)]
    if not helped:
        return
    wanted = draft.rules.claim.assistant_modifiers
    rule = _rule_of(draft)
    if not is_value(wanted, Policy.MEDICARE) or rule is None:
        _say_none(draft, helped, wanted)
        return
    for work in helped:
        if work.entry and work.entry.basis is Basis.TIMED:
            _mark_timed(draft, work, rule)
        else:
            _mark_whole(draft, work, rule)


def _has_assistant(draft: Draft, work: Work) -> bool:
    alone = any(row.assistant_minutes for row in work.rows)
    return alone or (not work.minutes and draft.encounter.rendering is Rendering.ASSISTANT)


def _rule_of(draft: Draft) -> _Rule | None:
    """The numbers of the day; None where no rule on assistants is known for it."""
    names = ("method", "percent_from", "simple_divisor")
    exceptions = ("deciding_minutes", "each_least", "each_most", "together_least")
    day, book = draft.encounter.date, draft.book
    found = [book.parameter(f"assistants.{name}", day) for name in names]
    values = [one for one in found if isinstance(one, DatedValue)]
    if len(values) < len(names):
        return None
    method, percent, divisor = values
    if method.text != THERAPIST_FIRST:
        return _Rule(method, percent.number, divisor.number)
    more = [book.parameter(f"assistants.{name}", day) for name in exceptions]
    numbers = [one.number for one in more if isinstance(one, DatedValue)]
    if len(numbers) < len(exceptions):
        return None
    return _Rule(method, percent.number, divisor.number, *numbers)


def _mark_timed(draft: Draft, work: Work, rule: _Rule) -> None:
    """Full quarters of one clinician alone first, then the units that are left."""
    size = work.entry.unit_minutes if work.entry else 0
    assistant = sum(row.assistant_minutes for row in work.rows)
    therapist = work.minutes - assistant
    full_therapist, full_assistant = therapist // size, assistant // size
    left = max(work.units - full_therapist - full_assistant, 0)
    rest = _Left(therapist % size, assistant % size)
    marks, why = _marks(left, rest, rule)
    work.helped = min(full_assistant, work.units) + sum(marks)
    work.helped_minutes = assistant
    full = f"full quarters {full_therapist} and {full_assistant}"
    result = f"therapist {therapist} min, assistant {assistant}: {full}{why}: {_outcome(work)}"
    draft.say(f"Assistant's part of {work.code}", result, rule.source.cite, rule.source.since)


def _marks(left: int, rest: _Left, rule: _Rule) -> tuple[list[bool], str]:
    """For each unit left whether it is the assistant's, and the words for it."""
    if not left:
        return [], ""
    said = f"; left {rest.therapist} and {rest.assistant}"
    if left > 1 and _one_each(rest, rule):
        return [False, True], f"{said}, one unit each"
    if not rule.deciding:
        due = _share_due(rest.assistant, rest.therapist + rest.assistant, rule)
        return [due] * left, f"{said}, {_percent(rest.assistant, sum(rest))} percent"
    marks: list[bool] = []
    for _ in range(left):
        due = _last_unit(rest, rule)
        marks.append(due)
        rest = _Left(rest.therapist, 0) if due else _Left(0, rest.assistant)
    return marks, said


def _one_each(rest: _Left, rule: _Rule) -> bool:
    """Two units left of one service, both clinicians within the band that earns one each."""
    if not rule.deciding or sum(rest) < rule.together_least:
        return False
    return rule.each_least <= min(rest) and max(rest) <= rule.each_most


def _last_unit(rest: _Left, rule: _Rule) -> bool:
    """Whether the last unit is the assistant's: past the midpoint decides, else the share does."""
    if rest.therapist >= rule.deciding:
        return False
    if rest.assistant >= rule.deciding:
        return True
    return _share_due(rest.assistant, rest.therapist + rest.assistant, rule)


def _mark_whole(draft: Draft, work: Work, rule: _Rule) -> None:
    """An untimed service is one whole: the assistant's share of its minutes decides."""
    assistant = sum(row.assistant_minutes for row in work.rows)
    due = not work.minutes or _share_due(assistant, work.minutes, rule)
    work.helped = work.units if due else 0
    if not work.minutes:
        result = f"furnished by the assistant: {_outcome(work)}"
    else:
        percent = _percent(assistant, work.minutes)
        simple = _rounded(work.minutes, rule.simple_divisor) + 1
        result = (
            f"assistant {assistant} of {work.minutes} min, {percent} percent "
            f"(the other method: from {simple} min): {_outcome(work)}"
        )
    draft.say(f"Assistant's part of {work.code}", result, rule.source.cite, rule.source.since)


def _share_due(assistant: int, minutes: int, rule: _Rule) -> bool:
    return assistant > 0 and _percent(assistant, minutes) >= rule.percent_from


def _percent(part: int, whole: int) -> int:
    return _rounded(100 * part, whole) if whole else 0


def _rounded(number: int, divisor: int) -> int:
    """Divided and rounded, halves up."""
    return (2 * number + divisor) // (2 * divisor)


def _outcome(work: Work) -> str:
    return f"{plural(work.helped, 'unit')} of {work.units} marked"


def _say_none(draft: Draft, helped: list[Work], wanted: object) -> None:
    """Nothing is put on: the payer wants none, or what it wants is not known."""
    codes = tuple(work.code for work in helped)
    name = draft.rules.profile.name
    if isinstance(wanted, DatedValue) and not is_assumed(wanted):
        result = f"{name} wants no modifier for them on that day"
        draft.say(f"Assistant's minutes on {', '.join(codes)}", result, wanted.cite, wanted.since)
        return
    draft.alert(
        "rule-not-known",
        Severity.WARNING,
        codes,
        f"Whether {name} wants CQ or CO where an assistant treated is not known; none was put on.",
        "Check the payer's own policy before billing.",
        wanted.cite if isinstance(wanted, DatedValue) else "No entry covers that day",
    )
