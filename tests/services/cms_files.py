"""Files in CMS's layouts, made up for the tests: the rows are fictional, the shapes are CMS's."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = (
    "A notice over one line\t\t\t\t\t\t\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
    "\t\t\t\t*=no data\t1=allowed\t\n"
    "\t\t\t\t\t9=not applicable\t\n"
)
ROWS = (
    "97140\t97124\t*\t19960101\t*\t0\tMutually exclusive procedures",
    "97140\t97530\t\t20200101\t20200101\t9\tStandards of practice",
    "97140\t97750\t\t20200101\t20191231\t1\tStandards of practice",
    "97140\t97750\t\t20201001\t*\t1\tStandards of practice",
    "97530\t97116\t\t20260701\t*\t1\tMutually exclusive procedures",
    "97530\t97999\t\t20260701\t*\t1\tMutually exclusive procedures",
)
MUE_HEAD = (
    '"A notice\n\nover lines, quoted",,,\n"HCPCS/\nCPT Code",{} MUE Values,'
    "MUE Adjudication Indicator,MUE Rationale\n"
)
MUE_ROWS = "97140,5,3 Date of Service Edit: Clinical,Nature\n97161,1,2 Date of Service,Policy\n"


def pairs_text(rows: Iterable[str] = ROWS, end: str = "\r\n") -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).replace("\n", end).encode("latin-1")


def mue_text(who: str = "Practitioner Services") -> bytes:
    return (MUE_HEAD.format(who) + MUE_ROWS).encode("latin-1")


def put(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


def put_zip(folder: Path, name: str, *entries: tuple[str, bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, body in entries:
            archive.writestr(inner, body)
    return path


def sheet(rows: Iterable[Iterable[str]]) -> bytes:
    """A workbook with one sheet: shared strings for texts, numbers as numbers."""
    strings: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            at = f"{chr(ord('A') + column)}{number}"
            if value.isdigit() and len(value) == 8:
                cells.append(f'<c r="{at}"><v>{value}</v></c>')
            elif value:
                index = strings.setdefault(value, len(strings))
                cells.append(f'<c r="{at}" t="s"><v>{index}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    return _workbook(
        f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        f"<sst {space}>{texts}</sst>",
    )


def _workbook(body: str, strings: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", body)
        archive.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()
