"""Sentences, enumerated items and clauses of one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from lawcheck.document.model import Clause
from lawcheck.language import load_chinese

_MARKS = re.compile(r"[，：。！？；《》（）]")
_BRACKETS = re.compile(r"（[^（）]{1,80}）|《[^《》]{1,80}》")
LONGEST_SENTENCE = 600
"""Characters; the longest sentence in the labelled reports has 272."""

_LONGEST_BRACKET = 80
"""A bracket that does not close within so many characters protects nothing."""


@cache
def _item_at() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[。；：，])|^)(?={load_chinese().grammar.item.pattern})")


def breaks(text: str) -> tuple[list[int], list[int]]:
    """Return the offsets of sentence ends and clause ends outside titles and brackets."""
    sentence_ends: list[int] = []
    clause_ends: list[int] = []
    protected_until = -1
    for found in _MARKS.finditer(text):
        at = found.start()
        if at < protected_until:
            continue
        mark = found.group()
        if mark in "《（":
            protected_until = _closing(text, at, mark)
        elif mark in "。！？；":
            sentence_ends.append(at)
        elif mark in "，：":
            clause_ends.append(at)
    return sentence_ends, clause_ends


def _closing(text: str, at: int, mark: str) -> int:
    close = {"《": "》", "（": "）"}[mark]
    depth = 0
    for i in range(at, min(len(text), at + _LONGEST_BRACKET)):
        if text[i] == mark:
            depth += 1
        elif text[i] == close:
            depth -= 1
            if depth == 0:
                return i
    return -1


def split(text: str) -> Iterator[tuple[int, int, bool, list[Clause]]]:
    """Cut a paragraph into sentences.

    Yields:
        Start, end (the closing mark included), whether a new enumerated item begins here, and the clauses,
        all as offsets in ``text``.
    """
    sentence_ends, clause_ends = breaks(text)
    closed = [(m.start(), m.end()) for m in _BRACKETS.finditer(text)]
    opened = [a for a, _ in closed]

    def inside_bracket(at: int) -> bool:
        before = bisect_left(opened, at) - 1
        return before >= 0 and at < closed[before][1]

    items = {found.start() for found in _item_at().finditer(text) if not inside_bracket(found.start())}
    cuts = sorted({end + 1 for end in sentence_ends} | {at for at in items if at} | {len(text)})
    cuts = _shortened(cuts, clause_ends)
    start = 0
    for end in cuts:
        if end <= start:
            continue
        words_end = end - 1 if text[end - 1] in "。！？；，：" else end
        inside = clause_ends[bisect_left(clause_ends, start) : bisect_left(clause_ends, words_end)]
        bounds = [start, *(at + 1 for at in inside), words_end + 1]
        clauses = [Clause(left, right - 1) for left, right in pairwise(bounds) if right - 1 > left]
        if clauses:
            yield start, end, start in items, clauses
        start = end


def _shortened(cuts: list[int], clause_ends: list[int]) -> list[int]:
    """Cut sentences that no person wrote as one (lost full stops) at a clause end, or anywhere when there is none.

    Work on a sentence may take the square of its length: this bounds it.
    """
    out: list[int] = []
    start = 0
    for end in cuts:
        while end - start > LONGEST_SENTENCE:
            first = bisect_left(clause_ends, start + LONGEST_SENTENCE - 1)
            near = clause_ends[first] + 1 if first < len(clause_ends) else end
            start = near if near <= start + 2 * LONGEST_SENTENCE else start + LONGEST_SENTENCE
            if start >= end:
                break
            out.append(start)
        out.append(end)
        start = end
    return out
