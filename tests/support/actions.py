"""One call of every service on a real practice: what has to be there first, then the call.

`own` asks for the patient and the encounter that are the caller's own, else for a colleague's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path

from core.model.authorisation import Authorisation, VisitLimit
from core.model.encounter import Service
from core.model.kinds import (
    AuthorisationState,
    CoverageRank,
    Discipline,
    PaymentMethod,
    ProviderRole,
)
from core.model.patient import Coverage, Diagnosis, Patient, PatientPayment, PlanOfCare
from core.model.people import Person, Role
from core.model.practice import Fee, Location, Payer, Provider, ReferringProvider
from core.model.session import Note
from core.services import (
    audit_trail,
    authorisations,
    backups,
    break_glass,
    credentials,
    encounters,
    importing,
    open_sessions,
    own_values,
    patients,
    payments,
    people,
    printing,
    setup,
    signing,
    signing_in,
    switching,
    yearly_own,
)  # fmt: skip
from core.services.audit_trail import AuditFilter, ExportFormat
from core.services.own_values import TypedValue
from core.services.practice import OpenPractice
from tests.support import privacy_actions
from tests.support.people import join, signed_in
from tests.support.practice import DAY, PASSWORD, PRACTICE, new_practice

SECRET = "cried when asked about the divorce"
REASON = "Patient called in an emergency"
ROLES = {
    "O": Role.OWNER, "T": Role.THERAPIST, "A": Role.ASSISTANT, "B": Role.BILLER,
    "F": Role.FRONT_DESK,
}  # fmt: skip
LATER = date(2030, 1, 1)
Call = Callable[[], object]


@dataclass
class Stage:
    """A practice of five people in one role each, and a colleague with a patient of her own."""

    p: OpenPractice
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    clinician: dict[bool, Person] = field(default_factory=dict)
    therapist: dict[bool, int] = field(default_factory=dict)
    assistant: int = 0
    patient: dict[bool, int] = field(default_factory=dict)
    number: count = field(default_factory=lambda: count(1))
    after: list[Call] = field(default_factory=list)  # what puts things back, as the same person

    def session(self, own: bool, complete: bool = True, note: str = SECRET, day: date = DAY) -> int:
        """Another session with a note, written by its own clinician."""
        with signed_in(self.p, self.clinician[own]):
            file = encounters.new_session(self.p, self.patient[own], day, self.therapist[own])
            record = replace(
                file.record,
                assistant_provider_id=self.assistant if own else None,
                services=(Service("97110", 23),),
                pointers=("A",),
                diagnoses=(Diagnosis("M5450", "Low back pain, unspecified"),),
                note=Note(subjective=note),
            )
            return encounters.save(self.p, record, complete).encounter_id

    def opened(self, own: bool, **changes):
        """A stored session's record as its clinician has it on screen."""
        number = self.session(own, **changes)
        with signed_in(self.p, self.clinician[own]):
            return encounters.open_session(self.p, number).record

    def alone(self, own: bool):
        """A stored session on a day of its own: what is signed forbids others of its day."""
        return self.opened(own, day=DAY - timedelta(days=next(self.number)))

    def payment(self, own: bool) -> PatientPayment:
        return PatientPayment(self.patient[own], DAY, 2000, PaymentMethod.CASH)

    def superbill(self, own: bool) -> printing.PdfDraft:
        with signed_in(self.p, self.people["O"]):
            return printing.superbill(self.p, self.patient[own], [self.session(own)])


def stage(folder: Path) -> Stage:
    """The practice with its people and patients."""
    p = new_practice(folder)
    made = Stage(p, folder)
    for own, name in ((True, "Ann"), (False, "Cy")):
        provider = setup.save_provider(p, Provider(name, "Lee", ProviderRole.PT))
        made.therapist[own] = provider.id
        patient = Patient("Ida" if own else "Moe", "Ngô", date(1963, 3, 2))
        patient = replace(patient, rendering_provider_id=provider.id)
        made.patient[own] = patients.save(p, patient).id
    made.assistant = setup.save_provider(p, Provider("Bo", "Kim", ProviderRole.PTA)).id
    setup.save_fee(p, Fee("97110", 6000, date(2026, 1, 1)))
    providers = {"T": made.therapist[True], "A": made.assistant}
    for letter, role in ROLES.items():
        made.people[letter] = with_password(p, f"{role.title()} Doe", {role}, providers.get(letter))
    colleague = join(p, "Cy Lee", Role.THERAPIST, provider_id=made.therapist[False])
    made.clinician = {True: made.people["T"], False: colleague}
    for own in (True, False):
        made.session(own)
    return made


def with_password(
    p: OpenPractice, name: str, roles: set[Role], provider_id: int | None = None
) -> Person:
    """An account with its own slot of the key file; its password is the tests' one."""
    person = Person(0, name, name.split()[0].lower(), frozenset(roles), provider_id)
    kept, once = people.add_person(p, person, PASSWORD)
    with signed_in(p, kept):
        credentials.change_password(p, once, PASSWORD)
    return kept


def _new_person(s: Stage) -> Person:
    with signed_in(s.p, s.people["O"]):
        name = f"Kit{next(s.number)} Doe"
        person = Person(0, name, name.split()[0].lower(), frozenset({Role.BILLER}))
        return people.add_person(s.p, person, PASSWORD)[0]


def _add_person(s: Stage, own: bool) -> Call:
    name = f"Kit{next(s.number)} Doe"
    person = Person(0, name, name.split()[0].lower(), frozenset({Role.BILLER}))
    return lambda: people.add_person(s.p, person, PASSWORD)


def _reset(s: Stage, own: bool) -> Call:
    number = _new_person(s).id
    return lambda: people.reset_password(s.p, number, PASSWORD)


def _roles(s: Stage, own: bool) -> Call:
    number = _new_person(s).id
    roles = frozenset({Role.FRONT_DESK})
    return lambda: people.save_roles(s.p, number, roles, None, PASSWORD)


def _end_account(s: Stage, own: bool) -> Call:
    number = _new_person(s).id
    return lambda: people.end_account(s.p, number, PASSWORD)


def _switch_pin(s: Stage, own: bool) -> Call:
    """To the biller, who gave the password today and has a PIN."""
    biller = s.people["B"]
    with signed_in(s.p, biller):
        signing_in.gave_password(s.p)
        switching.set_pin(s.p, PASSWORD, "482915")
    return _back(s, lambda: switching.switch_user(s.p, biller.sign_in, "482915"))


def _switch_password(s: Stage, own: bool) -> Call:
    name = s.people["B"].sign_in
    return _back(s, lambda: switching.switch_by_password(s.p, name, PASSWORD))


def _back(s: Stage, call: Call) -> Call:
    def run() -> object:
        before = s.p.person, s.p.file.actor
        try:
            return call()
        finally:
            s.p.person, s.p.file.actor = before

    return run


def _new_password(s: Stage, own: bool) -> Call:
    """Another one, and back again once the call's rows were counted."""

    def run() -> None:
        changed = f"{PASSWORD} {next(s.number)}"
        credentials.change_password(s.p, PASSWORD, changed)
        s.after.append(lambda: credentials.change_password(s.p, changed, PASSWORD))

    return run


def _update_patient(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        patient = patients.get(s.p, s.patient[own]).patient
    return lambda: patients.save(s.p, replace(patient, email=f"a{next(s.number)}@example.com"))


def _coverage(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        payer = setup.save_payer(s.p, Payer(f"Mutual {next(s.number)}"))
    day = date(2000 + next(s.number) % 20, 1, 1)
    coverage = Coverage(s.patient[own], payer.id, CoverageRank.SECONDARY, "X1", starts_on=day,
                        ends_on=day)  # fmt: skip
    return lambda: patients.save_coverage(s.p, coverage)


def _import(s: Stage, own: bool) -> Call:
    path = s.folder / "patients.csv"
    name = "".join(chr(ord("a") + int(digit)) for digit in str(next(s.number)))
    path.write_text(f"Last name,First name,DOB\nImport{name},Ada,1990-05-06\n")
    return lambda: importing.import_patients(s.p, path, dry_run=False)


def _referring(s: Stage, own: bool) -> Call:
    return lambda: setup.save_referring(s.p, ReferringProvider("Eve", "Roe", "1003000126"))


def _new_session(s: Stage, own: bool) -> Call:
    return lambda: encounters.new_session(s.p, s.patient[own], DAY, s.therapist[own])


def _begin(s: Stage, own: bool) -> Call:
    """A session of an assistant under her therapist, or of a colleague."""

    def call() -> object:
        provider = s.p.person.provider_id if own else s.therapist[False]
        return encounters.new_session(s.p, s.patient[own], DAY, provider or s.therapist[own])

    return call


def _save(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    changed = replace(record, services=(Service("97110", 24),))
    return lambda: encounters.save(s.p, changed, complete=True)


def _autosave(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    return lambda: encounters.autosave(s.p, record, {"form": 1, "rows": []})


def _discard(s: Stage, own: bool) -> Call:
    record = s.opened(own)
    with signed_in(s.p, s.clinician[own]):
        encounters.autosave(s.p, record, {"form": 1, "note": [SECRET, "", "", ""]})
    return lambda: encounters.discard_draft(s.p, record.id)


def _sign(s: Stage, own: bool) -> Call:
    record = s.alone(own)
    return lambda: signing.sign(s.p, record)


def _countersign(s: Stage, own: bool) -> Call:
    """A session that the assistant signed; of a colleague's, one that she signed herself."""
    record = s.alone(own)
    with signed_in(s.p, s.people["A"] if own else s.clinician[False]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.countersign(s.p, number)


def _addendum(s: Stage, own: bool) -> Call:
    record = s.alone(own)
    with signed_in(s.p, s.clinician[own]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.add_addendum(s.p, number, "The left side was meant.")


def _unseal(s: Stage, own: bool) -> Call:
    record = s.alone(own)
    with signed_in(s.p, s.clinician[own]):
        number = signing.sign(s.p, record).encounter_id
    return lambda: signing.unseal(s.p, number, "Wrong patient's note")


def _covered(s: Stage, own: bool) -> tuple[int, date]:
    """A coverage of the patient that nothing else was authorised for."""
    with signed_in(s.p, s.people["O"]):
        payer = setup.save_payer(s.p, Payer(f"Mutual {next(s.number)}"))
        day = date(1990, 1, 1) + timedelta(days=next(s.number))
        one = Coverage(s.patient[own], payer.id, CoverageRank.SECONDARY, "X1", starts_on=day,
                       ends_on=day)  # fmt: skip
        return patients.save_coverage(s.p, one).id, day


def _asked(s: Stage, own: bool) -> Authorisation:
    number, _ = _covered(s, own)
    return Authorisation(s.patient[own], number, AuthorisationState.REQUESTED)


def _save_authorisation(s: Stage, own: bool) -> Call:
    one = _asked(s, own)
    return lambda: authorisations.save(s.p, one)


def _end_authorisation(s: Stage, own: bool) -> Call:
    number, day = _covered(s, own)
    approved = Authorisation(s.patient[own], number, AuthorisationState.APPROVED, starts_on=day,
                             ends_on=day, visits=12, number="A1")  # fmt: skip
    with signed_in(s.p, s.people["O"]):
        kept = authorisations.save(s.p, approved)
    return lambda: authorisations.end(s.p, kept.id, day)


def _save_limit(s: Stage, own: bool) -> Call:
    number, _ = _covered(s, own)
    return lambda: authorisations.save_limit(s.p, VisitLimit(number, (Discipline.PT,), 20))


def _reverse(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = payments.take(s.p, s.payment(own))
    return lambda: payments.reverse(s.p, kept.id, "Typed twice")


def _paper(s: Stage, own: bool, what: Callable) -> Call:
    number = s.session(own)
    return lambda: what(s.p, s.patient[own], [number])


def _archive(s: Stage, own: bool) -> Call:
    draft = s.superbill(own)
    return lambda: printing.archive(s.p, draft, "printed")


def _archived(s: Stage, own: bool) -> Call:
    draft = s.superbill(own)
    with signed_in(s.p, s.people["O"]):
        kept = printing.archive(s.p, draft, "printed")
    return lambda: printing.archived(s.p, kept.id)


def _glass_start(s: Stage, own: bool) -> Call:
    s.p.memory.glass.clear()
    return lambda: break_glass.start(s.p, s.patient[own], REASON)


def _glass_stop(s: Stage, own: bool) -> Call:
    # Opened before the call by everybody who may, so that there is something to close.
    for letter in "TABF":
        with signed_in(s.p, s.people[letter]):
            break_glass.start(s.p, s.patient[own], REASON)
    return lambda: break_glass.stop(s.p, s.patient[own])


def _acknowledge(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["B"]):
        break_glass.start(s.p, s.patient[own], REASON)
        break_glass.stop(s.p, s.patient[own])
    with signed_in(s.p, s.people["O"]):
        newest = break_glass.to_acknowledge(s.p)[-1]
    return lambda: break_glass.acknowledge(s.p, newest.id)


def _end_all(s: Stage, own: bool) -> Call:
    break_glass.end_all(s.p)
    return lambda: break_glass.end_all(s.p)


def _fee(s: Stage, own: bool) -> Call:
    day = LATER + timedelta(days=next(s.number))
    return lambda: setup.save_fee(s.p, Fee("97140", 5000, day))


def _typed(s: Stage) -> TypedValue:
    day = LATER + timedelta(days=next(s.number))
    return TypedValue("aetna", "unit_rule", "cms-total-time", day, day, "Contract")


def _save_own(s: Stage, own: bool) -> Call:
    typed = _typed(s)
    return lambda: own_values.save_own(s.p, typed)


def _remove_own(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        kept = own_values.save_own(s.p, _typed(s))
    return lambda: own_values.remove_own(s.p, kept.id)


def _threshold(s: Stage, own: bool) -> Call:
    year = LATER.year + next(s.number)
    key = "therapy_threshold.ot"
    return lambda: yearly_own.save_threshold(s.p, key, year, 250_000, "Federal Register")


def _named(s: Stage, own: bool, save: Callable, make: Callable) -> Call:
    number = next(s.number)
    return lambda: save(s.p, make(f"Place {number}"))


def _export(s: Stage, own: bool) -> Call:
    target = s.folder / "trail.csv"
    return lambda: audit_trail.export(s.p, AuditFilter(), target, ExportFormat.CSV)


def _second_place(s: Stage, own: bool) -> Call:
    place = s.folder / "elsewhere"
    place.mkdir(exist_ok=True)
    return lambda: backups.set_place(s.p, place)


def _rehearse(s: Stage, own: bool) -> Call:
    with signed_in(s.p, s.people["O"]):
        backups.back_up(s.p)
    return lambda: backups.rehearse(s.p)


def _plan(s: Stage, own: bool) -> Call:
    plan = PlanOfCare(s.patient[own], Discipline.PT, date(2026, 3, 1))
    return lambda: patients.save_plan_of_care(s.p, plan)


def _simple(name: str, *more: object) -> Callable[[Stage, bool], Call]:
    """A service that wants nothing prepared; `PATIENT` and `SESSION` stand for ids."""
    module, _, function = name.partition(".")
    service = getattr(import_module(f"core.services.{module}"), function)

    def prepare(s: Stage, own: bool) -> Call:
        made = {"PATIENT": s.patient[own], "THERAPIST": s.therapist[own]}
        if "SESSION" in more:
            made["SESSION"] = s.session(own)
        values = [made.get(one, one) if isinstance(one, str) else one for one in more]
        return lambda: service(s.p, *values)

    return prepare


ANYTHING = AuditFilter()
SIMPLE = {
    "patients.search": ("ng",),
    "patients.get": ("PATIENT",),
    "patients.save_diagnoses": ("PATIENT", (Diagnosis("M5450", "Low back pain"),)),
    "patients.search_diagnoses": ("back", DAY),
    "today.day_list": (DAY,),
    "today.unfinished": (DAY,),
    "today.unsigned": (),
    "today.awaiting_therapist": (),
    "authorisations.list_for": ("PATIENT",),
    "authorisations.limits_for": ("PATIENT",),
    "authorisation_work.authorisations_due": (DAY,),
    "signing.state_of": ("SESSION",),
    "encounters.schedule": ("PATIENT", DAY, 600, "THERAPIST"),
    "encounters.open_session": ("SESSION",),
    "encounters.bill_of": ("SESSION",),
    "explaining.prepare": ("SESSION",),
    "explaining.explained": ("SESSION",),
    "encounters.void": ("SESSION", "Written by mistake"),
    "engine_facts.keep_outside_use": ("PATIENT", 2026, "ot", "100.00"),
    "payments.list_for": ("PATIENT",),
    "payments.balance": ("PATIENT",),
    "break_glass.to_acknowledge": (),
    "break_glass.active": (),
    "idle.minutes": (),
    "idle.set_minutes": (5,),
    "setup.practice_info": (),
    "setup.list_locations": (),
    "setup.list_providers": (),
    "setup.list_payers": (),
    "setup.list_fees": (),
    "setup.list_referring": (),
    "setup.get_setting": ("x",),
    "setup.set_setting": ("x", "1"),
    "setup.save_practice": (replace(PRACTICE, phone="207-555-0199"),),
    "own_values.list_own": (),
    "backups.place": (),
    "backups.state": (),
    "backups.run_if_due": (),
    "backups.back_up": (),
    "open_sessions.to_be_billed": (),
    "credentials.new_recovery_code": (PASSWORD,),
    "credentials.confirm": (PASSWORD,),
    "people.accounts": (),
    "switching.set_pin": (PASSWORD, "739154"),
    "switching.may_use_pin": ("biller",),
    "audit_trail.choices": (),
    "audit_trail.entries": (ANYTHING,),
    "audit_trail.count": (ANYTHING,),
    "verifying.verify_open": (),
    "restoring.holding": (),
    "rules_in_use.renew_rules": (),
}
CALLS: dict[str, Callable[[Stage, bool], Call]] = {
    **{name: _simple(name, *more) for name, more in (SIMPLE | privacy_actions.SIMPLE).items()},
    **privacy_actions.CALLS,
    "patients.duplicates": lambda s, own: (
        lambda: patients.duplicates(s.p, Patient("A", "Ngô", date(1963, 3, 2)))
    ),
    "patients.save": _update_patient,
    "patients.save_coverage": _coverage,
    "patients.save_plan_of_care": _plan,
    "importing.import_patients": _import,
    "setup.save_referring": _referring,
    "encounters.new_session": _begin,
    "encounters.on_day": lambda s, own: (
        lambda record: lambda: encounters.on_day(s.p, record, DAY)
    )(s.opened(own)),
    "encounters.autosave": _autosave,
    "encounters.discard_draft": _discard,
    "encounters.save": _save,
    "people.add_person": _add_person,
    "people.reset_password": _reset,
    "people.save_roles": _roles,
    "people.end_account": _end_account,
    "credentials.change_password": _new_password,
    "switching.switch_user": _switch_pin,
    "switching.switch_by_password": _switch_password,
    "signing.sign": _sign,
    "signing.countersign": _countersign,
    "signing.add_addendum": _addendum,
    "signing.unseal": _unseal,
    "authorisations.save": _save_authorisation,
    "authorisations.end": _end_authorisation,
    "authorisations.save_limit": _save_limit,
    "payments.take": lambda s, own: lambda: payments.take(s.p, s.payment(own)),
    "payments.reverse": _reverse,
    "printing.superbill": lambda s, own: _paper(s, own, printing.superbill),
    "printing.prepare": lambda s, own: _paper(s, own, printing.prepare),
    "printing.medicare_question": lambda s, own: _paper(s, own, printing.medicare_question),
    "printing.archive": _archive,
    "printing.archived": _archived,
    "break_glass.start": _glass_start,
    "break_glass.stop": _glass_stop,
    "break_glass.acknowledge": _acknowledge,
    "break_glass.end_all": _end_all,
    "setup.save_location": lambda s, own: _named(s, own, setup.save_location, Location),
    "setup.save_provider": lambda s, own: _named(
        s, own, setup.save_provider, lambda name: Provider("Di", name, ProviderRole.OT)
    ),
    "setup.save_payer": lambda s, own: _named(s, own, setup.save_payer, Payer),
    "setup.save_fee": _fee,
    "own_values.save_own": _save_own,
    "own_values.remove_own": _remove_own,
    "yearly_own.save_threshold": _threshold,
    "open_sessions.bills_that_differ": lambda s, own: (
        lambda: open_sessions.bills_that_differ(s.p, s.p.book, s.p.book, ())
    ),
    "audit_trail.export": _export,
    "backups.set_place": _second_place,
    "backups.rehearse": _rehearse,
}
