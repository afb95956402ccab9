"""The claim on paper: its items, lines in the form's order, what is missing and corrected."""

from dataclasses import replace
from datetime import date

import pytest

from core.claims.changes import line_changes
from core.claims.facts import Resubmission, ResubmissionKind
from core.claims.making import make_claims
from core.library.claim_files import load_claim_rules
from core.reports.audit_packet import build as build_packet
from core.reports.corrected_claim import CorrectedClaim, build
from core.reports.page import LEFT, RIGHT
from tests.claims.okafor import FACTS, LINES, line_of
from tests.reports.people import BILLING, INSURANCE, ISSUED, PATIENT
from tests.reports.reading import pages, text, words
from tests.reports.test_audit_packet import PACKET, VISIT
from tests.reports.test_audit_papers import outline

RULES = load_claim_rules()
BILLED = (
    replace(LINES[0], units=3, charge_cents=27000),
    LINES[1],
    line_of("97530", 1, [], 7000, []),
)
AGAIN = Resubmission(ResubmissionKind.REPLACE, "20260315042")
RECORD = CorrectedClaim(
    number=1051,
    issued_on=ISSUED,
    billing=BILLING,
    patient=PATIENT,
    insurance=INSURANCE,
    day=date(2026, 3, 2),
    claims=make_claims(replace(FACTS, resubmission=AGAIN), RULES),
    changes=line_changes(BILLED, LINES),
    resubmission=AGAIN,
    found_on=date(2026, 3, 9),
    why="97110: 3 units billed; 23 minutes earn 2.",
)
VOIDS = Resubmission(ResubmissionKind.VOID, "20260315042")
VOID = replace(
    RECORD,
    resubmission=VOIDS,
    changes=line_changes(BILLED, ()),
    claims=make_claims(replace(FACTS, lines=BILLED, resubmission=VOIDS), RULES),
)


def told(body):
    return " ".join(text(body).split())


def packet(**changes):
    claims = make_claims(replace(FACTS, **changes), RULES)
    return build_packet(replace(PACKET, visits=(replace(VISIT, claims=claims),))).body


def test_the_packet_begins_each_session_with_its_claim():
    titles = outline(packet())
    first = titles.index("Session of 03/10/2026")
    assert titles[first + 1 : first + 3] == ["Claim", "Bill"]


def test_the_claim_stands_there_by_items_and_lines():
    found = told(packet())
    for said in (
        "To GREAT LAKES MUTUAL, PO BOX 900, LIMA OH 45801", "2 Patient OKAFOR, MARIA, E",
        "3 Birth date, sex 08 02 1974 F", "1a Insured’s ID GLM",
        "17 Referrer, with qualifier DN PRIYA RAMAN MD", "A M5450 Low back pain",
        "03 10 26 03 10 26 11 97110 GP AB 180 00 2 1003000126",
        "03 10 26 03 10 26 11 97140 59 GP B 55 00 1 1003000126",
        "28 Total charge 235 00", "26 Account for this session 10042V17",
    ):  # fmt: skip
        assert said in found, said


def test_it_says_that_it_is_not_the_claim_that_was_sent():
    found = told(packet())
    assert "The claim as the record gives it today" in found
    assert "keeps no copy of claims that were sent" in found


def test_what_is_missing_is_listed_and_marked_at_its_item():
    found = told(packet(diagnoses=(), referrer=None, profile="medicare-part-b"))
    assert "Referrer, with qualifier missing" in found
    assert "17 Nobody is recorded who referred" in found
    assert "21 No diagnosis is recorded with this session." in found


def test_a_complete_claim_says_that_nothing_was_found():
    assert "Nothing that this program can check is missing or wrong." in told(packet())


def test_items_that_the_payer_wants_blank_name_their_source():
    found = told(packet(profile="medicare-part-b"))
    assert "4 Insured left blank" in found
    assert "4, 7 (Medicare Claims Processing Manual (100-04) ch. 26 s. 10.2" in found


def test_who_pays_alone_has_a_sentence_instead_of_a_claim():
    found = told(packet(coverage=None))
    assert "No insurance is on record for this session. The patient pays" in found
    assert "Service lines (item 24)" not in found


def test_seven_lines_stand_on_two_forms():
    lines = tuple(line_of(f"9711{number}", 1, [], 1000, ["M5450"]) for number in range(7))
    found = told(packet(lines=lines))
    assert "Form 1 of 2" in found
    assert "Form 2 of 2" in found


def test_a_replacement_shows_before_and_after_and_marks_what_differs():
    found = told(build(RECORD).body)
    for said in (
        "Claim 20260315042 is replaced", "22 Resubmission, reference 7 20260315042",
        "97110 GP 3 270.00 GP 2 180.00 changed", "97140 59 GP 1 55.00 59 GP 1 55.00 as billed",
        "97530 none 1 70.00 – – – taken off", "In all 395.00 235.00",
        "* 03 10 26 03 10 26 11 97110", "* differs from what was billed", "23 minutes earn 2",
    ):  # fmt: skip
        assert said in found, said
    assert "* 03 10 26 03 10 26 11 97140" not in found


def test_a_void_withdraws_every_line():
    found = told(build(VOID).body)
    for said in (
        "is withdrawn as a whole", "22 Resubmission, reference 8 20260315042",
        "97110 GP 3 270.00 – – – withdrawn", "In all 395.00 0.00", "97110 GP AB 270 00 3",
    ):  # fmt: skip
        assert said in found, said


def test_what_is_only_told_by_the_finding_says_so():
    found = told(build(replace(RECORD, completed_again=date(2026, 3, 10))).body)
    assert "completed again on 03/10/2026" in found
    assert "completed again" not in told(build(RECORD).body)


def test_a_charge_that_is_not_known_is_not_summed():
    unknown = replace(LINES[0], charge_cents=None)
    found = told(build(replace(RECORD, changes=line_changes(BILLED, (unknown,)))).body)
    assert "97110 GP 3 270.00 GP 2 not known changed" in found
    assert "In all 395.00 not known" in found


@pytest.mark.parametrize("record", [RECORD, VOID], ids=["replace", "void"])
def test_pages_are_numbered_dated_and_named_and_stay_within_their_edges(record):
    pdf = build(record)
    assert pdf.body == build(record).body
    for number, page in enumerate(pages(pdf.body)):
        assert f"Page {number + 1} of {pdf.pages}" in page
        assert "issued 03/10/2026" in page
        assert "Okafor" in page
        for word in words(pdf.body, number):
            assert word["x0"] >= LEFT - 1, word
            assert word["x1"] <= RIGHT + 1, word


def test_long_names_and_many_diagnoses_stay_within_the_page():
    long = "Wilhelmina-Alexandrina Featherstonehaugh"
    codes = tuple(replace(FACTS.diagnoses[0], code=f"M{n}", description=long * 2)
                  for n in range(5450, 5462))  # fmt: skip
    patient = replace(FACTS.patient, first_name=long, last_name=long)
    body = packet(patient=patient, diagnoses=codes)
    for number in range(len(pages(body))):
        assert all(word["x1"] <= RIGHT + 1 for word in words(body, number))


def test_a_total_with_an_unknown_charge_is_not_known_and_a_line_without_pointer_says_none():
    found = told(packet(lines=(line_of("97140", 1, [], -1, []),)))
    assert "28 Total charge not known" in found
    assert "97140 none missing 1 1003000126" in found
