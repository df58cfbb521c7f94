"""Facts beside a mention: quantities, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from lawcheck.language import load_chinese

_DIGITS = re.compile(r"[0-9][0-9.,]*\s*")

Number = tuple[int, list[int]]
"""Where a number in digits begins, and where a measure word behind it may stand: the likeliest place first."""


def numbers(text: str, start: int, end: int) -> list[Number]:
    """Return the numbers of ``text[start:end]``, whatever they count: 300余万 is followed by a measure word, 300 by 余万 too."""
    scales = load_chinese().scales
    some = tuple(word for words in scales for word in words)
    found = []
    for digits in _DIGITS.finditer(text, start, end):
        ends = [digits.end()]
        if text.startswith(some, ends[0], end):
            for words in scales:
                ends = [
                    place
                    for at in ends
                    for place in (*(at + len(word) for word in words if text.startswith(word, at, end)), at)
                ]
        found.append((digits.start(), ends))
    return found


def quantities(text: str, end: int, numbers: Iterable[Number], units: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the spans of those numbers that one of some measure words follows, before ``end``."""
    not_a_count = load_chinese().grammar.not_a_count
    known, lengths = _by_length(units)
    found = []
    for start, places in numbers:
        after = next(
            (
                at + length
                for at in places
                for length in lengths
                if at + length <= end
                and text[at : at + length] in known
                and not not_a_count.match(text, at + length, end)
            ),
            None,
        )
        if after is not None:
            found.append((start, after))
    return found


@cache
def _by_length(units: tuple[str, ...]) -> tuple[frozenset[str], list[int]]:
    """Return measure words to look up, and how long they can be, longest first."""
    return frozenset(units), sorted({len(unit) for unit in units}, reverse=True)


@cache
def dates() -> re.Pattern[str]:
    """Return a pattern for a date or a rhythm."""
    language = load_chinese()
    rhythms = "|".join(re.escape(word) for word in sorted(language.rhythms, key=len, reverse=True))
    return re.compile(rf"{language.grammar.month_day.pattern}|{rhythms}")
