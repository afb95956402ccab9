"""The chips of authorisation and visit limit in the session's head."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from core.model.authorisation import Authorisation, CodeUnits, VisitLimit
from core.model.kinds import AuthorisationState, Discipline
from core.services import authorisations, patients
from tests.support.practice import DAY
from tests.ui.session_page import ENTER, Desk, keys

DOWN = Qt.Key.Key_Down


def prepare(authorisation=None, limit=None):
    """Two earlier visits of two units each; what the payer said about them."""

    def go(case):
        cover = patients.get(case.p, case.patient).coverages[0].id
        if authorisation is not None:
            values = {"starts_on": DAY - timedelta(30), "number": "A-17", "visits": 12,
                      "state": AuthorisationState.APPROVED}  # fmt: skip
            made = Authorisation(case.patient, cover, **(values | authorisation))
            authorisations.save(case.p, made)
        if limit is not None:
            authorisations.save_limit(case.p, VisitLimit(cover, (Discipline.PT,), **limit))
        for days in (7, 3):
            case.add_visit({"97110": 30}, DAY - timedelta(days=days))

    return go


@pytest.fixture
def head(qtbot, theme, tmp_path):
    """Opens the session page over a practice and hands out its header."""
    made = []

    def go(**said):
        made.append(Desk(qtbot, theme, tmp_path, prepare(**said)))
        return made[0].session().view.header

    yield go
    for desk in made:
        desk.tasks.stop()


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ({}, "muted", "Authorisation 3 of 12"),
        ({"visits": 3}, "warning", "Authorisation 3 of 3"),
        ({"visits": 2}, "error", "Authorisation used up: 2 visits"),
        ({"visits": None, "units": 24}, "muted", "Authorisation 4 of 24 units"),
        ({"units": 24}, "muted", "Authorisation 3 of 12 · 4 of 24 units"),
        ({"ends_on": DAY - timedelta(1)}, "error", "Authorisation ended 9 Mar 2026"),
        ({"starts_on": DAY + timedelta(1)}, "error", "Authorisation begins 11 Mar 2026"),
        ({"state": AuthorisationState.REQUESTED}, "warning", "Authorisation requested"),
        ({"state": AuthorisationState.DENIED}, "error", "Authorisation denied"),
    ],
)
def test_the_head_says_how_the_authorisation_stands(head, said, kind, words):
    shown = head(authorisation=said).authorisation
    assert (shown.text(), shown.property("kind"), shown.isVisible()) == (words, kind, True)


def test_units_are_counted_while_minutes_are_typed(head):
    covered = (CodeUnits("97110"),)
    shown = head(authorisation={"visits": None, "units": 6, "codes": covered}).authorisation
    keys("97110", ENTER, "30", DOWN)
    assert shown.text() == "Authorisation 6 of 6 units"
    assert shown.property("kind") == "warning"


def test_a_code_that_is_not_covered_turns_the_chip_red_and_stands_in_the_checks(head):
    shown = head(authorisation={"codes": (CodeUnits("97110"),)})
    keys("97140", ENTER, "15", DOWN)
    assert shown.authorisation.property("kind") == "error"
    checks = "\n".join(shown.window().view.checks.texts())
    assert "97140 is not among the codes of the authorisation A-17." in checks


@pytest.mark.parametrize(
    ("limit", "kind", "words"),
    [
        ({"visits": 20}, "muted", "Visit 3 of 20 this year"),
        ({"visits": 20, "used_elsewhere": 15, "looked_up_on": DAY}, "warning",
         "Visit 18 of 20 this year"),
        ({"visits": 2}, "error", "Visit 3: the plan pays 2 a year"),
    ],
)  # fmt: skip
def test_the_head_counts_the_years_visits(head, limit, kind, words):
    shown = head(limit=limit).limit
    assert (shown.text(), shown.property("kind"), shown.isVisible()) == (words, kind, True)


def test_where_nothing_is_known_there_are_no_chips(head):
    shown = head()
    assert not shown.authorisation.isVisible()
    assert not shown.limit.isVisible()
