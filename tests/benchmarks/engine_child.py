"""Times one engine over the same sessions: `PYTHONPATH=TREE python engine_child.py`.

Prints CPU microseconds an encounter, by minutes alone and with every fact given (0 where that
engine knows of none). Imports nothing but that tree's `core`, so that an older one can be timed.
"""

import dataclasses
import random
import time
from datetime import date

from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline
from core.rules.engine import evaluate

_CODES = ("97110", "97112", "97116", "97140", "97530", "97535")
_COUNT, _ROUNDS = 1_000, 20


def _sessions() -> list[Encounter]:
    rng = random.Random(1)
    rows = [
        tuple(Service(code, rng.randint(5, 30)) for code in rng.sample(_CODES, rng.randint(2, 4)))
        for _ in range(_COUNT)
    ]
    day, payer = date(2026, 3, 10), "medicare-part-b"
    return [Encounter(day, payer, Discipline.PT, services) for services in rows]


def _with_facts(sessions: list[Encounter]) -> list[Encounter]:
    try:
        from core.model.facts import AuthorisationFacts, Locality, PlanFacts, YearToDate
    except ImportError:
        return []
    plan = PlanFacts(date(2026, 2, 1), date(2026, 4, 30), True, date(2026, 2, 2), 5)
    return [
        dataclasses.replace(
            one,
            locality=Locality(),
            year_to_date=YearToDate(191_240, 0),
            as_of=date(2026, 3, 12),
            plan=plan,
            authorisation=AuthorisationFacts(visits_left=4),
        )
        for one in sessions
    ]


def _best(encounters: list[Encounter]) -> float:
    book = load_rulebook()
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for one in encounters:
            evaluate(one, book)
        times.append(time.process_time() - start)
    return min(times) / _COUNT * 1e6


if __name__ == "__main__":
    made = _sessions()
    print(_best(made), _best(_with_facts(made)))
