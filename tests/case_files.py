"""Worked examples from tests/cases, and the encounters they describe."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).resolve().parents[2] / "shared"
Case = dict[str, Any]


def read_cases() -> list[Case]:
    """Every case of every file, defaults filled in; its name says where it stands."""
    cases = []
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for number, case in enumerate(table["case"], 1):
            cases.append({**table["defaults"], **case, "name": f"{path.stem}-{number}"})
    return cases


def name_of(case: Case) -> str:
    return case["name"]


def encounter_of(case: Case) -> Encounter:
    return Encounter(
        date=case["date"],
        payer=case["payer"],
        discipline=Discipline(case["discipline"]),
        services=tuple(Service(code, minutes) for code, minutes in case["minutes"]),
        choose={int(number): code for number, code in case.get("choose", {}).items()},
    )


def line_of(case: Case) -> str:
    """The case as a line of the command's input."""
    day: date = case["date"]
    row = {
        "id": case["name"],
        "date": day.isoformat(),
        "payer": case["payer"],
        "discipline": case["discipline"],
        "services": [{"code": code, "minutes": minutes} for code, minutes in case["minutes"]],
        "choose": case.get("choose", {}),
    }
    return json.dumps(row)
