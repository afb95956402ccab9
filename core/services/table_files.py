"""Several files chosen at once: each is read as what it is, whatever the order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserProblem
from core.imports.outside_files import files_in, refuse
from core.library.building import kept_aside
from core.library.reference import Edition
from core.library.rulebook import load_rulebook
from core.services import places
from core.services.fee_import import import_fees
from core.services.reference import import_icd10
from core.services.table_changes import TableChange
from core.services.table_import import Chosen, Watch, import_mue, import_ncci

# The first that fits: the name of a file of unit limits may hold `ncci` too.
_KINDS = (
    ("icd10", re.compile(r"icd[-_ ]?10", re.IGNORECASE)),
    ("mue", re.compile(r"mue", re.IGNORECASE)),
    ("ncci", re.compile(r"ccipra|ccioph|ptp|ncci", re.IGNORECASE)),
    ("fees", re.compile(r"pprrvu|rvu\d\d|gpci|locco|zip[-_ ]?5|zip[-_ ]?code", re.IGNORECASE)),
)
_TYPED_HINT = re.compile(r"\s*:?\s*[Gg]ive it with --.*$", re.DOTALL)
_KEEP_NAME = (
    ". Give the file the name it has at CMS, such as ccipra-v322r0-f1.txt or"
    " icd10cm-codes-2027.txt, and choose it again."
)

_STOPPED = "The import was stopped. Nothing was changed."
_NOTHING = "Nothing was changed"
_NOTHING_HERE = "The tables it would have changed stay as they were"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in, and the sentence about what did not."""

    changes: tuple[TableChange, ...] = ()
    editions: tuple[Edition, ...] = ()
    problem: str = ""


def import_chosen(
    sources: Sequence[Path],
    progress: Callable[[int, int], None],
    stopped: Callable[[], bool],
    path: Path | None = None,
) -> Imported:
    """Read all files into the reference library, one kind of table after the other.

    A kind is taken whole or not at all; the first one refused ends the import, and the kinds
    before it stay. An import that is stopped leaves every table as it was. Whoever holds a rule
    book builds it anew.
    """
    home = path or places.reference_path()
    with kept_aside(home) as put_back:
        found = _import_kinds(home, sources, Watch(progress, stopped))
        if not found.problem or not stopped():
            return found
        put_back()
        return Imported(problem=_STOPPED)


def _import_kinds(home: Path, sources: Sequence[Path], watch: Watch) -> Imported:
    changes: tuple[TableChange, ...] = ()
    editions: tuple[Edition, ...] = ()
    try:
        for kind, files in _by_kind(sources):
            if watch.stopped():
                raise UserProblem(_STOPPED)
            if kind == "icd10":
                editions += tuple(import_icd10(home, file) for file in files)
            else:
                changes += _tables(kind, home, files, Watch(watch.progress, watch.stopped))
    except UserProblem as problem:
        some = bool(changes or editions)
        return Imported(changes, editions, _in_the_window(problem.message, some=some))
    return Imported(changes, editions)


def _tables(kind: str, home: Path, files: list[Path], watch: Watch) -> tuple[TableChange, ...]:
    book = load_rulebook()
    if kind == "fees":
        return import_fees(home, files, book, watch)
    importer = import_mue if kind == "mue" else import_ncci
    return importer(home, files, book, Chosen(), watch)


def _by_kind(sources: Sequence[Path]) -> list[tuple[str, list[Path]]]:
    found: dict[str, list[Path]] = {kind: [] for kind, _ in _KINDS}
    for source in sources:
        found[_kind(source)].append(source)
    return [(kind, files) for kind, files in found.items() if files]


def _kind(source: Path) -> str:
    """By the file's own name, else by the names inside the zip."""
    names = [source.name]
    if source.suffix.lower() == ".zip":
        names += [file.name for file in files_in(source, lambda _: True)]
    found = next((kind for kind, known in _KINDS for name in names if known.search(name)), None)
    if found is None:
        refuse(
            source.name,
            "is not named as any table this program reads: NCCI pairs (ccipra, ccioph), unit"
            " limits (MUE), fees (PPRRVU, GPCI, LOCCO, ZIP5) or ICD-10-CM. Keep the name it has"
            " at CMS.",
        )
    return found


def _in_the_window(message: str, *, some: bool) -> str:
    """The sentence without what only the command line can be given.

    `some`: tables read before this one are in use, so that not nothing was changed.
    """
    if some:
        message = message.replace(_NOTHING, _NOTHING_HERE)
    mended = _TYPED_HINT.sub("", message)
    return message if mended == message else mended.rstrip(". ") + _KEEP_NAME
