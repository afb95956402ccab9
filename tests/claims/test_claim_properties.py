"""Laws of claims: no line is lost or doubled, sums agree, a letter finds its diagnosis."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.claims.changes import ChangeKind, line_changes, with_units
from core.claims.facts import ClaimLine
from core.claims.making import make_claims
from core.library.claim_files import load_claim_rules
from core.model.patient import Diagnosis
from tests.claims.okafor import FACTS

RULES = load_claim_rules()
CODES = [f"M{number:03}" for number in range(100, 116)]
LINES = st.lists(
    st.builds(
        ClaimLine,
        code=st.sampled_from(["97110", "97112", "97140", "97530", "98941"]),
        units=st.integers(1, 8),
        modifiers=st.lists(st.sampled_from(["GP", "59", "CQ", "KX"]), unique=True).map(tuple),
        charge_cents=st.one_of(st.none(), st.integers(0, 99_999)),
        points_to=st.lists(st.sampled_from(CODES), max_size=4, unique=True).map(tuple),
        authorisation=st.sampled_from(["", "PA1", "PA2"]),
    ),
    max_size=20,
)
DIAGNOSES = st.lists(st.sampled_from(CODES), unique=True).map(
    lambda found: [*map(Diagnosis, found)]
)
PROFILES = st.sampled_from(["generic-commercial", "medicare-part-b", "texas-medicaid"])


@st.composite
def claims(draw):
    facts = replace(
        FACTS,
        lines=tuple(draw(LINES)),
        diagnoses=tuple(draw(DIAGNOSES)),
        profile=draw(PROFILES),
        paid_cents=draw(st.integers(0, 500_000)),
    )
    return facts, make_claims(facts, RULES)


def key(line):
    return line.code, line.units, line.modifiers, line.charge_cents or -1


@given(claims())
def test_no_line_is_lost_or_doubled(made):
    facts, found = made
    assert sorted(map(key, facts.lines)) == sorted(
        key(line) for claim in found.claims for line in claim.lines
    )


@given(claims())
def test_each_form_keeps_to_its_size(made):
    for claim in made[1].claims:
        assert len(claim.lines) <= 6
        assert len(claim.diagnoses) <= 12
        assert all(len(line.letters) <= 4 and len(line.modifiers) <= 4 for line in claim.lines)


@given(claims())
def test_every_letter_leads_to_the_diagnosis_that_the_line_points_to(made):
    for claim in made[1].claims:
        listed = [one.code for one in claim.diagnoses]
        for line in claim.lines:
            assert [listed["ABCDEFGHIJKL".index(x)] for x in line.letters] == [*line.points_to]


@given(claims())
def test_no_pointer_to_a_recorded_diagnosis_is_lost(made):
    facts, found = made
    most = 1 if facts.profile == "medicare-part-b" else 4
    known = {one.code for one in facts.diagnoses}
    wanted = sorted(min(len(known & set(line.points_to)), most) for line in facts.lines)
    shown = sorted(len(line.letters) for claim in found.claims for line in claim.lines)
    assert shown == wanted


@given(claims())
def test_the_total_is_the_sum_of_the_lines_or_not_known(made):
    for claim in made[1].claims:
        cents = [line.charge_cents for line in claim.lines]
        written = claim.value("28")
        assert claim.total_cents == (None if None in cents else sum(cents))
        assert written == ("" if None in cents else f"{sum(cents) // 100} {sum(cents) % 100:02}")


@given(claims())
def test_what_was_paid_is_neither_lost_nor_doubled(made):
    facts, found = made
    assert sum(one.paid_cents for one in found.claims) == facts.paid_cents


@given(LINES, LINES)
def test_every_line_of_both_sides_stands_once_among_the_changes(before, after):
    found = line_changes(before, after)
    assert [one.before for one in found if one.before] == before
    told = sorted(key(one.after) for one in found if one.after)
    assert told == sorted(map(key, after))
    assert all(
        not one.before or not one.after or one.before.code == one.after.code for one in found
    )


@given(LINES)
def test_a_claim_beside_itself_changes_nothing(lines):
    assert {one.kind for one in line_changes(lines, lines)} <= {ChangeKind.SAME}


@given(LINES, st.integers(1, 4))
def test_units_put_back_are_what_the_changes_take_off(lines, units):
    billed = with_units(lines, "97110", units, 4500)
    more = sum(one.units for one in billed) - sum(one.units for one in lines)
    kinds = [one.kind for one in line_changes(billed, lines)]
    assert more == units
    assert kinds.count(ChangeKind.SAME) >= len(lines) - 1
