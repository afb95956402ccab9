"""The check that stands before every service: what a person may do, denied unless granted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, ParamSpec, TypeVar

from core.errors import UnitwiseError, UserProblem
from core.model.permissions import Permission, granted, refusal
from core.services.changes import change

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

Args = ParamSpec("Args")
Result = TypeVar("Result")
Any_ = TypeVar("Any_", bound=Callable[..., Any])
_GLASS_OPENS = (Permission.NOTE_READ, Permission.BILL_READ)


class NotAllowed(UserProblem):
    """A refusal: what is not allowed, which role may, what to do.

    `glass_patient_id` names the patient whose notes may be opened with a reason instead.
    """

    def __init__(
        self, message: str, permission: Permission, glass_patient_id: int | None = None
    ) -> None:
        super().__init__(message)
        self.permission = permission
        self.glass_patient_id = glass_patient_id


def needs(
    *any_of: Permission, why: str = ""
) -> Callable[
    [Callable[Concatenate[OpenPractice, Args], Result]],
    Callable[Concatenate[OpenPractice, Args], Result],
]:
    """Let a service run only for who has one of these permissions; else NotAllowed, audited.

    ANYONE, which has to say why, leaves the function as it is. Whether the permission reaches
    this patient or encounter is the service's own second check (core.services.access).
    """
    anyone = Permission.ANYONE in any_of
    if anyone and not why:
        raise ValueError("a service open to anyone says why")

    def declared(
        service: Callable[Concatenate[OpenPractice, Args], Result],
    ) -> Callable[Concatenate[OpenPractice, Args], Result]:
        if anyone:
            return declare(service, any_of)

        @wraps(service)
        def checked(p: OpenPractice, /, *args: Args.args, **kwargs: Args.kwargs) -> Result:
            held = granted(p.person.roles)
            for permission in any_of:
                if permission in held:
                    return service(p, *args, **kwargs)
            refuse(p, any_of[0], action_of(service))

        return declare(checked, any_of)

    return declared


def inner(service: Any_) -> Any_:
    """Mark a step of services that check for themselves: no screen or command calls it."""
    return declare(service, ())


def declare(service: Any_, any_of: tuple[Permission, ...]) -> Any_:
    """Write on a function what it needs, for the test that reads it."""
    service.needs = any_of  # type: ignore[attr-defined]
    return service


def may(p: OpenPractice, permission: Permission) -> bool:
    """Whether who is signed in has a permission, for own records or for all."""
    return permission in granted(p.person.roles)


def require(p: OpenPractice, permission: Permission, action: str = "") -> None:
    """Refuse unless who is signed in has a permission."""
    if not may(p, permission):
        refuse(p, permission, action)


def refuse(
    p: OpenPractice, permission: Permission, action: str, patient_id: int | None = None
) -> NoReturn:
    """Write the refusal into the audit trail and raise NotAllowed."""
    # A file that takes no changes still refuses.
    with suppress(UnitwiseError), change(p, "access.refused", "permission") as work:
        work.patient_id = patient_id
        work.detail |= {"permission": permission.value, "asked": action}
    glass = permission in _GLASS_OPENS and may(p, Permission.BREAK_GLASS)
    raise NotAllowed(refusal(permission, p.person.roles), permission, patient_id if glass else None)


def action_of(service: Callable[..., Any]) -> str:
    """A service's name as the audit trail writes it: `patients.save`."""
    return f"{service.__module__.rpartition('.')[2]}.{service.__name__}"
