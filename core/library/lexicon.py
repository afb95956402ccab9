"""Reading resources/lexicon: the words of notes, a table per group of phrases."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.library.resources import resources_dir
from core.library.rule_files import (
    check_keys,
    read_rule_file,
    refuse,
    table_of,
    text_of,
    texts_of,
)
from core.model.note_help import OwnWord, WordKind
from core.notes.lexicon import Lexicon, Need, Term
from core.notes.needs import DETECTORS

_LAYERS = {
    "techniques": "hands",
    "services": "hands",
    "sites": "sites",
    "measures": "measures",
    "cues": "cues",
    "headers": "headers",
}
_KEYS = frozenset({"name", "terms", "exact", "near", "region", "part", "level", "paired"})
_LEVELS = ("", "general", "specific")
_ASKS = "asks"
_CODES = "codes"
_NEED_KEYS = frozenset({"name", "codes", "ask", "source", "terms", "exact", "detect"})


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped lexicon."""
    return read_lexicon(resources_dir() / "lexicon")


@lru_cache(maxsize=4)
def lexicon_with(words: tuple[OwnWord, ...]) -> Lexicon:
    """The shipped lexicon with a practice's own words added."""
    if not words:
        return load_lexicon()
    entries, asks, needs = _read_folders(resources_dir() / "lexicon")
    return Lexicon([*entries, *(own_entry(one) for one in words)], asks, needs)


def own_entry(word: OwnWord) -> tuple[str, Term]:
    """A practice's own word as an entry: a technique, or a precise place."""
    if word.kind is WordKind.TECHNIQUE:
        return word.phrase, Term("hands", "technique", word.phrase)
    return word.phrase, Term("sites", "site", "site", region=word.region, level="specific")


def read_lexicon(*folders: Path) -> Lexicon:
    """The lexicon of these folders; later folders add to the earlier ones."""
    return Lexicon(*_read_folders(*folders))


def _read_folders(
    *folders: Path,
) -> tuple[list[tuple[str, Term]], dict[str, str], list[Need]]:
    entries: list[tuple[str, Term]] = []
    asks: dict[str, str] = {}
    needs: list[Need] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if path.stem == _ASKS:
                asks.update(_read_asks(path))
            elif path.stem == _CODES:
                for need, words in _read_needs(path):
                    needs.append(need)
                    entries.extend(words)
            else:
                entries.extend(_read_file(path))
    return entries, asks, needs


def _read_file(path: Path) -> list[tuple[str, Term]]:
    layer = _LAYERS.get(path.stem)
    if layer is None:
        refuse(path.name, "is not a file of the lexicon")
    entries: list[tuple[str, Term]] = []
    for kind, found in read_rule_file(path).items():
        if not isinstance(found, list):
            refuse(path.name, f"{kind} is not a list of tables")
        for one in found:
            entries.extend(_read_entry(path.name, layer, kind, one))
    return entries


def _read_entry(file: str, layer: str, kind: str, found: object) -> list[tuple[str, Term]]:
    table = table_of(file, kind, found)
    check_keys(file, kind, table, _KEYS)
    name = text_of(file, kind, table, "name") if layer != "sites" else kind
    facts = {
        key: text_of(file, name, table, key) if key in table else ""
        for key in ("near", "region", "part", "level")
    }
    if facts["level"] not in _LEVELS:
        refuse(file, f"{name} has an unknown level {facts['level']!r}")
    paired = table.get("paired", False)
    if not isinstance(paired, bool):
        refuse(file, f"{name}.paired is neither true nor false")
    entries: list[tuple[str, Term]] = []
    for key, exact in (("terms", False), ("exact", True)):
        term = Term(layer, kind, name, paired=paired, exact=exact, **facts)
        entries.extend((phrase, term) for phrase in texts_of(file, name, table, key))
    if not entries:
        refuse(file, f"{name} has no terms")
    return entries


def _read_asks(path: Path) -> dict[str, str]:
    tables = read_rule_file(path)
    check_keys(path.name, path.stem, tables, {"ask"})
    table = table_of(path.name, "ask", tables.get("ask", {}))
    return {key: text_of(path.name, "ask", table, key) for key in table}


def _read_needs(path: Path) -> list[tuple[Need, list[tuple[str, Term]]]]:
    """What other services need in their note, each with its own words."""
    file, tables = path.name, read_rule_file(path)
    check_keys(file, path.stem, tables, {"need"})
    found = []
    listed = tables.get("need", [])
    for one in listed if isinstance(listed, list) else refuse(file, "need is not a list of tables"):
        table = table_of(file, "need", one)
        check_keys(file, "need", table, _NEED_KEYS)
        name = text_of(file, "need", table, "name")
        codes = texts_of(file, name, table, "codes")
        detect = texts_of(file, name, table, "detect")
        if not codes or not set(detect) <= DETECTORS:
            refuse(file, f"{name} names no code, or an unknown way to detect it")
        need = Need(
            name,
            codes,
            text_of(file, name, table, "ask"),
            text_of(file, name, table, "source"),
            detect,
        )
        words = [
            (phrase, Term("codes", need.kind, name, exact=exact))
            for key, exact in (("terms", False), ("exact", True))
            for phrase in texts_of(file, name, table, key)
        ]
        found.append((need, words))
    return found
