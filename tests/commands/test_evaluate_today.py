"""The command's `--today`."""

import json

import pytest

from core.commands.evaluate import run
from tests.commands.test_evaluate import BASE


@pytest.mark.parametrize(
    ("more", "options", "late"),
    [
        ({}, [], False),
        ({}, ["--today", "2027-03-11"], True),
        ({}, ["--today", "2027-03-10"], False),
        ({"as_of": "2026-03-11"}, ["--today", "2027-03-11"], False),
        ({"as_of": "2027-03-11"}, ["--today", "2026-03-11"], True),
    ],
)
def test_the_day_may_be_fixed_for_all_rows(more, options, late, tmp_path, capfdbinary):
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({**BASE, **more}))
    assert run([str(path), *options]) == 0
    row = json.loads(capfdbinary.readouterr().out)
    assert ("timely-filing" in [alert["id"] for alert in row["alerts"]]) is late


def test_a_day_that_is_none_is_an_unusable_call(tmp_path):
    assert run(["x.jsonl", "--today", "31.12.2026"]) == 2
