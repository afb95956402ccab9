"""Text that was typed into a form and not saved when the window was locked or closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

LONGEST = 200_000  # characters of one form's fields, far beyond what its editors take


class KeptField(NamedTuple):
    """What stood in a field when typing began, and what was typed."""

    was: str
    typed: str


@dataclass(frozen=True, slots=True)
class KeptText:
    """The fields of one form that differ from what is stored, for their writer alone.

    `form` and `record` say where the text belongs; `title` names the form for people.
    `patient_name` is filled in when it is read.
    """

    form: str
    record: str
    title: str
    fields: Mapping[str, KeptField]
    patient_id: int | None = None
    id: int | None = None
    kept_at: datetime | None = None
    patient_name: str = ""

    @property
    def length(self) -> int:
        """How many characters are kept."""
        return sum(len(one.was) + len(one.typed) for one in self.fields.values())
