"""Minutes however a note lays them out, and what a sentence raises: cases as data."""

import json
import random
from pathlib import Path

from core.commands.note_json import note_of
from core.library.lexicon import load_lexicon
from core.notes.claim import BilledLine, Note
from core.notes.reading import read_note

CASES = Path(__file__).parent.parent / "cases"
MANUAL = [
    "STM R UT", "GH post glides gr III", "STM to L gastroc", "IASTM L ITB", "MFR R pec minor",
    "TrP release R levator", "talocrural AP glide R gr IV", "MET L innominate", "patellar mobs R",
]  # fmt: skip
# Some of these stand in no lexicon: other work is told by its place, not by its name.
OTHER = ["TE", "therex", "NMR", "gait training"]
UNKNOWN = ["farmer carries", "wobble board", "chops/lifts", "dressing", "quad sets, SLR", "pulleys"]
BEFORE = ["", "Pt reports 4/10 pain. ", "Drives 45 min to work. ", "Pt arrived 10 min late. "]
AFTER = ["", " Tolerated well.", " DF 4 to 9.", " HEP 10 min daily.", " Ice 10 min."]
COMBINED = "combined_time"
OF_THE_CLAIM = {"minutes_mismatch", "sum_exceeds_total"}
OF_TIME = {
    "no_time", "total_time_only", COMBINED, "units_only", "time_range", "billed_not_performed",
}  # fmt: skip


def rows(name):
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def clock(minute):
    return f"{minute // 60}:{minute % 60:02}"


def drawn(form, want, draw):
    """One note of a form, with the minutes that it gives to manual therapy."""
    first, second = draw.sample([5, 6, 7, 8, 9], 2)
    half = draw.choice([5, 6, 7, 8])
    whole = first + second if "{first}" in form else draw.choice([9, 10, 12, 14, 16])
    whole = half + 4 if want == "time_range" else whole
    rest, start = draw.choice([18, 20, 22, 25]), 9 * 60 + draw.choice([0, 5, 12])
    manual, also = draw.sample(MANUAL, 2)
    other = draw.choice(OTHER if want == COMBINED else OTHER + UNKNOWN)
    body = form.format(
        first=first, second=second, half=half, whole=whole, rest=rest, total=whole + rest,
        manual=manual, also=also, other=other, start=clock(start),
        middle=clock(start + whole), end=clock(start + whole + rest),
    )  # fmt: skip
    body = "\n".join(line[0].upper() + line[1:] for line in body.split("\n"))
    gap = "\n" if "\n" in body else ""
    text = draw.choice(BEFORE) + gap + body + gap + draw.choice(AFTER)
    return text, {"whole": whole, "twice": 2 * half}.get(want)


def test_minutes_in_every_form():
    draw, wrong, count = random.Random(97140), [], 0
    for row in rows("note_minute_forms.jsonl"):
        for _ in range(6):
            text, minutes = drawn(row["form"], row["want"], draw)
            found = read_note(Note(text, billed=(BilledLine("97140", minutes),)), load_lexicon())
            flags, count = set(found.red_flags), count + 1
            told = found.minutes == minutes and not flags & OF_THE_CLAIM
            if not told or (minutes is None and row["want"] not in flags):
                wrong.append((text, minutes, found.minutes, found.red_flags))
    assert len(wrong) <= 0.01 * count, wrong


def test_work_and_flags_of_one_sentence():
    wrong = []
    for row in rows("note_scope.jsonl"):
        found = read_note(note_of({k: row[k] for k in ("text", "billed")}), load_lexicon())
        flags = set(found.red_flags) - OF_TIME - OF_THE_CLAIM
        right = found.performed == row["performed"]
        if not right or ("flags" in row and flags != set(row["flags"])):
            wrong.append((row["text"], found.performed, found.red_flags))
    assert len(wrong) <= 0.03 * len(rows("note_scope.jsonl")), wrong
