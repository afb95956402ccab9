"""The settings' form of the practice's own audit line, without a window."""

from decimal import Decimal

from core.services.audit_lines import OwnLine
from tests.support.practice import DAY
from ui.presenters.audit_line import error_lines


def test_the_form_gives_back_what_it_shows():
    spec, kept = error_lines(), OwnLine(DAY, Decimal("0.125"), "Compliance plan", 3)
    values = spec.values(kept)
    assert values["percent"] == "12.5"
    assert spec.record(values, kept) == kept
    shown = [column.show(kept) for column in spec.columns]
    assert shown == ["10 Mar 2026", "12.5%", "Compliance plan"]


def test_the_form_refuses_what_is_no_line():
    percent = next(field for field in error_lines().fields if field.name == "percent")
    assert percent.check("60") == "Type a share from 1% to 50%."
    assert percent.check("many") == "Type per cent as a number, such as 15."
    assert percent.check("12.5") == ""
