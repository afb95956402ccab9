"""Settings, billing: the Medicare locality and the decision between two payers."""

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import SecondaryRule
from core.services import second_payer, setup
from core.services.localities import LOCALITY
from tests.ui.desk import Desk

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    setup.set_setting(made.practice, LOCALITY, "")
    yield made
    made.practice.file.close()


def kept(desk):
    return setup.get_setting(desk.practice, LOCALITY)


def test_the_locality_is_chosen_by_typing_its_state_and_kept(desk):
    desk.go("settings", {"section": "billing"})
    box = desk.find("billing-locality")
    assert (box.currentText(), desk.find("locality-unknown").isVisible()) == (
        "Not chosen yet",
        True,
    )
    box.setFocus()
    desk.press(Key.Key_Down)
    assert box.currentText() == "National amounts, without geography"
    desk.find("locality-save").setFocus()
    desk.press(Key.Key_Space)
    assert kept(desk) == "national"
    assert not desk.find("locality-unknown").isVisible()
    assert "Not chosen yet" not in [box.itemText(n) for n in range(box.count())]


def test_the_zip_codes_locality_is_offered_and_taken(desk, monkeypatch):
    found = {"04101": ("14112", "03")}
    monkeypatch.setattr(
        "core.services.localities.locality_of_zip", lambda path, code, day: found.get(code)
    )
    desk.go("settings", {"section": "billing"})
    assert desk.find("locality-by-zip").text() == "ZIP code 04101: ME: Southern Maine (14112, 03)"
    desk.find("locality-take").setFocus()
    desk.press(Key.Key_Space, Key.Key_Space)
    assert kept(desk) == "14112-03"
    assert not desk.find("locality-take").isVisible()


def test_the_decision_between_two_payers_is_kept(desk):
    desk.go("settings", {"section": "billing"})
    box = desk.find("billing-secondary_rule")
    assert box.currentText() == "The primary payer's rule decides"
    box.setFocus()
    desk.press(Key.Key_Down)
    desk.find("second-save").setFocus()
    desk.press(Key.Key_Space)
    assert second_payer.secondary_rule(desk.practice.file.db) is SecondaryRule.STRICTER
    assert box.currentText() == "The smaller count of each code decides"


def test_today_asks_for_the_locality_and_leads_to_it(desk):
    desk.go("today", {})
    missing = desk.column("work-table", "What is missing")
    assert missing == ["Medicare locality"]
    desk.find("work-table").setFocus()
    desk.press(Key.Key_Return)
    assert desk.went[-1] == ("settings", {"section": "billing"})
    setup.set_setting(desk.practice, LOCALITY, "national")
    desk.go("today", {})
    assert desk.column("work-table", "What is missing") == []
