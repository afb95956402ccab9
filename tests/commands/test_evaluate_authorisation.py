"""What a row may tell of an authorisation besides its days and numbers."""

from core.commands.encounter_json import read_encounter
from core.library.rulebook import load_rulebook
from core.model.facts import AuthorisationFacts
from core.rules.engine import evaluate

ROW = {
    "date": "2026-03-10",
    "payer": "medicare-part-b",
    "discipline": "PT",
    "services": [{"code": "97140", "minutes": 22}],
    "authorisation": {"codes": ["97110"], "code_units_left": {"97110": 4}, "on_file": True},
}


def test_what_an_authorisation_covers_is_read():
    found = read_encounter(ROW, load_rulebook())
    assert found.authorisation == AuthorisationFacts(codes=("97110",), code_units_left={"97110": 4})
    bill = evaluate(found, load_rulebook())
    (alert,) = [one for one in bill.alerts if one.id == "authorisation"]
    assert alert.codes == ("97140",)
