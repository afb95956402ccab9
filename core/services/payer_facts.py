"""What is told of a payer on a day, beside the values that decide its bills."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.library.payer_facts import PayerFact, shipped_facts

if TYPE_CHECKING:
    from collections.abc import Iterator


def facts_on(profile: str, day: date) -> tuple[PayerFact, ...]:
    """The facts of a profile that are told of that day."""
    return tuple(fact for fact in facts_of(profile) if fact.holds(day))


def facts_of(profile: str) -> Iterator[PayerFact]:
    """Every fact of a profile, whatever its days."""
    return (fact for fact in shipped_facts() if fact.profile == profile)


def fact_words(fact: PayerFact) -> str:
    """A fact as one line: what is told, by whom, and how sure it is."""
    return f"{fact.says} ({fact.cite}; confidence {fact.confidence.value})"
