"""Regions of the body, as people write them."""

import pytest

from core.library.rulebook import load_rulebook
from core.model.encounter import Service
from core.model.kinds import Side

REGIONS = load_rulebook().regions
LEFT, RIGHT = Side.LEFT, Side.RIGHT


@pytest.mark.parametrize(
    ("typed", "regions"),
    [
        ("cervical", {"cervical"}),
        ("C-Spine", {"cervical"}),
        ("L upper trap, low-back", {"cervical", "lumbar"}),
        ("upper back", {"thoracic"}),
        ("SI joint", {"pelvic"}),
        ("C5-C6", {"cervical"}),
        ("tibiofemoral + patella", {"knee"}),
        ("upper arm", {"shoulder"}),  # the longer words win over `arm`
        ("armchair", set()),
        ("", set()),
        ("?!", set()),
    ],
)
def test_words_lead_to_regions(typed, regions):
    assert REGIONS.regions_in(typed) == regions


def place(region: str, side: Side | None = None):
    return REGIONS.places([Service("97140", 15, region=region, side=side)])


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("neck",), ("lumbar",), True),
        (("neck", LEFT), ("cervical", RIGHT), False),  # a spinal region has no sides
        (("knee", LEFT), ("knee", RIGHT), True),
        (("knee", LEFT), ("knee",), False),
        (("knee", LEFT), ("knee", Side.BILATERAL), False),
        (("knee",), ("hip",), True),
        (("leg",), ("knee",), False),  # the whole limb holds the knee
        (("arm", LEFT), ("hand", RIGHT), True),
        (("arm",), ("knee",), True),
        (("neck and knee",), ("knee",), False),
        (("nowhere",), ("knee",), False),
        (("",), ("",), False),
    ],
)
def test_two_places_are_apart_only_when_surely_so(one, other, apart):
    assert REGIONS.apart(place(*one), place(*other)) is apart
    assert REGIONS.apart(place(*other), place(*one)) is apart


def test_a_row_without_a_region_leaves_the_place_unknown():
    rows = [Service("97140", 15, region="neck"), Service("97140", 5)]
    assert REGIONS.places(rows) is None


def test_regions_map_to_those_of_manipulation():
    assert REGIONS.cmt_in(["left knee", "C2"]) == {"lower extremity", "cervical"}
    assert {"cervical", "thoracic", "lumbar", "sacral", "pelvic"} <= set(REGIONS.cmt.values())
