"""A claim by the items of the CMS-1500: what stands in each, what is missing, how lines are cut."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from core.claims.making import make_claims
from core.library.claim_files import load_claim_rules
from core.model.practice import Address
from tests.case_files import CASES
from tests.claims.okafor import FACTS, facts_of, line_of

RULES = load_claim_rules()
FOLDER = CASES / "claims"
ITEMS = tomllib.loads((FOLDER / "items.toml").read_text("utf-8"))["cases"]
LINES = tomllib.loads((FOLDER / "lines.toml").read_text("utf-8"))["cases"]


def by_id(case):
    return case["id"]


def made(case):
    return make_claims(facts_of(case), RULES)


def lacking(found, needed):
    return {one.item for one in found.lacks if one.needed is needed}


@pytest.mark.parametrize("case", ITEMS, ids=by_id)
def test_each_item_is_written_as_the_manual_wants_it(case):
    claim = made(case).claims[0]
    wanted = case.get("items", {})
    assert {number: claim.value(number) for number in wanted} == wanted


@pytest.mark.parametrize("case", ITEMS, ids=by_id)
def test_what_is_missing_is_named_at_its_item(case):
    found = made(case)
    needed, later = lacking(found, True), lacking(found, False)
    if "needed" in case:
        assert needed == set(case["needed"])
    assert later >= set(case.get("later", ()))
    assert not (needed | later) & set(case.get("silent", ()))


@pytest.mark.parametrize("case", ITEMS, ids=by_id)
def test_what_is_missing_says_what_to_do(case):
    for one in made(case).lacks:
        assert one.what.endswith("."), one
        assert one.to_do.endswith("."), one


def cut(case):
    facts = replace(
        FACTS,
        profile=case.get("profile", FACTS.profile),
        diagnoses=facts_of({"diagnoses": case["diagnoses"]}).diagnoses,
        lines=tuple(line_of(*one) for one in case["lines"]),
        paid_cents=case.get("paid", 0),
    )
    return make_claims(facts, RULES).claims


def told(claim):
    return [[x.code, " ".join(x.modifiers), x.letters, x.charge_cents] for x in claim.lines]


@pytest.mark.parametrize("case", LINES, ids=by_id)
def test_lines_are_dealt_to_forms_with_their_letters(case):
    claims = cut(case)
    assert [told(one) for one in claims] == case["forms"]
    assert [[d.code for d in one.diagnoses] for one in claims] == case["listed"]
    assert [one.total_cents for one in claims] == case["totals"]
    assert [(one.part, one.parts) for one in claims] == [
        (number, len(claims)) for number in range(1, len(claims) + 1)
    ]


@pytest.mark.parametrize("case", [c for c in LINES if "shares" in c], ids=by_id)
def test_what_was_paid_is_shared_out_among_the_forms(case):
    assert [one.paid_cents for one in cut(case)] == case["shares"]


@pytest.mark.parametrize("case", [c for c in LINES if "numbers" in c], ids=by_id)
def test_each_form_has_its_own_authorisation_number(case):
    assert [one.value("23") for one in cut(case)] == case["numbers"]


def test_a_line_holds_what_item_24_asks_for():
    line = made({}).claims[0].lines[1]
    assert (line.day, line.place, line.code) == (date(2026, 3, 10), "11", "97140")
    assert (line.modifiers, line.letters, line.units) == (("59", "GP"), "B", 1)
    assert (line.charge_cents, line.npi) == (5500, "1003000126")


def test_the_payer_stands_above_the_items():
    assert made({}).claims[0].carrier == ("GREAT LAKES MUTUAL", "PO BOX 900", "LIMA OH 45801")
    bare = replace(FACTS, payer=replace(FACTS.payer, address=Address()))
    assert "Top" in lacking(make_claims(bare, RULES), False)


def test_who_pays_without_insurance_has_no_claim():
    found = make_claims(replace(FACTS, coverage=None), RULES)
    assert found.claims == ()
    assert "No insurance is on record" in found.lacks[0].what
    assert found.lacks[0].needed


@pytest.mark.parametrize("day", [date(2014, 3, 31), date(1999, 1, 1)])
def test_before_the_form_was_in_use_its_rules_are_not_known(day):
    found = make_claims(replace(FACTS, made_on=day), RULES)
    assert found.claims == ()
    assert "not known" in found.lacks[0].what


def test_diagnoses_that_stand_on_no_form_are_named():
    codes = [f"M{number:04}" for number in range(5450, 5463)]
    case = {"diagnoses": codes, "lines": [["97110", 1, [], 100, codes[:1]]]}
    (left,) = [one for one in made(case).lacks if one.item == "21"]
    assert all(code in left.what for code in codes[1:])
    assert not left.needed
