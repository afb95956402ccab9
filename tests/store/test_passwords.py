import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.store.passwords import check_password, normalised


@pytest.mark.parametrize(
    "text",
    [
        "paper lantern orbit",
        "Zug&Brücke",
        "correct horse",
        "nine lives!",
        "密碼很長很難猜喔",
        "x9#Lq2vT",
        "tree lamp " * 7,
        "\x00\t🙂 any sign",
        "x#9" + "correct horse battery staple " * 8,
    ],
)
def test_takes_a_password_that_is_long_enough(text):
    assert check_password(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "8 characters"),
        ("seven77", "8 characters"),
        ("x" * 257 + "abcdefg", "at most"),
        ("password", "first that anybody"),
        ("Password123", "first that anybody"),
        ("P@ssw0rd!", "first that anybody"),
        ("passwordpassword", "first that anybody"),
        ("Summer2026!", "first that anybody"),
        ("unitwise1", "first that anybody"),
        ("12345678", "first that anybody"),
        ("87654321", "first that anybody"),
        ("qwertyuiop", "first that anybody"),
        ("abcd1234", "first that anybody"),
        ("aaaaaaaaaa", "first that anybody"),
        ("abcabcabc", "first that anybody"),
        ("paper\ud800lamp", "broken character"),
    ],
)
def test_refuses_a_password_with_the_reason(text, word):
    with pytest.raises(FieldProblem, match=word) as caught:
        check_password(text, "new_password")
    assert caught.value.field == "new_password"


@given(st.text(min_size=1))
def test_one_password_has_one_form_however_it_is_composed(text):
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(
        unicodedata.normalize("NFC", text)
    )
