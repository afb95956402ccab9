from pathlib import Path

from core.services import places


def test_one_variable_moves_everything(monkeypatch, tmp_path):
    monkeypatch.setenv(places.HOME_VARIABLE, str(tmp_path))
    found = {
        places.data_dir(),
        places.default_practice_path(),
        places.demo_practice_path(),
        places.reference_path(),
    }
    assert len(found) == 4
    assert all(path == tmp_path or tmp_path in path.parents for path in found)
    assert list(tmp_path.iterdir()) == []


def test_without_it_files_stand_in_the_accounts_own_folder(monkeypatch):
    monkeypatch.delenv(places.HOME_VARIABLE, raising=False)
    assert places.data_dir().is_absolute()
    assert places.data_dir().name == "Unitwise"
    assert Path.home() in places.data_dir().parents


def test_the_demo_is_never_the_practice():
    assert places.demo_practice_path().parent != places.default_practice_path().parent
