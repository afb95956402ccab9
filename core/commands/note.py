"""`note FILE|-`: notes as JSON Lines in, what they prove and lack as JSON Lines out."""

from __future__ import annotations

import argparse
import importlib
import sys
from datetime import date

from core.commands.json_lines import DONE, UNUSABLE, id_of
from core.commands.note_json import note_of, reading_to_json
from core.commands.practice_options import add_own_rules
from core.commands.row_command import answer_file, row_parser
from core.errors import UnitwiseError
from core.library.lexicon import load_lexicon
from core.notes.lexicon import Lexicon
from core.notes.reading import read_note


def run(argv: list[str]) -> int:
    """Read every note; 0 done, 1 done with rows in error, 2 unusable call.

    By the shipped words, or with `--practice` by those that practice added as well.
    """
    parser = row_parser("note", "Read notes: what each proves and what is missing.")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="fix the day")
    add_own_rules(parser)
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return UNUSABLE if stop.code else DONE
    try:
        lexicon = _lexicon(options)
    except UnitwiseError as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE

    def answer(row: object) -> object:
        return reading_to_json(read_note(note_of(row), lexicon), id_of(row))

    return answer_file(options.file, answer)


def _lexicon(options: argparse.Namespace) -> Lexicon:
    if options.practice is None:
        return load_lexicon()
    own_rules = importlib.import_module("core.commands.own_rules")  # most calls open no practice
    with own_rules.opened(options) as practice:
        lexicon: Lexicon = own_rules.words_of(practice)
    return lexicon
