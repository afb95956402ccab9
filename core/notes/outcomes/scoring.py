"""Answers to a score by the published rule; what cannot be scored is refused by its field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.errors import FieldProblem
from core.notes.outcomes.measures import Measure, Rule, Scoring, one_decimal

Items = tuple[Decimal | None, ...]

MISSING_MARKS = "-.?x"
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.][0-9]{1,2})?")
_FRACTION = re.compile(r"([0-9]{1,3})\s*/\s*([0-9]{1,3})")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with its reason: how it came about in one line, and by which source."""

    score: Decimal
    words: str
    cite: str


def score_items(measure: Measure, items: Items, day: date) -> Scored:
    """The score of a full row of answers; raises FieldProblem with the field at fault.

    Fields are `items` for the row and `measured_on` for a day without a known rule. An answer
    of None is one that is missing.
    """
    scoring = rule_on(measure, day)
    _check_row(measure, scoring, items)
    given = [one for one in items if one is not None]
    total = sum(given, Decimal(0))
    score = one_decimal(_score(scoring, total, len(given)))
    return Scored(score, _words(measure, scoring, total, len(given)), scoring.known.cite)


def score_total(measure: Measure, text: str, day: date) -> Scored:
    """A typed total: the score itself, or points of the most points as in `17/50`.

    Raises FieldProblem on `total` or `measured_on`.
    """
    scoring, typed = rule_on(measure, day), text.strip().rstrip("%").strip()
    fraction = _FRACTION.fullmatch(typed)
    if fraction:
        return _of_points(measure, scoring, int(fraction[1]), int(fraction[2]))
    low, high = measure.range
    if not _NUMBER.fullmatch(typed) or not low <= Decimal(typed) <= high:
        raise FieldProblem(
            f"A total of {measure.name} lies from {low} to {high}. Type the number alone.", "total"
        )
    score = Decimal(typed)
    if scoring.rule is Rule.SUM and score != int(score):
        raise FieldProblem(f"{measure.name} has whole points only.", "total")
    return Scored(one_decimal(score), "Total as typed", scoring.known.cite)


def read_items(measure: Measure, text: str, day: date) -> Items:
    """A row of answers as people type it; raises FieldProblem on `items`.

    Answers of one digit may stand without blanks (`2313-02141`); `-`, `.`, `?` or `x` is a
    missing one. Answers that can have two digits stand apart (`4 10 7`).
    """
    scoring = rule_on(measure, day)
    typed = text.strip().lower()[:_LONGEST].replace(",", " ").replace(";", " ")
    words = typed.split()
    if scoring.high < 10 and all(_is_row_of_digits(word) for word in words):
        words = list("".join(words))
    return tuple(None if word in MISSING_MARKS else _answer(scoring, word) for word in words)


def rule_on(measure: Measure, day: date) -> Scoring:
    """The rule of a day; raises FieldProblem where none is known."""
    scoring = measure.scoring_on(day)
    if scoring is None:
        raise FieldProblem(
            f"No scoring rule of {measure.name} is known for that day. Check the date.",
            "measured_on",
        )
    return scoring


def _is_row_of_digits(word: str) -> bool:
    return all(sign in "0123456789" or sign in MISSING_MARKS for sign in word)


def _answer(scoring: Scoring, word: str) -> Decimal:
    if not (word.isascii() and word.isdecimal() and len(word) <= 3):
        raise FieldProblem(
            f"“{word[:8]}” is no answer. Type whole numbers from {scoring.low} to"
            f" {scoring.high}, and - for one that is missing.",
            "items",
        )
    return Decimal(word)


def _check_row(measure: Measure, scoring: Scoring, items: Items) -> None:
    for place, one in enumerate(items, start=1):
        if one is not None and not scoring.low <= one <= scoring.high:
            raise FieldProblem(
                f"Answer {place} is {one}; it lies from {scoring.low} to {scoring.high}.", "items"
            )
    own_number = scoring.rule is Rule.MEAN  # the patient names as many activities as they have
    if len(items) > scoring.items or (len(items) < scoring.items and not own_number):
        raise FieldProblem(
            f"{measure.name} has {scoring.items} answers; {len(items)} are typed. Type - for"
            " one that is missing.",
            "items",
        )
    missing = sum(one is None for one in items)
    if missing > scoring.most_missing or missing == len(items):
        raise FieldProblem(_too_many(measure, scoring, missing), "items")


def _too_many(measure: Measure, scoring: Scoring, missing: int) -> str:
    if scoring.most_missing == 0:
        return f"{measure.name} has no rule for missing answers, and {missing} are missing."
    if missing > scoring.most_missing:
        return (
            f"{missing} answers are missing. {measure.name} gives a score with at most"
            f" {scoring.most_missing}; ask the patient."
        )
    return f"{measure.name} needs at least one answer."


def _score(scoring: Scoring, total: Decimal, answered: int) -> Decimal:
    if scoring.rule is Rule.PERCENT:
        return total * 100 / (scoring.high * answered)
    if scoring.rule is Rule.MEAN:
        return total / answered
    if scoring.rule is Rule.MEAN_FROM_ONE:
        return (total / answered - 1) * 25
    return total


def _words(measure: Measure, scoring: Scoring, total: Decimal, answered: int) -> str:
    left_out = scoring.items - answered
    note = "" if not left_out or scoring.rule is Rule.MEAN else f", {left_out} left out"
    if scoring.rule is Rule.PERCENT:
        return f"{total} of {scoring.high * answered}{note}"
    if scoring.rule is Rule.MEAN:
        return f"mean of {answered}"
    if scoring.rule is Rule.MEAN_FROM_ONE:
        return f"({total} / {answered} - 1) x 25{note}"
    return f"{total} {measure.unit}"


def _of_points(measure: Measure, scoring: Scoring, points: int, most: int) -> Scored:
    answered = scoring.items
    if scoring.rule is Rule.PERCENT and scoring.high and most % int(scoring.high) == 0:
        answered = most // int(scoring.high)
    fits = scoring.rule in (Rule.PERCENT, Rule.SUM) and most == scoring.high * answered
    if not fits or not scoring.items - scoring.most_missing <= answered <= scoring.items:
        raise FieldProblem(
            f"{measure.name} is not scored of {most}. Type its score from {measure.range[0]} to"
            f" {measure.range[1]}.",
            "total",
        )
    if points > most:
        raise FieldProblem(f"{points} is more than {most}. Check the total.", "total")
    score = one_decimal(_score(scoring, Decimal(points), answered))
    return Scored(score, f"{points} of {most}", scoring.known.cite)
