"""Where the person has been, for back and forward."""

from __future__ import annotations

from typing import Any, NamedTuple


class Place(NamedTuple):
    """A page by name with what it was asked to show."""

    name: str
    args: dict[str, Any]


class History:
    """A list of places and where in it we are; visiting a place forgets those ahead."""

    LONGEST = 100

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._here = -1

    def visit(self, place: Place) -> None:
        if 0 <= self._here < len(self._places) and self._places[self._here] == place:
            return
        del self._places[self._here + 1 :]
        self._places.append(place)
        del self._places[: -self.LONGEST]
        self._here = len(self._places) - 1

    def before(self) -> Place | None:
        return self._places[self._here - 1] if self._here > 0 else None

    def after(self) -> Place | None:
        ahead = self._here + 1
        return self._places[ahead] if 0 < ahead < len(self._places) else None

    def step(self, by: int) -> None:
        self._here = min(max(self._here + by, 0), len(self._places) - 1)
