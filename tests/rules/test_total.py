"""The engine never raises and always accounts for every minute, whatever is typed."""

import dataclasses
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.bill import LEDGER_BUCKETS
from core.model.encounter import Encounter, Interval, OtherEncounter, Service
from core.model.facts import Attest, Decline
from core.model.kinds import Discipline, Notice, Rendering, Setting, Side, Who
from core.rules.engine import evaluate

BOOK = load_rulebook()
MINUTES = st.integers(0, 1440)
WORDS = [
    "59", "XE", "XS", "GP", "GO", "KX", "RT", "CQ", "CO", "GA", "GX", "GY", "GZ", "AT", "25", "52",
    "76", "96", "zz",
]  # fmt: skip
INTERVALS = st.builds(
    lambda start, length, who: Interval(start, start + length, who),
    st.integers(0, 1400),
    st.integers(1, 600),
    st.sampled_from(Who),
)
SERVICES = st.builds(
    Service,
    code=st.sampled_from([*BOOK.codes, "", "99999", " 97110 ", "g0283"]) | st.text(max_size=8),
    minutes=MINUTES,
    assistant_minutes=MINUTES,
    together_minutes=MINUTES,
    region=st.text(max_size=10),
    side=st.none() | st.sampled_from(Side),
    intervals=st.lists(INTERVALS, max_size=3).map(tuple),
    modifiers=st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
    distinct_from=st.lists(st.sampled_from([*BOOK.codes, "", "x"]), max_size=2).map(tuple),
    units=st.none() | st.integers(0, 9),
    session=st.integers(1, 2),
)
OTHERS = st.builds(
    OtherEncounter,
    discipline=st.sampled_from(Discipline),
    services=st.lists(SERVICES, max_size=3).map(tuple),
    id=st.text(max_size=2),
)
ATTEST = st.builds(
    Attest,
    kx=st.none() | st.booleans(),
    at=st.none() | st.booleans(),
    abn=st.none() | st.sampled_from(Notice),
)
DECLINE = st.builds(
    Decline,
    alert=st.sampled_from(["edit-pair", "cmt-same-region", "mue", "day-cap", "kx", ""]),
    codes=st.lists(st.sampled_from([*BOOK.codes, ""]), max_size=2).map(tuple),
    reason=st.text(max_size=5),
)
ENCOUNTERS = st.builds(
    Encounter,
    date=st.dates(),
    payer=st.sampled_from([*BOOK.profiles, "nobody"]),
    discipline=st.sampled_from(Discipline),
    services=st.lists(SERVICES, max_size=8).map(tuple),
    choose=st.dictionaries(st.integers(-1, 4), st.sampled_from([*BOOK.codes, "x"]), max_size=3),
    setting=st.sampled_from(Setting),
    rendering=st.none() | st.sampled_from(Rendering),
    same_day=st.lists(OTHERS, max_size=2).map(tuple),
    secondary=st.sampled_from(["", *BOOK.profiles]),
    cmt_regions=st.lists(st.sampled_from(["neck", "lumbar", "?"]), max_size=2).map(tuple),
    attest=ATTEST,
    decline=st.lists(DECLINE, max_size=3).map(tuple),
)


@given(ENCOUNTERS)
def test_every_minute_lies_in_one_bucket(encounter):
    ledger = dict(evaluate(encounter, BOOK).ledger)
    assert tuple(ledger) == LEDGER_BUCKETS
    assert sum(ledger.values()) == sum(row.total_minutes for row in encounter.services)
    assert min(ledger.values()) >= 0


@given(ENCOUNTERS)
def test_every_code_is_billed_or_not_billed_with_a_reason(encounter):
    bill = evaluate(encounter, BOOK)
    billed = list(dict.fromkeys(line.code for line in bill.lines))
    refused = [item.code for item in bill.not_billed]
    typed = {row.code.strip().upper() for row in encounter.services}
    assert sorted(billed + refused) == sorted(typed)
    assert all(line.units > 0 for line in bill.lines)
    assert all(item.reason in LEDGER_BUCKETS and item.message for item in bill.not_billed)


@given(ENCOUNTERS)
def test_the_same_encounter_gives_the_same_bill(encounter):
    assert evaluate(encounter, BOOK) == evaluate(dataclasses.replace(encounter), BOOK)


@given(ENCOUNTERS)
def test_modifiers_put_on_by_hand_are_kept(encounter):
    lines = evaluate(encounter, BOOK).lines
    for row in encounter.services:
        for line in lines:
            if line.code == row.code.strip().upper():
                assert {m.upper() for m in row.modifiers} <= set(line.modifiers)


@given(ENCOUNTERS)
def test_every_alert_says_what_and_what_to_do(encounter):
    for alert in evaluate(encounter, BOOK).alerts:
        assert alert.message.endswith(".")
        assert alert.fix.endswith(".")
        assert alert.cite


def test_a_payer_the_book_does_not_hold_gets_no_units():
    rows = (Service("97110", 30),)
    bill = evaluate(Encounter(date(2026, 3, 10), "nobody", Discipline.PT, rows), BOOK)
    assert bill.lines == ()
    assert bill.blocked
    assert dict(bill.ledger)["unassigned"] == 30


def boundaries() -> set[date]:
    """Every day on which something the book holds begins, or has ended the day before."""
    values = [e for p in BOOK.parameters.values() for e in p.history]
    values += [e for f in BOOK.profiles.values() for p in f.parameters.values() for e in p.history]
    values += BOOK.codes.values()
    tables = [t for group in (BOOK.edits, BOOK.mue) for found in group.values() for t in found]
    pairs = [
        p for found in BOOK.edits.values() for t in found for ps in t.pairs.values() for p in ps
    ]
    begun = {entry.since for entry in [*values, *pairs]} | {t.known_from for t in tables}
    ended = {entry.until for entry in [*values, *pairs]} | {t.known_to for t in tables}
    return {d for d in begun if d} | {d + timedelta(days=1) for d in ended if d and d < date.max}


BOUNDARIES = boundaries()


@given(ENCOUNTERS, st.dates(date(2009, 1, 1), date(2027, 12, 31)))
def test_a_date_alone_moves_a_bill_only_across_a_dated_boundary(encounter, day):
    if day in BOUNDARIES or day.day == day.month == 1:
        return
    before = evaluate(dataclasses.replace(encounter, date=day - timedelta(days=1)), BOOK)
    after = evaluate(dataclasses.replace(encounter, date=day), BOOK)
    assert [(n.code, n.units, n.modifiers) for n in before.lines] == [
        (n.code, n.units, n.modifiers) for n in after.lines
    ]
    assert [(a.id, a.severity, a.codes) for a in before.alerts] == [
        (a.id, a.severity, a.codes) for a in after.alerts
    ]
    assert before.ledger == after.ledger
