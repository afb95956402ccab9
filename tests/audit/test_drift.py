"""Notes that get more generic: told with enough notes and a real difference, else silent."""

from datetime import date, timedelta

import pytest

from core.audit.drift import DatedNote, alike_shares, drift, specific_share, window_of
from core.audit.words import drift_words
from core.library.audit_files import load_audit_rules
from core.library.lexicon import load_lexicon
from tests.audit.quarter import visits

DAY = date(2026, 3, 10)
STOCK = "S: Patient doing ok. O: Manual therapy per flow sheet. A: Tolerated well. P: Continue."
GOOD = [one.note for one in visits() if one.patient.startswith("clean")]


def week(ago, number, text):
    return DatedNote(DAY - timedelta(days=ago), f"p{number}", text)


def seen(lately, before=20, good_before=20):
    """`lately` holds texts of the last weeks; before them as many of the seeded clean notes."""
    old = [week(40 + n, n, GOOD[n] if n < good_before else STOCK) for n in range(before)]
    new = [week(1 + n % 27, 50 + n, text) for n, text in enumerate(lately)]
    return drift("Dana Okafor", old + new, DAY, load_lexicon(), load_audit_rules())


def test_the_window_is_four_weeks_and_the_half_year_before():
    window = window_of(DAY, load_audit_rules())
    assert (window.since, window.before) == (date(2026, 2, 11), date(2026, 2, 10))
    assert window.first == date(2025, 8, 13)


def test_a_note_with_every_element_is_wholly_specific_and_a_stock_phrase_is_not():
    dated = [week(1, 0, text) for text in (GOOD[0], STOCK)]
    assert [specific_share(one, load_lexicon()) for one in dated] == [1.0, 0.0]


def test_notes_as_good_as_before_are_not_shown():
    found = seen(GOOD[30:50])
    assert found.is_enough
    assert not found.got_generic


def test_stock_phrases_instead_of_findings_are_shown():
    found = seen(GOOD[30:40] + [STOCK] * 10)
    assert found.less_specific
    assert found.lately.specific < 0.6 < found.before.specific
    assert "20 notes since 11 Feb 2026 beside 20 before" in drift_words(found)


def test_good_notes_that_repeat_each_other_are_shown():
    found = seen([GOOD[30]] * 15)
    assert found.more_alike
    assert not found.less_specific


def test_who_always_wrote_so_got_no_more_generic():
    assert not seen([STOCK] * 15, good_before=0).got_generic


def test_who_got_better_is_not_shown():
    assert not seen(GOOD[30:45], good_before=5).got_generic


@pytest.mark.parametrize(("lately", "before"), [(11, 20), (20, 11), (0, 20), (20, 0)])
def test_too_few_notes_say_nothing(lately, before):
    found = seen([STOCK] * lately, before)
    assert not found.is_enough
    assert not found.got_generic
    assert "too few" in drift_words(found)


def test_a_small_loss_is_not_told():
    assert not seen([*GOOD[30:49], STOCK]).less_specific  # one of twenty: a twentieth


def test_one_stock_note_among_few_could_be_chance():
    assert not seen([*GOOD[30:41], STOCK]).got_generic


def test_likeness_is_looked_for_only_in_notes_before():
    notes = [week(9, 1, GOOD[0]), week(5, 1, GOOD[0]), week(1, 2, GOOD[3])]
    shares = alike_shares(notes)
    assert shares[:2] == [0.0, 1.0]
    assert shares[2] < 0.2


def test_nothing_is_said_of_days_whose_lines_are_not_known():
    assert drift("x", [], date(1999, 1, 1), load_lexicon(), load_audit_rules()) is None
