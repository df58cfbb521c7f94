"""Positions: spans of the original text, places as a person sees them, and the map between two texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points in the original text, from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person finds something: line and column from 1, page where the format has pages."""

    line: int
    column: int
    page: int | None = None


class TextMap:
    """Maps offsets of a searched text back to the original one it was made from.

    The searched text is the original with stretches left out; within a *run* both advance together.
    Runs are appended in order while the searched text is built.
    """

    __slots__ = ("_norm", "_orig")

    def __init__(self) -> None:
        self._norm: list[int] = []
        self._orig: list[int] = []

    def add(self, norm: int, orig: int) -> None:
        """Say that the searched text continues at ``norm`` with the original's ``orig``."""
        if self._norm and self._norm[-1] == norm:
            self._orig[-1] = orig
        else:
            self._norm.append(norm)
            self._orig.append(orig)

    def original(self, norm: int) -> int:
        """Return the original offset of one searched character."""
        run = bisect_right(self._norm, norm) - 1
        if run < 0:
            return norm
        return self._orig[run] + norm - self._norm[run]

    def span(self, start_norm: int, end_norm: int) -> Span:
        """Return the original span of a non-empty searched range."""
        if end_norm <= start_norm:
            start = self.original(start_norm)
            return Span(start, start)
        return Span(self.original(start_norm), self.original(end_norm - 1) + 1)


class LineIndex:
    """Finds line and column of an offset; lines end with LF, CR LF or CR."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        starts = [0]
        at = text.find("\n")
        if "\r" in text:
            for i, char in enumerate(text):
                if char == "\n" or (char == "\r" and text[i + 1 : i + 2] != "\n"):
                    starts.append(i + 1)
        else:
            while at >= 0:
                starts.append(at + 1)
                at = text.find("\n", at + 1)
        self._starts = starts

    def place(self, offset: int) -> Place:
        """Return line and column, both from 1, counted in code points."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


class PlaceMap:
    """Finds the place of an offset where a file's own lines are not those of the text: paragraphs, pages.

    Stretches are added in order of their offsets; within one, the column advances with the offset.
    """

    __slots__ = ("_columns", "_lines", "_pages", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._columns: list[int] = []
        self._pages: list[int] = []

    def add(self, offset: int, line: int, column: int = 1, page: int | None = None) -> None:
        """Say that the text from ``offset`` on stands in this line (or paragraph) of this page."""
        if self._starts and self._starts[-1] == offset:
            self._lines[-1], self._columns[-1], self._pages[-1] = line, column, page or 0
            return
        self._starts.append(offset)
        self._lines.append(line)
        self._columns.append(column)
        self._pages.append(page or 0)

    def place(self, offset: int) -> Place:
        """Return line, column and page; what precedes the first stretch is given its place."""
        at = max(0, bisect_right(self._starts, offset) - 1)
        if not self._starts:
            return Place(1, offset + 1)
        ahead = max(0, offset - self._starts[at])
        return Place(self._lines[at], self._columns[at] + ahead, self._pages[at] or None)

    def rows(self) -> list[list[int]]:
        """Return the stretches as plain numbers: offset, line, column, page (0 for none)."""
        return [list(row) for row in zip(self._starts, self._lines, self._columns, self._pages, strict=True)]

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[int]]) -> PlaceMap:
        """Return the map that ``rows`` came from."""
        found = cls()
        for offset, line, column, page in rows:
            found.add(offset, line, column, page or None)
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlaceMap) and self.rows() == other.rows()

    __hash__ = None  # type: ignore[assignment]  # it grows while a reader fills it
