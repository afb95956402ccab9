"""The lexicon's files: what is shipped, what a practice adds, what is refused."""

import pytest

from core.library.lexicon import load_lexicon, read_lexicon
from core.library.resources import resources_dir
from core.library.rule_files import RuleFileError
from core.notes.claim import Note
from core.notes.reading import read_note

SHIPPED = resources_dir() / "lexicon"


def test_every_element_that_can_be_missing_has_its_question():
    asks = load_lexicon().asks
    assert all(ask.endswith(("?", ".")) for ask in asks.values())
    assert {"performed", "technique", "region", "rationale", "response", "plan"} <= set(asks)


def test_a_practice_adds_its_own_words(tmp_path):
    text = "Bowen moves R calf 15 min"
    assert not read_note(Note(text), load_lexicon()).technique
    own = '[[technique]]\nname = "soft tissue mobilization"\nterms = ["Bowen move"]\n'
    (tmp_path / "techniques.toml").write_text(own, "utf-8")
    found = read_note(Note(text), read_lexicon(SHIPPED, tmp_path))
    assert found.techniques == ("soft tissue mobilization",)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("other.toml", "", "not a file of the lexicon"),
        ("cues.toml", "cause = 1", "not a list"),
        ("cues.toml", '[[cause]]\nname = "a"', "no terms"),
        ("cues.toml", '[[cause]]\nterms = ["a"]', "no name"),
        ("cues.toml", '[[cause]]\nname = "a"\nterms = ["b"]\nspare = 1', "unknown key"),
        ("sites.toml", '[[site]]\nlevel = "odd"\nterms = ["b"]', "unknown level"),
        ("sites.toml", '[[site]]\npaired = 1\nterms = ["b"]', "neither true nor false"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path, name, text, complaint):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RuleFileError, match=f"^{name}.*{complaint}"):
        read_lexicon(tmp_path)
