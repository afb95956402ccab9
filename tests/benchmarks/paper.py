"""Superbills per second, against bare ReportLab drawing the same words."""

from __future__ import annotations

import io

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from core.reports.fonts import chain, font
from core.services import printing
from tests.benchmarks.large import open_large
from tests.benchmarks.measure import Row, ratio, timed

_COUNT = 150


def run(quick: bool) -> list[Row]:
    """Draw one patient's superbill again and again; reading the practice is timed apart."""
    practice = open_large(quick)
    try:
        patient = practice.file.db.execute(
            "SELECT patient_id FROM encounters ORDER BY id DESC"
        ).fetchone()[0]
        ids = [
            row[0]
            for row in practice.file.db.execute(
                "SELECT id FROM encounters WHERE patient_id = ? AND state = 'complete' LIMIT 6",
                (patient,),
            ).fetchall()
        ]
        question = printing.medicare_question(practice, patient, ids)
        reason = question.reasons[-1] if question else ""
        job = printing.prepare(practice, patient, ids, reason=reason)
        reading = (
            timed(
                lambda: [printing.prepare(practice, patient, ids, reason=reason) for _ in range(50)]
            )
            / 50
        )
    finally:
        practice.file.close()
    words = [
        page.extract_text().splitlines()
        for page in PdfReader(io.BytesIO(printing.draw(job).body)).pages
    ]
    ours = (
        min(timed(lambda: [printing.draw(job) for _ in range(_COUNT)]) for _ in range(3)) / _COUNT
    )
    return [_row(words, len(ids), ours, reading, face, what) for face, what in _floors()]


def _floors() -> list[tuple[str, str]]:
    face = font(chain(bold=False)[0])
    pdfmetrics.registerFont(face)
    return [
        (face.fontName, "the same lines by ReportLab's drawString, the same face embedded"),
        ("Helvetica", "the same lines in Helvetica, which embeds nothing"),
    ]


def _row(
    words: list[list[str]], visits: int, ours: float, reading: float, face: str, what: str
) -> Row:
    floor = min(timed(lambda: [_bare(words, face) for _ in range(_COUNT)]) for _ in range(3))
    return Row(
        f"Superbill of {visits} visits, {len(words)} pages",
        f"{1 / ours:,.0f} a second (reading it {reading * 1000:.1f} ms)",
        f"{_COUNT / floor:,.0f} a second",
        ratio(ours, floor / _COUNT),
        what,
    )


def _bare(pages: list[list[str]], face: str) -> bytes:
    body = io.BytesIO()
    canvas = Canvas(body, invariant=1)
    for lines in pages:
        canvas.setFont(face, 9)
        for number, line in enumerate(lines):
            canvas.drawString(36, 760 - 11 * number, line)
        canvas.showPage()
    canvas.save()
    return body.getvalue()
