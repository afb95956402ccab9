"""Reading resources/payer_facts: what is told of payers beyond the values that decide a bill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from core.library.resources import resources_dir
from core.library.rule_files import check_keys, date_of, read_rule_file, refuse, table_of, text_of
from core.rules.parameters import Confidence

_KEYS = {"profile", "topic", "from", "until", "says", "confidence", "cite"}


@dataclass(frozen=True, slots=True)
class PayerFact:
    """One dated sentence about a payer, with its source; it decides nothing by itself."""

    profile: str
    topic: str
    since: date
    until: date | None
    says: str
    confidence: Confidence
    cite: str

    def holds(self, day: date) -> bool:
        """Whether it is told of that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@lru_cache(maxsize=1)
def shipped_facts() -> tuple[PayerFact, ...]:
    """The shipped facts, read once, in the file's order."""
    return read_facts(resources_dir() / "payer_facts" / "facts.toml")


def read_facts(path: Path) -> tuple[PayerFact, ...]:
    """Every fact of a file; refuses one without a first day, a confidence or a source."""
    table = read_rule_file(path)
    check_keys(path.name, "the file", table, {"fact"})
    rows = table.get("fact")
    return tuple(
        _fact(path.name, table_of(path.name, "fact", raw))
        for raw in (rows if isinstance(rows, list) else ())
    )


def _fact(file: str, raw: dict[str, object]) -> PayerFact:
    check_keys(file, "a fact", raw, _KEYS)
    profile, topic, says, confidence, cite = (
        text_of(file, "a fact", raw, key)
        for key in ("profile", "topic", "says", "confidence", "cite")
    )
    since, until = (date_of(file, says[:40], raw, key) for key in ("from", "until"))
    if since is None or (until is not None and until < since):
        refuse(file, f"{says[:40]!r} does not say from when it is known")
    if confidence not in set(Confidence) or len(cite) < 6:
        refuse(file, f"{says[:40]!r} has no confidence or no source")
    return PayerFact(profile, topic, since, until, says, Confidence(confidence), cite)
