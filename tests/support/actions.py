"""One call of every service on a real practice: what has to be there first, then the call.

`own` asks for the patient and the encounter that are the caller's own, else for a colleague's.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module

from core.model.kinds import (
    ProviderRole,
    SecondaryRule,
)
from core.model.patient import Diagnosis, Patient
from core.model.practice import Location, Payer, Provider
from core.services import (
    encounters,
    open_sessions,
    patients,
    payments,
    printing,
    setup,
)  # fmt: skip
from core.services.audit_trail import AuditFilter
from tests.support import (
    actions_care,
    actions_notes,
    actions_people,
    actions_plan,
    actions_practice,
)
from tests.support.audit_actions import AUDIT_CALLS
from tests.support.audit_room_actions import ROOM_CALLS
from tests.support.practice import DAY, PASSWORD, PRACTICE
from tests.support.privacy_actions import PRIVACY_CALLS
from tests.support.stage import Call, Stage


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
    "outcomes.list_for": ("PATIENT",),
    "outcomes.history": ("PATIENT",),
    "outcomes.progress_for": ("PATIENT",),
    "outcomes.standing": ("PATIENT",),
    "care_files.get": ("PATIENT",),
    "plan_work.plans_due": (DAY,),
    "signing.state_of": ("SESSION",),
    "note_versions.list_for": ("SESSION",),
    "note_help.list_macros": (),
    "note_help.list_templates": (),
    "note_help.list_words": (),
    "encounters.schedule": ("PATIENT", DAY, 600, "THERAPIST"),
    "encounters.open_session": ("SESSION",),
    "encounters.bill_of": ("SESSION",),
    "explaining.prepare": ("SESSION",),
    "explaining.explained": ("SESSION",),
    "encounters.void": ("SESSION", "Written by mistake"),
    "engine_facts.keep_outside_use": ("PATIENT", 2026, "ot", "100.00"),
    "payments.list_for": ("PATIENT",),
    "payments.balance": ("PATIENT",),
    "disclosures.list_for": ("PATIENT",),
    "accounting.usual_period": (),
    "accounting.prepare": ("PATIENT", date(2020, 3, 10), DAY),
    "retention.years": (),
    "retention.least_years": (),
    "retention.set_years": (12,),
    "retention.of_patient": ("PATIENT",),
    "break_glass.to_acknowledge": (),
    "break_glass.active": (),
    "idle.minutes": (),
    "kept_texts.mine": (),
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
    "payer_rates.list_rates": (1,),
    "localities.locality_facts": (),
    "localities.save_locality": ("national",),
    "localities.asks_for_locality": (DAY,),
    "second_payer.save_secondary_rule": (SecondaryRule.STRICTER,),
    "backups.place": (),
    "backups.state": (),
    "backups.run_if_due": (),
    "backups.back_up": (),
    "open_sessions.to_be_billed": (),
    "credentials.new_recovery_code": (PASSWORD,),
    "credentials.confirm": (PASSWORD,),
    "proofs.prove": (PASSWORD,),
    "people.accounts": (),
    "switching.set_pin": (PASSWORD, "739154"),
    "switching.may_use_pin": ("biller",),
    "switching.seats": (),
    "audit_trail.choices": (),
    "audit_trail.entries": (ANYTHING,),
    "audit_trail.count": (ANYTHING,),
    "verifying.verify_open": (),
    "restoring.holding": (),
    "rules_in_use.renew_rules": (),
}
CALLS: dict[str, Callable[[Stage, bool], Call]] = {
    **actions_plan.CALLS,
    **{name: _simple(name, *more) for name, more in SIMPLE.items()},
    **AUDIT_CALLS,
    **ROOM_CALLS,
    **PRIVACY_CALLS,
    "patients.duplicates": lambda s, own: (
        lambda: patients.duplicates(s.p, Patient("A", "Ngô", date(1963, 3, 2)))
    ),
    "patients.save": actions_care.update_patient,
    "patients.save_coverage": actions_care.coverage,
    "patients.save_plan_of_care": actions_care.plan,
    "importing.import_patients": actions_care.import_call,
    "setup.save_referring": actions_care.referring,
    "encounters.new_session": actions_care.begin,
    "encounters.on_day": lambda s, own: (
        lambda record: lambda: encounters.on_day(s.p, record, DAY)
    )(s.opened(own)),
    "encounters.autosave": actions_care.autosave,
    "encounters.discard_draft": actions_care.discard,
    "encounters.save": actions_care.save,
    "people.add_person": actions_people.add_person,
    "people.reset_password": actions_people.reset,
    "people.save_roles": actions_people.roles,
    "people.end_account": actions_people.end_account,
    "credentials.change_password": actions_people.new_password,
    "kept_texts.keep": actions_people.keep_text,
    "kept_texts.let_go": actions_people.let_go_text,
    "switching.switch_user": actions_people.switch_pin,
    "switching.switch_by_password": actions_people.switch_password,
    "note_coach.for_session": actions_notes.coach,
    "note_help.save_macro": actions_notes.macro,
    "note_help.save_template": actions_notes.template,
    "note_help.save_word": actions_notes.word,
    "signing.sign": actions_care.sign,
    "signing.countersign": actions_care.countersign,
    "signing.add_addendum": actions_care.addendum,
    "signing.unseal": actions_care.unseal,
    "outcomes.save": actions_care.save_outcome,
    "outcomes.take_back": actions_care.take_back_outcome,
    "authorisations.save": actions_care.save_authorisation,
    "authorisations.end": actions_care.end_authorisation,
    "authorisations.save_limit": actions_care.save_limit,
    "payments.take": lambda s, own: lambda: payments.take(s.p, s.payment(own)),
    "payments.reverse": actions_care.reverse,
    "printing.superbill": lambda s, own: actions_care.paper(s, own, printing.superbill),
    "printing.prepare": lambda s, own: actions_care.paper(s, own, printing.prepare),
    "printing.medicare_question": lambda s, own: actions_care.paper(
        s, own, printing.medicare_question
    ),
    "printing.archive": actions_care.archive,
    "printing.archived": actions_care.archived,
    "break_glass.start": actions_care.glass_start,
    "break_glass.stop": actions_care.glass_stop,
    "break_glass.acknowledge": actions_care.acknowledge,
    "break_glass.end_all": actions_care.end_all_call,
    "setup.save_location": lambda s, own: actions_practice.named(
        s, own, setup.save_location, Location
    ),
    "setup.save_provider": lambda s, own: actions_practice.named(
        s, own, setup.save_provider, lambda name: Provider("Di", name, ProviderRole.OT)
    ),
    "setup.save_payer": lambda s, own: actions_practice.named(s, own, setup.save_payer, Payer),
    "setup.save_fee": actions_practice.fee,
    "payer_rates.save_rate": actions_practice.save_rate,
    "payer_rates.remove_rate": actions_practice.remove_rate,
    "payer_rates.import_rates": actions_practice.import_rates,
    "own_values.save_own": actions_practice.save_own,
    "own_values.remove_own": actions_practice.remove_own,
    "yearly_own.save_threshold": actions_practice.threshold,
    "open_sessions.bills_that_differ": lambda s, own: (
        lambda: open_sessions.bills_that_differ(s.p, s.p.book, s.p.book, ())
    ),
    "audit_trail.export": actions_practice.export,
    "backups.set_place": actions_practice.second_place,
    "backups.rehearse": actions_practice.rehearse,
}
