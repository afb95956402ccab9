"""`demo --out DIR`: write the demo practice and one of each document."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from core.errors import UnitwiseError
from core.model.care_file import PlanRecord
from core.services import (
    audit_papers,
    audit_room,
    auditing,
    authorisations,
    care_files,
    care_papers,
    defence,
    encounters,
    explaining,
    opening,
    patients,
    printing,
)
from core.services.auditing import AuditChoice
from core.services.care_papers import Paper
from core.services.demo import DEMO_DAY, DEMO_PASSWORD
from core.services.demo.build import build_demo
from core.services.practice import OpenPractice

_DONE, _UNUSABLE = 0, 2
_FILE = "demo.unitwise"
_SAMPLE_VISITS = 6


def run(argv: list[str]) -> int:
    """Run `demo` with its arguments; returns 0 when all is written, 2 when it cannot be."""
    parser = argparse.ArgumentParser(prog="main.py demo", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--today", type=date.fromisoformat, default=DEMO_DAY, metavar="DATE")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(argv)
    folder: Path = options.out
    more = {} if options.seed is None else {"seed": options.seed}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        practice = build_demo(folder / _FILE, options.today, **more)
        try:
            names = _documents(practice, folder)
        finally:
            opening.close(practice)
    except (UnitwiseError, OSError) as error:
        print(f"The demo could not be written: {error}", file=sys.stderr)
        return _UNUSABLE
    for name in (_FILE, *names):
        print(folder / name)
    print(f"Password of the demo: {DEMO_PASSWORD}", file=sys.stderr)
    return _DONE


def _documents(practice: OpenPractice, folder: Path) -> list[str]:
    """One superbill in each layout for a patient who is not in Medicare, and one bill explained."""
    names = []
    for row in patients.search(practice, "Ngo", limit=1):
        file = patients.get(practice, row.id)
        done = [e.id for e in file.encounters if e.state == "complete"][:_SAMPLE_VISITS]
        for layout in printing.Layout:
            draft = printing.superbill(practice, row.id, done, layout=layout)
            printing.archive(practice, draft, "saved")
            name = f"{layout.value}.pdf"
            (folder / name).write_bytes(draft.body)
            names.append(name)
    names += _explained(practice, folder)
    names += _care(practice, folder)
    return [*names, *_audit(practice, folder)]


def _explained(practice: OpenPractice, folder: Path) -> list[str]:
    """A complete session with clock times, so that the paper has its picture."""
    for row in patients.search(practice, "Alvarez", limit=1):
        for visit in patients.get(practice, row.id).encounters:
            if visit.state != "complete" or not _timed(practice, visit.id):
                continue
            draft = explaining.explained(practice, visit.id)
            printing.archive(practice, draft, "saved")
            (folder / "bill-explained.pdf").write_bytes(draft.body)
            return ["bill-explained.pdf"]
    return []


def _audit(practice: OpenPractice, folder: Path) -> list[str]:
    """A sample of the two quarters that are over and of the two before, and the later one's papers.

    The seed is the one that the window offers on that day.
    """
    today = practice.clock.today()
    later, middle, first = (_quarters_back(today, number) for number in (0, 2, 4))
    seed = int(f"{today:%Y%m%d}")
    for begin, end in ((first, middle), (middle, later)):
        choice = AuditChoice(begin, end - timedelta(days=1), seed=seed)
        kept = auditing.run_self_audit(practice, choice)
    view = audit_room.view(practice, kept.id or 0)
    if view.paper is None:
        return []
    paper = replace(view.paper, plan=audit_papers.proposed_plan(view.paper, practice.person.name))
    people = audit_papers.clinicians(paper.totals)
    packet = next((one.encounter_id for one in view.findings if one.encounter_id), None)
    drafts = {
        "audit-report.pdf": audit_papers.draw_report(paper).body,
        "corrective-action-plan.pdf": audit_papers.draw_plan(paper).body,
        "training-pack.pdf": audit_papers.draw_training(
            paper, audit_room.names_of(practice, view)
        ).body,
    }
    if people:
        # whoever has most to read
        told = Counter(one.clinician for one in paper.findings)
        who = max(people, key=lambda name: told[name])
        drafts["clinician-feedback.pdf"] = audit_papers.draw_feedback(paper, who).body
    if packet is not None:
        job = defence.prepare_packet(practice, [packet])
        drafts["audit-defence.pdf"] = defence.draw_packet(job).body
    for name, body in drafts.items():
        (folder / name).write_bytes(body)
    return list(drafts)


def _care(practice: OpenPractice, folder: Path) -> list[str]:
    """One of each paper of a plan of care, where the demo has somebody for it."""
    names = []
    for kind, (name, about) in _CARED.items():
        for row in patients.search(practice, name, limit=1):
            record = care_files.get(practice, row.id).plans[0]
            number = about(practice, row.id, record)
            draft = care_papers.paper(practice, kind, record.id, number)
            care_papers.archive(practice, draft, "saved")
            (folder / f"{kind.value}.pdf").write_bytes(draft.body)
            names.append(f"{kind.value}.pdf")
    return names


def _report(_: OpenPractice, patient_id: int, record: PlanRecord) -> int | None:
    return record.reports[-1].id


def _discharge(_: OpenPractice, patient_id: int, record: PlanRecord) -> int | None:
    return record.reports[0].id


def _lymph(_: OpenPractice, patient_id: int, record: PlanRecord) -> int | None:
    return record.lymph[0].id


def _asked(practice: OpenPractice, patient_id: int, record: PlanRecord) -> int | None:
    return authorisations.list_for(practice, patient_id)[0].id


def _quarters_back(day: date, number: int) -> date:
    """The first day of the quarter so many before the day's own."""
    quarter = day.year * 4 + (day.month - 1) // 3 - number
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


_About = Callable[[OpenPractice, int, PlanRecord], int | None]
_CARED: dict[Paper, tuple[str, _About]] = {
    Paper.PLAN: ("Pembroke", lambda *_: None),
    Paper.PROGRESS: ("Salazar", _report),
    Paper.DISCHARGE: ("Salazar", _discharge),
    Paper.LYMPHEDEMA: ("Kimathi", _lymph),
    Paper.REQUEST: ("Ngo", _asked),
}


def _timed(practice: OpenPractice, encounter_id: int) -> bool:
    services = encounters.open_session(practice, encounter_id).record.services
    return any(service.intervals for service in services)
