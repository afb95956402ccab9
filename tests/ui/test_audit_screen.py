"""The audit trail on the screen: filtered, checked, exported."""

import csv
import json

import pytest
from PySide6.QtCore import Qt

from core.services import proofs
from tests.support.practice import PASSWORD
from tests.ui import walk
from tests.ui.desk import TODAY, Desk

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    made.clinic.session("Alvarez", TODAY, complete=True)
    made.go("settings", {"section": "audit"})
    yield made
    made.practice.file.close()


def shown(desk):
    return walk.texts(desk.page.section)


def choose(desk, name, words):
    box = desk.find(name)
    box.setCurrentIndex(box.findText(words))


def test_the_newest_entry_stands_first_with_who_what_and_whom(desk):
    assert desk.column("audit-table", "What")[0] == "Encounter complete"
    assert desk.column("audit-table", "Who")[0] == "Dana Okafor"
    assert desk.column("audit-table", "Patient")[0] == "Alvarez, Maria"
    assert desk.column("audit-table", "What")[-1] == "Practice create"


def test_every_column_fits_a_small_window(desk, qtbot):
    view = desk.find("audit-table")
    qtbot.waitUntil(view.isVisible)
    assert desk.window.width() == 1280
    assert view.horizontalScrollBar().maximum() == 0


def test_a_kind_of_action_filters(desk):
    choose(desk, "audit-action", "All of patient")
    kinds = set(desk.column("audit-table", "What"))
    assert kinds == {"Patient create"}
    assert "3 entries, 3 shown" in shown(desk)


def test_days_filter_and_an_empty_period_shows_nothing(desk):
    desk.find("audit-first").setFocus()
    desk.type("4/1/26")
    desk.press(Key.Key_Tab)
    assert desk.column("audit-table", "What") == []


def test_the_check_says_that_nothing_was_changed(desk):
    desk.find("audit-check").setFocus()
    desk.press(Key.Key_Space)
    assert "Nothing was changed behind the program's back" in shown(desk)


def test_a_changed_entry_is_found_and_named(desk):
    with desk.practice.file.lifted():
        db = desk.practice.file.db
        db.execute("DROP TRIGGER audit_events_no_update")
        db.execute("UPDATE audit_events SET actor = 'Nobody' WHERE seq = 3")
        db.conn.commit()
    desk.find("audit-check").setFocus()
    desk.press(Key.Key_Space)
    assert "The first is entry 3." in shown(desk)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_is_shown_is_exported_and_the_export_is_an_entry(desk, tmp_path, ending):
    choose(desk, "audit-action", "All of encounter")
    target = tmp_path / f"trail.{ending}"
    desk.page.section.presenter.export(target, proofs.prove(desk.practice, PASSWORD))
    text = target.read_text(encoding="utf-8-sig")
    told = list(csv.DictReader(text.splitlines())) if ending == "csv" else json.loads(text)
    entries = told if ending == "csv" else told["events"]
    assert [one["action"] for one in entries] == ["encounter.complete"]
    assert "Alvarez" not in text
    choose(desk, "audit-action", "Everything")
    assert desk.column("audit-table", "What")[0] == "Audit export"
