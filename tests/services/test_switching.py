"""Switching between people while the practice stays open."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import FieldProblem, UserProblem
from core.model.clock import Clock
from core.model.people import Person, Role
from core.model.practice import Payer
from core.services import opening, people, setup, switching
from core.store import attempts, audit
from tests.support.practice import OWNER, PASSWORD, new_practice

BO = Person(0, "Bo Kim", "bo", frozenset({Role.BILLER}))
BOS = "violet harbor engine"
PIN, BOS_PIN = "482916", "705318"
MORNING = datetime(2026, 3, 10, 8, tzinfo=UTC)


def set_time(p, **later):
    moment = MORNING + timedelta(**later)
    p.clock = Clock(today=lambda: moment.date(), now=lambda: moment)


@pytest.fixture
def p(tmp_path):
    """Dana is signed in; Bo was, this morning, and both have a PIN."""
    p = new_practice(tmp_path)
    set_time(p)
    _, once = people.add_person(p, BO, PASSWORD)
    switching.switch_by_password(p, "bo", once)
    opening.change_password(p, once, BOS)
    switching.set_pin(p, BOS, BOS_PIN)
    switching.switch_by_password(p, "dana", PASSWORD)
    switching.set_pin(p, PASSWORD, PIN)
    yield p
    p.file.close()


def test_person_and_actor_change_together_with_one_audit_row(p):
    before = audit.last_seq(p.file.db)
    assert switching.switch_user(p, "Bo", BOS_PIN).name == "Bo Kim"
    assert (p.person.name, p.file.actor) == ("Bo Kim", "Bo Kim")
    setup.save_payer(p, Payer("Blue Harbor"))
    switch, change = audit.events(p.file.db, before)
    assert (switch.action, switch.actor) == ("person.switch", "Bo Kim")
    assert switch.detail == {"from": OWNER, "with": "pin"}
    assert change.actor == "Bo Kim"


def test_a_pin_serves_its_own_person_only(p):
    with pytest.raises(UserProblem, match="wrong") as caught:
        switching.switch_user(p, "bo", PIN)
    assert caught.value.field == "pin"
    assert p.person.name == OWNER
    row = audit.events(p.file.db)[-1]
    assert (row.action, row.actor, row.object_id) == (
        "person.switch-failed", attempts.NOBODY, 2,
    )  # fmt: skip


def test_five_wrong_pins_ask_for_the_password_which_makes_the_pin_serve_again(p):
    for _ in range(5):
        with pytest.raises(UserProblem):
            switching.switch_user(p, "bo", "111111")
    with pytest.raises(UserProblem, match="5 times") as caught:
        switching.switch_user(p, "bo", BOS_PIN)
    assert caught.value.field == "password"
    assert not switching.may_use_pin(p, "bo")
    switching.switch_by_password(p, "bo", BOS)
    switching.switch_user(p, "dana", PIN)
    switching.switch_user(p, "bo", BOS_PIN)


@pytest.mark.parametrize(
    ("later", "serves"),
    [
        ({}, True),
        ({"hours": 12}, True),
        ({"hours": 12, "seconds": 1}, False),
        ({"hours": 16}, False),  # midnight: another day
        ({"hours": -1}, False),  # a clock set back
        ({"days": 1}, False),
    ],
)
def test_a_pin_serves_on_the_day_of_the_password_and_for_twelve_hours(p, later, serves):
    set_time(p, **later)
    assert switching.may_use_pin(p, "bo") is serves
    if serves:
        switching.switch_user(p, "bo", BOS_PIN)
        return
    with pytest.raises(UserProblem, match="full password"):
        switching.switch_user(p, "bo", BOS_PIN)


def test_a_pin_serves_in_the_process_of_the_password_only(p):
    p.signed_in.clear()
    with pytest.raises(UserProblem, match="full password"):
        switching.switch_user(p, "bo", BOS_PIN)


def test_without_a_pin_the_password_is_asked(p):
    switching.set_pin(p, PASSWORD, "")
    switching.switch_user(p, "bo", BOS_PIN)
    assert not switching.may_use_pin(p, "dana")
    with pytest.raises(UserProblem, match="full password"):
        switching.switch_user(p, "dana", PIN)


def test_setting_a_pin_takes_the_own_password_and_a_good_pin(p):
    with pytest.raises(FieldProblem):
        switching.set_pin(p, PASSWORD, "123456")
    with pytest.raises(UserProblem, match="does not open"):
        switching.set_pin(p, BOS, "913726")
    assert PIN not in repr(audit.events(p.file.db))


def test_an_ended_or_unknown_person_cannot_be_switched_to(p):
    people.end_account(p, 2, PASSWORD)
    for name in ("bo", "nobody", ""):
        with pytest.raises(UserProblem) as caught:
            switching.switch_user(p, name, BOS_PIN)
        assert caught.value.field == "sign_in"
        with pytest.raises(UserProblem):
            switching.switch_by_password(p, name, BOS)


def test_a_reset_ends_pin_and_quick_switching(p):
    people.reset_password(p, 2, PASSWORD)
    with pytest.raises(UserProblem, match="full password"):
        switching.switch_user(p, "bo", BOS_PIN)
    assert [one.has_pin for one in people.accounts(p)] == [True, False]


def test_a_wrong_password_at_a_switch_is_waited_for_and_told_at_the_next_that_is_right(p):
    with pytest.raises(UserProblem, match="does not open"):
        switching.switch_by_password(p, "bo", PASSWORD)
    with pytest.raises(UserProblem, match="Wait 1 second"):
        switching.switch_by_password(p, "bo", BOS)
    assert p.person.name == OWNER
    set_time(p, seconds=1)
    switching.switch_by_password(p, "bo", BOS)
    row = audit.events(p.file.db)[-1]
    assert (row.action, row.actor, row.detail["count"]) == ("unlock.failed", attempts.NOBODY, 1)
