"""Names in any script: drawn, found again by search and copy, or reported; never a silent box."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reports import superbill, superbill_columns, typeset
from core.reports.bidi import visual_stretches
from core.reports.fonts import chain, font
from core.reports.page import BODY, para
from core.reports.superbill_problems import missing_characters
from core.reports.typeset import LONGEST_TEXT, clean, set_line
from tests.reports.people import PATIENT, record
from tests.reports.reading import stream_text, text

NAMES = (
    "Łukasz <b>Ngô & Sons",
    "Nguyễn Thị Ẩn",
    "Γεώργιος Παπαδόπουλος",
    "Людмила Їжакевич",
    "محمد علي حداد",
    "علاء سلامة",
    "שרה כהן",
    "प्रिया किशोर",
    "王小明",
    "田中 さくら",
    "김민준",
    "สมชาย ใจดี",
    "გიორგი",
    "O’Brien-Σμιθ",
    "Sarah כהן",
)
PAYLOADS = (
    "</para><para>",
    "a <b",
    "<img src='file:///etc/passwd'/>",
    "<img src='http://example.invalid/x.png'/>",
    "<font color='[[[getattr(pow, Word(\"__globals__\"))] for Word in [str]]]'>x</font>",
    "&lt;&amp;&#0;",
    "%s %(name)s {0} {name}",
    "(unbalanced \\( paren",
    "=HYPERLINK(1)",
)
LETTERS = st.characters(
    codec="utf-8",
    categories=("L", "N", "P", "S", "Zs"),
    max_codepoint=0x052F,
    exclude_characters="\u00a0\u00ad",
)


def drawn(name: str, build=superbill.build):
    return build(record(patient=replace(PATIENT, first_name=name, middle_name="", last_name="End")))


@pytest.mark.parametrize("build", [superbill.build, superbill_columns.build])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_back_as_it_was_typed(name, build):
    pdf = drawn(name, build)
    assert pdf.missing == ()
    found = stream_text(pdf.body).replace(" ", "")
    assert name.replace(" ", "") in found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_is_only_text(payload):
    assert "".join(payload.split()) in "".join(stream_text(drawn(payload).body).split())


@given(st.text(LETTERS, min_size=1, max_size=12))
@settings(max_examples=60)
def test_letters_of_covered_scripts_come_back(name):
    pdf = drawn(name)
    covered = "".join(c for c in clean(name) if c not in pdf.missing)
    found = "".join(stream_text(pdf.body).split())
    assert "".join(covered.split()) in found.replace("\ufffd", "")


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_no_text_crashes_and_what_is_missing_is_reported(name):
    pdf = drawn(name)
    assert pdf.body.startswith(b"%PDF")
    assert set(pdf.missing) <= set(clean(name))


@pytest.mark.parametrize("char", ["😀", "த", "ব", "\U000f0000", "\ue000"])
def test_a_character_without_a_glyph_is_named(char):
    pdf = drawn(f"Ann{char}")
    assert pdf.missing == (char,)
    assert "Ann\ufffd" in text(pdf.body)
    assert f"{char} (U+{ord(char):04X})" in missing_characters(pdf.missing)[0]


def test_shaped_names_before_do_not_change_a_later_file():
    first = drawn("شيماء").body
    for name in NAMES:
        drawn(name)
    assert drawn("شيماء").body == first


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("abc", "abc"),
        ("שלום", "םולש"),
        ("abc שלום def", "abc םולש def"),
        ("שלום abc", "abc םולש"),
        ("שלום 123", "123 םולש"),
        ("מספר 1-2 סוף", "ףוס 1-2 רפסמ"),
        ("abc אב, גד.", "abc דג ,בא."),
        ("٣ אב", "בא ٣"),
    ],
)
def test_mixed_directions_stand_in_visual_order(logical, visual):
    parts = ((logical[s.start : s.end], s.level % 2 == 1) for s in visual_stretches(logical))
    assert "".join(part[::-1] if leftward else part for part, leftward in parts) == visual


@given(st.text(alphabet="abW -", max_size=200), st.floats(30, 300))
def test_paragraph_lines_fit_and_lose_nothing_but_spaces(words, width):
    made = para(words, width)
    texts = ["".join(run.text for run in line.runs) for line in made.lines]
    assert all(line.width * BODY.size <= width + 0.001 for line in made.lines)
    assert "".join("".join(texts).split()) == "".join(words.split())


def test_marks_stay_with_their_letter():
    assert clean("Jose\u0301") == "José"
    shaped = set_line("q\u0308r")
    assert shaped.missing == frozenset()
    assert shaped.width == pytest.approx(set_line("qr").width, abs=0.01)


@pytest.mark.parametrize("char", ["\n", "\t", "\0", "\u202e", "\u2028", "\u2067"])
def test_controls_and_turned_round_text_never_reach_the_page(char):
    assert char not in clean(f"a{char}b")
    assert unicodedata.category(char)[0] in "CZ"


def test_a_text_is_capped_and_a_very_long_word_is_broken():
    made = para("W" * (LONGEST_TEXT + 500), 200)
    assert sum(len(run.text) for line in made.lines for run in line.runs) == LONGEST_TEXT


@pytest.mark.parametrize("wrong", [None, 12, b"bytes"])
def test_only_text_is_drawn(wrong):
    with pytest.raises(TypeError, match="draws text"):
        para(wrong, 100)


def test_without_the_shaper_what_needs_it_is_reported(monkeypatch):
    for face in (*chain(bold=False), *chain(bold=True)):
        monkeypatch.setattr(font(face), "shaper", None)
    assert typeset.set_line("Łukasz Жук 王").missing == frozenset()
    assert typeset.set_line("Ann علي").missing == frozenset("علي")
