"""What every measurement shares: rows of the table, percentiles, a floor in the same run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: ours against a floor measured in the same run."""

    what: str
    ours: str
    floor: str
    ratio: str
    floor_is: str


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def samples(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Seconds of each call, sorted; the collector is off while measuring."""
    gc.collect()
    gc.disable()
    try:
        return sorted(timed(call) for call in calls)
    finally:
        gc.enable()


def percentile(ordered: list[float], share: float) -> float:
    """The value below which a share of the samples lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:.2f} ms"


def spread(ordered: list[float]) -> str:
    """Median and p99 in milliseconds."""
    return f"{ms(percentile(ordered, 0.5))} median, {ms(percentile(ordered, 0.99))} p99"


def ratio(ours: float, floor: float) -> str:
    """How many times the floor."""
    return f"{ours / floor:.2f}"
