"""Import CMS's own files into the reference library: pairs, unit limits, fees.

Every importer reads all files before anything is changed, or fails with a sentence and leaves
the tables in use as they were. `progress` is told bytes done and bytes in all; `stopped` is
asked along the way. Whoever holds a rule book builds it anew afterwards (`with_library`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath

from core.errors import UserProblem
from core.imports.mue import read_mue
from core.imports.ncci import read_pairs, refuse_another_table
from core.imports.outside_files import OutsideFile, files_in, refuse
from core.imports.quarters import Quarter, quarters_in, settings_in
from core.library.building import building
from core.library.merging import with_library, with_readable_library
from core.library.public_tables import Kind, TableHead, write_limits, write_pairs
from core.model.kinds import Setting
from core.rules.edit_tables import table_for
from core.rules.rulebook import RuleBook
from core.services.table_changes import TableChange, limit_changes, pair_changes

_PART = re.compile(r"[-_]f(\d{1,2})\b", re.IGNORECASE)
_PAIR_NAMES = re.compile(r"ccipra|ccioph|ptp|ncci", re.IGNORECASE)
_LIMIT_NAMES = re.compile(r"mue", re.IGNORECASE)
_OTHER_PROGRAMME = re.compile(r"medicaid|\bmcd[-_]", re.IGNORECASE)

_FEW = (
    "More than half of the pairs known for this program's codes are gone. "
    "A part of the quarter's files may not have been given."
)
_FEW_LIMITS = (
    "More than half of the limits known for this program's codes are gone. "
    "The file may have been cut off: download it again."
)


def _nothing(done: int, total: int) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class Watch:
    """Tells how far an import has come and stops it when asked."""

    progress: Callable[[int, int], None] = _nothing
    stopped: Callable[[], bool] = _never
    total: int = 0
    done: int = 0

    def step(self, size: int) -> None:
        """So many bytes more are read; raises UserProblem when the person stopped the import."""
        self.done += size
        self.progress(min(self.done, self.total), self.total)
        if self.stopped():
            raise UserProblem("The import was stopped. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person says where a file's name does not tell."""

    quarter: Quarter | None = None
    setting: Setting | None = None


def import_ncci(
    path: Path, sources: Sequence[Path], book: RuleBook, chosen: Chosen, watch: Watch
) -> tuple[TableChange, ...]:
    """Read one or more quarters of code pairs, each from all its files at once."""
    groups: dict[tuple[Setting, Quarter], list[OutsideFile]] = {}
    for file in _files(sources, _PAIR_NAMES, (".txt", ".xlsx"), "code pairs", watch):
        refuse_another_table(file)
        key = (_setting(file, chosen, frozenset()), _quarter(file, chosen))
        groups.setdefault(key, []).append(file)
    for (setting, quarter), files in groups.items():
        _check_parts(f"{setting.value} pairs of {quarter}", files)
    before, rows = with_readable_library(book, path), {}
    with building(path) as db:
        for (setting, quarter), files in groups.items():
            packs = [read_pairs(file, quarter, watch.step) for file in sorted(files, key=_part)]
            head = _head(Kind.PAIRS, setting, quarter, files)
            rows[setting, quarter] = write_pairs(db, head, chain.from_iterable(packs))
    after = with_library(book, path)
    return tuple(
        _pair_report(before, after, setting, quarter, count)
        for (setting, quarter), count in rows.items()
    )


def _pair_report(
    before: RuleBook, after: RuleBook, setting: Setting, quarter: Quarter, count: int
) -> TableChange:
    day = quarter.first_day
    old = table_for(before.edits.get(setting, ()), day)
    new = table_for(after.edits.get(setting, ()), day)
    changes = pair_changes(old, new, day) if new else ()
    gone = sum(not change.after for change in changes)
    few = old is not None and gone > len(old.pairs) / 2
    return TableChange(
        Kind.PAIRS.value,
        setting.value,
        str(quarter),
        count,
        old.name if old else "",
        changes,
        _FEW if few else "",
    )


def import_mue(
    path: Path, sources: Sequence[Path], book: RuleBook, chosen: Chosen, watch: Watch
) -> tuple[TableChange, ...]:
    """Read one or more quarters of unit limits; each file is a whole table."""
    found = {}
    for file in _files(sources, _LIMIT_NAMES, (".csv", ".xlsx"), "unit limits", watch):
        table = read_mue(file)
        key = (_setting(file, chosen, table.settings), _quarter(file, chosen))
        if key in found:
            refuse(file.name, f"is a second table of {key[0].value} unit limits for {key[1]}.")
        found[key] = (file, table.limits)
        watch.step(file.size)
    before, rows = with_readable_library(book, path), {}
    with building(path) as db:
        for (setting, quarter), (file, limits) in found.items():
            head = _head(Kind.LIMITS, setting, quarter, [file])
            rows[setting, quarter] = write_limits(db, head, limits)
    after = with_library(book, path)
    return tuple(
        _limit_report(before, after, setting, quarter, count)
        for (setting, quarter), count in rows.items()
    )


def _limit_report(
    before: RuleBook, after: RuleBook, setting: Setting, quarter: Quarter, count: int
) -> TableChange:
    old = table_for(before.mue.get(setting, ()), quarter.first_day)
    new = table_for(after.mue.get(setting, ()), quarter.first_day)
    changes = limit_changes(old, new) if new else ()
    name = old.name if old else ""
    gone = sum(not change.after for change in changes)
    warning = _FEW_LIMITS if old is not None and gone > len(old.limits) / 2 else ""
    return TableChange(
        Kind.LIMITS.value, setting.value, str(quarter), count, name, changes, warning
    )


def _files(
    sources: Sequence[Path],
    names: re.Pattern[str],
    endings: tuple[str, ...],
    what: str,
    watch: Watch,
) -> list[OutsideFile]:
    """The tables among the files given; of one in two formats, the first format of `endings`."""
    found: list[OutsideFile] = []
    for source in sources:
        if _OTHER_PROGRAMME.search(source.name):
            refuse(source.name, "is of the Medicaid programme, whose edits are not Medicare's.")
        inside = files_in(source, lambda name: name.lower().endswith(endings))
        named = tuple(file for file in inside if names.search(file.name)) or inside
        stems: dict[str, OutsideFile] = {}
        for file in sorted(named, key=lambda file: endings.index(file.suffix) if file.entry else 0):
            stems.setdefault(PurePosixPath(file.name).stem.lower(), file)
        if not stems:
            refuse(source.name, f"holds no table of {what}.")
        found.extend(stems.values())
    watch.total = sum(file.size for file in found)
    return found


def _quarter(file: OutsideFile, chosen: Chosen) -> Quarter:
    told = quarters_in(file.names)
    if len(told) > 1:
        names = " and ".join(sorted(str(quarter) for quarter in told))
        refuse(file.name, f"is named for two quarters, {names}. Download it again.")
    if chosen.quarter and told and chosen.quarter not in told:
        refuse(file.name, f"is of {next(iter(told))}, not of {chosen.quarter}.")
    quarter = next(iter(told), chosen.quarter)
    if quarter is None:
        refuse(
            file.name, "does not tell its quarter. Give it with --quarter, like --quarter 2026Q3."
        )
    return quarter


def _setting(file: OutsideFile, chosen: Chosen, inside: frozenset[Setting]) -> Setting:
    """By the content's own words, then by the name; two that disagree are refused."""
    told = inside | settings_in(file.names)
    if len(told) > 1:
        refuse(file.name, "says both practitioner and hospital. Download it again.")
    if chosen.setting and told and chosen.setting not in told:
        refuse(file.name, f"is the {next(iter(told)).value} table.")
    setting = next(iter(told), chosen.setting)
    if setting is None:
        refuse(
            file.name,
            "does not tell whether it is for practitioners or hospitals. "
            "Give it with --setting practitioner or --setting hospital.",
        )
    return setting


def _part(file: OutsideFile) -> int:
    found = _PART.search(PurePosixPath(file.name).stem) or _PART.search(file.path.stem)
    return int(found[1]) if found else 0


def _check_parts(what: str, files: list[OutsideFile]) -> None:
    """A quarter comes in numbered parts; none may be absent before the last, or stand twice."""
    parts = sorted(_part(file) for file in files)
    if parts not in ([0], list(range(1, len(parts) + 1))):
        there = ", ".join(str(part) for part in parts)
        raise UserProblem(
            f"The {what} are not whole: parts {there} were given. Nothing was changed: "
            "give all parts of the quarter at once."
        )


def _head(kind: Kind, setting: Setting, quarter: Quarter, files: list[OutsideFile]) -> TableHead:
    source = ", ".join(file.name for file in files)
    first, last = quarter.first_day, quarter.last_day
    return TableHead(kind, setting.value, str(quarter), first, last, f"CMS {source}")
