"""Scores the reader on labelled notes: `python -m tests.notes.score FILE...` prints a table."""

import json
import sys
from collections import Counter
from pathlib import Path

from core.commands.note_json import note_of, reading_to_json
from core.library.lexicon import load_lexicon
from core.notes.reading import read_note

ELEMENTS = (
    "performed", "technique", "minutes_97140", "one_on_one", "objective",
    "region", "response", "progress", "rationale", "plan", "skilled",
)  # fmt: skip
LYMPH = ("is_mld", "girth_or_volume", "stage_or_dx", "home_program")


def read_cases(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def answer(case):
    note = note_of(
        {key: value for key, value in case.items() if key not in ("labels", "quality", "traps")}
    )
    return reading_to_json(read_note(note, load_lexicon()), case["id"])


def score(cases):
    """Right answers by element, and true, false and missed flags and techniques."""
    right, flags, techniques, wrong = Counter(), Counter(), Counter(), []
    for case in cases:
        told, wanted = answer(case), case["labels"]
        for name in ELEMENTS:
            right[name] += told[name] == wanted[name]
            if told[name] != wanted[name]:
                wrong.append((case["id"], name, wanted[name], told[name]))
        right["mld"] += told["mld"] == wanted["mld"]
        if told["mld"] != wanted["mld"]:
            wrong.append((case["id"], "mld", wanted["mld"], told["mld"]))
        for name, counts in (("red_flags", flags), ("techniques", techniques)):
            a, b = set(told[name]), set(wanted[name])
            counts["both"] += len(a & b)
            counts["false"] += len(a - b)
            counts["missed"] += len(b - a)
            if a != b:
                wrong.append((case["id"], name, sorted(b - a), sorted(a - b)))
    return right, flags, techniques, wrong


def rate(part, whole):
    return 1.0 if not whole else part / whole


def precision_recall(counts):
    return (
        rate(counts["both"], counts["both"] + counts["false"]),
        rate(counts["both"], counts["both"] + counts["missed"]),
    )


def table(cases):
    right, flags, techniques, wrong = score(cases)
    lines = [f"{name:16} {100 * rate(right[name], len(cases)):6.1f}" for name in (*ELEMENTS, "mld")]
    for name, counts in (("red flags", flags), ("techniques", techniques)):
        precision, recall = precision_recall(counts)
        lines.append(f"{name:16} P {precision:.3f}  R {recall:.3f}")
    return lines, wrong


def main(names):
    for name in names:
        path, _, part = name.partition("@")
        cases = read_cases(Path(path))
        if part:
            first, last = part.split("-")
            cases = cases[int(first) : int(last)]
        lines, wrong = table(cases)
        print(f"{name}: {len(cases)} notes", *lines, sep="\n")
        for one in wrong:
            print("  ", *one)


if __name__ == "__main__":
    main(sys.argv[1:])
