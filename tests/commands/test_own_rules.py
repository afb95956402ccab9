"""`evaluate` and `import` with a practice: its own values decide, its open sessions are told of."""

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.audit.lines import OwnLine
from core.commands import audit, evaluate, import_reference, note
from core.model.encounter import Service
from core.model.kinds import CoverageRank, ProviderRole
from core.model.note_help import OwnWord
from core.model.patient import Coverage, Patient
from core.model.practice import Payer, PayerProfile, Provider
from core.services import audit_lines, encounters, note_help, opening, own_values, patients, setup
from core.services.own_values import TypedValue
from core.services.places import HOME_VARIABLE, reference_path
from core.store.keyslots import KdfCost
from tests.services.cms_files import ROWS, pairs_text, put
from tests.support.practice import DAY, OWNER, PASSWORD, PRACTICE, clock_on

REAL = KdfCost(64 * 1024, 3, 4)
PAIRS = "ccipra-v320r0.txt"
# 22 and 18 minutes: the midpoint rule counts one and one, the total of 40 three (1.2, row 4).
ROW = {"id": "e1", "date": "2026-04-01", "payer": "aetna", "discipline": "PT"}
ROW["services"] = [{"code": "97140", "minutes": 22}, {"code": "97110", "minutes": 18}]


def fill(p):
    """Aetna counts by total time here; one open Medicare session has a pair of the table."""
    source = "Contract 2026, page 4"
    own = TypedValue("aetna", "unit_rule", "cms-total-time", date(2026, 4, 1), None, source)
    own_values.save_own(p, own)
    note_help.save_word(p, OwnWord("Barral lift"))
    audit_lines.save_line(p, OwnLine(date(2026, 1, 1), Decimal("0.15"), "Decided in January"))
    pt = setup.save_provider(p, Provider("Ann", "Lee", ProviderRole.PT, npi="1234567893"))
    profile = PayerProfile("medicare-part-b", date(2015, 1, 1))
    payer = setup.save_payer(p, Payer("Medicare Part B", profiles=(profile,)))
    patient = patients.save(p, Patient("Mei", "Lin", date(1950, 1, 1)))
    since = date(2020, 1, 1)
    covered = Coverage(patient.id, payer.id, CoverageRank.PRIMARY, "1EG4-TE5-MK73", starts_on=since)
    patients.save_coverage(p, covered)
    file = encounters.new_session(p, patient.id, DAY, pt.id)
    services = (Service("97140", 23), Service("97150", 23))
    encounters.save(p, replace(file.record, services=services, pointers=("", "")), False)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "clinic.unitwise"
    p, _ = opening.create_practice(path, PRACTICE, OWNER, PASSWORD, clock_on(), cost=REAL)
    fill(p)
    p.file.close()
    return path.parent


@pytest.fixture
def asked(made, tmp_path, monkeypatch):
    """What names the practice and its password on the command line."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    shutil.copytree(made, tmp_path / "practice")
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{PASSWORD}\n")
    practice = tmp_path / "practice" / "clinic.unitwise"
    return ["--practice", str(practice), "--password-file", str(secret), "--today", str(DAY)]


@pytest.fixture
def units(tmp_path, capfdbinary):
    def bill(*more):
        path = tmp_path / "in.jsonl"
        path.write_text("\n".join(json.dumps({**ROW, "date": day}) for day in DAYS), "utf-8")
        code = evaluate.run([str(path), *more])
        return code, [
            json.loads(row)["timed_units"] for row in capfdbinary.readouterr().out.splitlines()
        ]

    return bill


DAYS = ("2026-03-31", "2026-04-01")


def test_a_practices_own_value_decides_from_its_day_and_only_where_it_is_asked_for(asked, units):
    assert units() == (0, [2, 2])
    assert units(*asked) == (0, [2, 3])


def test_a_wrong_password_bills_nothing(asked, units, tmp_path):
    (tmp_path / "secret.txt").write_text("something else")
    assert units(*asked) == (2, [])


def test_a_practices_own_words_are_read_only_where_they_are_asked_for(asked, tmp_path, capfdbinary):
    path = tmp_path / "notes.jsonl"
    path.write_text(json.dumps({"id": "n", "text": "Barral lift to left C4-C5, 15 min."}), "utf-8")
    found = []
    for more in ((), asked):
        assert note.run([str(path), *more]) == 0
        found.append(json.loads(capfdbinary.readouterr().out)["technique"])
    assert found == [False, True]


EXPORT = """Visit ID,DOS,MRN,Payer,CPT,Minutes,Units
v1,4/1/2026,m1,Aetna,97140,22,1
v1,4/1/2026,m1,Aetna,97110,18,1
"""


def test_an_export_is_audited_by_a_practices_own_rules_and_line(asked, tmp_path, capfdbinary):
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, "utf-8")
    found = []
    for more in (["--today", str(DAY)], asked):
        assert audit.run([str(path), "--json", *more]) == 0
        rows = [json.loads(row) for row in capfdbinary.readouterr().out.splitlines()]
        units = [row for row in rows if row.get("check") == "units"]
        found.append((len(units), rows[-1]["summary"]["threshold"]))
    assert found == [(0, 0.2), (1, 0.15)]


def told(capfdbinary):
    out, err = capfdbinary.readouterr()
    return [json.loads(row) for row in out.splitlines()], err.decode()


def test_an_import_tells_which_open_sessions_bill_differently(asked, tmp_path, capfdbinary):
    source = put(tmp_path, PAIRS, pairs_text(ROWS[:1]))
    assert import_reference.run(["ncci", str(source), *asked]) == 0
    (row,), err = told(capfdbinary)
    assert (row["session"], row["date"], row["now"]) == (1, "2026-03-10", "no longer")
    assert "edit-pair 97150 97140" in row["before"]
    assert "1 open session bills differently now." in err
    assert "Lin" not in str(row) + err


def test_the_same_table_again_changes_no_session(asked, tmp_path, capfdbinary):
    source = put(tmp_path, PAIRS, pairs_text(ROWS[:1]))
    import_reference.run(["ncci", str(source)])
    capfdbinary.readouterr()
    assert import_reference.run(["ncci", str(source), *asked]) == 0
    assert told(capfdbinary)[0] == []


def test_an_import_stopped_by_the_keyboard_says_so_and_changes_nothing(
    asked, tmp_path, capsys, monkeypatch
):
    def stopped(*_):
        raise KeyboardInterrupt

    source = put(tmp_path, PAIRS, pairs_text(ROWS[:1]))
    import_reference.run(["ncci", str(source)])
    before = reference_path().read_bytes()
    monkeypatch.setattr("core.services.table_import.write_pairs", stopped)
    assert import_reference.run(["ncci", str(source)]) == 2
    assert "The import was stopped" in capsys.readouterr().err
    assert reference_path().read_bytes() == before
    assert [path.name for path in reference_path().parent.iterdir()] == [reference_path().name]
