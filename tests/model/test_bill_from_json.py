import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.model.bill import LEDGER_BUCKETS, Alert, Bill, BillLine, Choice, NotBilled, Offer, Step
from core.model.bill_from_json import bill_from_json
from core.model.bill_json import bill_to_json
from core.model.kinds import Severity
from core.model.statements import OfferKind

TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
COUNT = st.integers(0, 2000)
CENTS = st.none() | st.integers(0, 10**8)


def many(record, *parts):
    return st.lists(st.builds(record, *parts), max_size=3).map(tuple)


OFFERS = many(Offer, st.sampled_from(OfferKind), TEXTS, TEXT, TEXT)
BILLS = st.builds(
    Bill,
    rule=TEXT,
    rulebook=TEXT,
    timed_minutes=COUNT,
    untimed_minutes=COUNT,
    timed_units=COUNT,
    lines=many(BillLine, TEXT, COUNT, TEXTS, COUNT, CENTS, CENTS, CENTS),
    not_billed=many(NotBilled, TEXT, COUNT, TEXT, TEXT, TEXT),
    choices=many(Choice, COUNT, TEXTS, TEXT, st.booleans(), TEXT),
    alerts=many(Alert, TEXT, st.sampled_from(Severity), TEXTS, TEXT, TEXT, TEXT, OFFERS),
    ledger=COUNT.map(lambda n: tuple((bucket, n) for bucket in LEDGER_BUCKETS)),
    trace=many(Step, TEXT, TEXT, TEXT, st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))),
)


@given(BILLS)
def test_a_kept_bill_comes_back_as_it_was(bill):
    assert bill_from_json(json.loads(json.dumps(bill_to_json(bill, "7")))) == bill


@given(BILLS)
def test_a_bill_kept_before_offers_came_to_be_is_read(bill):
    body = bill_to_json(bill, "7")
    for alert in body["alerts"]:
        del alert["offers"]
    alerts = tuple(replace(alert, offers=()) for alert in bill.alerts)
    assert bill_from_json(body) == replace(bill, alerts=alerts)
