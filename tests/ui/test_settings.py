"""The settings: what is typed is kept, checked at its field, and never lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableView

from core.model.practice import PayerProfile
from core.services import opening, setup
from tests.support.practice import PASSWORD, new_practice
from tests.ui.fakes import make_context
from tests.ui.walk import texts
from ui.presenters.settings import with_profile
from ui.screens.settings import TITLES, SettingsPage

OTHER = "tall green window"


@pytest.fixture
def practice(tmp_path):
    made = new_practice(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def page(qtbot, theme, tmp_path, practice):
    made = SettingsPage(make_context(tmp_path, theme, practice))
    qtbot.addWidget(made)
    made.resize(1080, 640)
    made.show()
    qtbot.waitExposed(made)
    made.activate({})
    return made


@pytest.fixture
def fill(page, qtbot):
    def go(section: str, **values: str) -> None:
        for name, text in values.items():
            field = page.findChild(QLineEdit, f"{section}-{name}")
            field.setFocus()
            field.selectAll()
            qtbot.keyClicks(field, text)

    return go


def save(page):
    page.primary_action().trigger()


def test_each_part_is_called_on_the_left_as_at_its_head(page):
    for name in TITLES:
        page.activate({"section": name})
        assert page.section.title == page.nav.currentItem().text() == TITLES[name]


def test_the_practice_is_shown_and_changed(page, practice, fill):
    fill("practice", name="Harbor Light Therapy")
    save(page)
    assert setup.practice_info(practice).name == "Harbor Light Therapy"
    assert not page.primary_action().isEnabled()


def test_saved_is_said_with_the_moment(page, fill, qtbot):
    fill("practice", name="Harbor Light Therapy")
    with qtbot.waitSignal(page.status) as caught:
        save(page)
    assert caught.args[0] == "good"
    assert caught.args[1].startswith("Saved practice ")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("npi", "1234567890", "check digit"),
        ("zip", "123", "ZIP"),
        ("state", "ZZ", "state"),
        ("tax_id", "12", ""),
        ("phone", "12", ""),
        ("email", "desk", ""),
    ],
)
def test_a_bad_value_is_told_at_its_field_at_once(page, practice, fill, field, typed, said):
    before = setup.practice_info(practice)
    fill("practice", **{field: typed})
    page.findChild(QLineEdit, "practice-name").setFocus()
    save(page)
    problem = page.sections["practice"].form.rows[field].problem()
    assert problem
    assert said in problem
    assert setup.practice_info(practice) == before
    assert page.findChild(QLineEdit, f"practice-{field}").text() == typed


def test_a_provider_is_added_and_stays_chosen(page, practice, fill):
    page.activate({"section": "providers"})
    page.secondary_actions()[0].trigger()
    fill("providers", first_name="Joel", last_name="Whit", npi="1234567893")
    save(page)
    assert [p.last_name for p in setup.list_providers(practice)] == ["Whit"]
    table = page.findChild(QTableView, "providers-table")
    assert table.currentIndex().data() == "Joel Whit"


def test_a_service_s_sentence_stands_at_the_field_it_names(page, fill):
    page.activate({"section": "providers"})
    for last in ("Whit", "Okafor"):
        page.secondary_actions()[0].trigger()
        fill("providers", first_name="Joel", last_name=last, npi="1234567893")
        save(page)
    problem = page.sections["providers"].form.rows["npi"].problem()
    assert "Another provider" in problem


def test_a_payer_follows_a_rule_from_a_day_on(page, practice, fill):
    page.activate({"section": "payers"})
    page.secondary_actions()[0].trigger()
    form = page.sections["payers"].form
    fill("payers", name="Medicare")
    form.rows["profile"].editor.set_value("medicare-part-b")
    fill("payers", profile_from="1/1/2020")
    save(page)
    (payer,) = setup.list_payers(practice)
    assert payer.profiles == (PayerProfile("medicare-part-b", date(2020, 1, 1)),)
    fill("payers", phone="207 555 0100")
    save(page)
    (again,) = setup.list_payers(practice)
    assert again.profiles == payer.profiles


def test_a_rule_without_its_first_day_is_asked_about(page, practice, fill):
    page.activate({"section": "payers"})
    fill("payers", name="Medicare")
    form = page.sections["payers"].form
    form.rows["profile"].editor.set_value("medicare-part-b")
    save(page)
    assert "from which day" in form.rows["profile_from"].problem()
    assert setup.list_payers(practice) == ()


def test_a_fee_is_money_from_a_day_on(page, practice, fill):
    page.activate({"section": "fees"})
    fill("fees", code="97140", amount_cents="42.5", starts_on="1/1/26")
    save(page)
    (fee,) = setup.list_fees(practice)
    assert (fee.code, fee.amount_cents, fee.starts_on) == ("97140", 4250, date(2026, 1, 1))
    assert "$42.50" in texts(page)


def test_a_fee_in_words_is_not_kept(page, practice, fill):
    page.activate({"section": "fees"})
    fill("fees", code="97140", amount_cents="12,5")
    save(page)
    assert setup.list_fees(practice) == ()
    assert page.findChild(QLineEdit, "fees-amount_cents").text() == "12,5"


def test_what_is_typed_is_not_thrown_away_by_choosing_another(page, practice, fill, qtbot):
    page.activate({"section": "referring"})
    for last, npi in (("Adams", "1234567893"), ("Brown", "1492000108")):
        page.secondary_actions()[0].trigger()
        fill("referring", last_name=last, npi=npi)
        save(page)
    table = page.findChild(QTableView, "referring-table")
    table.setCurrentIndex(table.model().index(0, 0))
    fill("referring", phone="207 555 0100")
    table.setCurrentIndex(table.model().index(1, 0))
    assert ("ask", "Throw away what you typed?") in page.ctx.messages.said
    assert page.findChild(QLineEdit, "referring-phone").text() == "207 555 0100"

    qtbot.waitUntil(lambda: table.currentIndex().row() == 0)


def test_escape_puts_back_what_was_saved(page, fill, qtbot):
    page.activate({"section": "referring"})
    fill("referring", last_name="Adams", npi="1234567893")
    save(page)
    fill("referring", last_name="Mistake")
    qtbot.keyClick(page.findChild(QLineEdit, "referring-last_name"), Qt.Key.Key_Escape)
    assert page.findChild(QLineEdit, "referring-last_name").text() == "Adams"


def test_the_look_changes_at_once_and_is_remembered(page):
    page.activate({"section": "appearance"})
    page.findChild(QPushButton, "look-dark").click()
    page.findChild(QPushButton, "size-150").click()
    assert page.ctx.theme.is_dark
    assert page.ctx.theme.scale == 150
    assert page.ctx.preferences.shared_text("look") == "dark"
    assert page.ctx.preferences.shared_text("scale") == "150"


def test_the_password_is_changed(page, practice, fill):
    page.activate({"section": "security"})
    fill(
        "change", old_password=PASSWORD, new_password="tall green window", again="tall green window"
    )
    page.findChild(QPushButton, "change-password").click()
    assert ("good", "The password is changed") in page.ctx.messages.said
    opening.confirm_password(practice, OTHER)
    assert page.findChild(QLineEdit, "change-new_password").text() == ""


def test_the_wrong_old_password_is_told_at_its_field(page, fill):
    page.activate({"section": "security"})
    fill(
        "change", old_password="wrong", new_password="tall green window", again="tall green window"
    )
    page.findChild(QPushButton, "change-password").click()
    rows = page.sections["security"].password.form.rows
    assert "does not open" in rows["old_password"].problem()
    assert page.findChild(QPushButton, "change-password").isEnabled()


def test_a_new_recovery_code_is_shown_until_it_is_on_paper(page, practice, fill):
    page.activate({"section": "security"})
    fill("recovery", password=PASSWORD)
    page.findChild(QPushButton, "new-code").click()
    label = page.findChild(QLabel, "new-recovery-code")
    opening.confirm_password(practice, label.text())
    recovery = page.sections["security"].recovery
    recovery.done.click()
    assert label.isVisible()  # not before it was typed back from the paper
    recovery.back.typed.setText(label.text())
    recovery.done.click()
    assert not label.isVisible()
    assert label.text() == ""


def test_a_new_profile_ends_the_one_before_the_day_before():
    old = (PayerProfile("generic-commercial", date(2018, 1, 1)),)
    new = with_profile(old, "aetna", date(2026, 1, 1))
    assert new == (
        PayerProfile("generic-commercial", date(2018, 1, 1), date(2025, 12, 31)),
        PayerProfile("aetna", date(2026, 1, 1)),
    )


def test_a_profile_of_the_same_day_is_replaced():
    old = (PayerProfile("generic-commercial", date(2018, 1, 1)),)
    new = with_profile(old, "aetna", date(2018, 1, 1))
    assert new == (PayerProfile("aetna", date(2018, 1, 1)),)
