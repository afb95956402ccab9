"""Each role opens every page it is offered, and the services never have to refuse."""

import pytest

from core.services import encounters
from core.store import audit
from tests.support.people import signed_in
from tests.support.practice import DAY
from tests.support.stage import ROLES, stage
from tests.ui.fakes import InlineTasks, RecordingMessages, make_context
from ui.shell import Shell

# By hand from the security specification, section 5.5: what stands in a role's settings.
SETTINGS = {
    "O": "practice locations providers payers payer_rules payer_rates fees billing referring tables"
    " people backups audit words audit_line",
    "T": "referring macros templates",
    "A": "macros templates",
    "B": "payers payer_rules payer_rates fees billing tables",
    "F": "referring",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = stage(tmp_path_factory.mktemp("roles"))
    made.numbers = {own: made.session(own, complete=False, day=DAY) for own in (True, False)}
    yield made
    made.p.file.close()


@pytest.fixture(params=list(ROLES))
def letter(request):
    return request.param


@pytest.fixture
def shell(place, letter, theme, tmp_path, qtbot):
    """The pages of one role."""
    person = place.people[letter]
    place.p.memory.glass.clear()
    ctx = make_context(
        tmp_path, theme, tasks=InlineTasks(place.p), messages=RecordingMessages(), person=person,
        clock=place.p.clock,
    )  # fmt: skip
    with signed_in(place.p, person):
        made = Shell(ctx)
        ctx.navigate = made.navigate
        qtbot.addWidget(made)
        made.resize(1280, 720)
        made.show()
        yield made


def refused(place, since):
    rows = audit.events(place.p.file.db, since)
    return [row.detail["asked"] for row in rows if row.action == "access.refused"]


def test_no_page_that_is_offered_is_refused(place, shell):
    before = audit.last_seq(place.p.file.db)
    for name, spec in shell.specs.items():
        if (spec.rail or spec.words) and shell.ctx.may(spec.needs):
            shell.navigate(name, {})
    assert refused(place, before) == []


def test_no_part_of_the_settings_that_is_offered_is_refused(place, shell):
    before = audit.last_seq(place.p.file.db)
    shell.navigate("settings", {})
    for section in list(shell.page.sections):
        shell.navigate("settings", {"section": section})
    assert refused(place, before) == []


def test_a_role_s_settings_hold_what_it_may_change(letter, shell):
    shell.navigate("settings", {})
    offered = set(shell.page.offered) - {"appearance", "security"}
    assert offered == set(SETTINGS[letter].split())


def test_no_part_of_a_role_s_settings_asks_for_what_is_refused(place, shell):
    before = audit.last_seq(place.p.file.db)
    shell.navigate("settings", {})
    for part in shell.page.offered:
        shell.navigate("settings", {"section": part})
    assert refused(place, before) == []


@pytest.mark.parametrize("own", [True, False])
def test_a_patient_s_page_asks_for_nothing_that_is_refused(place, shell, own):
    before = audit.last_seq(place.p.file.db)
    shell.navigate("patient", {"patient_id": place.patient[own]})
    for part in ("details", "coverage", "plan", "authorisations", "documents", "visits"):
        if part in shell.page.panels:
            shell.page._choose(part)
    assert refused(place, before) == []


def test_a_session_s_note_shows_to_who_may_read_it(place, letter, shell):
    shell.navigate("session", {"encounter_id": place.numbers[True]})
    page = shell.page
    shown = " ".join(part.toPlainText() for part in page.view.note.parts)
    with signed_in(place.p, place.people[letter]):
        stored = encounters.open_session(place.p, place.numbers[True]).record
    assert ("divorce" in shown) is (letter in "OTA")
    assert stored.date == DAY
