"""The coach's whole answer for a note as it stands: one pure function for screen and signature."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import FieldProblem
from core.model.bill import Alert
from core.model.kinds import Severity
from core.notes.alerts import EarlierNote, alerts_of
from core.notes.coach import Chip, CoachBook, Visit, chips_of
from core.notes.lexicon import Lexicon
from core.notes.reading import Reading, read_note
from core.notes.soap import SoapText, join
from core.notes.words import LONGEST_NOTE

_PLAN = 3
_TOO_LONG = Alert(
    "note-not-read",
    Severity.WARNING,
    (),
    f"The note is longer than {LONGEST_NOTE:,} letters in all, so it was not read.",
    "Shorten it: a visit's note that long is not read by a reviewer either.",
    "",
)


@dataclass(frozen=True, slots=True)
class Advice:
    """Chips and alerts of a note with the text that was read; `reading` None for one too long."""

    soap: SoapText
    chips: tuple[Chip, ...] = ()
    alerts: tuple[Alert, ...] = ()
    reading: Reading | None = None


def told_of(parts: tuple[str, ...]) -> str:
    """What a note tells of its visit, without the plan: what is compared between visits."""
    return "\n".join(words for place, words in enumerate(parts) if place != _PLAN and words)


def advise(
    parts: tuple[str, ...],
    visit: Visit,
    earlier: tuple[EarlierNote, ...],
    lexicon: Lexicon,
    book: CoachBook,
) -> Advice:
    """Read a note's four parts; total: a text too long to be read is an alert."""
    soap = join(parts)
    try:
        reading = read_note(visit.note(soap.text), lexicon)
    except FieldProblem:
        return Advice(soap, alerts=(_TOO_LONG,))
    chips = chips_of(visit, soap.text, reading, book, lexicon.asks)
    alerts = alerts_of(visit, soap.text, told_of(parts), reading, earlier, book)
    return Advice(soap, chips, alerts, reading)
