"""Handing further units to the largest remainders; a tie is the clinician's choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.model.bill import Choice

TIE = "equal remainders"


class Share(NamedTuple):
    """One code's minutes, and those left after its full units."""

    code: str
    minutes: int
    rest: int


class Allocation(NamedTuple):
    """Codes that take one further unit, largest remainder first, and the ties met."""

    granted: tuple[str, ...]
    choices: tuple[Choice, ...]


def allocate(shares: Sequence[Share], units: int, choose: Mapping[int, str]) -> Allocation:
    """Give `units` one each to the largest remainders; no code takes more than one.

    `choose` answers ties by their number, counted from 1; an unanswered tie goes to the code
    with more minutes, then to the lower number.
    """
    if units <= 0:
        return Allocation((), ())
    ranked = sorted(shares, key=lambda share: (-share.rest, -share.minutes, share.code))
    if units >= len(ranked):
        return Allocation(tuple([share.code for share in ranked]), ())
    cut = ranked[units - 1].rest
    sure = [share.code for share in ranked if share.rest > cut]
    tied = [share.code for share in ranked if share.rest == cut]
    places = units - len(sure)
    if len(tied) == places:
        return Allocation(tuple(sure + tied), ())
    choices = _settle(tied, places, choose)
    return Allocation((*sure, *(choice.chosen for choice in choices)), choices)


def _settle(tied: list[str], places: int, choose: Mapping[int, str]) -> tuple[Choice, ...]:
    """One choice for each unit that several codes could take; `tied` stands in default order."""
    choices: list[Choice] = []
    for number in range(1, places + 1):
        answer = choose.get(number, "").strip().upper()
        answered = answer in tied
        chosen = answer if answered else tied[0]
        choices.append(Choice(number, tuple(sorted(tied)), chosen, answered, TIE))
        tied = [code for code in tied if code != chosen]
    return tuple(choices)
