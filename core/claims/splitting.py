"""One encounter's lines dealt out to as few forms as keep to the form's sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.claims.claim_rules import FormRules
from core.claims.facts import ClaimLine
from core.model.patient import Diagnosis


@dataclass(slots=True)
class Part:
    """The lines and diagnoses of one form, under one authorisation number."""

    authorisation: str
    lines: list[ClaimLine] = field(default_factory=list)
    diagnoses: tuple[Diagnosis, ...] = ()

    @property
    def pointed(self) -> set[str]:
        """The diagnosis codes that the lines point to."""
        return {code for line in self.lines for code in line.points_to}


def split(
    lines: Iterable[ClaimLine], diagnoses: Sequence[Diagnosis], rules: FormRules
) -> tuple[Part, ...]:
    """Every line on one form once, in order; a form has one authorisation number (item 23).

    Where all diagnoses fit on one form each form lists them all, in their order; where they do
    not, each lists those that its lines point to.
    """
    most_lines, most_codes = rules.number("service_lines"), rules.number("diagnoses")
    known = {one.code for one in diagnoses}
    parts: list[Part] = []
    for line in lines:
        codes = known & set(line.points_to)
        for part in parts:
            fits = (
                len(part.lines) < most_lines and len((part.pointed & known) | codes) <= most_codes
            )
            if part.authorisation == line.authorisation and fits:
                part.lines.append(line)
                break
        else:
            parts.append(Part(line.authorisation, [line]))
    for part in parts:
        shown = [one for one in diagnoses if one.code in part.pointed]
        part.diagnoses = tuple(diagnoses if len(diagnoses) <= most_codes else shown)
    return tuple(parts)


def left_out(parts: Iterable[Part], diagnoses: Iterable[Diagnosis]) -> tuple[Diagnosis, ...]:
    """Diagnoses that stand on no form."""
    listed = {one.code for part in parts for one in part.diagnoses}
    return tuple(one for one in diagnoses if one.code not in listed)


def share_out(paid_cents: int, totals: Sequence[int | None]) -> tuple[int, ...]:
    """What was paid, form by form: up to each one's charge, and the rest on the last."""
    left, shares = max(paid_cents, 0), []
    for total in totals[:-1]:
        shares.append(min(left, total or 0))
        left -= shares[-1]
    return (*shares, left) if totals else ()
