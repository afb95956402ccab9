"""The commands `note` and `notes-series`, by their contract."""

import json

import pytest

from core.commands.note import run as run_note
from core.commands.notes_series import run as run_series
from main import COMMANDS, MODULES

KEYS = {
    "id", "performed", "technique", "techniques", "region", "minutes_97140", "one_on_one",
    "rationale", "objective", "response", "progress", "plan", "skilled", "red_flags", "mld",
    "evidence", "missing", "codes",
}  # fmt: skip
NOTE = {
    "id": "n1",
    "discipline": "PT",
    "text": "STM R calf 15 min.",
    "billed": [{"code": "97140", "minutes": 15}],
}


@pytest.fixture
def send(tmp_path, capfdbinary):
    def send(run, *rows):
        path = tmp_path / "in.jsonl"
        path.write_text(
            "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8"
        )
        code = run([str(path)])
        return code, [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]

    return send


def test_a_note_gives_its_labels_and_proof(send):
    code, (row,) = send(run_note, NOTE)
    assert code == 0
    assert set(row) == KEYS
    assert (row["id"], row["techniques"], row["minutes_97140"]) == (
        "n1",
        ["soft tissue mobilization"],
        15,
    )
    assert {"element": "minutes_97140", "start": 11, "end": 17, "text": "15 min"} in row["evidence"]
    assert all(set(one) == {"element", "ask"} for one in row["missing"])
    assert set(row["mld"]) == {"is_mld", "girth_or_volume", "stage_or_dx", "home_program"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"discipline": "MD"}, "discipline"),
        ({"billed": [{"minutes": 5}]}, "billed[0].code"),
        ({"billed": [{"code": "97140", "minutes": -1}]}, "billed[0].minutes"),
        ({"date": "2026-02-30"}, "date"),
    ],
)
def test_a_bad_row_names_its_field_and_the_rest_goes_on(send, change, field):
    code, rows = send(run_note, {**NOTE, **change}, NOTE)
    assert code == 1
    assert rows[0]["error"]["field"] == field
    assert rows[1]["performed"] is True


def test_rows_that_are_no_json_are_answered(send):
    code, rows = send(run_note, "{", '"text"', NOTE)
    assert code == 1
    assert [("error" in row) for row in rows] == [True, True, False]


def test_a_missing_file_is_an_unusable_call(tmp_path, capsys):
    assert run_note([str(tmp_path / "none.jsonl")]) == 2
    assert run_series([]) == 2
    assert capsys.readouterr().err


def test_a_series_gives_its_pairs(send):
    visits = [
        {"date": day, "text": "STM to the right calf for fifteen minutes, tolerated well."}
        for day in ("2026-01-05", "2026-01-07")
    ]
    code, (row,) = send(run_series, {"series": "S1", "visits": visits})
    assert code == 0
    assert row["cloned"] is True
    (pair,) = row["pairs"]
    assert (pair["from"], pair["to"], pair["similarity"]) == ("2026-01-05", "2026-01-07", 1.0)
    assert pair["same"]


def test_a_bad_series_names_its_field(send):
    code, rows = send(
        run_series, {"series": "S1", "visits": [{"date": "x"}]}, {"visits": []}, {"series": 1}
    )
    assert code == 1
    assert [row["error"]["field"] for row in rows] == ["visits[0].text", "series", "visits"]


def test_both_stand_among_the_commands():
    assert {"note", "notes-series"} <= set(COMMANDS)
    assert MODULES["notes-series"] == "notes_series"
