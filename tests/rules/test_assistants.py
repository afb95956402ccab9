"""Which units carry CQ or CO: worked scenarios, and what holds for every split."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.bill import Bill
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline, Rendering
from core.rules.engine import evaluate

NOW = date(2026, 3, 10)
EARLY = date(2021, 6, 1)
Row = tuple[str, int, int]


def bill(*rows: Row, day: date = NOW, payer: str = "medicare-part-b", **more: object) -> Bill:
    services = tuple(Service(code, pt, pta) for code, pt, pta in rows)
    discipline = more.pop("discipline", Discipline.PT)
    return evaluate(Encounter(day, payer, discipline, services, **more), load_rulebook())


def lines(found: Bill, mark: str = "CQ") -> list[tuple[str, int, bool]]:
    return [(line.code, line.units, mark in line.modifiers) for line in found.lines]


# Therapist's and assistant's minutes; units without and with the modifier, of 97110.
SCENARIOS = [
    # CMS's own examples, or a sentence of the rule
    (5, 10, 0, 1),
    (8, 7, 1, 0),
    (8, 14, 1, 0),
    (12, 14, 1, 1),
    (9, 14, 1, 1),  # 23 minutes, the least of two units
    (14, 14, 1, 1),  # 28 minutes, the most
    (14, 9, 1, 1),
    # worked by hand from the same sentences
    (6, 5, 0, 1),  # neither reaches 8: 45 percent
    (9, 13, 1, 0),  # 22 minutes are one unit, the therapist has 9
    (8, 15, 1, 1),  # a full quarter of the assistant, then the therapist's 8
    (15, 8, 1, 1),
    (15, 0, 1, 0),
    (0, 15, 0, 1),
    (0, 8, 0, 1),
    (15, 15, 1, 1),
    (30, 7, 2, 0),  # 37: two units, both the therapist's
    (30, 8, 2, 1),
    (7, 1, 0, 1),  # 1 of 8 is 12.5 percent
    (0, 38, 0, 3),
    (7, 38, 0, 3),  # 45: two full quarters, then 7 and 8
    (8, 37, 1, 2),
    (45, 44, 3, 3),  # 89: six units; 3 and 2 full, then 0 and 14
]


@pytest.mark.parametrize(("pt", "pta", "plain", "marked"), SCENARIOS)
def test_units_are_marked_one_by_one(pt, pta, plain, marked):
    expected = [("97110", plain, False)] * bool(plain) + [("97110", marked, True)] * bool(marked)
    assert lines(bill(("97110", pt, pta))) == expected


def test_an_assistants_minutes_beside_a_therapists_code():
    found = bill(("97110", 13, 23), ("97140", 30, 0))
    assert lines(found) == [("97110", 1, False), ("97110", 1, True), ("97140", 2, False)]
    assert [line.minutes for line in found.lines] == [13, 23, 30]


@pytest.mark.parametrize(
    ("pt", "pta", "plain", "marked"),
    [
        (8, 7, 0, 1),  # 47 percent, though the therapist has 8 minutes
        (13, 1, 1, 0),  # 7 percent
        (14, 1, 1, 0),
        (13, 2, 0, 1),  # 13 percent
        (9, 1, 1, 0),  # 10 percent is not more than 10
        (12, 14, 0, 2),  # no exception for two units
        (15, 8, 1, 1),
        (15, 15, 1, 1),
    ],
)
def test_in_2020_and_2021_the_share_alone_decides(pt, pta, plain, marked):
    expected = [("97110", plain, False)] * bool(plain) + [("97110", marked, True)] * bool(marked)
    assert lines(bill(("97110", pt, pta), day=EARLY)) == expected


@pytest.mark.parametrize(
    ("day", "marked"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2021, 12, 31), True),
        (date(2022, 1, 1), False),
    ],
)
def test_the_rule_changes_with_the_year(day, marked):
    assert lines(bill(("97110", 8, 7), day=day)) == [("97110", 1, marked)]


@pytest.mark.parametrize(
    ("total", "pta", "marked"),
    [
        # the table of the percentage method: 13, 15, 13 and 11 percent
        (15, 2, True),
        (15, 1, False),
        (20, 3, True),
        (20, 2, False),
        (30, 4, True),
        (30, 3, False),
        (45, 5, True),
        (45, 4, False),
        (30, 30, True),
    ],
)
def test_an_untimed_service_is_marked_by_its_share(total, pta, marked):
    assert lines(bill(("97150", total - pta, pta))) == [("97150", 1, marked)]


def test_minutes_together_are_the_therapists():
    row = Service("97110", assistant_minutes=7, together_minutes=8)
    found = evaluate(Encounter(NOW, "medicare-part-b", Discipline.PT, (row,)), load_rulebook())
    assert lines(found) == [("97110", 1, False)]


def test_an_untimed_service_without_minutes_is_whose_rendered_it():
    found = bill(("97012", 0, 0), rendering=Rendering.ASSISTANT)
    assert lines(found) == [("97012", 1, True)]


def test_the_mark_of_occupational_therapy_is_co_beside_go():
    found = bill(("97535", 0, 30), discipline=Discipline.OT)
    assert [line.modifiers for line in found.lines] == [("GO", "CO")]


def test_speech_has_no_mark():
    found = bill(("92507", 0, 30), discipline=Discipline.SLP)
    assert [line.modifiers for line in found.lines] == [("GN",)]


@pytest.mark.parametrize(
    ("payer", "day", "modifiers"),
    [
        ("tricare", date(2020, 4, 15), ()),
        ("tricare", date(2020, 4, 16), ("GP", "CQ")),
        ("humana", date(2026, 3, 10), ("GP", "CQ")),
        ("medicare-advantage", date(2026, 3, 10), ("GP", "CQ")),
        ("cash", date(2026, 3, 10), ()),
        ("aetna", date(2026, 3, 10), ()),
    ],
)
def test_each_payer_wants_its_own(payer, day, modifiers):
    assert [line.modifiers for line in bill(("97110", 0, 15), payer=payer, day=day).lines] == [
        modifiers
    ]


SPLITS = st.dictionaries(
    st.sampled_from(["97110", "97112", "97140", "97150"]),
    st.tuples(st.integers(0, 70), st.integers(0, 70)),
    min_size=1,
)
DAYS = st.sampled_from([date(2019, 6, 1), EARLY, NOW])


def by_code(found: Bill) -> dict[str, tuple[int, int]]:
    """Units without and with the modifier."""
    units: dict[str, tuple[int, int]] = {}
    for line in found.lines:
        plain, marked = units.get(line.code, (0, 0))
        more = line.units
        units[line.code] = (
            (plain, marked + more) if "CQ" in line.modifiers else (plain + more, marked)
        )
    return units


@given(SPLITS, DAYS)
def test_marking_never_changes_units(split, day):
    marked = bill(*((code, pt, pta) for code, (pt, pta) in split.items()), day=day)
    plain = bill(*((code, pt + pta, 0) for code, (pt, pta) in split.items()), day=day)
    assert {c: sum(n) for c, n in by_code(marked).items()} == {
        c: sum(n) for c, n in by_code(plain).items()
    }


@given(SPLITS, DAYS)
def test_marked_units_never_exceed_the_assistants_share(split, day):
    found = by_code(bill(*((code, pt, pta) for code, (pt, pta) in split.items()), day=day))
    for code, (pt, pta) in split.items():
        plain, marked = found.get(code, (0, 0))
        if day.year < 2020 or not pta:
            assert not marked
        if code == "97150" or day.year < 2020:
            continue
        assert plain + marked == 0 or marked >= pta // 15
        # Beyond full quarters the assistant's can be no more than what those leave of the units.
        assert marked <= plain + marked - pt // 15
        if day == NOW:
            assert marked <= pta // 15 + (pta % 15 > 0)


@given(SPLITS)
def test_since_2022_eight_minutes_of_the_therapist_keep_one_unit(split):
    found = by_code(bill(*((code, pt, pta) for code, (pt, pta) in split.items())))
    for code, (pt, pta) in split.items():
        plain, marked = found.get(code, (0, 0))
        left = plain + marked - pt // 15 - pta // 15
        if code != "97150" and left and pt % 15 >= 8:
            assert plain >= pt // 15 + 1


@given(SPLITS, DAYS)
def test_the_order_of_rows_does_not_matter(split, day):
    rows = [(code, pt, pta) for code, (pt, pta) in split.items()]
    assert by_code(bill(*rows, day=day)) == by_code(bill(*reversed(rows), day=day))


@given(SPLITS, DAYS)
def test_lines_hold_all_minutes_of_their_code(split, day):
    found = bill(*((code, pt, pta) for code, (pt, pta) in split.items()), day=day)
    for code in by_code(found):
        minutes = sum(line.minutes for line in found.lines if line.code == code)
        assert minutes == sum(split[code])
    assert sum(minutes for _, minutes in found.ledger) == sum(sum(two) for two in split.values())


@given(SPLITS)
def test_no_line_carries_the_mark_without_the_plan_of_care(split):
    for payer in ("medicare-part-b", "tricare", "humana"):
        for line in bill(*((c, pt, pta) for c, (pt, pta) in split.items()), payer=payer).lines:
            assert "CQ" not in line.modifiers or "GP" in line.modifiers
