"""The command `evaluate`, by its contract."""

import io
import json
import sys
from contextlib import suppress
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands.encounter_json import read_encounter
from core.commands.evaluate import run
from core.errors import FieldProblem
from core.library.rulebook import load_rulebook
from core.model.bill import LEDGER_BUCKETS
from core.model.encounter import Encounter, Interval, OtherEncounter, Service
from core.model.facts import (
    Attest,
    AuthorisationFacts,
    Decline,
    Locality,
    PastUnits,
    PlanFacts,
    YearToDate,
)
from core.model.kinds import Discipline, Notice, Rendering, SecondaryRule, Setting, Who
from tests.case_files import SHARED, Case, line_of, name_of, read_cases

CASES = read_cases()
BASE = {
    "id": "e1",
    "date": "2026-03-10",
    "payer": "medicare-part-b",
    "discipline": "PT",
    "services": [{"code": "97140", "minutes": 22}],
}


@pytest.fixture
def send(tmp_path, capfdbinary):
    """Run the command over text or bytes; gives exit code and the rows written."""

    def send(*lines):
        path = tmp_path / "in.jsonl"
        path.write_bytes(
            b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
        )
        code = run([str(path)])
        out = capfdbinary.readouterr().out
        return code, [json.loads(line) for line in out.splitlines()]

    return send


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_worked_examples_through_the_command(case: Case, send):
    code, (row,) = send(line_of(case))
    assert code == 0
    assert {line["code"]: line["units"] for line in row["lines"]} == case["units"]
    assert len(row["choices"]) == case.get("ties", 0)


def shared_examples() -> list[Case]:
    path = SHARED / "data" / "ama-examples.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.skipif(not shared_examples(), reason="the shared reference data is not beside us")
@pytest.mark.parametrize("payer", ["generic-commercial", "medicare-part-b"])
def test_shared_examples_through_the_command(payer, send):
    examples = shared_examples()
    rows = [
        {
            **BASE,
            "payer": payer,
            "services": [{"code": c, "minutes": n} for c, n in e["minutes"].items()],
        }
        for e in examples
    ]
    _, bills = send(*map(json.dumps, rows))
    for example, bill in zip(examples, bills, strict=True):
        if payer == "medicare-part-b":
            assert bill["timed_units"] == example["cms_total_units"], example["source"]
        else:
            found = {line["code"]: line["units"] for line in bill["lines"]}
            assert found == {c: n for c, n in example["units"].items() if n}, example["source"]


# The example of the contract, as it stands there.
MANUAL = {
    "code": "97140", "minutes": 22, "assistant_minutes": 0, "together_minutes": 0,
    "region": "cervical", "side": "left", "intervals": [["10:05", "10:27"]], "modifiers": [],
    "distinct_from": [],
}  # fmt: skip
CONTRACT = {
    **BASE,
    "services": [MANUAL, {"code": "97010", "minutes": 10}],
    "cmt_regions": [],
    "year_to_date": {"pt_slp": "1912.40", "ot": "0"},
    "locality": "national",
}


def test_the_contracts_own_example(send):
    code, (row,) = send(json.dumps(CONTRACT))
    assert code == 0
    (line,) = row["lines"]
    assert line == {
        "code": "97140", "units": 1, "modifiers": ["GP"], "minutes": 22, "allowed": "27.72",
        "expected": "21.74", "patient": "5.54",
    }  # fmt: skip
    assert [(item["code"], item["minutes"], item["reason"]) for item in row["not_billed"]] == [
        ("97010", 10, "bundled")
    ]
    assert (row["rule"], row["timed_minutes"], row["untimed_minutes"], row["timed_units"]) == (
        "cms-total-time", 22, 10, 1,
    )  # fmt: skip
    assert tuple(row["ledger"]) == LEDGER_BUCKETS
    assert {bucket: n for bucket, n in row["ledger"].items() if n} == {
        "billed": 15, "rounding": 7, "bundled": 10,
    }  # fmt: skip


def test_every_key_of_the_answer_is_there(send):
    tied = {
        **BASE,
        "services": [{"code": "97110", "minutes": 20}, {"code": "97140", "minutes": 20}],
    }
    _, (row,) = send(json.dumps(tied))
    assert set(row) == {
        "id", "rule", "rulebook", "timed_minutes", "untimed_minutes", "timed_units", "lines",
        "not_billed", "choices", "alerts", "ledger", "ledger_value", "trace",
    }  # fmt: skip
    assert row["choices"] == [
        {
            "unit": 1,
            "candidates": ["97110", "97140"],
            "chosen": "97110",
            "answered": False,
            "why": "equal remainders",
        }
    ]
    assert all(set(step) == {"step", "result", "cite", "from"} for step in row["trace"])


def changed(**more: object) -> str:
    return json.dumps({**BASE, **more})


def service(**more: object) -> str:
    return changed(services=[{"code": "97140", **more}])


def without(key: str) -> str:
    return json.dumps({name: value for name, value in BASE.items() if name != key})


BAD = [
    ("nope", "row"),
    ("[1, 2]", "row"),
    ("3", "row"),
    ("{", "row"),
    (b'\xff{"id": 1}', "row"),
    ("[" * 100_000, "row"),
    ('{"id": "a", "id": "b"}', "row"),
    (service(minutes=float("nan")), "row"),
    (service(minutes=float("inf")), "row"),
    *((without(key), key) for key in ("date", "payer", "discipline", "services")),
    (changed(date=None), "date"),
    (changed(date="2026-02-30"), "date"),
    (changed(date="10.03.2026"), "date"),
    (changed(date="2026-3-1"), "date"),
    (changed(date=20260310), "date"),
    (changed(date="２０２６-03-10"), "date"),
    (changed(payer="medicare"), "payer"),
    (changed(payer=["medicare-part-b"]), "payer"),
    (changed(discipline="pt"), "discipline"),
    (changed(discipline="MD"), "discipline"),
    (changed(discipline={}), "discipline"),
    (changed(id={"a": 1}), "id"),
    (changed(id=True), "id"),
    (changed(services={}), "services"),
    (
        changed(date="2026-03-08", services=[{"code": "97140", "intervals": [["01:30", "03:30"]]}]),
        "services[0].intervals[0]",
    ),
    (
        changed(
            date="2025-11-02",
            same_day=[{"discipline": "OT", "services": [
                {"code": "97535", "intervals": [["10:00", "10:15"], ["01:10", "01:30"]]}]}],
        ),
        "same_day[0].services[0].intervals[1]",
    ),
    (changed(services=["97140"]), "services[0]"),
    (changed(services=[{"minutes": 15}]), "services[0].code"),
    (changed(services=[{"code": 97140, "minutes": 15}]), "services[0].code"),
    (changed(services=[{"code": " ", "minutes": 15}]), "services[0].code"),
    (service(minutes=-5), "services[0].minutes"),
    (service(minutes=1441), "services[0].minutes"),
    (service(minutes=10**9), "services[0].minutes"),
    (service(minutes="15"), "services[0].minutes"),
    (service(minutes=15.5), "services[0].minutes"),
    (service(minutes=15.0), "services[0].minutes"),
    (service(minutes=True), "services[0].minutes"),
    (service(minutes=None), "services[0].minutes"),
    (service(minutes=1000, assistant_minutes=441), "services[0].minutes"),
    (service(assistant_minutes=-1), "services[0].assistant_minutes"),
    (service(minuts=15), "services[0].minuts"),
    (service(minutes=15, side="up"), "services[0].side"),
    (service(minutes=15, units=0), "services[0].units"),
    (service(minutes=15, session="am"), "services[0].session"),
    (service(minutes=15, modifiers=["KXX"]), "services[0].modifiers[0]"),
    (service(minutes=15, modifiers="KX"), "services[0].modifiers"),
    (service(minutes=15, region=7), "services[0].region"),
    (service(minutes=15, intervals=[["10:05"]]), "services[0].intervals[0]"),
    (service(minutes=15, intervals=[["10:20", "10:05"]]), "services[0].intervals[0]"),
    (service(minutes=15, intervals=[["10:05", "10:05"]]), "services[0].intervals[0]"),
    (service(minutes=15, intervals=[["25:00", "25:15"]]), "services[0].intervals[0][0]"),
    (service(minutes=15, intervals=[["10:05", "10:60"]]), "services[0].intervals[0][1]"),
    (service(minutes=15, intervals=[["10:05", "10:20", "aide"]]), "services[0].intervals[0][2]"),
    (changed(choose={"first": "97140"}), "choose"),
    (changed(choose=["97140"]), "choose"),
    (changed(locality="Ohio"), "locality"),
    (changed(year_to_date={"pt_slp": "-1"}), "year_to_date.pt_slp"),
    (changed(year_to_date={"pt": "1"}), "year_to_date.pt"),
    (changed(charges={"97140": 12.345}), "charges.97140"),
    (changed(rates={"97140": "12,50"}), "rates.97140"),
    (changed(as_of="tomorrow"), "as_of"),
    (changed(secondary="nobody"), "secondary"),
    (changed(secondary="aetna@7"), "secondary"),
    (changed(secondary_rule="never"), "secondary_rule"),
    (changed(attest={"kx": "yes"}), "attest.kx"),
    (changed(attest={"abn": "maybe"}), "attest.abn"),
    (changed(history=[{"date": "2026-01-01", "code": "97161"}]), "history[0].units"),
    (changed(same_day=[{"discipline": "OT"}]), "same_day[0].services"),
    (changed(plan={"certified_to": "x"}), "plan.certified_to"),
    (changed(decline=[{"alert": "mue"}]), "decline[0].codes"),
    (changed(setting="clinic"), "setting"),
    (changed(visits_used=-1), "visits_used"),
    (changed(paier="cash"), "paier"),
    (service(mins=22), "services[0].mins"),
    (service(note="x"), "services[0].note"),
    (changed(charges={"97110": 0}).replace(": 0}", ": 1e-99999999999999999999}"), "row"),
    (changed(charges={"97110": 0}).replace(": 0}", ": 1e-99999999999}"), "charges.97110"),
    (changed(charges={"97110": 0}).replace(": 0}", ": 1e99999999999}"), "charges.97110"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "field"), BAD)
def test_a_bad_row_is_an_error_naming_the_field_and_the_rest_goes_on(line, field, send):
    code, rows = send(line, json.dumps({**BASE, "id": "good"}))
    assert code == 1
    assert rows[0]["error"]["field"] == field
    assert rows[0]["error"]["message"].endswith(".")
    assert (rows[1]["id"], rows[1]["timed_units"]) == ("good", 1)


GOOD = {
    "as_of": "2026-03-11",
    "setting": "hospital",
    "rendering": "assistant",
    "same_day": [{"discipline": "OT", "services": [{"code": "97535", "minutes": 15}]}],
    "history": [{"date": "2026-01-01", "code": "97161", "units": 1}],
    "plan": {
        "first_treatment": "2026-01-02",
        "certified_to": "2026-04-01",
        "order_on_file": True,
        "sent_on": "2026-01-03",
        "treatment_days_since_report": 4,
    },
    "authorisation": {"from": "2026-01-01", "to": "2026-06-30", "visits_left": 5, "units_left": 9},
    "visits_used": 7,
    "secondary": "aetna",
    "secondary_rule": "stricter",
    "locality": {"mac": "06102", "locality": "16"},
    "qp": False,
    "charges": {"97140": "60.00"},
    "rates": {"97140": 31.5},
    "attest": {"kx": True, "at": False, "abn": "none"},
    "choose": {"1": "97140"},
    "decline": [{"alert": "mue", "codes": ["97140"], "reason": "checked"}],
    "cmt_regions": ["cervical"],
    "comment": "a key of somebody else's",
}


def test_every_optional_key_is_read_and_what_is_nobodys_is_said(send):
    found = read_encounter({**BASE, **GOOD, "rates": {"97140": "31.50"}}, load_rulebook())
    assert found == Encounter(
        date=date(2026, 3, 10),
        payer="medicare-part-b",
        discipline=Discipline.PT,
        services=(Service("97140", 22),),
        id="e1",
        choose={1: "97140"},
        unused_facts=("comment",),
        as_of=date(2026, 3, 11),
        setting=Setting.HOSPITAL,
        rendering=Rendering.ASSISTANT,
        same_day=(OtherEncounter(Discipline.OT, (Service("97535", 15),)),),
        history=(PastUnits(date(2026, 1, 1), "97161", 1),),
        plan=PlanFacts(date(2026, 1, 2), date(2026, 4, 1), True, date(2026, 1, 3), 4),
        authorisation=AuthorisationFacts(date(2026, 1, 1), date(2026, 6, 30), 5, 9),
        visits_used=7,
        secondary="aetna",
        secondary_rule=SecondaryRule.STRICTER,
        locality=Locality("06102", "16"),
        qp=False,
        year_to_date=None,
        charges={"97140": 6000},
        rates={"97140": 3150},
        cmt_regions=("cervical",),
        attest=Attest(kx=True, at=False, abn=Notice.NONE),
        decline=(Decline("mue", ("97140",), "checked"),),
    )
    code, (row,) = send(changed(**GOOD))
    assert code == 0
    assert any(step["result"] == "comment" for step in row["trace"])


def test_amounts_of_the_year_are_read_as_cents_and_the_nation_has_no_locality():
    found = read_encounter(CONTRACT, load_rulebook())
    assert found.year_to_date == YearToDate(pt_slp=191_240, ot=0)
    assert found.locality is not None
    assert found.locality.is_national


@pytest.mark.parametrize("key", sorted(GOOD))
def test_an_optional_key_that_is_null_is_absent(key, send):
    code, (row,) = send(changed(**{key: None}))
    assert code == 0
    assert row["timed_units"] == 1


def test_minutes_come_from_clock_times_where_none_are_given():
    row = json.loads(service(intervals=[["10:05", "10:27"], ["10:27", "10:30", "assistant"]]))
    (found,) = read_encounter(row, load_rulebook()).services
    assert (found.minutes, found.assistant_minutes) == (22, 3)
    assert found.intervals == (Interval(605, 627), Interval(627, 630, Who.ASSISTANT))


@pytest.mark.parametrize("id", ["e1", 7, "Łukasz 𝄞", "\ud800", ""])
def test_the_id_comes_back_as_it_was_sent(id, send):
    _, (row,) = send(changed(id=id))
    assert row["id"] == id


def test_a_row_without_id_is_answered(send):
    _, (row,) = send(without("id"))
    assert row["id"] is None


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_no_rows(send):
    line = json.dumps(BASE).encode()
    code, rows = send(b"\xef\xbb\xbf" + line + b"\r", b"", b"   \r", line)
    assert (code, len(rows)) == (0, 2)


def test_an_empty_file_is_done(send):
    assert send(b"") == (0, [])


def test_an_encounter_without_services_is_an_empty_bill(send):
    _, (row,) = send(changed(services=[]))
    assert (row["lines"], row["timed_units"], sum(row["ledger"].values())) == ([], 0, 0)


@pytest.mark.parametrize("argv", [[], ["a", "b"], ["--nonsense"], ["no-such-file.jsonl"], ["."]])
def test_an_unusable_call_says_so_and_writes_no_row(argv, capfd):
    assert run(argv) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.strip()


def test_standard_input_is_answered(monkeypatch, capfdbinary):
    lines = io.BytesIO(json.dumps(BASE).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=lines))
    assert run(["-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["id"] == "e1"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.sampled_from([*BASE, *GOOD]), JSON)
def test_any_value_anywhere_is_read_or_refused(key, value):
    with suppress(FieldProblem):
        read_encounter({**BASE, key: value}, load_rulebook())
