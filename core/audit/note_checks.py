"""What the record of manual therapy shows, read by the note reader."""

from __future__ import annotations

from core.audit.findings import Check, Direction, Proof
from core.audit.look import MANUAL_THERAPY, Look
from core.errors import FieldProblem
from core.notes.claim import BilledLine, Note
from core.notes.reading import Reading, read_note
from core.rules.draft import clean_code

# Each element that must be there: its check, the question about it, whether it is shown.
_ELEMENTS = (
    (Check.TECHNIQUE, "technique", lambda r: r.technique),
    (Check.REGION, "region_specific", lambda r: r.region == "specific"),
    (Check.NOTE_MINUTES, "minutes_97140", lambda r: r.minutes is not None),
    (Check.RATIONALE, "rationale", lambda r: r.rationale),
    (Check.ONE_ON_ONE, "one_on_one", lambda r: r.one_on_one),
    (Check.RESPONSE, "response", lambda r: r.response == "specific"),
    (Check.PROGRESS, "progress", lambda r: r.progress),
)
# Flags that the elements and the units say already, or that are no fault of the record.
_SAID = frozenset(
    {
        "total_time_only",
        "combined_time",
        "no_time",
        "units_only",
        "time_range",
        "minutes_mismatch",
        "under_8_min",
        "billed_not_performed",
        "not_billed",
        "assistant_unmodified",
        "sum_exceeds_total",
    }
)
_MOST_PROOFS = 4
_FLAG_FIX = "Read the passage; if the record of that day shows more, keep it with the claim."


def check_note(look: Look) -> None:
    """The elements of 97140 where it was billed and notes are told."""
    text = look.seen.note
    if text is None or not _is_concerned(look):
        return
    if not text.strip():
        _say(look, Check.NOTE_MISSING, "none", "Write no note now; look for the one of that day.")
        return
    try:
        reading = read_note(_note(look, text), look.shelf.lexicon)
    except FieldProblem as problem:
        cite = "The note reader's own limit"
        look.find(Check.NOTE_MISSING, Direction.RISK, MANUAL_THERAPY, "unread", problem.message,
                  "Read this note by eye.", cite)  # fmt: skip
        return
    if not reading.performed:
        _say(look, Check.NOT_PERFORMED, "none", look.shelf.lexicon.asks.get("performed", ""))
        return
    for check, ask, shown in _ELEMENTS:
        if not shown(reading):
            _say(look, check, "lacking", look.shelf.lexicon.asks.get(ask, ""))
    _check_flags(look, reading)


def _is_concerned(look: Look) -> bool:
    if look.seen.billed is not None:
        return look.billed_now(MANUAL_THERAPY)
    return any(clean_code(row.code) == MANUAL_THERAPY for row in look.seen.services)


def _note(look: Look, text: str) -> Note:
    minutes: dict[str, int] = {}
    for row in look.seen.services:
        if row.total_minutes is not None:
            code = clean_code(row.code)
            minutes[code] = minutes.get(code, 0) + row.total_minutes
    told = [(clean_code(line.code), line.modifiers) for line in look.seen.billed or ()]
    codes = dict.fromkeys([code for code, _ in told] or minutes)
    lines = tuple(
        BilledLine(code, minutes.get(code), _modifiers(told, code) if look.told else None)
        for code in codes
    )
    sex = look.seen.sex
    return Note(text, look.seen.discipline.value, lines, look.seen.date, sex)


def _modifiers(told: list[tuple[str, tuple[str, ...] | None]], code: str) -> tuple[str, ...]:
    return tuple(word for one, words in told if one == code for word in words or ())


def _check_flags(look: Look, reading: Reading) -> None:
    for flag in reading.red_flags:
        proof = _proof(reading, flag)
        if flag == "minutes_mismatch":
            if reading.minutes is not None:
                _say(look, Check.NOTE_MINUTES, "differ", _FLAG_FIX, proof=proof,
                     words="minutes-differ")  # fmt: skip
        elif flag not in _SAID:
            more = f": {flag.replace('_', ' ')}."
            _say(look, Check.RED_FLAG, flag, _FLAG_FIX, proof=proof, more=more)


def _proof(reading: Reading, element: str) -> tuple[Proof, ...]:
    found = [Proof(e.start, e.end, e.text) for e in reading.evidence if e.element == element]
    return tuple(found[:_MOST_PROOFS])


def _say(
    look: Look,
    check: Check,
    reason: str,
    fix: str,
    *,
    proof: tuple[Proof, ...] = (),
    words: str = "",
    more: str = "",
) -> None:
    """The sentence of the day for this check, with its source; nothing where none is known."""
    told = look.shelf.rules.words(words or check, look.seen.date)
    if told is None:
        return
    look.find(
        check, Direction.RISK, MANUAL_THERAPY, reason, f"{told.text}{more}", fix, told.cite,
        since=told.since, proof=proof,
    )  # fmt: skip
