"""Codes for what is typed on the session screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.rules.codesearch import find_codes

if TYPE_CHECKING:
    from core.model.session import SessionRecord
    from core.rules.codes import CodeEntry
    from core.rules.rulebook import RuleBook

MOST_SUGGESTIONS = 9


def suggested(
    book: RuleBook, record: SessionRecord, favourites: tuple[str, ...], text: str
) -> tuple[CodeEntry, ...]:
    """Favourites first, then what is found; a single digit picks a favourite."""
    known = [book.codes[code] for code in favourites if code in book.codes]
    known = [entry for entry in known if entry.in_force(record.date)]
    typed = text.strip()
    if not typed:
        return tuple(known[:MOST_SUGGESTIONS])
    found = find_codes(book, text, record.date, record.discipline)
    picked = by_digit(typed, known)
    exact = [one for one in found if typed.lower() in (one.code.lower(), *one.aliases)]
    liked = [one for one in known if one in found]
    ordered = dict.fromkeys((*picked, *exact, *liked, *found))
    return tuple(ordered)[:MOST_SUGGESTIONS]


def by_digit(text: str, favourites: list[CodeEntry]) -> list[CodeEntry]:
    """The favourite that a single digit picks, if that is what was typed."""
    if len(text) == 1 and text in "123456789" and int(text) <= len(favourites):
        return [favourites[int(text) - 1]]
    return []
