"""The shipped rule files themselves, and what the loader refuses."""

import re
import sys
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.library.code_files import read_code_file
from core.library.resources import resources_dir
from core.library.rule_files import RuleFileError, read_parameter
from core.library.rulebook import load_rulebook, read_rulebook
from core.rules.codes import Basis, MedicareStatus
from core.rules.parameters import Confidence
from core.rules.profile import PROFILE_KEYS

RESOURCES = resources_dir()
CODE_FILES = sorted((RESOURCES / "codes" / "procedure").glob("*.toml"))
DATED_FILES = sorted((RESOURCES / "payers").glob("*.toml")) + [
    path
    for path in sorted((RESOURCES / "rules").glob("*.toml"))
    if path.name not in ("edition.toml", "modifier_order.toml")
]
BOOK = load_rulebook()
# fmt: off
HOUSE_PROFILES = [
    "medicare-part-b", "medicare-advantage", "generic-commercial", "unitedhealthcare", "aetna",
    "cigna", "anthem", "highmark", "humana", "tricare", "va-community-care", "medi-cal",
    "new-york-medicaid", "texas-medicaid", "workers-compensation", "auto", "cash",
]
# fmt: on
LONGEST_LABEL = 40
# Words of the AMA's long descriptors that our own short labels have no need of.
NOT_OURS = re.compile(
    r"each 15 minutes|1 or more areas|requiring|e\.g\.|;|therapeutic procedure", re.I
)


def parameters():
    for name, parameter in BOOK.parameters.items():
        yield name, parameter
    for profile in BOOK.profiles.values():
        for key, parameter in profile.parameters.items():
            yield f"{profile.id}.{key}", parameter


def test_all_profiles_of_the_house_are_there():
    assert sorted(BOOK.profiles) == sorted(HOUSE_PROFILES)


def test_every_profile_answers_every_question_but_the_list_of_refused_codes():
    for profile in BOOK.profiles.values():
        assert set(PROFILE_KEYS) - set(profile.parameters) <= {"not_accepted"}, profile.id


@pytest.mark.parametrize(("name", "parameter"), list(parameters()))
def test_every_value_is_cited_and_sorted(name, parameter):
    days = [entry.since for entry in parameter.history]
    assert days == sorted(set(days)), name
    for entry in parameter.history:
        assert len(entry.cite) > 5
        assert entry.unit


@pytest.mark.parametrize(("name", "parameter"), list(parameters()))
def test_a_value_is_unknown_on_the_day_before_its_first(name, parameter):
    first = parameter.history[0].since
    assert not hasattr(parameter.on(first - timedelta(days=1)), "value"), name
    assert parameter.on(first) is parameter.history[0]


@pytest.mark.parametrize("path", DATED_FILES, ids=lambda path: path.name)
def test_entries_stand_oldest_first_in_the_file(path):
    table = tomllib.loads(path.read_text("utf-8"))
    for key, found in table.items():
        if isinstance(found, dict):
            days = [entry["from"] for entry in found["values"]]
            assert days == sorted(days), key


@pytest.mark.parametrize("path", CODE_FILES, ids=lambda path: path.name)
def test_codes_stand_in_order_and_each_has_a_source(path):
    entries = read_code_file(path)
    assert [entry.code for entry in entries] == sorted(entry.code for entry in entries)
    assert all(len(entry.cite) > 5 for entry in entries)


@pytest.mark.parametrize("entry", BOOK.codes.values(), ids=lambda entry: entry.code)
def test_labels_are_short_and_our_own(entry):
    assert 3 < len(entry.label) <= LONGEST_LABEL
    assert not NOT_OURS.search(entry.label)
    assert all(alias == alias.lower().strip() and len(alias) <= 30 for alias in entry.aliases)


def test_labels_tell_codes_apart():
    labels = [entry.label for entry in BOOK.codes.values()]
    assert len(labels) == len(set(labels))


def test_replacements_and_ends_fit_together():
    for entry in BOOK.codes.values():
        assert set(entry.replaced_by) <= set(BOOK.codes), entry.code
        if entry.since and entry.until:
            assert entry.since <= entry.until
        if entry.status is MedicareStatus.INVALID:
            assert entry.replaced_by


def test_timed_codes_are_quarter_hours():
    timed = [entry for entry in BOOK.codes.values() if entry.basis is Basis.TIMED]
    assert {entry.unit_minutes for entry in timed} == {15}
    assert {"97110", "97112", "97116", "97140", "97530", "97035", "97129"} <= {
        entry.code for entry in timed
    }


@pytest.mark.parametrize("code", ["97150", "G0283", "97161", "97010", "92507", "98940", "97597"])
def test_untimed_codes_are_not_pooled(code):
    assert BOOK.codes[code].basis is Basis.UNTIMED


def test_the_identity_names_edition_and_contents():
    assert re.fullmatch(r"2026-01-01\+[0-9a-f]{8}", BOOK.identity)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped files, to be spoiled."""
    for path in RESOURCES.rglob("*.toml"):
        target = tmp_path / path.relative_to(RESOURCES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path


def spoil(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("codes/procedure/wound.toml", "[97598]", "[97597]", "Cannot declare"),
        ("codes/procedure/wound.toml", "[97598]", "[97110]", "another file"),
        ("codes/procedure/wound.toml", "[97598]", "[9759]", "not a procedure code"),
        ("codes/procedure/wound.toml", "label =", "lable =", "unknown key 'lable'"),
        ("codes/procedure/wound.toml", "cite =", "# cite =", "no cite"),
        ("codes/procedure/wound.toml", '"untimed"', '"sometimes"', "not one of"),
        ("codes/procedure/caregiver.toml", "2024-01-01", '"soon"', "not a date"),
        ("payers/aetna.toml", "[unit_rule]", "[unit_rul]", "unknown key 'unit_rul'"),
        ("payers/aetna.toml", '"ama-midpoint"', '"ama"', "no usable value"),
        ("payers/aetna.toml", 'inherits = "generic-commercial"', 'inherits = "aetna"', "inherit"),
        ("payers/aetna.toml", '"medium"', '"sure"', "confidence"),
        ("payers/aetna.toml", 'cite = "CPT', 'site = "CPT', "unknown key 'site'"),
        ("payers/cigna.toml", '"97016"', '"00000"', "no usable value"),
        ("payers/highmark.toml", "until = 2016-03-01", "until = 2016-03-02", "overlaps"),
        ("payers/highmark.toml", "until = 2016-03-01, ", "", "needs an until"),
        ("rules/full_15.toml", "value = 15", 'value = ""', "no usable value"),
        ("rules/edition.toml", "2026-01-01", '"today"', "not a date"),
        ("rules/modifier_order.toml", '"LT"', '"KX"', "two groups"),
        ("rules/full_15.toml", "[minutes_per_unit]", "[minutes", "full_15.toml"),
        ("edits/ncci_2024q3.toml", "known_to = 2024-09-30", "", "which quarter"),
        ("edits/ncci_2024q3.toml", "known_to = 2024-09-30", "known_to = 2024-06-30", "quarter"),
        ("edits/ncci_2024q3.toml", '["hospital"]', '["clinic"]', "no known setting"),
        ("edits/ncci_2024q3.toml", "indicator = 1", "indicator = 9", "no indicator"),
        ("edits/ncci_2024q3.toml", '"97610: 97602"', '"97610 97602"', "not a row of codes"),
        ("edits/ncci_2024q3.toml", "indicator = 1", "marker = 1", "unknown key 'marker'"),
        ("edits/mue_2024q3.toml", "20560 = [1, 2]", "20560 = [1, 4]", "cannot be"),
        ("edits/mue_2024q3.toml", "20560 = [1, 2]", "20560 = 1", "no units and indicator"),
        ("edits/mue_2024q3.toml", "[hospital]", "[clinic]", "unknown key 'clinic'"),
        ("edits/regions.toml", '"t-spine"', '"c-spine"', "two regions"),
        ("edits/regions.toml", 'spinal = ["cervical"', 'spinal = ["neck"', "not there"),
        ("edits/regions.toml", '"98940"', '"98999"', "not there"),
        ("edits/payer_pairs.toml", '"97140/97530/1"', '"97140/97530"', "not a pair"),
        ("edits/payer_pairs.toml", '"aetna"', '"etna"', "unknown payer"),
        ("payers/anthem.toml", "value = 4", "value = 0", "no usable value"),
        ("payers/texas-medicaid.toml", '"97034/2"', '"97034"', "no usable value"),
        ("payers/cash.toml", '"none", unit = "edits"', '"ncci", unit = "edits"', "no usable value"),
    ],
)
def test_a_spoilt_file_is_refused_by_its_name(copy, name, old, new, complaint):
    spoil(copy, name, old, new)
    with pytest.raises(RuleFileError) as refusal:
        read_rulebook(copy)
    assert str(refusal.value).startswith(Path(name).name)
    assert complaint in str(refusal.value)


def test_a_changed_value_changes_the_identity(copy):
    assert read_rulebook(copy).identity == BOOK.identity
    spoil(copy, "rules/cms_total_time.toml", "value = 8", "value = 9")
    assert read_rulebook(copy).identity != BOOK.identity


def test_a_frozen_bundle_brings_its_own_resources(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    assert resources_dir() == tmp_path / "bundle" / "resources"


def test_line_ends_do_not_change_the_identity(copy):
    path = copy / "rules" / "full_15.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_rulebook(copy).identity == BOOK.identity


def test_decimals_are_read_exactly():
    share = BOOK.parameter("ama_midpoint.share_to_exceed", date(2026, 1, 1))
    assert share.value == Decimal("0.5")
    assert isinstance(share.value, Decimal)


def test_entries_out_of_order_are_refused():
    entry = {"until": "standing", "value": 1, "unit": "u", "cite": "c", "confidence": "high"}
    table = {"values": [{**entry, "from": date(2021, 1, 1)}, {**entry, "from": date(2020, 1, 1)}]}
    with pytest.raises(RuleFileError, match=r"^a\.toml: .*overlaps"):
        read_parameter("a.toml", "a", table, lambda value: value)


def test_what_is_only_assumed_says_so():
    found = BOOK.profiles["new-york-medicaid"].on("unit_rule", date(2026, 1, 1))
    assert found.confidence is Confidence.ASSUMED
