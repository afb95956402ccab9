"""`notes-series FILE|-`: series of visits as JSON Lines in, how alike they are out."""

from __future__ import annotations

from typing import Any

from core.commands.note_json import note_text
from core.commands.row_command import run_rows
from core.commands.shapes import fault, listing, record, text
from core.notes.clones import Series, compare_visits

_MOST_VISITS = 500
_visits = listing(record({"date": text, "text": note_text}, frozenset({"text"})))


def run(argv: list[str]) -> int:
    """Compare every series; 0 done, 1 done with rows in error, 2 unusable call."""
    return run_rows(argv, "notes-series", "Tell cloned series of notes from written ones.", answer)


def answer(row: object) -> dict[str, Any]:
    """The answer for one series; raises FieldProblem naming the field that cannot be read."""
    if not isinstance(row, dict):
        raise fault("must be a JSON object", "row")
    name = row.get("series")
    if type(name) not in (str, int):
        raise fault("must be a text or a whole number", "series")
    if row.get("visits") is None:
        raise fault("is missing", "visits")
    visits = _visits(row["visits"], "visits")
    if len(visits) > _MOST_VISITS:
        raise fault(f"must hold at most {_MOST_VISITS} visits", "visits")
    return _told(name, visits, compare_visits([one["text"] for one in visits]))


def _told(name: object, visits: tuple[dict[str, Any], ...], series: Series) -> dict[str, Any]:
    return {
        "series": name,
        "cloned": series.cloned,
        "pairs": [
            {
                "from": visits[pair.first].get("date", str(pair.first + 1)),
                "to": visits[pair.second].get("date", str(pair.second + 1)),
                "similarity": pair.similarity,
                "same": list(pair.same),
            }
            for pair in series.pairs
        ],
    }
