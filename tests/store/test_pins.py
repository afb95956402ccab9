import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldProblem
from core.store import pins

REFUSED = (
    "", "12345", "1234567890123", "12345a", "１２３４５６", "-123456", "123 456",
    "111111", "112211", "123456", "654321", "890123", "210987", "121212", "123123", "1231231",
    "48254825", "0000000",
)  # fmt: skip


@pytest.mark.parametrize("pin", REFUSED)
def test_a_pin_that_is_no_pin_or_guessed_first_is_refused(pin):
    with pytest.raises(FieldProblem) as caught:
        pins.check_pin(pin)
    assert caught.value.field == "pin"


@pytest.mark.parametrize("pin", ["482916", "007531", "123455", "913726485042"])
def test_other_pins_are_taken(pin):
    assert pins.check_pin(f" {pin} ") == pin


@given(
    st.integers(1, 3).flatmap(
        lambda n: st.tuples(st.text("0123456789", min_size=n, max_size=n), st.integers(6, 12))
    )
)
def test_a_piece_written_again_and_again_is_never_a_pin(given_piece):
    piece, length = given_piece
    with pytest.raises(FieldProblem):
        pins.check_pin((piece * 12)[:length])


def test_a_hash_fits_its_pin_alone_and_does_not_show_it():
    kept = pins.hashed("482916")
    assert kept.startswith("$argon2id$")
    assert "482916" not in kept
    assert pins.fits("482916", kept)
    assert kept != pins.hashed("482916")
    for wrong in ("482917", "", "48291", "\ud800"):
        assert not pins.fits(wrong, kept)
    assert not pins.fits("482916", "")
    assert not pins.fits("482916", "no hash")
