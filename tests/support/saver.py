"""A child process that saves for ever; its parent kills it. Run with the practice's path.

Each unit of work writes the same number in two tables, then prints it once it is saved.
"""

import sys
from pathlib import Path

from tests.support.practice import reopen


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(path: Path, first: int) -> None:
    practice = reopen(path)
    say("open")
    number = first
    while True:
        with practice.file.unit_of_work("test.save", "setting", object_id=number) as work:
            for place in ("here", "there"):
                values = (f"{place}.{number}", "x" * 3000)
                work.db.execute("INSERT INTO settings (name, value) VALUES (?, ?)", values)
        say(str(number))
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
