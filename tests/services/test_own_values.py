"""The practice's own dated values of payers' rules decide bills from their first day on."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput, UserProblem
from core.library.own_values import with_overrides
from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline
from core.model.own_value import OwnValue
from core.rules.engine import evaluate
from core.rules.parameters import DatedValue
from core.services import own_values
from core.services.own_values import TypedValue, offered_pairs
from core.services.payer_values import Standing, values_on
from core.services.payer_words import UNIT_OF
from core.services.places import reference_path
from core.store import audit
from tests.support.practice import new_practice, reopen

BOOK = load_rulebook()
FROM = date(2026, 4, 1)
BEFORE = date(2026, 3, 31)


@pytest.fixture
def practice(tmp_path):
    made = new_practice(tmp_path)
    yield made
    made.file.close()


def typed(key="unit_rule", text="cms-total-time", **changes):
    parts = {"profile": "aetna", "since": FROM, "until": None, "source": "Contract 2026, page 4"}
    return TypedValue(key=key, text=text, **{**parts, **changes})


def bill(book, day, *minutes, payer="aetna"):
    services = tuple(Service(code, count) for code, count in minutes)
    return evaluate(Encounter(day, payer, Discipline.PT, services), book)


def units(found):
    return {line.code: line.units for line in found.lines}


def test_an_own_value_changes_a_bill_only_from_its_day_on(practice):
    own_values.save_own(practice, typed())
    # 18 + 7: the midpoint rule bills one unit of 97110, the total of 25 minutes bills two.
    both = (("97110", 18), ("97140", 7))
    assert sum(units(bill(practice.book, BEFORE, *both)).values()) == 1
    assert sum(units(bill(practice.book, FROM, *both)).values()) == 2
    assert bill(practice.book, BEFORE, *both).rule == "ama-midpoint"


def test_the_bill_names_the_practices_source(practice):
    own_values.save_own(practice, typed())
    cites = {step.cite for step in bill(practice.book, FROM, ("97110", 20)).trace}
    assert "Set by the practice: Contract 2026, page 4" in cites
    before = {step.cite for step in bill(practice.book, BEFORE, ("97110", 20)).trace}
    assert not any("Contract 2026" in cite for cite in before)


def test_it_ends_with_its_last_day(practice):
    own_values.save_own(practice, typed(until=date(2026, 6, 30)))
    assert bill(practice.book, date(2026, 6, 30), ("97110", 20)).rule == "cms-total-time"
    assert bill(practice.book, date(2026, 7, 1), ("97110", 20)).rule == "ama-midpoint"


def test_other_profiles_stay_even_those_that_inherit(practice):
    own_values.save_own(practice, typed(profile="generic-commercial", key="mue", text="medicare"))
    for id, profile in practice.book.profiles.items():
        same = profile == BOOK.profiles[id]
        assert same == (id != "generic-commercial"), id


def test_it_is_there_again_after_opening_and_the_book_is_another(practice):
    own_values.save_own(practice, typed())
    identity = practice.book.identity
    practice.file.close()
    again = reopen(practice.file.path)
    assert again.book.identity == identity != BOOK.identity
    assert bill(again.book, FROM, ("97110", 20)).rulebook == identity
    again.file.close()


def test_taking_it_away_brings_the_shipped_book_back(practice):
    assert not reference_path().exists()
    kept = own_values.save_own(practice, typed())
    own_values.remove_own(practice, kept.id)
    assert practice.book.identity == BOOK.identity
    with pytest.raises(UserProblem, match="no longer"):
        own_values.remove_own(practice, kept.id)


def test_each_change_leaves_its_audit_row(practice):
    kept = own_values.save_own(practice, typed())
    own_values.save_own(practice, typed(text="both", id=kept.id))
    own_values.remove_own(practice, kept.id)
    rows = [e for e in audit.events(practice.file.db) if e.object_kind == "payer_override"]
    assert [row.action.partition(".")[2] for row in rows] == ["create", "update", "remove"]
    assert rows[1].detail["fields"] == ["value"]
    assert rows[2].detail["value"] == "both"


def test_settings_shows_whose_value_it_is(practice):
    own_values.save_own(practice, typed(key="discipline_modifiers", text="therapy"))
    own = own_values.list_own(practice)

    def shown(day):
        found = values_on(practice.book, "aetna", day, own)
        return next(value for value in found if value.key == "discipline_modifiers")

    assert shown(BEFORE).standing is Standing.UNKNOWN
    assert shown(FROM).standing is Standing.PRACTICE
    assert shown(FROM).origin == shown(FROM).question == ""


def test_own_pairs_are_off_until_the_practice_sets_them(practice):
    together = (("97110", 23), ("97140", 23))
    offers = [offer.pair for offer in offered_pairs(practice.book, "aetna")]
    assert "97140/97110/1" in offers
    assert "edit-pair" not in {a.id for a in bill(practice.book, FROM, *together).alerts}
    own_values.save_own(practice, typed("own_pairs", "97140/97110/1"))
    (alert,) = [a for a in bill(practice.book, FROM, *together).alerts if a.id == "edit-pair"]
    assert set(alert.codes) == {"97110", "97140"}
    assert "Contract 2026, page 4" in alert.cite
    assert "edit-pair" not in {a.id for a in bill(practice.book, BEFORE, *together).alerts}


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("day_cap", "4", Decimal(4)),
        ("percent_of_medicare", "112.5 %", Decimal("112.5")),
        ("not_accepted", "97016, 97026", ("97016", "97026")),
        ("own_pairs", "97140/97110/1", ("97140/97110/1",)),
        ("replacements", "97014/g0283", ("97014/G0283",)),
        ("modifier_order", "Assistant distinct", ("assistant", "distinct")),
        ("edits", "none", "none"),
    ],
)
def test_values_are_read_as_typed_and_kept(practice, key, text, kept):
    own_values.save_own(practice, typed(key, text))
    (own,) = own_values.list_own(practice)
    assert own.value == kept


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"text": ""}, "value", "missing"),
        ({"text": "sometimes"}, "value", "not readable"),
        ({"key": "day_cap", "text": "many"}, "value", "not readable"),
        ({"key": "day_cap", "text": "-4"}, "value", "not readable"),
        ({"key": "day_cap", "text": "2.5"}, "value", "not readable"),
        ({"key": "day_cap", "text": "NaN"}, "value", "not readable"),
        ({"key": "not_accepted", "text": "9701"}, "value", "not readable"),
        ({"key": "not_accepted", "text": "99999"}, "value", "99999 is not a code"),
        ({"key": "own_pairs", "text": "97140/97110"}, "value", "97140/97110/1"),
        ({"key": "own_pairs", "text": "97140/97999/1"}, "value", "97999 is not a code"),
        ({"key": "modifier_order", "text": "distinct knees"}, "value", "not readable"),
        ({"since": None}, "since", "from which day"),
        ({"until": BEFORE}, "until", ""),
        ({"source": " "}, "source", "missing"),
        ({"source": "x" * 301}, "source", "longer"),
        ({"profile": "nobody"}, "value", "not known"),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(practice, change, field, said):
    with pytest.raises(InvalidInput) as refused:
        own_values.save_own(practice, typed(**change))
    problems = {problem.field: problem.message for problem in refused.value.problems}
    assert said in problems[field]
    assert own_values.list_own(practice) == ()


def test_two_own_values_never_hold_on_one_day(practice):
    own_values.save_own(practice, typed(until=date(2026, 6, 30)))
    with pytest.raises(InvalidInput, match=re.escape("1 Apr 2026")):
        own_values.save_own(practice, typed(since=date(2026, 6, 30)))
    own_values.save_own(practice, typed(since=date(2026, 7, 1)))
    own_values.save_own(practice, typed("edits", "none"))
    assert len(own_values.list_own(practice)) == 3


def test_an_entry_of_another_edition_is_left_out():
    strange = [
        OwnValue("nobody", "edits", "none", FROM, "x"),
        OwnValue("aetna", "no-such-rule", "none", FROM, "x"),
        OwnValue("aetna", "edits", "sometimes", FROM, "x"),
    ]
    assert with_overrides(BOOK, strange, UNIT_OF) is BOOK


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(day=days, edges=st.lists(days, min_size=2, max_size=6, unique=True))
def test_outside_its_days_everything_stays_as_shipped(day, edges):
    edges.sort()
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    own = [OwnValue("anthem", "unit_rule", "full-15", a, "x", b) for a, b in spans]
    book = with_overrides(BOOK, own, UNIT_OF)
    found = book.profiles["anthem"].on("unit_rule", day)
    if any(a <= day <= b for a, b in spans):
        assert isinstance(found, DatedValue)
        assert found.value == "full-15"
    else:
        shipped = BOOK.profiles["anthem"].on("unit_rule", day)
        assert (found.value, found.cite) == (shipped.value, shipped.cite)
