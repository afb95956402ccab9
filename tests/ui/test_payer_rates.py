"""Settings, contract rates: typed by keys, ended, taken away, and read from a file."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from core.model.practice import ContractRate, Payer, PayerProfile
from core.services import payer_rates, setup
from tests.ui.desk import Desk

Key = Qt.Key
SINCE = date(2026, 1, 1)


@pytest.fixture
def desk(tmp_path, theme, qtbot):
    made = Desk(tmp_path, theme, qtbot)
    profile = PayerProfile("aetna", date(2020, 1, 1))
    plan = setup.save_payer(made.practice, Payer("Aetna", profiles=(profile,)))
    made.plan = plan.id
    payer_rates.save_rate(
        made.practice, ContractRate(plan.id, "97140", 2900, SINCE, "Contract, page 3")
    )
    made.go("settings", {"section": "payer_rates", "payer": plan.id})
    yield made
    made.practice.file.close()


def kept(desk):
    found = payer_rates.list_rates(desk.practice, desk.plan)
    return [(one.code, one.amount_cents, one.starts_on, one.ends_on) for one in found]


def fill(desk, **texts):
    for name, text in texts.items():
        field = desk.find(f"rates-{name}")
        field.setFocus()
        field.selectAll()
        desk.type(text)


def rates_file(folder, *rows):
    path = folder / "aetna.csv"
    path.write_text("\n".join(("code,amount,from,to", *rows)), encoding="utf-8")
    return path


def test_a_payers_rates_stand_with_their_days_and_source(desk):
    assert desk.find("rates-payer").currentText() == "Aetna"
    assert desk.column("rates-table", "One unit") == ["$29.00"]
    assert desk.column("rates-table", "Days") == ["from 1 Jan 2026"]
    assert desk.column("rates-table", "Source") == ["Contract, page 3"]
    assert (
        desk.find("rates-otherwise").text() == "Codes without a rate have no amount that is known."
    )


def test_a_rate_is_typed_and_saved_by_keys(desk):
    desk.ctrl(Key.Key_N)
    fill(desk, code="97110", amount_cents="31.50", starts_on="1/1/26", source="Contract, page 3")
    desk.ctrl(Key.Key_S)
    assert ("97110", 3150, SINCE, None) in kept(desk)
    assert desk.column("rates-table", "Code") == ["97110", "97140"]
    assert desk.find("rates-code").text() == "97110"


def test_a_later_rate_ends_the_open_one(desk):
    desk.ctrl(Key.Key_N)
    fill(desk, code="97140", amount_cents="30", starts_on="7/1/26", source="Amendment 1")
    desk.ctrl(Key.Key_S)
    assert desk.column("rates-table", "Days") == ["1 Jan 2026 to 30 Jun 2026", "from 1 Jul 2026"]


def test_what_is_wrong_is_told_at_its_field_and_stays_typed(desk):
    desk.ctrl(Key.Key_N)
    fill(desk, code="97999", amount_cents="31.50", starts_on="1/1/26", source="Contract")
    desk.ctrl(Key.Key_S)
    form = desk.page.sections["payer_rates"].form
    assert "97999 is not a code" in form.rows["code"].problem()
    assert desk.find("rates-code").text() == "97999"
    assert len(kept(desk)) == 1


def test_another_payer_waits_for_what_is_being_typed(desk):
    fill(desk, source="Contract, page 4")
    box = desk.find("rates-payer")
    box.set_value(desk.clinic.payer)
    box.activated.emit(box.currentIndex())
    assert box.currentText() == "Aetna"
    assert desk.messages.said[-1][0] == "warning"
    desk.press(Key.Key_Escape)
    box.set_value(desk.clinic.payer)
    box.activated.emit(box.currentIndex())
    assert desk.column("rates-table", "Code") == []
    assert desk.find("rates-otherwise").text().endswith("by Medicare's fee schedule.")


def test_a_file_with_rows_in_error_takes_nothing_and_names_them(desk, tmp_path):
    section = desk.page.sections["payer_rates"]
    path = rates_file(tmp_path, "97110,31.50,2026-01-01,", "97112,abc,2026-01-01,")
    section.presenter.try_file(path, section._tried)
    assert desk.column("rates-problems", "Row") == ["3"]
    assert desk.column("rates-problems", "Column") == ["Amount"]
    assert desk.find("rates-result").text().startswith("Nothing was taken")
    assert len(kept(desk)) == 1


def test_a_file_is_taken_once_somebody_says_so(desk, tmp_path):
    section = desk.page.sections["payer_rates"]
    path = rates_file(tmp_path, "97110,31.50,2026-01-01,", "97140,29.00,2026-01-01,")
    desk.messages.answer = None
    section.presenter.try_file(path, section._tried)
    assert desk.find("rates-result").text().startswith("Read, not taken yet 1 new, 1 changed")
    assert len(kept(desk)) == 1
    desk.messages.answer = ""
    section.presenter.try_file(path, section._tried)
    assert desk.column("rates-table", "Code") == ["97110", "97140"]
    assert desk.column("rates-table", "Source")[0].startswith("aetna.csv, read ")


def test_a_rate_is_taken_away_after_a_question(desk):
    desk.messages.answer = ""
    desk.find("rates-remove").setFocus()
    desk.press(Key.Key_Space)
    assert kept(desk) == []
    assert not desk.find("rates-table").isVisible()


def test_the_share_of_medicare_is_one_step_away(desk):
    desk.find("rates-share").setFocus()
    desk.press(Key.Key_Space)
    assert desk.page.section is desk.page.sections["payer_rules"]
    assert desk.find("rules-profile").currentText() == "Aetna"
    assert desk.column("rules-table", "Rule") == ["Share of Medicare's amount"]
