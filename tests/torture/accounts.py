"""What must be true of the accounts and of the key file after a fault."""

from __future__ import annotations

from collections.abc import Set

from core.errors import UserProblem
from core.services import people, signing_in
from core.services.practice import OpenPractice
from core.store import audit, first_look, key_changes

NEW_PASSWORD = "violet harbor engine"
OWNER, SIGN_IN = "dana", "bo"
_ROWS = {"added": "person.create", "reset": "person.reset", "ended": "person.end"}


def look(p: OpenPractice, words: Set[str]) -> list[str]:
    """What is lost or half: accounts, slots, one-time passwords, the data key."""
    said = dict(line.partition(" ")[::2] for line in words)
    rows = [event.action for event in audit.events(p.file.db, limit=10**6)]
    wrong = _slots(p)
    if "rekeyed" in said and rows.count("keys.rekey") != 1:
        wrong.append("lost: the new data key")
    for word, action in _ROWS.items():
        if word in said and action not in rows:
            wrong.append(f"lost: {word}")
    if _opens(p, NEW_PASSWORD, OWNER) != ("keys.password" in rows):
        wrong.append("half: a new password without its audit row, or the row without it")
    return wrong + _passwords(p, said, rows)


def _slots(p: OpenPractice) -> list[str]:
    """The key file and the accounts have to tell the same."""
    on_disk = first_look.read_keys(p.file.path, allow_cheap=True)
    if on_disk != p.file.keys or on_disk.is_pending:
        return ["half: the key file is not brought up to date"]
    holders = sorted(slot.person for slot in on_disk.slots if slot.person)
    active = [one.person.id for one in people.accounts(p) if one.person.active]
    wrong = [] if holders == sorted(active) else [f"half: slots of {holders}, accounts {active}"]
    void = [slot for slot in on_disk.slots if key_changes.is_void(p.file.db, on_disk, slot)]
    return wrong + [f"half: a void slot of {slot.person}" for slot in void]


def _passwords(p: OpenPractice, said: dict[str, str], rows: list[str]) -> list[str]:
    """Of the one-time passwords that were told, the one that the trail says is in force opens."""
    wrong = []
    in_force = ""
    for word, action in _ROWS.items():
        if action in rows:
            in_force = said.get(word, "") if word != "ended" else ""
    for word in ("added", "reset"):
        told = said.get(word, "")
        if told and told != in_force and _opens(p, told):
            wrong.append(f"half: the password of “{word}” still opens")
    if in_force and not _opens(p, in_force):
        wrong.append("lost: a one-time password that was told")
    return wrong


def _opens(p: OpenPractice, secret: str, sign_in: str = SIGN_IN) -> bool:
    try:
        return signing_in.key_of(p.file.keys, secret, sign_in).data_keys == (p.file.key,)
    except UserProblem:
        return False
