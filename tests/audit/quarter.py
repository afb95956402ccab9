"""The seeded quarter's visits as records; read from the file, never from its maker."""

import json
from datetime import date
from pathlib import Path

from core.audit.record import AuditedEncounter, AuditedService, BilledLine
from core.model.encounter import Encounter, Interval
from core.model.facts import AuthorisationFacts, PlanFacts, YearToDate
from core.model.kinds import Discipline, Side

CASES = Path(__file__).parent.parent / "cases" / "audit"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def visits() -> list[AuditedEncounter]:
    return [visit_of(row) for row in rows("quarter.jsonl")]


def visit_of(row: dict) -> AuditedEncounter:
    return AuditedEncounter(
        id=row["id"],
        date=date.fromisoformat(row["date"]),
        patient=row["patient"],
        payer=row["payer"],
        clinician=row["clinician"],
        discipline=Discipline(row["discipline"]),
        services=tuple(_service(one) for one in row["services"]),
        billed=tuple(BilledLine(code, units, tuple(w.split())) for code, units, w in row["billed"]),
        note=row["note"],
        facts=_facts(row, row["facts"]),
    )


def _service(one: dict) -> AuditedService:
    return AuditedService(
        one["code"],
        one["minutes"],
        one.get("assistant", 0),
        region=one.get("region", ""),
        side=Side(one["side"]) if "side" in one else None,
        intervals=tuple(Interval(*pair) for pair in one.get("intervals", ())),
    )


def _day(facts: dict, key: str) -> date | None:
    return date.fromisoformat(facts[key]) if key in facts else None


def _facts(row: dict, facts: dict) -> Encounter:
    plan = PlanFacts(
        certified_to=_day(facts, "certified_to"),
        treatment_days_since_report=facts.get("days_since_report"),
    )
    until = _day(facts, "authorised_until")
    return Encounter(
        date.fromisoformat(row["date"]),
        row["payer"],
        Discipline(row["discipline"]),
        (),
        as_of=_day(facts, "as_of"),
        plan=plan,
        authorisation=AuthorisationFacts(until=until) if until else None,
        year_to_date=YearToDate(facts["year_to_date"], 0) if "year_to_date" in facts else None,
        rates=facts.get("rates", {}),
    )
