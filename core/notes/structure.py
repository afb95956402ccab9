"""The structure of a note: its headings, without what was found."""

from __future__ import annotations

import re

_HEADING = re.compile(r"[ \t]{0,20}[^\W\d_][^:\d\n]{0,40}:")


def structure_of(part: str) -> str:
    """Each line's heading up to its colon; lines without one are left out."""
    found = (_HEADING.match(line) for line in part.splitlines())
    return "\n".join(one[0].rstrip() + " " for one in found if one)
