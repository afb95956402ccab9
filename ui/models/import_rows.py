"""Columns of what is wrong with the rows of an import."""

from __future__ import annotations

from core.services.importing import RowProblem
from ui.models.row_table import Column


def field_text(problem: RowProblem) -> str:
    """The column at fault in plain words; a problem of the whole row names none."""
    words = problem.field.rsplit(".", 1)[-1].replace("_", " ").replace(" id", " ID")
    return words.capitalize() if words else "Whole row"


PROBLEM_COLUMNS = (
    Column[RowProblem]("Row", lambda one: str(one.row), 64, number=True),
    Column[RowProblem]("Column", field_text, 170, strong=True),
    Column[RowProblem](
        "What is wrong", lambda one: one.message, 400, grow=1,
        icon=lambda _: "error", kind=lambda _: "error",
    ),
)  # fmt: skip
