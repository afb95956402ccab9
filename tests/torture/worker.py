"""A child process that does one job of the program and says what is done; its parent stops it.

Run with the job's name, the practice's path and the job's own words. Lines go out by `writev`,
so that a fault put on every `write` does not hit the telling.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from core.errors import UnitwiseError
from core.services import (
    backups,
    break_glass,
    encounters,
    importing,
    opening,
    printing,
    rekeying,
    restoring,
    retention,
    signing,
)
from core.services import people as accounts
from tests.support.practice import PASSWORD, clock_on, reopen
from tests.torture import clinic, seals

_TRIES = 3


def say(line: str) -> None:
    os.writev(1, [f"{line}\n".encode()])


def attempt(job: Callable[[], str]) -> None:
    """Do a job until it is done; each failure has to be a sentence for the person."""
    for _ in range(_TRIES):
        try:
            say(job())
        except UnitwiseError as error:
            say(f"problem {error}")
        except Exception as error:  # noqa: BLE001 - what is no sentence is counted as a bug
            say(f"bug {type(error).__name__}: {error}".replace("\n", " "))
        else:
            return


def save(path: Path, first: str, times: str) -> None:
    """Save sessions, every third over the one before; 0 times is for ever."""
    p = reopen(path)
    say("begin")
    number, last = int(first), None
    while times == "0" or number < int(first) + int(times):
        if number % 3 == 1:
            record = encounters.new_session(p, 1, clinic.DAY).record
            attempt(lambda r=record: f"kept {encounters.autosave(p, r, {'rows': []}).version}")
        before = last if number % 3 == 0 else None

        def one(number: int = number, before: object = before) -> str:
            nonlocal last
            last = clinic.save(p, number, before)
            return f"saved {last.encounter_id} {number}"

        attempt(one)
        number += 1
    _close(p)


def timed(path: Path, first: str, times: str) -> None:
    """Save sessions typed on as on the screen, and say how many milliseconds each save took."""
    p = reopen(path)
    last = None
    for number in range(int(first), int(first) + int(times)):
        record = clinic.typed(p, number, last if number % 3 == 0 else None)
        began = time.perf_counter()
        last = encounters.save(p, record, complete=True)
        say(f"took {(time.perf_counter() - began) * 1000:.3f}")
        say(f"saved {last.encounter_id} {number}")
    _close(p)


def sign(path: Path, first: str, times: str) -> None:
    """Sign sessions, each saved, completed and sealed in one go; 0 times is for ever."""
    p = reopen(path)
    say("begin")
    number = int(first)
    while times == "0" or number < int(first) + int(times):
        attempt(lambda n=number: f"signed {clinic.sign(p, n).encounter_id} {n}")
        number += 1
    _close(p)


def amend(path: Path, first: str) -> None:
    """What follows a signature: an addendum, opened again, countersigned, notes with a reason."""
    p = reopen(path)
    assisted = seals.assisted(p, int(first))
    say("begin")
    number = int(first) + 1
    attempt(lambda: f"signed {clinic.sign(p, number).encounter_id} {number}")
    for encounter in seals.signed_by_therapist(p):
        attempt(lambda n=encounter: f"addendum {signing.add_addendum(p, n, seals.ADDED).number}")
        attempt(lambda n=encounter: f"unsealed {signing.unseal(p, n, seals.REASON) or n}")
    attempt(lambda: f"countersigned {signing.countersign(p, assisted).encounter_id}")
    attempt(lambda: f"opened {break_glass.start(p, 1, seals.REASON).patient_id}")
    attempt(lambda: f"shut {break_glass.stop(p, 1) or 1}")
    _close(p)


def day(path: Path, first: str, times: str) -> None:
    """Sessions, an import, a superbill and a copy, as on a day's work."""
    p = reopen(path)
    say("begin")
    half = int(times) // 2
    for number in range(int(first), int(first) + int(times)):
        attempt(lambda n=number: _saved(p, n))
        if number == int(first) + half:
            attempt(lambda: _imported(p, path))
            attempt(lambda: _printed(p))
            attempt(lambda: f"copy {backups.back_up(p).path.name}")
    attempt(lambda: f"closed {opening.close(p) is not None}")


def load(path: Path) -> None:
    """Import patients."""
    p = reopen(path)
    say("begin")
    attempt(lambda: _imported(p, path))
    _close(p)


def copy(path: Path) -> None:
    """Write a backup copy."""
    p = reopen(path)
    say("begin")
    attempt(lambda: f"copy {backups.back_up(p).path.name}")
    _close(p)


def paper(path: Path) -> None:
    """Archive a superbill."""
    p = reopen(path)
    draft = printing.superbill(p, 1, [1])
    say("begin")
    attempt(lambda: f"printed {printing.archive(p, draft, 'saved').number}")
    _close(p)


def keys(path: Path) -> None:
    """Change the password."""
    p = reopen(path)
    say("begin")
    say("begin keys")

    def change() -> str:
        opening.change_password(p, PASSWORD, clinic.NEW_PASSWORD)
        return "keys"

    attempt(change)
    _close(p)


def rekey(path: Path) -> None:
    """Give the practice a new data key."""
    p = reopen(path)
    say("begin")
    attempt(lambda: f"rekeyed {rekeying.change_data_key(p, PASSWORD).after is not None}")
    _close(p)


def people(path: Path) -> None:
    """Add a person, reset the password, end the account."""
    p = reopen(path)
    say("begin")
    attempt(lambda: f"added {accounts.add_person(p, clinic.JOINS, PASSWORD)[1]}")
    for person in (one.person for one in accounts.accounts(p)):
        if person.sign_in == clinic.JOINS.sign_in:
            attempt(lambda n=person.id: f"reset {accounts.reset_password(p, n, PASSWORD)}")
            attempt(lambda n=person.id: accounts.end_account(p, n, PASSWORD) and "ended")
    _close(p)


def remove(path: Path, number: str) -> None:
    """Remove a signed record whose term is over."""
    p = reopen(path)
    patient = seals.old_record(p, int(number))
    say("begin")
    attempt(lambda: f"removed {_gone(p, patient)}")
    _close(p)


def migrate(path: Path) -> None:
    """Open a file of the first release."""
    say("begin")
    opened = []

    def unlock() -> str:
        opened.append(reopen(path))
        return "migrated"

    attempt(unlock)
    for p in opened:
        _close(p)


def restore(path: Path, source: str) -> None:
    """Bring a copy back as a new file."""
    say("begin")

    def bring() -> str:
        restoring.restore_copy(Path(source), PASSWORD, path, clock_on(), allow_cheap_keys=True)
        return "restored"

    attempt(bring)


def _gone(p: opening.OpenPractice, patient: int) -> int:
    return len(retention.remove_patient(p, patient, seals.REASON, PASSWORD).rows)


def _saved(p: opening.OpenPractice, number: int) -> str:
    return f"saved {clinic.save(p, number, None).encounter_id} {number}"


def _imported(p: opening.OpenPractice, path: Path) -> str:
    importing.import_patients(p, path.parent.parent / "people.csv", dry_run=False)
    return "imported"


def _printed(p: opening.OpenPractice) -> str:
    draft = printing.superbill(p, 1, [1])
    return f"printed {printing.archive(p, draft, 'saved').number}"


def _close(p: opening.OpenPractice) -> None:
    attempt(lambda: p.file.close() or "closed")


JOBS = {
    job.__name__: job
    for job in (
        save,
        timed,
        sign,
        amend,
        remove,
        day,
        load,
        copy,
        paper,
        keys,
        rekey,
        people,
        migrate,
        restore,
    )
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
