"""Blocks dealt out to pages: nothing lost, nothing too tall, glued ones together."""

from hypothesis import given
from hypothesis import strategies as st

from core.reports.page import Block, paginate

ROOM = 100.0


def blocks(heights, glued, head=None):
    return [
        Block(height, lambda pen, top: None, glued=stuck, head=head)
        for height, stuck in zip(heights, glued, strict=True)
    ]


def heights(pages):
    return [[block.height for block in page] for page in pages]


SIZES = st.lists(st.tuples(st.floats(1, 90), st.booleans()), min_size=1, max_size=40)


@given(SIZES)
def test_every_block_is_on_one_page_in_order_and_fits(sizes):
    made = blocks(*zip(*sizes, strict=True))
    pages = paginate(made, ROOM, ROOM)
    assert [block for page in pages for block in page] == made
    assert all(sum(block.height for block in page) <= ROOM + 1e-6 for page in pages)


def test_glued_blocks_move_to_the_next_page_together():
    made = blocks((70, 20, 20), (False, True, False))
    assert heights(paginate(made, ROOM, ROOM)) == [[70], [20, 20]]


def test_glued_blocks_taller_than_a_page_are_cut_between_blocks():
    made = blocks((60, 60, 60), (True, True, False))
    assert heights(paginate(made, ROOM, ROOM)) == [[60], [60], [60]]


def test_a_page_that_begins_inside_a_table_has_its_head_again():
    head = Block(10, lambda pen, top: None)
    made = blocks((60, 50, 40), (False, False, False), head)
    assert heights(paginate([head, *made], ROOM, ROOM)) == [[10, 60], [10, 50, 40]]


def test_the_repeated_head_counts_as_height():
    head = Block(10, lambda pen, top: None)
    made = [*blocks((50,), (False,)), *blocks((48, 47), (True, False), head)]
    pages = paginate(made, ROOM, ROOM)
    assert all(sum(block.height for block in page) <= ROOM for page in pages)


def test_the_first_page_may_have_less_room():
    assert heights(paginate(blocks((40, 40), (False, False)), 50, ROOM)) == [[40], [40]]
