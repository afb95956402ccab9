"""What the history must not hold: hosts of registries, paths of one machine, practice files."""

import re

import pytest

from tests.project.tracked import ROOT, paths, texts

# Put together here, so that this file does not hold what it looks for.
HOSTS = "|".join(("pypi" + r"\.org", "python" + "hosted", "ana" + r"conda\.org", "npm" + "js"))
REGISTRY = re.compile(rf"{HOSTS}|https?://\S*(?:/simp" + r"le\b|/pypi\b|\bregistry\.)")
MACHINE = re.compile(r"(?<![\w.*/}])/(?:work|tm" + r"p|home/\w+|root)/")


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_text_names_a_registry_or_one_machine(pattern: re.Pattern[str]):
    found = [
        f"{path}:{number}"
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_practice_file_is_committed():
    endings = {".unitwise", ".db", ".sqlite", ".sqlite3"}
    assert [path for path in paths() if path.suffix in endings] == []


def test_decisions_are_numbered_and_complete():
    pages = sorted(texts("docs/adr/*.md"))
    numbers = [int(page.rsplit("/", 1)[1][:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    parts = ("Status: ", "Date: ", "## Context", "## Decision", "## Consequences")
    short = {page: [part for part in parts if part not in texts()[page]] for page in pages}
    assert {page: missing for page, missing in short.items() if missing} == {}


def test_continuous_integration_runs_the_developers_script():
    assert "packaging/dev.py test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
