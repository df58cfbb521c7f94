"""From characters with positions to paragraphs: what .pdf and .ofd have in common.

Characters are put into lines, running heads and page numbers are dropped, and lines are joined into paragraphs across
the edges of pages, so that a sentence cut by ``- 2 -`` comes out whole. Lengths are in the format's own unit, y grows
downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from statistics import median

from lawcheck.language import load_chinese
from lawcheck.readers.source import Draft

FEW = 12
"""Characters of a page that a page number or a stamp may have."""

STAMPED = 60
"""Characters that scanning programs, stamps and archives put on a scanned page."""

_EDGE = 4
"""Lines at the top and at the foot of a page that may be furniture."""

_LARGE = 1.8
"""How many times as large as most of a page is what does not belong to its lines."""

_STEP = 1.3
"""How many times as far apart as most lines are those between two paragraphs."""

_GUTTER = 3
"""Least distance between the last characters of one column and the first of the next, in half characters."""

_COLUMN = 8
"""Least characters of a line of a column."""

_COLUMN_ROWS = 10
"""Least rows that show that a page has two columns."""

_INDENT = 3
"""Deepest indent of a first line, in characters."""

_CLOSING = frozenset("，。、；：！？）》」』”’,.;:!?)]%％")
"""No paragraph begins with one of these."""

_HEADING = 40
"""Longest heading that fills a line, in characters."""

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page: its left and right edge, its base line, and its height."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Line:
    """A line of text on a page; ``at`` counts the lines of the page from 1."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    at: int = 0


@dataclass(slots=True)
class Page:
    """The characters of a page, which is numbered from 1."""

    number: int
    glyphs: list[Glyph] = field(default_factory=list)


def write_pages(pages: Iterable[Page], draft: Draft) -> Counter[int]:
    """Put the pages' text into a draft, paragraph by paragraph; return how many letters and figures each page told."""
    lines = [_lines(page) for page in pages]
    body = _without_furniture([page for page in lines if page])
    for paragraph in _paragraphs(body):
        _add(paragraph, draft)
    told: Counter[int] = Counter()
    for page in body:
        for line in page:
            told[line.page] += sum(char.isalnum() for char in line.text)
    return told


# -- lines


def _lines(page: Page) -> list[Line]:
    """Return a page's lines from top to bottom."""
    usual = median(glyph.size for glyph in page.glyphs) if page.glyphs else 1.0
    # What is far larger than the text (a watermark, a red head) has rows of its own: it would draw lines together.
    large = [glyph for glyph in page.glyphs if glyph.size > _LARGE * usual]
    rows = _by_columns([glyph for glyph in page.glyphs if glyph.size <= _LARGE * usual], usual)
    for row in _rows(large):
        at = next((at for at, other in enumerate(rows) if other[0].y > row[0].y), len(rows))
        rows.insert(at, row)
    found = []
    for row in rows:
        row.sort(key=lambda g: g.x0)
        text = _joined(row)
        if text.strip():
            size = median(g.size for g in row)
            found.append(Line(text, row[0].x0, max(g.x1 for g in row), row[0].y, size, page.number))
    for at, line in enumerate(found, 1):
        line.at = at
    return found


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x0)):
        # Small print on the same line (a footnote's mark) stands a little higher.
        if rows and abs(rows[-1][-1].y - glyph.y) < 0.45 * max(rows[-1][-1].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _gutter(glyphs: list[Glyph], size: float) -> float | None:
    """Return where the gap between two columns of text is, None for a page that is not set so.

    Nothing but a few full lines may cross it, and on both sides there must be lines as long as those of a text: the
    columns of a table hold figures.
    """
    left, right = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
    step = size / 2
    # Their middles: the box of a mark at the end of a line reaches into the gap.
    middles = Counter(int(((g.x0 + g.x1) / 2 - left) / step) for g in glyphs)
    bins = int((right - left) / step)
    free = [at for at in range(bins * 3 // 10, bins * 7 // 10) if middles[at] <= 0.06 * len(glyphs) / max(1, bins)]
    runs = [[at for _, at in group] for _, group in groupby(enumerate(free), key=lambda pair: pair[1] - pair[0])]
    widest = max(runs, key=len, default=[])
    if len(widest) < _GUTTER:
        return None
    cut = left + (widest[0] + widest[-1] + 1) / 2 * step
    sides = ([g for g in glyphs if _middle(g) < cut], [g for g in glyphs if _middle(g) >= cut])
    for side in sides:
        lengths = [len(row) for row in _rows(side)]
        if len(lengths) < _COLUMN_ROWS or median(lengths) < _COLUMN:
            return None
    return cut


def _middle(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _by_columns(glyphs: list[Glyph], size: float) -> list[list[Glyph]]:
    """Return the rows of a page, of one set in two columns the left column first; full lines part the columns."""
    cut = _gutter(glyphs, size) if len(glyphs) >= 2 * _COLUMN * _COLUMN_ROWS else None
    if cut is None:
        return _rows(glyphs)
    found: list[list[Glyph]] = []
    left: list[Glyph] = []
    right: list[Glyph] = []
    for row in _rows(glyphs):
        if any(abs(_middle(g) - cut) < size / 2 for g in row):
            found, left, right = [*found, *_rows(left), *_rows(right), row], [], []
        else:
            left += [g for g in row if _middle(g) < cut]
            right += [g for g in row if _middle(g) >= cut]
    return [*found, *_rows(left), *_rows(right)]


def _joined(row: list[Glyph]) -> str:
    parts = [row[0].text]
    for before, glyph in pairwise(row):
        gap = glyph.x0 - before.x1
        size = max(before.size, glyph.size)
        if gap < -0.6 * size and glyph.text == before.text:
            continue  # printed twice to look bold
        if gap > 2.5 * size:
            parts.append("\t")  # the cells of a table
        elif gap > 0.9 * size or (gap > 0.2 * size and before.text.isascii() and glyph.text.isascii()):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


# -- furniture


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop running heads and page numbers: what stands at the edge of pages and returns, figures aside."""
    repeated: Counter[tuple[str, int]] = Counter()
    for page in pages:
        repeated.update({_pattern(line) for line in _edges(page)})
    often = max(2, len(pages) // 2)
    kept = []
    for page in pages:
        outermost = {id(line) for line in (*page[:2], *page[-2:])}
        furniture = {
            id(line)
            for line in _edges(page)
            if repeated[_pattern(line)] >= often or (id(line) in outermost and _is_page_number(line.text))
        }
        kept.append([line for line in page if id(line) not in furniture])
    return kept


def _edges(page: list[Line]) -> list[Line]:
    return page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]


def _pattern(line: Line) -> tuple[str, int]:
    """Return what a running head has in common from page to page: its words and its height on the page."""
    return _DIGITS.sub("0", "".join(line.text.split())), round(line.y / (2 * line.size))


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load_chinese().furniture))


def _is_page_number(text: str) -> bool:
    text = text.strip()
    return len(text) <= 12 and any(char.isdigit() for char in text) and _furniture().fullmatch(text) is not None


# -- paragraphs


@dataclass(slots=True)
class _Margins:
    left: float
    right: float
    step: float


def _margins(lines: list[Line], otherwise: _Margins | None = None) -> _Margins:
    """Return where most lines begin and end, and how far they are apart."""
    if len(lines) < 5 and otherwise is not None:
        return otherwise
    size = median(line.size for line in lines)
    starts = Counter(round(line.x0 / (size / 4)) for line in lines)
    # Paragraphs of one line begin indented: of the frequent places, the leftmost one is the margin.
    most = max(starts.values())
    left = min(place for place, count in starts.items() if count * 4 >= most or count > 2) * size / 4
    # Punctuation may hang over the right margin of a few lines: the margin is where most of the long ones end.
    longest = max(line.x1 for line in lines)
    ends = Counter(round(line.x1 / (size / 4)) for line in lines if line.x1 - left > 0.8 * (longest - left))
    right = max(ends, key=lambda place: (ends[place], place)) * size / 4
    if otherwise is not None and otherwise.left < left < otherwise.left + _INDENT * size:
        left = otherwise.left  # a page of paragraphs of one line each: all begin at the indent
    steps = [b.y - a.y for a, b in pairwise(lines) if a.page == b.page and b.y > a.y]
    return _Margins(left, right, median(steps) if steps else size * 1.5)


def _paragraphs(pages: list[list[Line]]) -> Iterator[list[Line]]:
    lines = [line for page in pages for line in page]
    if not lines:
        return
    whole = _margins(lines)
    paragraph: list[Line] = []
    for page in pages:
        margins = _margins(page, whole) if page else whole
        for line in page:
            if paragraph and _begins(line, paragraph, margins):
                yield paragraph
                paragraph = []
            paragraph.append(line)
    yield paragraph


def _begins(line: Line, paragraph: list[Line], margins: _Margins) -> bool:
    """Say whether a line begins a paragraph."""
    before = paragraph[-1]
    text = line.text.lstrip()
    if text[:1] in _CLOSING:
        return False
    if "\t" in line.text or "\t" in before.text:
        return True
    if abs(line.size - before.size) > 0.15 * before.size:
        return True
    if line.page == before.page and line.y - before.y > _STEP * margins.step:
        return True
    size = line.size
    full = before.x1 > margins.right - 1.9 * size
    ended = before.text.rstrip()[-1:] in load_chinese().sentence_ends
    if not full:
        return True
    indented = line.x0 > margins.left + 0.8 * size
    if indented:
        # A hanging indent: line after line begins at the same place, in the middle of a sentence.
        hanging = len(paragraph) > 1 and abs(line.x0 - before.x0) < 0.4 * size and not ended
        return not hanging
    numbered = load_chinese().grammar.numbered
    # A short numbered line without a full stop was a heading, however full it looks.
    heading = (
        len(paragraph) == 1 and len(before.text) <= _HEADING and numbered.match(before.text.lstrip()) is not None
    )
    if (
        heading
        and not any(end in before.text for end in load_chinese().sentence_ends)
        and load_chinese().grammar.item.match(text)
    ):
        return True
    return ended and numbered.match(text) is not None


def _add(paragraph: list[Line], draft: Draft) -> None:
    pieces: list[tuple[str, int, int, int | None]] = []
    for line in paragraph:
        text = line.text.rstrip()
        if pieces:
            text = text.lstrip()
            last = pieces[-1][0]
            # A line of Latin words ends between two of them; figures are cut anywhere.
            if last[-1:].isascii() and last[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha():
                text = f" {text}"
        pieces.append((text, line.at, 1, line.page))
    draft.add(pieces, kind="row" if "\t" in paragraph[0].text else "para")
