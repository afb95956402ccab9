"""The claim's own data: complete, each value with its source, broken files refused."""

import shutil
from datetime import date

import pytest

from core.library.claim_files import load_claim_rules, read_claim_rules
from core.library.resources import resources_dir
from core.library.rule_files import RuleFileError
from core.rules.parameters import NotKnown

RULES = load_claim_rules()


@pytest.mark.parametrize("name", RULES.parameters)
def test_every_value_names_its_source(name):
    for entry in RULES.parameters[name].history:
        assert "NUCC" in entry.cite or "Medicare Claims Processing Manual" in entry.cite


def test_the_form_is_known_from_the_day_it_was_asked_for():
    # 02/12 forms alone from 2014-04-01; ICD-10-CM, and its indicator 0, from 2015-10-01.
    assert isinstance(RULES.on(date(2015, 9, 30)), NotKnown)
    assert RULES.on(date(2015, 10, 1)).text("icd_indicator") == "0"


def test_the_sizes_are_those_of_the_form():
    form = RULES.on(date(2026, 3, 10))
    names = ("service_lines", "diagnoses", "pointers", "modifiers")
    assert [form.number(name) for name in names] == [6, 12, 4, 4]
    assert form.items["26"].most == 14


def test_no_item_of_the_form_is_left_out():
    wanted = {*map(str, range(1, 34))} - {"8", "24", "30"}  # reserved ones and the table
    digits = {"".join(filter(str.isdigit, number.split("-")[0])) for number in
              RULES.on(date(2026, 3, 10)).items}  # fmt: skip
    assert digits == wanted


BROKEN = [
    ("items.toml", "most = 29", "most = 0"),
    ("items.toml", 'name = "Insured’s ID"', 'title = "Insured’s ID"'),
    ("items.toml", "from = 2014-04-01", 'from = "2014"'),
    ("form.toml", "value = 6,", "value = 0,"),
    ("form.toml", 'cite = "NUCC 1500 manual, form 02/12, item 24" }', "}"),
    ("payers.toml", 'value = ["tricare"]', "value = []"),
]


@pytest.mark.parametrize(("file", "right", "wrong"), BROKEN)
def test_a_broken_file_is_refused_by_name(tmp_path, file, right, wrong):
    folder = tmp_path / "claims"
    shutil.copytree(resources_dir() / "claims", folder)
    body = (folder / file).read_text("utf-8")
    assert right in body
    (folder / file).write_text(body.replace(right, wrong), "utf-8")
    with pytest.raises(RuleFileError, match=file):
        read_claim_rules(folder)
