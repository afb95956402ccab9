"""The share in error that a practice does not want to reach: its own from a day on, else ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.audit.audit_rules import AuditRules
from core.rules.parameters import DatedValue


@dataclass(frozen=True, slots=True)
class OwnLine:
    """The practice's own line from a day on, until the next one begins; `share` of one."""

    starts_on: date
    share: Decimal
    reason: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The line that holds on a day, and whence it is."""

    share: float
    cite: str
    is_own: bool


def line_on(own: Iterable[OwnLine], rules: AuditRules, day: date) -> Line | None:
    """The newest own line that has begun, else the shipped one; None: none is known."""
    begun = [one for one in own if one.starts_on <= day]
    if begun:
        newest = max(begun, key=lambda one: one.starts_on)
        return Line(float(newest.share), newest.reason, is_own=True)
    found = rules.value("thresholds.error_rate", day)
    if not isinstance(found, DatedValue):
        return None
    return Line(float(found.ratio), found.cite, is_own=False)
