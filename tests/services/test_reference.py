"""ICD-10-CM out of the locked package and out of CMS's files."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from core.errors import UserProblem
from core.library.reference import ReferenceLibrary
from core.services.reference import ensure_icd10, import_icd10

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "icd10"
LINES = "M542    Cervicalgia\nM5450   Low back pain, unspecified\n"
# Order file: number, code, billable flag in column 15, short text, long text from column 78.
ORDER = (
    "00001 M54     0 " + "Dorsalgia".ljust(61) + "Dorsalgia\n"
    "00002 M542    1 " + "Cervicalgia".ljust(61) + "Cervicalgia\n"
)


def zipped(method=zipfile.ZIP_DEFLATED) -> bytearray:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("icd10cm-codes-2027.txt", LINES * 50)
    return bytearray(made.getvalue())


def spoilt(packed: bytearray, place: int, change: bytes) -> bytes:
    packed[place : place + len(change)] = change
    return bytes(packed)


DAMAGED_ZIP = spoilt(zipped(), 60, bytes(20))
LOCKED_ZIP = spoilt(zipped(), zipped().index(b"PK\x01\x02") + 8, b"\x01")  # the flag "encrypted"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    path = tmp_path_factory.mktemp("reference") / "reference.sqlite"
    return ensure_icd10(path), ReferenceLibrary(path)


def test_the_package_carries_the_year_2026(shipped):
    edition, library = shipped
    assert (edition.fiscal_year, edition.codes) == (2026, 74_719)
    assert library.icd10_find("S134XXA", date(2026, 3, 1)).description == (
        "Sprain of ligaments of cervical spine, initial encounter"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [("neck pain", "M542"), ("frozen shoulder", "M7500"), ("whiplash", "S134XXA")],
)
def test_everyday_words_lead_to_the_code(shipped, words, code):
    assert code in [hit.code for hit in shipped[1].icd10_search(words, date(2026, 3, 1))]


def test_the_same_codes_as_an_independent_list(shipped):
    source = SHARED / "icd10cm_April2026_billable_from_simple_icd_10_cm.tsv"
    if not source.is_file():
        pytest.skip("needs ../shared")
    theirs = {line.split("\t")[0] for line in source.read_text(encoding="utf-8").splitlines()}
    rows = shipped[1]._rows("SELECT code, fiscal_year FROM icd10_codes")
    assert {row[0] for row in rows} == theirs


@pytest.mark.parametrize(
    ("name", "text"), [("icd10cm-codes-2027.txt", LINES), ("icd10cm-order-2027.txt", ORDER)]
)
def test_reads_both_cms_layouts_plain_and_zipped(tmp_path, name, text):
    plain, packed = tmp_path / name, tmp_path / "bundle.zip"
    plain.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"Code Descriptions/{name}", text)
    for number, source in enumerate((plain, packed)):
        path = tmp_path / f"reference{number}.sqlite"
        assert import_icd10(path, source, fewest=1).fiscal_year == 2027
        library = ReferenceLibrary(path)
        assert library.icd10_find("M54.2", date(2027, 1, 5)).description == "Cervicalgia"
        assert library.icd10_find("M54", date(2027, 1, 5)) is None


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("icd10cm-codes-2027.txt", b"<html>not found</html>", "Line 1 is not a line"),
        ("icd10cm-codes-2027.txt", b"M542    Cervicalgia\nM5450   Lo\nM54", "Line 3"),
        ("icd10cm-codes-2027.txt", b"", "no billable"),
        ("icd10cm-codes-2027.txt", b"\0\xff\xfe\x90", "not a text file"),
        ("codes.txt", LINES.encode(), "does not tell the fiscal year"),
        ("icd10cm-codes-2027.txt", LINES.encode(), "2 billable codes, .* 60,000 .* cut short"),
        ("icd10cm-codes-2027.zip", DAMAGED_ZIP, "cannot be unpacked"),
        ("icd10cm-codes-2027.zip", LOCKED_ZIP, "cannot be unpacked"),
    ],
)
def test_anything_else_is_refused_and_nothing_written(tmp_path, name, body, says):
    source = tmp_path / name
    source.write_bytes(body)
    with pytest.raises(UserProblem, match=says):
        import_icd10(tmp_path / "reference.sqlite", source)
    assert not (tmp_path / "reference.sqlite").exists()


@pytest.mark.parametrize(("year", "good"), [
    (2014, False), (2015, True), (2100, True), (2101, False), (1, False), (10_000, False),
])  # fmt: skip
def test_the_fiscal_year_is_one_that_has_a_table(tmp_path, year, good):
    source = tmp_path / "codes.txt"
    source.write_text(LINES, encoding="utf-8")
    if good:
        found = import_icd10(tmp_path / "reference.sqlite", source, year, fewest=1)
        assert found.fiscal_year == year
    else:
        with pytest.raises(UserProblem, match="between 2015 and 2100"):
            import_icd10(tmp_path / "reference.sqlite", source, year, fewest=1)


def test_a_cut_file_leaves_the_good_table_in_use(tmp_path):
    path, source = tmp_path / "reference.sqlite", tmp_path / "icd10cm-codes-2027.txt"
    source.write_text(LINES, encoding="utf-8")
    import_icd10(path, source, fewest=1)
    source.write_text(LINES.splitlines(keepends=True)[0], encoding="utf-8")
    with pytest.raises(UserProblem, match="cut short"):
        import_icd10(path, source)
    assert ReferenceLibrary(path).icd10_find("M545.0", date(2027, 1, 5))


def test_cms_own_file_of_2024(tmp_path):
    source = SHARED / "icd10cm-codes-2024.txt"
    if not source.is_file():
        pytest.skip("needs ../shared")
    assert import_icd10(tmp_path / "reference.sqlite", source).codes == 74_044
