"""Reads finished PDFs back: as text by page, as words with places, as dark pixels."""

from __future__ import annotations

import io
from functools import cache

import pdfplumber
import pypdf
import pypdfium2


@cache
def pages(body: bytes) -> tuple[str, ...]:
    """Each page's text, lines from top to bottom."""
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        return tuple(page.extract_text() for page in pdf.pages)


def text(body: bytes) -> str:
    """The text of all pages."""
    return "\n".join(pages(body))


def stream_text(body: bytes) -> str:
    """All text as a second reader finds it, in drawing order."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    return "\n".join(page.extract_text() for page in reader.pages)


def words(body: bytes, page: int = 0) -> list[dict]:
    """Words of a page with x0, x1, top and bottom in points."""
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        return pdf.pages[page].extract_words()


def darkness(body: bytes, page: int = 0):
    """A page as rows of grey values at one pixel a point, 0 black."""
    bitmap = pypdfium2.PdfDocument(body)[page].render(scale=1, grayscale=True)
    return bitmap.to_pil()
