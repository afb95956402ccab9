"""Single checks at their edges; expected units come from the published tables, not the engine."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.checks import CHECKS
from core.audit.findings import Check, Direction
from core.audit.look import Shelf, look_at
from core.audit.record import AuditedEncounter, AuditedService, BilledLine
from core.library.audit_files import load_audit_rules, load_payer_words
from core.library.lexicon import load_lexicon
from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter
from core.model.facts import Locality
from core.model.kinds import Discipline

SHELF = Shelf(load_rulebook(), load_lexicon(), load_audit_rules())
DAY = date(2024, 8, 5)
MEDICARE, CASH = "medicare-part-b", "cash"


def seen(minutes, billed, payer=MEDICARE, **more):
    word = ("GP",) if payer == MEDICARE else ()
    lines = None if billed is None else tuple(
        BilledLine(code, units, more.pop(f"m{code}", word)) for code, units in billed.items()
    )  # fmt: skip
    return AuditedEncounter(
        id="e1",
        date=more.pop("date", DAY),
        patient="p1",
        payer=payer,
        clinician="Okafor",
        discipline=Discipline.PT,
        services=tuple(AuditedService(code, spent) for code, spent in minutes.items()),
        billed=lines,
        **more,
    )


def found(*words, **more):
    look = look_at(seen(*words, **more), SHELF)
    for check in CHECKS:
        check(look)
    return look.found


def kinds(*words, **more):
    return [(one.check, one.direction, one.code) for one in found(*words, **more)]


@given(
    st.dictionaries(
        st.sampled_from(["97140", "97110", "97112", "97530"]), st.integers(1, 60), min_size=1
    ),
    st.integers(0, 3),
)
def test_over_less_under_is_what_was_billed_less_what_all_minutes_earn(minutes, each):
    """CMS: no unit below 8 minutes in all, else (T + 7) // 15 (manual 100-04 ch.5, 20.2)."""
    total = sum(minutes.values())
    earned = (total + 7) // 15
    units = [
        one for one in found(minutes, dict.fromkeys(minutes, each)) if one.check is Check.UNITS
    ]
    over = sum(one.units for one in units if one.direction is Direction.OVER)
    under = sum(one.units for one in units if one.direction is Direction.UNDER)
    assert over - under == each * len(minutes) - earned


@pytest.mark.parametrize("billed", [{"97140": 2, "97110": 1}, {"97140": 1, "97110": 2}])
def test_a_tie_is_right_whoever_takes_the_unit(billed):
    assert kinds({"97140": 20, "97110": 20}, billed) == []


def test_a_tie_does_not_excuse_one_unit_more():
    (one,) = found({"97140": 20, "97110": 20}, {"97140": 2, "97110": 2})
    assert (one.direction, one.units) == (Direction.OVER, 1)


@pytest.mark.parametrize("pair", ["97110", "97112"])
def test_59_is_never_asked_for_between_97140_and_exercise(pair):
    # NCCI 2024Q3: no active edit between them; adding 59 is misuse
    assert kinds({"97140": 15, pair: 15}, {"97140": 1, pair: 1}) == []
    with_59 = found({"97140": 15, pair: 15}, {"97140": 1, pair: 1}, m97140=("59", "GP"))
    assert [one.check for one in with_59] == [Check.MODIFIER_UNNEEDED]


def test_the_same_pair_is_no_fault_where_no_edit_is_used():
    assert kinds({"97140": 15, "97150": 15}, {"97140": 1, "97150": 1}, CASH) == []


def test_without_minutes_nothing_is_said_of_units():
    found_kinds = kinds({"97140": None, "97110": 60}, {"97140": 4, "97110": 1})
    assert found_kinds == [(Check.MINUTES_MISSING, Direction.RISK, "97140")]


def test_a_billed_code_that_nobody_entered_has_no_minutes():
    assert (Check.MINUTES_MISSING, Direction.RISK, "97110") in kinds(
        {"97140": 15}, {"97140": 1, "97110": 1}
    )


def test_without_a_claim_nothing_is_said_of_it():
    assert kinds({"97140": 22, "97110": 18}, None) == []


def test_units_or_modifiers_that_are_not_told_are_not_judged():
    assert kinds({"97140": 22}, {"97140": None}) == []
    assert kinds({"97140": 22}, {"97140": 1}, m97140=None) == []


def test_an_assistants_modifier_is_not_judged_where_minutes_do_not_stand_by_person():
    told = {"m97140": ("GP", "CQ")}
    assert [k[0] for k in kinds({"97140": 15}, {"97140": 1}, **told)] == [Check.ASSISTANT]
    assert kinds({"97140": 15}, {"97140": 1}, people_told=False, **told) == []


def test_dollars_stand_only_where_rates_are_known():
    rates = Encounter(DAY, CASH, Discipline.PT, (), rates={"97140": 3000})
    (one,) = found({"97140": 30}, {"97140": 1}, CASH, facts=rates)
    assert (one.units, one.cents) == (1, 3000)
    (one,) = found({"97140": 30}, {"97140": 1}, CASH)
    assert (one.units, one.cents) == (1, None)


def test_a_unit_too_much_costs_what_the_whole_day_was_paid_too_much():
    # 2025, national, 32.3465 (PPRRVU25): 97530 is 1.07 whole. Claimed with it, the others keep half
    # their practice expense: 2 x 21.83 + 21.83 + 20.70 + 34.61 = 120.80. Without it one unit of
    # 97110 or 97116 keeps it all, 0.89: 28.79 + 2 x 21.83 + 20.70 = 93.15. Too much: 27.65.
    minutes = {"97110": 26, "97116": 18, "97140": 11, "97530": 11}
    billed = {"97110": 2, "97116": 1, "97140": 1, "97530": 1}
    day = date(2025, 12, 15)
    facts = Encounter(day, MEDICARE, Discipline.PT, (), locality=Locality())
    (one,) = found(minutes, billed, date=day, facts=facts)
    assert (one.code, one.units, one.cents) == ("97530", 1, 2765)


def test_a_day_without_rules_says_so_and_no_more():
    assert [k[0] for k in kinds({"97140": 30}, {"97140": 7}, date=date(2005, 3, 1))] == [
        Check.RULE_NOT_KNOWN
    ]


def test_an_empty_note_is_missing_and_one_not_told_is_not():
    assert [k[0] for k in kinds({"97140": 15}, {"97140": 1}, note=" ")] == [Check.NOTE_MISSING]
    assert kinds({"97140": 15}, {"97140": 1}, note=None) == []
    assert kinds({"97110": 15}, {"97110": 1}, note="") == []


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("Medicare", "medicare-part-b"),
        ("NOVITAS - MEDICARE PART B", "medicare-part-b"),
        ("Humana Medicare Advantage PPO", "medicare-advantage"),
        ("UHC Medicare", "medicare-advantage"),
        ("UnitedHealthcare Choice Plus", "unitedhealthcare"),
        ("Tx. Medicaid", "texas-medicaid"),
        ("Self-Pay", "cash"),
        ("Workers' Comp", "workers-compensation"),
        ("Medicaid", None),
        ("Blue Cross", None),
        ("", None),
    ],
)
def test_payers_by_other_names(name, profile):
    assert load_payer_words().profile_of(name) == profile
