"""Facts beside a mention: quantities, dates, documents of the body's own."""

from __future__ import annotations

import re
from functools import cache

from lawcheck.language import Language

_CHINESE = "[一二三四五六七八九十百千两几]"


@cache
def quantity(units: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for a number with one of these measure words.

    Chinese numerals count only where they are a quantity: 两次 and 十余件 are, 三项制度 and 第一责任人 are not.
    """
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"[0-9][0-9.,]*\s*(?:余|多|来)?(?:万|千|百|亿)?(?:余|多)?(?:{longest_first})(?!制度)"
        rf"|(?<!第)(?<![一二三四五六七八九十]){_CHINESE}{{1,4}}(?:余|多)?(?:次|起|场|期|名|份|轮|人次|场次|家|台|户|堂|遍)(?![^，。；]{{0,2}}(?:制度|性|办))"
    )


def dates(language: Language) -> re.Pattern[str]:
    """Return a pattern for a date or a rhythm."""
    rhythms = "|".join(re.escape(word) for word in sorted(language.rhythms, key=len, reverse=True))
    return re.compile(rf"[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|{rhythms}")
