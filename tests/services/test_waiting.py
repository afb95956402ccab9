"""Wrong passwords make everybody wait: 1, 2, 4 and so on up to 300 seconds."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import UserProblem
from core.model.clock import Clock
from core.services import opening
from core.store import audit
from core.store.file_names import attempts_path
from tests.support.practice import DAY, PASSWORD, new_practice, reopen

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
WAITS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300)


def at(seconds):
    moment = NOON + timedelta(seconds=seconds)
    return Clock(today=lambda: DAY, now=lambda: moment)


@pytest.fixture
def path(tmp_path):
    p = new_practice(tmp_path)
    p.file.close()
    return p.file.path


def test_the_wait_doubles_up_to_five_minutes_and_is_enforced(path):
    now = 0.0
    for wait in WAITS:
        with pytest.raises(UserProblem, match="does not open"):
            reopen(path, "wrong lamp", at(now))
        with pytest.raises(UserProblem, match=f"Wait {wait} second") as caught:
            reopen(path, PASSWORD, at(now))  # right, but too soon
        assert caught.value.field == "password"
        with pytest.raises(UserProblem, match="Wait 1 second,"):
            reopen(path, PASSWORD, at(now + wait - 0.5))
        now += wait
    assert opening.failed_unlocks(path) == len(WAITS)
    reopen(path, PASSWORD, at(now)).file.close()
    assert opening.failed_unlocks(path) == 0


def test_a_try_that_came_too_soon_is_not_counted(path):
    for _ in range(2):
        with pytest.raises(UserProblem):
            reopen(path, "wrong lamp", at(0))
    assert opening.failed_unlocks(path) == 1


def test_a_clock_set_back_keeps_nobody_out(path):
    with pytest.raises(UserProblem):
        reopen(path, "wrong lamp", at(0))
    reopen(path, PASSWORD, at(-3600)).file.close()


def test_a_screen_can_tell_how_long_is_left(path):
    for now in (0, 1):
        with pytest.raises(UserProblem):
            reopen(path, "wrong lamp", at(now))
    assert [opening.seconds_to_wait(path, at(now)) for now in (1, 2.5, 3, 4)] == [2, 1, 0, 0]


def test_a_wrong_password_on_an_open_practice_makes_wait_as_well(path):
    p = reopen(path, PASSWORD, at(0))
    with pytest.raises(UserProblem, match="does not open"):
        opening.confirm_password(p, "wrong lamp")
    with pytest.raises(UserProblem, match="Wait 1 second"):
        opening.confirm_password(p, PASSWORD)
    p.clock = at(1)
    opening.confirm_password(p, PASSWORD)
    assert audit.events(p.file.db)[-1].action == "unlock.failed"
    p.file.close()


@pytest.mark.parametrize("moment", ["2026-03-10T12:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_note_with_an_odd_moment_keeps_nobody_out(path, moment):
    attempts_path(path).write_text(f'{{"count": 3, "latest": [{{"at": "{moment}", "with": "x"}}]}}')
    reopen(path, PASSWORD, at(-86400)).file.close()
