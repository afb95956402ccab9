"""The accounts as Settings lists them, and what an owner does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.errors import DataProblem, UnitwiseError
from core.model.people import Person, Role
from core.services import people, rekeying, setup
from ui.models.records import Column
from ui.presenters.fields import Field, Kind, required
from ui.presenters.settings import ListSpec

if TYPE_CHECKING:
    from core.services.people import Account
    from core.services.practice import OpenPractice
    from core.services.rekeying import Rekeyed
    from ui.context import Context

Failed = Callable[[UnitwiseError], None]
Values = Mapping[str, Any]
ROLES = {
    Role.OWNER: ("Owner", "Owner: people, keys, backups, audit trail; reads every note"),
    Role.THERAPIST: ("Therapist", "Therapist: own patients’ notes and bills; signs, countersigns"),
    Role.ASSISTANT: ("Assistant", "Assistant: own notes and minutes; signs them"),
    Role.BILLER: ("Biller", "Biller: bills, payments, payers and fees; no notes"),
    Role.FRONT_DESK: ("Front desk", "Front desk: patients, schedule, payments, superbills"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One account with the name of the provider it is."""

    account: Account
    provider: str = ""

    @property
    def person(self) -> Person:
        """Whose account it is."""
        return self.account.person

    @property
    def id(self) -> int:
        """The account's id."""
        return self.person.id


@dataclass(frozen=True, slots=True)
class Seen:
    """The accounts, and the providers that one can be linked to as (words, id)."""

    rows: tuple[PersonRow, ...]
    providers: tuple[tuple[str, object], ...]


def state_words(account: Account) -> str:
    """How an account stands."""
    if not account.person.active:
        return "ended"
    if not account.has_password:
        return "no password: reset it"
    if account.person.must_change_password:
        return "one-time password"
    return "in use, with PIN" if account.has_pin else "in use"


def role_words(roles: frozenset[Role]) -> str:
    """Roles in the order of the matrix."""
    return ", ".join(words for role, (words, _) in ROLES.items() if role in roles)


def read(p: OpenPractice) -> Seen:
    """Everything the part shows."""
    providers = setup.list_providers(p)
    names = {one.id: one.display_name for one in providers}
    rows = tuple(
        PersonRow(one, names.get(one.person.provider_id, "")) for one in people.accounts(p)
    )
    offered = tuple((one.display_name, one.id) for one in providers if one.active)
    return Seen(rows, (("Nobody who treats", None), *offered))


def values_of(row: PersonRow) -> dict[str, Any]:
    """An account as the form holds it."""
    one = row.person
    held = {f"role_{role.name}": role in one.roles for role in Role}
    return {"name": one.name, "sign_in": one.sign_in, "provider_id": one.provider_id, **held}


def person_of(values: Values, old: PersonRow | None) -> Person:
    """The account as typed; name and sign-in name of one that exists stay."""
    roles = frozenset(role for role in Role if values[f"role_{role.name}"])
    if old is not None:
        one = old.person
        return Person(one.id, one.name, one.sign_in, roles, values["provider_id"])
    return Person(0, values["name"], values["sign_in"], roles, values["provider_id"])


def accounts() -> ListSpec:
    """The list of accounts; keeping goes by the part itself, which asks for the password."""
    return ListSpec(
        "people", "People", "person", "account",
        "Nobody has an account yet.",
        (
            Column("Name", lambda r: r.person.name),
            Column("Signs in as", lambda r: r.person.sign_in),
            Column("Roles", lambda r: role_words(r.person.roles)),
            Column("Provider", lambda r: r.provider),
            Column("State", lambda r: state_words(r.account)),
        ),
        (
            Field("name", "Name", required("The name"), 5),
            Field("sign_in", "Signs in as", required("The sign-in name"), 3, placeholder="dana"),
            Field("provider_id", "Treats as", width=4, choices=(("Nobody who treats", None),)),
            *(
                Field(f"role_{role.name}", words, kind=Kind.CHECK)
                for role, (_, words) in ROLES.items()
            ),
        ),
        lambda p: read(p).rows, lambda p, record: record, values_of, person_of,
    )  # fmt: skip


class PeoplePresenter(QObject):
    """`password_made(person, password)` carries a one-time password, this once.

    `kept` an account that was changed, `ended(person, offer)` one that ended; `rekeyed` what
    came of a new data key, `working` what goes on meanwhile.
    """

    password_made = Signal(object, str)
    kept = Signal(object)
    ended = Signal(object, str)
    rekeyed = Signal(object)
    working = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx

    def add(self, person: Person, secret: str, failed: Failed) -> None:
        """Make an account."""
        self._ctx.tasks.change(
            lambda p: people.add_person(p, person, secret),
            lambda made: self.password_made.emit(*made),
            failed,
        )

    def save_roles(self, person: Person, secret: str, failed: Failed) -> None:
        """Keep roles and provider; one's own change builds every page anew."""

        def done(kept: Person) -> None:
            self.kept.emit(kept)
            if self._ctx.person is not None and kept.id == self._ctx.person.id:
                self._ctx.person_changed()

        self._ctx.tasks.change(
            lambda p: people.save_roles(p, person.id, person.roles, person.provider_id, secret),
            done,
            failed,
        )

    def reset(self, person: Person, secret: str, failed: Failed) -> None:
        """Give somebody a one-time password."""
        self._ctx.tasks.change(
            lambda p: people.reset_password(p, person.id, secret),
            lambda password: self.password_made.emit(person, password),
            failed,
        )

    def end(self, person: Person, secret: str, failed: Failed) -> None:
        """End an account."""
        self._ctx.tasks.change(
            lambda p: people.end_account(p, person.id, secret),
            lambda offer: self.ended.emit(person, offer),
            failed,
        )

    def rekey(self, secret: str, failed: Failed) -> None:
        """Encrypt the practice file anew."""
        self.working.emit("A copy, the new key, and a copy again. Leave the program open …")

        def done(result: Rekeyed) -> None:
            self.working.emit("")
            self.rekeyed.emit(result)

        def no(problem: UnitwiseError) -> None:
            self.working.emit("")
            failed(problem)
            if isinstance(problem, DataProblem):
                self._look_whether_open()

        self._ctx.tasks.change(lambda p: rekeying.change_data_key(p, secret), done, no)

    def _look_whether_open(self) -> None:
        """After a failure the file may be closed: then the program asks for the password anew."""

        def closed(p: OpenPractice) -> Any:
            return p.file.path if p.file.is_closed else None

        def done(path: Any) -> None:
            if path is not None:
                self._ctx.open_file(path)

        self._ctx.tasks.read(closed, done)
