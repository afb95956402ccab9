"""What stands behind the unlock screen is imported while the password is typed."""

import sys
from importlib.util import find_spec

import pytest

from ui.ahead import STEPS, Ahead

UNUSED = ("colorsys", "sched")  # of the standard library; nothing here imports them


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch):
    for name in UNUSED:
        monkeypatch.delitem(sys.modules, name, raising=False)


def there() -> list[str]:
    return [name for name in UNUSED if name in sys.modules]


def test_it_imports_one_step_after_the_other_when_there_is_time(qtbot):
    ahead = Ahead(UNUSED)
    assert there() == []
    ahead.start()
    qtbot.waitUntil(lambda: there() == ["colorsys"])
    qtbot.waitUntil(lambda: there() == list(UNUSED))


def test_asked_to_hurry_it_imports_the_rest_at_once(qtbot):
    ahead = Ahead(UNUSED)
    ahead.hurry()
    assert there() == []  # the key is not kept waiting
    qtbot.waitUntil(lambda: there() == list(UNUSED), timeout=1_000)


def test_every_step_is_there_to_be_imported():
    assert [name for name in STEPS if find_spec(name) is None] == []
