"""What helps to write a note: a person's macros and templates, the practice's words, versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.model.session import Note

LONGEST_SHORT = 20
MACRO_MARK = "."


class WordKind(StrEnum):
    """What a practice's own word means to the reader of notes."""

    TECHNIQUE = "technique"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class NoteMacro:
    """A person's short form, such as `.jm3`, and the text it stands for; `id` None when new."""

    short: str
    text: str
    active: bool = True
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """A person's structure for a note: headings and questions by part, never findings."""

    name: str
    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    active: bool = True
    id: int | None = None

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """The four parts in their order."""
        return self.subjective, self.objective, self.assessment, self.plan


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the practice's own that the reader of notes is to know; `id` None when new.

    `region` is the region of the body that a place belongs to, where it is told.
    """

    phrase: str
    kind: WordKind = WordKind.TECHNIQUE
    region: str = ""
    active: bool = True
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A note as one save kept it; `kept_by` is empty for what was there before versions were."""

    version: int
    note: Note
    kept_at: datetime
    kept_by: str = ""
