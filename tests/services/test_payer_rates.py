"""Contract rates: dated, with a source, never two on one day, typed or out of a file."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import CoverageRank
from core.model.patient import Coverage
from core.model.practice import ContractRate
from core.services import encounters, patients, payer_rates
from core.services.payer_rates import _settle
from tests.support.practice import DAY

SINCE = date(2026, 1, 1)
SOURCE = "Contract of 2026, exhibit B"


@pytest.fixture
def insured(clinic):
    """The patient is with the commercial payer instead."""
    first = patients.get(clinic.p, clinic.patient).coverages[0]
    patients.save_coverage(
        clinic.p,
        Coverage(clinic.patient, clinic.commercial, CoverageRank.PRIMARY, "H1", id=first.id),
    )
    return clinic


def rate(clinic, code="97110", cents=3150, since=SINCE, until=None, **more):
    made = ContractRate(clinic.commercial, code, cents, since, SOURCE, until)
    return payer_rates.save_rate(clinic.p, replace(made, **more))


def listed(clinic):
    found = payer_rates.list_rates(clinic.p, clinic.commercial)
    return [(one.code, one.amount_cents, one.starts_on, one.ends_on) for one in found]


def bill(clinic, day=DAY, *services):
    record = encounters.new_session(clinic.p, clinic.patient, day).record
    record = replace(record, services=services or (Service("97110", 30),))
    receipt = encounters.save(clinic.p, record, complete=True)
    return encounters.bill_of(clinic.p, receipt.encounter_id)


def write(folder, *rows, header="code,amount,from,to"):
    path = folder / "rates.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def take(clinic, path, **more):
    return payer_rates.import_rates(clinic.p, clinic.commercial, path, SOURCE, **more)


def test_a_bill_is_priced_by_the_payers_rate_of_the_day(insured):
    rate(insured, until=date(2026, 3, 9))
    rate(insured, cents=3300, since=date(2026, 3, 10))
    for day, cents in ((date(2026, 3, 9), 6300), (date(2026, 3, 10), 6600)):
        assert [line.allowed_cents for line in bill(insured, day).lines] == [cents]


def test_the_bill_names_the_contract(insured):
    rate(insured)
    (step,) = [one for one in bill(insured).trace if one.step == "Allowed amount"]
    assert (step.cite, step.since) == (SOURCE, SINCE)
    assert "97110 $31.50; from 2026-01-01 on" in step.result


def test_another_payers_rate_prices_nothing(clinic):
    rate(clinic)
    facts = encounters.new_session(clinic.p, clinic.patient, DAY).facts
    assert facts.rates == {}


def test_a_kept_bill_stays_as_it_was(insured):
    kept = rate(insured)
    before = bill(insured)
    payer_rates.save_rate(insured.p, replace(kept, amount_cents=1))
    number = encounters.open_session(insured.p, 1).record.id
    assert encounters.bill_of(insured.p, number) == before


def test_a_later_rate_ends_the_open_one_the_day_before(clinic):
    rate(clinic)
    (event,) = clinic.audit_since(lambda: rate(clinic, cents=3300, since=date(2026, 7, 1)))
    assert listed(clinic) == [
        ("97110", 3150, SINCE, date(2026, 6, 30)),
        ("97110", 3300, date(2026, 7, 1), None),
    ]
    assert (event.action, event.detail["ended"]) == ("contract_rate.create", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "97999"}, "code"),
        ({"amount_cents": 0}, "amount_cents"),
        ({"amount_cents": 10_000_001}, "amount_cents"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"source": "  "}, "source"),
        ({"starts_on": date(1203, 1, 1)}, "starts_on"),
        ({"payer_id": 99}, "code"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(clinic, changes, field):
    with pytest.raises(InvalidInput) as caught:
        rate(clinic, **changes)
    assert field in {problem.field for problem in caught.value.problems}
    assert listed(clinic) == []


def test_no_two_rates_of_a_code_hold_on_one_day(clinic):
    rate(clinic, until=date(2026, 6, 30))
    with pytest.raises(InvalidInput, match="already has a rate from"):
        rate(clinic, since=date(2026, 6, 30))
    with pytest.raises(InvalidInput, match="already has a rate from"):
        rate(clinic, since=date(2025, 6, 30), until=SINCE)


def test_a_rate_without_an_end_lasts_until_the_next_begins(clinic):
    rate(clinic)
    rate(clinic, cents=3000, since=date(2025, 6, 30))
    assert [row[1:] for row in listed(clinic)] == [
        (3000, date(2025, 6, 30), date(2025, 12, 31)),
        (3150, SINCE, None),
    ]


def test_each_change_leaves_its_audit_row(clinic):
    kept = rate(clinic)
    (event,) = clinic.audit_since(
        lambda: payer_rates.save_rate(clinic.p, replace(kept, amount_cents=3200))
    )
    assert (event.action, event.detail["fields"]) == ("contract_rate.update", ["amount_cents"])
    (event,) = clinic.audit_since(lambda: payer_rates.remove_rate(clinic.p, kept.id))
    assert (event.action, event.detail["amount_cents"]) == ("contract_rate.remove", 3200)
    with pytest.raises(UserProblem, match="no longer"):
        payer_rates.remove_rate(clinic.p, kept.id)


def test_a_file_is_read_without_keeping_anything_first(clinic, tmp_path):
    path = write(tmp_path, "97110,31.50,2026-01-01,", "97140,$29,1/1/2026,12/31/2026")
    report = take(clinic, path, dry_run=True)
    assert (report.rows, report.added, report.problems) == (2, 2, ())
    assert listed(clinic) == []


def test_a_file_is_taken_whole_under_its_source(clinic, tmp_path):
    path = write(tmp_path, "97110,31.50,2026-01-01,", "97140,29,1/1/2026,12/31/2026")
    (event,) = clinic.audit_since(lambda: take(clinic, path))
    assert listed(clinic) == [
        ("97110", 3150, SINCE, None),
        ("97140", 2900, SINCE, date(2026, 12, 31)),
    ]
    assert {one.source for one in payer_rates.list_rates(clinic.p, clinic.commercial)} == {SOURCE}
    assert (event.action, event.detail["added"]) == ("contract_rate.import", 2)


def test_a_row_in_error_is_named_and_nothing_is_taken(clinic, tmp_path):
    path = write(
        tmp_path,
        "97110,31.50,2026-01-01,",
        'A,"31,50",2026-02-30,2025-01-01',
        "97999,5.00,2026-01-01,",
        "97110,4.00,2026-01-01,",
        "97140,,,",
    )
    report = take(clinic, path)
    found = [(one.row, one.field) for one in report.problems]
    assert found == [
        (3, "amount"),
        (3, "from"),
        (4, "code"),
        (5, "from"),
        (6, "amount"),
        (6, "from"),
    ]
    assert listed(clinic) == []


def test_reading_the_same_file_again_changes_nothing(clinic, tmp_path):
    path = write(tmp_path, "97110,31.50,2026-01-01,", "97110,33.00,2026-07-01,")
    take(clinic, path)
    report = take(clinic, path)
    assert (report.added, report.updated, report.skipped, report.problems) == (0, 0, 2, ())
    assert [row[1:] for row in listed(clinic)] == [
        (3150, SINCE, date(2026, 6, 30)),
        (3300, date(2026, 7, 1), None),
    ]


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("code,from", "97110,2026-01-01", "must name the columns"),
        ("code,rate,fee,from", "97110,1,1,2026-01-01", "both look like amount"),
        ("code,amount,from,to", "97110,1,31/12/2026,", "day before its month"),
    ],
)
def test_a_file_that_is_no_list_of_rates_is_refused(clinic, tmp_path, header, row, words):
    with pytest.raises(UserProblem, match=words):
        take(clinic, write(tmp_path, row, header=header))


SPANS = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 30)))


@given(st.lists(SPANS, max_size=8))
def test_whatever_is_kept_no_day_has_two_rates(spans):
    rates = []
    for start, length in spans:
        since = date.fromordinal(SINCE.toordinal() + start)
        until = None if length is None else date.fromordinal(since.toordinal() + length)
        new = ContractRate(1, "97110", 1, since, "x", until)
        new, ended, clash = _settle(new, rates)
        if clash:
            continue
        rates = [ended if ended and one.starts_on == ended.starts_on else one for one in rates]
        rates.append(new)
    for day in range(95):
        now = date.fromordinal(SINCE.toordinal() + day)
        assert sum(one.starts_on <= now and (not one.ends_on or now <= one.ends_on)
                   for one in rates) <= 1  # fmt: skip
