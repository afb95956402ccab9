"""Without a Medicare locality the session says so and leads to where it is chosen."""

import pytest

from core.services import setup
from core.services.localities import LOCALITY
from tests.ui.session_page import ENTER, Desk, keys


def chosen(case):
    setup.set_setting(case.p, LOCALITY, "national")


@pytest.fixture
def desk(qtbot, theme, tmp_path, request):
    made = Desk(qtbot, theme, tmp_path, getattr(request, "param", lambda case: None))
    yield made
    made.tasks.stop()
    assert made.bugs == []


def test_a_button_below_the_bill_leads_to_settings(desk):
    page = desk.session()
    keys("te", ENTER, "8", ENTER)
    button = page.view.bill.locality_button
    assert (button.isVisible(), button.text()) == (True, "Choose the Medicare locality")
    went = []
    page.ctx.navigate = lambda name, args: went.append((name, args))
    button.click()
    assert went == [("settings", {"section": "billing"})]


@pytest.mark.parametrize("desk", [chosen], indirect=True)
def test_with_a_locality_nothing_is_asked(desk):
    page = desk.session()
    keys("te", ENTER, "8", ENTER)
    assert not page.view.bill.locality_button.isVisible()
