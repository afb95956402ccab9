"""The recovery code signs an owner in, and asks for a new password and a new code first."""

import pytest

from core.errors import UserProblem
from core.model.people import Person, Role
from core.services import opening, people, setup, switching
from core.store import audit
from core.store.recovery_code import ALPHABET, read_code
from tests.support.practice import OWNER, PASSWORD, new_practice_with_code, reopen

NEW = "violet harbor engine"
EVE = Person(0, "Eve Ito", "eve", frozenset({Role.OWNER}))
BO = Person(0, "Bo Kim", "bo", frozenset({Role.BILLER}))


@pytest.fixture
def closed(tmp_path):
    p, code = new_practice_with_code(tmp_path)
    for person in (EVE, BO):
        people.add_person(p, person, PASSWORD)
    p.file.close()
    return p.file.path, code


def refuses(p, words):
    with pytest.raises(UserProblem, match=words):
        setup.set_setting(p, "x", "y")


def test_work_goes_on_after_a_new_password_and_a_new_code(closed):
    path, code = closed
    p = reopen(path, code)
    assert (p.person.name, p.must_change_password, p.must_renew_recovery) == (OWNER, True, True)
    refuses(p, "password of your own")
    opening.change_password(p, code, NEW)
    refuses(p, "new recovery code")
    new = opening.new_recovery_code(p, NEW)
    setup.set_setting(p, "x", "y")
    p.file.close()
    for void in (PASSWORD, code):
        with pytest.raises(UserProblem):
            reopen(path, void)
    reopen(path, new).file.close()


def test_the_two_may_be_made_in_either_order(closed):
    path, code = closed
    p = reopen(path, code)
    new = opening.new_recovery_code(p, code)
    refuses(p, "password of your own")
    opening.change_password(p, new, NEW)
    setup.set_setting(p, "x", "y")
    p.file.close()


def test_who_stops_in_between_is_asked_again(closed):
    path, code = closed
    reopen(path, code).file.close()
    p = reopen(path, PASSWORD)
    assert (p.must_change_password, p.must_renew_recovery) == (False, True)
    refuses(p, "new recovery code")
    opening.new_recovery_code(p, PASSWORD)
    setup.set_setting(p, "x", "y")
    p.file.close()


def test_the_code_signs_in_the_owner_that_was_chosen_and_nobody_else(closed):
    path, code = closed
    p = reopen(path, code, sign_in="eve")
    assert (p.person.name, p.file.actor) == ("Eve Ito", "Eve Ito")
    row = audit.events(p.file.db)[-1]
    assert (row.action, row.actor) == ("unlock.recovery", "Eve Ito")
    p.file.close()
    for name in ("bo", "nobody"):
        with pytest.raises(UserProblem, match="signs in an owner"):
            reopen(path, code, sign_in=name)


def test_switching_to_and_fro_does_not_shake_the_new_password_off(tmp_path):
    p, code = new_practice_with_code(tmp_path)
    _, once = people.add_person(p, EVE, PASSWORD)
    switching.set_pin(p, PASSWORD, "482916")
    p.file.close()
    p = reopen(p.file.path, code)
    switching.switch_by_password(p, "eve", once)
    with pytest.raises(UserProblem, match="full password"):
        switching.switch_user(p, "dana", "482916")
    p.file.close()


def test_the_code_of_an_owner_serves_nobody_else_who_is_signed_in(closed):
    path, code = closed
    p = reopen(path)
    once = people.reset_password(p, 3, PASSWORD)
    p.file.close()
    p = reopen(path, once)
    with pytest.raises(UserProblem, match="Only an owner"):
        opening.change_password(p, code, NEW)
    with pytest.raises(UserProblem, match="Ask the owner"):
        opening.new_recovery_code(p, once)
    p.file.close()


def test_every_wrong_character_of_a_code_is_noticed(closed):
    _, code = closed
    plain = code.replace("-", "")
    for place, letter in enumerate(plain):
        for other in ALPHABET:
            if other != letter:
                assert read_code(plain[:place] + other + plain[place + 1 :]) is None
