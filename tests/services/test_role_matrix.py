"""Every service by every role, and what each leaves in the audit trail (G13 and G14).

Who may is typed by hand in tests/cases/permissions; nothing here asks the program's own matrix.
"""

import ast
import importlib
import inspect
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from core.errors import UserProblem
from core.model.permissions import Permission
from core.services import permissions
from core.services.permissions import NotAllowed
from core.store import audit
from tests.case_files import CASES
from tests.support.actions import CALLS
from tests.support.people import signed_in
from tests.support.stage import ROLES, stage

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = tomllib.loads((CASES / "permissions" / "actions.toml").read_text("utf-8"))["action"]
PAIRS = [(name, letter) for name in ACTIONS for letter in ROLES]
CHANGES = [name for name, one in ACTIONS.items() if one["row"] and not one["row"].endswith(".read")]
# The door of every change, and the check itself.
NOT_SERVICES = {"changes.change", "permissions.may", "permissions.require", "permissions.refuse"}
# They end the practice under test, or put another file in its place.
NOT_CALLED = {"opening.close", "rekeying.change_data_key"}
BESIDE_THE_FILE = {
    "credentials.new_recovery_code", "credentials.change_password", "people.add_person",
    "people.reset_password", "people.end_account",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = stage(tmp_path_factory.mktemp("matrix"))
    yield made
    made.p.file.close()


@pytest.fixture
def act(place):
    """Makes ready for a call, then runs it as a person in one role; its audit rows."""

    def run(name, letter, own):
        place.p.memory.glass.clear()
        place.p.memory.seen.clear()
        call = CALLS[name](place, own)
        before = audit.last_seq(place.p.file.db)
        with signed_in(place.p, place.people[letter]):
            try:
                call()
            finally:
                run.rows = audit.events(place.p.file.db, before)
                while place.after:
                    place.after.pop()()
        return run.rows

    return run


def services():
    """Every public function of the services that is handed the open practice."""
    for path in sorted((ROOT / "core" / "services").glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            first = node.args.args[:1] if isinstance(node, ast.FunctionDef) else ()
            given = first and first[0].annotation and ast.unparse(first[0].annotation)
            if given == "OpenPractice" and not node.name.startswith("_"):
                yield path.stem, node.name


def declared():
    for module, name in services():
        function = getattr(importlib.import_module(f"core.services.{module}"), name)
        yield f"{module}.{name}", getattr(function, "needs", None)


def test_every_service_says_who_may_call_it():
    silent = {name for name, needs in declared() if needs is None} - NOT_SERVICES
    assert silent == set()


def test_every_service_that_a_screen_may_call_stands_in_the_table():
    offered = {name for name, needs in declared() if needs} - NOT_CALLED
    assert offered == set(ACTIONS)
    assert set(CALLS) == set(ACTIONS)


def test_screens_and_commands_call_no_step_that_checks_nothing():
    steps = {name.partition(".")[2] for name, needs in declared() if needs == ()}
    found = []
    for folder in ("ui", "core/commands"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    "core.services."
                ):
                    found += [one.name for one in node.names if one.name in steps]
    assert found == []


def test_a_service_open_to_anyone_says_why():
    with pytest.raises(ValueError, match="says why"):
        permissions.needs(Permission.ANYONE)


@pytest.mark.parametrize(("name", "letter"), PAIRS, ids=lambda one: one)
def test_a_role_may_do_what_the_table_grants_and_nothing_else(act, name, letter):
    who = ACTIONS[name]["who"].split()
    for own in (True, False):
        if letter in who or (own and letter.lower() in who):
            act(name, letter, own)
            assert "access.refused" not in [row.action for row in act.rows]
            continue
        with pytest.raises(NotAllowed) as refused:
            act(name, letter, own)
        assert [row.action for row in act.rows] == ["access.refused"]
        assert str(refused.value).startswith(("Your role may not", "You may not"))


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_leaves_exactly_one_row_in_the_trail_or_none(act, name):
    letter = ACTIONS[name]["who"].split()[0].upper()
    rows = [row.action for row in act(name, letter, own=True)]
    assert rows == ([ACTIONS[name]["row"]] if ACTIONS[name]["row"] else [])


@pytest.mark.parametrize("name", [name for name in CHANGES if name not in BESIDE_THE_FILE])
def test_a_change_whose_row_cannot_be_written_does_not_happen(place, name, monkeypatch):
    place.p.memory.glass.clear()
    call = CALLS[name](place, True)
    before = contents(place)
    monkeypatch.setattr(audit, "append", refuse)
    letter = ACTIONS[name]["who"].split()[0].upper()
    with signed_in(place.p, place.people[letter]), suppress(UserProblem, NoRow):
        call()
    assert contents(place) == before


class NoRow(RuntimeError):
    pass


def refuse(*_):
    raise NoRow


def contents(place):
    """Every row of every table."""
    db = place.p.file.db
    tables = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("patient_search")
    ]
    asked = {name: f"SELECT * FROM {name}" for name in tables}  # noqa: S608 - its own names
    return {name: list(db.execute(sql)) for name, sql in asked.items()}


def test_the_check_is_the_function_a_caller_gets():
    for name, needs in declared():
        if needs and Permission.ANYONE not in needs:
            module, _, function = name.partition(".")
            found = getattr(importlib.import_module(f"core.services.{module}"), function)
            assert inspect.unwrap(found) is not found, name
