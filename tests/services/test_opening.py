from dataclasses import replace

import pytest

from core.errors import FieldProblem, InvalidInput, UserProblem
from core.model.kinds import ProviderRole
from core.model.practice import Provider
from core.services import opening, setup
from core.store.file_names import keys_path
from core.store.keyslots import KdfCost
from core.store.recovery_code import ALPHABET
from tests.support.practice import (
    CHEAP,
    DAY,
    OWNER,
    PASSWORD,
    PRACTICE,
    clock_on,
    new_practice,
    new_practice_with_code,
    reopen,
    reopen_copy,
)

THERAPIST = Provider("Maya", "Lindqvist", ProviderRole.PT, npi="1245319599", credentials="DPT")


def test_the_wizards_answers_stand_in_the_new_file(tmp_path):
    practice = new_practice(tmp_path, first_provider=THERAPIST)
    opening.close(practice)
    practice = reopen(tmp_path / "clinic.unitwise")
    info = setup.practice_info(practice)
    (provider,) = setup.list_providers(practice)
    assert (info.name, info.npi, info.address) == (PRACTICE.name, PRACTICE.npi, PRACTICE.address)
    assert replace(provider, id=None) == THERAPIST
    assert practice.file.actor == OWNER
    assert practice.clock.today() == DAY
    practice.file.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"practice": replace(PRACTICE, name=" ")}, "name"),
        ({"practice": replace(PRACTICE, npi="1234567890")}, "npi"),
        ({"owner_name": ""}, "owner_name"),
        ({"first_provider": replace(THERAPIST, npi="12")}, "npi"),
        ({"first_provider": replace(THERAPIST, last_name="")}, "last_name"),
        ({"password": "short"}, "password"),
        ({"password": "password1"}, "password"),
    ],
)
def test_a_bad_answer_names_its_field_and_makes_no_file(tmp_path, change, field):
    with pytest.raises(UserProblem) as caught:
        new_practice(tmp_path, **change)
    assert isinstance(caught.value, InvalidInput | FieldProblem)
    assert caught.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_password_and_code_open_and_nothing_else_does(tmp_path):
    practice, code = new_practice_with_code(tmp_path, password="Zu\u0308rich lamp river")
    path = practice.file.path
    practice.file.close()
    typed = f"  {code.lower().replace('-', ' ').replace('0', 'o')} "
    for secret in ("Z\u00fcrich lamp river", "Zu\u0308rich lamp river", code, typed):
        reopen(path, secret).file.close()
    for wrong in ("", "zürich lamp river", "Zurich lamp river", PASSWORD, " Zürich lamp river"):
        with pytest.raises(UserProblem, match="password does not open") as caught:
            reopen(path, wrong)
        assert caught.value.field == "password"


def test_a_mistyped_code_is_told_from_a_wrong_password(tmp_path):
    practice, code = new_practice_with_code(tmp_path)
    practice.file.close()
    for place in (0, 7, 20, 40):
        other = ALPHABET[(ALPHABET.find(code[place]) + 5) % 32]
        mistyped = code[:place] + other + code[place + 1 :]
        with pytest.raises(UserProblem, match="mistyped"):
            reopen(practice.file.path, mistyped)
    with pytest.raises(UserProblem, match="mistyped"):
        reopen(practice.file.path, code[:-2] + code[-1])


def test_a_code_of_another_practice_says_so(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, code = new_practice_with_code(tmp_path / "a")
    second = new_practice(tmp_path / "b")
    first.file.close()
    second.file.close()
    with pytest.raises(UserProblem, match="another practice file"):
        reopen(second.file.path, code)


def test_who_lost_the_password_sets_a_new_one_by_the_code(tmp_path):
    practice, code = new_practice_with_code(tmp_path)
    practice.file.close()
    practice = reopen(practice.file.path, code)
    opening.change_password(practice, code, "violet harbor engine")
    practice.file.close()
    with pytest.raises(UserProblem):
        reopen(practice.file.path, PASSWORD)
    reopen(practice.file.path, "violet harbor engine").file.close()
    reopen(practice.file.path, code).file.close()


def test_a_refused_change_of_password_changes_nothing(tmp_path):
    practice = new_practice(tmp_path)
    before = keys_path(practice.file.path).read_bytes()
    with pytest.raises(UserProblem) as wrong_old:
        opening.change_password(practice, "not the old one", "violet harbor engine")
    with pytest.raises(UserProblem) as bad_new:
        opening.change_password(practice, PASSWORD, "12345678")
    assert (wrong_old.value.field, bad_new.value.field) == ("old_password", "new_password")
    assert keys_path(practice.file.path).read_bytes() == before
    practice.file.close()


def test_a_new_recovery_code_makes_the_old_one_void(tmp_path):
    practice, old = new_practice_with_code(tmp_path)
    with pytest.raises(UserProblem):
        opening.new_recovery_code(practice, "wrong password")
    new = opening.new_recovery_code(practice, PASSWORD)
    practice.file.close()
    with pytest.raises(UserProblem, match="newer code"):
        reopen(practice.file.path, old)
    reopen(practice.file.path, new).file.close()
    reopen(practice.file.path, PASSWORD).file.close()


def test_confirming_the_password_of_an_open_practice(tmp_path):
    practice, code = new_practice_with_code(tmp_path)
    opening.confirm_password(practice, PASSWORD)
    opening.confirm_password(practice, code)
    with pytest.raises(UserProblem, match="does not open"):
        opening.confirm_password(practice, "something else")
    practice.file.close()


def test_cheap_keys_are_refused_outside_tests(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    with pytest.raises(UserProblem, match="key file"):
        opening.unlock(practice.file.path, PASSWORD, clock_on())


def test_real_keys_open_without_leave(tmp_path):
    path = tmp_path / "clinic.unitwise"
    practice, _ = opening.create_practice(
        path, PRACTICE, OWNER, PASSWORD, clock_on(), cost=KdfCost(64 * 1024, 3, 4)
    )
    practice.file.close()
    assert opening.look_at(path) == "practice"
    opening.unlock(path, PASSWORD, clock_on()).file.close()


@pytest.mark.parametrize("name", ["a b", "50% off?", "no #1", "Łódź 1", "x.y", "it's", "a&mode=ro"])
def test_folders_and_files_may_have_any_name(tmp_path, name):
    path = tmp_path / name / f"{name}.unitwise"
    practice, _ = opening.create_practice(path, PRACTICE, OWNER, PASSWORD, clock_on(), cost=CHEAP)
    report = opening.close(practice)
    assert sorted(p.name for p in path.parent.iterdir()) == sorted(
        [f"{name}.unitwise", f"{name}.keys.json", f"{name}.anchor.jsonl", f"{name} backups"]
    )
    reopen_copy(report.path).file.close()
    opening.close(reopen(path))


def test_looking_at_a_good_file_says_practice_and_leaves_it_alone(tmp_path):
    practice = new_practice(tmp_path)
    practice.file.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert opening.look_at(practice.file.path) == "practice"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
