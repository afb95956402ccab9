"""Finding a code by what a therapist types: its number, a short alias, words of its label."""

from __future__ import annotations

from datetime import date

from core.model.kinds import Discipline
from core.rules.codes import CodeEntry
from core.rules.rulebook import RuleBook

_NO_MATCH = 9


def find_codes(
    book: RuleBook, text: str, day: date, discipline: Discipline | None = None
) -> tuple[CodeEntry, ...]:
    """Codes in force on the day that match, best first: number, alias, words; own discipline first.

    A whole number typed out is found even when the code is not in force on the day.
    """
    wanted = " ".join(text.lower().split())
    if not wanted:
        return ()
    ranked = [
        (rank, _foreign(entry, discipline), entry.code, entry)
        for entry in book.codes.values()
        if (rank := _rank(entry, wanted, day)) < _NO_MATCH
    ]
    return tuple(entry for *_, entry in sorted(ranked, key=lambda found: found[:3]))


def _rank(entry: CodeEntry, wanted: str, day: date) -> int:
    number = entry.code.lower()
    if number == wanted:
        return 0
    if not entry.in_force(day):
        return _NO_MATCH
    if wanted in entry.aliases:
        return 1
    if number.startswith(wanted):
        return 2
    if any(alias.startswith(wanted) for alias in entry.aliases):
        return 3
    return 4 if _words_match(entry, wanted) else _NO_MATCH


def _words_match(entry: CodeEntry, wanted: str) -> bool:
    """Whether every typed word begins a word of the label or of an alias."""
    known = " ".join((entry.label.lower(), *entry.aliases)).replace("-", " ").split()
    return all(any(word.startswith(part) for word in known) for part in wanted.split())


def _foreign(entry: CodeEntry, discipline: Discipline | None) -> int:
    """0 for the discipline's very own codes, 1 for those it uses, 2 for others."""
    if discipline is None or discipline in entry.only:
        return 0
    return 1 if discipline in entry.disciplines else 2
