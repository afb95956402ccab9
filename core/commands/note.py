"""`note FILE|-`: notes as JSON Lines in, what they prove and lack as JSON Lines out."""

from __future__ import annotations

from core.commands.json_lines import id_of
from core.commands.note_json import note_of, reading_to_json
from core.commands.row_command import run_rows
from core.library.lexicon import load_lexicon
from core.notes.reading import read_note


def run(argv: list[str]) -> int:
    """Read every note; 0 done, 1 done with rows in error, 2 unusable call."""
    lexicon = load_lexicon()

    def answer(row: object) -> object:
        return reading_to_json(read_note(note_of(row), lexicon), id_of(row))

    return run_rows(argv, "note", "Read notes: what each proves and what is missing.", answer)
