"""Until when a record is kept: the longest of the terms that apply."""

from __future__ import annotations

from core.model.retention import Kept, RecordDates, RetentionTerms
from core.rules.days import years_after


def kept_until(dates: RecordDates, terms: RetentionTerms, years: int) -> Kept:
    """The last day of the longest term; `years` are the practice's own after the last service."""
    served = dates.last_service or dates.created_on
    from_what = "the last service" if dates.last_service else "the day the record was begun"
    found = [
        Kept(
            years_after(served, years),
            f"{years} years after {from_what}",
            terms.cites.get("years_after_service", ""),
        )
    ]
    adult_on = years_after(dates.born, terms.age_of_majority)
    if (dates.last_service or dates.created_on) < adult_on:
        found.append(
            Kept(
                years_after(adult_on, terms.years_after_majority),
                f"treated as a minor: {terms.years_after_majority} years after the age of"
                f" {terms.age_of_majority}",
                terms.cites.get("years_after_majority", ""),
            )
        )
    if dates.last_disclosure:
        found.append(
            Kept(
                years_after(dates.last_disclosure, terms.years_after_disclosure),
                f"{terms.years_after_disclosure} years after the last disclosure",
                terms.cites.get("years_after_disclosure", ""),
            )
        )
    return max(found, key=lambda one: one.until)
