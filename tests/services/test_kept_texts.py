"""What was typed and not saved is kept for its writer alone, until it is saved or let go."""

from dataclasses import replace

import pytest

from core.errors import UserProblem
from core.model.kept_text import KeptField, KeptText
from core.model.patient import Patient
from core.model.people import Role
from core.services import kept_texts, opening, patients
from core.store import audit, removal, verify
from tests.support.people import join, signed_in
from tests.support.practice import DAY, new_practice, reopen

SECRET = "osteochondrosis of the left knee"


@pytest.fixture
def p(tmp_path):
    made = new_practice(tmp_path)
    patients.save(made, Patient("Maria", "Alvarez", DAY.replace(year=1963)))
    yield made
    made.file.close()


def typed(text=SECRET, **more):
    fields = {"words": KeptField("", text)}
    return KeptText("goal", "1/new", "Goal", fields, patient_id=1, **more)


def test_a_text_is_there_again_after_the_file_was_closed_and_opened(p):
    kept_texts.keep(p, (typed(),))
    path = p.file.path
    opening.close(p)
    again = reopen(path)
    (kept,) = kept_texts.mine(again)
    assert (kept.form, kept.record, kept.patient_name) == ("goal", "1/new", "Alvarez, Maria")
    assert kept.fields == {"words": KeptField("", SECRET)}
    opening.close(again)


def test_nobody_else_sees_changes_or_removes_it(p):
    (mine,) = kept_texts.keep(p, (typed(),))
    with signed_in(p, join(p, "Bo Kim", Role.OWNER)):
        assert kept_texts.mine(p) == ()
        kept_texts.let_go(p, mine.id)
        (other,) = kept_texts.keep(p, (replace(mine, fields={"words": KeptField("", "x")}),))
        assert other.id != mine.id
    assert [one.fields["words"].typed for one in kept_texts.mine(p)] == [SECRET]


def test_the_same_text_kept_again_takes_the_place_of_its_older_self(p):
    (first,) = kept_texts.keep(p, (typed("walk"),))
    kept_texts.keep(p, (replace(first, fields={"words": KeptField("", "walk a mile")}),))
    kept_texts.keep(p, (typed("another"),))
    words = [one.fields["words"].typed for one in kept_texts.mine(p)]
    assert words == ["walk a mile", "another"]


def test_once_let_go_it_is_gone_and_the_trail_holds_none_of_it(p):
    (kept,) = kept_texts.keep(p, (typed(),))
    kept_texts.let_go(p, kept.id)
    assert kept_texts.mine(p) == ()
    rows = audit.events(p.file.db)
    assert [one.action for one in rows[-2:]] == ["text.keep", "text.let_go"]
    assert not any(SECRET in str(one) for one in rows)
    assert verify.everything(p.file).is_good


def test_it_goes_with_the_patients_record(p):
    kept_texts.keep(p, (typed(),))
    with p.file.unit_of_work("test.remove", "patient") as work:
        removed = removal.remove(p.file, work.db, 1)
    assert removed["kept_texts"] == 1
    assert kept_texts.mine(p) == ()


def test_a_text_beyond_all_editors_is_refused_in_a_sentence(p):
    with pytest.raises(UserProblem, match="too long"):
        kept_texts.keep(p, (typed("x" * 200_001),))
    assert kept_texts.mine(p) == ()
