"""How checks, directions and lights are said on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping

from core.audit.compare import Change, Shows
from core.audit.drift import Drift
from core.audit.findings import Check, Direction
from core.audit.intervals import Light, Verdict, charts_needed
from core.audit.lines import Line
from core.audit.totals import ANY
from core.audit.way_rates import WayRate
from core.model.money import format_cents
from core.model.typed_dates import say_date

CHECK_WORDS: Mapping[str, str] = {
    ANY: "Any finding",
    Check.UNITS: "Units against minutes",
    Check.MINUTES_MISSING: "Minutes missing",
    Check.RULE_NOT_KNOWN: "Rule not known",
    Check.CODE: "Code not billable",
    Check.PAIR: "Pair of codes",
    Check.MODIFIER_MISSING: "Modifier missing",
    Check.MODIFIER_UNNEEDED: "Modifier not needed",
    Check.DISCIPLINE: "Discipline modifier",
    Check.ASSISTANT: "Assistant modifier",
    Check.KX: "KX modifier",
    Check.MUE: "Units over the daily limit",
    Check.CAP: "Payer’s daily cap",
    Check.AUTHORISATION: "Authorisation",
    Check.CERTIFICATION: "Plan of care",
    Check.PROGRESS_REPORT: "Progress report",
    Check.TIMELY_FILING: "Timely filing",
    Check.CLOCK_TIMES: "Clock times",
    Check.NOTE_MISSING: "Note missing",
    Check.NOT_PERFORMED: "Billed, not in the note",
    Check.TECHNIQUE: "Technique named",
    Check.REGION: "Region specific",
    Check.NOTE_MINUTES: "Minutes of its own",
    Check.RATIONALE: "Rationale",
    Check.ONE_ON_ONE: "One on one",
    Check.RESPONSE: "Response to treatment",
    Check.PROGRESS: "Measurable progress",
    Check.RED_FLAG: "Words a reviewer objects to",
    Check.CLONED: "Repeats an earlier note",
    Check.CLONED_ACROSS: "Repeats another’s note",
    Check.SAME_MINUTES: "Same minutes each visit",
    Check.THRESHOLD_MINUTES: "Minutes just enough",
}
DIRECTION_WORDS = {
    Direction.OVER: "Billed too high",
    Direction.UNDER: "Billed too low",
    Direction.RISK: "Record would not stand",
}
LIGHT_WORDS = {Light.GREEN: "Below the line", Light.AMBER: "Not settled", Light.RED: "Above it"}
SHOWS_WORDS = {
    Shows.BETTER: "Better",
    Shows.WORSE: "Worse",
    Shows.NOTHING: "Nothing",
}
BY_CHANCE = (
    "Intervals of the difference at 95%: of twenty rows in which nothing changed, about one shows "
    "a change by chance."
)
LEDGER_WORDS = {
    "billed": "in billed units",
    "rounding": "left by rounding",
    "under-eight": "too few for a unit",
    "cap": "over a cap",
    "edit": "stopped by an edit",
    "untimed": "untimed services",
    "bundled": "bundled",
    "unassigned": "not assigned to a code",
    "not-billable": "not billable",
}


def check_words(check: str) -> str:
    """A check as a person calls it."""
    return CHECK_WORDS.get(check, check)


def reason_words(reason: str) -> str:
    """A reason's stable word as it is read."""
    return reason.replace("-", " ").replace("_", " ").capitalize()


def percent(share: float) -> str:
    """A share as a percentage: whole from ten on, else to a tenth."""
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}"


def line_percent(share: float) -> str:
    """A line as it was set, to a tenth where it has one: 12.5%."""
    return f"{share * 100:.4g}%"


def verdict_words(verdict: Verdict, threshold: float) -> str:
    """What the light says about the line, and how many more charts would settle it."""
    line = line_percent(threshold)
    if verdict.light is Light.GREEN:
        return f"Green: the rate is below {line}."
    if verdict.light is Light.RED:
        return f"Red: the rate is above {line}."
    if verdict.more_needed is None:
        return f"Amber: no sample of a workable size would show a rate below {line}."
    more = verdict.more_needed
    return f"Amber: not settled; {more} more charts without a new error would show below {line}."


def unit_share_words(one: WayRate) -> str:
    """Units billed wrong of those billed, with their share; no interval is said of it."""
    if one.billed_units is None:
        return f"{one.units:,}"
    share = "" if one.unit_share is None else f" ({percent(one.unit_share)})"
    return f"{one.units:,} of {one.billed_units:,}{share}"


def dollar_share_words(one: WayRate) -> str:
    """Known dollars billed wrong of those billed, with their share; a plus: some not known."""
    if one.cents is None:
        return "not known"
    if not one.errors and not one.billed_cents:
        return "–"
    told = format_cents(one.cents) + ("+" if one.unpriced else "")
    if one.billed_cents is None or one.cents_share is None:
        return told
    return f"{told} of {format_cents(one.billed_cents)} ({percent(one.cents_share)})"


SHARES_NOTE = (
    "Too high and too low stand apart and are never netted. An interval stands beside the share of"
    " sessions only: units and dollars are sums of unlike lines, for which an interval of counts"
    " would be false. Dollars are allowed amounts as far as known (+: some are not)."
)


def sample_words(size: int, threshold: float) -> str:
    """What a sample of a size can show, and how many a clean one has to have."""
    needed = charts_needed(0, threshold)
    line = line_percent(threshold)
    if needed is None or size >= needed:
        return (
            f"A sample of {size} can show a rate below {line} if few or none are in error. It shows"
            " what is likely, not what each other session holds."
        )
    return (
        f"A sample of {size} proves little: even without one error it cannot show a rate below"
        f" {line}. {needed - size} more would be needed, {needed} in all, every one without error."
    )


def drift_words(one: Drift) -> str:
    """What a clinician's last weeks show beside the time before, with what it rests on."""
    lately, before = one.lately, one.before
    on = f"{lately.notes} notes since {say_date(one.since)} beside {before.notes} before"
    if not one.is_enough:
        return f"{on}: too few to say anything; {one.needed} are needed on either side."
    specific = f"specific elements {percent(lately.specific)}, before {percent(before.specific)}"
    alike = f"wording of other notes {percent(lately.alike)}, before {percent(before.alike)}"
    return f"{on}: {specific}; {alike}."


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    whole = round(share * 100)
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def gap_words(one: Change) -> str:
    """The interval of a difference in percentage points."""
    return f"{points(one.difference.lower)} to {points(one.difference.upper)} points"


def change_words(one: Change) -> str:
    """One check then and now, as a sentence that says when it shows nothing."""
    old, new = one.before, one.after
    told = (
        f"{check_words(one.check)}: {old.errors} of {old.charts} last time, "
        f"{new.errors} of {new.charts} now"
    )
    shows = one.difference.shows
    if shows is Shows.NOTHING:
        return f"{told}: no difference that the numbers can show ({gap_words(one)})."
    return f"{told}: {shows.value} ({gap_words(one)})."


def line_words(line: Line) -> str:
    """Whose line it is, and whence."""
    whose = "The practice’s own line" if line.is_own else "The line shipped with the program"
    return f"{whose}, {line_percent(line.share)}: {line.cite}."
