"""Skilled: a named technique at a named place, with a sign of clinical reasoning."""

from __future__ import annotations

from core.notes.redflags import Findings
from core.notes.words import bag

_DOSED = bag("dosed titrated graded adjusted backed modified regressed scaled matched")
_SPOILS = bag("massage_only aide_delivered maintenance")
_FINDINGS = ("impairment", "mobility")


def find_skill(findings: Findings, flags: set[str]) -> list[tuple[int, int]]:
    """The words that show skill; none when the content does not reach it."""
    treatment = findings.treatment
    if not treatment.techniques or findings.region.level == "none" or flags & _SPOILS:
        return []
    proof = [(m.first, m.last) for m in treatment.techniques]
    if findings.rationale or findings.response == "specific":
        return proof
    if findings.region.level != "specific":
        return []
    return proof if _dosage(findings) else []


def _dosage(findings: Findings) -> bool:
    """A grade or dose chosen by an assessed finding, in the same sentence."""
    page = findings.page
    for mention in findings.treatment.techniques:
        sentence = page.sentence_at(mention.first)
        stems = page.words.stems[sentence.first : sentence.last]
        graded = any(sentence.first <= a < sentence.last for a, _ in page.grades)
        found = any(page.has(kind, sentence.first, sentence.last) for kind in _FINDINGS)
        tested = any(
            page.has(kind, sentence.first, sentence.last) for kind in ("sign", "provocation")
        )
        if not _DOSED.isdisjoint(stems) and (graded or found or tested):
            return True
        limited = "limited" in stems and "pain" in stems
        if (
            graded
            and (found or limited)
            and {
                "found",
                "per",
                "noted",
                "assessed",
                "restriction",
                "limited",
                "hypomobile",
                "barrier",
            }
            & set(stems)
        ):
            return True
    return False
