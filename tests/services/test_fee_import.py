"""CMS's fee files into the reference library, and the amounts that come out of it."""

import json
from datetime import date
from decimal import Decimal

import pytest

from core.errors import UserProblem
from core.library.merging import with_library
from core.library.rulebook import load_rulebook
from core.library.table_reading import locality_of_zip, tables_on_hand
from core.model.facts import Locality
from core.services.fee_import import import_fees
from core.services.table_import import Watch
from tests.case_files import SHARED
from tests.rules.money import allowed, bill_of_units
from tests.services.cms_files import mue_text, put, put_zip, sheet

BOOK = load_rulebook()
FEES = SHARED / "data" / "fees"
REAL = ("PPRRVU2025_Oct.csv", "GPCI2025.csv", "25LOCCO.csv", "ZIP5_OCT2025.txt")
needs_shared = pytest.mark.skipif(not FEES.is_dir(), reason="needs ../shared")
# A heading over four lines; the column PRIC IND stands in it from 2026 on.
VALUES = """\
,,{year} National Physician Fee Schedule Relative Value File {month} Release,,,,,,,,
,,RELEASED 01/02/{year},,,,,,,,
,,,,WORK,NON-FAC,FACILITY,MP,{gap}MULT,CONV
HCPCS,MOD,DESCRIPTION,STATUS CODE,RVU,PE RVU,PE RVU,RVU,{pric}PROC,FACTOR
97110,,x,A,0.45,0.50,0.50,0.01,{none}5,40.0000
97110,26,x,A,9.00,9.00,9.00,9.00,{none}5,40.0000
97140,,x,A,0.43,0.40,0.40,0.01,{none}5,40.0000
97010,,x,B,0.06,0.13,0.13,0.01,{none}9,40.0000
97039,,x,C,0.00,0.00,0.00,0.00,{none}0,40.0000
"""
GPCI = """\
ADDENDUM E. {year} GPCIs,,,,,,
,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,\
{year} PW GPCI (with 1.0 Floor),{year} PE GPCI,{year} MP GPCI
99999,XX,7,NOWHERE,1.000,2.000,1.000
,,,,,,
*a note,,,,,,
"""


def values(year: int, month: str, *, pric: bool) -> bytes:
    extra = (
        {"gap": ",", "pric": "PRIC IND,", "none": ","}
        if pric
        else dict.fromkeys(("gap", "pric", "none"), "")
    )
    return VALUES.format(year=year, month=month, **extra).encode()


@pytest.fixture
def library(tmp_path):
    return tmp_path / "home" / "reference.sqlite"


def fees(library, *sources):
    return import_fees(library, sources, BOOK, Watch())


def price(library, units, day, place=("", ""), **more):
    book = with_library(BOOK, library)
    return allowed(bill_of_units(units, book, date=day, locality=Locality(*place), **more))


@pytest.mark.parametrize("pric", [False, True])
def test_columns_are_found_by_their_headings(library, tmp_path, pric):
    (report,) = fees(library, put(tmp_path, "PPRRVU2027.csv", values(2027, "January", pric=pric)))
    assert (report.kind, report.period, report.rows) == ("rvu", "2027-01", 4)
    day = date(2027, 1, 1)
    # (0.45 + 0.50 + 0.01) x 40 and (0.43 + 0.20 + 0.01) x 40
    assert price(library, {"97110": 1, "97140": 1}, day) == {"97110": "38.40", "97140": "25.60"}
    assert price(library, {"97110": 1}, date(2026, 12, 31)) == {"97110": "29.06"}
    assert price(library, {"97110": 1}, date(2028, 1, 1)) == {"97110": None}


def test_the_two_files_of_2026_differ_by_their_factor_only(library, tmp_path):
    other = values(2027, "January", pric=True).replace(b"40.0000", b"50.0000")
    fees(
        library,
        put(tmp_path, "PPRRVU2027_Jan_nonQPP.csv", values(2027, "January", pric=True)),
        put(tmp_path, "PPRRVU2027_Jan_QPP.csv", other),
    )
    day = date(2027, 3, 1)
    assert price(library, {"97110": 1}, day) == {"97110": "38.40"}
    assert price(library, {"97110": 1}, day, qp=True) == {"97110": "48.00"}


def test_a_later_release_holds_from_its_own_quarter_on(library, tmp_path):
    later = values(2027, "July", pric=True).replace(b"97110,,x,A,0.45", b"97110,,x,A,0.55")
    fees(library, put(tmp_path, "PPRRVU2027_Jan.csv", values(2027, "January", pric=True)))
    (report,) = fees(library, put(tmp_path, "PPRRVU2027_Jul.csv", later))
    assert [(one.codes, one.before, one.after) for one in report.changed] == [
        (("97110",), "38.40", "42.40")
    ]
    assert price(library, {"97110": 1}, date(2027, 6, 30)) == {"97110": "38.40"}
    assert price(library, {"97110": 1}, date(2027, 7, 1)) == {"97110": "42.40"}


def test_a_bundle_is_read_for_its_known_tables(library, tmp_path):
    bundle = put_zip(
        tmp_path,
        "rvu27a.zip",
        ("PPRRVU2027_Jan.csv", values(2027, "January", pric=True)),
        ("PPRRVU2027_Jan.txt", b"a fixed layout"),
        ("GPCI2027.csv", GPCI.format(year=2027).encode()),
        ("RVU27A.pdf", b"%PDF"),
    )
    assert {report.kind for report in fees(library, bundle)} == {"rvu", "gpci"}
    # (0.45 + 0.50 x 2 + 0.01) x 40
    assert price(library, {"97110": 1}, date(2027, 2, 1), ("99999", "07")) == {"97110": "58.40"}


def test_a_workbook_of_indices(library, tmp_path):
    rows = [line.split(",") for line in GPCI.format(year=2026).splitlines()]
    (report,) = fees(library, put(tmp_path, "GPCI2026.xlsx", sheet(rows)))
    assert report.rows == 1
    assert price(library, {"97110": 1}, date(2026, 2, 1), ("99999", "07"))["97110"] is not None


def test_wisconsins_indices_of_2026_price_the_days_of_the_specification(library, tmp_path):
    """medicare.md 5.3, Wisconsin: its 98.09 is summed unrounded (98.0890); by rounded units it is
    34.00 + 2 x 21.69 + 20.70.
    """
    heading, _, note = GPCI.format(year=2026).partition("99999,XX,7,NOWHERE,1.000,2.000,1.000")
    text = f"{heading}06302,WI,0,WISCONSIN,1.000,0.958,0.308{note}"
    fees(library, put(tmp_path, "GPCI2026.csv", text.encode()))
    units = {"97530": 1, "97110": 2, "97140": 1}
    found = price(library, units, date(2026, 3, 10), ("06302", "00"))
    assert found == {"97530": "34.00", "97110": "43.38", "97140": "20.70"}


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("PPRRVU2027_Jan.csv", mue_text(), "no fee file"),
        ("PPRRVU.csv", values(2027, "January", pric=True).replace(b"2027", b"yyyy"), "its year"),
        (
            "PPRRVU2027_Jan.csv",
            values(2027, "January", pric=True).replace(b"0.43", b"0.4x"),
            "where a number belongs",
        ),
        (
            "PPRRVU2027_Jan.csv",
            values(2027, "January", pric=True).split(b"97110")[0],
            "no relative values",
        ),
        ("ZIP5_JAN2027.txt", b"OH432151520200" + b" " * 61 + b"20271\r\nOH4321", "was cut off"),
        ("GPCI2027.csv", GPCI.format(year=2027).split("99999")[0].encode(), "holds no indices"),
        ("PPRRVU2027_Jan.csv", values(2027, "January", pric=True)[:-30], "cut off"),
        ("GPCI2027.csv", GPCI.format(year=2027).split(",2.000")[0].encode(), "cut off"),
        ("notes.pdf", b"%PDF-1.7", "is a PDF"),
        ("notes.txt", b"sun and sea\n", "no fee file"),
        ("PPRRVU2027_Jan.csv", values(2027, "January", pric=True)[:-3], "cut off"),
        ("PPRRVU2027_Jan.csv", b"<!DOCTYPE html><title>Licence</title>", "web page"),
        ("rvu27a.zip", b"<html>", "web page"),
        ("rvu27a.zip", b"PK\x03\x04" + b"\0" * 400, "cut off"),
    ],
)
def test_what_is_no_fee_file_is_refused_and_nothing_changes(library, tmp_path, name, body, said):
    with pytest.raises(UserProblem, match=said) as problem:
        fees(library, put(tmp_path, name, body))
    assert "Nothing was changed" in problem.value.message
    assert not library.exists()


def test_a_bundle_that_would_swell_is_refused(library, tmp_path):
    with pytest.raises(UserProblem, match="swell"):
        fees(library, put_zip(tmp_path, "rvu27a.zip", ("PPRRVU2027_Jan.csv", b"0" * 30_000_000)))
    assert not library.exists()


@needs_shared
def test_cms_own_file_cut_in_the_middle_of_a_row_is_refused(library, tmp_path):
    half = (FEES / REAL[0]).read_bytes()[:1_200_000]
    with pytest.raises(UserProblem, match="cut off"):
        fees(library, put(tmp_path, REAL[0], half))


@needs_shared
@pytest.mark.parametrize(
    ("name", "kept", "said"),
    [
        ("PPRRVU2025_Oct.csv", 8_000, "codes that this program prices"),
        ("GPCI2025.csv", 40, "half of the localities"),
        ("25LOCCO.csv", 60, "Some states"),
        ("ZIP5_OCT2025.txt", 20_000, "Some states"),
    ],
)
def test_a_file_cut_at_a_lines_end_is_told_apart_from_the_whole_one(
    library, tmp_path, name, kept, said
):
    whole = (FEES / name).read_bytes()
    cut = put(tmp_path, name, b"".join(whole.splitlines(keepends=True)[:kept]))
    assert said in fees(library, cut)[0].warning
    assert fees(library, FEES / name)[0].warning == ""


@needs_shared
def test_cms_own_files_of_2025_price_a_day_in_ohio(library):
    reports = fees(library, *(FEES / name for name in REAL))
    rows = {report.kind: report.rows for report in reports}
    assert (rows["gpci"], rows["zip"]) == (109, 42_956)
    assert locality_of_zip(library, "43215-1234", date(2025, 12, 1)) == ("15202", "00")
    ohio = ("15202", "00")
    day = date(2025, 11, 3)
    assert price(library, {"97110": 1}, day, ohio) == {"97110": "27.56"}
    assert price(library, {"97530": 2}, day, ohio) == {"97530": "56.54"}


@needs_shared
def test_the_shipped_values_are_those_of_cms_files(library):
    """What we typed is what CMS published: a release changes nothing for the shipped codes."""
    names = ("PPRRVU2025_Oct.csv", "PPRRVU2026_Jul_nonQPP_therapy_extract.csv")
    for report in fees(library, *(FEES / name for name in names)):
        assert [change for change in report.changes if change.before] == []
    assert {table.factor for table in tables_on_hand(library)} == {"32.3465", "33.4009"}
    assert Decimal("32.3465") in {value.value for value in BOOK.fees.factors["qp"]}


def test_the_command_says_what_it_read(library, tmp_path, monkeypatch, capsys):
    from core.commands import import_reference

    monkeypatch.setenv("UNITWISE_HOME", str(library.parent))
    source = put(tmp_path, "PPRRVU2027_Jan.csv", values(2027, "January", pric=True))
    assert import_reference.run(["fees", str(source)]) == 0
    said = capsys.readouterr()
    assert "rvu 2027-01: 4 rows" in said.err
    assert json.dumps(said.out) == '""'
    assert import_reference.run(["ncci", str(source)]) == 2
    assert "Nothing was changed" in capsys.readouterr().err
