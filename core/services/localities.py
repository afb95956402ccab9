"""Which locality Medicare's fee schedule is read for: the practice's setting, else a ZIP code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.errors import DataProblem, FieldProblem
from core.library.localities import locality_names
from core.library.table_reading import locality_of_zip
from core.model.facts import Locality
from core.model.permissions import Permission
from core.rules.fees import NATIONAL as NATIONAL_PLACE
from core.rules.fees import Place
from core.rules.parameters import DatedValue
from core.rules.profile import is_value
from core.rules.terms import FeeBasis
from core.services.changes import change
from core.services.permissions import inner, needs
from core.store import locations, payers, practices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.rules.rulebook import RuleBook
    from core.services.practice import OpenPractice

LOCALITY = "fee_locality"  # setting: `national`, or contractor and locality like 14112-01
NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class LocalityChoice:
    """One locality to choose: what is kept, and how it reads."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class LocalityFacts:
    """What Settings shows: the choice that stands, what may be chosen, what a ZIP code says.

    `chosen` is empty while nobody chose; `by_zip` is empty without an imported ZIP list or where
    it does not hold the code `zip_code`.
    """

    chosen: str
    choices: tuple[LocalityChoice, ...]
    zip_code: str
    by_zip: str


@needs(Permission.SETTINGS_READ)
def locality_facts(p: OpenPractice) -> LocalityFacts:
    """The setting with its choices: national first, then the indices' localities by state."""
    code = _zip(p, None)
    found = _by_zip(p, code, p.clock.today())
    return LocalityFacts(
        practices.get_setting(p.file.db, LOCALITY) or "",
        _choices(p),
        code,
        "-".join(found) if found else "",
    )


@needs(Permission.PAYERS_WRITE)
def save_locality(p: OpenPractice, value: str) -> str:
    """Keep the practice's locality; raises FieldProblem on `locality` for one not in the table."""
    if value not in {choice.value for choice in _choices(p)}:
        raise FieldProblem("Choose the locality from the list.", "locality")
    with change(p, "setting.save", "setting") as work:
        practices.set_setting(work.db, LOCALITY, value)
        work.detail |= {"name": LOCALITY, "value": value}
    return value


@inner
def locality_on(p: OpenPractice, day: date, location_id: int | None = None) -> Locality | None:
    """Where the fee schedule places a session: the practice's setting, else the ZIP code."""
    kept = practices.get_setting(p.file.db, LOCALITY) or ""
    if kept == NATIONAL:
        return Locality()
    if "-" in kept:
        mac, _, number = kept.partition("-")
        return Locality(mac, number)
    found = _by_zip(p, _zip(p, location_id), day)
    return Locality(*found) if found else None


@needs(Permission.SCHEDULE_READ)
def asks_for_locality(p: OpenPractice, day: date) -> bool:
    """Whether a payer of the practice pays by Medicare's schedule and no locality is known."""
    wanted = any(
        payer.active and needs_locality(p.book, payer.profile_on(day) or "", day)
        for payer in payers.list_all(p.file.db)
    )
    return wanted and locality_on(p, day) is None


def needs_locality(book: RuleBook, rules: str, day: date) -> bool:
    """Whether a payer's amounts come from Medicare's fee schedule."""
    terms = book.day_rules(rules, day).terms
    percent = isinstance(terms.percent_of_medicare, DatedValue)
    return percent or is_value(terms.fee_schedule, FeeBasis.MEDICARE)


def _zip(p: OpenPractice, location_id: int | None) -> str:
    """The ZIP code of the place of service, else the practice's."""
    db = p.file.db
    place = None if location_id is None else locations.get(db, location_id)
    practice = practices.get(db)
    zips = (place.address.zip if place else "", practice.address.zip if practice else "")
    return next((one for one in zips if one), "")


def _by_zip(p: OpenPractice, code: str, day: date) -> Place | None:
    """A damaged library knows no ZIP code and keeps nobody from working; Settings tells of it."""
    try:
        return locality_of_zip(p.library.path, code, day) if code else None
    except DataProblem:
        return None


def _choices(p: OpenPractice) -> tuple[LocalityChoice, ...]:
    names = _names(p)
    places = [place for place in p.book.fees.indices if place != NATIONAL_PLACE]
    named = sorted((names.get(place, "Not named"), place) for place in places)
    return (
        LocalityChoice(NATIONAL, "National amounts, without geography"),
        *(LocalityChoice("-".join(place), _words(name, place)) for name, place in named),
    )


def _names(p: OpenPractice) -> Mapping[Place, str]:
    try:
        return locality_names(p.library.path)
    except DataProblem:
        return {}


def _words(name: str, place: Place) -> str:
    return f"{name} ({place[0]}, {place[1]})"
