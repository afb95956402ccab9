"""Modifiers: present if and only if they are asked for and what they say is supported."""

from __future__ import annotations

from core.audit.findings import Check, Direction
from core.audit.look import Look
from core.model.bill import Alert
from core.rules.distinctness import DISTINCT
from core.rules.draft import clean_code
from core.rules.edit_tables import NEVER, EditPair
from core.rules.parameters import DatedValue
from core.rules.wording import plural

_PUT = "Correct the claim while the payer still takes it."
_ASSISTED = "42 USC 1395m(v); 42 CFR 410.59(a)(4), 410.60(a)(4)"


def check_pairs(look: Look) -> None:
    """Pairs that an edit of that day, or the payer's own, does not pay without a modifier."""
    alerts = _pair_alerts(look)
    unproved = {alert.codes for alert in alerts if alert.id == "distinctness-missing"}
    shown = {a.codes[0] for a in alerts if a.id == "modifier-missing" and "AT" not in a.message}
    for alert in alerts:
        if alert.id == "cmt-same-region":
            units = look.claim_units(alert.codes[1])
            error = alert.severity == "error"
            direction = Direction.OVER if error else Direction.RISK
            look.find_alert(Check.PAIR, alert, "same-region", direction, units)
        elif alert.id == "edit-pair" and alert.severity != "note":
            _judge_pair(look, alert, unproved=alert.codes in unproved, shown=shown)


def _judge_pair(look: Look, alert: Alert, *, unproved: bool, shown: set[str]) -> None:
    pair = _pair_of(look, alert.codes)
    units = look.claim_units(alert.codes[1])
    if pair is not None and pair.indicator == NEVER:
        sure = alert.severity == "error"
        direction = Direction.OVER if sure else Direction.RISK
        look.find_alert(Check.PAIR, alert, "never-together", direction, units)
    elif not look.told:
        return
    elif unproved:
        told = all(_place_told(look, code) for code in alert.codes)
        direction = Direction.OVER if told and alert.severity == "error" else Direction.RISK
        look.find_alert(Check.PAIR, alert, "not-shown-distinct", direction, units)
    elif alert.codes[1] in shown:
        look.find_alert(Check.MODIFIER_MISSING, alert, "distinct", Direction.UNDER, units)
    else:
        look.find_alert(Check.PAIR, alert, "no-modifier", Direction.RISK, units)


def _pair_alerts(look: Look) -> list[Alert]:
    """Alerts on pairs: by the minutes where both codes earn units, else by the claim.

    Clock times prove distinctness only beside the minutes they were taken for.
    """
    ids = ("edit-pair", "distinctness-missing", "cmt-same-region", "modifier-missing")
    judged = look.judged if look.seen.billed is not None else None
    if judged is None:
        return []
    found = [a for a in judged.alerts if a.id in ids]
    if look.performed is not None and look.performed is not judged:
        found = [a for a in found if not all(code in look.earned for code in a.codes)]
        found += [
            a
            for a in look.performed.alerts
            if a.id in ids and all(look.billed_now(code) for code in a.codes)
        ]
    return found


def _pair_of(look: Look, codes: tuple[str, ...]) -> EditPair | None:
    """The pair in force that day: the table's, else the payer's own."""
    rules = look.shelf.book.day_rules(look.seen.payer, look.seen.date)
    table = rules.tables[look.seen.setting].edits
    found = table.between(codes[0], codes[1], look.seen.date) if table else None
    if found is None and isinstance(rules.claim.own_pairs, DatedValue):
        found = rules.claim.own_pair(codes[0], codes[1])
    return found


def _place_told(look: Look, code: str) -> bool:
    rows = [row for row in look.seen.services if clean_code(row.code) == code]
    return bool(rows) and all(row.region or row.intervals for row in rows)


def check_modifiers(look: Look) -> None:
    """Modifiers that open no pair or contradict, those of the discipline, AT and KX."""
    if not look.told or look.judged is None:
        return
    for alert in look.judged.alerts:
        if alert.id == "modifier-unneeded":
            look.find_alert(Check.MODIFIER_UNNEEDED, alert, _word_of(alert))
        elif alert.id == "modifier-missing" and " AT" in alert.message:
            look.find_alert(Check.MODIFIER_MISSING, alert, "at")
        elif alert.id == "discipline":
            look.find_alert(Check.DISCIPLINE, alert, "foreign")
        elif alert.id == "kx":
            units = sum(look.claim_units(code) for code in alert.codes)
            look.find_alert(Check.KX, alert, "missing", units=units)
    _check_own_discipline(look)


def _word_of(alert: Alert) -> str:
    """The modifier an alert is about; `several` where it names none or more."""
    words = [w.strip(".,;()").upper() for w in alert.message.split()]
    named = {w for w in words if (len(w) == 2 and w in _LIKELY) or w in DISTINCT}
    return named.pop().lower() if len(named) == 1 else "several"


_LIKELY = frozenset({"25", "76", "77", "KX", "AT", "52", "GA", "GX", "GY", "GZ", "CQ", "CO"})


def _check_own_discipline(look: Look) -> None:
    """Lines of the claim without the modifier of the plan of care that the payer asks for."""
    rules = look.shelf.book.day_rules(look.seen.payer, look.seen.date)
    own = rules.discipline_modifiers.get(look.seen.discipline.value)
    need = rules.profile.discipline_modifiers
    if look.judged is None or not isinstance(own, DatedValue) or not isinstance(need, DatedValue):
        return
    due = {line.code for line in look.judged.lines if own.text in line.modifiers}
    for line in look.seen.billed or ():
        code, words = clean_code(line.code), _words(line.modifiers)
        if line.units == 0 or code not in due or words & rules.discipline_words:
            continue
        why = f"{code} carries no {own.text}; {rules.profile.name} asks for it."
        if need.confidence == "assumed":
            why = f"{code} carries no {own.text}; that {rules.profile.name} asks for it is assumed."
        look.find(Check.DISCIPLINE, Direction.RISK, code, "missing", why, f"Add {own.text}. {_PUT}",
                  need.cite, units=line.units or 0, since=need.since)  # fmt: skip


def check_assistants(look: Look) -> None:
    """Units with CQ or CO against those that the assistant's minutes ask for."""
    if not look.told or look.performed is None or not look.seen.people_told:
        return
    due, marked = look.due_assistant_units(), look.marked_units()
    word = "CO" if look.seen.discipline == "OT" else "CQ"
    for code in dict.fromkeys((*due, *marked)):
        wanted, have = due.get(code, 0), marked.get(code, 0)
        agree = look.earned.get(code, 0) == look.claim_units(code)
        if wanted == have or (not agree and wanted and have):
            continue
        if not look.billed_now(code):
            continue
        count = f"{plural(have, 'unit')} with {word}, {plural(wanted, 'unit')} by the minutes"
        if wanted > have:
            why = f"{code}: {count}. Without it the payer pays an assistant's work in full."
            look.find(Check.ASSISTANT, Direction.OVER, code, "missing", why, f"Add {word}. {_PUT}",
                      _ASSISTED, units=wanted - have)  # fmt: skip
        else:
            why = f"{code}: {count}. It cuts the payment where no assistant's minutes ask for it."
            look.find(Check.ASSISTANT, Direction.UNDER, code, "unneeded", why,
                      f"Take {word} off. {_PUT}", _ASSISTED, units=have - wanted)  # fmt: skip


def _words(modifiers: tuple[str, ...] | None) -> set[str]:
    return {word.strip().upper() for word in modifiers or ()}
