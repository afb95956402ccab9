"""The open practice: what every service gets first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.library.reference import ReferenceLibrary
    from core.model.clock import Clock
    from core.model.people import Person
    from core.rules.rulebook import RuleBook
    from core.store.practice_file import PracticeFile


@dataclass(slots=True)
class OpenPractice:
    """The open practice file with the rules and tables in use; lives on the thread that opened it.

    `library` answers nothing when the reference library is absent; `person` is who is signed in.
    """

    file: PracticeFile
    book: RuleBook
    library: ReferenceLibrary
    person: Person

    @property
    def clock(self) -> Clock:
        """The clock of every change and of the audit trail."""
        return self.file.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.file.clock = clock
