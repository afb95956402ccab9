"""A fresh proof of the own password: what handing out much at once asks for, once each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import UserProblem
from core.model.permissions import Permission
from core.services.credentials import confirm
from core.services.permissions import inner, needs

if TYPE_CHECKING:
    from core.services.practice import OpenPractice

HOLDS = 300.0  # seconds: long enough to choose where a file goes
_STALE = (
    "This needs your password again: it is asked anew for each time, and its answer holds for"
    " five minutes. Nothing was handed out."
)


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """That a person gave the password just now; worth one act, and only where it was made."""

    person_id: int
    until: float


@needs(Permission.ANYONE, why="it opens nothing that is not open")
def prove(p: OpenPractice, secret: str) -> Proof:
    """Check the password of who is signed in; raises UserProblem as `credentials.confirm`."""
    confirm(p, secret)
    proof = Proof(p.person.id, p.memory.monotonic() + HOLDS)
    p.memory.proofs.add(proof)
    return proof


@inner
def spend(p: OpenPractice, proof: Proof) -> None:
    """Take a proof for one act; raises UserProblem unless it is this person's, fresh and unused."""
    known = proof in p.memory.proofs
    p.memory.proofs.discard(proof)
    if not known or proof.person_id != p.person.id or p.memory.monotonic() > proof.until:
        raise UserProblem(_STALE, "password")
