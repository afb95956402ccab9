"""Who works in the demo and signs what: the accounts, and sessions left for the worklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.errors import InvalidInput
from core.model.people import Person, Role
from core.services import encounters, signing
from core.services.changes import change
from core.services.credentials import cost_of
from core.services.demo import cast
from core.services.people import sign_in_of
from core.services.signing_checks import Reasons
from core.store import people
from core.store.key_changes import key_change
from core.store.keyslots import SlotKind, new_slot
from core.store.platform_files import this_platform

if TYPE_CHECKING:
    from core.model.practice import Provider
    from core.model.session import Receipt, SessionRecord
    from core.services.practice import OpenPractice

_REASONS = Reasons(for_all="Reviewed with the patient's chart; documented as it was.")
_FRESH = timedelta(days=4)  # of the last days, some sessions still wait for their signature
_BY_ASSISTANT = timedelta(days=45)  # of late the assistant signs the notes of shared sessions
_LEFT = 5  # one in so many fresh sessions is left unsigned


@dataclass(slots=True)
class Signers:
    """The accounts of the demo by the provider each of them is."""

    practice: OpenPractice
    today: date
    by_provider: dict[int, Person] = field(default_factory=dict)

    def open_accounts(self, providers: Mapping[str, Provider], password: str) -> None:
        """The owner treats as well; everybody else gets an account with the demo's password."""
        owner = self.practice.person
        for provider in providers.values():
            name = f"{provider.first_name} {provider.last_name}"
            if provider.id is None:
                continue
            if name == owner.name:
                with change(self.practice, "person.update", "person") as work:
                    people.set_provider(work.db, owner.id, provider.id)
                    work.object_id = owner.id
                person = people.get(self.practice.file.db, owner.id)
            else:
                role = Role.ASSISTANT if provider.role.is_assistant else Role.THERAPIST
                person = self._add(name, role, password, provider.id)
            if person is not None:
                self.by_provider[provider.id] = person
        for name, role in cast.office():
            self._add(name, role, password)
        self.practice.person = self.by_provider.get(_own(owner, self), owner)

    def _add(
        self, name: str, role: Role, password: str, provider_id: int | None = None
    ) -> Person | None:
        """An account that signs in at once; the key is as cheap to derive as the owner's."""
        p, sign_in = self.practice, sign_in_of(name)
        with key_change(p.file, this_platform(), "person.create", "person") as keys:
            new = Person(0, name, sign_in, frozenset({role}), provider_id)
            number = people.add(keys.work.db, new, keys.work.now)
            keys.work.object_id = number
            install, cost = p.file.keys.install, cost_of(p)
            keys.put(
                new_slot(p.file.key, install, SlotKind.PASSWORD, password, cost, number, sign_in)
            )
        return people.get(p.file.db, number)

    def finish(self, record: SessionRecord, number: int) -> Receipt:
        """Sign a finished session, or leave it complete where the demo wants it on a list."""
        who = self._signer(record, number)
        if who is not None:
            # An error on purpose blocks signing: it stays for the worklist.
            with suppress(InvalidInput), self.acting(who):
                return signing.sign(self.practice, record, _REASONS)
        with self.acting_for(record.rendering_provider_id):
            return encounters.save(self.practice, record, complete=True)

    def acting_for(self, provider_id: int) -> AbstractContextManager[None]:
        """Work as the account of a provider for a while."""
        return self.acting(self.by_provider[provider_id])

    def _signer(self, record: SessionRecord, number: int) -> Person | None:
        age = self.today - record.date
        if age <= _FRESH and (number + record.patient_id) % _LEFT == 0:
            return None
        helper = record.assistant_provider_id
        if helper is not None and age <= _BY_ASSISTANT:
            return self.by_provider.get(helper)
        return self.by_provider.get(record.rendering_provider_id)

    @contextmanager
    def acting(self, person: Person) -> Iterator[None]:
        """Work as somebody for a while."""
        practice = self.practice
        before, actor = practice.person, practice.file.actor
        practice.person, practice.file.actor = person, person.name
        try:
            yield
        finally:
            practice.person, practice.file.actor = before, actor


def _own(owner: Person, signers: Signers) -> int:
    found = (key for key, person in signers.by_provider.items() if person.id == owner.id)
    return next(found, 0)
