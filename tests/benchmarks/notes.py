"""Notes per minute on one core and the time of one long note, against finding its words."""

from __future__ import annotations

import re

from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note
from core.notes.words import LONGEST_NOTE
from tests.benchmarks.measure import Row, percentile, ratio, samples, spread, timed

_PARTS = (
    "S: R shoulder pain 4/10 when reaching the back seat, slept 5 hours, was 3 last week. ",
    "O: flexion 128, abduction 110, ER 38, IR to L4. Hawkins positive, capsular end feel in ER. ",
    "97140 15 min: glenohumeral posterior glides Gr III and STM R subscapularis because the tight "
    "posterior capsule limits IR and blocks reaching behind the back. ",
    "97110 23 min: wall slides 2x12, sidelying ER 3 lb 3x10, cues to keep the scapula down. ",
    "After: ER 49, IR to L2, Hawkins 2/10, she could hook her bra without the catch. ",
    "A: range is gained within the session and partly kept; progress toward goals. ",
    "P: next visit Gr IV if ER stays above 45, add prone Y 2 lb; home: sleeper stretch daily. ",
)
_WORDS = 400
_BATCH = 400
_WORD = re.compile(r"\w+")
_WALLS = ("1 ", "10:00-", "( ", "no STM, ", "5 -> ", "because stiff limits ", "15 min, ")


def run() -> list[Row]:
    """A note of 400 words, a batch of daily notes, and walls of 20,000 characters."""
    lexicon = load_lexicon()
    billed = (BilledLine("97140", 15), BilledLine("97110", 23))
    daily = Note("".join(_PARTS), billed=billed)
    long = Note(_of_length(_WORDS), billed=billed)
    read_note(long, lexicon)
    one = samples([lambda: read_note(long, lexicon)] * 200)
    found = samples([lambda: _words_of(long)] * 200)
    batch = min(timed(lambda: [read_note(daily, lexicon) for _ in range(_BATCH)]) for _ in range(3))
    bare = min(timed(lambda: [_words_of(daily) for _ in range(_BATCH)]) for _ in range(3))
    walls = [Note((w * LONGEST_NOTE)[:LONGEST_NOTE]) for w in _WALLS]
    worst = max(timed(lambda note=note: read_note(note, lexicon)) for note in walls)
    plain = max(timed(lambda note=note: _words_of(note)) for note in walls)
    return [
        Row(
            f"Reading a note of {_WORDS} words",
            spread(one),
            spread(found),
            ratio(percentile(one, 0.5), percentile(found, 0.5)),
            "one bare pass over its words",
        ),
        Row(
            f"Reading daily notes of {len(daily.text.split())} words in a batch",
            f"{60 * _BATCH / batch:,.0f} a minute",
            f"{60 * _BATCH / bare:,.0f} a minute",
            ratio(batch, bare),
            "one bare pass over their words",
        ),
        Row(
            "The slowest wall of 20,000 characters",
            f"{worst:.2f} s",
            f"{plain * 1000:.2f} ms",
            ratio(worst, plain),
            "one bare pass over its words",
        ),
    ]


def _words_of(note: Note) -> list[tuple[int, int]]:
    """The floor: where each word stands, and no more."""
    return [found.span() for found in _WORD.finditer(note.text)]


def _of_length(words: int) -> str:
    text = "".join(_PARTS) * (1 + words // 100)
    return " ".join(text.split(" ")[:words])
