"""The lock pins everything exactly, with hashes, and tells nobody where to fetch it."""

import re

import pytest

from tests.project.tracked import ROOT, texts

LOCKS = ("requirements.txt", "requirements-dev.txt")
ENTRY = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?: ; (?P<marker>[^\\]+))? \\")
# Asked for when the project began; every other package has its reason in docs/adr.
GIVEN = {
    "pyside6-essentials",
    "pyside6-pdf",
    "sqlite-utils",
    "sqlcipher3",
    "reportlab",
    "argon2-cffi",
    "cryptography",
    "platformdirs",
}


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return re.split(r"\n(?=\S)", text.strip())


def pins(lock: str) -> set[str]:
    return {entry.split(" \\")[0] for entry in entries(lock)}


def asked_for(source: str) -> set[str]:
    lines = (ROOT / source).read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[A-Za-z][\w-]*", line) for line in lines)
    return {name[0].lower() for name in names if name}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_exact_version_with_hashes(lock: str):
    for entry in entries(lock):
        first, *hashes = entry.splitlines()
        assert ENTRY.fullmatch(first), first
        assert hashes, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", h) for h in hashes), (
            first
        )


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(lock: str):
    locked = {pin.split("==")[0] for pin in pins(lock)}
    assert asked_for(lock.replace(".txt", ".in")) - locked == set()


def test_the_checks_run_on_the_versions_the_program_runs_on():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_every_further_package_has_its_reason_written_down():
    reasons = "\n".join(texts("docs/adr/*.md").values()).lower()
    further = asked_for("requirements.in") - GIVEN
    assert {name for name in further if name not in reasons} == set()
