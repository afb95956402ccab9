"""A rule book with the reference library's tables beside the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from core.errors import DataProblem
from core.library.table_reading import LibraryTables, library_tables
from core.model.kinds import Setting
from core.rules.edit_tables import EditTable, MueTable
from core.rules.fees import FeeSchedule
from core.rules.rulebook import RuleBook

_Table = TypeVar("_Table", EditTable, MueTable)
_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")


def with_library(book: RuleBook, path: Path) -> RuleBook:
    """The book with what the library at `path` holds for its codes; itself where that is nothing.

    Its identity tells the library's tables too: another table makes another book.
    """
    tables = library_tables(path, frozenset(book.codes))
    return merged(book, tables) if tables.identity else book


def with_readable_library(book: RuleBook, path: Path) -> RuleBook:
    """As `with_library`; a damaged library never keeps a practice from opening.

    The shipped tables then stand alone, and every alert names the quarter of its table.
    """
    try:
        return with_library(book, path)
    except DataProblem:
        return book


def merged(book: RuleBook, tables: LibraryTables) -> RuleBook:
    """An imported table stands in for a shipped one of the same quarter; the others stay."""
    own, more = book.fees, tables.fees
    fees = FeeSchedule(
        _joined(more.values, own.values),
        _joined(more.indices, own.indices),
        # A factor that changes within a year stands in the shipped list with its exact day.
        _joined(own.factors, more.factors),
    )
    return replace(
        book,
        identity=f"{book.identity}+{tables.identity}",
        edits={setting: _newer(tables.edits, book.edits, setting) for setting in Setting},
        mue={setting: _newer(tables.mue, book.mue, setting) for setting in Setting},
        fees=fees,
        _days={},
    )


def _newer(
    imported: Mapping[Setting, tuple[_Table, ...]],
    shipped: Mapping[Setting, tuple[_Table, ...]],
    setting: Setting,
) -> tuple[_Table, ...]:
    found = imported.get(setting, ())
    days = {table.known_from for table in found}
    return found + tuple(t for t in shipped.get(setting, ()) if t.known_from not in days)


def _joined(
    first: Mapping[_Key, tuple[_Entry, ...]], then: Mapping[_Key, tuple[_Entry, ...]]
) -> dict[_Key, tuple[_Entry, ...]]:
    """Both histories of each name, the better source first."""
    return {key: first.get(key, ()) + then.get(key, ()) for key in {*first, *then}}
