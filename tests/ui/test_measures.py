"""Outcome measures by keys: typed, charted, corrected on the patient's page and in a session."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from core.model.kinds import Side
from core.model.outcomes import OutcomeEntry
from core.services import outcomes
from tests.support.practice import DAY
from tests.ui import walk
from tests.ui.desk import Desk
from ui.theme import Mode

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    return Desk(tmp_path, theme, qtbot)


def person(desk):
    return desk.clinic.people["Alvarez"]


def show(desk):
    desk.go("patient", {"patient_id": person(desk), "tab": "measures"})
    desk.find("measure-find").setFocus()


def keep(desk, measure, total, back=0, **changes):
    entry = OutcomeEntry(person(desk), measure, DAY - timedelta(back), total=total, **changes)
    return outcomes.save(desk.practice, (entry,))[0]


def stored(desk):
    return outcomes.list_for(desk.practice, person(desk))


def choose(desk, word):
    """Find a measure by a word; the keyboard is then in its first field."""
    desk.type(word)
    desk.press(Key.Key_Return)


def scores(desk):
    return [(one.measure, one.place, one.side, one.score) for one in stored(desk)]


def test_alt_r_opens_the_part_which_says_what_it_is_for(desk, qtbot):
    desk.go("patient", {"patient_id": person(desk)})
    desk.alt(Key.Key_R)
    qtbot.waitUntil(lambda: desk.page.stack.currentWidget() is desk.page.measures)
    assert "No measures yet" in desk.find("measure-none").text()


def test_ten_digits_and_enter_keep_a_score(desk):
    show(desk)
    choose(desk, "ndi")
    desk.type("2313202121")
    assert desk.find("measure-echo").text() == "34 %  ·  17 of 50"
    desk.press(Key.Key_Return)
    assert scores(desk) == [("ndi", "", None, 34)]
    assert desk.column("measure-table", "Now") == ["34 %"]
    assert desk.column("measure-table", "What it means") == ["First score"]
    assert desk.focus() is desk.find("measure-find")


def test_while_digits_are_typed_it_says_how_many_there_are(desk):
    show(desk)
    choose(desk, "neck dis")
    desk.type("23132")
    assert desk.find("measure-echo").text() == "5 of 10 answers"
    desk.type("9")
    assert "Answer 6 is 9" in desk.find("measure-echo").text()


def test_a_row_with_two_answers_missing_is_refused_at_the_field_and_kept_in_it(desk):
    show(desk)
    choose(desk, "ndi")
    desk.type("23132021--")
    desk.press(Key.Key_Return)
    field = desk.page.measures.entry.form.rows["items"]
    assert "at most 1; ask the patient" in field.problem()
    assert field.text() == "23132021--"
    assert stored(desk) == ()


def test_the_total_alone_is_enough(desk):
    show(desk)
    choose(desk, "odi")
    desk.press(Key.Key_Tab)
    desk.type("16/45")
    desk.ctrl(Key.Key_S)
    assert scores(desk) == [("odi", "", None, Decimal("35.6"))]


def test_the_degrees_of_a_joint_are_typed_field_by_field_and_kept_together(desk):
    show(desk)
    choose(desk, "knee")
    for text in ("118", "135", "-5", "0"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    desk.press(Key.Key_Return)
    assert scores(desk) == [
        ("arom", "knee.flexion", Side.LEFT, 118),
        ("arom", "knee.flexion", Side.RIGHT, 135),
        ("arom", "knee.extension", Side.LEFT, -5),
        ("arom", "knee.extension", Side.RIGHT, 0),
    ]


def test_degrees_that_cannot_be_are_refused_at_their_field(desk):
    show(desk)
    choose(desk, "knee")
    desk.type("400")
    desk.press(Key.Key_Return)
    field = desk.page.measures.entry.form.rows["knee.flexion.left"]
    assert field.problem() == "Whole degrees from 0 to 165."
    assert stored(desk) == ()


def test_girths_of_both_arms_show_their_volumes_as_they_are_typed(desk):
    show(desk)
    choose(desk, "arm vol")
    desk.type("20 24")
    desk.press(Key.Key_Tab)
    desk.type("19 22")
    said = desk.find("measure-echo").text()
    assert said == "left 154 mL  ·  right 134 mL  ·  left has 20 mL more (14.9 %)"
    desk.press(Key.Key_Return)
    assert desk.column("girth-table", "Left") == ["20.0", "24.0"]
    assert "meets “10 % more than the other limb”" in desk.find("limb-volumes").text()
    assert "does not meet “200 mL" in desk.find("limb-volumes").text()


def test_a_change_is_named_with_its_source(desk):
    keep(desk, "ndi", "34", back=30)
    keep(desk, "ndi", "18")
    show(desk)
    assert desk.column("measure-table", "Since first") == ["−16"]
    assert desk.column("measure-table", "What it means") == ["Better"]
    shown = walk.texts(desk.page.measures)
    assert "Better by at least the smallest change that matters (14 %, MID)." in shown
    assert "J Orthop Sports Phys Ther 2014;44:560" in shown


def test_the_chart_tells_a_screen_reader_what_it_draws(desk):
    keep(desk, "ndi", "34", back=30)
    keep(desk, "ndi", "18")
    show(desk)
    chart = desk.page.measures.chart
    assert chart.accessibleName() == "Chart of NDI"
    told = chart.accessibleDescription()
    assert told == "8 Feb 2026 34 %, 10 Mar 2026 18 %. 14 % better than the first"


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_chart_draws_its_line_in_the_accent_of_the_look(desk, theme, mode):
    keep(desk, "ndi", "34", back=30)
    keep(desk, "ndi", "18")
    theme.set_look(mode, 100)
    show(desk)
    image = desk.page.measures.chart.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2)
               for y in range(image.height())}  # fmt: skip
    assert theme.color("accent").name() in colours


def test_the_table_holds_every_score_and_takes_one_back_with_a_reason(desk):
    keep(desk, "nprs", "6", back=10)
    keep(desk, "nprs", "2")
    show(desk)
    desk.find("measure-turn").click()
    assert desk.column("score-table", "Score") == ["2", "6"]
    assert desk.column("score-table", "Since last") == ["−4", ""]
    desk.messages.answer = "wrong patient"
    desk.find("measure-take-back").click()
    assert [one.score for one in stored(desk)] == [6]
    assert outcomes.history(desk.practice, person(desk))[-1].reason == "wrong patient"


def test_a_correction_begins_with_what_was_typed(desk):
    keep(desk, "ndi", "", items=tuple(Decimal(one) for one in "2313202121"))
    show(desk)
    desk.find("measure-turn").click()
    desk.find("measure-correct").click()
    field = desk.page.measures.entry.form.rows["items"]
    assert field.text() == "2313202121"
    assert "It was 34 %" in desk.find("measure-last").text()
    field.editor.setText("2313202120")
    desk.press(Key.Key_Return)
    assert "reason" in desk.page.measures.entry.form.rows["reason"].problem()
    desk.find("measure-reason").setText("read the wrong line")
    desk.press(Key.Key_Return)
    assert [one.score for one in stored(desk)] == [32]
    assert [one.score for one in outcomes.history(desk.practice, person(desk))] == [34, 32]


def test_what_was_corrected_stays_to_be_seen_with_who_and_why(desk):
    first = keep(desk, "ndi", "34")
    keep(desk, "ndi", "24", replaces=first.id, reason="read the wrong line")
    show(desk)
    assert desk.find("correction-what").text() == "34 % → 24 %, score of 10 Mar 2026"
    told = desk.find("correction-who").text()
    assert told.startswith(f"{desk.practice.person.name} on ")
    assert told.endswith(": read the wrong line")


def test_activities_are_typed_once_and_asked_again_by_their_names(desk):
    show(desk)
    choose(desk, "psfs")
    for name, rating in (("Stairs", "3"), ("Grass", "4"), ("Getting up", "2")):
        for text in (name, rating):
            desk.type(text)
            desk.press(Key.Key_Tab)
    desk.press(Key.Key_Return)
    assert scores(desk) == [("psfs", "", None, 3)]
    assert desk.column("activity-table", "Activity") == ["Stairs", "Grass", "Getting up"]
    choose(desk, "psfs")
    rows = desk.page.measures.entry.form.rows
    assert rows["name3"].text() == "Getting up"
    assert desk.focus() is rows["rate1"].editor


def test_leaving_with_a_score_half_typed_asks_first(desk):
    show(desk)
    choose(desk, "ndi")
    desk.type("231")
    desk.shell.navigate("today", {})
    assert ("ask", "Leave without saving?") in desk.messages.said
    assert desk.page.measures.entry.form.rows["items"].text() == "231"


def test_a_score_of_an_older_day_is_kept_for_that_day(desk):
    show(desk)
    choose(desk, "pain")
    desk.type("7")
    desk.press(Key.Key_Tab)
    desk.type("2/3")
    desk.press(Key.Key_Return)
    assert [one.measured_on for one in stored(desk)] == [date(2026, 2, 3)]


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_cut_or_nameless_with_a_measure_of_each_kind(desk, theme, scale, qtbot):
    keep(desk, "ndi", "34", back=30)
    keep(desk, "ndi", "18")
    keep(desk, "arom", "", place="knee.flexion", side=Side.LEFT, items=(Decimal(110),))
    theme.set_look(Mode.LIGHT, scale)
    show(desk)
    qtbot.wait(10)
    assert walk.nameless(desk.page) == []
    assert walk.cut(desk.page) == []
