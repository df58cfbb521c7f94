"""Copies that do not hold the report as it was written: healed where that is safe, else called what they are.

Source:
    Readings of published reports (report-genre.md, section 9): traditional and converted copies, readings in brackets,
    hijacked mirrors, machine-spun, cut and masked texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from lawcheck.language import READING, load_chinese
from lawcheck.readers import Note

_TRADITIONAL = 0.03
"""Share of frequent traditional characters among the Han ones, from which on a text is traditional."""

_WORDS = 4
"""Signs that a note names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A text as it is searched.

    Attributes:
        text: As long as the original, character for character.
        notes: What was healed.
        doubts: Why something may be told that cannot be found.
    """

    text: str
    notes: tuple[Note, ...]
    doubts: tuple[Note, ...]


def examine(text: str) -> Copy:
    """Heal a copy, or say what is wrong with it."""
    notes: list[Note] = []
    doubts = _spoilt(text)
    if _is_traditional(text):
        simplified = _simplified(text)
        if simplified is None:
            doubts.append(Note("copy_traditional"))
        else:
            text = simplified
            notes.append(Note("traditional"))
    readings = len(READING.findall(text))
    if readings:
        notes.append(Note("pinyin", (("count", readings),)))
    return Copy(text=text, notes=tuple(notes), doubts=tuple(doubts))


def _spoilt(text: str) -> list[Note]:
    found = []
    for sign in load_chinese().copies:
        places = [match.group() for match in sign.pattern.finditer(text)]
        words = list(dict.fromkeys(places))
        if len(places if sign.instead_of_figures else words) < sign.at_least:
            continue
        if sign.instead_of_figures and sum(char.isdecimal() for char in text) > len(places):
            continue
        found.append(Note(f"copy_{sign.code}", (("words", "、".join(words[:_WORDS])),)))
    return found


def _is_traditional(text: str) -> bool:
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    frequent = load_chinese().traditional
    return han > 0 and sum(char in frequent for char in text) >= _TRADITIONAL * han


def _simplified(text: str) -> str | None:
    """Return the text in simplified characters, as long as it was, or None when the extra is not installed."""
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    # First with the words of Taiwan (網路, 支援), then by characters alone where that would change the length.
    converters = [OpenCC("tw2sp"), OpenCC("t2s")]
    lines = []
    for line in text.splitlines(keepends=True):
        tried = (converter.convert(line) for converter in converters)
        lines.append(next((done for done in tried if len(done) == len(line)), line))
    return "".join(lines)
