"""The backup copies in a folder: their names, which of them stay, what a crash left behind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.store import manifests
from core.store.file_names import SUFFIX, backups_folder, keys_path, manifest_path
from core.store.rotation import kept

_STAMP = "%Y-%m-%d %H%M%S"
_STAMPED = len(" 2026-03-10 140000")


def copies_in(folder: Path, stem: str) -> dict[datetime, Path]:
    """The finished copies of the practice `stem` by the moment in their names, the PC's own time.

    Other files are not copies.
    """
    found = {}
    for copy in folder.glob(f"*{SUFFIX}"):
        moment = _moment(copy.name, stem)
        if moment is not None:
            found[moment] = copy
    return found


def copy_name(stem: str, moment: datetime) -> str:
    """The file name of the copy written at a moment."""
    return f"{stem} {moment.strftime(_STAMP)}{SUFFIX}"


def practice_of(copy: Path) -> Path | None:
    """The practice file that a copy is of, as its name and folder tell; None without a moment."""
    stem = copy.name.removesuffix(SUFFIX)[:-_STAMPED]
    if _moment(copy.name, stem) is None:
        return None
    beside = copy.with_name(f"{stem}{SUFFIX}")
    at_home = copy.parent.with_name(beside.name)
    return at_home if copy.parent == backups_folder(at_home) else beside


def thin_out(folder: Path, stem: str, newest: Path) -> None:
    """Remove copies that `rotation.kept` does not name; never the one just written."""
    copies = copies_in(folder, stem)
    stay = kept(copies, {moment: seq_of(copy) for moment, copy in copies.items()})
    for moment, copy in copies.items():
        if moment not in stay and copy != newest:
            remove(copy)


def remove(copy: Path) -> None:
    """Remove a copy, its keys and its manifest; the copy goes last."""
    for path in (manifest_path(copy), keys_path(copy), copy):
        path.unlink(missing_ok=True)


def sweep(folder: Path, stem: str) -> None:
    """Remove what a stop in the middle of writing a copy left behind."""
    for part in folder.glob(f".*{SUFFIX}.part*"):
        if _moment(part.name.split(".part")[0].removeprefix("."), stem) is not None:
            part.unlink(missing_ok=True)
    for beside in (keys_path, manifest_path):
        for path in folder.glob(f"*{beside(Path(SUFFIX)).name}"):
            copy = folder / path.name.replace(beside(Path(SUFFIX)).name, SUFFIX)
            if _moment(copy.name, stem) is not None and not copy.exists():
                path.unlink(missing_ok=True)


def seq_of(copy: Path) -> int:
    """A copy's newest audit number as its manifest tells, 0 when it tells none."""
    try:
        manifest = manifests.read(copy)
    except manifests.ManifestDamaged:
        return 0
    return manifest.seq if manifest else 0


def _moment(name: str, stem: str) -> datetime | None:
    stamp = name.removesuffix(SUFFIX).removeprefix(f"{stem} ")
    try:
        moment = datetime.strptime(stamp, _STAMP)  # noqa: DTZ007 - the PC's own time
    except ValueError:
        return None
    return moment if name == copy_name(stem, moment) else None
