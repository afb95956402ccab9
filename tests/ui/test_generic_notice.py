"""The warning about notes that got more generic: whom it names, whom it is for."""

from datetime import date

import pytest

from core.audit.drift import Drift, Wording
from core.model.people import Person, Role
from tests.ui.fakes import make_context
from ui.presenters.generic_notes import ClaimNotesPresenter
from ui.widgets.generic_notice import GenericNotice


def drift(name, *, worse):
    return Drift(name, date(2026, 2, 11), date(2026, 3, 10), Wording(28, 0.73, 0.35),
                 Wording(50, 0.97, 0.28), 12, worse, more_alike=False)  # fmt: skip


@pytest.fixture
def notice(qtbot, theme):
    made = GenericNotice(billing=True)
    qtbot.addWidget(made)
    return made


def test_only_who_got_more_generic_is_named_with_what_it_rests_on(notice):
    notice.show_drifts((drift("Marcus Lindqvist", worse=True), drift("Dana Okafor", worse=False)))
    assert "Marcus Lindqvist" in notice.text()
    assert "28 notes since 11 Feb 2026 beside 50 before" in notice.text()
    assert "Dana Okafor" not in notice.text()
    assert not notice.isHidden()


def test_it_goes_when_there_is_nobody_to_name(notice):
    notice.show_drifts((drift("Marcus Lindqvist", worse=True),))
    notice.show_drifts((drift("Dana Okafor", worse=False),))
    assert notice.isHidden()


@pytest.mark.parametrize(
    ("role", "asks"), [(Role.BILLER, True), (Role.OWNER, True), (Role.FRONT_DESK, False)]
)
def test_the_front_desk_is_not_told_of_a_clinicians_notes(tmp_path, theme, role, asks):
    asked = []

    class Tasks:
        def read(self, work, done, failed=None, replaces=""):
            asked.append(replaces)

    person = Person(1, "Somebody", "somebody", frozenset({role}))
    made = ClaimNotesPresenter(make_context(tmp_path, theme, person=person, tasks=Tasks()))
    made.ask((1,))
    assert bool(asked) is asks
