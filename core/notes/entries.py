"""An amount of time with the service it belongs to."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from core.notes.quantities import Quantity


class Service(StrEnum):
    """Whose time it is."""

    MANUAL = "manual"
    OTHER = "other"
    SHARED = "shared"
    TOTAL = "total"
    NONE = "none"


class Entry(NamedTuple):
    """An amount of time with its service. `labelled`: the note names manual therapy beside it."""

    quantity: Quantity
    service: Service
    labelled: bool
    sentence: int
