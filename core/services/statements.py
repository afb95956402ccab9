"""Statements and refusals of persons, made fit for the practice file: whose, when, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from core.model.session import SessionRecord
from core.model.statements import Attestation, Refusal
from core.services.forms import Form
from core.services.permissions import inner
from core.store import decisions

if TYPE_CHECKING:
    from core.services.practice import OpenPractice
    from core.store.unit_of_work import UnitOfWork

MOST_REASON = 500
_Said = TypeVar("_Said", Attestation, Refusal)


@inner
def sealed(p: OpenPractice, record: SessionRecord) -> SessionRecord:
    """The record with each new statement under the name of who is signed in.

    One that is kept already keeps its name and time. One whose codes are no longer on the
    session is dropped. Raises InvalidInput where a refusal has no reason.
    """
    form = Form()
    db, number = p.file.db, record.id
    kept_yes = () if number is None else decisions.attestations(db, number)
    kept_no = () if number is None else decisions.refusals(db, number)
    codes = {service.code for service in record.services}
    for at, one in enumerate(record.refusals):
        form.line(f"refusals[{at}]", "The reason", one.reason, most=MOST_REASON, needed=True)
    form.done()
    return replace(
        record,
        attestations=_owned(p, [one for one in record.attestations if codes >= set(one.codes)],
                            {key_of(one): one for one in kept_yes}),
        refusals=_owned(p, [one for one in record.refusals if codes.intersection(one.codes)],
                        {key_of(one): one for one in kept_no}),
    )  # fmt: skip


def note_changes(work: UnitOfWork, old: SessionRecord | None, new: SessionRecord) -> None:
    """Write into the audit row what was stated, refused and taken back."""
    for name, before, after in (
        ("attested", old.attestations if old else (), new.attestations),
        ("refused", old.refusals if old else (), new.refusals),
    ):
        was, now = {_words(one) for one in before}, {_words(one) for one in after}
        if now - was:
            work.detail[name] = sorted(now - was)
        if was - now:
            work.detail[f"{name}_taken_back"] = sorted(was - now)


def key_of(one: Attestation | Refusal) -> tuple[object, ...]:
    """What makes two statements the same one."""
    if isinstance(one, Attestation):
        return (one.kind, one.codes, one.modifier)
    return (one.kind, one.alert, one.codes)


def _owned(
    p: OpenPractice, said: list[_Said], kept: dict[tuple[object, ...], _Said]
) -> tuple[_Said, ...]:
    found = {key_of(one): replace(one, actor=p.file.actor) for one in said}
    return tuple(kept.get(key, one) for key, one in found.items())


def _words(one: Attestation | Refusal) -> str:
    what = one.modifier if isinstance(one, Attestation) else one.alert
    return " ".join(word for word in (one.kind.value, what, *one.codes) if word)
