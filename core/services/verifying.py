"""Checking a practice file thoroughly, open or closed, without changing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DamagedFile
from core.model.permissions import Permission
from core.services import opening
from core.services.permissions import needs
from core.store import anchor, engine, first_look, verify
from core.store.verify import Check, Fault, Verification

__all__ = ["Check", "Fault", "Verification", "verify_file", "verify_open"]

if TYPE_CHECKING:
    from core.model.clock import Clock
    from core.services.practice import OpenPractice


@needs(Permission.AUDIT_READ)
def verify_open(p: OpenPractice) -> Verification:
    """Check the open practice: pages, references, audit trail, anchor, backups, documents."""
    return verify.everything(p.file)


def verify_file(
    path: Path, secret: str, clock: Clock, sign_in: str = "", *, allow_cheap_keys: bool = False
) -> Verification:
    """Check a closed practice file; one too damaged to be opened is answered, not raised.

    Raises UserProblem for a wrong password and for a file that is missing, foreign, open
    elsewhere or of a newer version.
    """
    path = path.absolute()
    try:
        found = opening.open_keys(path, secret, clock, sign_in, allow_cheap_keys=allow_cheap_keys)
        file = opening.open_only_to_read(path, *found, clock)
    except DamagedFile as problem:
        return _damaged(problem.message)
    try:
        opening.refuse_void(file, found[1], secret, clock)
        return verify.everything(file)
    except engine.SqliteError as error:
        if not engine.is_damage(error):
            raise
        return _damaged(first_look.damaged(path))
    finally:
        file.close()


def _damaged(message: str) -> Verification:
    missing = anchor.Agreement.MISSING
    return Verification((Fault(Check.PAGES, message),), 0, None, missing, ())
