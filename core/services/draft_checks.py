"""Whether what was typed on the session screen can be kept as a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.errors import DataProblem, UserProblem

LONGEST_DRAFT = 500_000  # characters of JSON: five times the longest note


def check_body(body: Mapping[str, object]) -> None:
    """Raise UserProblem for a draft that is too long, DataProblem for one that is no JSON."""
    try:
        size = len(json.dumps(dict(body)))
    except (TypeError, ValueError) as error:
        raise DataProblem("What was typed could not be turned into a draft.") from error
    if size > LONGEST_DRAFT:
        raise UserProblem(
            "This session holds more text than a draft can keep. Shorten the note, then save."
        )
