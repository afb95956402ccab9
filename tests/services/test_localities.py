"""The Medicare locality: chosen from the indices' table, suggested by the ZIP code, asked for."""

from datetime import date

import pytest

from core.errors import FieldProblem
from core.model.facts import Locality
from core.model.practice import Payer, PayerProfile
from core.services import localities, setup
from core.services.localities import LOCALITY, asks_for_locality, locality_facts, save_locality
from tests.support.practice import DAY


def test_national_comes_first_then_every_locality_of_the_indices_by_name(practice):
    choices = locality_facts(practice).choices
    assert (choices[0].value, choices[0].words) == (
        "national",
        "National amounts, without geography",
    )
    words = {one.value: one.words for one in choices}
    assert words["15202-00"] == "OH: Ohio (15202, 00)"
    assert words["14112-03"] == "ME: Southern Maine (14112, 03)"
    assert not any("Not named" in one for one in words.values())
    assert [one.words for one in choices[1:]] == sorted(one.words for one in choices[1:])


def test_a_choice_is_kept_and_used(clinic):
    assert localities.locality_on(clinic.p, DAY) is None
    (event,) = clinic.audit_since(lambda: save_locality(clinic.p, "15202-00"))
    assert (event.detail["name"], event.detail["value"]) == (LOCALITY, "15202-00")
    assert localities.locality_on(clinic.p, DAY) == Locality("15202", "00")
    assert locality_facts(clinic.p).chosen == "15202-00"


def test_national_is_a_choice_of_its_own(clinic):
    save_locality(clinic.p, "national")
    assert localities.locality_on(clinic.p, DAY) == Locality()


@pytest.mark.parametrize("value", ["", "15202", "99999-99", "Ohio"])
def test_what_is_not_in_the_table_is_refused(practice, value):
    with pytest.raises(FieldProblem, match="from the list") as caught:
        save_locality(practice, value)
    assert caught.value.field == "locality"


def test_the_zip_codes_locality_is_suggested_and_used_until_one_is_chosen(clinic, monkeypatch):
    monkeypatch.setattr(
        localities, "locality_of_zip", lambda path, code, day: {"04101": ("14112", "03")}.get(code)
    )
    facts = locality_facts(clinic.p)
    assert (facts.chosen, facts.zip_code, facts.by_zip) == ("", "04101", "14112-03")
    assert localities.locality_on(clinic.p, DAY) == Locality("14112", "03")
    assert not asks_for_locality(clinic.p, DAY)


def test_a_damaged_library_keeps_nobody_from_choosing(clinic):
    clinic.p.library.path.parent.mkdir(parents=True, exist_ok=True)
    clinic.p.library.path.write_bytes(b"no database at all" * 400)
    facts = locality_facts(clinic.p)
    assert (facts.by_zip, facts.choices[0].value) == ("", "national")
    assert len(facts.choices) > 100
    clinic.p.library.path.unlink()


def test_it_is_asked_for_where_a_payer_pays_by_medicares_schedule(clinic):
    assert asks_for_locality(clinic.p, DAY)
    save_locality(clinic.p, "national")
    assert not asks_for_locality(clinic.p, DAY)


def test_without_such_a_payer_nobody_asks(practice):
    profile = PayerProfile("aetna", date(2020, 1, 1))
    setup.save_payer(practice, Payer("Aetna", profiles=(profile,)))
    assert not asks_for_locality(practice, DAY)
