"""One line of the table: how often, what was acknowledged, what was lost."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What one experiment came to; `wrong` counts findings by their first word."""

    what: str
    runs: int = 0
    hits: int = 0
    acknowledged: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    note: str = ""
    began: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0

    def add(self, findings: list[str], where: str = "") -> None:
        """Count what one run found."""
        for finding in findings:
            self.wrong[finding.split(":")[0]] += 1
            if len(self.examples) < 10:
                self.examples.append(f"{where} {finding}".strip())

    def done(self) -> Outcome:
        """Stop the watch."""
        self.seconds = time.perf_counter() - self.began
        return self

    @property
    def is_good(self) -> bool:
        """Whether nothing at all was found wrong, and something did go wrong to be found."""
        return not self.wrong and self.hits > 0

    def row(self) -> str:
        """The line of the table."""
        found = ", ".join(f"{count} {word}" for word, count in sorted(self.wrong.items()))
        cells = (self.what, self.runs, self.hits, self.acknowledged, found or "0", self.note)
        return f"| {' | '.join(str(cell) for cell in cells)} | {self.seconds:.0f} s |"


HEAD = (
    "| what | runs | faults that hit | changes acknowledged | lost, half, damaged, unclear "
    "| note | took |\n|---|---|---|---|---|---|---|"
)
