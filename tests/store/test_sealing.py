"""A key sealed to a public key; the vector was computed with HMAC written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store import sealing
from core.store.sealing import NotOpened, Sealed

PRIVATE, KEY, BOUND = bytes(range(1, 33)), bytes(range(200, 232)), b"whose it is"
VECTOR = Sealed(
    bytes.fromhex("5714769d116bf76436ae74bc793d2c30ad1903c59ac5273805c7e2698b410c36"),
    bytes.fromhex(
        "6e96f15350495e059f652034c0257b956f9bea5e391c9ac3d4b25b283ef84eb5"
        "56a475e222f012df443b33cc69f77052"
    ),
)


def test_the_vector_opens():
    assert sealing.unseal(VECTOR, PRIVATE, BOUND) == KEY


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40))
def test_what_was_sealed_opens_with_the_private_key_alone(key, bound):
    private, public = sealing.new_pair()
    sealed = sealing.seal(key, public, bound)
    assert sealing.unseal(sealed, private, bound) == key
    other, _ = sealing.new_pair()
    with pytest.raises(NotOpened):
        sealing.unseal(sealed, other, bound)
    with pytest.raises(NotOpened):
        sealing.unseal(sealed, private, bound + b"x")


@given(st.integers(0, 79), st.integers(0, 7))
def test_any_flipped_bit_is_found_out(place, bit):
    raw = bytearray(VECTOR.passing + VECTOR.cipher)
    raw[place] ^= 1 << bit
    with pytest.raises(NotOpened):
        sealing.unseal(Sealed(bytes(raw[:32]), bytes(raw[32:])), PRIVATE, BOUND)


def test_a_public_key_of_low_order_opens_nothing():
    with pytest.raises(NotOpened):
        sealing.unseal(Sealed(bytes(32), VECTOR.cipher), PRIVATE, BOUND)
