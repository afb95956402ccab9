"""A chiropractor's office visit beside the adjustment: NCCI's pairs and modifier 25.

The pairs are those of payers-and-edits.md 2.2: 98940-98943 and 99202-99215, indicator 1, 25 on the
evaluation and management, physicians and chiropractors only.
"""

import pytest

from core.model.encounter import Service
from core.model.kinds import Discipline
from core.model.statements import OfferKind
from tests.rules.bills import alerts, bill, modifiers, severities

PAYER = "generic-commercial"
ADJUSTMENTS = ("98940", "98941", "98942", "98943")
VISITS = ("99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215")


def visit(*services, payer="unitedhealthcare", discipline=Discipline.DC):
    return bill(*services, payer=payer, discipline=discipline)


@pytest.mark.parametrize("code", VISITS)
@pytest.mark.parametrize("adjustment", ADJUSTMENTS)
def test_a_visit_beside_an_adjustment_wants_25(adjustment, code):
    (alert,) = alerts(visit(Service(adjustment, 0), Service(code, 0)), "edit-pair")
    assert alert.codes == (adjustment, code)
    (offer,) = alert.offers
    assert (offer.kind, offer.codes, offer.modifier) == (
        OfferKind.DISTINCT,
        (adjustment, code),
        "25",
    )


def test_nothing_puts_25_on_by_itself():
    found = visit(Service("98940", 0), Service("99213", 0))
    assert modifiers(found)["99213"] == ()


def test_the_clinicians_statement_puts_25_on_the_visit():
    found = visit(Service("98940", 0), Service("99213", 0, distinct_from=("98940",)))
    assert modifiers(found) == {"98940": (), "99213": ("25",)}
    assert severities(found, "edit-pair") == ["note"]
    assert not alerts(found, "modifier-unneeded")


def test_25_put_on_by_hand_is_a_statement():
    found = visit(Service("98941", 0), Service("99203", 0, modifiers=("25",)))
    assert modifiers(found)["99203"] == ("25",)
    assert severities(found, "edit-pair") == ["note"]
    assert not alerts(found, "modifier-unneeded")


def test_59_does_not_open_a_visit():
    found = visit(Service("98941", 0), Service("99203", 0, modifiers=("59",)))
    assert severities(found, "edit-pair") != ["note"]


def test_59_by_hand_does_not_keep_25_off_what_is_attested():
    service = Service("99203", 0, modifiers=("59",), distinct_from=("98941",))
    assert "25" in modifiers(visit(Service("98941", 0), service))["99203"]


@pytest.mark.parametrize(
    ("code", "discipline", "severity"),
    [
        ("98940", Discipline.DC, "warning"),
        ("97140", Discipline.DC, "warning"),
        ("97161", Discipline.PT, "error"),
        ("97140", Discipline.PT, "error"),
    ],
)
def test_25_stands_on_nothing_but_a_visit(code, discipline, severity):
    found = visit(Service(code, 15, modifiers=("25",)), discipline=discipline)
    assert severities(found, "modifier-unneeded")[0] == severity


def test_two_visits_of_a_day_are_one_too_many():
    found = visit(Service("99203", 0), Service("99213", 0))
    assert [one.codes for one in alerts(found, "edit-pair")] == [("99203", "99213")]


def test_medicare_does_not_pay_a_chiropractors_visit():
    found = bill(Service("98940", 0), Service("99213", 0), discipline=Discipline.DC)
    assert [line.code for line in found.lines] == ["98940"]
    assert [one.code for one in found.not_billed] == ["99213"]
