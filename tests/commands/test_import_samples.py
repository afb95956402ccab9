"""`import ncci` and `import mue` over the samples in CMS's own layout."""

import pytest

from core.commands.import_reference import run
from core.library.table_reading import tables_on_hand
from core.services.places import HOME_VARIABLE, reference_path
from tests.case_files import SHARED

FOLDER = SHARED / "data" / "ncci"
PAIRS, LIMITS = FOLDER / "ccipra-layout-sample.txt", FOLDER / "mue-layout-sample.csv"
pytestmark = pytest.mark.skipif(not PAIRS.exists(), reason="needs ../shared")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def test_the_sample_of_pairs_is_read_whole(capsys):
    assert run(["ncci", "--quarter", "2026Q3", str(PAIRS)]) == 0
    said = capsys.readouterr().err
    assert "ncci practitioner 2026Q3: 10 rows" in said
    assert "A part of the quarter's files may not have been given" in said


def test_the_sample_of_limits_is_read_whole(capsys):
    asked = ["mue", "--quarter", "2026Q3", "--setting", "practitioner", str(LIMITS)]
    assert run(asked) == 0
    assert "mue practitioner 2026Q3: 5 rows" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["ncci", str(PAIRS)], "does not tell its quarter"),
        (["mue", str(LIMITS)], "does not tell its quarter"),
        (["ncci", str(LIMITS)], "seems to be a table of unit limits"),
        (["mue", str(PAIRS)], "seems to be a table of code pairs"),
        (["ncci", str(FOLDER / "ncci-ptp-therapy.csv")], "not CMS's table of code pairs"),
        (["mue", str(FOLDER / "mue-practitioner-2024Q3-full.csv")], "its heading was not found"),
        (["fees", str(PAIRS)], "no fee file"),
    ],
)
def test_a_refused_sample_says_what_it_is_and_changes_nothing(asked, said, capsys):
    assert run(asked) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Nothing was changed" in told
    assert not reference_path().exists()


def test_the_tables_in_use_stay_when_the_next_file_is_refused(tmp_path):
    run(["ncci", "--quarter", "2026Q3", str(PAIRS)])
    before = reference_path().read_bytes()
    cut = tmp_path / "ccipra-v323r0.txt"
    cut.write_bytes(PAIRS.read_bytes()[:-20])
    assert run(["ncci", str(cut)]) == 2
    assert reference_path().read_bytes() == before
    assert [table.period for table in tables_on_hand(reference_path())] == ["2026Q3"]
