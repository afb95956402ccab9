"""Importing patients and their coverages: all rows of a file, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import InvalidInput
from core.imports.import_report import ImportReport, RowProblem
from core.imports.patients_csv import PatientLine, PatientLines, read_patients
from core.model.kinds import CoverageRank, Sex
from core.model.patient import Coverage, Patient
from core.model.permissions import Permission
from core.services.changes import change, changed_fields
from core.services.coverage_checks import check_coverage
from core.services.patients import check_patient
from core.services.permissions import needs
from core.store import coverages, payers
from core.store import patients as table
from core.store.search_words import name_key

__all__ = ["Existing", "ImportReport", "RowProblem", "import_patients"]

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.services.practice import OpenPractice
    from core.store.engine import Database


class Existing(StrEnum):
    """What becomes of a row whose person (name and birth date) is in the practice already."""

    UPDATE = "update"
    SKIP = "skip"


@dataclass(slots=True)
class _Plan:
    """What one good row comes to: a patient, new or known, and coverages."""

    patient: Patient
    coverages: tuple[Coverage, ...]


class _Planner:
    """Turns rows into plans one by one and remembers what is wrong and who came before."""

    def __init__(self, p: OpenPractice, existing: Existing) -> None:
        self.p = p
        self.existing = existing
        self.plans: list[_Plan] = []
        self.problems: list[RowProblem] = []
        self.skipped = 0
        self._people: dict[tuple[str, str, date], int] = {}
        self._accounts: dict[str, int] = {}
        self._payers: dict[str, int | None] = {}

    def add(self, line: PatientLine) -> None:
        """Plan one row or note its problems."""
        if self._is_repeated(line):
            return
        known = self._known(line)
        if len(known) > 1:
            self._problem(line, "last_name", "Several patients have this name and birth date.")
            return
        if known and self.existing is Existing.SKIP:
            self.skipped += 1
            return
        before = len(self.problems)
        patient = self._patient(line, known[0] if known else None)
        covers = self._coverages(line, patient) if patient else ()
        if patient and len(self.problems) == before:
            self.plans.append(_Plan(patient, covers))

    def _is_repeated(self, line: PatientLine) -> bool:
        texts = line.texts
        last, first = name_key(texts.get("last_name", "")), name_key(texts.get("first_name", ""))
        person = (last, first, line.dates["birth_date"])
        earlier = self._people.setdefault(person, line.row)
        if earlier != line.row and last:
            self._problem(
                line,
                "last_name",
                f"Row {earlier} is the same person: same name and birth date. Keep one row.",
            )
            return True
        account = texts.get("account_number", "")
        if account and self._accounts.setdefault(account, line.row) != line.row:
            self._problem(
                line,
                "account_number",
                f"Row {self._accounts[account]} has the same account number.",
            )
            return True
        return False

    def _known(self, line: PatientLine) -> list[Patient]:
        born = line.dates["birth_date"]
        same = table.same_person(self.p.file.db, line.texts.get("last_name", ""), born)
        first = name_key(line.texts.get("first_name", ""))
        return [one for one in same if name_key(one.first_name) == first]

    def _patient(self, line: PatientLine, known: Patient | None) -> Patient | None:
        try:
            return check_patient(self.p, _merged(line, known))
        except InvalidInput as invalid:
            self._take(line, invalid)
            return None

    def _coverages(self, line: PatientLine, patient: Patient) -> tuple[Coverage, ...]:
        db = self.p.file.db
        held = coverages.list_for(db, patient.id) if patient.id is not None else ()
        found = []
        for rank, prefix in ((CoverageRank.PRIMARY, ""), (CoverageRank.SECONDARY, "secondary_")):
            payer_id = self._payer(line, prefix)
            if payer_id is None:
                continue
            wanted = _coverage(line, rank, prefix, patient, payer_id, held, self.p.clock.today())
            try:
                found.append(check_coverage(self.p, wanted, patient, held))
            except InvalidInput as invalid:
                self._take(line, invalid, prefix)
        return tuple(found)

    def _payer(self, line: PatientLine, prefix: str) -> int | None:
        name = line.texts.get(f"{prefix}payer", "")
        if not name:
            if line.texts.get(f"{prefix}member_id"):
                self._problem(line, f"{prefix}payer", "There is a member ID but no payer.")
            return None
        if name not in self._payers:
            self._payers[name] = payers.named(self.p.file.db, name)
            if self._payers[name] is None:
                self._problem(
                    line,
                    f"{prefix}payer",
                    f"The payer “{name[:60]}” is not set up. Add it in Settings, or write it as"
                    " it stands there. Later rows with it are not listed again.",
                )
        return self._payers[name]

    def _take(self, line: PatientLine, invalid: InvalidInput, prefix: str = "") -> None:
        for problem in invalid.problems:
            field = _FILE_FIELDS.get(problem.field, problem.field)
            self._problem(line, prefix + field, problem.message)

    def _problem(self, line: PatientLine, field: str, message: str) -> None:
        self.problems.append(RowProblem(line.row, field, message))


_FILE_FIELDS = {
    "starts_on": "coverage_starts",
    "ends_on": "coverage_ends",
    "payer_id": "payer",
}


@needs(Permission.PATIENTS_IMPORT)
def import_patients(
    p: OpenPractice,
    path: Path,
    dry_run: bool = True,
    existing: Existing = Existing.UPDATE,
) -> ImportReport:
    """Import a CSV file of patients; a dry run reports the same and writes nothing.

    A person already in the practice (last name, first name, birth date) is updated by the
    cells that are filled, or skipped. With a problem in any row nothing is written.
    Raises UserProblem when the file cannot be read as a list of patients.
    """
    read = read_patients(path)
    planner = _Planner(p, existing)
    for line in read.lines:
        planner.add(line)
    problems = tuple(sorted((*read.problems, *planner.problems), key=lambda one: one.row))
    if not dry_run and not problems and planner.plans:
        _write(p, planner.plans)
    return _report(read, planner, problems, dry_run)


def _report(
    read: PatientLines, planner: _Planner, problems: tuple[RowProblem, ...], dry_run: bool
) -> ImportReport:
    written = () if problems and not dry_run else planner.plans
    added = sum(plan.patient.id is None for plan in written)
    return ImportReport(
        rows=read.rows,
        added=added,
        updated=len(written) - added,
        skipped=planner.skipped,
        problems=problems,
        encoding=read.encoding,
        ignored=read.ignored,
        dry_run=dry_run,
    )


def _write(p: OpenPractice, plans: list[_Plan]) -> None:
    today = p.clock.today()
    with change(p, "patient.import", "patient") as work:
        # Numbers that stand in the file come first, so that none of them is given away.
        plans = sorted(plans, key=lambda plan: not plan.patient.account_number)
        number, touched = 0, []
        for plan in plans:
            patient = plan.patient
            if patient.id is None and not patient.account_number:
                number = number + 1 if number else int(table.next_account_number(work.db))
                patient = replace(patient, account_number=str(number))
            touched.append(_write_one(work.db, replace(plan, patient=patient), today, work.now))
        added = sum(plan.patient.id is None for plan in plans)
        work.detail |= {"added": added, "updated": len(plans) - added, "patients": touched}


def _write_one(db: Database, plan: _Plan, today: date, now: datetime) -> dict[str, object]:
    """Keep one plan; returns whose record was touched and which of its fields."""
    patient, fields = plan.patient, ["new"]
    old = None if patient.id is None else table.get(db, patient.id)
    if old is None:
        patient = table.insert_patient(db, patient, today, now)
    else:
        table.update_patient(db, patient, now)
        fields = changed_fields(old, patient)
    for coverage in plan.coverages:
        before = None if coverage.id is None else coverages.get(db, coverage.id)
        kept = coverages.save(db, replace(coverage, patient_id=patient.id or 0))
        names = changed_fields(before, kept) if before else ["new"]
        fields += [f"{coverage.rank.value} coverage: {name}" for name in names]
    if plan.coverages:
        table.index_words(db, patient)
    return {"id": patient.id, "fields": fields}


def _merged(line: PatientLine, known: Patient | None) -> Patient:
    """The known patient with the filled cells on top, or a new one."""
    texts = line.texts
    base = known or Patient("", "", line.dates["birth_date"])
    plain = ("first_name", "middle_name", "last_name", "phone", "email", "account_number")
    values: dict[str, Any] = {field: texts[field] for field in plain if field in texts}
    places = ("street", "city", "state", "zip")
    address = replace(base.address, **{part: texts[part] for part in places if part in texts})
    sex: Sex = line.sex or base.sex
    return replace(base, address=address, sex=sex, **values)


def _coverage(
    line: PatientLine,
    rank: CoverageRank,
    prefix: str,
    patient: Patient,
    payer_id: int,
    held: tuple[Coverage, ...],
    today: date,
) -> Coverage:
    """The coverage of that payer in the row's time with the filled cells on top, or a new one.

    One that ended before stays as it was: what it paid for is billed by it.
    """
    first = None if prefix else line.dates.get("coverage_starts")
    last = None if prefix else line.dates.get("coverage_ends")
    same = (
        one
        for one in held
        if one.rank is rank
        and one.payer_id == payer_id
        and (one.ends_on is None or one.ends_on >= (first or last or today))
        and (one.starts_on is None or last is None or one.starts_on <= last)
    )
    base = next(same, None) or Coverage(patient.id or 0, payer_id, rank, "")
    texts = line.texts
    member = texts.get(f"{prefix}member_id", base.member_id)
    group = texts.get(f"{prefix}group_number", base.group_number)
    if prefix:
        return replace(base, member_id=member, group_number=group)
    return replace(
        base,
        member_id=member,
        group_number=group,
        starts_on=line.dates.get("coverage_starts", base.starts_on),
        ends_on=line.dates.get("coverage_ends", base.ends_on),
    )
