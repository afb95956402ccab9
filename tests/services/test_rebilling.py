"""Which sessions bill differently under imported tables."""

from datetime import date

from core.library.merging import with_library
from core.library.rulebook import load_rulebook
from core.model.encounter import Encounter, Service
from core.model.kinds import Discipline
from core.services.rebilling import rebilled
from core.services.table_import import Chosen, Watch, import_ncci
from tests.services.cms_files import ROWS, pairs_text, put

BOOK = load_rulebook()


def session(*codes: str) -> Encounter:
    services = tuple(Service(code, 20) for code in codes)
    return Encounter(date(2026, 7, 6), "medicare-part-b", Discipline.PT, services)


def test_only_sessions_that_change_are_named(tmp_path):
    library = tmp_path / "reference.sqlite"
    source = put(tmp_path, "ccipra-v322r0.txt", pairs_text(ROWS))
    import_ncci(library, [source], BOOK, Chosen(), Watch())
    new_pair, alone = session("97530", "97116"), session("97110")
    found = list(rebilled([alone, new_pair], BOOK, with_library(BOOK, library)))
    assert [one.encounter for one in found] == [new_pair]
    assert "edit-pair" not in [alert.id for alert in found[0].before.alerts]
    assert "edit-pair" in [alert.id for alert in found[0].after.alerts]
