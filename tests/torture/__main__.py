"""Break the real program in every way that can be made here, and count what was lost.

`python -m tests.torture [--size small|full] [--write FILE] [NAME …]`; exit 0 when nothing was.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.torture import (
    durable,
    files,
    hard_lock,
    kills,
    leaks,
    load,
    places,
    power,
    soak,
    syscalls,
    tracing,
    trail,
    unexpected,
)
from tests.torture.outcome import HEAD, Outcome


@dataclass(frozen=True)
class Experiment:
    """One kind of fault, its two sizes, and whether it needs strace.

    A size is a number of runs; for the sweeps of system calls it is the step between them.
    """

    run: Callable[..., Outcome | Iterable[Outcome]]
    small: int
    full: int
    traced: bool = False
    by_job: bool = False  # may be asked for one job alone: kill-calls:sign


EXPERIMENTS = {
    "kills": Experiment(kills.run, 12, 1000),
    "kill-calls": Experiment(syscalls.kills, 80, 1, traced=True, by_job=True),
    "power": Experiment(power.run, 40, 2000, traced=True, by_job=True),
    "disk-errors": Experiment(syscalls.errors, 200, 1, traced=True, by_job=True),
    "flips": Experiment(files.flips, 40, 1000),
    "foreign": Experiment(files.foreign, 100, 100),
    "trail": Experiment(trail.run, 150, 3000),
    "load": Experiment(load.run, 4, 100),
    "places": Experiment(places.run, 1, 1),
    "leaks": Experiment(leaks.run, 1, 5, traced=True),
    "durable": Experiment(durable.run, 20, durable.FULL, traced=True),
    "hard-lock": Experiment(hard_lock.run, 1, 5),
    "unexpected": Experiment(unexpected.run, 6, unexpected.SITES),
    "soak": Experiment(soak.run, 400, soak.TWO_DAYS),
}


def main(argv: list[str]) -> int:
    """Run the named experiments, or all, and print their lines; 0 when none found anything."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(EXPERIMENTS))
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--step", type=int, help="with NAME:JOB, every how manyth call is hit")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there as well")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.names if not _is_known(name)]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(EXPERIMENTS)}")
    lines, good = [HEAD], True
    print(HEAD)
    with tempfile.TemporaryDirectory(prefix="unitwise-torture-") as folder:
        for outcome in _outcomes(options, Path(folder)):
            print(outcome.row(), flush=True)
            for example in outcome.examples:
                print(f"    {example}", file=sys.stderr)
            lines.append(outcome.row())
            good = good and outcome.is_good
    if options.write:
        options.write.write_text(_page(lines, options.size), encoding="utf-8")
    return 0 if good else 1


def _is_known(asked: str) -> bool:
    """An experiment, or one of its jobs: `power`, `power:sign`."""
    name, _, job = asked.partition(":")
    jobs = {one.name for one in (*syscalls.JOBS, *(job for job, _ in power.JOBS))}
    return name in EXPERIMENTS and (not job or (EXPERIMENTS[name].by_job and job in jobs))


def _outcomes(options: argparse.Namespace, folder: Path) -> Iterator[Outcome]:
    for asked in options.names or list(EXPERIMENTS):
        name, _, job = asked.partition(":")
        experiment = EXPERIMENTS[name]
        if experiment.traced and not tracing.is_there():
            print(f"not run: {name}: {tracing.MISSING}", file=sys.stderr)
            continue
        if name == "places" and not places.is_there():
            print(f"not run: {name}: {places.MISSING}", file=sys.stderr)
            continue
        own = folder / asked.replace(":", "-")
        own.mkdir()
        count = experiment.small if options.size == "small" else experiment.full
        count = options.step or count if job else count
        result = experiment.run(own, count, job) if job else experiment.run(own, count)
        yield from [result] if isinstance(result, Outcome) else result


def _page(lines: list[str], size: str) -> str:
    where = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    rows = "\n".join(lines)
    return f"Run {date.today()} with --size {size} on {where}.\n\n{rows}\n"  # noqa: DTZ011 - printed only


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
