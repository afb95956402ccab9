import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store import search_words


@pytest.mark.parametrize(("name", "words"), [
    ("Łukasz O'Brien-Ngô", ["lukasz", "obrien", "ngo", "o", "brien"]),
    ("Straße ØRSTED Æsir", ["strasse", "orsted", "aesir"]),
    ("李 小龍", ["李", "小龍"]), ("Zoe\u0308", ["zoe"]), ("ﬁona", ["fiona"]),
    ("a\u0000b\u202ec\ud800d", ["a", "b", "c", "d"]),
    ('" AND (*) NEAR', ["and", "near"]), ("’", []),
])  # fmt: skip
def test_names_are_cut_into_plain_words(name, words):
    assert search_words.name_words(name) == words


@given(st.text(max_size=40))
def test_a_name_spelt_otherwise_has_the_same_words(text):
    wanted = search_words.name_words(text)
    assert search_words.name_words(unicodedata.normalize("NFD", text)) == wanted
    assert search_words.name_words(unicodedata.normalize("NFC", text)) == wanted


@given(st.text(max_size=60))
def test_typed_text_never_breaks_out_of_its_quotes(text):
    query = search_words.typed_query(text)
    assert query.count('"') % 2 == 0
    for term in query.split('"')[1::2]:
        assert term
        assert not any(one.isspace() or one in "'()*:^" for one in term)


@pytest.mark.parametrize(("phone", "words"), [
    ("(703) 555-0142", [
        "7035550142", "035550142", "35550142", "5550142", "550142", "50142", "0142",
    ]),
    ("+1 703 555 0142 x99", None), ("911", []), ("", []),
])  # fmt: skip
def test_a_phone_is_found_from_its_start_and_by_its_last_digits(phone, words):
    if words is None:
        words = search_words.phone_words("(703) 555-0142")
    assert search_words.phone_words(phone) == words


@pytest.mark.parametrize(("typed", "prefixes"), [
    ("3/2/1963", {"03021963"}), ("3-2-63", {"030263", "03021963", "03022063"}),
    ("1963-03", {"196303"}), ("1963-3-2", {"19630302"}), ("12/3", {"1203"}), ("3/2/", {"0302"}),
])  # fmt: skip
def test_a_date_is_looked_for_as_far_as_it_is_typed(typed, prefixes):
    assert set(search_words.typed_query(typed).split('"')[1::2]) == prefixes
