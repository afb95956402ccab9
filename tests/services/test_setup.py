from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidInput, UserProblem
from core.model.encounter import Service
from core.model.kinds import ProviderRole
from core.model.practice import (
    Address,
    Fee,
    Location,
    Payer,
    PayerProfile,
    Provider,
    ReferringProvider,
)
from core.services import encounters, setup
from tests.support.practice import DAY, PRACTICE

NPI, BAD_NPI = "1245319599", "1245319598"


def fields_of(problem):
    return {one.field for one in problem.value.problems}


def test_the_practice_is_kept_with_its_changes(practice):
    changed = replace(PRACTICE, name="Łódź & Sons <PT>", phone="207-555-0177")
    assert setup.save_practice(practice, changed) == setup.practice_info(practice)
    assert setup.practice_info(practice).name == "Łódź & Sons <PT>"


@pytest.mark.parametrize(("change", "field"), [
    ({"name": " "}, "name"), ({"npi": BAD_NPI}, "npi"), ({"npi": "12345"}, "npi"),
    ({"tax_id": "1-23456789"}, "tax_id"), ({"tax_id": "12-345678"}, "tax_id"),
    ({"tax_id": "12-3456789", "tax_id_kind": "SSN"}, "tax_id"),
    ({"address": Address(zip="0410")}, "zip"), ({"address": Address(state="Maine")}, "state"),
    ({"phone": "555-0142"}, "phone"), ({"email": "a@b"}, "email"),
])  # fmt: skip
def test_a_bad_value_of_the_practice_names_its_field(practice, change, field):
    with pytest.raises(InvalidInput) as problem:
        setup.save_practice(practice, replace(PRACTICE, **change))
    assert fields_of(problem) == {field}
    assert setup.practice_info(practice) == PRACTICE


ENTRIES = [
    (setup.save_location, setup.list_locations, Location("Main", npi=NPI, place_of_service="12")),
    (setup.save_provider, setup.list_providers,
     Provider("Ann", "Lee", ProviderRole.SLP, npi=NPI, taxonomy="235Z00000X", licence_state="ME")),
    (setup.save_payer, setup.list_payers,
     Payer("Aetna", payer_number="60054", profiles=(
         PayerProfile("aetna", date(2025, 1, 1), date(2025, 12, 31)),
         PayerProfile("generic-commercial", date(2026, 1, 1)),
     ))),
    (setup.save_fee, setup.list_fees, Fee("TAPE", 1250, date(2026, 1, 1), is_cash_item=True)),
    (setup.save_referring, setup.list_referring, ReferringProvider("Mo", "Öz", NPI, fax="")),
]  # fmt: skip


@pytest.mark.parametrize(("save", "listed", "entry"), ENTRIES)
def test_an_entry_is_kept_as_given(practice, save, listed, entry):
    kept = save(practice, entry)
    assert kept == replace(entry, id=kept.id)
    assert kept in listed(practice)


@pytest.mark.parametrize(("save", "listed", "entry"), ENTRIES)
def test_an_entry_that_is_gone_is_said_to_be_so(practice, save, listed, entry):
    with pytest.raises(UserProblem, match="no longer"):
        save(practice, replace(entry, id=999))
    assert len(listed(practice)) == 0


def test_each_change_is_audited_with_its_fields(clinic):
    therapist = setup.list_providers(clinic.p)[1]
    changed = replace(therapist, credentials="PT, OCS")
    (event,) = clinic.audit_since(lambda: setup.save_provider(clinic.p, changed))
    assert (event.action, event.object_id) == ("provider.update", therapist.id)
    assert event.detail == {"fields": ["credentials"]}


def test_an_npi_belongs_to_one_provider(clinic):
    with pytest.raises(InvalidInput, match="already has this NPI"):
        setup.save_provider(clinic.p, Provider("Cy", "Dahl", ProviderRole.PT, npi="1234567893"))


def test_a_role_stays_once_sessions_stand_under_it(clinic):
    therapist = next(one for one in setup.list_providers(clinic.p) if one.id == clinic.therapist)
    as_ot = replace(therapist, role=ProviderRole.OT)
    assert setup.save_provider(clinic.p, as_ot).role is ProviderRole.OT
    setup.save_provider(clinic.p, therapist)
    record = encounters.new_session(clinic.p, clinic.patient, DAY).record
    encounters.save(clinic.p, replace(record, services=(Service("97110", 15),)))
    with pytest.raises(InvalidInput, match="role cannot change"):
        setup.save_provider(clinic.p, as_ot)


def test_inactive_providers_are_left_out_when_asked(clinic):
    gone = setup.save_provider(clinic.p, Provider("Cy", "Dahl", ProviderRole.PT, active=False))
    assert gone in setup.list_providers(clinic.p)
    assert gone not in setup.list_providers(clinic.p, active_only=True)


@pytest.mark.parametrize(("ends", "good"), [
    (date(2025, 12, 31), True), (date(2026, 1, 1), False), (None, False),
])  # fmt: skip
def test_no_two_rule_profiles_of_a_payer_share_a_day(practice, ends, good):
    profiles = (
        PayerProfile("aetna", date(2026, 1, 1)),
        PayerProfile("cash", date(2025, 1, 1), ends),
    )
    if good:
        kept = setup.save_payer(practice, Payer("A", profiles=profiles))
        assert kept.profile_on(date(2025, 12, 31)) == "cash"
        assert kept.profile_on(date(2026, 1, 1)) == "aetna"
    else:
        with pytest.raises(InvalidInput, match="Two rule profiles hold on 1 Jan 2026"):
            setup.save_payer(practice, Payer("A", profiles=profiles))


@pytest.mark.parametrize(("change", "field"), [
    ({"name": "harbor mutual"}, "name"),
    ({"profiles": (PayerProfile("none-such", date(2026, 1, 1)),)}, "profiles"),
    ({"profiles": (PayerProfile("cash", date(2026, 1, 2), date(2026, 1, 1)),)}, "profiles"),
])  # fmt: skip
def test_a_bad_payer_names_its_field(clinic, change, field):
    with pytest.raises(InvalidInput) as problem:
        setup.save_payer(clinic.p, replace(Payer("New"), **change))
    assert fields_of(problem) == {field}


def test_a_fee_counts_from_its_first_day_to_its_last(practice):
    setup.save_fee(practice, Fee("97110", 5000, date(2025, 1, 1), ends_on=date(2025, 12, 30)))
    setup.save_fee(practice, Fee("97110", 6000, date(2026, 1, 1)))
    on = {
        day: [fee.amount_cents for fee in setup.list_fees(practice, day)]
        for day in (date(2024, 12, 31), date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1))
    }
    assert list(on.values()) == [[], [5000], [], [6000]]


@pytest.mark.parametrize(("fee", "field"), [
    (Fee("", 1, DAY), "code"), (Fee("97 10", 1, DAY), "code"),
    (Fee("97110", -1, DAY), "amount_cents"), (Fee("97110", 10_000_001, DAY), "amount_cents"),
    (Fee("97140", 1, date(2026, 1, 1)), "starts_on"),
    (Fee("97110", 1, DAY, ends_on=date(2026, 3, 9)), "ends_on"),
    (Fee("97110", 1, DAY, is_cash_item=True), "code"),
])  # fmt: skip
def test_a_bad_fee_names_its_field(clinic, fee, field):
    with pytest.raises(InvalidInput) as problem:
        setup.save_fee(clinic.p, fee)
    assert fields_of(problem) == {field}


def test_referring_providers_are_found_by_any_word_or_npi(practice):
    kept = setup.save_referring(practice, ReferringProvider("Mo", "O'Neil-Öz", NPI))
    for text in ("", "mo", "oz", "oneil mo", "1245"):
        assert setup.list_referring(practice, text) == (kept,)
    assert setup.list_referring(practice, "xy") == ()
    with pytest.raises(InvalidInput, match="NPI is missing"):
        setup.save_referring(practice, ReferringProvider("Mo", "Lee", ""))


def test_settings_are_kept_by_name(practice):
    assert setup.get_setting(practice, "theme", "light") == "light"
    setup.set_setting(practice, "theme", "dark")
    setup.set_setting(practice, "theme", "")
    assert setup.get_setting(practice, "theme", "light") == ""
