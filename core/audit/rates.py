"""Error rates by check and by clinician, with exact intervals and a light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.audit.findings import DOCUMENTATION, Check
from core.audit.intervals import Interval, Verdict, judge, shown
from core.audit.totals import ANY, Totals

_BY_UNITS = frozenset({Check.UNITS, Check.ASSISTANT})


@dataclass(frozen=True, slots=True)
class Rate:
    """Charts in error of the charts in which the check could be made.

    `check` is a check's word, or `any`; `clinician` is empty for all of them together.
    """

    check: str
    clinician: str
    errors: int
    charts: int
    interval: Interval
    verdict: Verdict


def checks_in(totals: Totals) -> frozenset[str]:
    """The checks with an error."""
    return frozenset(check for _, check in totals.charts) - {ANY}


def rates(
    totals: Totals, threshold: float, *, for_counsel: bool = False, also: Iterable[str] = ()
) -> tuple[Rate, ...]:
    """`any`, then every check with an error and those named, each for all clinicians and for each.

    The order is that of the checks' words, then of the clinicians' names.
    """
    charts, errors = _charts(totals), _errors(totals)
    checks = [ANY, *sorted(checks_in(totals) | frozenset(also))]
    people = ["", *sorted({clinician for clinician, _ in charts if clinician})]
    found = []
    for check in checks:
        for clinician in people:
            whole = charts.get((clinician, _basis(check)), 0)
            wrong = min(errors.get((clinician, check), 0), whole)
            if whole:
                found.append(
                    Rate(
                        check,
                        clinician,
                        wrong,
                        whole,
                        shown(wrong, whole, for_counsel=for_counsel),
                        judge(wrong, whole, threshold),
                    )
                )
    return tuple(found)


def _basis(check: str) -> str:
    """Which charts a check could be made in."""
    if check in DOCUMENTATION:
        return "notes"
    return "judged" if check in _BY_UNITS else "all"


def _charts(totals: Totals) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for place, count in totals.places.items():
        for clinician in ("", place.clinician):
            for basis, number in (
                ("all", count.encounters),
                ("judged", count.judged),
                ("notes", count.notes),
            ):
                key = (clinician, basis)
                found[key] = found.get(key, 0) + number
    return found


def _errors(totals: Totals) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for (place, check), number in totals.charts.items():
        for clinician in ("", place.clinician):
            found[clinician, check] = found.get((clinician, check), 0) + number
    return found
