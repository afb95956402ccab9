"""The plans of care of the demo's patients: content, signatures, reports, papers."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.library.demo_files import demo_data
from core.model.kinds import Discipline
from core.model.lymphedema import LymphRecord, read_girths
from core.model.patient import PlanOfCare
from core.model.patient_uploads import Upload, UploadKind
from core.model.plan_of_care import (
    Certification,
    CertificationKind,
    Goal,
    GoalProgress,
    GoalVerdict,
    Order,
    PlanContent,
    PlanReport,
    PlanSent,
    ReportKind,
    SentHow,
    read_phases,
)
from core.model.practice import ReferringProvider
from core.services import certifying, patient_files, plan_reports, plans
from core.services.care_papers import Paper, paper
from core.services.demo import cast
from core.services.practice import OpenPractice
from core.store import plan_contents

_REPORT_EVERY = 10  # the manual's treatment days
_LONG_AGO = 45  # days after which a patient has left
_HERO = "Alvarez"


@dataclass(frozen=True, slots=True)
class Cared:
    """One patient of the demo with what the plan needs to know; days are those treated."""

    last_name: str
    condition: str
    patient_id: int
    therapist_id: int
    doctor: ReferringProvider
    days: tuple[date, ...]


def begin(practice: OpenPractice, one: Cared) -> int:
    """Keep the plan as it is written on the first day; returns its id."""
    data = demo_data("plans")["plan"][one.condition]
    first = one.days[0]
    plan = PlanOfCare(
        one.patient_id, cast.discipline(one.condition), first,
        referring_provider_id=one.doctor.id,
    )  # fmt: skip
    content = PlanContent(
        0,
        established_by_id=one.therapist_id,
        established_on=first,
        treatment=data["treatment"],
        phases=read_phases(data["phases"]),
        summary=data["summary"],
        diagnoses=cast.diagnoses(one.condition),
    )
    number = plans.save(practice, plan, content).id or 0
    for words, measure, start, target in data["goals"]:
        due = content.ends_on(first)
        goal = Goal(number, words, measure=measure, baseline=start, target=target, due_on=due)
        plans.save_goal(practice, goal)
    discipline = cast.discipline(one.condition)
    ordered = first - timedelta(days=4)
    certifying.save_order(practice, _order(one, discipline, ordered, data["treatment"]))
    return number


def sign(practice: OpenPractice, one: Cared, plan_id: int, today: date) -> None:
    """Keep how the plan was sent and signed; the practice's clock stands on today by then."""
    how = demo_data("plans")["signed"].get(one.last_name, "")
    first = one.days[0]
    if how not in ("none", "spoken"):
        name = f"Dr. {one.doctor.last_name}"
        proof = f"Fax report {first:%m%d}-{one.patient_id:03}, 2 pages, OK"
        sent = PlanSent(plan_id, first, SentHow.FAX, name, address=one.doctor.fax, proof=proof)
        certifying.log_send(practice, sent)
    made = Certification(plan_id, CertificationKind.INITIAL, one.doctor.id)
    signed = first + timedelta(days=5)
    if how == "spoken":
        made = replace(made, verbal_on=first + timedelta(days=3))
    elif how == "late":
        why = "Two faxes and a call; the office had mislaid the first copy"
        signed = first + timedelta(days=34)
        made = replace(made, signed_on=signed, delay_reason=why)
    else:
        made = replace(made, signed_on=signed)
    if how in ("none", "order") or signed > today:
        return
    certifying.certify(practice, made)
    if one.last_name == _HERO:
        _papers(practice, one, plan_id, signed)


def report(practice: OpenPractice, one: Cared, plan_id: int, today: date) -> None:
    """Keep the progress report of the tenth day and, of somebody who left, the discharge note."""
    said = demo_data("plans")["reports"]
    done = [day for day in one.days if day <= today]
    goals = plan_contents.goals(practice.file.db, plan_id)
    first = one.days[0]
    if len(done) >= _REPORT_EVERY and one.last_name not in said["missing"]:
        tenth = done[_REPORT_EVERY - 1]
        texts = (said["assessment"], said["continuing"])
        plan_reports.write(
            practice, _report(one, plan_id, ReportKind.PROGRESS, (first, tenth), goals, texts)
        )
        first = tenth + timedelta(days=1)
    if (today - done[-1]).days > _LONG_AGO:
        texts = (said["discharge"], said["follows"])
        last = max(done[-1], first)
        plan_reports.write(
            practice, _report(one, plan_id, ReportKind.DISCHARGE, (first, last), goals, texts)
        )
    if one.condition == "lymphedema":
        _lymph(practice, plan_id, done)


def _order(one: Cared, discipline: Discipline, signed: date, words: str) -> Order:
    return Order(
        one.patient_id, discipline, one.doctor.id, signed_on=signed, received_on=signed, words=words
    )


def _report(
    one: Cared,
    plan_id: int,
    kind: ReportKind,
    days: tuple[date, date],
    goals: tuple[Goal, ...],
    texts: tuple[str, str],
) -> PlanReport:
    said = demo_data("plans")["reports"]
    ended = kind is ReportKind.DISCHARGE
    verdict = GoalVerdict.MET if ended else GoalVerdict.IMPROVED
    what = cast.condition(one.condition)
    objective = f"{what['measure']}: {what['from']} {what['unit']} at the start"
    if ended:
        objective += f", {what['to']} {what['unit']} at the end"
    return PlanReport(
        plan_id,
        kind,
        written_on=days[1],
        written_by_id=one.therapist_id,
        covers_from=days[0],
        covers_to=days[1],
        assessment=texts[0],
        objective=objective + ".",
        continuing=texts[1],
        goals=tuple(GoalProgress(goal.id or 0, verdict, said["improved"]) for goal in goals),
    )


def _lymph(practice: OpenPractice, plan_id: int, days: list[date]) -> None:
    said: dict[str, Any] = demo_data("plans")["lymphedema"]
    same = ("limb", "cause", "symptoms", "prior_care", "screening", "programme", "teaching")
    measured = (days[0], days[min(4, len(days) - 1)])
    for place, day in enumerate(measured):
        plan_reports.save_lymph(
            practice,
            LymphRecord(
                plan_id=plan_id,
                measured_on=day,
                stage=said["stages"][place],
                phase=1,
                girths=read_girths(said["girths"][place]),
                skin=said["skins"][place],
                response=said["responses"][place],
                **{name: said[name] for name in same},
            ),
        )


def _papers(practice: OpenPractice, one: Cared, plan_id: int, signed: date) -> None:
    """The plan as it came back by fax, and the front of the insurance card."""
    plan = Upload(one.patient_id, UploadKind.PLAN, signed, title="Plan of care, as it came back")
    patient_files.add(practice, plan, paper(practice, Paper.PLAN, plan_id).body)
    card = Upload(one.patient_id, UploadKind.CARD, one.days[0], title="Front")
    patient_files.add(practice, card, card_picture())


def card_picture() -> bytes:
    """A PNG of a card without any writing: a red, a white and a blue stripe."""
    width, stripe = 320, 66
    colours = ((178, 34, 52), (250, 250, 250), (40, 60, 120))
    rows = b"".join((b"\0" + bytes(colour) * width) * stripe for colour in colours)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, stripe * len(colours), 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
