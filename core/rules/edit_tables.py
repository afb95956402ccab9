"""Tables of code pairs and of daily unit limits, as frozen values indexed by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

NEVER, WITH_MODIFIER = 0, 1  # an edit's indicator
BY_LINE, ABSOLUTE, CLINICAL = 1, 2, 3  # a unit limit's adjudication indicator (MAI)


class EditPair(NamedTuple):
    """Two codes not paid together; `since` None: the first day is not in the source.

    Column 2 is the one that goes unpaid. `until` is the last day in force; None: no end known.
    """

    column_1: str
    column_2: str
    indicator: int
    since: date | None = None
    until: date | None = None

    def active(self, day: date) -> bool:
        """Whether the pair is in force on a day, as far as its table tells."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class UnitLimit(NamedTuple):
    """The most units of a code on one day (MAI 2, 3) or one line (MAI 1)."""

    units: int
    mai: int


@dataclass(frozen=True, slots=True)
class EditTable:
    """Pairs of one programme and setting; `known_from` to `known_to` is the quarter it vouches for.

    `pairs` is keyed by the two codes in order of their numbers; take it from `edit_table`.
    """

    name: str
    known_from: date
    known_to: date
    cite: str
    pairs: Mapping[tuple[str, str], tuple[EditPair, ...]]

    def between(self, one: str, other: str, day: date) -> EditPair | None:
        """The pair in force between two codes, whichever stands first."""
        found = self.pairs.get((one, other) if one < other else (other, one))
        return next((pair for pair in found if pair.active(day)), None) if found else None


@dataclass(frozen=True, slots=True)
class MueTable:
    """Unit limits of one setting for one quarter, by code."""

    name: str
    known_from: date
    known_to: date
    cite: str
    limits: Mapping[str, UnitLimit]


_Table = TypeVar("_Table", EditTable, MueTable)


def edit_table(
    name: str, known_from: date, known_to: date, cite: str, pairs: Iterable[EditPair]
) -> EditTable:
    """Index pairs by their codes; of two that overlap, the one that ends first comes first."""
    index: dict[tuple[str, str], list[EditPair]] = {}
    for pair in pairs:
        codes = sorted((pair.column_1, pair.column_2))
        index.setdefault((codes[0], codes[1]), []).append(pair)
    return EditTable(
        name,
        known_from,
        known_to,
        cite,
        {key: tuple(sorted(found, key=_end_of)) for key, found in index.items()},
    )


def _end_of(pair: EditPair) -> date:
    return pair.until or date.max


def table_for(tables: Sequence[_Table], day: date) -> _Table | None:
    """The table whose quarter holds the day, else the last one before it, else the first one.

    Ask `vouches` whether the answer was checked for that day.
    """
    ordered = sorted(tables, key=lambda table: table.known_from)
    before = [table for table in ordered if table.known_from <= day]
    return before[-1] if before else next(iter(ordered), None)


def vouches(table: EditTable | MueTable, day: date) -> bool:
    """Whether the day lies in the quarter the table was made for."""
    return table.known_from <= day <= table.known_to
