"""Minutes as laws: however a note writes them, its own number for manual therapy comes out."""

from hypothesis import given
from hypothesis import strategies as st

from core.library.lexicon import load_lexicon
from core.notes.claim import Note
from core.notes.reading import read_note

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty"}
UNITS = ("min", "mins", "minutes", "Minutes", "min.")
MINUTES = st.integers(8, 59)


def minutes_of(text):
    return read_note(Note(text), load_lexicon()).minutes


def spoken(number):
    if number < 10:
        return ONES[number]
    if number < 20:
        return TEENS[number - 10]
    tens, ones = number - number % 10, number % 10
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def clock(start, minutes):
    end = start + minutes
    return f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"


@st.composite
def amounts(draw, minutes):
    """One way to write so many minutes."""
    start = draw(st.integers(8 * 60, 11 * 60))
    ways = [
        f"{minutes} {draw(st.sampled_from(UNITS))}",
        f"{minutes}'",
        f"{minutes}min",
        f"{spoken(minutes)} minutes",
        f"{spoken(minutes)} ({minutes}) minutes",
        clock(start, minutes),
    ]
    return draw(st.sampled_from(ways))


@given(MINUTES, st.data())
def test_a_technique_with_its_minutes(minutes, data):
    told = data.draw(amounts(minutes))
    assert minutes_of(f"STM R calf {told}") == minutes
    assert minutes_of(f"STM R calf ({told}).") == minutes


@given(MINUTES, MINUTES, st.data())
def test_another_services_minutes_are_never_taken(manual, exercise, data):
    own = data.draw(amounts(manual))
    other = f"{exercise} min"
    layout = data.draw(
        st.sampled_from(
            [
                "STM R calf {0}. Therapeutic exercise {1}.",
                "TE {1}, STM R calf {0}.",
                "STM R calf {0}; squats and lunges {1}.",
                "TE: {1}\nManual: {0}, STM R calf",
                "Bike {1}. STM R calf {0}.",
                "97110 x {1}. 97140 x {0}: STM R calf",
            ]
        )
    )
    assert minutes_of(layout.format(own, other)) == manual


@given(MINUTES, MINUTES)
def test_tables_and_rows_without_units(manual, exercise):
    for table in (
        f"97140 STM R calf ..... {manual}\n97110 squats ..... {exercise}",
        f"| 97140 | {manual} | STM R calf |\n| 97110 | {exercise} | squats |",
        f"Code: 97140 Minutes: {manual} Units: 1\nCode: 97110 Minutes: {exercise}\nSTM R calf",
        f"MT {manual} / TE {exercise}. STM R calf",
        f"MT/TE {manual}/{exercise} min. STM R calf",
    ):
        assert minutes_of(table) == manual, table


@given(st.lists(st.integers(3, 15), min_size=2, max_size=3))
def test_parts_of_manual_work_are_added(parts):
    works = ["STM R calf", "talar glides R Gr III", "IASTM R achilles"]
    told = ", ".join(f"{work} {part} min" for work, part in zip(works, parts, strict=False))
    assert minutes_of(told + ". TE 20 min.") == sum(parts)


@given(st.integers(3, 20), st.integers(2, 4))
def test_repeats_and_sides_are_multiplied(minutes, times):
    assert minutes_of(f"STM R calf {times} x {minutes} min") == times * minutes
    assert minutes_of(f"STM calf {minutes} min each side") == 2 * minutes


@given(MINUTES, MINUTES)
def test_the_corrected_number_counts(first, second):
    assert minutes_of(f"STM R calf {first} min - correction, {second} min.") == second


@given(MINUTES, st.integers(1, 20))
def test_a_range_gives_no_minutes(low, more):
    for mark in ("-", " to "):
        assert minutes_of(f"STM R calf {low}{mark}{low + more} min") is None


@given(MINUTES)
def test_shared_or_total_minutes_give_none(minutes):
    assert minutes_of(f"STM R calf and TE {minutes} min") is None
    assert minutes_of(f"STM R calf. Total session time {minutes} min") is None
    assert minutes_of(f"STM R calf. Total treatment time: {minutes} min") is None


@given(MINUTES, st.integers(60, 90))
def test_a_share_of_a_total_is_the_share(minutes, total):
    assert minutes_of(f"STM R calf {minutes} of {total} min") == minutes
    assert minutes_of(f"STM R calf {minutes} min. Total time {total} min.") == minutes


def test_what_a_measure_came_to_is_no_length_of_time():
    note = "O: PA C4 gr III, 22 min.\nA: Answered to the hands-on work: 48 to 50 deg in the visit."
    assert minutes_of(note) == 22


def test_what_somebody_cannot_do_yet_takes_no_minutes():
    text = "Tibiofemoral glide gr III R knee for stiffness limiting the deep squat, 13 min."
    assert minutes_of(text) == 13
    assert minutes_of(text.replace("limiting the deep squat", "then squats")) is None
