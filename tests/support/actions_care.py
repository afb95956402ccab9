"""Calls of the services about patients, sessions, papers and notes opened with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from core.model.authorisation import Authorisation, VisitLimit
from core.model.encounter import Service
from core.model.kinds import (
    AuthorisationState,
    CoverageRank,
    Discipline,
)
from core.model.outcomes import OutcomeEntry
from core.model.patient import Coverage, PlanOfCare
from core.model.practice import Payer, ReferringProvider
from core.services import (
    authorisations,
    break_glass,
    encounters,
    importing,
    outcomes,
    patients,
    payments,
    printing,
    setup,
    signing,
)  # fmt: skip
from tests.support.people import signed_in
from tests.support.practice import DAY
from tests.support.stage import REASON, SECRET, Call, Stage


def update_patient(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        patient = patients.get(s.p, s.patient[own]).patient
    return lambda: patients.save(s.p, replace(patient, email=f"a{next(s.number)}@example.com"))


def coverage(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        payer = setup.save_payer(s.p, Payer(f"Mutual {next(s.number)}"))
    day = date(2000 + next(s.number) % 20, 1, 1)
    coverage = Coverage(s.patient[own], payer.id, CoverageRank.SECONDARY, "X1", starts_on=day,
                        ends_on=day)  # fmt: skip
    return lambda: patients.save_coverage(s.p, coverage)


def import_call(s: Stage, own: bool) -> Call:
    path = s.folder / "patients.csv"
    name = "".join(chr(ord("a") + int(digit)) for digit in str(next(s.number)))
    path.write_text(f"Last name,First name,DOB\nImport{name},Ada,1990-05-06\n")
    return lambda: importing.import_patients(s.p, path, dry_run=False)


def save_outcome(s: Stage, own: bool) -> Call:
    entry = OutcomeEntry(s.patient[own], "nprs", DAY, total="5")
    return lambda: outcomes.save(s.p, (entry,))


def take_back_outcome(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.clinician[own]):
        (kept,) = outcomes.save(s.p, (OutcomeEntry(s.patient[own], "nprs", DAY, total="5"),))
    return lambda: outcomes.take_back(s.p, kept.id, "Typed by mistake")


def referring(s: Stage, own: bool) -> Call:
    return lambda: setup.save_referring(s.p, ReferringProvider("Eve", "Roe", "1003000126"))


def new_session(s: Stage, own: bool) -> Call:
    return lambda: encounters.new_session(s.p, s.patient[own], DAY, s.therapist[own])


def begin(s: Stage, own: bool) -> Call:
    """A session of an assistant under her therapist, or of a colleague."""

    def call() -> object:
        provider = s.p.person.provider_id if own else s.therapist[False]
        return encounters.new_session(s.p, s.patient[own], DAY, provider or s.therapist[own])

    return call


def save(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    changed = replace(record, services=(Service("97110", 24),))
    return lambda: encounters.save(s.p, changed, complete=True)


def autosave(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    return lambda: encounters.autosave(s.p, record, {"form": 1, "rows": []})


def discard(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    with signed_in(s.p, s.clinician[own]):
        encounters.autosave(s.p, record, {"form": 1, "note": [SECRET, "", "", ""]})
    return lambda: encounters.discard_draft(s.p, record.id)


def sign(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    return lambda: signing.sign(s.p, record)


def countersign(s: Stage, own: bool) -> Call:
    """A session that the assistant signed; of a colleague's, one that she signed herself."""
    record = s.opened(own)
    with signed_in(s.p, s.people["A"] if own else s.clinician[False]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.countersign(s.p, number)


def addendum(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    with signed_in(s.p, s.clinician[own]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.add_addendum(s.p, number, "The left side was meant.")


def unseal(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    with signed_in(s.p, s.clinician[own]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.unseal(s.p, number, "Wrong patient's note")


def covered(s: Stage, own: bool) -> tuple[int, date]:
    """A coverage of the patient that nothing else was authorised for."""
    with signed_in(s.p, s.people["O"]):
        payer = setup.save_payer(s.p, Payer(f"Mutual {next(s.number)}"))
        day = date(1990, 1, 1) + timedelta(days=next(s.number))
        one = Coverage(s.patient[own], payer.id, CoverageRank.SECONDARY, "X1", starts_on=day,
                       ends_on=day)  # fmt: skip
        return patients.save_coverage(s.p, one).id, day


def asked(s: Stage, own: bool) -> Authorisation:
    number, _ = covered(s, own)
    return Authorisation(s.patient[own], number, AuthorisationState.REQUESTED)


def save_authorisation(s: Stage, own: bool) -> Call:
    one = asked(s, own)
    return lambda: authorisations.save(s.p, one)


def end_authorisation(s: Stage, own: bool) -> Call:
    number, day = covered(s, own)
    approved = Authorisation(s.patient[own], number, AuthorisationState.APPROVED, starts_on=day,
                             ends_on=day, visits=12, number="A1")  # fmt: skip
    with signed_in(s.p, s.people["O"]):
        kept = authorisations.save(s.p, approved)
    return lambda: authorisations.end(s.p, kept.id, day)


def save_limit(s: Stage, own: bool) -> Call:
    number, _ = covered(s, own)
    return lambda: authorisations.save_limit(s.p, VisitLimit(number, (Discipline.PT,), 20))


def reverse(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = payments.take(s.p, s.payment(own))
    return lambda: payments.reverse(s.p, kept.id, "Typed twice")


def paper(s: Stage, own: bool, what: Callable) -> Call:
    number = s.session(own)
    return lambda: what(s.p, s.patient[own], [number])


def archive(s: Stage, own: bool) -> Call:
    draft = s.superbill(own)
    return lambda: printing.archive(s.p, draft, "printed")


def archived(s: Stage, own: bool) -> Call:
    draft = s.superbill(own)
    with signed_in(s.p, s.people["O"]):
        kept = printing.archive(s.p, draft, "printed")
    return lambda: printing.archived(s.p, kept.id)


def glass_start(s: Stage, own: bool) -> Call:
    s.p.memory.glass.clear()
    return lambda: break_glass.start(s.p, s.patient[own], REASON)


def glass_stop(s: Stage, own: bool) -> Call:
    # Opened before the call by everybody who may, so that there is something to close.
    for letter in "TABF":
        with signed_in(s.p, s.people[letter]):
            break_glass.start(s.p, s.patient[own], REASON)
    return lambda: break_glass.stop(s.p, s.patient[own])


def acknowledge(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["B"]):
        break_glass.start(s.p, s.patient[own], REASON)
        break_glass.stop(s.p, s.patient[own])
    with signed_in(s.p, s.people["O"]):
        newest = break_glass.to_acknowledge(s.p)[-1]
    return lambda: break_glass.acknowledge(s.p, newest.id)


def end_all_call(s: Stage, own: bool) -> Call:
    break_glass.end_all(s.p)
    return lambda: break_glass.end_all(s.p)


def plan(s: Stage, own: bool) -> Call:
    plan = PlanOfCare(s.patient[own], Discipline.PT, date(2026, 3, 1))
    return lambda: patients.save_plan_of_care(s.p, plan)
