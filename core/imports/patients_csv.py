"""Patients with their coverages out of a CSV file; columns are found by their headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import FieldProblem, UserProblem
from core.imports.delimited import Table, read_table
from core.imports.import_dates import day_first, read_file_date
from core.imports.import_report import RowProblem
from core.model.kinds import Sex

# Field -> the headers it goes by, written without case, spaces and punctuation.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "last_name": ("lastname", "last", "surname", "familyname", "patientlastname"),
    "first_name": ("firstname", "first", "givenname", "patientfirstname"),
    "middle_name": ("middlename", "middle", "middleinitial", "mi"),
    "name": ("name", "patientname", "patient", "fullname"),
    "birth_date": ("birthdate", "dateofbirth", "dob", "birthday", "patientdob"),
    "sex": ("sex", "gender"),
    "street": ("street", "address", "address1", "streetaddress", "addressline1"),
    "city": ("city", "town"),
    "state": ("state", "st"),
    "zip": ("zip", "zipcode", "postalcode"),
    "phone": ("phone", "phonenumber", "mobile", "mobilephone", "cell", "cellphone", "homephone"),
    "email": ("email", "emailaddress"),
    "account_number": ("accountnumber", "account", "mrn", "chartnumber", "patientid"),
    "payer": ("payer", "payername", "insurance", "primarypayer", "primaryinsurance", "insurer"),
    "member_id": ("memberid", "membernumber", "subscriberid", "policynumber", "insuranceid"),
    "group_number": ("groupnumber", "group", "groupno"),
    "coverage_starts": ("coveragestarts", "coveragestart", "effectivedate", "effective"),
    "coverage_ends": ("coverageends", "coverageend", "terminationdate", "expires"),
    "secondary_payer": ("secondarypayer", "secondaryinsurance", "payer2", "insurance2"),
    "secondary_member_id": ("secondarymemberid", "memberid2", "secondarysubscriberid"),
    "secondary_group_number": ("secondarygroupnumber", "groupnumber2"),
}
TEMPLATE_HEADER = tuple(field for field in COLUMNS if field != "name")
DATES = ("birth_date", "coverage_starts", "coverage_ends")
_BY_HEADER = {header: field for field, headers in COLUMNS.items() for header in headers}
_SEXES = {
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "w": Sex.FEMALE,
    "woman": Sex.FEMALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "man": Sex.MALE,
    "u": Sex.UNKNOWN,
    "unknown": Sex.UNKNOWN,
    "x": Sex.UNKNOWN,
    "other": Sex.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One row: its number, texts by field (blank ones left out), dates and sex as read."""

    row: int
    texts: Mapping[str, str]
    dates: Mapping[str, date]
    sex: Sex | None


@dataclass(frozen=True, slots=True)
class PatientLines:
    """All rows that could be read, what is wrong with the others, and how it was read."""

    lines: tuple[PatientLine, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    encoding: str
    ignored: tuple[str, ...]


def read_patients(path: Path) -> PatientLines:
    """Read a CSV file of patients.

    Raises UserProblem when it is no table, lacks the columns of a patient, or writes the day
    before the month.
    """
    table = read_table(path, lambda header: _field_of(header) is not None)
    fields = _fields(table)
    _refuse_day_first(table, fields)
    lines: list[PatientLine] = []
    problems: list[RowProblem] = []
    for number, cells in table.rows:
        found = _line(number, cells, fields)
        if isinstance(found, PatientLine):
            lines.append(found)
        else:
            problems += found
    ignored = tuple(
        header
        for header, field in zip(table.header, fields, strict=True)
        if field is None and header
    )
    return PatientLines(tuple(lines), tuple(problems), len(table.rows), table.encoding, ignored)


def _field_of(header: str) -> str | None:
    return _BY_HEADER.get("".join(letter for letter in header.casefold() if letter.isalnum()))


def _fields(table: Table) -> list[str | None]:
    fields = [_field_of(header) for header in table.header]
    known = [field for field in fields if field]
    twice = {field for field in known if known.count(field) > 1}
    if twice:
        raise UserProblem(
            f"Two columns both look like {_say(min(twice))}. Rename or remove one of them."
        )
    named = "name" in known or {"first_name", "last_name"} <= set(known)
    if not named or "birth_date" not in known:
        raise UserProblem(
            "The first row must name at least the columns last_name, first_name and birth_date."
        )
    return fields


def _refuse_day_first(table: Table, fields: list[str | None]) -> None:
    dated = [at for at, field in enumerate(fields) if field in DATES]
    odd = day_first(cells[at] for _, cells in table.rows for at in dated if at < len(cells))
    if odd:
        raise UserProblem(
            f"“{odd}” has its day before its month, so every date of this file is in doubt."
            " Save the dates like 1963-03-02, then import again.",
            "birth_date",
        )


def _line(
    number: int, cells: tuple[str, ...], fields: list[str | None]
) -> PatientLine | list[RowProblem]:
    if len(cells) != len(fields):
        return [
            RowProblem(
                number,
                "",
                f"This row has {len(cells)} cells where the header has {len(fields)}."
                " A value with a comma in it needs quotation marks.",
            )
        ]
    texts = {field: cell for field, cell in zip(fields, cells, strict=True) if field and cell}
    problems: list[RowProblem] = []
    dates = _dates(number, texts, problems)
    sex = _SEXES.get(texts["sex"].casefold()) if "sex" in texts else None
    if "sex" in texts and sex is None:
        problems.append(RowProblem(number, "sex", "Write F, M or U for the sex."))
    _split_name(number, texts, problems)
    if "birth_date" not in texts:
        problems.append(RowProblem(number, "birth_date", "The date of birth is missing."))
    return problems or PatientLine(number, texts, dates, sex)


def _dates(number: int, texts: dict[str, str], problems: list[RowProblem]) -> dict[str, date]:
    found: dict[str, date] = {}
    for field in DATES:
        if field in texts:
            try:
                found[field] = read_file_date(texts[field], field)
            except FieldProblem as problem:
                problems.append(RowProblem(number, field, problem.message))
    return found


def _split_name(number: int, texts: dict[str, str], problems: list[RowProblem]) -> None:
    """`Last, First Middle` in one column; other orders cannot be told apart."""
    whole = texts.pop("name", "")
    if not whole or ("last_name" in texts and "first_name" in texts):
        return
    last, comma, given = (part.strip() for part in whole.partition(","))
    first, _, middle = given.partition(" ")
    if not (last and comma and first):
        problems.append(RowProblem(number, "name", "Write a whole name as “Last, First”."))
        return
    texts |= {"last_name": last, "first_name": first}
    if middle.strip():
        texts.setdefault("middle_name", middle.strip())


def _say(field: str) -> str:
    return field.replace("_", " ")
