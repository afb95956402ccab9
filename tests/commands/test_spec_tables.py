"""Every row of the specification's tables (tests/cases/spec) through the command `evaluate`."""

import json
import tomllib
from datetime import date
from itertools import product
from typing import Any

import pytest

from core.commands.evaluate import run
from tests.case_files import CASES

FOLDER = CASES / "spec"
IN_QUARTER = ("2024-07-01", "2024-09-30")
INPUT = ("services", "payer", "discipline", "cmt_regions", "attest", "same_day")
DISCIPLINES = ("PT", "OT", "SLP", "DC")


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def cases(*names: str) -> list[dict[str, Any]]:
    found = [table(name) for name in names]
    return [{**one["defaults"], **case} for one in found for case in one["case"]]


@pytest.fixture
def bills(tmp_path, capfdbinary):
    """Send encounters through the command; their bills in the same order."""

    def send(*encounters: dict[str, Any]) -> list[dict[str, Any]]:
        path = tmp_path / "in.jsonl"
        path.write_text("\n".join(json.dumps(one) for one in encounters), "utf-8")
        assert run([str(path)]) == 0
        return [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]

    return send


def encounter(day: date | str, services: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    base = {"payer": "medicare-part-b", "discipline": "PT"}
    return {**base, "date": str(day), "services": services, **more}


def alerts(bill: dict[str, Any]) -> set[str]:
    return {f"{alert['id']} {alert['severity']}" for alert in bill["alerts"]}


def named(bill: dict[str, Any], id: str) -> list[dict[str, Any]]:
    return [alert for alert in bill["alerts"] if alert["id"] == id]


@pytest.mark.parametrize(
    "case", cases("assistants", "distinct", "chiropractic"), ids=lambda case: case["source"][:60]
)
def test_a_row_bills_as_the_table_says(case, bills):
    asked = {key: case[key] for key in INPUT if key in case}
    (bill,) = bills(encounter(case["date"], **asked))
    if "lines" in case:
        lines = [[one["code"], one["units"], " ".join(one["modifiers"])] for one in bill["lines"]]
        assert lines == case["lines"]
    said = alerts(bill)
    assert set(case.get("says", ())) <= said
    assert not {one.split()[0] for one in said} & set(case.get("silent", ()))
    assert case.get("words", "") in " ".join(a["message"] + a["fix"] for a in bill["alerts"])


@pytest.mark.parametrize("row", table("units")["row"], ids=lambda row: row["source"])
def test_the_two_rules_count_as_the_table_says(row, bills):
    services = [{"code": code, "minutes": minutes} for code, minutes in row["minutes"]]
    cms, ama = bills(
        encounter("2026-03-10", services),
        encounter("2026-03-10", services, payer="generic-commercial"),
    )
    assert (ama["timed_units"], cms["timed_units"]) == (row["ama"], row["cms"])


def units_of(code: str, units: int, setting: str) -> dict[str, Any]:
    """A day with so many units of a code, by whoever may do it."""
    timed = code in TIMED
    service = {"code": code, "minutes": 15 * units} if timed else {"code": code, "units": units}
    return encounter("2024-07-01", [service], setting=setting, discipline=DOERS.get(code, "PT"))


TIMED = frozenset(
    [
        "97140",
        "97113",
        "97530",
        "97110",
        "97112",
        "97116",
        "97124",
        "97032",
        "97033",
        "97533",
        "97535",
        "97542",
        "97750",
        "97755",
        "97034",
        "97035",
        "97036",
        "97537",
        "97760",
        "97761",
        "97763",
        "97129",
        "97130",
    ]
)
DOERS = {
    **dict.fromkeys(("98940", "98941", "98942", "98943"), "DC"),
    **dict.fromkeys(("97165", "97166", "97167", "97168", "97129", "97130"), "OT"),
}
NEVER_A_LINE = ("97010", "97014", "98943")  # bundled, replaced and excluded before any limit


@pytest.mark.parametrize("setting", ["practitioner", "hospital"])
@pytest.mark.parametrize("row", table("limits")["row"], ids=lambda row: row["codes"][0])
def test_one_unit_more_than_the_limit_is_flagged_and_the_limit_is_not(row, setting, bills):
    most = row[setting]
    severity = {2: "error", 3: "warning"}[row["mai"]]
    codes = [code for code in row["codes"] if code not in NEVER_A_LINE]
    found = bills(*(units_of(code, n, setting) for code in codes for n in (most, most + 1)))
    for within, above in zip(found[::2], found[1::2], strict=True):
        assert not named(within, "mue")
        assert [alert["severity"] for alert in named(above, "mue")] == [severity]
        assert len(above["lines"]) == 1


@pytest.mark.parametrize("code", NEVER_A_LINE)
def test_what_has_a_limit_of_nought_stands_on_no_line(code, bills):
    (bill,) = bills(units_of(code, 1, "practitioner"))
    assert bill["lines"] == []
    assert [item["code"] for item in bill["not_billed"]] == [code]


def minutes_of(code: str) -> dict[str, Any]:
    """Minutes enough for one unit; work hardening begins with two hours."""
    return {"code": code, "minutes": 120 if code == "97545" else 30}


def pairs() -> list[tuple[str, str, str]]:
    return [
        (one, other, row["indicator"])
        for row in table("verdicts")["row"]
        for one, other in product(row["ones"], row["others"])
    ]


def test_each_pair_of_the_quarter_has_the_tables_verdict(bills):
    """Through a payer without status policy, so that every code stands on a line."""
    asked = list(product(pairs(), IN_QUARTER, ("practitioner", "hospital")))
    found = bills(
        *(
            encounter(
                day,
                [minutes_of(two), minutes_of(one)],
                setting=setting,
                payer="generic-commercial",
            )
            for (one, two, _), day, setting in asked
        )
    )
    for ((one, two, indicator), day, setting), bill in zip(asked, found, strict=True):
        codes = [alert["codes"] for alert in named(bill, "edit-pair")]
        assert codes == ([] if indicator == "none" else [[one, two]]), (one, two, day, setting)


def test_an_indicator_says_whether_proof_opens_the_pair(bills):
    kept = [pair for pair in pairs() if pair[2] in ("0", "1") and pair[0] not in DOERS]
    found = bills(
        *(
            encounter(
                "2024-07-01",
                [
                    {**minutes_of(one), "session": 1},
                    {**minutes_of(two), "session": 2, "distinct_from": [one]},
                ],
                payer="generic-commercial",
            )
            for one, two, _ in kept
        )
    )
    for (one, two, indicator), bill in zip(kept, found, strict=True):
        (alert,) = named(bill, "edit-pair")
        assert (alert["severity"] == "note") is (indicator == "1"), (one, two)


@pytest.mark.parametrize("row", table("verdicts")["history"], ids=lambda row: row["source"][:40])
def test_pairs_were_in_force_on_the_tables_days(row, bills):
    days = [(day, True) for day in row["active"]] + [(day, False) for day in row["none"]]
    asked = list(product(row["pairs"], days))
    found = bills(
        *(
            encounter(day, [minutes_of(one), minutes_of(two)], payer="generic-commercial")
            for (one, two), (day, _) in asked
        )
    )
    for (pair, (day, active)), bill in zip(asked, found, strict=True):
        codes = [alert["codes"] for alert in named(bill, "edit-pair")]
        assert codes == ([pair] if active else []), (pair, day)


@pytest.mark.parametrize("code", ["98925", "98929", "29240", "29530", "29540"])
def test_codes_that_no_therapist_bills_are_unknown_and_in_no_pair(code, bills):
    """Rows of 2.1 about osteopaths and strapping: their codes are not shipped."""
    services = [{"code": code, "minutes": 15}, {"code": "97140", "minutes": 15}]
    (bill,) = bills(encounter("2024-07-01", services))
    assert [line["code"] for line in bill["lines"]] == ["97140"]
    assert named(bill, "unknown-code")
    assert not named(bill, "edit-pair")


@pytest.mark.parametrize("code", ["99202", "99205", "99211", "99215"])
def test_an_office_visit_is_in_no_pair_with_manual_therapy_and_not_a_therapists(code, bills):
    services = [{"code": code}, {"code": "97140", "minutes": 15}]
    mine, theirs = bills(
        encounter("2024-07-01", services, payer="generic-commercial", discipline="DC"),
        encounter("2024-07-01", services, payer="generic-commercial"),
    )
    assert not named(mine, "edit-pair")
    assert not named(theirs, "edit-pair")
    assert [alert["severity"] for alert in named(theirs, "discipline")] == ["warning"]
    assert not named(mine, "discipline")


THRESHOLDS = table("thresholds")


def year_so_far(day: str, cents: int, discipline: str) -> dict[str, Any]:
    """One unit of $20.00 after an amount of the year, in the discipline's own bucket."""
    bucket = "ot" if discipline == "OT" else "pt_slp"
    other = {"ot": "pt_slp", "pt_slp": "ot"}[bucket]
    code = "92507" if discipline == "SLP" else "97535" if discipline == "OT" else "97110"
    amounts = {bucket: f"{cents / 100:.2f}", other: "0"}
    return encounter(
        day,
        [{"code": code, "minutes": 15}],
        discipline=discipline,
        rates={code: "20.00"},
        year_to_date=amounts,
    )


@pytest.mark.parametrize("discipline", ["PT", "OT", "SLP"])
@pytest.mark.parametrize("row", THRESHOLDS["year"], ids=lambda row: str(row["year"]))
def test_kx_from_the_first_cent_above_the_years_amount(row, discipline, bills):
    exact = row["amount"] * 100 - 2000
    days = [f"{row['year']}-01-01", f"{row['year']}-12-31"]
    asked = list(product(days, (exact, exact + 1)))
    found = bills(*(year_so_far(day, cents, discipline) for day, cents in asked))
    for (_, cents), bill in zip(asked, found, strict=True):
        kx = named(bill, "kx")
        assert len(kx) == (cents > exact)
        assert all(f"confidence {row['confidence']}" in alert["message"] for alert in kx)
        assert not any("KX" in line["modifiers"] for line in bill["lines"])


@pytest.mark.parametrize("row", THRESHOLDS["counts"], ids=lambda row: row["source"][:40])
def test_what_counts_toward_the_years_amount(row, bills):
    bucket = "ot" if row["discipline"] == "OT" else "pt_slp"
    days = [
        encounter(
            "2026-03-10",
            row["services"],
            discipline=row["discipline"],
            locality="national",
            year_to_date={bucket: f"{cents / 100:.2f}"},
        )
        for cents in (row["before"], row["before"] + 1)
    ]
    assert [len(named(bill, "kx")) for bill in bills(*days)] == [0, 1]


def test_the_review_mark_holds_in_its_years(bills):
    exact = THRESHOLDS["review"] * 100 - 2000
    first, last = THRESHOLDS["review_from"], THRESHOLDS["review_until"]
    days = [f"{first - 1}-12-31", f"{first}-01-01", f"{last}-12-31", f"{last + 1}-01-01"]
    asked = list(product(days, (exact, exact + 1)))
    found = bills(*(year_so_far(day, cents, "PT") for day, cents in asked))
    marked = [bool(named(bill, "review-threshold")) for bill in found]
    assert marked == [False, False, False, True, False, True, False, False]


def test_years_without_an_amount_suggest_no_kx(bills):
    found = bills(*(year_so_far(day, 900_000, "PT") for day in ("2017-12-31", "2027-01-01")))
    assert not any(named(bill, "kx") for bill in found)
