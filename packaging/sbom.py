"""What the program is made of, as a CycloneDX list: every entry of the lock, and what is inside.

python3 packaging/dev.py sbom [FILE]    writes it, or prints it; asks no network

The libraries inside the wheels are in native.toml, kept by hand. The list tells no day, so that
the same lock gives the same list.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from environment import ROOT

LOCK = ROOT / "requirements.txt"
NATIVE = ROOT / "packaging" / "native.toml"
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<when>[^\\]+?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def packages(lock: str) -> list[dict[str, Any]]:
    """The entries of a lock as components; each carries the hash of every file that may serve."""
    made = []
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        pin = _PIN.match(entry.splitlines()[0])
        if pin is None:
            raise ValueError(f"not an entry of a lock: {entry.splitlines()[0]}")
        purl = f"pkg:pypi/{pin['name']}@{pin['version']}"
        part: dict[str, Any] = {
            "type": "library", "bom-ref": purl, "name": pin["name"], "version": pin["version"],
            "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": one} for one in _HASH.findall(entry)],
        }  # fmt: skip
        if pin["when"]:
            part["properties"] = [{"name": "unitwise:where", "value": pin["when"]}]
        made.append(part)
    return made


def natives(text: str) -> list[dict[str, str]]:
    """The libraries inside the wheels: which package, what, which version where known."""
    return list(tomllib.loads(text)["library"])


def bill(lock: str, native: str) -> dict[str, Any]:
    """The whole list; a library inside a package stands below it."""
    parts = packages(lock)
    for library in natives(native):
        holders = [part for part in parts if part["name"] == library["inside"]]
        if not holders:
            raise ValueError(f"native.toml names {library['inside']}, which is not locked")
        inside: dict[str, Any] = {"type": "library", "name": library["name"]}
        if "version" in library:
            inside["version"] = library["version"]
        # Where older versions stand in for some platforms, the newest is the one that was read.
        holders[-1].setdefault("components", []).append(inside)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": "Unitwise"}},
        "components": parts,
    }  # fmt: skip


def write(arguments: list[str]) -> int:
    """Write the list to the file named, or print it."""
    made = bill(LOCK.read_text(encoding="utf-8"), NATIVE.read_text(encoding="utf-8"))
    text = json.dumps(made, indent=2) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0
