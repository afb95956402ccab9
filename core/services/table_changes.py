"""What an imported table changes for the codes in use, against the table used before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from core.model.facts import Locality
from core.model.money import plain_cents
from core.rules.edit_tables import NEVER, EditTable, MueTable, UnitLimit
from core.rules.fees import FeeSchedule, fee_basis


class Change(NamedTuple):
    """One difference; `before` is empty for what is new, `after` for what is gone."""

    codes: tuple[str, ...]
    before: str
    after: str


class TableChange(NamedTuple):
    """One imported table: how many rows it holds and what it changes."""

    kind: str
    variant: str
    period: str
    rows: int
    before: str
    changes: tuple[Change, ...]
    warning: str = ""

    @property
    def added(self) -> tuple[Change, ...]:
        """What was not there before."""
        return tuple(change for change in self.changes if not change.before)

    @property
    def removed(self) -> tuple[Change, ...]:
        """What is there no more."""
        return tuple(change for change in self.changes if not change.after)

    @property
    def changed(self) -> tuple[Change, ...]:
        """What is there with another value."""
        return tuple(change for change in self.changes if change.before and change.after)


def pair_changes(old: EditTable | None, new: EditTable, day: date) -> tuple[Change, ...]:
    """Pairs in force on the day that the two tables tell differently."""
    return _differences(_active(old, day) if old else {}, _active(new, day))


def _active(table: EditTable, day: date) -> dict[tuple[str, ...], str]:
    return {
        (pair.column_1, pair.column_2): "never together" if pair.indicator == NEVER else "modifier"
        for pairs in table.pairs.values()
        for pair in pairs
        if pair.active(day)
    }


def limit_changes(old: MueTable | None, new: MueTable) -> tuple[Change, ...]:
    """Unit limits that the two tables tell differently."""
    return _differences(_limits(old) if old else {}, _limits(new))


def _limits(table: MueTable) -> dict[tuple[str, ...], str]:
    return {(code,): _words(limit) for code, limit in table.limits.items()}


def _words(limit: UnitLimit) -> str:
    return f"{limit.units} a day, MAI {limit.mai}"


def fee_changes(old: FeeSchedule, new: FeeSchedule, day: date) -> tuple[Change, ...]:
    """National amounts of one unit that the two schedules tell differently for the day."""
    return _differences(_amounts(old, day), _amounts(new, day))


def _amounts(schedule: FeeSchedule, day: date) -> dict[tuple[str, ...], str]:
    basis = fee_basis(schedule, day, Locality(), qualifying=False)
    if isinstance(basis, str):
        return {}
    fees = {code: schedule.fee(code, basis) for code in schedule.values}
    return {(code,): plain_cents(fee.full) for code, fee in fees.items() if fee is not None}


def _differences(
    old: Mapping[tuple[str, ...], str], new: Mapping[tuple[str, ...], str]
) -> tuple[Change, ...]:
    return tuple(
        Change(codes, old.get(codes, ""), new.get(codes, ""))
        for codes in sorted({*old, *new})
        if old.get(codes, "") != new.get(codes, "")
    )
