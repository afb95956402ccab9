"""What an audit adds up to: by check, reason, clinician, payer and quarter; never netted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from core.audit.findings import Check, Direction, Finding
from core.audit.record import AuditedEncounter, quarter_of
from core.model.audits import AuditItem, Claimed

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
    """Encounters of one place: all, those whose units could be judged, those with a note read.

    `units` and `cents` were billed by those of which a claim is told, `claims` in number; `cents`
    only as far as known.
    """

    encounters: int = 0
    judged: int = 0
    notes: int = 0
    claims: int = 0
    units: int = 0
    cents: int = 0

    def add(self, other: Count) -> None:
        """Add the count of other encounters."""
        self.encounters += other.encounters
        self.judged += other.judged
        self.notes += other.notes
        self.claims += other.claims
        self.units += other.units
        self.cents += other.cents


class Way(NamedTuple):
    """Encounters billed wrong in one direction: where, by which check, or by `any`."""

    place: Place
    check: str
    direction: Direction


@dataclass(slots=True)
class Wrong:
    """Encounters billed wrong one way, their units and known cents; `unpriced` have none known.

    A unit to which two findings object is one unit here; in a `Tally` it stands under both.
    """

    charts: int = 0
    units: int = 0
    cents: int = 0
    unpriced: int = 0

    def add(self, other: Wrong) -> None:
        """Add those of other encounters."""
        self.charts += other.charts
        self.units += other.units
        self.cents += other.cents
        self.unpriced += other.unpriced


@dataclass(slots=True)
class Totals:
    """The whole sum; two parts of one audit can be added together.

    `charts` counts encounters with at least one finding of a check (under `any`: of any check);
    `ways` hold the same apart for over- and under-billing, with units and cents. `minutes` are
    the ledger's buckets by clinician.
    """

    cells: dict[Cell, Tally] = field(default_factory=dict)
    places: dict[Place, Count] = field(default_factory=dict)
    charts: dict[tuple[Place, str], int] = field(default_factory=dict)
    ways: dict[Way, Wrong] = field(default_factory=dict)
    minutes: dict[tuple[str, str], int] = field(default_factory=dict)
    encounters: int = 0

    def add_encounter(
        self,
        seen: AuditedEncounter,
        ledger: Iterable[tuple[str, int]],
        *,
        judged: bool,
        noted: bool,
        claimed: Claimed | None = None,
    ) -> None:
        """Count an encounter, what was billed, and the minutes of its bill."""
        count = _count(claimed, judged=judged, noted=noted)
        self._add(place_of(seen), seen.clinician, ledger, count)

    def add_item(self, item: AuditItem) -> None:
        """Count an encounter of a kept audit."""
        place = Place(quarter_of(item.day), item.payer, item.clinician)
        count = _count(item.claimed, judged=item.judged, noted=item.noted)
        self._add(place, item.clinician, item.ledger, count)

    def _add(
        self, place: Place, clinician: str, ledger: Iterable[tuple[str, int]], count: Count
    ) -> None:
        self.encounters += 1
        before = self.places.get(place)
        if before is None:
            self.places[place] = count
        else:
            before.add(count)
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
        for way, wrong in _wrong(found).items():
            self.ways.setdefault(way, Wrong()).add(wrong)

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
            self.places.setdefault(place, Count()).add(count)
        for way, wrong in other.ways.items():
            self.ways.setdefault(way, Wrong()).add(wrong)
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


def _count(claimed: Claimed | None, *, judged: bool, noted: bool) -> Count:
    if claimed is None:
        return Count(1, int(judged), int(noted))
    return Count(1, int(judged), int(noted), 1, *claimed)


def _wrong(found: Iterable[Finding]) -> dict[Way, Wrong]:
    """What was billed wrong in one encounter, by check and for `any`, a code's units once."""
    codes: dict[tuple[Way, str], list[Finding]] = {}
    for one in found:
        if one.direction is Direction.RISK or not one.encounter:
            continue
        for check in (ANY, str(one.check)):
            way = Way(_place_of_finding(one), check, one.direction)
            codes.setdefault((way, one.code.split(" ")[-1]), []).append(one)
    wrong: dict[Way, Wrong] = {}
    for (way, _), mine in codes.items():
        known = [one.cents for one in mine if one.cents is not None]
        units = max(one.units for one in mine)
        code = Wrong(0, units, max(known, default=0), int(not known))
        wrong.setdefault(way, Wrong(1)).add(code)
    return wrong
