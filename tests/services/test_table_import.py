"""CMS's quarterly files into the reference library: read whole, or refused with a sentence."""

import os
from datetime import date

import pytest

from core.errors import DataProblem, UserProblem
from core.imports.quarters import Quarter
from core.library.merging import with_library, with_readable_library
from core.library.reference import Edition, ReferenceLibrary, write_icd10
from core.library.rulebook import load_rulebook
from core.library.table_reading import tables_on_hand
from core.model.kinds import Setting
from core.model.patient import Icd10Code
from core.rules.edit_tables import table_for
from core.services.table_import import Chosen, Watch, import_mue, import_ncci
from tests.services.cms_files import (
    HEAD,
    ROWS,
    mue_text,
    pairs_text,
    put,
    put_zip,
    sheet,
)

PLAIN = "ccipra-v322r0.txt"
MUE = "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"
DAY = date(2026, 7, 1)
BOOK = load_rulebook()


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "home" / "reference.sqlite"
    write_icd10(path, Edition(2026, "ours"), [Icd10Code("M542", "Neck pain")])
    return path


def ncci(library, *sources, quarter=None, setting=None, watch=None):
    chosen = Chosen(quarter, setting)
    return import_ncci(library, sources, BOOK, chosen, watch or Watch())


def mue(library, *sources, quarter=None, setting=None):
    return import_mue(library, sources, BOOK, Chosen(quarter, setting), Watch())


def pair(library, one, other, day=DAY, setting=Setting.PRACTITIONER):
    table = table_for(with_library(BOOK, library).edits[setting], day)
    return table.between(one, other, day)


def test_reads_the_pairs_with_their_days_and_indicators(library, tmp_path):
    (report,) = ncci(library, put(tmp_path, PLAIN, pairs_text()))
    assert (report.variant, report.period, report.rows) == ("practitioner", "2026Q3", 6)
    assert pair(library, "97124", "97140").indicator == 0
    assert pair(library, "97750", "97140").since == date(2020, 10, 1)
    assert pair(library, "97116", "97530").since == DAY
    assert pair(library, "97140", "97530") is None  # indicator 9: never in force


def test_other_tables_stay(library, tmp_path):
    ncci(library, put(tmp_path, PLAIN, pairs_text()))
    mue(library, put(tmp_path, MUE, mue_text()))
    assert ReferenceLibrary(library).icd10_find("M542", date(2026, 3, 1))
    assert [table.kind for table in tables_on_hand(library)] == ["mue", "ncci"]


def test_the_rule_books_identity_follows_the_tables(library, tmp_path):
    first = with_library(BOOK, library).identity
    ncci(library, put(tmp_path, PLAIN, pairs_text()))
    second = with_library(BOOK, library).identity
    ncci(library, put(tmp_path, PLAIN, pairs_text(ROWS[:3])))
    third = with_library(BOOK, library).identity
    assert first == BOOK.identity
    assert len({first, second, third}) == 3
    assert all(name.startswith(BOOK.identity) for name in (second, third))


def test_a_damaged_library_leaves_the_shipped_rules_and_is_built_anew(library, tmp_path):
    library.write_bytes(b"not a database" * 400)
    with pytest.raises(DataProblem, match="import CMS's tables again"):
        with_library(BOOK, library)
    assert with_readable_library(BOOK, library) is BOOK
    ncci(library, put(tmp_path, PLAIN, pairs_text()))
    assert pair(library, "97116", "97530")


def test_a_quarter_in_several_zips_is_one_table(library, tmp_path):
    name = "medicare-ncci-2026q3-practitioner-ptp-edits-ccipra-v322r0-f{}.zip"
    parts = [
        put_zip(
            tmp_path,
            name.format(n),
            (f"ccipra-v322r0-f{n}.TXT", pairs_text(rows)),
            (f"ccipra-v322r0-f{n}.xlsx", b"not looked at"),
        )
        for n, rows in ((1, ROWS[:2]), (2, ROWS[2:4]), (3, ROWS[4:]))
    ]
    (report,) = ncci(library, *reversed(parts))
    assert report.rows == 6
    assert pair(library, "97116", "97530")


def test_practitioner_and_hospital_stand_apart(library, tmp_path):
    ours = put(tmp_path, PLAIN, pairs_text(ROWS[:1]))
    theirs = put(tmp_path, "ccioph-v322r0.txt", pairs_text(ROWS[4:5]))
    assert {report.variant for report in ncci(library, ours, theirs)} == {
        "practitioner",
        "hospital",
    }
    assert pair(library, "97116", "97530") is None
    assert pair(library, "97116", "97530", setting=Setting.HOSPITAL)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_do_not_matter(library, tmp_path, end, start):
    ncci(library, put(tmp_path, PLAIN, start + pairs_text(end=end)))
    assert pair(library, "97116", "97530")


def test_a_workbook_holds_the_same_pairs(library, tmp_path):
    rows = [line.split("\t") for line in (HEAD + "\n".join(ROWS)).splitlines()]
    (report,) = ncci(library, put(tmp_path, "ccipra-v322r0.xlsx", sheet(rows)))
    assert report.rows == 6
    assert pair(library, "97750", "97140").since == date(2020, 10, 1)


def test_the_summary_tells_what_changes_for_the_codes_in_use(library, tmp_path):
    ncci(library, put(tmp_path, "ccipra-v321r0.txt", pairs_text(ROWS[:4])))
    changed = (ROWS[0].replace("\t0\t", "\t1\t"), *ROWS[4:])
    (report,) = ncci(library, put(tmp_path, PLAIN, pairs_text(changed)))
    assert report.before == "2026Q2"
    assert [change.codes for change in report.added] == [("97530", "97116")]
    assert [change.codes for change in report.removed] == [("97140", "97750")]
    assert [change.codes for change in report.changed] == [("97140", "97124")]


def test_a_table_that_loses_most_pairs_is_told_apart(library, tmp_path):
    (report,) = ncci(library, put(tmp_path, PLAIN, pairs_text()))
    assert "A part of the quarter's files" in report.warning
    (again,) = ncci(library, put(tmp_path, PLAIN, pairs_text()))
    assert again.warning == ""


def test_limits_that_lose_most_codes_are_told_apart(library, tmp_path):
    (report,) = mue(library, put(tmp_path, MUE, mue_text()))
    assert "may have been cut off" in report.warning
    (again,) = mue(library, put(tmp_path, MUE, mue_text()))
    assert again.warning == ""


def test_another_table_is_named_before_its_quarter_is_asked_for(library, tmp_path):
    with pytest.raises(UserProblem, match="seems to be a table of unit limits"):
        ncci(library, put(tmp_path, "download.csv", mue_text()))


def bomb(tmp_path):
    return put_zip(tmp_path, "ccipra-v322r0.zip", (PLAIN, b"0" * 30_000_000))


def medicaid() -> bytes:
    return b"97140\t97124\t20130101\t*\t0\tMutually exclusive\r\n" * 3


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (PLAIN, b"", "is empty"),
        (PLAIN, b"<!DOCTYPE html><html><title>Licence</title>", "web page"),
        ("ccipra-v322r0.zip", b"<html><body>Accept</body></html>", "web page"),
        ("ccipra-v322r0.zip", b"PK\x03\x04" + b"\0" * 400, "cut off"),
        ("ccipra-v322r0.zip", b"plain text", "is not a zip"),
        (PLAIN, medicaid(), "Medicaid programme"),
        ("medicaid-ncci-2026q3-practitioner.txt", pairs_text(), "Medicaid programme"),
        (PLAIN, mue_text(), "unit limits (MUE)"),
        (PLAIN, HEAD.encode(), "not CMS's table of code pairs"),
        (PLAIN, b"a letter to nobody\n" * 9, "not CMS's table of code pairs"),
        (PLAIN, pairs_text() + b"97140\t9712", "middle of a line"),
        (PLAIN, pairs_text() + b"97530\t97999\t\t20260101\t*\t1\tMutually exc", "middle of a line"),
        (PLAIN, pairs_text() + b"97140\t9712\t\t20260101\t*\t1\tx\r\n", "not a pair of codes"),
        (PLAIN, pairs_text([ROWS[0].replace("19960101", "20261001")]), "of a later quarter"),
        ("ccipra.txt", pairs_text(), "does not tell its quarter"),
        ("v322r0.txt", pairs_text(), "practitioners or hospitals"),
        ("ccipra-2026q2-v322r0.txt", pairs_text(), "named for two quarters"),
        ("ccipra-v322r0-f2.txt", pairs_text(), "are not whole"),
    ],
)
def test_what_is_not_a_quarters_pairs_is_refused_and_nothing_changes(
    library, tmp_path, name, body, said
):
    before = library.read_bytes()
    with pytest.raises(UserProblem, match=said.replace("(", r"\(").replace(")", r"\)")) as problem:
        ncci(library, put(tmp_path, name, body))
    assert "Nothing was changed" in problem.value.message
    assert library.read_bytes() == before
    assert [path.name for path in library.parent.iterdir()] == [library.name]


def test_a_zip_that_would_swell_is_refused(library, tmp_path):
    with pytest.raises(UserProblem, match="swell"):
        ncci(library, bomb(tmp_path))


def test_limits_that_would_swell_are_refused(library, tmp_path):
    with pytest.raises(UserProblem, match="swell"):
        mue(library, put_zip(tmp_path, "mue-practitioner.zip", (MUE, b"0" * 30_000_000)))


def test_a_zip_cut_in_its_middle_is_refused(library, tmp_path):
    whole = put_zip(tmp_path, "ccipra-v322r0.zip", (PLAIN, pairs_text(ROWS * 900)))
    whole.write_bytes(whole.read_bytes()[:-60])
    with pytest.raises(UserProblem, match="cut off"):
        ncci(library, whole)


def test_a_zip_with_a_damaged_inside_is_refused(library, tmp_path):
    packed = put_zip(tmp_path, "ccipra-v322r0.zip", (PLAIN, pairs_text(ROWS * 900)))
    body = bytearray(packed.read_bytes())
    body[200:220] = b"\xff" * 20
    packed.write_bytes(bytes(body))
    before = library.read_bytes()
    with pytest.raises(UserProblem, match="damaged"):
        ncci(library, packed)
    assert library.read_bytes() == before


@pytest.mark.parametrize(
    ("quarter", "setting", "said"),
    [
        (Quarter(2026, 2), None, "is of 2026Q3, not of 2026Q2"),
        (None, Setting.HOSPITAL, "is the practitioner table"),
    ],
)
def test_a_choice_that_contradicts_the_name_is_refused(library, tmp_path, quarter, setting, said):
    with pytest.raises(UserProblem, match=said):
        ncci(library, put(tmp_path, PLAIN, pairs_text()), quarter=quarter, setting=setting)


def test_a_choice_stands_in_for_a_name_that_tells_nothing(library, tmp_path):
    source = put(tmp_path, "download.txt", pairs_text())
    (report,) = ncci(library, source, quarter=Quarter(2026, 3), setting=Setting.HOSPITAL)
    assert (report.variant, report.period) == ("hospital", "2026Q3")


def test_an_import_tells_how_far_it_is_and_can_be_stopped(library, tmp_path):
    source, seen, before = put(tmp_path, PLAIN, pairs_text()), [], library.read_bytes()
    ncci(library, source, watch=Watch(lambda done, total: seen.append((done, total))))
    assert seen[-1][0] > 0
    assert seen[-1][1] == source.stat().st_size
    library.write_bytes(before)
    with pytest.raises(UserProblem, match="stopped"):
        ncci(library, source, watch=Watch(stopped=lambda: True))
    assert library.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "body", "setting"),
    [
        (MUE, mue_text(), Setting.PRACTITIONER),
        (
            "MCR_MUE_OutpatientHospitalServices_Eff_07-01-2026.csv",
            mue_text("Outpatient Hospital Services"),
            Setting.HOSPITAL,
        ),
    ],
)
def test_reads_unit_limits_with_their_quarter_and_setting(library, tmp_path, name, body, setting):
    (report,) = mue(library, put(tmp_path, name, body))
    assert (report.variant, report.period, report.rows) == (setting.value, "2026Q3", 2)
    table = table_for(with_library(BOOK, library).mue[setting], DAY)
    assert table.limits["97140"] == (5, 3)
    assert table.limits["97161"] == (1, 2)
    assert (table.known_from, table.known_to) == (DAY, date(2026, 9, 30))


def test_unit_limits_of_a_workbook_in_a_zip(library, tmp_path):
    rows = [
        ["HCPCS/\nCPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator"],
        ["97140", "6", "3 Date of Service Edit: Clinical"],
    ]
    inner = MUE.replace(".csv", ".xlsx")
    (report,) = mue(library, put_zip(tmp_path, "practitioner-mue.zip", (inner, sheet(rows))))
    assert report.rows == 1


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (MUE, pairs_text(), "code pairs"),
        (MUE, mue_text() + b"97530,6", "not a limit of units"),
        (MUE, mue_text() + b"97530,many,3 Date,x\n", "not a limit of units"),
        (MUE, b"code,units\n97110,6\n", "heading was not found"),
        (MUE, mue_text()[:-4], "middle of a line"),
        (MUE, b"<html><body>Accept</body></html>", "web page"),
        (MUE, b"", "is empty"),
        ("MCD_" + MUE[4:], mue_text(), "Medicaid programme"),
        (MUE, mue_text("Outpatient Hospital Services"), "both practitioner and hospital"),
        ("MUE_Practitioner.csv", mue_text(), "does not tell its quarter"),
    ],
)
def test_what_is_no_table_of_limits_is_refused(library, tmp_path, name, body, said):
    before = library.read_bytes()
    with pytest.raises(UserProblem, match=said):
        mue(library, put(tmp_path, name, body))
    assert library.read_bytes() == before


def test_what_a_killed_import_left_behind_is_swept_and_one_at_work_is_not(library, tmp_path):
    left, at_work = (library.parent / f".reference-{name}.part" for name in ("left", "at-work"))
    for path in (left, at_work):
        path.write_bytes(b"half")
    two_days_ago = library.stat().st_mtime - 2 * 86_400
    os.utime(left, (two_days_ago, two_days_ago))
    ncci(library, put(tmp_path, PLAIN, pairs_text()))
    assert (left.exists(), at_work.exists()) == (False, True)
