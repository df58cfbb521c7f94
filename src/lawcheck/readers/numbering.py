"""Numbers as word processors generate them: the formats of Office Open XML, and the counting of multi-level lists.

Source:
    ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")
_MOST = 32_767
"""Largest number of a list; larger ones are shown as digits."""


def format_number(value: int, form: str) -> str:
    """Return a number as the format of that name shows it; unknown formats are decimal, as in Word."""
    if form in ("bullet", "none"):
        return ""
    if not 0 <= value <= _MOST:
        return str(value)
    if form in _COUNTING:
        digits, units = _COUNTING[form]
        return _counted(value, digits, units)
    if form in _CYCLES:
        signs = _CYCLES[form]
        return signs[(value - 1) % len(signs)] if value else str(value)
    if form in _ENCLOSED:
        first, most = _ENCLOSED[form]
        return chr(first + value - 1) if 1 <= value <= most else str(value)
    if form in ("lowerRoman", "upperRoman"):
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    if form in ("lowerLetter", "upperLetter"):
        return _letters(value, "A" if form == "upperLetter" else "a")
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"):
        return "".join(_CN[int(digit)] for digit in str(value))
    if form == "ideographZodiacTraditional":
        return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value else "0"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "numberInDash":
        return f"- {value} -"
    return str(value)


_COUNTING = {
    "chineseCounting": (_CN, "十百千万"),
    "chineseCountingThousand": (_CN, "十百千万"),
    "japaneseCounting": (_CN, "十百千万"),
    "koreanCounting": (_CN, "十百千万"),
    "taiwaneseCounting": (_CN, "十百千萬"),
    "taiwaneseCountingThousand": (_CN, "十百千萬"),
    "chineseLegalSimplified": (_LEGAL, "拾佰仟万"),
    "ideographLegalTraditional": (_LEGAL_TRADITIONAL, "拾佰仟萬"),
    "japaneseLegal": (_LEGAL_TRADITIONAL, "拾百阡萬"),
}
_CYCLES = {"ideographTraditional": _STEMS, "ideographZodiac": _BRANCHES}
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}


def _counted(value: int, digits: str, units: str) -> str:
    """Return 二十一 for 21, 一百〇五 for 105; a lone ten is 十, not 一十, except in the forms for amounts."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = (digits[0] if low < 1000 else "") + _counted(low, digits, units) if low else ""
        return _counted(high, digits, units) + units[3] + rest
    found = ""
    zero = False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            zero = bool(found)
            continue
        found += (digits[0] if zero else "") + digits[digit] + (units[place - 1] if place else "")
        zero = False
    if digits is _CN and 10 <= value < 20:
        return found[1:]
    return found


def _roman(value: int) -> str:
    found = ""
    for number, sign in _ROMAN:
        found += sign * (value // number)
        value %= number
    return found


def _letters(value: int, first: str) -> str:
    """Return a to z, then aa, bb and so on."""
    if value < 1:
        return ""
    times, at = divmod(value - 1, 26)
    return chr(ord(first) + at) * min(times + 1, 40)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list definition.

    Attributes:
        start: First number.
        form: Name of its format.
        text: Template, ``%1`` standing for the number of the first level.
        suffix: What follows the number: ``tab``, ``space`` or ``nothing``.
        legal: Whether numbers of higher levels are shown as digits.
        restart: Level (from 1) after which it starts anew; 0 for never, None for any higher one.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class ListCounter:
    """Counts the paragraphs of one list definition, which several lists may share."""

    values: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, levels: dict[int, ListLevel], start: int | None = None) -> str:
        """Count a paragraph and return its number as shown.

        Args:
            level: Its level from 0.
            levels: The definition's levels.
            start: Number to start anew from; None to go on.
        """
        own = levels.get(level, ListLevel())
        if start is not None:
            self.values[level] = start
        elif level in self.values:
            self.values[level] += 1
        else:
            self.values[level] = own.start
        for deeper in [at for at in self.values if at > level]:
            restart = levels.get(deeper, ListLevel()).restart
            if restart is None or (restart and level < restart):
                del self.values[deeper]
        return self._shown(level, own, levels)

    def _shown(self, level: int, own: ListLevel, levels: dict[int, ListLevel]) -> str:
        if own.form in ("bullet", "none"):
            return "" if own.form == "bullet" else _PLACEHOLDER.sub("", own.text)

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at > level:
                return ""
            other = levels.get(at, ListLevel())
            # A level that was skipped counts as begun, as Word shows it.
            value = self.values.setdefault(at, other.start)
            return format_number(value, "decimal" if own.legal else other.form)

        return _PLACEHOLDER.sub(number, own.text)


def spaced(number: str, suffix: str) -> str:
    """Return a number with the blank that keeps it apart from the text, where one is needed."""
    if not number or suffix == "nothing":
        return number
    return f"{number} " if number[-1].isascii() else number
