"""An own value belongs to one payer; another payer on the same profile does not get it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.errors import InvalidInput
from core.library.own_values import with_overrides
from core.library.rulebook import load_rulebook
from core.model.encounter import Service
from core.model.kinds import CoverageRank, SecondaryRule
from core.model.own_value import OwnValue, rules_id
from core.model.patient import Coverage, Patient
from core.model.practice import Payer, PayerProfile
from core.services import encounters, own_values, patients, second_payer, setup
from core.services.own_values import TypedValue
from core.services.payer_values import Standing, values_on
from core.store import encounters as table
from tests.support.practice import DAY, reopen

# 18 + 7 minutes: by its midpoint only 97110 has a unit, the total of 25 minutes has two.
ROWS = (Service("97110", 18), Service("97140", 7))
SINCE = date(2026, 1, 1)


@pytest.fixture
def other(clinic):
    """Another payer on the same profile."""
    profile = PayerProfile("generic-commercial", date(2015, 1, 1))
    return setup.save_payer(clinic.p, Payer("Blue Bay", profiles=(profile,))).id


def own(clinic, payer, **changes):
    parts = {"key": "unit_rule", "text": "cms-total-time", "since": SINCE, "until": None}
    return own_values.save_own(
        clinic.p,
        TypedValue("generic-commercial", source="Contract", payer_id=payer, **{**parts, **changes}),
    )


def patient_of(clinic, payer, name="Ruth"):
    person = patients.save(clinic.p, Patient(name, "Moss", date(1950, 1, 2))).id
    patients.save_coverage(clinic.p, Coverage(person, payer, CoverageRank.PRIMARY, "B1"))
    return person


def session(clinic, payer, **changes):
    person = patient_of(clinic, payer)
    record = encounters.new_session(clinic.p, person, DAY).record
    receipt = encounters.save(clinic.p, replace(record, services=ROWS, **changes), complete=True)
    return receipt.encounter_id


def units(clinic, number):
    return encounters.bill_of(clinic.p, number).total_units


def test_only_the_payer_it_belongs_to_bills_by_it(clinic, other):
    own(clinic, clinic.commercial)
    assert units(clinic, session(clinic, clinic.commercial)) == 2
    assert units(clinic, session(clinic, other)) == 1


def test_the_encounter_keeps_the_shipped_profile_and_its_bill_names_the_source(clinic):
    own(clinic, clinic.commercial)
    number = session(clinic, clinic.commercial)
    assert table.get(clinic.p.file.db, number).profile == "generic-commercial"
    cites = [step.cite for step in encounters.bill_of(clinic.p, number).trace]
    assert "Set by the practice: Contract" in cites


def test_a_kept_bill_explains_itself_after_the_value_is_taken_away(clinic):
    kept = own(clinic, clinic.commercial)
    number = session(clinic, clinic.commercial)
    before = encounters.bill_of(clinic.p, number)
    own_values.remove_own(clinic.p, kept.id)
    assert encounters.bill_of(clinic.p, number) == before
    assert not encounters.open_session(clinic.p, number).insurer_changed


def test_two_payers_hold_different_values_on_the_same_days(clinic, other):
    own(clinic, clinic.commercial)
    own(clinic, other, text="full-15")
    with pytest.raises(InvalidInput, match="already holds"):
        own(clinic, other)
    for payer, rule in ((clinic.commercial, "cms-total-time"), (other, "full-15")):
        rules = clinic.p.book.day_rules(rules_id("generic-commercial", payer), DAY)
        assert rules.profile.unit_rule.value == rule


def test_a_payers_value_goes_before_everybodys_which_goes_before_the_shipped(clinic, other):
    own(clinic, None, text="both")
    own(clinic, clinic.commercial)
    found = [
        clinic.p.book.day_rules(rules, DAY).profile.unit_rule.value
        for rules in (
            rules_id("generic-commercial", clinic.commercial),
            rules_id("generic-commercial", other),
            "generic-commercial",
            "aetna",
        )
    ]
    assert found == ["cms-total-time", "both", "both", "ama-midpoint"]


def test_it_is_there_again_after_opening(clinic):
    own(clinic, clinic.commercial)
    identity = clinic.p.book.identity
    clinic.p.file.close()
    clinic.p = reopen(clinic.p.file.path)
    assert clinic.p.book.identity == identity
    assert units(clinic, session(clinic, clinic.commercial)) == 2
    clinic.p.file.close()


def test_an_unknown_payer_is_refused(clinic):
    with pytest.raises(InvalidInput, match="payer is not in the practice"):
        own(clinic, 99)


def test_settings_shows_it_for_its_payer_alone(clinic, other):
    own(clinic, clinic.commercial)
    listed = own_values.list_own(clinic.p)

    def standing(payer):
        found = values_on(clinic.p.book, "generic-commercial", DAY, listed, payer)
        return next(value.standing for value in found if value.key == "unit_rule")

    assert standing(clinic.commercial) is Standing.PRACTICE
    assert standing(other) is Standing.OWN


def test_the_identity_tells_whose_value_it_is():
    value = OwnValue("aetna", "mue", "none", SINCE, "x")
    books = [
        with_overrides(load_rulebook(), [replace(value, payer_id=payer)], {})
        for payer in (None, 1, 2)
    ]
    assert len({book.identity for book in books}) == 3


def test_a_percentage_of_medicare_is_one_payers_own(clinic, other):
    setup.set_setting(clinic.p, "fee_locality", "national")
    own(clinic, clinic.commercial, key="percent_of_medicare", text="110")
    own(clinic, other, key="percent_of_medicare", text="80")
    amounts = []
    for payer in (clinic.commercial, other):
        (line,) = encounters.bill_of(clinic.p, session(clinic, payer)).lines
        amounts.append(line.allowed_cents)
    # Medicare's 29.06: 110 percent of it 31.966, 80 percent 23.248
    assert amounts == [3197, 2325]
    assert own_values.list_own(clinic.p)[0].value == Decimal(110)


@pytest.mark.parametrize(
    ("rule", "expected"), [(None, 2), (SecondaryRule.STRICTER, 1), (SecondaryRule.ASK, 2)]
)
def test_the_practice_decides_where_two_payers_disagree(clinic, rule, expected):
    if rule:
        (event,) = clinic.audit_since(lambda: second_payer.save_secondary_rule(clinic.p, rule))
        assert event.detail["value"] == rule.value
    person = patient_of(clinic, clinic.medicare)
    second = Coverage(person, clinic.commercial, CoverageRank.SECONDARY, "H2")
    patients.save_coverage(clinic.p, second)
    record = replace(encounters.new_session(clinic.p, person, DAY).record, services=ROWS)
    number = encounters.save(clinic.p, record).encounter_id
    assert units(clinic, number) == expected
