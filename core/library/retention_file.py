"""How long records are kept, read from `resources/retention`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from core.errors import DataProblem
from core.library.resources import resources_dir
from core.library.rule_files import check_keys, read_parameter, read_rule_file
from core.model.retention import RetentionTerms
from core.rules.parameters import NotKnown, Parameter

if TYPE_CHECKING:
    from datetime import date

_FILE = "medical_records.toml"
_NAMES = (
    "years_after_service",
    "least_years_after_service",
    "age_of_majority",
    "years_after_majority",
    "years_after_disclosure",
)


def terms_on(day: date) -> RetentionTerms:
    """The terms that hold on a day; raises DataProblem on a day no source speaks of."""
    found = {name: parameter.on(day) for name, parameter in _parameters().items()}
    known = {}
    for name, value in found.items():
        if isinstance(value, NotKnown):
            raise DataProblem(
                f"How long records are kept is not known for {day}. Set this PC's clock, then try"
                " again."
            )
        known[name] = value
    return RetentionTerms(
        **{name: value.number for name, value in known.items()},
        cites={name: value.cite for name, value in known.items()},
    )


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Parameter]:
    table = read_rule_file(resources_dir() / "retention" / _FILE)
    check_keys(_FILE, "the file", table, _NAMES)
    return {name: read_parameter(_FILE, name, table.get(name), _whole) for name in _NAMES}


def _whole(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else None
