"""One call of every service of plans of care, for the role matrix."""

from collections.abc import Callable
from datetime import date
from typing import Any

from core.model.kinds import Discipline
from core.model.lymphedema import LymphRecord
from core.model.patient import PlanOfCare
from core.model.patient_uploads import Upload, UploadKind
from core.model.plan_of_care import (
    Certification,
    CertificationKind,
    Goal,
    Order,
    PlanContent,
    PlanReport,
    PlanSent,
    ReportKind,
    SentHow,
)
from core.model.practice import ReferringProvider
from core.services import (
    care_papers,
    certifying,
    patient_files,
    patients,
    plan_reports,
    plans,
    setup,
)
from core.services.care_papers import Paper
from tests.support.people import signed_in
from tests.support.practice import DAY
from tests.support.stage import Call, Stage

FIRST = date(2026, 3, 1)


def _as_owner(s: Stage, call: Call) -> Any:
    with signed_in(s.p, s.people["O"]):
        return call()


def _plan(s: Stage, own: bool) -> PlanOfCare:
    plan = PlanOfCare(s.patient[own], Discipline.PT, FIRST)
    return _as_owner(s, lambda: patients.save_plan_of_care(s.p, plan))


def _doctor(s: Stage) -> int:
    person = ReferringProvider("Eve", "Roe", "1003000126")
    return _as_owner(s, lambda: setup.save_referring(s.p, person)).id


def _save(s: Stage, own: bool) -> Call:
    plan = PlanOfCare(s.patient[own], Discipline.PT, FIRST)
    return lambda: plans.save(s.p, plan, PlanContent(0, treatment="Exercise"))


def _goal(s: Stage, own: bool) -> Call:
    number = _plan(s, own).id
    return lambda: plans.save_goal(s.p, Goal(number, "Climb a flight of stairs"))


def _report(s: Stage, own: bool) -> PlanReport:
    writer = s.therapist[own]
    return PlanReport(
        _plan(s, own).id, ReportKind.PROGRESS, DAY, writer, FIRST, DAY, "Walks further.",
        continuing="Goes on.",
    )  # fmt: skip


def _write(s: Stage, own: bool) -> Call:
    made = _report(s, own)
    return lambda: plan_reports.write(s.p, made)


def _withdraw_report(s: Stage, own: bool) -> Call:
    made = _report(s, own)
    with signed_in(s.p, s.clinician[own]):
        kept = plan_reports.write(s.p, made)
    return lambda: plan_reports.withdraw(s.p, kept.id, "Another patient's")


def _lymph(s: Stage, own: bool) -> Call:
    made = LymphRecord(_plan(s, own).id, DAY, "Left arm", "II", 1)
    return lambda: plan_reports.save_lymph(s.p, made)


def _order(s: Stage, own: bool) -> Call:
    made = Order(s.patient[own], Discipline.PT, _doctor(s), signed_on=FIRST)
    return lambda: certifying.save_order(s.p, made)


def _signature(s: Stage, own: bool) -> Certification:
    plan, doctor = _plan(s, own), _doctor(s)
    return Certification(plan.id, CertificationKind.INITIAL, doctor, signed_on=DAY)


def _certify(s: Stage, own: bool) -> Call:
    made = _signature(s, own)
    return lambda: certifying.certify(s.p, made)


def _withdraw(s: Stage, own: bool) -> Call:
    made = _signature(s, own)
    kept = _as_owner(s, lambda: certifying.certify(s.p, made))
    return lambda: certifying.withdraw(s.p, kept.id, "Another patient's")


def _send(s: Stage, own: bool) -> Call:
    made = PlanSent(_plan(s, own).id, DAY, SentHow.FAX, "Dr. Roe", proof="4471")
    return lambda: certifying.log_send(s.p, made)


def _upload(s: Stage, own: bool) -> tuple[Upload, bytes]:
    made = Upload(s.patient[own], UploadKind.ORDER, DAY)
    return made, b"%PDF-1.7\n" + str(next(s.number)).encode() + b"\n%%EOF"


def _add(s: Stage, own: bool) -> Call:
    made, body = _upload(s, own)
    return lambda: patient_files.add(s.p, made, body)


def _kept(s: Stage, own: bool) -> int:
    made, body = _upload(s, own)
    return _as_owner(s, lambda: patient_files.add(s.p, made, body)).id


def _open(s: Stage, own: bool) -> Call:
    number = _kept(s, own)
    return lambda: patient_files.open_file(s.p, number)


def _off_the_list(s: Stage, own: bool) -> Call:
    number = _kept(s, own)
    return lambda: patient_files.withdraw(s.p, number, "Upside down")


def _paper(s: Stage, own: bool, what: Callable[..., object]) -> Call:
    number = _plan(s, own).id
    return lambda: what(s.p, Paper.PLAN, number)


def _archive(s: Stage, own: bool) -> Call:
    number = _plan(s, own).id
    draft = _as_owner(s, lambda: care_papers.paper(s.p, Paper.PLAN, number))
    return lambda: care_papers.archive(s.p, draft, "printed")


CALLS: dict[str, Callable[[Stage, bool], Call]] = {
    "plans.save": _save,
    "plans.save_goal": _goal,
    "plan_reports.write": _write,
    "plan_reports.withdraw": _withdraw_report,
    "plan_reports.save_lymph": _lymph,
    "certifying.save_order": _order,
    "certifying.certify": _certify,
    "certifying.withdraw": _withdraw,
    "certifying.log_send": _send,
    "patient_files.add": _add,
    "patient_files.open_file": _open,
    "patient_files.withdraw": _off_the_list,
    "care_papers.prepare": lambda s, own: _paper(s, own, care_papers.prepare),
    "care_papers.paper": lambda s, own: _paper(s, own, care_papers.paper),
    "care_papers.archive": _archive,
}
