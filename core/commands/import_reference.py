"""`import icd10 FILE…`: read a public table into the reference library."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.errors import UnitwiseError
from core.services.places import reference_path
from core.services.reference import import_icd10

_DONE, _UNUSABLE = 0, 2


def run(argv: list[str]) -> int:
    """Run `import` with its arguments; returns 0 when all files were read, 2 when one was not."""
    parser = argparse.ArgumentParser(prog="main.py import", description=__doc__)
    parser.add_argument("kind", choices=["icd10"], help="which table the files hold")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--year", type=int, help="fiscal year, where the file's name tells none")
    options = parser.parse_args(argv)
    for source in options.files:
        try:
            edition = import_icd10(reference_path(), source, options.year)
        except UnitwiseError as error:
            print(f"{source.name}: {error}", file=sys.stderr)
            return _UNUSABLE
        print(
            f"{source.name}: {edition.codes:,} billable codes for fiscal year "
            f"{edition.fiscal_year} ({edition.known_from} to {edition.known_to})",
            file=sys.stderr,
        )
    return _DONE
