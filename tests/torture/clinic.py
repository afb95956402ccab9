"""The practice that is tortured: how it is made, what is saved in it, and what must be true of it.

Session number `n` carries its number in its note and in its minutes, so that a half save shows.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from core.errors import UnitwiseError
from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.patient import Diagnosis, Patient
from core.model.people import Person, Role
from core.model.practice import Fee, Provider
from core.model.session import Note, Receipt, SessionRecord
from core.services import encounters, opening, patients, restoring, setup, signing, verifying
from core.services.practice import OpenPractice
from core.services.signing_checks import Reasons
from core.store import backup
from core.store.file_names import manifest_path
from tests.support.practice import DAY, PASSWORD, clock_on, new_practice, reopen, reopen_copy
from tests.torture import accounts, seals

NEW_PASSWORD = accounts.NEW_PASSWORD
NAME = "clinic.unitwise"
MARKERS = ("Zebulon", "Quartzfield", "ZQ7781", "knee pain since", "1947-08-15")
IMPORTED = 40
FIRST_SESSIONS = 6
_DONE = (
    "imported", "migrated", "restored", "printed ", "copy ", "keys", "rekeyed ", "added ", "reset ",
    "ended", "addendum ", "unsealed ", "countersigned ", "opened ", "shut ",
    "removed ",
)  # fmt: skip
JOINS = Person(0, "Bo Kim", "bo", frozenset({Role.BILLER}))
_NUMBER = re.compile(r"session (\d+) of")


def make(folder: Path) -> Path:
    """A closed practice with one patient, some sessions, one of them signed, and one copy."""
    own = Provider("Ann", "Lee", ProviderRole.PT, npi="1234567893")
    p = new_practice(folder, first_provider=own)
    (therapist,) = setup.list_providers(p)
    setup.save_fee(p, Fee("97110", 6000, date(2026, 1, 1)))
    birth = date.fromisoformat(MARKERS[4])
    patient = patients.save(
        p, Patient(MARKERS[0], MARKERS[1], birth, rendering_provider_id=therapist.id)
    )
    patients.save_diagnoses(p, patient.id, (Diagnosis("M25.561", "Pain in right knee"),))
    for number in range(1, FIRST_SESSIONS + 1):
        save(p, number, None)
    sign(p, FIRST_SESSIONS + 1)
    opening.close(p)
    return folder / NAME


def copy_of(path: Path, folder: Path) -> Path:
    """A practice with all that lies beside it, in another folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(path.parent, folder)
    return folder / path.name


DAYS = 2_000  # sessions of one day share their units, so each gets a day of its own


def minutes(number: int) -> int:
    """The minutes of a session, so that they must fit its number."""
    return 8 + number % 100


def save(p: OpenPractice, number: int, before: Receipt | None) -> Receipt:
    """Save session `number` complete: a new encounter, or over the one of `before`."""
    return encounters.save(p, typed(p, number, before), complete=True)


def sign(p: OpenPractice, number: int) -> Receipt:
    """Save, complete and sign session `number` in one go."""
    return signing.sign(p, typed(p, number, None), Reasons(for_all="as documented"))


def typed(p: OpenPractice, number: int, before: Receipt | None) -> SessionRecord:
    """Session `number` as it stands on the screen: new, or the one of `before` typed over."""
    if before is None:
        record = encounters.new_session(p, 1, DAY - timedelta(days=number % DAYS)).record
    else:
        record = encounters.open_session(p, before.encounter_id).record
    text = f"{MARKERS[3]} March, session {number} of {MARKERS[2]}. " * 30
    return replace(
        record,
        services=(Service("97110", minutes(number)),),
        pointers=("A",),
        note=Note(assessment=text),
    )


def csv_of_people() -> str:
    """The file that `import` reads."""
    rows = [f"Imported{n},Pat,{1950 + n}-01-02" for n in range(IMPORTED)]
    return "\n".join(["last_name,first_name,birth_date", *rows]) + "\n"


@dataclass
class Acknowledged:
    """What the program had said was done when it was stopped."""

    sessions: dict[int, int] = field(default_factory=dict)
    signed: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)

    def read(self, output: str) -> Acknowledged:
        """Take up the worker's lines; a line without its end was never said."""
        for line in output.splitlines(keepends=True):
            word, _, rest = line.strip().partition(" ")
            if not line.endswith("\n"):
                continue
            if word in ("saved", "signed"):
                encounter, number = map(int, rest.split())
                self.sessions[encounter] = number
                if word == "signed":
                    self.signed.add(encounter)
            elif word == "problem":
                self.problems.append(rest)
            elif word == "bug":
                self.bugs.append(rest)
            else:
                self.words.add(line.strip())
        return self

    @property
    def count(self) -> int:
        """How many changes were acknowledged."""
        return len(self.sessions) + sum(line.startswith(_DONE) for line in self.words)


def look(path: Path, said: Acknowledged) -> list[str]:
    """What is wrong with a practice after a fault: lost, half, damaged; empty when nothing is."""
    try:
        p = _open(path, said)
    except UnitwiseError as error:
        return [f"lost: does not open: {type(error).__name__}: {error}"]
    try:
        found = [f"damaged: {one.message}" for one in verifying.verify_open(p).faults]
        found += _sessions(p, said) + seals.look(p, said.signed, said.words)
        found += _imports(p, said) + _copies(p)
        return found + _acknowledged_files(p, said) + accounts.look(p, said.words)
    finally:
        p.file.close()


def _open(path: Path, said: Acknowledged) -> OpenPractice:
    if manifest_path(path).exists():
        return reopen_copy(path, NEW_PASSWORD if "keys" in said.words else PASSWORD)
    try:
        return reopen(path, NEW_PASSWORD if "keys" in said.words else PASSWORD)
    except UnitwiseError:
        if "begin keys" in said.words and "keys" not in said.words:
            return reopen(path, NEW_PASSWORD)  # stopped between the two: either may hold
        raise


def _sessions(p: OpenPractice, said: Acknowledged) -> list[str]:
    wrong, db = [], p.file.db
    stored: dict[int, int] = {}
    for encounter, version in db.execute("SELECT id, version FROM encounters").fetchall():
        record = encounters.open_session(p, encounter).record
        texts = set(_NUMBER.findall(record.note.assessment))
        if version == 0:
            continue  # a draft that was never saved
        number = int(texts.pop()) if len(texts) == 1 else -1
        stored[encounter] = number
        if [service.total_minutes for service in record.services] != [minutes(number)]:
            wrong.append(f"half: encounter {encounter} has another session's minutes")
        bill = encounters.bill_of(p, encounter)
        if sum(dict(bill.ledger).values()) != minutes(number):
            wrong.append(f"half: encounter {encounter} has another session's bill")
        if _count(db, "charges", encounter) != len(bill.lines):
            wrong.append(f"half: encounter {encounter} is without its charge")
        if _audited(db, encounter) != version:
            wrong.append(f"half: encounter {encounter} has not one audit row a save")
    for encounter, number in said.sessions.items():
        if stored.get(encounter, 0) < number:
            wrong.append(f"lost: session {number} of encounter {encounter}")
    return wrong


def _count(db: object, table: str, encounter: int) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE encounter_id = ?"  # noqa: S608 - our own word
    return int(db.execute(sql, (encounter,)).fetchone()[0])  # type: ignore[attr-defined]


def _audited(db: object, encounter: int) -> int:
    sql = """SELECT count(*) FROM audit_events
             WHERE action IN ('encounter.complete', 'encounter.save', 'encounter.sign')
             AND object_id = ?"""
    return int(db.execute(sql, (encounter,)).fetchone()[0])  # type: ignore[attr-defined]


def _imports(p: OpenPractice, said: Acknowledged) -> list[str]:
    found = p.file.db.execute(
        "SELECT count(*) FROM patients WHERE last_name LIKE 'Imported%'"
    ).fetchone()[0]
    if found not in (0, IMPORTED):
        return [f"half: {found} of {IMPORTED} patients imported"]
    return ["lost: the import"] if "imported" in said.words and not found else []


def _acknowledged_files(p: OpenPractice, said: Acknowledged) -> list[str]:
    """Documents and copies that were said to be kept and are not there."""
    words = [line.split(" ", 1) for line in said.words if " " in line]
    numbers = {int(rest) for word, rest in words if word == "printed"}
    kept = {row[0] for row in p.file.db.execute("SELECT number FROM documents").fetchall()}
    names = {rest for word, rest in words if word == "copy"}
    there = {copy.name for copy in backup.copies_of(p.file.path).values()}
    wrong = [f"lost: document {number}" for number in numbers - kept]
    return wrong + [f"lost: backup {name}" for name in names - there]


def _copies(p: OpenPractice) -> list[str]:
    """Every file that carries a copy's name has to be whole."""
    wrong = []
    for copy in backup.copies_of(p.file.path).values():
        manifest = backup.trusted(copy, p.file.key, p.file.former_manifest_keys)
        if manifest is None or not backup.manifests.fits(copy, manifest):
            wrong.append(f"half: backup {copy.name}")
    return wrong


def restore(copy: Path, target: Path) -> Path:
    """Restore a copy in this process."""
    restoring.restore_copy(copy, PASSWORD, target, clock_on(), allow_cheap_keys=True)
    return target
