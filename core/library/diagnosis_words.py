"""Everyday words that lead to ICD-10-CM codes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.library.resources import resources_dir
from core.model.patient import Icd10Code


def with_everyday_words(codes: Iterable[Icd10Code]) -> Iterator[Icd10Code]:
    """Add the words of `codes/diagnosis_words.toml` to every code they belong to."""
    words: dict[str, str] = tomllib.loads(
        (resources_dir() / "codes" / "diagnosis_words.toml").read_text(encoding="utf-8")
    )
    for entry in codes:
        more = [
            words[entry.code[:n]] for n in range(3, len(entry.code) + 1) if entry.code[:n] in words
        ]
        yield replace(entry, also=" ".join((entry.also, *more)).strip()) if more else entry
