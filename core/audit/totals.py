"""What an audit adds up to: by check, reason, clinician, payer and quarter; never netted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from core.audit.findings import Check, Direction, Finding
from core.audit.record import AuditedEncounter, quarter_of
from core.model.audits import AuditItem

ANY = "any"
_Group = TypeVar("_Group", bound=Hashable)


class Place(NamedTuple):
    """Where an encounter belongs."""

    quarter: str
    payer: str
    clinician: str


class Cell(NamedTuple):
    """What a tally is of: the place, the check, which way, and why."""

    quarter: str
    payer: str
    clinician: str
    check: Check
    direction: Direction
    reason: str


@dataclass(slots=True)
class Tally:
    """Findings, their units and their known cents; `unpriced` have no amount known."""

    findings: int = 0
    units: int = 0
    cents: int = 0
    unpriced: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.findings += other.findings
        self.units += other.units
        self.cents += other.cents
        self.unpriced += other.unpriced

    @property
    def known_cents(self) -> int | None:
        """The cents, or None where not one amount is known."""
        return None if self.unpriced == self.findings else self.cents


@dataclass(slots=True)
class Count:
    """Encounters of one place: all, those whose units could be judged, those with a note read."""

    encounters: int = 0
    judged: int = 0
    notes: int = 0


@dataclass(slots=True)
class Totals:
    """The whole sum; two parts of one audit can be added together.

    `charts` counts encounters with at least one finding of a check (under `any`: of any check);
    `minutes` are the ledger's buckets by clinician.
    """

    cells: dict[Cell, Tally] = field(default_factory=dict)
    places: dict[Place, Count] = field(default_factory=dict)
    charts: dict[tuple[Place, str], int] = field(default_factory=dict)
    minutes: dict[tuple[str, str], int] = field(default_factory=dict)
    encounters: int = 0

    def add_encounter(
        self,
        seen: AuditedEncounter,
        ledger: Iterable[tuple[str, int]],
        *,
        judged: bool,
        noted: bool,
    ) -> None:
        """Count an encounter and the minutes of its bill."""
        self._add(place_of(seen), seen.clinician, ledger, judged=judged, noted=noted)

    def add_item(self, item: AuditItem) -> None:
        """Count an encounter of a kept audit."""
        place = Place(quarter_of(item.day), item.payer, item.clinician)
        self._add(place, item.clinician, item.ledger, judged=item.judged, noted=item.noted)

    def _add(
        self,
        place: Place,
        clinician: str,
        ledger: Iterable[tuple[str, int]],
        *,
        judged: bool,
        noted: bool,
    ) -> None:
        self.encounters += 1
        count = self.places.get(place)
        if count is None:
            count = self.places[place] = Count()
        count.encounters += 1
        count.judged += judged
        count.notes += noted
        for bucket, spent in ledger:
            if spent:
                key = (clinician, bucket)
                self.minutes[key] = self.minutes.get(key, 0) + spent

    def add_findings(self, found: list[Finding], *, again: bool = False) -> None:
        """Add the findings of one encounter, all at once; `again`: more of one that had some."""
        for one in found:
            place = _place_of_finding(one)
            cell = Cell(*place, one.check, one.direction, one.reason)
            tally = self.cells.setdefault(cell, Tally())
            tally.add(Tally(1, one.units, one.cents or 0, one.cents is None))
        charts = {(_place_of_finding(one), str(one.check)) for one in found if one.encounter}
        if not again:
            charts |= {(place, ANY) for place, _ in charts}
        self.count_charts(charts)

    def count_charts(self, charts: Iterable[tuple[Place, str]]) -> None:
        """Count encounters that have a finding of a check."""
        for key in charts:
            self.charts[key] = self.charts.get(key, 0) + 1

    def merge(self, other: Totals) -> None:
        """Add another part of the same audit."""
        self.encounters += other.encounters
        for cell, tally in other.cells.items():
            self.cells.setdefault(cell, Tally()).add(tally)
        for place, count in other.places.items():
            mine = self.places.setdefault(place, Count())
            mine.encounters += count.encounters
            mine.judged += count.judged
            mine.notes += count.notes
        for key, charts in other.charts.items():
            self.charts[key] = self.charts.get(key, 0) + charts
        for bucket, spent in other.minutes.items():
            self.minutes[bucket] = self.minutes.get(bucket, 0) + spent

    def by(self, group: Callable[[Cell], _Group]) -> dict[_Group, Tally]:
        """Tallies by any part of the cell, in order of that part: `by(lambda c: c.payer)`.

        Keep the direction in the group: over- and under-billing are never netted.
        """
        found: dict[_Group, Tally] = {}
        for cell, tally in self.cells.items():
            found.setdefault(group(cell), Tally()).add(tally)
        return dict(sorted(found.items(), key=lambda item: str(item[0])))

    def ledger(self) -> dict[str, int]:
        """Minutes by bucket over all clinicians: the practice's lost-minutes ledger."""
        found: dict[str, int] = {}
        for (_, bucket), spent in self.minutes.items():
            found[bucket] = found.get(bucket, 0) + spent
        return found


def place_of(seen: AuditedEncounter) -> Place:
    """The place of an encounter; the payer goes by the name its source calls it."""
    return Place(seen.quarter, seen.payer_name or seen.payer, seen.clinician)


def _place_of_finding(one: Finding) -> Place:
    return Place(one.quarter, one.payer_name or one.payer, one.clinician)
