"""The hard lock: the process that held the patient ends, and the next one knows nothing.

Run as `python -m tests.torture.hard_lock PRACTICE` it is the program itself, window and all, that
shows a patient and then is left alone until its own idle watch ends it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.support.practice import DAY, PASSWORD
from tests.torture import clinic, memory
from tests.torture.outcome import Outcome
from tests.torture.tracing import ROOT

SECONDS = 2.0  # G17
_WORDS: tuple[str, ...] = (*clinic.MARKERS, PASSWORD)
_WAIT = 60.0
_STILL = 3  # ticks a second: the cursor blinks


def run(folder: Path, size: int) -> Outcome:
    """Lock `size` times; how long the old process lived on, what the new one holds."""
    outcome, took, held = Outcome("hard lock: the process ends, the next one's memory"), [], []
    base = clinic.make(folder / "base")
    memory.adopt_orphans()
    for number in range(size):
        path = clinic.copy_of(base, folder / f"run-{number}")
        outcome.runs += 1
        before, gone, after = once(path)
        outcome.hits += before > 0
        outcome.add([] if before else ["unclear: the scan saw nothing where the patient was shown"])
        outcome.add([] if after == 0 else [f"readable: {after} words in the new process"])
        # One lock alone runs with the tests, where the machine's load is nobody's fault.
        outcome.add([f"late: {gone:.1f} s"] if size > 1 and gone >= SECONDS else [])
        took.append(gone)
        held.append(before)
    outcome.note = (
        f"hits: patient's words seen before ({min(held)} to {max(held)}), 0 after; "
        f"gone within {max(took):.2f} s"
    )
    return outcome.done()


def once(path: Path) -> tuple[int, float, int]:
    """Words in the old process, seconds until it was gone, words in the one that follows."""
    home = path.parent / "home"
    home.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.hard_lock", str(path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "UNITWISE_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    key = bytes.fromhex(child.stdout.readline().decode().strip())
    words = (*_WORDS, key)
    before, _ = memory.count(child.pid, words)
    child.stdin.write(b"go\n")
    child.stdin.flush()
    child.stdout.readline()
    began = time.monotonic()
    child.wait(_WAIT)
    gone = time.monotonic() - began
    return before, gone, _left(path, words)


def _left(path: Path, words: tuple[str | bytes, ...]) -> int:
    """The words in the process that stands at the password now; it is ended afterwards."""
    end = time.monotonic() + _WAIT
    while not (found := memory.running_with(str(path))) and time.monotonic() < end:
        time.sleep(0.05)
    (pid,) = found
    try:
        worked = -_WAIT
        while (now := memory.ticks_worked(pid)) > worked + _STILL and time.monotonic() < end:
            worked = now
            time.sleep(1.0)  # until the screen stands and nothing more is done
        return memory.count(pid, words)[0]
    finally:
        os.kill(pid, 15)
        os.waitpid(pid, 0)


def main(path: Path) -> None:
    """Open the window, show the patient and a session, then sit still until the watch ends it."""
    from tests.torture.tour import Tour

    sys.argv = [str(ROOT / "main.py")]
    tour = Tour(path, path.parent)
    tour.unlock()
    program, watch = tour.program, tour.program.watch
    tour.go("patient", patient_id=1, tab="details")
    page = tour.go("session", patient_id=1, day=DAY)
    page.view.note.parts[2].setPlainText(f"{clinic.MARKERS[3]} March, told by {clinic.MARKERS[0]}.")
    key = tour.ask(lambda p: p.file.key.hex())
    print(key, flush=True)
    sys.stdin.readline()
    watch.end_due.disconnect(program._end_process)
    watch.end_due.connect(lambda: print("due", flush=True))
    watch.end_due.connect(program._end_process)
    watch.idle.limit_seconds, watch.idle.long_seconds = 0.5, 1.5
    del tour.app.quit  # a tour stays; this one ends as the program does
    sys.exit(tour.app.exec())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
