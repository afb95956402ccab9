"""What a sample can show: exact intervals for a share, and how many more are needed.

Shares are plain floats between 0 and 1; they are printed to a tenth of a percent and never
become money. Formulas: Wilson 1927; Clopper and Pearson 1934.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

_STEPS = 60  # halvings of [0, 1]: far finer than what is printed
MOST_NEEDED = 5000
_FEW = 2


class Method(StrEnum):
    """Which interval it is."""

    WILSON = "Wilson"
    CLOPPER_PEARSON = "Clopper-Pearson"


class Light(StrEnum):
    """What an interval says about a threshold."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its limits."""

    point: float
    lower: float
    upper: float
    method: Method


@dataclass(frozen=True, slots=True)
class Verdict:
    """The light and why; `more_needed` charts without a further error would make amber green.

    None: even thousands would not at this rate.
    """

    light: Light
    upper: float
    lower: float
    more_needed: int | None = None


def wilson(errors: int, charts: int, confidence: float = 0.95) -> Interval:
    """The two-sided Wilson interval of `errors` in `charts`; raises ValueError for none."""
    _check(errors, charts)
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    share, square = errors / charts, z * z
    scale = 1 + square / charts
    middle = (share + square / (2 * charts)) / scale
    spread = share * (1 - share) / charts + square / (4 * charts * charts)
    half = z * math.sqrt(spread) / scale
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), Method.WILSON)


def clopper_pearson(errors: int, charts: int, confidence: float = 0.95) -> Interval:
    """The exact two-sided interval: no share outside it makes the sample as unlikely."""
    _check(errors, charts)
    tail = (1 - confidence) / 2
    return Interval(
        errors / charts,
        exact_lower(errors, charts, tail),
        exact_upper(errors, charts, tail),
        Method.CLOPPER_PEARSON,
    )


def exact_upper(errors: int, charts: int, tail: float) -> float:
    """The share at which so few errors or fewer have a chance of only `tail`."""
    if errors == charts:
        return 1.0
    return _solve(lambda share: at_most(errors, charts, share) > tail)


def exact_lower(errors: int, charts: int, tail: float) -> float:
    """The share at which so many errors or more have a chance of only `tail`."""
    if errors == 0:
        return 0.0
    return _solve(lambda share: 1 - at_most(errors - 1, charts, share) < tail)


def shown(errors: int, charts: int, *, for_counsel: bool = False) -> Interval:
    """The interval to print: exact where errors are few or counsel reads it, else Wilson.

    Source of the rule: payers-and-edits section 8 (at most two errors: Clopper-Pearson).
    """
    if errors <= _FEW or for_counsel:
        return clopper_pearson(errors, charts)
    return wilson(errors, charts)


def judge(errors: int, charts: int, threshold: float, confidence: float = 0.95) -> Verdict:
    """Green when the one-sided upper limit is below the threshold, red when the lower is above.

    Otherwise amber: the sample is too small to tell, with the charts that would be needed.
    """
    _check(errors, charts)
    tail = 1 - confidence
    upper, lower = exact_upper(errors, charts, tail), exact_lower(errors, charts, tail)
    if upper < threshold:
        return Verdict(Light.GREEN, upper, lower)
    if lower > threshold:
        return Verdict(Light.RED, upper, lower)
    return Verdict(Light.AMBER, upper, lower, _more(errors, charts, threshold, tail))


def charts_needed(errors: int, threshold: float, confidence: float = 0.95) -> int | None:
    """The smallest sample in which so many errors still show a rate below the threshold."""
    tail = 1 - confidence
    low, high = max(errors, 1), MOST_NEEDED
    if exact_upper(errors, high, tail) >= threshold:
        return None
    while low < high:
        middle = (low + high) // 2
        if exact_upper(errors, middle, tail) < threshold:
            high = middle
        else:
            low = middle + 1
    return low


def _more(errors: int, charts: int, threshold: float, tail: float) -> int | None:
    needed = charts_needed(errors, threshold, 1 - tail)
    return None if needed is None else max(0, needed - charts)


def at_most(errors: int, charts: int, share: float) -> float:
    """The chance of `errors` or fewer in `charts` when the true share is `share`."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if errors >= charts else 0.0
    log_yes, log_no = math.log(share), math.log1p(-share)
    return min(1.0, math.fsum(_terms(errors, charts, log_yes, log_no)))


def _terms(errors: int, charts: int, log_yes: float, log_no: float) -> list[float]:
    whole = math.lgamma(charts + 1)
    return [
        math.exp(
            whole
            - math.lgamma(k + 1)
            - math.lgamma(charts - k + 1)
            + k * log_yes
            + (charts - k) * log_no
        )
        for k in range(errors + 1)
    ]


def _solve(below: Callable[[float], bool]) -> float:
    """Where `below` turns from true to false; it is monotone."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _check(errors: int, charts: int) -> None:
    if charts < 1 or not 0 <= errors <= charts:
        raise ValueError(f"{errors} errors in {charts} charts make no share")
