"""Which lines are headings, their number and level, as real reports write them.

Numbering is one vote, not the truth: reports lose marks, mix widths and switch styles inside one list
(``1、`` before ``二、``; ``（1）`` before ``（二）``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lawcheck.language import load_chinese

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
ITEM_LEVEL = 7
BARE_LEVEL = 6

_AHEAD = 400
"""Numbers looked ahead for the next one of a list; no report has so many headings."""

_LIMIT = {1: 60, 2: 50, 3: 30, 4: 30, 5: 30, BARE_LEVEL: 50, ITEM_LEVEL: 20}
"""Longest run-in heading, in characters, by level."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line or item.

    Attributes:
        style: Which way of numbering.
        level: Usual level of that style, 1 highest.
        value: The number, 0 when it is none.
        length: Characters it takes.
    """

    style: str
    level: int
    value: int
    length: int


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral below 100, 0 when it is none."""
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1 if not tens else 0) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return _DIGITS.get(text, 0) if len(text) == 1 else 0


def marker_of(text: str) -> Marker | None:
    """Return the number a normalised line starts with."""
    for style, level, pattern in load_chinese().markers:
        found = pattern.match(text)
        if found:
            number = next(group for group in found.groups() if group)
            return Marker(style, level, chinese_number(number), found.end())
    found = load_chinese().grammar.item.match(text)
    if found:
        number = next((group for group in found.groups() if group), "")
        return Marker("item", ITEM_LEVEL, chinese_number(number), found.end())
    return None


def plain(text: str) -> bool:
    """Say whether a phrase can be a heading: no figures beside a year, nothing said to be done."""
    grammar = load_chinese().grammar
    return not grammar.told.search(grammar.heading_year.sub("", text))


def run_in_end(text: str, start: int, level: int, bold_end: int, gaps: tuple[int, ...]) -> int:
    """Return where a heading that runs in with its text ends, 0 when there is none.

    Args:
        text: The normalised paragraph.
        start: Where the words begin, after the number.
        level: Level of the number's style.
        bold_end: End of a bold stretch that begins the paragraph, 0 for none.
        gaps: Places in ``text`` where blanks stood in the original.
    """
    limit = _LIMIT[level]
    if start < bold_end <= start + limit and bold_end < len(text):
        return bold_end + 1 if text[bold_end : bold_end + 1] in "。：" else bold_end
    stop = text.find("。", start, start + limit)
    if start < stop < len(text) - 1 and plain(text[start:stop]):
        return stop + 1
    if level < ITEM_LEVEL:
        colon = text.find("：", start, start + 25)
        if start + 2 <= colon < len(text) - 10 and plain(text[start:colon]) and "，" not in text[start:colon]:
            return colon + 1
        for gap in gaps:
            words = text[start:gap]
            if 4 <= len(words) <= 45 and plain(words) and not re.search(r"[0-9A-Za-z，。；：]$", words):
                return gap if not text[gap : gap + 1].isdigit() else 0
    return 0


def settle_levels(markers: list[Marker]) -> list[int]:
    """Return a level for each heading number in order, mending odd ones out.

    A number of one style whose next number stands in another style (``（1）`` then ``（二）``) takes that
    style's level.
    """
    levels = [marker.level for marker in markers]
    for at, marker in enumerate(markers):
        if marker.value < 1 or marker.style == "item":
            continue
        for ahead in range(at + 1, min(len(markers), at + 1 + _AHEAD)):
            other = markers[ahead]
            if other.style == marker.style and other.value == marker.value + 1:
                break  # its own style goes on
            if other.style != marker.style and other.value == marker.value + 1 and other.level < marker.level:
                before = [m for m in markers[:ahead] if m.style == other.style]
                fits = before[-1].value == marker.value - 1 if before else marker.value == 1
                between = markers[at + 1 : ahead]
                if (fits or not before or before[-1].value > other.value) and not any(
                    m.style == other.style and m.value == marker.value for m in between
                ):
                    levels[at] = other.level
                    break
    return levels
