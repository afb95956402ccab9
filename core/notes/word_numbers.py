"""Numbers by their words."""

from __future__ import annotations

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNDER_TEN = "one two three four five six seven eight nine"

ONES = {word: 1 + n for n, word in enumerate(_UNDER_TEN.split())}
TENS = {word: 10 + n for n, word in enumerate(_TEENS.split())}
TENS |= {word: 20 + 10 * n for n, word in enumerate(_DECADES.split())}
