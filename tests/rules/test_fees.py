"""Medicare's amounts to the cent, against tables typed from their sources."""

import csv
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.encounter import OtherEncounter, Service
from core.model.facts import Locality
from core.model.kinds import Discipline
from core.rules.fees import fee_basis
from tests.case_files import CASES
from tests.rules.money import allowed, bill_of_units, service, total, unchecked

FOLDER = CASES / "fees"
LINES = (FOLDER / "unit_fees.csv").read_text("utf-8").splitlines()[1:]
UNIT_FEES = list(csv.DictReader(LINES))
TABLE = tomllib.loads((FOLDER / "days.toml").read_text("utf-8"))
DAYS = [{**TABLE["defaults"], **case} for case in TABLE["case"]]
FACTORS = tomllib.loads((CASES / "spec" / "factors.toml").read_text("utf-8"))["row"]


def fee(code: str, day: date) -> tuple[Decimal, Decimal]:
    """Dollars of the first unit and of a further one, at the national indices."""
    fees = load_rulebook().fees
    basis = fee_basis(fees, day, Locality(), qualifying=False)
    found = fees.fee(code, basis._replace(kept=Decimal("0.5")))
    return Decimal(found.full) / 100, Decimal(found.further) / 100


@pytest.mark.parametrize("row", UNIT_FEES, ids=lambda row: row["code"])
def test_a_unit_costs_what_the_table_says(row):
    full, further = fee(row["code"], date(2026, 1, 1))
    assert fee(row["code"], date(2025, 12, 31))[0] == Decimal(row["2025"])
    assert (full, further) == (Decimal(row["2026"]), Decimal(row["2026_further"]))


@pytest.mark.parametrize("case", DAYS, ids=lambda case: case["source"][:40])
def test_a_day_costs_what_the_source_says(case):
    bill = bill_of_units(
        case["units"],
        date=case["date"],
        payer=case["payer"],
        discipline=Discipline(case["discipline"]),
        locality=Locality(*case["locality"]),
    )
    assert allowed(bill) == case["allowed"]
    assert total(bill) == Decimal(case["total"])


@pytest.mark.parametrize("row", FACTORS, ids=lambda row: str(row["first"]))
def test_the_conversion_factor_is_the_days_own(row):
    fees = load_rulebook().fees
    for day in (row["first"], row["last"]):
        plain, qp = (fee_basis(fees, day, Locality(), qualifying=one) for one in (False, True))
        expected = Decimal(row["factor"]), Decimal(row.get("qp", row["factor"]))
        assert (plain.factor.value, qp.factor.value) == expected


def test_the_reduction_of_further_units_begins_in_april_2013():
    book = load_rulebook()
    kept = [
        book.parameter("mppr.practice_expense_kept", day)
        for day in (date(2013, 3, 31), date(2013, 4, 1))
    ]
    assert not hasattr(kept[0], "value")
    assert kept[1].value == Decimal("0.50")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"date": date(2027, 1, 1)}, "conversion factors for 2027-01-01"),
        ({"date": date(2021, 12, 31)}, "conversion factors for 2021-12-31"),
        ({"locality": None}, "no Medicare locality given"),
        ({"locality": Locality("15202", "00")}, "geographic indices of locality 15202 00"),
        ({"payer": "aetna"}, "no contract rate of Aetna"),
    ],
)
def test_an_amount_that_no_table_tells_is_null_and_says_why(facts, said):
    bill = bill_of_units({"97110": 1}, **facts)
    assert allowed(bill) == {"97110": None}
    assert said in unchecked(bill)


def test_one_code_without_values_leaves_the_others_priced():
    bill = bill_of_units({"97110": 1, "96125": 1})
    assert allowed(bill) == {"97110": "29.06", "96125": None}
    assert "96125" in unchecked(bill)


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("97530", "22.21"),  # the other's practice expense is greater
        ("97140", "29.06"),  # this one's is
        ("97129", "29.06"),  # no reduction goes with it
    ],
)
def test_one_unit_of_the_day_leads_across_disciplines(other, own):
    same_day = (OtherEncounter(Discipline.OT, (service(other, 1),)),)
    assert allowed(bill_of_units({"97110": 1}, same_day=same_day)) == {"97110": own}


def test_two_encounters_of_a_day_never_both_lead():
    def lone(discipline, other):
        same_day = (OtherEncounter(other, (Service("97535", 15),)),)
        return allowed(bill_of_units({"97535": 1}, discipline=discipline, same_day=same_day))

    pt, ot = lone(Discipline.PT, Discipline.OT), lone(Discipline.OT, Discipline.PT)
    assert sorted((pt["97535"], ot["97535"])) == ["23.88", "32.40"]


UNITS = st.dictionaries(
    st.sampled_from(["97110", "97112", "97116", "97140", "97530", "97535", "97012", "97129"]),
    st.integers(1, 4),
    min_size=1,
)


@given(UNITS, st.randoms())
def test_money_does_not_depend_on_the_order_of_rows(units, random):
    shuffled = list(units.items())
    random.shuffle(shuffled)
    assert allowed(bill_of_units(units)) == allowed(bill_of_units(dict(shuffled)))


@given(UNITS)
def test_money_changes_no_unit(units):
    with_price, without = bill_of_units(units), bill_of_units(units, locality=None)
    assert [(x.code, x.units) for x in with_price.lines] == [
        (x.code, x.units) for x in without.lines
    ]


@given(UNITS)
def test_a_further_code_never_makes_the_others_dearer(units):
    before = total(bill_of_units(units))
    more = bill_of_units({**units, "97533": 1})
    others = sum(line.allowed_cents or 0 for line in more.lines if line.code != "97533")
    assert Decimal(others) / 100 <= before
