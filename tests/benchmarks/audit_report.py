"""The audit report of 200 findings, against bare ReportLab drawing the same words."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from core.reports import audit_report
from core.reports.fonts import chain, font
from tests.benchmarks.measure import Row, ratio, timed
from tests.reports.audit_case import FINDINGS, PAPER

_FINDINGS = 200


def run(quick: bool) -> list[Row]:
    """Draw the report three times; the target is three seconds."""
    listed = tuple(replace(FINDINGS[n % len(FINDINGS)], encounter=str(n)) for n in range(_FINDINGS))
    paper = replace(PAPER, findings=listed)
    body = audit_report.build(paper).body
    pages = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(body)).pages]
    ours = min(timed(lambda: audit_report.build(paper)) for _ in range(3))
    face = font(chain(bold=False)[0])
    pdfmetrics.registerFont(face)
    floor = min(timed(lambda: _bare(pages, face.fontName)) for _ in range(3))
    return [
        Row(
            f"Audit report of {_FINDINGS} findings, {len(pages)} pages",
            f"{ours:.2f} s",
            f"{floor:.2f} s",
            ratio(ours, floor),
            "the same lines by ReportLab's drawString, the same face embedded",
        )
    ]


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
