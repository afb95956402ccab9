"""One encounter under audit: what the checks read, and what they have found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, Unpack

from core.audit.audit_rules import AuditRules
from core.audit.bills import (
    assistant_units,
    billed_units,
    claim_bill,
    earned_units,
    lacking_minutes,
    modifiers_told,
    performed_bill,
)
from core.audit.findings import Check, Direction, Finding, Proof
from core.audit.record import AuditedEncounter
from core.model.bill import Alert, Bill
from core.notes.lexicon import Lexicon
from core.rules.draft import clean_code
from core.rules.rulebook import RuleBook

MANUAL_THERAPY = "97140"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The books an audit reads: the rules, the words of notes, the audit's own lines."""

    book: RuleBook
    lexicon: Lexicon
    rules: AuditRules


class More(TypedDict, total=False):
    """What a finding may tell besides; the meanings of Finding."""

    units: int
    cents: int | None
    since: date | None
    proof: tuple[Proof, ...]
    like: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Look:
    """`performed` is None where minutes are missing, `claim` where no claim is told.

    `claim` is `performed` itself where the claim has just the units that the minutes earn.
    """

    seen: AuditedEncounter
    shelf: Shelf
    lacking: tuple[str, ...]
    performed: Bill | None
    claim: Bill | None
    billed: dict[str, int | None]
    earned: dict[str, int]
    told: bool
    found: list[Finding] = field(default_factory=list)

    @property
    def judged(self) -> Bill | None:
        """The bill whose alerts hold for the claim."""
        return self.claim or self.performed

    def billed_now(self, code: str) -> bool:
        """Whether the claim has a line of the code."""
        return self.billed.get(code, 0) != 0

    def claim_units(self, code: str) -> int:
        """Units of the claim; 0 where none are told."""
        return self.billed.get(code) or 0

    def marked_units(self) -> dict[str, int]:
        """Units of the claim that carry an assistant's modifier, by code."""
        lines = [line for line in self.seen.billed or () if line.modifiers is not None]
        found: dict[str, int] = {}
        for line in lines:
            words = {word.strip().upper() for word in line.modifiers or ()}
            if words & {"CQ", "CO"} and line.units:
                code = clean_code(line.code)
                found[code] = found.get(code, 0) + line.units
        return found

    def due_assistant_units(self) -> dict[str, int]:
        """Units that should carry it by the minutes, by code."""
        return assistant_units(self.performed.lines) if self.performed else {}

    def find(
        self,
        check: Check,
        direction: Direction,
        code: str,
        reason: str,
        message: str,
        fix: str,
        cite: str,
        **more: Unpack[More],
    ) -> None:
        """Add a finding of this encounter."""
        said = (check, direction, code, reason, message, fix, cite)
        self.found.append(finding_of(self.seen, *said, **more))

    def find_alert(
        self,
        check: Check,
        alert: Alert,
        reason: str,
        direction: Direction = Direction.RISK,
        units: int = 0,
    ) -> None:
        """Add a finding in an alert's own words."""
        code = " ".join(alert.codes)
        self.find(check, direction, code, reason, alert.message, alert.fix, alert.cite, units=units)


def finding_of(
    seen: AuditedEncounter,
    check: Check,
    direction: Direction,
    code: str,
    reason: str,
    message: str,
    fix: str,
    cite: str,
    **more: Unpack[More],
) -> Finding:
    """A finding of an encounter, with the encounter's own day, clinician and payer."""
    return Finding(
        check, direction, seen.id, seen.date, seen.clinician, seen.payer, code, reason, message,
        fix, cite, payer_name=seen.payer_name, payer_class=seen.payer_class,
        patient=seen.patient, row=seen.row, **more,
    )  # fmt: skip


def look_at(seen: AuditedEncounter, shelf: Shelf) -> Look:
    """Bill the encounter by its minutes, and as it was billed where that differs."""
    book = shelf.book
    billed = billed_units(seen)
    lacking = lacking_minutes(seen, book, billed)
    performed = None if lacking else performed_bill(seen, book, billed)
    earned = earned_units(performed) if performed else {}
    claim = None
    if seen.billed is not None:
        same = performed is not None and all(
            earned.get(code, 0) == (units or 0) for code, units in billed.items()
        )
        whole = same and not set(earned) - set(billed)
        claim = performed if whole else claim_bill(seen, book, billed)
    return Look(seen, shelf, lacking, performed, claim, billed, earned, modifiers_told(seen))
