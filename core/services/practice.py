"""The open practice: what every service gets first."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import UserProblem

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.library.reference import ReferenceLibrary
    from core.model.clock import Clock
    from core.model.people import Person
    from core.rules.rulebook import RuleBook
    from core.services.proofs import Proof
    from core.store.practice_file import PracticeFile

_OWN_ONE_FIRST = (
    "Nothing was saved: first choose a password of your own. The one you signed in with was "
    "meant for this one time."
)
_CODE_FIRST = (
    "Nothing was saved: first make a new recovery code. The one that was used to sign in is no "
    "longer a secret."
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """When a person last gave the full password in this process, and on which day."""

    at: datetime
    day: date
    wrong_pins: int = 0


@dataclass(frozen=True, slots=True)
class OpenGlass:
    """A row of the table `break_glass` whose notes are open until a moment of `monotonic`."""

    id: int
    patient_name: str
    until: float


@dataclass(slots=True)
class Memory:
    """What this process knows of reads and of notes opened with a reason; it ends with it.

    `seen` is when a person's reading was last written down; `glass` goes by person and patient;
    `proofs` are passwords given again for an act that has not come yet.
    """

    monotonic: Callable[[], float] = time.monotonic
    seen: dict[tuple[int, str, int], float] = field(default_factory=dict)
    glass: dict[tuple[int, int], OpenGlass] = field(default_factory=dict)
    proofs: set[Proof] = field(default_factory=set)


@dataclass(slots=True)
class OpenPractice:
    """The open practice file with the rules and tables in use; lives on the thread that opened it.

    `library` answers nothing when the reference library is absent; `person` is who is signed in.
    While `must_change_password` or `must_renew_recovery` holds, services refuse every change.
    """

    file: PracticeFile
    book: RuleBook
    library: ReferenceLibrary
    person: Person
    memory: Memory = field(default_factory=Memory)
    must_change_password: bool = False
    must_renew_recovery: bool = False
    signed_in: dict[int, SignedIn] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """The clock of every change and of the audit trail."""
        return self.file.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.file.clock = clock

    def refuse_while_held(self) -> None:
        """Raise UserProblem while a new password or a new recovery code has to be made first."""
        if self.must_change_password:
            raise UserProblem(_OWN_ONE_FIRST, "new_password")
        if self.must_renew_recovery:
            raise UserProblem(_CODE_FIRST, "recovery_code")
