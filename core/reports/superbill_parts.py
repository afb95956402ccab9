"""Cut a superbill into parts of at most twelve diagnoses, each lettered anew from A."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.model.patient import Diagnosis
from core.reports.superbill_record import POINTERS, SuperbillRecord, Visit, VisitLine


@dataclass(frozen=True, slots=True)
class Part:
    """Visits that share one lettered list of diagnoses."""

    diagnoses: tuple[Diagnosis, ...]
    visits: tuple[Visit, ...]

    def letters(self, line: VisitLine) -> str:
        """The line's pointers in this part's letters, such as `AC`; at most four (item 24E)."""
        places = {diagnosis.code: POINTERS[i] for i, diagnosis in enumerate(self.diagnoses)}
        return "".join(places[code] for code in line.points_to if code in places)[:4]

    @property
    def charges_cents(self) -> int | None:
        """Sum of the part's charges; None when one of them is not known."""
        cents = [line.charge_cents for visit in self.visits for line in visit.lines]
        return None if None in cents else sum(c for c in cents if c is not None)


def split(record: SuperbillRecord) -> tuple[Part, ...]:
    """Give the visits to as few parts as keep date order and twelve diagnoses a part."""
    parts: list[tuple[dict[str, Diagnosis], list[Visit]]] = []
    for visit in _small_enough(record.visits):
        wanted = {diagnosis.code: diagnosis for diagnosis in visit.diagnoses}
        if not parts or len(parts[-1][0] | wanted) > len(POINTERS):
            parts.append(({}, []))
        known, visits = parts[-1]
        for code, diagnosis in wanted.items():
            known.setdefault(code, diagnosis)
        visits.append(visit)
    return tuple(Part(tuple(known.values()), tuple(visits)) for known, visits in parts)


def _small_enough(visits: Iterable[Visit]) -> Iterable[Visit]:
    """Visits in order of date; one with more than twelve diagnoses keeps those it points to."""
    for visit in sorted(visits, key=lambda v: v.day):
        if len(visit.diagnoses) <= len(POINTERS):
            yield visit
            continue
        used = {code for line in visit.lines for code in line.points_to[:4]}
        kept = [d for d in visit.diagnoses if d.code in used]
        kept += [d for d in visit.diagnoses if d.code not in used]
        yield replace(visit, diagnoses=tuple(kept[: len(POINTERS)]))
