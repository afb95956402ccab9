"""The session as it is typed, without a window."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.library.rulebook import load_rulebook
from core.model.clock import Clock
from core.model.kinds import Discipline, Severity
from core.model.patient import Diagnosis, Patient
from core.model.session import Draft, Note, Receipt, SessionFile, SessionRecord
from ui.presenters.session import SessionPresenter
from ui.presenters.session_sheet import Column

DAY = date(2026, 3, 10)
NECK, SPASM, KNEE = Diagnosis("M542"), Diagnosis("M62838"), Diagnosis("M2561")
PT = Column.THERAPIST


def session(draft=None, **changes):
    values = {"patient_id": 1, "date": DAY, "discipline": Discipline.PT,
              "rendering_provider_id": 1, "profile": "medicare-part-b"} | changes  # fmt: skip
    return SessionFile(
        record=SessionRecord(**values),
        patient=Patient("Maria", "Alvarez", date(1963, 5, 17), id=1),
        coverage=None,
        secondary=None,
        patient_diagnoses=(NECK, SPASM),
        plan_of_care=None,
        last_codes=("97140", "97110", "97112"),
        favourite_codes=("97110", "97140"),
        visit_number=9,
        draft=draft,
    )


@pytest.fixture
def presenter(qapp):
    made = SessionPresenter(load_rulebook(), Clock.fixed(DAY))
    made.load(session())
    return made


def put(presenter, *services):
    for code, minutes in services:
        presenter.commit(presenter.add_code(code), PT, minutes)


def units(presenter):
    return {line.code: line.units for line in presenter.bill.lines}


def test_each_keystroke_gives_its_own_bill(presenter):
    place = presenter.add_code("97110")
    seen = []
    for text in ("2", "23"):
        presenter.type_text(place, PT, text)
        seen.append(presenter.bill.total_units)
    assert seen == [0, 2]


def test_a_keystroke_says_so_once(presenter):
    place, heard = presenter.add_code("97110"), []
    presenter.changed.connect(lambda: heard.append(1))
    presenter.type_text(place, PT, "1")
    assert heard == [1]


def test_the_worked_example_of_the_manual(presenter):
    put(presenter, ("97112", "24"), ("97110", "23"))
    assert units(presenter) == {"97112": 2, "97110": 1}


def test_leaving_an_editor_without_keeping_goes_back(presenter):
    put(presenter, ("97110", "15"))
    presenter.type_text(0, PT, "60")
    presenter.cancel()
    assert units(presenter) == {"97110": 1}


def test_undo_and_redo_go_cell_by_cell(presenter):
    put(presenter, ("97110", "15"))
    presenter.commit(0, PT, "30")
    presenter.undo.undo()
    assert presenter.rows[0].therapist == "15"
    presenter.undo.redo()
    assert presenter.rows[0].therapist == "30"


def test_a_removed_row_comes_back_where_it_was(presenter):
    put(presenter, ("97110", "15"), ("97140", "20"))
    presenter.remove_row(0)
    assert [row.code for row in presenter.rows] == ["97140"]
    presenter.undo.undo()
    assert [row.therapist for row in presenter.rows] == ["15", "20"]


def test_last_visits_codes_come_without_minutes_and_only_once(presenter):
    put(presenter, ("97110", "15"))
    assert presenter.use_last_codes() == 1
    assert [(r.code, r.therapist) for r in presenter.rows] == [
        ("97110", "15"), ("97140", ""), ("97112", ""),
    ]  # fmt: skip
    assert presenter.use_last_codes() == -1


def test_a_tie_is_the_clinicians_and_can_be_undone(presenter):
    put(presenter, ("97112", "20"), ("97110", "20"))
    assert not presenter.bill.choices[0].answered
    presenter.answer(1, "97112")
    assert presenter.bill.choices[0].answered
    assert units(presenter) == {"97112": 2, "97110": 1}
    presenter.undo.undo()
    assert units(presenter) == {"97112": 1, "97110": 2}


def test_a_cell_that_cannot_be_read_is_an_error_at_that_cell(presenter):
    put(presenter, ("97110", "15"), ("97140", "abc"))
    worst = presenter.checks[0]
    assert worst.severity is Severity.ERROR
    assert (worst.place.row, worst.place.column) == (1, PT)
    assert units(presenter) == {"97110": 1}


def test_an_unfinished_text_is_no_problem_until_it_is_left(presenter):
    place = presenter.add_code("97110")
    presenter.type_text(place, PT, "10:05-")
    assert presenter.problems == ()
    presenter.commit(place, PT, "10:05-")
    assert len(presenter.problems) == 1


@pytest.mark.parametrize(
    ("day", "word"),
    [(DAY + timedelta(days=1), "future"), (date(1963, 5, 16), "birth")],
)
def test_a_day_that_cannot_be_is_an_error_at_the_date(presenter, day, word):
    presenter.set_day(day)
    found = [one for one in presenter.checks if one.place.field == "date"]
    assert found[0].severity is Severity.ERROR
    assert word in found[0].message


def test_assistant_minutes_ask_for_the_assistants_name(presenter):
    put(presenter, ("97110", "12a"))
    assert any(one.place.field == "assistant" for one in presenter.checks)
    presenter.set_people(1, 2, Discipline.PT)
    assert not any(one.place.field == "assistant" for one in presenter.checks)


def test_removing_a_diagnosis_moves_the_pointers_along(presenter):
    presenter.add_diagnosis(KNEE)
    put(presenter, ("97110", "15"))
    presenter.commit(0, Column.POINTERS, "AC")
    presenter.remove_diagnosis(1)
    assert presenter.rows[0].pointers == "AB"
    assert presenter.sheet.diagnoses == (NECK, KNEE)


def test_a_diagnosis_stands_only_once(presenter):
    assert "already" in presenter.add_diagnosis(NECK)
    assert presenter.sheet.diagnoses == (NECK, SPASM)


def test_favourites_come_first_and_by_digit(presenter):
    assert [one.code for one in presenter.suggestions("")] == ["97110", "97140"]
    assert presenter.suggestions("2")[0].code == "97140"
    assert presenter.suggestions("mt")[0].code == "97140"
    assert presenter.suggestions("97112")[0].code == "97112"
    assert presenter.suggestions("neuro")[0].code == "97112"


def test_a_draft_brings_every_text_back(presenter):
    put(presenter, ("97110", "15"), ("97140", "abc"))
    presenter.set_note(1, "SNAG C2-3")
    presenter.answer(1, "97140")
    presenter.type_text(0, Column.REGION, "lumb")
    body = presenter.body()
    again = SessionPresenter(load_rulebook(), Clock.fixed(DAY))
    draft = Draft(body, datetime(2026, 3, 10, 14, tzinfo=UTC))
    assert again.load(session(draft, id=7, version=0))
    assert again.rows == presenter.rows
    assert again.rows[0].region == "lumb"
    assert again.record.note == Note(objective="SNAG C2-3")
    assert again.sheet.choose == {1: "97140"}
    assert again.bill == presenter.bill


TEXTS = st.text(max_size=8) | st.sampled_from(["15", "12a", "+5", "10:05-10:23", "AB", "abc", "l"])
COLUMNS = st.sampled_from([one for one in Column if one is not Column.SERVICE])
STEPS = st.one_of(
    st.tuples(st.just("add_code"), st.sampled_from(["97110", "97140", "97010", "qqq", ""])),
    st.tuples(st.just("commit"), st.integers(0, 3), COLUMNS, TEXTS),
    st.tuples(st.just("type_text"), st.integers(0, 3), COLUMNS, TEXTS),
    st.tuples(st.just("remove_row"), st.integers(-1, 3)),
    st.tuples(st.just("remove_diagnosis"), st.integers(-1, 3)),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("use_last_codes")),
)


@given(st.lists(STEPS, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_typed_the_draft_brings_the_same_screen_back(qapp, steps):
    first = SessionPresenter(load_rulebook(), Clock.fixed(DAY))
    first.load(session())
    for name, *values in steps:
        getattr(first, name)(*values)
    body = json.loads(json.dumps(first.body()))
    again = SessionPresenter(load_rulebook(), Clock.fixed(DAY))
    again.load(session(Draft(body, datetime(2026, 3, 10, tzinfo=UTC)), id=7))
    assert again.rows == first.rows
    assert again.bill == first.bill
    while first.undo.canUndo():
        first.undo.undo()
    assert first.sheet.rows == ()


def test_a_date_that_cannot_be_read_comes_back_as_it_was_typed(presenter):
    presenter.set_bad_day("13/45", "This is not a date.")
    draft = Draft(presenter.body(), datetime(2026, 3, 10, tzinfo=UTC))
    presenter.load(session(draft, id=7))
    assert presenter.date_text == "13/45"
    presenter.set_day(DAY)
    assert presenter.body()["date_text"] == ""


@pytest.mark.parametrize(
    "body", [{"form": 1}, {"form": 1, "rows": [{}], "date": "?", "choose": {"x": 1}, "note": 3}]
)
def test_a_damaged_draft_opens_with_what_can_be_read(presenter, body):
    assert presenter.load(session(Draft(body, datetime(2026, 3, 10, tzinfo=UTC)), id=7))
    assert presenter.record.date == DAY


def test_a_draft_of_another_form_is_left_alone(presenter):
    draft = Draft({"form": 999}, datetime(2026, 3, 10, tzinfo=UTC))
    assert not presenter.load(session(draft, id=7))


def test_a_receipt_gives_the_id_that_the_next_save_needs(presenter):
    presenter.kept(Receipt(42, 3, datetime(2026, 3, 10, tzinfo=UTC)), complete=False)
    assert (presenter.whole_record().id, presenter.whole_record().version) == (42, 3)


def test_what_is_kept_leaves_unreadable_cells_out(presenter):
    put(presenter, ("97110", "15"), ("97140", "abc"))
    services = presenter.whole_record().services
    assert [(one.code, one.minutes) for one in services] == [("97110", 15), ("97140", 0)]


def test_nothing_on_screen_says_how_many_minutes_a_unit_lacks(presenter):
    put(presenter, ("97110", "22"))
    said = " ".join(f"{one.step} {one.result}" for one in presenter.bill.trace)
    said += " ".join(f"{one.message} {one.fix}" for one in presenter.checks)
    for word in ("more minute", "missing", "short of", "until the next", "needed for"):
        assert word not in said
