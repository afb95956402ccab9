"""Accounts: made, reset, changed and ended by an owner; each opens the practice by itself."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.kinds import ProviderRole
from core.model.patient import Patient
from core.model.people import Person, Role
from core.model.practice import Provider
from core.services import opening, patients, people, setup
from core.store import audit
from core.store.file_names import keys_path
from tests.support import old_keys
from tests.support.practice import (
    OWNER,
    PASSWORD,
    new_practice,
    new_practice_with_code,
    patient_clock,
    reopen,
    trail,
)

BO = Person(0, "Bo Kim", "bo", frozenset({Role.THERAPIST}))
NEW = "violet harbor engine"


def add(p, person=BO):
    return people.add_person(p, person, PASSWORD)


def actions(p):
    return [event.action for event in trail(p)]


@pytest.fixture
def two(tmp_path):
    """A closed practice with an owner and Bo, and Bo's one-time password."""
    p = new_practice(tmp_path)
    _, password = add(p)
    p.file.close()
    return p.file.path, password


def test_the_owners_sign_in_name_comes_from_the_name(tmp_path):
    p = new_practice(tmp_path)
    assert (p.person.name, p.person.sign_in) == (OWNER, "dana")
    p.file.close()
    assert people.sign_in_names(p.file.path) == ("dana",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Łukasz Nowak", "łukasz"), ("Mary-Ann X", "mary-ann"), ("--- X", "owner"), ("", "owner")],
)
def test_a_sign_in_name_is_made_of_the_first_name(name, expected):
    assert people.sign_in_of(name) == expected


def test_a_new_person_opens_the_practice_with_the_one_time_password(two):
    path, password = two
    assert people.sign_in_names(path) == ("dana", "bo")
    p = reopen(path, password, sign_in="bo")
    assert (p.person.name, p.file.actor) == ("Bo Kim", "Bo Kim")
    assert p.person.roles == BO.roles
    assert p.must_change_password
    p.file.close()


def test_nothing_is_saved_before_the_one_time_password_was_changed(two):
    path, password = two
    p = reopen(path, password)
    with pytest.raises(UserProblem, match="password of your own"):
        patients.save(p, Patient("Mei", "Lin", date(1990, 1, 1)))
    opening.change_password(p, password, NEW)
    patients.save(p, Patient("Mei", "Lin", date(1990, 1, 1)))
    p.file.close()
    with pytest.raises(UserProblem):
        reopen(path, password)
    reopened = reopen(path, NEW, sign_in="BO ")
    assert not reopened.must_change_password
    reopened.file.close()


def test_the_one_time_password_cannot_stay(two):
    path, password = two
    p = reopen(path, password)
    with pytest.raises(FieldProblem, match="another"):
        opening.change_password(p, password, password)
    assert p.must_change_password
    p.file.close()


def test_a_password_opens_under_its_own_name_only(two):
    path, password = two
    for secret, name in ((password, "dana"), (PASSWORD, "bo"), (PASSWORD, "nobody")):
        with pytest.raises(UserProblem, match="does not open"):
            reopen(path, secret, sign_in=name)
    for secret in (PASSWORD, password):
        reopen(path, secret).file.close()


def test_only_an_owner_with_the_own_password_may_change_accounts(two):
    path, password = two
    p = reopen(path, password)
    opening.change_password(p, password, NEW)
    calls = (
        lambda: people.add_person(p, replace(BO, name="C", sign_in="c"), NEW),
        lambda: people.reset_password(p, 1, NEW),
        lambda: people.save_roles(p, 2, frozenset({Role.OWNER}), None, NEW),
        lambda: people.end_account(p, 1, NEW),
    )
    for call in calls:
        with pytest.raises(UserProblem, match="Ask the owner"):
            call()
    p.file.close()
    p = reopen(path)
    for wrong in (NEW, "wrong lamp"):
        with pytest.raises(UserProblem, match="does not open"):
            people.end_account(p, 2, wrong)
        p.clock = patient_clock(path)
    p.file.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": OWNER.upper()}, "name"),
        ({"sign_in": "DANA"}, "sign_in"),
        ({"sign_in": ""}, "sign_in"),
        ({"sign_in": "a b"}, "sign_in"),
        ({"sign_in": "x" * 41}, "sign_in"),
        ({"sign_in": "_x"}, "sign_in"),
        ({"roles": frozenset()}, "roles"),
        ({"provider_id": 99}, "provider_id"),
    ],
)
def test_what_cannot_be_kept_names_its_field_and_changes_no_file(tmp_path, change, field):
    p = new_practice(tmp_path)
    before = keys_path(p.file.path).read_bytes()
    with pytest.raises(InvalidInput) as caught:
        add(p, replace(BO, **change))
    assert caught.value.field == field
    assert keys_path(p.file.path).read_bytes() == before
    assert [one.person.name for one in people.accounts(p)] == [OWNER]
    p.file.close()


def test_a_provider_belongs_to_one_person(tmp_path):
    p = new_practice(tmp_path)
    ann = setup.save_provider(p, Provider("Ann", "Lee", ProviderRole.PT, npi="1234567893"))
    kept, _ = add(p, replace(BO, provider_id=ann.id))
    assert kept.provider_id == ann.id
    with pytest.raises(InvalidInput, match="already Bo Kim"):
        add(p, Person(0, "Cy Moe", "cy", BO.roles, ann.id))
    p.file.close()


def test_each_change_is_one_audit_row_by_the_owner_without_a_secret(tmp_path):
    p = new_practice(tmp_path)
    before = audit.last_seq(p.file.db)
    kept, first = add(p)
    second = people.reset_password(p, kept.id, PASSWORD)
    people.save_roles(p, kept.id, frozenset({Role.BILLER}), None, PASSWORD)
    people.end_account(p, kept.id, PASSWORD)
    rows = audit.events(p.file.db, before)
    assert [(row.action, row.object_id, row.actor) for row in rows] == [
        (action, kept.id, OWNER)
        for action in ("person.create", "person.reset", "person.update", "person.end")
    ]
    assert rows[2].detail == {"before": ["therapist"], "roles": ["biller"]}
    assert first not in repr(rows)
    assert second not in repr(rows)
    p.file.close()


def test_a_reset_gives_a_new_one_time_password_and_voids_the_old(two):
    path, old = two
    p = reopen(path)
    new = people.reset_password(p, 2, PASSWORD)
    p.file.close()
    with pytest.raises(UserProblem):
        reopen(path, old)
    p = reopen(path, new)
    assert p.must_change_password
    opening.change_password(p, new, NEW)
    p.file.close()
    with pytest.raises(UserProblem):  # what the owner was shown opens nothing any more
        reopen(path, new)
    reopen(path, NEW).file.close()


def test_nobody_resets_the_own_password(tmp_path):
    p = new_practice(tmp_path)
    with pytest.raises(UserProblem, match="own account"):
        people.reset_password(p, 1, PASSWORD)
    p.file.close()


def test_one_time_passwords_are_long_and_differ():
    found = {people.one_time_password() for _ in range(100)}
    assert len(found) == 100
    assert {len(one.replace("-", "")) for one in found} == {16}  # of 32 letters: 80 bits


def test_an_ended_account_is_out_at_once_and_its_names_stay_taken(two):
    path, password = two
    p = reopen(path)
    assert "data key" in people.end_account(p, 2, PASSWORD)
    assert people.sign_in_names(path) == ("dana",)
    (_, ended) = people.accounts(p)
    assert (ended.person.active, ended.has_password) == (False, False)
    for change in ({"name": "Other"}, {"sign_in": "other"}):
        with pytest.raises(InvalidInput):
            add(p, replace(BO, **change))
    kept, _ = add(p, replace(BO, name="Other", sign_in="other"))
    assert kept.id == 3
    p.file.close()
    with pytest.raises(UserProblem, match="does not open"):
        reopen(path, password)


def test_an_ended_account_stays_out_when_the_old_key_file_is_put_back(two):
    path, password = two
    before = keys_path(path).read_bytes()
    p = reopen(path)
    people.end_account(p, 2, PASSWORD)
    p.file.close()
    keys_path(path).write_bytes(before)
    with pytest.raises(UserProblem, match="does not open"):
        reopen(path, password)
    reopen(path).file.close()
    assert people.sign_in_names(path) == ("dana",)


def test_the_last_owner_stays_owner(two):
    path, _ = two
    p = reopen(path)
    with pytest.raises(UserProblem, match="only owner"):
        people.save_roles(p, 1, frozenset({Role.BILLER}), None, PASSWORD)
    with pytest.raises(UserProblem, match="own account"):
        people.end_account(p, 1, PASSWORD)
    people.save_roles(p, 2, frozenset({Role.OWNER}), None, PASSWORD)
    people.save_roles(p, 1, frozenset({Role.BILLER}), None, PASSWORD)
    assert p.person.roles == {Role.BILLER}  # in force at once
    with pytest.raises(UserProblem, match="Ask the owner"):
        people.end_account(p, 2, PASSWORD)
    p.file.close()


def test_an_older_key_file_put_back_opens_and_is_told_of(tmp_path):
    p = new_practice(tmp_path)
    before = keys_path(p.file.path).read_bytes()
    opening.change_password(p, PASSWORD, NEW)
    p.file.close()
    keys_path(p.file.path).write_bytes(before)
    p = reopen(p.file.path)
    assert actions(p)[-1] == "keys.older"
    opening.change_password(p, PASSWORD, "amber canal window")
    p.file.close()
    reopen(p.file.path, "amber canal window").file.close()


def test_a_key_file_of_version_1_opens_and_becomes_version_2_with_the_first_change(tmp_path):
    p, code = new_practice_with_code(tmp_path)
    path = p.file.path
    old_keys.put_back(path, p.file, PASSWORD, code.replace("-", "")[:32])
    p.file.close()
    assert people.sign_in_names(path) == ()
    p = reopen(path, sign_in="dana")
    assert b'"version":1' in keys_path(path).read_bytes()
    _, password = add(p)
    p.file.close()
    assert b'"version":2' in keys_path(path).read_bytes()
    assert people.sign_in_names(path) == ("dana", "bo")
    for secret, name in ((PASSWORD, OWNER), (password, "Bo Kim"), (code, OWNER)):
        p = reopen(path, secret)
        assert p.person.name == name
        p.file.close()
