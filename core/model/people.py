"""The people who use the program: who they are and in which roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does in the practice; several may meet in one person."""

    OWNER = "owner"
    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    BILLER = "biller"
    FRONT_DESK = "front-desk"


@dataclass(frozen=True, slots=True)
class Person:
    """One account; `provider_id` names the provider whose encounters are the person's own.

    `sign_in` is what the unlock screen asks for. An account that ended stays, so that its id
    and name are never given to somebody else.
    """

    id: int
    name: str
    sign_in: str
    roles: frozenset[Role]
    provider_id: int | None = None
    active: bool = True
    must_change_password: bool = False

    def has(self, role: Role) -> bool:
        """Whether the person works in a role."""
        return role in self.roles
