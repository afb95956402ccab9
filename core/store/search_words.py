"""Words a patient is found by, folded alike when kept and when typed.

A folded word has no accents, no case and no punctuation, so the search engine's own
syntax can never be typed into it.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40
MOST_WORDS = 8
_LONGEST_TEXT = 400

# Letters that do not fall apart into a base letter and an accent.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)
_APOSTROPHES = re.compile("['’‘ʼʻ`´′]")
_BETWEEN = frozenset("ZPC")  # spaces, punctuation, controls
_DAY = re.compile(r"(\d{1,4})[/.-](\d{1,2})(?:[/.-](\d{0,4}))?", re.ASCII)
_DIGITS = re.compile(r"\+?[\d().\-]*\d[\d().\-]*", re.ASCII)


def fold(text: str) -> str:
    """Text without case and accents, every separator a space."""
    wide = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    kept = []
    for letter in unicodedata.normalize("NFKD", wide):
        kind = unicodedata.category(letter)
        if kind == "Mn":
            continue
        apart = kind[0] in _BETWEEN or (letter.isascii() and not letter.isalnum())
        kept.append(" " if apart else letter)
    return "".join(kept)


def name_words(text: str) -> list[str]:
    """The folded words of a name; O'Brien counts as obrien, o and brien."""
    joined = fold(_APOSTROPHES.sub("", text)).split()
    parts = fold(text).split()
    return [word[:LONGEST_WORD] for word in dict.fromkeys(joined + parts)]


def name_key(last_name: str) -> str:
    """The last name as lists are ordered by it."""
    return " ".join(fold(_APOSTROPHES.sub("", last_name)).split())


def id_words(*texts: str) -> list[str]:
    """Numbers such as a member id, each as one word without its hyphens and spaces."""
    return [word[:LONGEST_WORD] for text in texts if (word := fold(text).replace(" ", ""))]


def phone_words(phone: str) -> list[str]:
    """A phone number and its endings of four digits and more."""
    digits = "".join(filter(str.isdigit, phone.partition("x")[0]))
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    return [digits[at:] for at in range(max(len(digits) - 3, 0))]


def birth_words(iso_day: str) -> list[str]:
    """A birth date written year first and month first."""
    year, month, day = iso_day.split("-")
    return [year + month + day, month + day + year]


def typed_query(text: str) -> str:
    """What was typed as a full-text query, every word a prefix and all of them wanted.

    Empty when nothing typed can be looked for.
    """
    folded = [_word_query(word) for word in text[:_LONGEST_TEXT].replace(",", " ").split()]
    return " AND ".join([part for parts in folded for part in parts][:MOST_WORDS])


def typed_keys(text: str) -> list[str]:
    """The folded words typed, to compare with a last name's beginning."""
    words = fold(_APOSTROPHES.sub("", text[:_LONGEST_TEXT])).split()
    return [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]


def _word_query(word: str) -> list[str]:
    found = _DAY.fullmatch(word)
    if found and (prefixes := _day_prefixes(*found.groups())):
        return [f"({' OR '.join([_term('born', day) for day in prefixes])})"]
    if _DIGITS.fullmatch(word):
        digits = re.sub(r"\D", "", word)[:LONGEST_WORD]
        return [_term("{born phone ids}", digits)]
    parts = fold(_APOSTROPHES.sub("", word)).split()
    if any(part.isdigit() for part in parts) or any(c.isdigit() for c in word):
        joined = "".join(parts)[:LONGEST_WORD]
        return [_term("{names ids}", joined)] if joined else []
    return [_term("{names ids}", part[:LONGEST_WORD]) for part in parts]


def _term(columns: str, word: str) -> str:
    return f'{columns} : "{word}" *'


def _day_prefixes(first: str, second: str, third: str | None) -> list[str]:
    """What a day may begin with, as far as it is typed; months stand before days."""
    if len(first) == 4:
        day = f"{int(third):02d}" if third else ""
        return [first + f"{int(second):02d}" + day] if len(day) in (0, 2) else []
    if len(first) > 2:
        return []
    start = f"{int(first):02d}{int(second):02d}"
    year = third or ""
    return [start + year, start + "19" + year, start + "20" + year][: 3 if len(year) == 2 else 1]
