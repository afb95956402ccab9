"""The open practice: what every service gets first."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.library.reference import ReferenceLibrary
    from core.model.clock import Clock
    from core.model.people import Person
    from core.rules.rulebook import RuleBook
    from core.store.practice_file import PracticeFile


@dataclass(frozen=True, slots=True)
class OpenGlass:
    """A row of the table `break_glass` whose notes are open until a moment of `monotonic`."""

    id: int
    patient_name: str
    until: float


@dataclass(slots=True)
class Memory:
    """What this process knows of reads and of notes opened with a reason; it ends with it.

    `seen` is when a person's reading was last written down; `glass` goes by person and patient.
    """

    monotonic: Callable[[], float] = time.monotonic
    seen: dict[tuple[int, str, int], float] = field(default_factory=dict)
    glass: dict[tuple[int, int], OpenGlass] = field(default_factory=dict)


@dataclass(slots=True)
class OpenPractice:
    """The open practice file with the rules and tables in use; lives on the thread that opened it.

    `library` answers nothing when the reference library is absent; `person` is who is signed in.
    """

    file: PracticeFile
    book: RuleBook
    library: ReferenceLibrary
    person: Person
    memory: Memory = field(default_factory=Memory)

    @property
    def clock(self) -> Clock:
        """The clock of every change and of the audit trail."""
        return self.file.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.file.clock = clock
