"""A quarter with a seeded fault of every kind: each is found, and nothing else is."""

import importlib.util
from datetime import date

import pytest

from core.audit.findings import Check, Direction
from core.audit.fold import Fold, audit
from core.audit.look import Shelf
from core.library.audit_files import load_audit_rules
from core.library.lexicon import load_lexicon
from core.library.rulebook import load_rulebook
from tests.audit.quarter import CASES, rows, visits

DAY = date(2024, 9, 30)


@pytest.fixture(scope="module")
def shelf():
    return Shelf(load_rulebook(), load_lexicon(), load_audit_rules())


@pytest.fixture(scope="module")
def found(shelf):
    return list(audit(visits(), Fold(shelf, DAY)))


def said(one):
    return one.encounter, one.check.value, one.direction.value, one.code, one.units


def seeded():
    return [
        [(a["encounter"], a["check"], a["direction"], code, a["units"])
         for code in a["codes"].split("|")]
        for a in rows("quarter_answers.jsonl")
    ]  # fmt: skip


def test_every_seeded_fault_is_found(found):
    have = {said(one) for one in found}
    assert [answer for answer in seeded() if not have & set(answer)] == []


def test_nothing_is_found_that_was_not_seeded(found):
    right = {one for answer in seeded() for one in answer}
    assert [said(one) for one in found if said(one) not in right] == []
    assert len(found) == len(seeded())


def test_the_faults_are_of_every_kind():
    assert {answer["check"] for answer in rows("quarter_answers.jsonl")} == set(Check)


def test_the_same_quarter_gives_the_same_findings(shelf, found):
    assert list(audit(visits(), Fold(shelf, DAY))) == found


def test_the_files_are_what_their_maker_writes():
    spec = importlib.util.spec_from_file_location("make_quarter", CASES / "make_quarter.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    visits_text, answers_text = maker.make()
    assert (CASES / "quarter.jsonl").read_text("utf-8") == visits_text
    assert (CASES / "quarter_answers.jsonl").read_text("utf-8") == answers_text


def test_every_finding_has_its_source_and_what_to_do(found):
    assert [one for one in found if not (one.cite and one.message and one.fix)] == []


def test_what_stands_in_the_note_is_quoted_where_it_stands(found):
    notes = {visit.id: visit.note for visit in visits()}
    proofs = [(one.encounter, proof) for one in found for proof in one.proof]
    assert proofs
    assert all(notes[id][p.start : p.end] == p.text for id, p in proofs)


def test_over_and_under_are_never_netted(shelf):
    fold = Fold(shelf, DAY)
    list(audit(visits(), fold))
    sums = fold.totals.by(lambda cell: (cell.check, cell.direction))
    # typed from the answers: u1, u5, u6 under; u2, u3, u4, u6 over
    assert sums[Check.UNITS, Direction.UNDER].units == 3
    assert sums[Check.UNITS, Direction.OVER].units == 4


def test_parts_add_up_to_the_whole(shelf, found):
    whole, parts = Fold(shelf, DAY), []
    list(audit(visits(), whole))
    for letter in (True, False):
        fold = Fold(shelf, DAY, across=False)
        for visit in visits():
            if (visit.patient[0] in "cmn") is letter:
                fold.add(visit)
        parts.append(fold.totals)
    parts[0].merge(parts[1])
    assert parts[0].encounters == whole.totals.encounters
    assert parts[0].ledger() == whole.totals.ledger()
    assert parts[0].places == whole.totals.places
