from hypothesis import given
from hypothesis import strategies as st

from core.store.recovery_code import ALPHABET, grouped, looks_like_code, new_code, read_code

data = st.text(st.sampled_from(ALPHABET), min_size=32, max_size=32)


@given(data)
def test_reads_what_it_printed(whole):
    assert read_code(grouped(whole)) == whole


@given(data, st.integers(0, 32), st.sampled_from(ALPHABET))
def test_notices_any_one_wrong_character(whole, place, wrong):
    printed = grouped(whole).replace("-", "")
    typed = printed[:place] + wrong + printed[place + 1 :]
    assert (read_code(typed) is None) == (typed != printed)


@given(data, st.integers(0, 31))
def test_notices_any_two_swapped_neighbours(whole, place):
    printed = grouped(whole).replace("-", "")
    typed = printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :]
    assert (read_code(typed) is None) == (typed != printed)


@given(data, st.integers(1, 33))
def test_notices_a_missing_character(whole, place):
    printed = grouped(whole).replace("-", "")
    assert read_code(printed[: place - 1] + printed[place:]) is None


@given(data)
def test_forgives_case_spaces_and_lookalikes(whole):
    typed = grouped(whole).lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert read_code(f" {typed}\n") == whole
    assert read_code(typed.upper().replace("L ", "I ")) in (whole, None)


def test_a_code_has_160_random_bits_in_nine_groups():
    codes = {grouped(new_code()) for _ in range(200)}
    assert len(codes) == 200
    assert {tuple(len(group) for group in code.split("-")) for code in codes} == {(4, 4, 3) * 3}
    assert {letter for code in codes for letter in code} == {*ALPHABET, "-"}


def test_tells_a_mistyped_code_from_a_password():
    code = grouped(new_code())
    assert looks_like_code(code[:-3] + "0" + code[-1])
    assert not looks_like_code("paper lantern orbit")
    assert not looks_like_code("correct horse battery staple lamps")
