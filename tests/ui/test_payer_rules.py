"""Settings, payer rules: what is known, what is a question, and the practice's own values."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.model.practice import Payer, PayerProfile
from core.services import own_values, setup
from tests.ui import walk
from tests.ui.desk import Desk

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.go("settings", {"section": "payer_rules"})
    made.find("rules-table").setFocus()
    yield made
    made.practice.file.close()


def choose(desk, profile, rule):
    """Choose a payer and go to a rule by typing a part of its name."""
    box = desk.find("rules-profile")
    box.set_value(profile)
    box.activated.emit(box.currentIndex())
    desk.find("rules-table").setFocus()
    desk.type(rule)
    desk.press(Key.Key_Down)


def fill(desk, **texts):
    for name, text in texts.items():
        field = desk.find(f"own-{name}")
        field.setFocus()
        field.selectAll()
        desk.type(text)


def test_the_practices_payers_stand_first_and_each_rule_says_by_whose_word(desk):
    assert desk.find("rules-profile").itemText(0) == "Medicare Part B"
    rules, values, whose = (
        desk.column("rules-table", title) for title in ("Rule", "Value", "By whose word")
    )
    unit_rule, own_pairs = rules.index("Unit rule"), rules.index("Own code pairs")
    assert (values[unit_rule], whose[unit_rule]) == ("total-time rule", "the payer's")
    assert (values[own_pairs], whose[own_pairs]) == ("no value", "not known")


def test_a_rule_that_is_not_known_is_a_question_with_the_assumption_used(desk):
    choose(desk, "aetna", "gp, go")
    assert desk.find("rule-title").text() == "GP, GO, GN: assumed: not wanted"
    assert "Please ask Aetna: On which codes" in desk.find("rule-question").text()
    assert "no Aetna text found" in desk.find("rule-facts").text()


def test_the_day_decides_what_is_shown(desk):
    choose(desk, "anthem", "unit rule")
    assert desk.column("rules-table", "Value") == ["smaller of midpoint and total time"]
    desk.find("rules-day").setFocus()
    desk.find("rules-day").selectAll()
    desk.type("12/31/2024")
    desk.press(Key.Key_Tab)
    assert desk.column("rules-table", "Value") == ["assumed: midpoint rule"]


def test_only_what_is_not_known_can_be_listed(desk):
    desk.find("rules-questions").setFocus()
    desk.press(Key.Key_Space)
    assert set(desk.column("rules-table", "By whose word")) == {"not known"}


def test_an_own_value_is_typed_saved_and_in_use_at_once(desk):
    choose(desk, "aetna", "units a day")
    before = desk.ctx.book.identity
    desk.press(Key.Key_Return)
    fill(desk, value="4", since="4/1/26", source="Contract 2026, page 4")
    desk.ctrl(Key.Key_S)
    (own,) = own_values.list_own(desk.practice)
    assert (own.profile, own.key, own.since) == ("aetna", "day_cap", date(2026, 4, 1))
    assert desk.ctx.book is desk.practice.book
    assert desk.ctx.book.identity != before
    assert "no value" in desk.find("rule-title").text()  # not yet on the day that is shown


def test_a_choice_is_made_by_keys_and_shown_as_the_practices_own(desk):
    choose(desk, "aetna", "unit rule")
    desk.press(Key.Key_Return, Key.Key_Home)
    fill(desk, source="Letter of 3 March")
    desk.ctrl(Key.Key_S)
    assert desk.column("rules-table", "By whose word") == ["your own"]
    assert desk.column("rules-table", "Value") == ["total-time rule"]
    assert "Letter of 3 March" in desk.find("rule-facts").text()
    assert desk.find("rules-table").hasFocus()


def test_what_is_wrong_is_told_at_its_field_and_stays_typed(desk):
    choose(desk, "aetna", "codes not accepted")
    desk.press(Key.Key_Return)
    fill(desk, value="97999", source="Contract")
    desk.ctrl(Key.Key_S)
    section = desk.page.sections["payer_rules"]
    assert "97999 is not a code" in section.form.rows["value"].problem()
    assert desk.find("own-value").text() == "97999"
    assert own_values.list_own(desk.practice) == ()


def test_an_offered_pair_is_off_until_it_is_taken_and_saved(desk, qtbot):
    choose(desk, "aetna", "own code pairs")
    desk.press(Key.Key_Return)
    assert own_values.list_own(desk.practice) == ()
    offer = desk.find("offer-97140-97110-1")
    qtbot.waitUntil(offer.isVisible)
    offer.setFocus()
    desk.press(Key.Key_Space)
    assert desk.find("own-value").text() == "97140/97110/1"
    desk.ctrl(Key.Key_S)
    (own,) = own_values.list_own(desk.practice)
    assert own.value == ("97140/97110/1",)
    assert "WebPT" in own.source


def test_an_own_value_is_changed_and_taken_away(desk):
    choose(desk, "aetna", "visit limit")
    for count in ("20", "30"):
        desk.press(Key.Key_Return)
        fill(desk, value=count, source="Plan booklet")
        desk.ctrl(Key.Key_S)
    assert desk.column("rules-table", "Value") == ["30 visits a year"]
    desk.messages.answer = ""
    desk.find("own-remove").setFocus()
    desk.press(Key.Key_Space)
    assert desk.column("rules-table", "Value") == ["no value"]
    assert own_values.list_own(desk.practice) == ()


def test_what_is_being_typed_is_not_lost_by_going_elsewhere(desk):
    choose(desk, "aetna", "visit limit")
    desk.press(Key.Key_Return)
    fill(desk, value="20")
    box = desk.find("rules-profile")
    box.set_value("cigna")
    box.activated.emit(box.currentIndex())
    assert box.value() == "aetna"
    assert desk.find("own-value").text() == "20"
    assert desk.messages.said[-1][0] == "warning"
    desk.find("own-value").setFocus()
    desk.press(Key.Key_Escape)
    assert desk.find("rules-table").hasFocus()


def test_everything_can_be_read_and_reached(desk, qtbot):
    choose(desk, "aetna", "own code pairs")
    desk.press(Key.Key_Return)
    assert walk.nameless(desk.page) == []
    qtbot.waitUntil(lambda: walk.cut(desk.page) + walk.outside(desk.page) == [])


def test_an_own_value_belongs_to_the_payer_that_is_shown(desk):
    choose(desk, f"medicare-part-b@{desk.clinic.payer}", "visit limit")
    assert desk.find("rules-profile").currentText() == "Medicare Part B"
    desk.press(Key.Key_Return)
    fill(desk, value="20", source="Letter")
    desk.ctrl(Key.Key_S)
    (own,) = own_values.list_own(desk.practice)
    assert (own.profile, own.payer_id) == ("medicare-part-b", desk.clinic.payer)
    section = desk.page.sections["payer_rules"]
    assert section.whom.text() == "Your own value holds for Medicare Part B alone."


def test_two_payers_on_one_profile_stand_apart(desk):
    profile = PayerProfile("medicare-part-b", date(2020, 1, 1))
    second = setup.save_payer(desk.practice, Payer("Railroad Medicare", profiles=(profile,))).id
    own_values.save_own(
        desk.practice,
        own_values.TypedValue(
            "medicare-part-b", "visit_limit", "20", date(2026, 1, 1), None, "Letter",
            payer_id=second,
        ),
    )  # fmt: skip
    desk.go("settings", {"section": "payer_rules"})
    shown = {}
    for payer in (desk.clinic.payer, second):
        choose(desk, f"medicare-part-b@{payer}", "visit limit")
        shown[payer] = desk.column("rules-table", "By whose word")
        desk.find("rules-filter").clear()
    assert shown == {desk.clinic.payer: ["not known"], second: ["your own"]}


def test_what_was_set_for_everybody_on_the_rules_is_said_at_the_payer(desk):
    own_values.save_own(
        desk.practice,
        own_values.TypedValue(
            "medicare-part-b", "visit_limit", "20", date(2026, 1, 1), None, "Letter"
        ),
    )
    desk.go("settings", {"section": "payer_rules"})
    choose(desk, f"medicare-part-b@{desk.clinic.payer}", "visit limit")
    section = desk.page.sections["payer_rules"]
    assert "set for everybody on these rules" in section.whom.text()
    assert not section.remove.isVisible()
    texts = [section.profile.itemText(n) for n in range(section.profile.count())]
    assert "Everybody on the rules of Medicare Part B" in texts
