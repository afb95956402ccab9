"""How long a save takes until it is durable: as the disk is, and with every sync 30 ms late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.torture import clinic, tracing
from tests.torture.outcome import Outcome

SYNC_MS = 30  # a hard disk's, G23
_PLAIN, _LATE = 20.0, 150.0  # at the 95th percentile, in ms
_TOOK = re.compile(r"^took ([\d.]+)$", re.MULTILINE)
FULL = 400
_SYNCS = "fsync,fdatasync"
_TRACED = ("-e", f"trace={_SYNCS}")


def run(folder: Path, size: int) -> Iterator[Outcome]:
    """`size` saves of the worker, each timed by itself; judged at full size alone."""
    injected = f"inject={_SYNCS}:delay_exit={SYNC_MS * 1000}"
    yield _timed("a save durable, the disk as it is", folder / "plain", size, (), _PLAIN)
    options = (*_TRACED, "-e", injected)
    yield _timed(
        f"a save durable, every sync {SYNC_MS} ms late", folder / "late", size, options, _LATE
    )


def _timed(what: str, folder: Path, size: int, options: tuple[str, ...], limit: float) -> Outcome:
    folder.mkdir()
    outcome, path = Outcome(what), clinic.make(folder / "base")
    words = ("100", str(size))
    if options:
        traced = tracing.run("timed", path, words, list(options), folder)
        output, syncs = traced.output, _syncs(traced.log)
        outcome.hits = syncs
    else:
        output = tracing.plain("timed", path, words)
        outcome.hits = size
    took = [float(one) for one in _TOOK.findall(output)]
    said = clinic.Acknowledged().read(output)
    outcome.runs, outcome.acknowledged = size, said.count
    outcome.add([f"lost: {size - len(took)} saves"] if len(took) != size else [])
    outcome.add([f"unclear: {line}" for line in said.problems + said.bugs])
    outcome.add(clinic.look(path, said))
    late = quantiles(took, n=20)[-1] if len(took) > 1 else 0.0
    # The small size runs with the tests, which judge by no clock.
    outcome.add([f"slow: p95 {late:.1f} ms"] if size >= FULL and late >= limit else [])
    middle = median(took) if took else 0.0
    outcome.note = f"median {middle:.1f} ms, p95 {late:.1f} ms" + (
        f"; hits: syncs, {outcome.hits / size:.1f} a save" if options else ""
    )
    return outcome.done()


def _syncs(log: Path) -> int:
    return sum("DELAYED" in line for line in log.read_text(errors="replace").splitlines())
