"""Facts beside a mention: quantities, dates, documents of the body's own."""

from __future__ import annotations

import re
from functools import cache

from lawcheck.language import load_chinese


@cache
def quantity(units: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for a number in digits with one of these measure words."""
    grammar = load_chinese().grammar
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"[0-9][0-9.,]*\s*{grammar.number_scale.pattern}(?:{longest_first})(?!{grammar.not_a_count.pattern})"
    )


@cache
def dates() -> re.Pattern[str]:
    """Return a pattern for a date or a rhythm."""
    language = load_chinese()
    rhythms = "|".join(re.escape(word) for word in sorted(language.rhythms, key=len, reverse=True))
    return re.compile(rf"{language.grammar.month_day.pattern}|{rhythms}")
