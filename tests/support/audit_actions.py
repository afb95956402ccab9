"""One call of every service of audits and what follows them, for the matrix of roles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from core.model.audits import AuditKind, OverpaymentState, ReviewVerdict
from core.model.kinds import CoverageRank
from core.model.patient import Coverage
from core.model.practice import Payer, PayerProfile
from core.services import audit_follow_up, auditing, corrected_claims, patients, refunds, setup
from core.services.auditing import AuditChoice, AuditRun
from core.services.corrected_claims import ResubmissionKind
from core.store import bills
from tests.support.people import signed_in
from tests.support.practice import DAY

Call = Callable[[], object]
_DAYS = count()
ALL_OF_IT = AuditChoice(date(2020, 1, 1), DAY, AuditKind.EVERYTHING, "97110")
WHY = "The minutes were read again"


def overbill(p, encounter_id: int) -> None:
    """The saved bill gets one unit more than its minutes earn."""
    body = bills.get(p.file.db, encounter_id)
    body["lines"][0]["units"] += 1
    with p.file.unit_of_work("test.overbill", "encounter") as work:
        bills.put(work.db, encounter_id, body)


def _run(s, own: bool) -> AuditRun:
    number = s.session(own)
    overbill(s.p, number)
    with signed_in(s.p, s.people["O"]):
        run = auditing.begin(s.p, ALL_OF_IT)
        while not auditing.next_slice(s.p, run).is_done:
            pass
    return run


def _finding(s, own: bool, day: date | None = None) -> int:
    """An over-billed unit of the session made last."""
    number = s.session(own, day=day)
    overbill(s.p, number)
    with signed_in(s.p, s.people["O"]):
        kept = auditing.run_self_audit(s.p, ALL_OF_IT)
        found = auditing.findings(s.p, kept.id)
    return next(
        one.id for one in found if one.encounter_id == number and one.finding.check == "units"
    )


def _confirmed(s, own: bool, day: date | None = None) -> int:
    number = _finding(s, own, day)
    with signed_in(s.p, s.people["O"]):
        audit_follow_up.review(s.p, number, ReviewVerdict.CONFIRMED, WHY)
    return number


def _begin(s, own: bool) -> Call:
    s.session(own)
    return lambda: auditing.begin(s.p, ALL_OF_IT)


def _slice(s, own: bool) -> Call:
    s.session(own)
    with signed_in(s.p, s.people["O"]):
        run = auditing.begin(s.p, ALL_OF_IT)
    return lambda: auditing.next_slice(s.p, run)


def _keep(s, own: bool) -> Call:
    run = _run(s, own)
    return lambda: auditing.keep(s.p, run)


def _whole(s, own: bool) -> Call:
    s.session(own)
    return lambda: auditing.run_self_audit(s.p, ALL_OF_IT)


def _everything(s, own: bool) -> Call:
    s.session(own)
    return lambda: auditing.audit_everything(s.p, date(2020, 1, 1), DAY)


def _review(s, own: bool) -> Call:
    number = _finding(s, own)
    return lambda: audit_follow_up.review(s.p, number, ReviewVerdict.CONFIRMED, WHY)


def _finish(s, own: bool) -> Call:
    finding = _confirmed(s, own)
    with signed_in(s.p, s.people["O"]):
        tasks = audit_follow_up.open_tasks(s.p)
    (task,) = [one for one in tasks if one.finding_id == finding]
    return lambda: audit_follow_up.finish_task(s.p, task.id)


def _settle(s, own: bool) -> Call:
    finding = _confirmed(s, own)
    with signed_in(s.p, s.people["O"]):
        kept = [one for one, _ in audit_follow_up.overpayments(s.p) if one.finding_id == finding]
    done = replace(kept[0], state=OverpaymentState.RETURNED, proof="Check 1044")
    return lambda: audit_follow_up.save_overpayment(s.p, done)


def _letter(s, own: bool) -> Call:
    finding = _confirmed(s, own)
    with signed_in(s.p, s.people["O"]):
        kept = [one for one, _ in audit_follow_up.overpayments(s.p) if one.finding_id == finding]
    return lambda: refunds.prepare_letter(s.p, kept[0].id)


def _claim(s, own: bool) -> Call:
    day = date(2026, 1, 5) - timedelta(days=next(_DAYS))
    with signed_in(s.p, s.people["O"]):
        profile = PayerProfile("generic-commercial", date(2015, 1, 1))
        payer = setup.save_payer(s.p, Payer(f"Harbor Mutual of {day}", profiles=(profile,)))
        cover = Coverage(s.patient[own], payer.id, CoverageRank.PRIMARY, "H1", starts_on=day)
        patients.save_coverage(s.p, replace(cover, ends_on=day))
    finding = _confirmed(s, own, day)
    with signed_in(s.p, s.people["O"]):
        kept = [one for one, _ in audit_follow_up.overpayments(s.p) if one.finding_id == finding]
    kind = ResubmissionKind.REPLACE
    return lambda: corrected_claims.prepare_claim(s.p, kept[0].id, kind, "20260315042")


AUDIT_CALLS = {
    "corrected_claims.prepare_claim": _claim,
    "refunds.prepare_letter": _letter,
    "auditing.begin": _begin,
    "auditing.next_slice": _slice,
    "auditing.keep": _keep,
    "auditing.run_self_audit": _whole,
    "auditing.audit_everything": _everything,
    "auditing.audits": lambda s, own: lambda: auditing.audits(s.p),
    "auditing.findings": lambda s, own: lambda: auditing.findings(s.p, 1),
    "auditing.totals": lambda s, own: lambda: auditing.totals(s.p, 1),
    "audit_follow_up.review": _review,
    "audit_follow_up.open_tasks": lambda s, own: lambda: audit_follow_up.open_tasks(s.p),
    "audit_follow_up.finish_task": _finish,
    "audit_follow_up.overpayments": lambda s, own: lambda: audit_follow_up.overpayments(s.p),
    "audit_follow_up.save_overpayment": _settle,
}
