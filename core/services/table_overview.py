"""Every public table in use: which period, where from, and until when it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.library.public_tables import Kind
from core.library.reference import ReferenceLibrary
from core.library.rulebook import load_rulebook
from core.library.table_reading import tables_on_hand
from core.model.kinds import Setting
from core.rules.fees import NATIONAL, Components
from core.rules.parameters import DatedValue
from core.services import places

_TITLES = {
    Kind.PAIRS: "Code pairs (NCCI)",
    Kind.LIMITS: "Unit limits (MUE)",
    Kind.VALUES: "Relative values (RVU)",
    Kind.INDICES: "Geographic indices (GPCI)",
    Kind.COUNTIES: "Localities by county",
    Kind.ZIPS: "Localities by ZIP code",
}
_FACTOR = "Conversion factor"
_DIAGNOSES = "Diagnoses (ICD-10-CM)"
_VARIANTS = {"qp": "qualifying participants", "non_qp": "others"}


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table; `known_to` None: no end is known. `shipped` ones hold the therapy codes only.

    `is_newest` marks the last one of its kind: when its days are over, a newer one is wanted.
    """

    title: str
    variant: str
    period: str
    known_from: date
    known_to: date | None
    rows: int
    source: str
    shipped: bool = False
    is_newest: bool = False

    def is_over(self, day: date) -> bool:
        """Whether the newest table of its kind ends before that day."""
        return self.is_newest and self.known_to is not None and self.known_to < day


def tables_in_use(path: Path | None = None) -> tuple[TableLine, ...]:
    """Imported tables and the shipped ones that none of them stands in for, newest first.

    Raises DataProblem when the reference library is damaged.
    """
    home = path or places.reference_path()
    imported = [*_diagnoses(home), *_imported(home)]
    known = {(line.title, line.variant, line.period) for line in imported}
    lines = [
        *imported,
        *(line for line in _shipped() if (line.title, line.variant, line.period) not in known),
    ]
    order = [_DIAGNOSES, *_TITLES.values(), _FACTOR]
    lines.sort(key=lambda line: line.known_from, reverse=True)
    lines.sort(key=lambda line: (order.index(line.title), line.variant))
    return tuple(_marked(lines))


def _marked(lines: Iterable[TableLine]) -> Iterator[TableLine]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        key = line.title, line.variant
        yield TableLine(
            line.title, line.variant, line.period, line.known_from, line.known_to,
            line.rows, line.source, line.shipped, key not in seen,
        )  # fmt: skip
        seen.add(key)


def _diagnoses(home: Path) -> Iterator[TableLine]:
    library = ReferenceLibrary(home)
    try:
        for edition in library.editions():
            yield TableLine(
                _DIAGNOSES, "", f"FY {edition.fiscal_year}", edition.known_from,
                edition.known_to, edition.codes, edition.source,
            )  # fmt: skip
    finally:
        library.reopen()


def _imported(home: Path) -> Iterator[TableLine]:
    for table in tables_on_hand(home):
        yield TableLine(
            _TITLES[table.kind], _VARIANTS.get(table.variant, table.variant), table.period,
            table.known_from, table.known_to, table.rows, table.source,
        )  # fmt: skip


def _shipped() -> Iterator[TableLine]:
    book = load_rulebook()
    for setting in Setting:
        for edits in book.edits.get(setting, ()):
            yield TableLine(
                _TITLES[Kind.PAIRS], setting.value, edits.name, edits.known_from, edits.known_to,
                sum(len(pairs) for pairs in edits.pairs.values()), edits.cite, shipped=True,
            )  # fmt: skip
        for mue in book.mue.get(setting, ()):
            yield TableLine(
                _TITLES[Kind.LIMITS], setting.value, mue.name, mue.known_from, mue.known_to,
                len(mue.limits), mue.cite, shipped=True,
            )  # fmt: skip
    yield from _years(_TITLES[Kind.VALUES], "", book.fees.values.values())
    local = [found for place, found in book.fees.indices.items() if place != NATIONAL]
    yield from _years(_TITLES[Kind.INDICES], "", local)
    yield from _years(_TITLES[Kind.INDICES], "national", [book.fees.indices.get(NATIONAL, ())])
    for name, factors in book.fees.factors.items():
        yield from _years(_FACTOR, _VARIANTS.get(name, name), [factors])


def _years(
    title: str, variant: str, histories: Iterable[tuple[Components | DatedValue, ...]]
) -> Iterator[TableLine]:
    """One line for each span of days that entries share."""
    counted: dict[tuple[date, date | None], list[str]] = {}
    for history in histories:
        for entry in history:
            counted.setdefault((entry.since, entry.until), []).append(entry.cite)
    for (since, until), cites in counted.items():
        whole = since.month == since.day == 1
        period = str(since.year) if whole else since.isoformat()
        yield TableLine(title, variant, period, since, until, len(cites), cites[0], shipped=True)
