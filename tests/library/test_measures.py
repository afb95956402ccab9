"""The shipped measures are whole; a file that is not is refused by its name."""

import pytest

from core.library.measures import read_measures, shipped_measures
from core.library.resources import resources_dir
from core.library.rule_files import RuleFileError

NDI = (resources_dir() / "measures" / "ndi.toml").read_text("utf-8")


def test_the_measures_asked_for_are_there():
    assert {one.id for one in shipped_measures().all} == {
        "nprs", "psfs", "ndi", "odi", "lefs", "uefi", "quickdash", "rmdq", "arom", "girth",
    }  # fmt: skip


def test_a_range_and_its_two_ends_are_kept_by_name():
    marks = {one.name: one.value for one in shipped_measures().get("lefs").marks}
    assert (marks["MID, lower end"], marks["MID, upper end"]) == (9, 16)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('better = "lower"', 'better = "down"', "unknown better"),
        ("from = 1991-01-01", "", "does not say from when"),
        ('until = "standing"', "", "needs an until"),
        ("value = 14", 'value = "14"', "is not a number"),
        ("range = [0, 100]", "range = [100, 0]", "ends before it begins"),
        ('kind = "error"', 'kind = "error"\nsurprise = 1', "unknown key"),
        ('cite = "PMC3691175, anterior cervical discectomy and fusion"', "", "has no cite"),
    ],
)
def test_a_measure_that_is_not_whole_is_refused(tmp_path, old, new, complaint):
    assert old in NDI
    (tmp_path / "ndi.toml").write_text(NDI.replace(old, new), "utf-8")
    with pytest.raises(RuleFileError, match=complaint):
        read_measures(tmp_path)
