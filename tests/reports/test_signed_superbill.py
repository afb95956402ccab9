"""The signature on the paper: by whom and when, and what came after it."""

from datetime import date

import pytest

from core.reports import superbill, superbill_columns
from core.reports.superbill_record import Signed
from tests.reports.people import EXERCISE, ISSUED, record, visit
from tests.reports.reading import stream_text

ANN = Signed("Jordan Reyes, PT, DPT", date(2026, 3, 11), "14:02")
BUILDS = pytest.mark.parametrize("build", [superbill.build, superbill_columns.build])


def paper(build, *visits):
    return " ".join(stream_text(build(record(visits=visits)).body).split())


@BUILDS
def test_a_signed_visit_says_who_signed_and_when_in_place_of_a_line_to_sign_on(build):
    said = paper(build, visit(ISSUED, EXERCISE, signed=(ANN,)))
    assert "Electronically signed by Jordan Reyes, PT, DPT on 03/11/2026, 14:02." in said
    assert "Signature of the provider" not in said


@BUILDS
def test_several_visits_name_each_signer_with_the_count_and_the_last_day(build):
    second = Signed("Mei Lin, OT", date(2026, 3, 12), "09:00", countersigning=True)
    said = paper(
        build, visit(ISSUED, EXERCISE, signed=(ANN,)), visit(ISSUED, EXERCISE, signed=(ANN, second))
    )
    assert "signed by Jordan Reyes, PT, DPT: all 2 visits, the last on 03/11/2026, 14:02" in said
    assert "countersigned by Mei Lin, OT: 1 of 2 visits" in said


def test_one_unsigned_visit_keeps_the_line_to_sign_on():
    said = paper(superbill.build, visit(ISSUED, EXERCISE, signed=(ANN,)), visit(ISSUED, EXERCISE))
    assert "Signature of the provider" in said
    assert "lectronically" not in said


@BUILDS
def test_changed_minutes_stand_on_the_paper_with_their_reason(build):
    later = ("minutes changed on 03/12/2026 by Ann from 97110 23 to 97110 38. Reason: the watch",)
    said = paper(build, visit(ISSUED, EXERCISE, signed=(ANN,), later=later))
    assert "minutes changed on 03/12/2026 by Ann from 97110 23 to 97110 38." in said
