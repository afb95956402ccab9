"""Which column of another system's export holds what: guessed from its heading, then mapped.

Long tables have a line for each code; wide ones a column for each code (`97140 min`) or numbered
groups of columns (`CPT 1`, `Min 1`, `Units 1`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import FieldProblem


class Field(StrEnum):
    """What a column may hold."""

    ID = "id"
    DATE = "date"
    PATIENT = "patient"
    PAYER = "payer"
    CLINICIAN = "clinician"
    DISCIPLINE = "discipline"
    CODE = "code"
    MINUTES = "minutes"
    ASSISTANT = "assistant_minutes"
    TOGETHER = "together_minutes"
    UNITS = "units"
    MODIFIERS = "modifiers"
    REGION = "region"
    SIDE = "side"
    NOTE = "note"


class DateOrder(StrEnum):
    """Which part of a date like 3/2/2026 stands first."""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


BY_CODE = frozenset({Field.CODE, Field.MINUTES, Field.ASSISTANT, Field.TOGETHER, Field.UNITS,
                     Field.MODIFIERS, Field.REGION, Field.SIDE})  # fmt: skip
_HEADINGS: Mapping[Field, str] = {
    Field.ID: "id|visit id|encounter id|encounter|visit|claim|claim id|claim number|claim no"
    "|visit number|encounter number|visit no|appointment id",
    Field.DATE: "date|dos|date of service|service date|visit date|from date|treatment date"
    "|encounter date|session date|from dos|datum|appointment date|date of visit",
    Field.PATIENT: "patient|patient id|patient key|patient no|patient number|mrn|account"
    "|account number|account no|chart|chart number|chart no|client|client id|pt id|patient name"
    "|patient account|acct|acct no|patient account number|person id",
    Field.PAYER: "payer|payor|insurance|insurer|primary insurance|primary payer|primary payor"
    "|plan|plan name|payer name|payor name|insurance name|carrier|health plan|insurance plan"
    "|insurance company|primary carrier|fin class|financial class",
    Field.CLINICIAN: "clinician|provider|therapist|rendering|rendering provider|treating provider"
    "|treating therapist|provider name|therapist name|rendering provider name|clinician name"
    "|performing provider|staff|seen by|treating clinician",
    Field.DISCIPLINE: "discipline|specialty|therapy type|department|dept|service line"
    "|case discipline|type of therapy",
    Field.CODE: "code|cpt|cpt code|procedure|procedure code|proc|proc code|hcpcs|service code|cpt4"
    "|hcpcs code|charge code|cpt hcpcs|service",
    Field.MINUTES: "minutes|min|mins|time|duration|timed minutes|treatment minutes|total minutes"
    "|minutes spent|therapist minutes|pt minutes|ot minutes|minutes therapist|therapist min"
    "|time min|code minutes|service minutes|direct minutes|length|tx minutes|duration min",
    Field.ASSISTANT: "assistant minutes|pta minutes|ota minutes|cota minutes|minutes assistant"
    "|assistant min|pta min|ota min|minutes pta|minutes ota|asst minutes|asst min",
    Field.TOGETHER: "together minutes|minutes together|joint minutes|both minutes|cotreat minutes",
    Field.UNITS: "units|unit|qty|quantity|units billed|billed units|charge units|no of units"
    "|number of units|count|service units|days or units|days units|charged units",
    Field.MODIFIERS: "modifiers|modifier|mod|mods|modifier codes|billed modifiers|cpt modifiers"
    "|procedure modifiers|modifier s",
    Field.REGION: "region|body region|body part|area|site|body area|treated area|location",
    Field.SIDE: "side|laterality",
    Field.NOTE: "note|notes|note text|soap|soap note|documentation|daily note|narrative"
    "|clinical note|progress note|treatment note|visit note|comments|note body|text",
}
_BY_HEADING = {name: field for field, names in _HEADINGS.items() for name in names.split("|")}
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_CODE = re.compile(r"(?<![0-9a-z])([0-9a-z][0-9]{3}[0-9a-z])(?![0-9a-z])")
_NUMBERED = re.compile(r"^(.*?[a-z])\s*(\d{1,2})$")
_MODIFIER_GROUP = re.compile(r"^(?:mod|modifier)\s*([1-4])$")
_NEEDED = (Field.DATE, Field.PATIENT)


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column: its place, heading and what it holds (None: not used).

    `code` is the code a column of a wide table is of; `group` the number of a numbered group.
    """

    column: int
    heading: str
    field: Field | None = None
    code: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The use of every column, and how dates are read; shown, changed and kept by the person."""

    columns: tuple[ColumnUse, ...]
    dates: DateOrder = DateOrder.MONTH_FIRST

    def of(self, field: Field) -> tuple[ColumnUse, ...]:
        """Every column that holds a field."""
        return tuple(use for use in self.columns if use.field is field)

    def has(self, field: Field) -> bool:
        """Whether any column holds the field."""
        return any(use.field is field for use in self.columns)

    def with_field(self, heading: str, field: Field) -> ColumnMap:
        """The map with the column of a heading put to a use; the one that had it is freed.

        Raises FieldProblem where no column is called so.
        """
        chosen = next((u for u in self.columns if _plain(u.heading) == _plain(heading)), None)
        if chosen is None:
            have = ", ".join(use.heading for use in self.columns if use.heading)
            raise FieldProblem(f"No column is called “{heading}”. There are: {have}.", field.value)
        freed = (
            replace(u, field=None, code="", group=0) if u.field is field and not u.group else u
            for u in self.columns
        )
        put = tuple(
            ColumnUse(u.column, u.heading, field) if u.column == chosen.column else u for u in freed
        )
        return replace(self, columns=put)

    def to_json(self) -> dict[str, object]:
        """The map as plain values, by headings: it fits the next export of the same system."""
        return {
            "dates": self.dates.value,
            "columns": {
                use.heading: [use.field.value, use.code, use.group]
                for use in self.columns
                if use.field is not None
            },
        }


def guess_columns(headings: Sequence[str], dates: DateOrder = DateOrder.MONTH_FIRST) -> ColumnMap:
    """The likely use of each column by its heading; of two that fit, the first."""
    uses = [_guess(at, heading) for at, heading in enumerate(headings)]
    return ColumnMap(_once(uses), dates)


def saved_columns(headings: Sequence[str], saved: Mapping[str, object]) -> ColumnMap:
    """A saved map laid over a file's headings; headings it does not name are not used."""
    known = saved.get("columns")
    by_heading = known if isinstance(known, dict) else {}
    uses = []
    for at, heading in enumerate(headings):
        found = by_heading.get(heading)
        if isinstance(found, list) and len(found) == 3 and found[0] in set(Field):
            uses.append(ColumnUse(at, heading, Field(found[0]), str(found[1]), int(found[2])))
        else:
            uses.append(ColumnUse(at, heading))
    order = str(saved.get("dates"))
    dates = DateOrder(order) if order in set(DateOrder) else DateOrder.MONTH_FIRST
    return ColumnMap(tuple(uses), dates)


def lacking(columns: ColumnMap) -> str:
    """What has to be mapped before anything can be audited, as a sentence; empty: nothing."""
    missing = [field.value for field in _NEEDED if not columns.has(field)]
    if not columns.has(Field.CODE) and not any(use.code for use in columns.columns):
        missing.append("code")
    if not (columns.has(Field.UNITS) or columns.has(Field.MINUTES) or columns.has(Field.NOTE)):
        missing.append("units or minutes")
    if not missing:
        return ""
    return f"No column is known for: {', '.join(missing)}. Name it."


def known_headings(cells: Iterable[str]) -> int:
    """How many cells read like headings this audit understands."""
    return sum(_guess(0, cell).field is not None for cell in cells if cell)


def _plain(heading: str) -> str:
    return _NOT_WORDS.sub(" ", heading.lower()).strip()


def _guess(at: int, heading: str) -> ColumnUse:
    plain = _plain(heading)
    field = _BY_HEADING.get(plain)
    if field is not None:
        return ColumnUse(at, heading, field)
    if _MODIFIER_GROUP.match(plain):
        return ColumnUse(at, heading, Field.MODIFIERS)
    code = _CODE.search(plain)
    if code and any(sign.isdigit() for sign in code[1][1:4]):
        rest = " ".join(plain.replace(code[1], " ").split())
        field = _BY_HEADING.get(rest, Field.UNITS if not rest else None)
        if field in BY_CODE and field is not Field.CODE:
            return ColumnUse(at, heading, field, code[1].upper())
    numbered = _NUMBERED.match(plain)
    if numbered:
        field = _BY_HEADING.get(numbered[1].strip())
        if field in BY_CODE:
            return ColumnUse(at, heading, field, "", int(numbered[2]))
    return ColumnUse(at, heading)


def _once(uses: list[ColumnUse]) -> tuple[ColumnUse, ...]:
    """Each use once, but for the places of modifiers; a lone numbered column is no group."""
    groups = {use.group for use in uses if use.field is Field.CODE and use.group}
    seen: set[tuple[object, str, int]] = set()
    found = []
    for use in uses:
        kept = use if not use.group or use.group in groups else replace(use, group=0)
        key = (kept.field, kept.code, kept.group)
        many = kept.field is Field.MODIFIERS
        if kept.field is not None and key in seen and not many:
            kept = ColumnUse(use.column, use.heading)
        seen.add(key)
        found.append(kept)
    return tuple(found)
