import pytest

from core.model import checks
from core.model.clean_text import clean_block, clean_line

SHAPES = {
    checks.phone_problem: (
        ("703-555-0142", "(703) 555-0142 ext. 12", "1 703 555 0142", "+44 20 7946 0958"),
        ("555-0142", "703-555-01422", "2 703 555 0142", "703-555-O142", "+1234567",
         "703 555 0142; DROP"),
    ),
    checks.zip_problem: (("04101", "04101-2222"), ("4101", "04101-22", "٠٤١٠١")),
    checks.state_problem: (("DC", "PR", "AE"), ("ZZ", "me", "Maine")),
    checks.member_id_problem: (("1EG4-TE5-MK73", "W" * 30), ("W" * 31, "a~b", "-1")),
    checks.icd10_problem: (
        ("M5450", "S72001A", "Z96", "C4A0"),
        ("M54.50", "m5450", "M545012A", "", "5450", "MM4"),
    ),
    checks.taxonomy_problem: (("225100000X", "225X00000X"), ("225100000", "225100000Y")),
    checks.code_problem: (("97110", "G0283", "TAPE"), ("9711O-", "9", "97 110")),
    checks.place_problem: (("02", "11"), ("1", "111", "AA")),
    checks.email_problem: (("a.b@c.org",), ("a@b", "a b@c.org", "@c.org")),
}  # fmt: skip
TAX_IDS = {
    "EIN": (("12-3456789", "123456789"), ("123-45-6789", "12-345678", "1-23456789")),
    "SSN": (("123-45-6789", "123456789"), ("12-3456789", "123-456-789")),
}
GOOD = [(check, text) for check, (good, _) in SHAPES.items() for text in good]
BAD = [(check, text) for check, (_, bad) in SHAPES.items() for text in bad]


@pytest.mark.parametrize(("check", "text"), GOOD)
def test_a_value_of_the_right_shape_has_no_problem(check, text):
    assert check(text) == ""


@pytest.mark.parametrize(("check", "text"), BAD)
def test_any_other_value_gets_a_sentence(check, text):
    assert len(check(text).split()) > 3


@pytest.mark.parametrize("kind", TAX_IDS)
def test_a_tax_id_has_the_shape_of_its_kind(kind):
    good, bad = TAX_IDS[kind]
    assert not any(checks.tax_id_problem(text, kind) for text in good)
    assert all(checks.tax_id_problem(text, kind) for text in bad)


def test_every_state_and_territory_is_known():
    assert len(checks.STATES) == 51 + 8 + 3


@pytest.mark.parametrize(("typed", "kept"), [
    ("  a\t b\n", "a b"), ("a\x00b\x0bc", "ab c"), ("a\u202eb\u2066c\u200f", "abc"),
    ("Zoe\u0308", "Zoë"), ("\ud800x", "x"), ("<b>&", "<b>&"), ("שלום", "שלום"),
    ("\u200bx", "\u200bx"), ("👩\u200d🦽", "👩\u200d🦽"),
])  # fmt: skip
def test_a_line_keeps_what_can_be_printed(typed, kept):
    assert clean_line(typed) == kept


def test_a_block_keeps_its_lines():
    assert clean_block("a\r\nb\rc\u2028d\x00\te") == "a\nb\nc\nd    e"
