"""Who signs what in the demo: accounts of those who treat, and sessions left for the worklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.errors import InvalidInput
from core.model.people import Person, Role
from core.services import encounters, signing
from core.services.changes import change
from core.services.signing_checks import Reasons
from core.store import people

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

    def open_accounts(self, providers: Mapping[str, Provider]) -> None:
        """The owner treats as well; everybody else who treats gets an account without a key."""
        owner = self.practice.person
        for key, provider in providers.items():
            name = f"{provider.first_name} {provider.last_name}"
            if provider.id is None:
                continue
            with change(self.practice, "people.add", "person") as work:
                if name == owner.name:
                    people.set_provider(work.db, owner.id, provider.id)
                    number = owner.id
                else:
                    role = Role.ASSISTANT if provider.role.is_assistant else Role.THERAPIST
                    number = people.insert(
                        work.db, name, key, provider.id, frozenset({role}), work.now
                    )
                work.object_id = number
            person = people.get(self.practice.file.db, number)
            if person is not None:
                self.by_provider[provider.id] = person
        self.practice.person = self.by_provider.get(_own(owner, self), owner)

    def finish(self, record: SessionRecord, number: int) -> Receipt:
        """Sign a finished session, or leave it complete where the demo wants it on a list."""
        who = self._signer(record, number)
        if who is None:
            return encounters.save(self.practice, record, complete=True)
        with self._acting(who):
            try:
                return signing.sign(self.practice, record, _REASONS)
            except InvalidInput:
                # An error on purpose blocks signing: it stays for the worklist.
                return encounters.save(self.practice, record, complete=True)

    def _signer(self, record: SessionRecord, number: int) -> Person | None:
        age = self.today - record.date
        if age <= _FRESH and (number + record.patient_id) % _LEFT == 0:
            return None
        helper = record.assistant_provider_id
        if helper is not None and age <= _BY_ASSISTANT:
            return self.by_provider.get(helper)
        return self.by_provider.get(record.rendering_provider_id)

    def treating(self, provider_id: int) -> AbstractContextManager[None]:
        """Write as who treats: nobody else may."""
        return self._acting(self.by_provider[provider_id])

    @contextmanager
    def _acting(self, person: Person) -> Iterator[None]:
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
