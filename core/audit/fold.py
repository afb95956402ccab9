"""The audit as a fold: encounters in, findings out, and a state that stays small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from core.audit.bills import claimed_of
from core.audit.checks import CHECKS
from core.audit.findings import Finding
from core.audit.look import MANUAL_THERAPY, Look, Shelf, look_at
from core.audit.record import AuditedEncounter
from core.audit.series import habit_findings, start_series
from core.audit.totals import Totals
from core.model.audits import Claimed


class Summed(NamedTuple):
    """What of an encounter goes into the sums besides its findings."""

    judged: bool
    noted: bool
    ledger: tuple[tuple[str, int], ...]
    claimed: Claimed | None = None


class Fold:
    """One running audit: `add` each encounter, then `finish`; `totals` hold the sums.

    Encounters of one patient come in order of their days. Without `across` notes are not compared
    between patients, and what is said of a clinician's whole series is left to the caller.
    """

    def __init__(self, shelf: Shelf, day: date, *, across: bool = True) -> None:
        self.shelf = shelf
        self.totals = Totals()
        self.last = Summed(judged=False, noted=False, ledger=())
        self.series = start_series(shelf, day, across=across)

    def add(self, seen: AuditedEncounter) -> list[Finding]:
        """The findings of one encounter, in the order of the checks."""
        look = look_at(seen, self.shelf)
        for check in CHECKS:
            check(look)
        found = look.found + self.series.look(seen)
        self._count(look, found)
        return found

    def remember(self, seen: AuditedEncounter) -> None:
        """Keep an encounter only as what later ones are compared with."""
        self.series.look(seen, counts=False)

    def finish(self) -> list[Finding]:
        """What only the whole series of a clinician shows."""
        found = habit_findings(self.series.habits, self.shelf)
        self.totals.add_findings(found)
        return found

    def _count(self, look: Look, found: list[Finding]) -> None:
        self.last = summed = _summed(look)
        self.totals.add_encounter(
            look.seen,
            summed.ledger,
            judged=summed.judged,
            noted=summed.noted,
            claimed=summed.claimed,
        )
        if found:
            self.totals.add_findings(found)


def _summed(look: Look) -> Summed:
    noted = look.seen.note is not None and look.billed_now(MANUAL_THERAPY)
    judged = look.performed is not None and look.claim is not None
    ledger = look.performed.ledger if look.performed else ()
    return Summed(judged, noted, ledger, claimed_of(look.billed, look.claim))


def audit(encounters: Iterable[AuditedEncounter], fold: Fold) -> Iterator[Finding]:
    """Every finding as it is made; the fold's totals are whole once this has ended."""
    for seen in encounters:
        yield from fold.add(seen)
    yield from fold.finish()
