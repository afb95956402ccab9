"""Fill the reference library: the ICD-10-CM table, from a package or from CMS's own file."""

from __future__ import annotations

import importlib.util
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from core.errors import UserProblem
from core.imports.icd10 import read_cms_text, read_tabular
from core.library.diagnosis_words import with_everyday_words
from core.library.reference import Edition, ReferenceLibrary, write_icd10

_CARRIER = "simple_icd_10_cm"  # docs/adr/0003: carries the CDC/NCHS files, is never imported
_TABULAR = re.compile(r"^icd10c-tabular-.*?(\d{4})\.xml$")
_CMS_NAME = re.compile(r"icd10cm[-_](?:codes|order)[-_].*?(20\d\d)\.txt$", re.IGNORECASE)
# A file cut at a line's end reads like a whole one. CMS's table of fiscal year 2024 has 74,044
# billable codes; no year's table is a fifth smaller, so that fewer than this are not a whole one.
FEWEST_CODES = 60_000
FIRST_YEAR, LAST_YEAR = 2015, 2100  # no table of another year can be in use
_MOST_BYTES = 60_000_000  # unpacked; CMS's order file is about 14 MB


def ensure_icd10(path: Path) -> Edition | None:
    """Build the ICD-10-CM table from the installed package unless one is on hand.

    Returns the edition now in the library, or None when no package carries it.
    """
    editions = ReferenceLibrary(path).editions()
    if editions:
        return editions[0]
    folder = _carrier_folder()
    if folder is None:
        return None
    tabular = next((p for p in sorted(folder.iterdir()) if _TABULAR.match(p.name)), None)
    codes = next(iter(sorted(folder.glob("code-list-*.txt"))), None)
    if tabular is None or codes is None:
        return None
    valid = frozenset(codes.read_text(encoding="utf-8").split())
    found = _TABULAR.match(tabular.name)
    year = int(found.group(1)) if found else 0
    with tabular.open("rb") as stream:
        entries = with_everyday_words(read_tabular(stream, valid))
        return write_icd10(path, Edition(year, f"CDC/NCHS {tabular.stem}"), entries)


def _carrier_folder() -> Path | None:
    spec = importlib.util.find_spec(_CARRIER)
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places))) / "data" if places else None
    return folder if folder and folder.is_dir() else None


def import_icd10(
    path: Path, source: Path, year: int | None = None, *, fewest: int = FEWEST_CODES
) -> Edition:
    """Read CMS's codes or order file, or a zip that holds one, into the reference library.

    `year` is the fiscal year where the file's name does not tell it. Raises UserProblem
    for anything that is not such a file; the table in use then stays as it was. `fewest` is
    another number only in tests.
    """
    name, text = _text_of(source)
    found = _CMS_NAME.search(name)
    fiscal_year = year or (int(found.group(1)) if found else None)
    if fiscal_year is None:
        raise UserProblem(
            f"The name {name} does not tell the fiscal year. Nothing was changed: "
            "give it with --year, for example --year 2027."
        )
    if not FIRST_YEAR <= fiscal_year <= LAST_YEAR:
        raise UserProblem(
            f"The fiscal year lies between {FIRST_YEAR} and {LAST_YEAR}. Nothing was changed: "
            "give the year of the file with --year, for example --year 2027."
        )
    codes = read_cms_text(io.StringIO(text))
    if not codes:
        raise UserProblem(f"{name} holds no billable ICD-10-CM code. Nothing was changed.")
    if len(codes) < fewest:
        raise UserProblem(
            f"{name} holds {len(codes):,} billable codes, and a whole ICD-10-CM table has more "
            f"than {fewest:,} (that of fiscal year 2024: 74,044). The file was cut short. "
            "Nothing was changed: download it again from CMS."
        )
    return write_icd10(path, Edition(fiscal_year, f"CMS {name}"), with_everyday_words(codes))


def _text_of(source: Path) -> tuple[str, str]:
    if not source.is_file():
        raise UserProblem(f"There is no file {source.name}. Nothing was changed.")
    if zipfile.is_zipfile(source):
        try:
            return _text_of_zip(source)
        # An encrypted entry is a RuntimeError, a method this Python lacks a NotImplementedError.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise UserProblem(
                f"{source.name} cannot be unpacked: it is damaged or locked by a password. "
                "Nothing was changed: download it again from CMS."
            ) from error
    if source.stat().st_size > _MOST_BYTES:
        raise UserProblem(f"{source.name} is too large for an ICD-10-CM file. Nothing was changed.")
    return source.name, _decode(source.name, source.read_bytes())


def _text_of_zip(source: Path) -> tuple[str, str]:
    with zipfile.ZipFile(source) as archive:
        entry = next((e for e in _plain_entries(archive) if _CMS_NAME.search(e.filename)), None)
        if entry is None or entry.file_size > _MOST_BYTES:
            raise UserProblem(
                f"{source.name} holds no file icd10cm-codes-YYYY.txt. Nothing was changed."
            )
        with archive.open(entry) as stream:
            raw = stream.read(_MOST_BYTES + 1)
    name = Path(entry.filename).name
    if len(raw) > _MOST_BYTES:
        raise UserProblem(f"{name} is too large for an ICD-10-CM file. Nothing was changed.")
    return name, _decode(name, raw)


def _plain_entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    return (e for e in archive.infolist() if not e.is_dir() and "addenda" not in e.filename.lower())


def _decode(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in raw[:4096]:
            raise UserProblem(f"{name} is not a text file. Nothing was changed.") from None
        return raw.decode("cp1252", errors="replace")
