"""The practice's own line: dated, kept with its reason, used for every light."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import FieldProblem, InvalidInput
from core.services import audit_lines, audit_room, auditing
from core.services.audit_lines import OwnLine, share_typed
from tests.support.audit_clinic import CHOICE, two_sessions
from tests.support.practice import DAY

WHY = "Compliance plan"


@pytest.fixture
def clinic(tmp_path):
    p = two_sessions(tmp_path)
    yield p
    p.file.close()


def keep(p, day, share, number=None):
    return audit_lines.save_line(p, OwnLine(day, Decimal(share), WHY, number))


def test_without_an_own_line_the_shipped_one_holds(clinic):
    line = audit_lines.line_for(clinic, DAY)
    assert (line.share, line.is_own) == (0.2, False)
    assert "no regulation sets one" in line.cite


@pytest.mark.parametrize(
    ("day", "share"),
    [(date(2026, 1, 31), 0.2), (date(2026, 2, 1), 0.1), (date(2026, 3, 1), 0.05)],
)
def test_an_own_line_holds_from_its_day_until_the_next(clinic, day, share):
    keep(clinic, date(2026, 3, 1), "0.05")
    keep(clinic, date(2026, 2, 1), "0.10")
    assert audit_lines.line_for(clinic, day).share == share


def test_a_kept_audit_is_judged_by_the_line_of_its_last_day(clinic):
    number = auditing.run_self_audit(clinic, CHOICE).id
    keep(clinic, CHOICE.last, "0.45")
    view = audit_room.view(clinic, number)
    assert view.threshold == 0.45
    assert view.paper.threshold == 0.45
    assert "The practice’s own line, 45%: Compliance plan." in view.paper.line
    keep(clinic, CHOICE.last + timedelta(days=1), "0.05")
    assert audit_room.view(clinic, number).threshold == 0.45


def test_a_changed_line_stays_one_line(clinic):
    kept = keep(clinic, date(2026, 2, 1), "0.10")
    keep(clinic, date(2026, 2, 3), "0.12", kept.id)
    assert [(one.starts_on.day, one.share) for one in audit_lines.own_lines(clinic)] == [
        (3, Decimal("0.12"))
    ]


@pytest.mark.parametrize("share", ["0", "0.009", "0.51", "2"])
def test_a_line_out_of_range_is_refused(clinic, share):
    with pytest.raises(InvalidInput):
        keep(clinic, DAY, share)


def test_two_lines_never_begin_on_one_day_and_each_has_a_reason(clinic):
    keep(clinic, DAY, "0.1")
    with pytest.raises(InvalidInput) as twice:
        audit_lines.save_line(clinic, OwnLine(DAY, Decimal("0.2"), " "))
    assert {one.field for one in twice.value.problems} == {"starts_on", "reason"}


@pytest.mark.parametrize(("typed", "share"), [("15", "0.15"), (" 12,5 %", "0.125"), ("1%", "0.01")])
def test_per_cent_is_read_as_typed(typed, share):
    assert share_typed(typed) == Decimal(share)


@pytest.mark.parametrize("typed", ["a fifth", "nan", "inf", "1e9999999"])
def test_words_are_no_per_cent(typed):
    with pytest.raises(FieldProblem):
        share_typed(typed)
