"""The reader of workbooks: cells in their columns, and nothing that would harm."""

import io
import zipfile

import pytest

from core.errors import UserProblem
from core.imports.outside_files import files_in
from core.imports.spreadsheet import sheet_rows
from tests.services.cms_files import put, sheet

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(body: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def rows_of(tmp_path, body: bytes):
    (file,) = files_in(put(tmp_path, "table.xlsx", body), lambda name: True)
    return list(sheet_rows(file))


def test_cells_keep_their_columns_and_texts_their_signs(tmp_path):
    rows = [["97140", "", "20200101"], ["a & b <c>", "*"]]
    assert rows_of(tmp_path, sheet(rows)) == rows


def test_numbers_and_inline_texts(tmp_path):
    cells = (
        '<c r="A1"><v>97140.0</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c>'
        '<c r="D1" t="s"><v>99</v></c>'
    )
    body = f'<worksheet {SPACE}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    assert rows_of(tmp_path, workbook(body)) == [["97140", "", "x", ""]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"not a workbook at all", "cut off or damaged"),
        (sheet([["97140"]])[:-30], "cut off"),
        (workbook("<worksheet", "xl/other.xml"), "not a workbook with a sheet"),
        (workbook(f"<worksheet {SPACE}><sheetData><row>"), "cut off or damaged"),
        (workbook('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'), "declares entities"),
        (workbook("0" * 30_000_000), "swell"),
    ],
)
def test_what_is_no_honest_workbook_is_refused(tmp_path, body, said):
    with pytest.raises(UserProblem, match=said):
        rows_of(tmp_path, body)
