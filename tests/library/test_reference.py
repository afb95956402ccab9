"""The reference library: searches, years, and never a half-built file."""

import sqlite3
from datetime import date

import pytest

from core.library.reference import Edition, ReferenceLibrary, write_icd10
from core.model.patient import Icd10Code

CODES = (
    Icd10Code("M542", "Cervicalgia", "neck pain"),
    Icd10Code("M5450", "Low back pain, unspecified"),
    Icd10Code("M5451", "Vertebrogenic low back pain"),
    Icd10Code("S134XXA", "Sprain of ligaments of cervical spine, initial encounter"),
    Icd10Code("S134XXS", "Sprain of ligaments of cervical spine, sequela"),
    Icd10Code("L89141", "Pressure ulcer of left lower back, stage 1"),
)
IN_2026 = date(2026, 3, 10)


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "reference.sqlite"
    write_icd10(path, Edition(2026, "ours"), CODES)
    return ReferenceLibrary(path)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("m54.5", ["M5450", "M5451"]),
        ("M545", ["M5450", "M5451"]),
        ("neck", ["M542"]),
        ("pain neck", ["M542"]),
        ("low ba", ["M5450", "M5451", "L89141"]),
        ("sprain cerv", ["S134XXA", "S134XXS"]),
        ('"(*', []),
        ("", []),
    ],
)
def test_finds_by_code_and_by_words(library, typed, codes):
    assert [hit.code for hit in library.icd10_search(typed, IN_2026)] == codes


def test_a_parent_code_is_not_billable(library):
    assert library.icd10_find("M54.5", IN_2026) is None
    assert library.icd10_find("m54.50", IN_2026).description == "Low back pain, unspecified"


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2025, 9, 30), False),
        (date(2025, 10, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_table_is_known_for_its_fiscal_year_only(library, day, known):
    assert (library.icd10_note(day) == "") is known
    assert (library.icd10_find("M542", day) is not None) is known


def test_another_year_is_added_and_the_first_kept(library):
    write_icd10(library.path, Edition(2027, "newer"), [Icd10Code("M542", "Neck pain")])
    library.reopen()
    assert [e.fiscal_year for e in library.editions()] == [2027, 2026]
    assert library.icd10_find("M542", date(2026, 10, 1)).description == "Neck pain"
    assert library.icd10_find("M542", IN_2026).description == "Cervicalgia"


def test_a_source_that_breaks_midway_leaves_the_old_table(library):
    before = library.path.read_bytes()

    def broken():
        yield CODES[0]
        raise sqlite3.OperationalError("cut")

    with pytest.raises(Exception, match="old one is still in use"):
        write_icd10(library.path, Edition(2027, "cut"), broken())
    assert library.path.read_bytes() == before
    assert [p.name for p in library.path.parent.iterdir()] == ["reference.sqlite"]


def test_no_library_answers_nothing(tmp_path):
    empty = ReferenceLibrary(tmp_path / "none.sqlite")
    assert empty.icd10_search("neck", IN_2026) == ()
    assert "No ICD-10-CM table" in empty.icd10_note(IN_2026)
