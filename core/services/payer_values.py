"""A payer profile's values, each with its source and whether it is own, inherited or not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from core.library.profile_origins import Origins, shipped_origins
from core.model.own_value import rules_id
from core.rules.parameters import Confidence, DatedValue
from core.services.payer_words import KEY_WORDS, value_words

if TYPE_CHECKING:
    from core.model.own_value import OwnValue
    from core.rules.profile import Profile
    from core.rules.rulebook import RuleBook


class Standing(StrEnum):
    """Whose word a value is; UNKNOWN is a question, with an assumption in its place or none."""

    PRACTICE = "practice"
    OWN = "own"
    INHERITED = "inherited"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value as it is shown: in words, from when until when, by whose word.

    `entry` is None where nothing stands in for what is not known; `origin` names the profile it
    is inherited from; `question` is what to ask the payer.
    """

    key: str
    title: str
    group: str
    standing: Standing
    entry: DatedValue | None
    words: str
    origin: str = ""
    question: str = ""

    @property
    def id(self) -> str:
        """What a list keeps its cursor on."""
        return self.key


def values_on(
    book: RuleBook,
    profile: str,
    day: date,
    own: tuple[OwnValue, ...] = (),
    payer_id: int | None = None,
) -> tuple[ShownValue, ...]:
    """Every value of a profile on a day, in the order of their titles' groups.

    With a payer its own values stand in, else those of everybody on the profile.
    """
    found = book.profile_of(rules_id(profile, payer_id)) or book.profiles[profile]
    own = tuple(one for one in own if one.payer_id in (None, payer_id))
    origins = shipped_origins()
    return tuple(
        shown(
            book, found, key, _entry(found, key, day), origins, _by_practice(own, found, key, day)
        )
        for key in KEY_WORDS
    )


def all_values(
    book: RuleBook, profile: str, origins: Origins | None = None
) -> Iterator[ShownValue]:
    """Every dated entry of a profile; a key without any stands once, as not known."""
    found = book.profiles[profile]
    for key in KEY_WORDS:
        parameter = found.parameters.get(key)
        for entry in parameter.history if parameter else (None,):
            yield shown(book, found, key, entry, origins or shipped_origins())


def shown(
    book: RuleBook,
    profile: Profile,
    key: str,
    entry: DatedValue | None,
    origins: Origins,
    by_practice: bool = False,
) -> ShownValue:
    """One entry of a profile with its standing."""
    words = KEY_WORDS[key]
    origin = origins.get(profile.id, {}).get(key, profile.id)
    if entry is None or entry.confidence is Confidence.ASSUMED:
        standing = Standing.UNKNOWN
    elif by_practice:
        standing = Standing.PRACTICE
    else:
        standing = Standing.OWN if origin == profile.id else Standing.INHERITED
    inherited = origin != profile.id and not by_practice
    return ShownValue(
        key,
        words.title,
        words.group,
        standing,
        entry,
        value_words(key, entry.value, entry.unit) if entry else "",
        book.profiles[origin].name if inherited else "",
        words.question if standing is Standing.UNKNOWN else "",
    )


def _entry(profile: Profile, key: str, day: date) -> DatedValue | None:
    found = profile.on(key, day)
    return found if isinstance(found, DatedValue) else None


def _by_practice(own: tuple[OwnValue, ...], profile: Profile, key: str, day: date) -> bool:
    return any(one.profile == profile.id and one.key == key and one.covers(day) for one in own)
