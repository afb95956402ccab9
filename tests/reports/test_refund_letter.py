"""The refund letter: who is told what, line by line, and what is left to be filled in."""

from dataclasses import replace
from datetime import date

from core.model.audits import OverpaidLine
from core.reports.refund_letter import RefundLetter, build
from core.reports.superbill_record import Insurance, Rendering
from tests.reports.people import BILLING, ISSUED, PATIENT
from tests.reports.reading import text

LETTER = RefundLetter(
    number=1050,
    issued_on=ISSUED,
    billing=BILLING,
    patient=PATIENT,
    insurance=Insurance("Medicare Part B", "1EG4TE5MK73"),
    address=("PO Box 100", "Columbus, OH 43215"),
    day=date(2025, 12, 15),
    rendering=Rendering("Jordan Reyes, PT", "1234567893"),
    found_on=date(2026, 3, 10),
    lines=(OverpaidLine("97530", 1, 2765), OverpaidLine("97110", 1, 1487)),
    why="97530: 1 unit billed; 11 minutes earn 0.",
    due=date(2026, 5, 9),
    cites=("42 CFR 401.305(b)(1)",),
)


def told(record):
    return " ".join(text(build(record).body).split())


def test_it_tells_the_payer_what_was_too_high_and_what_comes_back():
    found = told(LETTER)
    for words in (
        "Medicare Part B", "PO Box 100", "1EG4TE5MK73", "12/15/2025", "found on 03/10/2026",
        "return $42.52", "97530 1 27.65", "97110 1 14.87", "In all 42.52",
        "11 minutes earn 0", "returned by 05/09/2026", "42 CFR 401.305(b)(1)", "Page 1 of 1",
    ):  # fmt: skip
        assert words in found


def test_an_amount_that_is_not_known_is_left_to_be_filled_in():
    found = told(replace(LETTER, lines=(OverpaidLine("97530", 1, None),)))
    assert "return the amount below" in found
    assert "97530 1 ____________" in found


def test_without_a_payer_the_patient_is_written_to():
    found = told(replace(LETTER, insurance=None, address=("1 Pier Road",)))
    assert f"{PATIENT.full_name} 1 Pier Road" in found
    assert "set against what is still open" in found


def test_the_same_record_gives_the_same_bytes():
    assert build(LETTER).body == build(LETTER).body
