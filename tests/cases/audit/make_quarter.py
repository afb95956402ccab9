"""Writes quarter.jsonl and quarter_answers.jsonl: a quarter of visits with seeded faults.

Nothing of the program is imported. Units are typed by hand from the specification's own tables
(payers-and-edits 1.3, medicare 2), not computed.
"""

import json
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
START = date(2024, 7, 1)
# Minutes, then units that the total-time rule and the midpoint rule both give.
SHAPES = [
    ({"97140": 22, "97110": 16, "97112": 12}, [1, 1, 1]),
    ({"97140": 25, "97110": 15}, [2, 1]),
    ({"97140": 15, "97110": 15, "97530": 15}, [1, 1, 1]),
    ({"97140": 30, "97110": 16}, [2, 1]),
    ({"97140": 14, "97110": 26}, [1, 2]),
    ({"97140": 20, "97530": 12}, [1, 1]),
    ({"97140": 16, "97110": 31}, [1, 2]),
    ({"97140": 27, "97112": 14}, [2, 1]),
    ({"97140": 18, "97110": 13, "97112": 11}, [1, 1, 1]),
    ({"97140": 12, "97110": 33}, [1, 2]),
]
WORK = [
    (
        "Gr III posterior glide to the L glenohumeral joint",
        "capsular restriction",
        "internal rotation",
        "L shoulder IR",
    ),
    (
        "Gr IV PA mobilization to L4-5",
        "segmental hypomobility",
        "lumbar extension",
        "lumbar extension",
    ),
    (
        "soft tissue mobilization to the R upper trapezius",
        "guarding and trigger points",
        "cervical rotation",
        "cervical R rotation",
    ),
    (
        "patellar inferior glide Gr III to the R knee",
        "patellar restriction",
        "knee flexion",
        "R knee flexion",
    ),
    (
        "Gr III talocrural AP glide to the L ankle",
        "posterior capsule stiffness",
        "dorsiflexion",
        "L ankle DF",
    ),
    (
        "C4-5 side glide Gr III to the left",
        "joint stiffness at C4-5",
        "left side bending",
        "cervical L side bend",
    ),
]
OPENERS = [
    "Pt climbs stairs with less pain, {a}/10 on arrival.",
    "Reports {a}/10 soreness since gardening on Sunday; sleep was better.",
    "Arrived with {a}/10 pain after a long drive, walked {w} blocks yesterday.",
    "Lifted groceries for the first time; pain {a}/10 today.",
    "Was at work all week, {a}/10 by evening, eases with rest.",
]
CLOSERS = [
    "Next: add step-downs at {s} inches if {motion} holds above {b} deg.",
    "Next visit load carries to {s} lb once {motion} stays past {b} deg.",
    "Plan: progress to reaching overhead {s} times, re-measure {motion}.",
    "Will raise band tension and retest {motion}; aim {c} deg by week {s}.",
]
DETAILS = [
    "Slept through the night twice.",
    "Carried a toddler for an hour.",
    "Missed one day of drills.",
    "Drove to the coast and back.",
    "Painted a fence over two evenings.",
    "Sat through a long meeting on Monday.",
    "Started choir again, standing rehearsals.",
]
FINDINGS = [
    "Palpation: warm, no bruising.",
    "Skin clear.",
    "Gait even on level ground.",
    "Stands with weight shifted away.",
    "Guards at end of motion.",
    "Reflexes brisk and equal.",
    "Sensation intact to light touch.",
    "Breathes freely in prone.",
    "Scar pale and flat.",
    "Shoulder heights level.",
    "Trunk sways slightly on one leg.",
]
ONE = ["One-on-one throughout.", "1:1 contact.", "Direct one-on-one contact for all of it."]


def note(n: int, minutes: int, skip: str = "") -> str:
    """A note that holds every element but the one to skip, with findings of its own."""
    r = random.Random(n * 7919)
    work, finding, motion, measure = WORK[n % len(WORK)]
    a = r.randrange(3, 8)
    low = r.randrange(20, 60)
    gain = r.randrange(4, 15)
    values = {"a": a, "w": r.randrange(2, 9), "s": r.randrange(3, 19), "motion": motion,
              "b": low + gain, "c": low + gain + 5}  # fmt: skip
    opener = f"{OPENERS[n % len(OPENERS)].format(**values)} {DETAILS[n % len(DETAILS)]}"
    seen = FINDINGS[n % len(FINDINGS)]
    closer = CLOSERS[n % len(CLOSERS)].format(**values)
    spent = "" if skip == "minutes" else f" x {minutes} min"
    if skip == "technique":
        work = "manual therapy to the L glenohumeral joint"
    if skip == "region":
        work, measure, finding = "joint mobilization to the low back", "trunk flexion", "stiffness"
        motion = "bending"
    because = f" for {finding} limiting {motion}"
    if skip == "rationale":
        because = ""
    treated = f"Manual therapy: {work}{because}{spent}."
    one = "" if skip == "one" else ONE[n % len(ONE)]
    before, after = f"{measure} {low} deg before treatment", f"{low + gain} deg after treatment"
    effect = f"{before}, {after}; pain fell from {a}/10 to {a - 2}/10."
    if skip == "response":
        effect = f"{measure} {low} deg; was {low - 6} deg at the last visit. Tolerated well."
    if skip == "progress":
        effect = f"{measure} {low} deg. Tissue softened and end-feel was easier after the work."
    return " ".join(
        part
        for part in ("S:", opener, "O:", seen, treated, one, "A:", effect, "P:", closer)
        if part
    )


class Quarter:
    """Collects visits and answers."""

    def __init__(self) -> None:
        self.visits, self.answers, self.n = [], [], 0

    def visit(self, patient: str, day: date, shape: int | tuple = 0, **changes: object) -> str:
        """One visit, clean but for its changes."""
        self.n += 1
        minutes, units = SHAPES[shape] if isinstance(shape, int) else shape
        payer = changes.pop("payer", "medicare-part-b")
        word = changes.pop("word", "GP" if payer == "medicare-part-b" else "")
        services = [{"code": c, "minutes": m} for c, m in minutes.items()]
        for one in services:
            one.update(changes.pop(f"s{one['code']}", {}))
        billed = [[c, u, word] for c, u in zip(minutes, units, strict=True)]
        billed = changes.pop("billed", billed)
        skip = changes.pop("skip", "")
        text = changes.pop("note", None)
        if text is None:
            text = note(self.n, minutes.get("97140") or 0, skip)
        visit = {"id": f"e{self.n:03}", "date": day.isoformat(), "patient": patient, "payer": payer,
                 "clinician": changes.pop("clinician", "Okafor"), "discipline": "PT",
                 "services": services, "billed": billed, "note": text,
                 "facts": changes.pop("facts", {})}  # fmt: skip
        visit.update(changes)
        self.visits.append(visit)
        return visit["id"]

    def fault(self, check: str, direction: str, codes: str, units: int, patient: str, day: date,
              shape: int | tuple = 0, **changes: object) -> str:  # fmt: skip
        """A visit with one fault, and its answer; `a|b` where either code is right."""
        made = self.visit(patient, day, shape, **changes)
        self.answer(check, direction, codes, units, made)
        return made

    def answer(self, check: str, direction: str, codes: str, units: int, visit: str) -> None:
        """What has to be found."""
        self.answers.append({"encounter": visit, "check": check, "direction": direction,
                             "codes": codes, "units": units})  # fmt: skip


def clean(q: Quarter) -> None:
    """Sixty patients of three visits each, of four payers and three clinicians."""
    payers = ["medicare-part-b", "generic-commercial", "cash", "medicare-part-b"]
    for p in range(60):
        for v in range(3):
            day = START + timedelta(days=(p * 3) % 60 + v * 7)
            q.visit(f"clean{p:02}", day, (p + v) % len(SHAPES), payer=payers[p % 4],
                    clinician=["Okafor", "Brandt", "Ngô"][p % 3])  # fmt: skip


def decoys(q: Quarter) -> None:
    """What looks like a fault and is none."""
    day = START + timedelta(days=40)
    tie = {"97140": 20, "97110": 20}
    q.visit("tie", day, (tie, [1, 2]))
    q.visit("tie", day + timedelta(days=3), (tie, [2, 1]))
    q.visit("apart", day, ({"97140": 20, "97150": 20}, [1, 1]),
            s97140={"region": "cervical", "intervals": [[540, 560]]},
            s97150={"intervals": [[570, 590]]},
            billed=[["97140", 1, "59 GP"], ["97150", 1, "GP"]])  # fmt: skip
    q.visit("heat", day, ({"97140": 15, "97010": 10}, [1, 0]), billed=[["97140", 1, "GP"]])
    q.visit("helped", day, ({"97140": 15, "97110": 15}, [1, 1]),
            s97110={"minutes": 0, "assistant": 15},
            billed=[["97140", 1, "GP"], ["97110", 1, "GP CQ"]])  # fmt: skip


def units(q: Quarter) -> None:
    day = START + timedelta(days=20)
    two = {"97140": 22, "97110": 18}
    q.fault("units", "under", "97140", 1, "u1", day, (two, [1, 1]))
    q.fault("units", "over", "97140|97110", 1, "u2", day, ({"97140": 10, "97110": 10}, [1, 1]))
    q.fault("units", "over", "97140", 1, "u3", day, ({"97140": 7, "97110": 16}, [1, 1]),
            payer="generic-commercial")  # fmt: skip
    q.fault("units", "over", "97110", 1, "u4", day, ({"97140": 22, "97110": 22}, [1, 2]),
            payer="cash")  # fmt: skip
    q.fault("units", "under", "97110", 1, "u5", day, 0, payer="generic-commercial",
            billed=[["97140", 1, ""], ["97112", 1, ""]])  # fmt: skip
    made = q.fault("units", "under", "97140", 1, "u6", day, ({"97140": 25, "97110": 15}, [1, 2]),
                   payer="cash")  # fmt: skip
    q.answer("units", "over", "97110", 1, made)
    q.fault("minutes-missing", "risk", "97110", 1, "u7", day, 1, s97110={"minutes": None})


def modifiers(q: Quarter) -> None:
    day = START + timedelta(days=22)
    group = ({"97140": 20, "97150": 20}, [1, 1])
    q.fault("pair", "risk", "97150 97140", 1, "m1", day, group)
    q.fault("pair", "over", "97140 97124", 1, "m2", day, ({"97140": 16, "97124": 15}, [1, 1]))
    q.fault("modifier-unneeded", "risk", "97140", 0, "m3", day, 1,
            billed=[["97140", 2, "59 GP"], ["97110", 1, "GP"]])  # fmt: skip
    q.fault("modifier-missing", "under", "97150 97140", 1, "m4", day, group,
            s97140={"intervals": [[540, 560]]}, s97150={"intervals": [[570, 590]]})  # fmt: skip
    q.fault("pair", "over", "97150 97140", 1, "m5", day, group,
            s97140={"region": "cervical", "side": "left"},
            s97150={"region": "cervical", "side": "left"},
            billed=[["97140", 1, "59 GP"], ["97150", 1, "GP"]])  # fmt: skip
    q.fault("discipline-modifier", "risk", "97110", 1, "m6", day, 3,
            billed=[["97140", 2, "GP"], ["97110", 1, ""]])  # fmt: skip
    q.fault("discipline-modifier", "risk", "97110", 0, "m7", day, 3,
            billed=[["97140", 2, "GP"], ["97110", 1, "GO"]])  # fmt: skip
    q.fault("assistant-modifier", "over", "97110", 1, "m8", day, 2,
            s97110={"minutes": 0, "assistant": 15})  # fmt: skip
    q.fault("assistant-modifier", "under", "97110", 1, "m9", day, 2,
            billed=[["97140", 1, "GP"], ["97110", 1, "GP CQ"], ["97530", 1, "GP"]])  # fmt: skip
    rates = {"97140": 3000, "97110": 3000}
    q.fault("kx", "risk", "97140 97110", 3, "m10", day, 3,
            facts={"year_to_date": 250_000, "rates": rates})  # fmt: skip
    q.fault("modifier-unneeded", "risk", "97140", 0, "m11", day, 3,
            billed=[["97140", 2, "GP KX"], ["97110", 1, "GP"]],
            facts={"year_to_date": 50_000, "rates": rates})  # fmt: skip


def limits(q: Quarter) -> None:
    day = START + timedelta(days=24)
    q.fault("mue", "risk", "97140", 1, "l1", day, ({"97140": 105, "97110": 16}, [7, 1]))
    cap = ({"97140": 30, "97110": 45}, [2, 3])
    q.fault("day-cap", "risk", "97140 97110", 0, "l2", day, cap, payer="unitedhealthcare",
            word="GP")  # fmt: skip
    q.fault("authorisation", "risk", "97140 97110", 0, "l3", day, 1, payer="generic-commercial",
            facts={"authorised_until": "2024-07-10"})  # fmt: skip
    q.fault("certification", "risk", "", 0, "l4", day, 1, facts={"certified_to": "2024-07-20"})
    q.fault("progress-report", "risk", "", 0, "l5", day, 1, facts={"days_since_report": 11})
    q.fault("timely-filing", "risk", "97140 97110", 0, "l6", day, 1, facts={"as_of": "2025-09-01"})
    q.fault("code", "risk", "97010", 0, "l7", day, ({"97140": 15, "97010": 10}, [1, 1]))
    q.fault("code", "risk", "97014 G0283", 0, "l8", day, ({"97140": 15, "97014": 10}, [1, 1]))
    q.fault("clock-times", "risk", "97140 97110", 0, "l9", day, 2,
            s97140={"intervals": [[540, 555]]}, s97110={"intervals": [[550, 565]]})  # fmt: skip
    # a visit dated before any rule of the book, as an old record typed in would be
    q.fault("rule-not-known", "risk", "97140 97110", 0, "l10", date(2009, 8, 3), 1, payer="cash")


def notes(q: Quarter) -> None:
    day = START + timedelta(days=26)
    for at, (skip, check) in enumerate(
        [("technique", "technique"), ("region", "region"), ("minutes", "note-minutes"),
         ("rationale", "rationale"), ("one", "one-on-one"), ("response", "response"),
         ("progress", "progress")]
    ):  # fmt: skip
        q.fault(check, "risk", "97140", 0, f"n{at}", day, 5 + at % 3, skip=skip)
    q.fault("note-missing", "risk", "97140", 0, "n8", day, 1, note="")
    q.fault("not-performed", "risk", "97140", 0, "n9", day, 5, note=(
        "S: Pain 4/10. O: Therapeutic exercise and step training, 32 min. Knee flexion 96 deg, was"
        " 90 deg. A: Walks farther. P: Add squats to 60 deg next visit."))  # fmt: skip
    q.fault("note-minutes", "risk", "97140", 0, "n10", day, 1, note=note(9001, 14))
    aide = note(9002, 30).replace("Manual therapy:", "Rehab aide performed the manual therapy:")
    q.fault("red-flag", "risk", "97140", 0, "n11", day, 3, note=aide)


def series(q: Quarter) -> None:
    day = START + timedelta(days=28)
    text = note(9100, 20)
    q.visit("c1", day, 5, note=text)
    q.fault("cloned", "risk", "97140", 0, "c1", day + timedelta(days=4), 5, note=text)
    other = note(9103, 20)
    q.visit("c2", day, 5, note=other, clinician="Brandt")
    q.fault("cloned-across", "risk", "97140", 0, "c3", day + timedelta(days=1), 5, note=other,
            clinician="Brandt")  # fmt: skip
    for v in range(5):
        made = q.visit("same", day + timedelta(days=3 * v), 8)
        if v == 3:
            q.answer("same-minutes", "risk", "", 0, made)
    for v in range(8):
        shape = ({"97140": [8, 23, 38][v % 3], "97110": [23, 38, 8][v % 3]},
                 [[1, 2, 3][v % 3], [2, 3, 1][v % 3]])  # fmt: skip
        q.visit(f"edge{v // 2}", day + timedelta(days=v * 2), shape, payer="cash",
                clinician="Adeyemi")  # fmt: skip
    q.answer("threshold-minutes", "risk", "", 0, "")


def make() -> tuple[str, str]:
    """The two files' texts."""
    q = Quarter()
    for part in (clean, decoys, units, modifiers, limits, notes, series):
        part(q)
    visits = sorted(q.visits, key=lambda v: (v["date"], v["id"]))
    return (
        "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in visits),
        "".join(json.dumps(a) + "\n" for a in q.answers),
    )


if __name__ == "__main__":
    found = make()
    (HERE / "quarter.jsonl").write_text(found[0], encoding="utf-8", newline="\n")
    (HERE / "quarter_answers.jsonl").write_text(found[1], encoding="utf-8", newline="\n")
