"""The list of what the program is made of: all that is locked, hashed, and what the wheels hold."""

import importlib
import json
import re

import pytest
import sqlcipher3.dbapi2 as sqlcipher
import uharfbuzz
from cryptography.hazmat.backends.openssl import backend
from PIL import features
from PySide6.QtCore import qVersion

from tests.project.tracked import ROOT

LOCK = (ROOT / "requirements.txt").read_text("utf-8")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    assert importlib.import_module("dev").main(["sbom"]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_that_is_locked_is_listed_with_every_hash(made):
    listed = {f"{one['name']}=={one['version']}": one for one in made["components"]}
    locked = re.findall(r"^([^ #\n]+==[^ ]+)", LOCK, re.MULTILINE)
    assert sorted(listed) == sorted(locked)
    assert len(made["components"]) == len(locked)
    hashes = [one["content"] for part in made["components"] for one in part["hashes"]]
    assert sorted(hashes) == sorted(re.findall("sha256:([0-9a-f]{64})", LOCK))
    assert all(part["hashes"] for part in made["components"])


def test_it_is_cyclonedx_and_every_reference_is_there_once(made):
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    references = [part["bom-ref"] for part in made["components"]]
    assert len(set(references)) == len(references)
    assert {part["type"] for part in made["components"]} == {"library"}


def inside(made, package: str) -> dict[str, str]:
    parts = [part for part in made["components"] if part["name"] == package]
    found = [one for part in parts for one in part.get("components", ())]
    return {one["name"]: one.get("version", "") for one in found}


def test_the_native_libraries_are_those_that_are_installed(made):
    """Asked of the libraries themselves; native.toml was typed by hand."""
    cipher = sqlcipher.connect(":memory:").execute("PRAGMA cipher_version").fetchone()[0]
    database = inside(made, "sqlcipher3")
    assert database["SQLite"] == sqlcipher.sqlite_version
    assert database["SQLCipher"] == cipher.split()[0]
    assert inside(made, "cryptography")["OpenSSL"] == backend.openssl_version_text().split()[1]
    assert inside(made, "pyside6-essentials")["Qt"] == qVersion()
    assert inside(made, "uharfbuzz")["HarfBuzz"] == uharfbuzz.version_string()


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("FreeType", "freetype2"),
        ("libjpeg-turbo", "libjpeg_turbo"),
        ("OpenJPEG", "jpg_2000"),
        ("LibTIFF", "libtiff"),
        ("libwebp", "webp"),
        ("libavif", "avif"),
        ("Little CMS", "littlecms2"),
        ("HarfBuzz", "harfbuzz"),
    ],
)
def test_the_libraries_that_read_pictures_are_those_that_are_installed(made, name, feature):
    assert inside(made, "pillow")[name] == features.version(feature)


def test_a_library_of_a_package_that_is_not_locked_stops_it(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    sbom = importlib.import_module("sbom")
    with pytest.raises(ValueError, match="not locked"):
        sbom.bill(LOCK, '[[library]]\ninside = "nonesuch"\nname = "x"')
