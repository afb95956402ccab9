"""Statements and refusals in a draft: JSON-able values and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.model.session import SessionRecord
from core.model.statements import Attestation, Refusal, RefusalKind, StatementKind

_YES, _NO = "attestations", "refusals"


def statements_body(
    stated: tuple[Attestation, ...], refused: tuple[Refusal, ...]
) -> dict[str, object]:
    """Statements and refusals as lists of texts."""
    return {
        _YES: [
            [one.kind.value, " ".join(one.codes), one.modifier, one.actor, one.at.isoformat()]
            for one in stated
        ],
        _NO: [
            [no.kind.value, no.alert, " ".join(no.codes), no.reason, no.actor, no.at.isoformat()]
            for no in refused
        ],
    }


def read_statements(
    body: Mapping[str, object], record: SessionRecord
) -> tuple[tuple[Attestation, ...], tuple[Refusal, ...]]:
    """Those of a draft; the kept ones where the draft knows of none or cannot be read."""
    yes, no = body.get(_YES), body.get(_NO)
    if not isinstance(yes, list) or not isinstance(no, list):
        return record.attestations, record.refusals
    try:
        return tuple(map(_attestation, yes)), tuple(map(_refusal, no))
    except (TypeError, ValueError):
        return record.attestations, record.refusals


def _attestation(row: list[str]) -> Attestation:
    kind, codes, modifier, actor, at = row
    said = datetime.fromisoformat(at)
    return Attestation(StatementKind(kind), tuple(codes.split()), modifier, actor, said)


def _refusal(row: list[str]) -> Refusal:
    kind, alert, codes, reason, actor, at = row
    said = datetime.fromisoformat(at)
    return Refusal(RefusalKind(kind), alert, tuple(codes.split()), reason, actor, said)
