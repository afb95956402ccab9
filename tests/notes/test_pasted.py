"""What other programs put on the clipboard, made plain or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notes.pasted import clean_paste

RTF = (
    r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}{\f1 Times;}}{\colortbl;\red0\green0\blue0;}"
    r"\f0\fs24 Neck pain 5/10\par Rotation 45\'b0 \u8594? better}"
)
HTML = "<html><head><style>p{}</style></head><body><p>Neck <b>pain</b> &lt; 5</p>two</body></html>"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (RTF, "Neck pain 5/10\nRotation 45° → better"),
        (HTML, "Neck pain < 5\ntwo"),
        ("NPRS\x00 5/10", "NPRS 5/10"),
        ("pain \u202e01/5\u202c", "pain 01/5"),
        ("better 😀", "better 😀"),
        ("כאב בצוואר 5/10", "כאב בצוואר 5/10"),
        ("strength < 4 and > 3", "strength < 4 and > 3"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_pasted_text_is_plain(raw, plain):
    assert clean_paste(raw).text == plain


@pytest.mark.parametrize("raw", ["x" * 20_001, "x" * 1_000_001, "<p>" + "y" * 20_001])
def test_too_long_is_refused_with_a_sentence(raw):
    found = clean_paste(raw)
    assert found.text == ""
    assert "20,000 letters" in found.problem


def test_no_more_is_pasted_than_there_is_room():
    assert clean_paste("abc", room=2).problem
    assert clean_paste("abc", room=3).text == "abc"


WALLS = ["<p>", "{\\rtf1 {\\*", "<!--<p>", "<p><style", "\\'b0", "{", "1", "\\u-9", "<p "]


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_of_one_thing_comes_to_an_end(wall):
    found = clean_paste(("{\\rtf1 " if wall[0] == "\\" else "") + wall * 20_000)
    assert found.problem or isinstance(found.text, str)


@given(st.text(max_size=300), st.sampled_from(["", "{\\rtf1 ", "<p>"]))
def test_nothing_unprintable_comes_through(text, head):
    kept = clean_paste(head + text).text
    assert "\x00" not in kept
    assert "\u202e" not in kept
