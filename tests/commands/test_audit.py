"""The command `audit`: what it prints, and with which exit code it ends."""

import json
import re

import pytest

from core.commands.audit import run
from tests.reports.reading import text

EXPORT = """Visit ID,DOS,MRN,Payer,Provider,CPT,Minutes,Units,Mod
v1,7/8/2024,m1,Medicare,Okafor,97140,22,1,GP
v1,7/8/2024,m1,Medicare,Okafor,97110,18,1,GP
v2,7/8/2024,m2,Medicare,Okafor,97140,10,1,GP
v2,7/8/2024,m2,Medicare,Okafor,97110,10,1,GP
v3,7/8/2024,m3,Medicare,Brandt,97140,20,1,GP
v3,7/8/2024,m3,Medicare,Brandt,97150,20,1,GP
v4,7/8/2024,m4,Moon Mutual,Brandt,97140,,1,
"""
TODAY = ["--today", "2024-10-01"]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_the_summary_tells_lost_over_gaps_and_what_cannot_be_said(export, capfd):
    assert run([str(export), *TODAY]) == 0
    out = capfd.readouterr().out
    assert "export.csv: 7 rows, 4 sessions, 4 findings" in out
    assert "Units lost (billed too low): 1 finding, 1 unit" in out
    assert "Units over (billed too high): 1 finding, 1 unit" in out
    assert "97140 is not paid beside 97150 unless it was distinct" in out
    assert "nothing can be said of the units: 1 finding" in out
    assert "“Moon Mutual” is no payer this program knows: 1 session" in out
    assert "v1, 2024-07-08: 97140: 1 unit billed; 22 minutes (of 40 timed)" in out


def test_json_lines_of_findings_end_with_the_sum(export, capfd):
    assert run([str(export), "--json", *TODAY]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["id"] for line in lines[:-1]] == ["v1", "v2", "v3", "v4"]
    first = lines[0]
    assert (first["check"], first["direction"], first["units"]) == ("units", "under", 1)
    assert first["cite"].startswith("CMS Claims Processing Manual")
    assert lines[-1]["summary"]["encounters"] == 4
    assert "m1" not in json.dumps(lines)


def test_rows_in_error_are_listed_exported_and_told_by_the_exit_code(export, tmp_path, capfd):
    export.write_text(EXPORT + "v5,someday,m5,Cash,Okafor,97140,15,1,\n", encoding="utf-8")
    listed = tmp_path / "errors.csv"
    assert run([str(export), "--json", "--errors", str(listed), *TODAY]) == 1
    first = json.loads(capfd.readouterr().out.splitlines()[0])
    assert first["id"] == "row 9"
    assert first["error"]["field"] == "date"
    assert listed.read_text("utf-8-sig").splitlines()[1].startswith("9,date,")


def test_the_same_file_prints_the_same(export, capfd):
    run([str(export), "--json", *TODAY])
    once = capfd.readouterr().out
    run([str(export), "--json", *TODAY])
    assert capfd.readouterr().out == once


def test_columns_and_payers_can_be_named(export, capfd):
    export.write_text(EXPORT.replace("Payer", "Who"), encoding="utf-8")
    words = ["--payer-column", "who", "--payer", "Moon Mutual=cash"]
    assert run([str(export), *words, *TODAY]) == 0
    assert "is no payer this program knows" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--payer-column", "Nothing"], "No column is called “Nothing”"),
        (["--payer", "Moon Mutual"], "NAME=PROFILE"),
        (["--payer", "Moon Mutual=moon"], "No payer profile is called “moon”"),
        (["--dates", "sideways"], "invalid choice|invalid DateOrder"),
        (["--errors", "/nowhere/at/all.csv"], "cannot be written"),
    ],
)
def test_an_unusable_call(words, complaint, export, capfd):
    assert run([str(export), *words, *TODAY]) == 2
    assert re.search(complaint, capfd.readouterr().err)


def test_a_file_that_is_not_there(tmp_path, capfd):
    assert run([str(tmp_path / "none.csv")]) == 2
    assert "is not there" in capfd.readouterr().err


def test_the_report_is_written_as_a_pdf_and_the_same_again(tmp_path, capsys):
    source = tmp_path / "old.csv"
    source.write_text(
        "Date,Patient,Payer,Therapist,CPT,Minutes,Units\n2026-03-02,P1,Aetna,A. Lee,97140,23,3\n"
    )
    bodies = []
    for name in ("one.pdf", "two.pdf"):
        run([str(source), "--out", str(tmp_path / name), "--today", "2026-04-02", "--counsel"])
        bodies.append((tmp_path / name).read_bytes())
    assert bodies[0] == bodies[1]
    found = text(bodies[0])
    assert "Prepared at the direction of counsel" in found
    assert "Billed too high: 1 unit in 1 finding" in found


def test_a_report_that_cannot_be_written_is_told(tmp_path, capsys):
    source = tmp_path / "old.csv"
    source.write_text("Date,Patient,CPT,Minutes,Units\n2026-03-02,P1,97140,23,3\n")
    assert run([str(source), "--out", str(tmp_path / "no" / "r.pdf")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_over_and_under_are_told_by_sessions_units_and_dollars(export, capfd):
    # v1 lost a unit (40 timed minutes are 3); v2 is one over (20 are 1); no rate of 2024 is shipped
    assert run([str(export), *TODAY]) == 0
    out = capfd.readouterr().out
    over, under = out.split("Billed too high:")[1].split("Billed too low:")
    assert "all: 1 of 4 (0.6% to 80.6%, Clopper-Pearson); units 1 of 7" in over
    assert "all: 1 of 4 (0.6% to 80.6%, Clopper-Pearson); units 1 of 7" in under


def test_json_tells_what_was_billed_wrong_apart_and_by_clinician(export, capfd):
    assert run([str(export), "--json", *TODAY]) == 0
    summary = json.loads(capfd.readouterr().out.splitlines()[-1])["summary"]
    wrong = {(x["check"], x["clinician"], x["direction"]): x for x in summary["billed_wrong"]}
    assert wrong["units", "Okafor", "over"]["unit_share"] == 0.25  # 1 of Okafor's 4
    assert wrong["units", "Brandt", "over"]["units"] == 0
    assert not {"low", "high"} - set(wrong["any", None, "under"])


@pytest.mark.parametrize(("typed", "share"), [("15", 0.15), ("12.5%", 0.125), ("30,5", 0.305)])
def test_the_line_can_be_given(export, capfd, typed, share):
    assert run([str(export), "--json", "--threshold", typed, *TODAY]) == 0
    summary = json.loads(capfd.readouterr().out.splitlines()[-1])["summary"]
    assert summary["threshold"] == share


def test_the_report_says_which_line_was_given(export, tmp_path):
    report = tmp_path / "report.pdf"
    assert run([str(export), "--threshold", "12.5", "--out", str(report), *TODAY]) == 0
    assert "12.5%: given with --threshold" in " ".join(text(report.read_bytes()).split())


@pytest.mark.parametrize(
    ("typed", "why"),
    [("a fifth", "Type per cent as a number, such as 15."), ("0", "from 1% to 50%"),
     ("0.2", "from 1% to 50%"), ("80", "from 1% to 50%"), ("nan", "Type per cent as a number")],
)  # fmt: skip
def test_a_line_that_is_none_is_refused_before_the_file_is_read(tmp_path, capfd, typed, why):
    assert run([str(tmp_path / "not there.csv"), "--threshold", typed]) == 2
    said = capfd.readouterr().err
    assert why in said
    assert f"--threshold {typed}" in said
