"""Reading resources/edits: code pairs, unit limits and the regions of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from core.library.rule_files import (
    Table,
    check_keys,
    date_of,
    read_rule_file,
    refuse,
    table_of,
    text_of,
    texts_of,
)
from core.model.kinds import Setting
from core.rules.claim_terms import OWN_PAIR, OfferedPair
from core.rules.edit_tables import (
    BY_LINE,
    CLINICAL,
    NEVER,
    WITH_MODIFIER,
    EditPair,
    EditTable,
    MueTable,
    UnitLimit,
    edit_table,
)
from core.rules.parameters import Confidence
from core.rules.regions import RegionMap, by_first_word, plain_words

_ROW = re.compile(r"([0-9A-Z]{5}):((?: [0-9A-Z]{5})+)")
_LEVEL = re.compile(r"([0-9A-Z]{5})/(\d)/(\d)")
_HEAD = {"name", "known_from", "known_to", "cite"}
_GROUP = {"settings", "indicator", "from", "until", "rows"}


def read_edits(folder: Path) -> dict[Setting, tuple[EditTable, ...]]:
    """The pair tables by setting; one file a quarter."""
    found: dict[Setting, list[EditTable]] = {setting: [] for setting in Setting}
    for path in sorted(folder.glob("ncci_*.toml")):
        table = read_rule_file(path)
        check_keys(path.name, "the file", table, {*_HEAD, "group"})
        pairs: dict[Setting, list[EditPair]] = {setting: [] for setting in Setting}
        groups = table.get("group")
        for raw in groups if isinstance(groups, list) else ():
            group = table_of(path.name, "group", raw)
            for setting in _settings(path.name, group):
                pairs[setting].extend(_pairs(path.name, group))
        for setting, listed in pairs.items():
            found[setting].append(edit_table(*_head(path.name, table), listed))
    return {setting: tuple(tables) for setting, tables in found.items()}


def read_mue(folder: Path) -> dict[Setting, tuple[MueTable, ...]]:
    """The unit limits by setting; one file a quarter."""
    found: dict[Setting, list[MueTable]] = {setting: [] for setting in Setting}
    for path in sorted(folder.glob("mue_*.toml")):
        table = read_rule_file(path)
        check_keys(path.name, "the file", table, {*_HEAD, *Setting})
        for setting in Setting:
            limits = table_of(path.name, setting, table.get(setting.value, {}))
            checked = {code: _limit(path.name, code, raw) for code, raw in limits.items()}
            found[setting].append(MueTable(*_head(path.name, table), checked))
    return {setting: tuple(tables) for setting, tables in found.items()}


def _head(file: str, table: Table) -> tuple[str, date, date, str]:
    since, until = (date_of(file, "the file", table, key) for key in ("known_from", "known_to"))
    if since is None or until is None or until < since:
        refuse(file, "does not say which quarter it is known for")
    return text_of(file, "the file", table, "name"), since, until, text_of(file, "", table, "cite")


def _settings(file: str, group: Table) -> tuple[Setting, ...]:
    check_keys(file, "a group", group, _GROUP)
    words = texts_of(file, "a group", group, "settings")
    if not words or not set(words) <= set(Setting):
        refuse(file, "a group names no known setting")
    return tuple(Setting(word) for word in words)


def _pairs(file: str, group: Table) -> Iterator[EditPair]:
    indicator = group.get("indicator")
    if indicator not in (NEVER, WITH_MODIFIER) or not isinstance(indicator, int):
        refuse(file, "a group has no indicator of 0 or 1")
    since, until = date_of(file, "a group", group, "from"), date_of(file, "a group", group, "until")
    for row in texts_of(file, "a group", group, "rows"):
        match = _ROW.fullmatch(row)
        if not match:
            refuse(file, f"{row!r} is not a row of codes")
        for other in match[2].split():
            yield EditPair(match[1], other, indicator, since, until)


def _limit(file: str, code: str, raw: object) -> UnitLimit:
    if not isinstance(raw, list) or len(raw) != 2 or not all(type(one) is int for one in raw):
        refuse(file, f"{code} has no units and indicator")
    if raw[0] < 0 or not BY_LINE <= raw[1] <= CLINICAL:
        refuse(file, f"{code} has units or an indicator that cannot be")
    return UnitLimit(raw[0], raw[1])


def read_offers(path: Path, profiles: frozenset[str]) -> tuple[OfferedPair, ...]:
    """The pairs a practice may switch on for a payer."""
    table = read_rule_file(path)
    check_keys(path.name, "the file", table, {"offer"})
    offers = table.get("offer")
    return tuple(
        _offer(path.name, table_of(path.name, "offer", raw), profiles)
        for raw in (offers if isinstance(offers, list) else ())
    )


def _offer(file: str, table: Table, profiles: frozenset[str]) -> OfferedPair:
    check_keys(file, "an offer", table, {"pair", "payers", "confidence", "cite"})
    pair = text_of(file, "an offer", table, "pair")
    payers = texts_of(file, pair, table, "payers")
    confidence = text_of(file, pair, table, "confidence")
    if not OWN_PAIR.fullmatch(pair):
        refuse(file, f"{pair!r} is not a pair of codes with an indicator")
    if not set(payers) <= profiles or confidence not in set(Confidence):
        refuse(file, f"{pair} names an unknown payer or confidence")
    return OfferedPair(pair, payers, Confidence(confidence), text_of(file, pair, table, "cite"))


def read_regions(path: Path, codes: frozenset[str]) -> RegionMap:
    """The map from words to regions; a word may mean one region only."""
    file, table = path.name, read_rule_file(path)
    spinal, limbs = (frozenset(texts_of(file, "", table, key)) for key in ("spinal", "whole_limbs"))
    manipulations, included = (
        frozenset(texts_of(file, "", table, key)) for key in ("manipulations", "included")
    )
    words: dict[str, str] = {}
    cmt: dict[str, str] = {}
    for region, raw in table.items():
        if isinstance(raw, dict):
            check_keys(file, region, raw, {"cmt", "words"})
            cmt[region] = text_of(file, region, raw, "cmt")
            _add_words(file, region, texts_of(file, region, raw, "words"), words)
    if not spinal | limbs <= cmt.keys() or not manipulations | included <= codes:
        refuse(file, "a list names a region or code that is not there")
    cite = text_of(file, "the file", table, "cite")
    levels = dict(_level(file, row) for row in texts_of(file, "", table, "levels"))
    if not levels.keys() <= manipulations:
        refuse(file, "a level names a code that is no manipulation")
    return RegionMap(
        by_first_word(words), cmt, limbs, spinal, manipulations, included, cite, levels
    )


def _level(file: str, row: str) -> tuple[str, tuple[int, int]]:
    match = _LEVEL.fullmatch(row)
    if not match:
        refuse(file, f"{row!r} is not a code with its least and most regions")
    return match[1], (int(match[2]), int(match[3]))


def _add_words(file: str, region: str, typed: tuple[str, ...], words: dict[str, str]) -> None:
    for word in map(plain_words, typed):
        if not word or word in words:
            refuse(file, f"{word!r} means two regions, or none")
        words[word] = region
