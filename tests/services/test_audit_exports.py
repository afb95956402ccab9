"""Exports of other systems as they really come; the cases stand in tests/cases/audit."""

import csv
import io
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UserProblem
from core.imports.audit_columns import DateOrder, Field, saved_columns
from core.services import own_values
from core.services.audit_encounters import shelf_of
from core.services.file_audit import STOPPED, Watcher, audit_file, open_export
from core.services.own_values import TypedValue
from tests.services.cms_files import put, sheet
from tests.support.practice import new_practice

CASES = Path(__file__).parent.parent / "cases" / "audit" / "exports.toml"
EXPORTS = tomllib.loads(CASES.read_text("utf-8"))["export"]
DAY = date(2024, 9, 30)
LONG = "Visit ID,DOS,MRN,Payer,CPT,Minutes,Units\nv1,7/8/2024,m1,Cash,97140,7,1\n"


def written(folder: Path, export: dict) -> Path:
    text = export["text"].lstrip("\n").replace("\u0001", "\0")
    if export.get("workbook"):
        return put(folder, "export.xlsx", sheet(list(csv.reader(io.StringIO(text)))))
    path = folder / "export.csv"
    body = text.replace("\n", export.get("newline", "\n"))
    path.write_bytes(body.encode(export.get("encoding", "utf-8")))
    return path


def audited(path: Path, **more):
    file = open_export(path)
    return audit_file(file, file.columns, DAY, **more)


def found_in(result):
    return [
        [one.encounter, one.check.value, one.direction.value, one.code, one.units]
        for one in result.findings
    ]


@pytest.mark.parametrize("export", EXPORTS, ids=[one["name"] for one in EXPORTS])
def test_an_ugly_export(export, tmp_path):
    result = audited(written(tmp_path, export))
    assert [[one.row, one.field] for one in result.problems] == export.get("errors", [])
    assert result.totals.encounters == export["sessions"]
    assert found_in(result) == export.get("findings", [])
    assert export.get("assumed", "") in " ".join(result.assumptions)


def test_there_are_twenty_of_them():
    assert len(EXPORTS) >= 20


def long_file(folder: Path, visits: int) -> Path:
    lines = ["Visit ID,DOS,MRN,Payer,CPT,Minutes,Units,Mods"]
    for n in range(visits):
        day = f"7/{n % 28 + 1}/2024"
        lines.append(f"v{n},{day},m{n % 97},Medicare,97140,22,1,GP")
    for n in range(0, visits, 2):
        day = f"7/{n % 28 + 1}/2024"
        lines.append(f"v{n},{day},m{n % 97},Medicare,97110,18,1,GP")
    lines.append("x,never,m1,Medicare,97140,15,1,GP")
    path = folder / "long.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_two_processes_find_what_one_finds_in_the_same_order(tmp_path):
    path = long_file(tmp_path, 400)
    alone, together = audited(path, workers=1), audited(path, workers=2)
    assert list(together.findings) == list(alone.findings)
    assert list(together.problems) == list(alone.problems)
    assert together.totals == alone.totals
    rows = [one.row for one in together.findings]
    assert rows == sorted(rows)


@pytest.fixture
def own_books(tmp_path):
    """Aetna counts by total time in this practice; as shipped its midpoint rule is assumed."""
    p = new_practice(tmp_path / "own")
    source = "Contract 2024, page 4"
    own = TypedValue("aetna", "unit_rule", "cms-total-time", date(2024, 1, 1), None, source)
    own_values.save_own(p, own)
    yield shelf_of(p)
    p.file.close()


# 22 and 18 minutes: the midpoint rule counts one and one, the total of 40 three (1.2, row 4).
AETNA = "Visit ID,DOS,MRN,Payer,CPT,Minutes,Units\nv1,7/8/2024,m1,Aetna,97140,22,1\n"
AETNA += "v1,7/8/2024,m1,Aetna,97110,18,1\n"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_practices_own_books_are_read_where_they_are_given(tmp_path, own_books, workers):
    path = put(tmp_path, "a.csv", AETNA.encode())
    shipped, own = audited(path, workers=workers), audited(path, workers=workers, own=own_books)
    under = [one[2:] for one in found_in(own) if one[1] == "units"]
    assert [one for one in found_in(shipped) if one[1] == "units"] == []
    assert [(way, units) for way, _, units in under] == [("under", 1)]


def test_progress_comes_to_all_rows(tmp_path):
    told = []
    audited(long_file(tmp_path, 50), watcher=Watcher(lambda done, total: told.append(done)))
    assert told[-1] == 76


def test_it_stops_when_asked_alone_and_together(tmp_path):
    path = long_file(tmp_path, 50)
    for workers in (1, 2):
        with pytest.raises(UserProblem, match=STOPPED):
            audited(path, watcher=Watcher(stopped=lambda: True), workers=workers)


def test_a_column_can_be_named(tmp_path):
    path = put(tmp_path, "a.csv", LONG.replace("Payer", "Who pays").encode())
    file = open_export(path)
    assert not file.columns.has(Field.PAYER)
    columns = file.columns.with_field("who pays", Field.PAYER)
    assert audit_file(file, columns, DAY).unmatched == {}


def test_a_map_outlives_its_file(tmp_path):
    file = open_export(put(tmp_path, "a.csv", LONG.encode()))
    kept = file.columns.with_field("MRN", Field.ID).to_json()
    moved = ("Units", "Visit ID", "MRN")
    uses = {use.heading: use.field for use in saved_columns(moved, kept).columns}
    assert uses == {"Units": Field.UNITS, "Visit ID": None, "MRN": Field.ID}


def test_a_payer_can_be_named(tmp_path):
    path = put(tmp_path, "a.csv", LONG.replace("Cash", "Moon").encode())
    result = audited(path, payers=(("moon", "cash"),))
    assert result.unmatched == {}
    with pytest.raises(UserProblem, match="No payer profile"):
        audited(path, payers=(("moon", "nobody"),))


def test_dates_that_must_be_day_first_decide_for_the_whole_file(tmp_path):
    path = put(tmp_path, "a.csv", LONG.replace("7/8/2024", "31/7/2024").encode())
    assert open_export(path).columns.dates is DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"%PDF-1.7", "PDF"),
        (b"<!doctype html><html>", "web page"),
        (b"\x00\x01\x02" * 900, "not a table"),
        (b"colour,shape\nred,round\n", "No column is known for"),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(body, complaint, tmp_path):
    with pytest.raises(UserProblem, match=complaint):
        audited(put(tmp_path, "a.csv", body))


cells = st.one_of(
    st.sampled_from(
        ["", "7/8/2024", "45481", "97140", "97140-59", "GP", "15", "1,0", "m1", "Cash"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12),
)
headings = st.permutations(["DOS", "MRN", "CPT", "Minutes", "Units", "Mod", "Payer", "Notes"])


@given(headings, st.lists(st.lists(cells, max_size=9), max_size=12), st.sampled_from(",;\t"))
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_the_cells_a_row_is_audited_or_listed(heads, rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heads, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), "a.csv", out.getvalue().encode())
        result = audited(path, workers=1)
    in_error = {one.row for one in result.problems}
    assert len(in_error) + result.totals.encounters <= len(rows)
    assert result.rows <= len(rows)


def test_problems_never_repeat_what_may_be_a_name(tmp_path):
    path = put(tmp_path, "a.csv", LONG.replace("7/8/2024", "Maria Lopez").encode())
    (problem,) = audited(path).problems
    assert "Maria" not in problem.message
