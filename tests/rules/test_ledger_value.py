"""What the ledger's minutes are worth, for reviewers: only where an amount is known."""

from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.bill import LEDGER_BUCKETS
from core.model.bill_from_json import bill_from_json
from core.model.bill_json import bill_to_json
from core.model.encounter import Service
from core.model.facts import Decline
from tests.rules.money import bill_of_units

PAIR = {"97150": 1, "97140": 2}  # a pair in force in table 2024Q3: a decision leaves 97140 out


def value(bill):
    return {bucket: cents for bucket, cents in bill.ledger_value if cents is not None}


def declined(alert, code):
    return (Decline(alert, (code,), "Not distinct"),)


def test_billed_and_untimed_minutes_are_worth_their_lines():
    bill = bill_of_units({"97110": 1, "97161": 1})
    assert set(value(bill)) == {"billed", "untimed"}
    assert sum(value(bill).values()) == sum(line.allowed_cents for line in bill.lines)


def test_a_line_left_out_is_worth_what_the_day_would_be_allowed_more():
    both, left = (
        bill_of_units(PAIR, decline=said) for said in ((), declined("edit-pair", "97140"))
    )
    assert [line.code for line in left.lines] == ["97150"]
    together = sum(line.allowed_cents for line in both.lines)
    assert value(both) == {
        "billed": both.lines[1].allowed_cents,
        "untimed": together - value(both)["billed"],
    }
    assert value(left)["untimed"] + value(left)["edit"] == together


def test_minutes_lost_to_rounding_are_worth_nothing_known():
    bill = bill_of_units({}, services=(Service("97110", 22),))
    assert dict(bill.ledger)["rounding"] == 7
    assert dict(bill.ledger_value)["rounding"] is None
    assert dict(bill.ledger_value)["under-eight"] is None


def test_without_a_schedule_nothing_has_a_value():
    bill = bill_of_units({"97110": 2}, locality=None)
    assert value(bill) == {}
    assert tuple(bucket for bucket, _ in bill.ledger_value) == LEDGER_BUCKETS


def test_contract_rates_give_a_left_out_line_its_worth():
    rates = {"97150": 1800, "97140": 2500}
    bill = bill_of_units(
        PAIR,
        payer="medicare-advantage",
        rates=rates,
        decline=declined("edit-pair", "97140"),
    )
    assert value(bill) == {"untimed": 1800, "edit": 5000}


def test_it_is_kept_with_the_bill_and_an_older_bill_has_none():
    bill = bill_of_units({"97110": 1})
    body = bill_to_json(bill)
    assert body["ledger_value"]["billed"] == "29.06"
    assert bill_from_json(body).ledger_value == bill.ledger_value
    del body["ledger_value"]
    assert bill_from_json(body).ledger_value == ()


TIMED = st.sampled_from(["97110", "97112", "97116", "97140", "97530", "97035"])


@given(
    rows=st.lists(st.tuples(TIMED, st.integers(0, 60)), min_size=1, max_size=5),
    payer=st.sampled_from([*load_rulebook().profiles]),
)
def test_no_bucket_has_a_value_without_minutes(rows, payer):
    services = tuple(Service(code, minutes) for code, minutes in rows)
    bill = bill_of_units({}, services=services, payer=payer)
    minutes = dict(bill.ledger)
    assert all(minutes[bucket] for bucket, cents in bill.ledger_value if cents)
    total = [line.allowed_cents for line in bill.lines]
    if total and None not in total:
        assert sum(value(bill).values()) == sum(total)
