"""What .docx, .doc and .rtf have in common: paragraphs, tables, notes and text boxes, on their way into a draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from lawcheck.readers.extraction import Extraction, Note, note
from lawcheck.readers.refusals import refused, too_big
from lawcheck.readers.source import Draft

_HEADING_LENGTH = 60
"""Longest heading, in characters: clerks give whole paragraphs a heading's style to make them bold."""

_CELL_LENGTH = 80
"""Longest text of a table cell, in characters; with a longer one the table is only layout."""

_WORDS_A_PAGE = 400
"""Characters for each picture as large as a page, below which the pictures seem to hold the text."""

_EMPTY = 4
"""How many times as many paragraphs as blocks a file may have, since most of some files are empty."""

_CONTENTS_LINE = re.compile(r"[\t.…·]\s*\d+\s*$")
"""How a line of a table of contents ends: its style alone also stands on lines of the text."""

_SURROGATES = re.compile("[\ud800-\udfff]")


class Piece(NamedTuple):
    """A stretch of text, the ordinal of its paragraph, and its page where the file says so."""

    text: str
    ordinal: int
    page: int | None = None


@dataclass(slots=True)
class Line:
    """What a paragraph says, collected over those whose marks were deleted.

    Attributes:
        pieces: Its text, in stretches.
        number: Its automatic number, with the blank after it.
        level: Its level as a heading by style or outline, 0 for none, -1 for the title.
        ordinal: Ordinal of the paragraph that is being read, and in the end of the last one.
        page: Its page, likewise; None where the file says nothing of pages.
        hidden: Characters of it that are hidden.
        contents: Whether it belongs to the table of contents.
        boxes: The lines of each text box that it anchors.
        notes: The lines of each note that it refers to, and whether that is an endnote.
    """

    pieces: list[Piece] = field(default_factory=list)
    number: str = ""
    level: int = 0
    ordinal: int = 0
    page: int | None = None
    hidden: int = 0
    contents: bool = False
    boxes: list[list[Line]] = field(default_factory=list)
    notes: list[tuple[bool, list[Line]]] = field(default_factory=list)

    def text(self) -> str:
        """Return what it says, without its number."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self.text().strip()

    def drop_contents(self) -> None:
        """Empty it if it is a line of the table of contents: a heading told twice."""
        if _CONTENTS_LINE.search(self.text()):
            self.contents, self.pieces = True, []


@dataclass(slots=True)
class Table:
    """The lines of a table, by row and cell."""

    rows: list[list[list[Line]]] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    nested: bool = False

    def end_cell(self) -> None:
        """Begin the next cell."""
        self.cells.append(self.lines)
        self.lines = []

    def end_row(self) -> None:
        """Begin the next row."""
        if self.lines:
            self.end_cell()
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []

    def all_lines(self) -> list[Line]:
        """Return the lines of all cells in reading order."""
        return [line for row in self.rows for cell in row for line in cell]

    def is_layout(self) -> bool:
        """Say whether it only places text: nested tables, a single column, or text in half of the rows."""
        if self.nested or all(len(row) <= 1 for row in self.rows):
            return True
        return 2 * sum(map(places_text, self.rows)) >= len(self.rows)


def places_text(row: list[list[Line]]) -> bool:
    """Say whether a row of a table holds text rather than figures: long cells, several paragraphs, headings."""
    return any(
        sum(len(line.text()) for line in cell) > _CELL_LENGTH
        or sum(not line.blank for line in cell) > 1
        or any(line.level > 0 for line in cell)
        for cell in row
    )


class Writer:
    """Writes lines to a draft, and counts what was read and what was not."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.count: Counter[str] = Counter()
        self._paragraphs = 0
        self._lost: list[Note] = []
        self._notes: list[tuple[bool, list[Line], int, int]] = []

    def begin(self) -> None:
        """Count a paragraph of the file, empty or not.

        Raises:
            ReadError: It is one too many.
        """
        self._paragraphs += 1
        if self._paragraphs > _EMPTY * self.draft.limits.blocks:
            raise too_big("blocks", self._paragraphs, self.draft.limits, self.draft.name)

    def lose(self, why: Note) -> None:
        """Say that something may be told that could not be read."""
        self._lost.append(why)

    def say(self, line: Line, words: str, *, deleted: bool, hidden: bool, inserted: bool) -> None:
        """Add words to a line, or only count them when nobody is meant to read them."""
        if deleted:
            self.count["deleted"] += len(words)
        elif hidden:
            self.count["hidden"] += len(words)
            line.hidden += len(words)
        else:
            self.count["inserted"] += len(words) if inserted else 0
            # What breaks a page before the first word is no part of the text.
            words = words if line.pieces else words.lstrip("\n")
            if words:
                line.pieces.append(Piece(words, line.ordinal, line.page))

    def write(self, line: Line, kind: str = "para") -> None:
        """Write a line, and the text boxes that it anchors."""
        words = line.text().strip()
        if words:
            if kind == "para" and line.level and len(words) <= _HEADING_LENGTH:
                kind = "title" if line.level < 0 else "heading"
            pieces = [line.pieces[0]._replace(text=line.number), *line.pieces]
            while not pieces[-1].text.rstrip("\n"):
                pieces.pop()
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip("\n"))
            level = line.level if kind == "heading" else 0
            start = self.draft.add(_placed(pieces), kind=kind, level=level, number=line.number.strip())
            self._notes += [(at_end, lines, start, line.ordinal) for at_end, lines in line.notes]
        elif line.contents:
            self.count["contents"] += 1
        elif not line.hidden and not line.boxes:
            self.draft.blank()
        for box in line.boxes:
            self.box(box, line.ordinal)

    def table(self, table: Table) -> None:
        """Write a table: its rows, or its paragraphs when it only places text."""
        table.end_row()
        layout = table.is_layout()
        for row in table.rows:
            if layout or places_text(row):
                for cell in row:
                    for line in cell:
                        self.write(line)
            else:
                self._row(row)

    def _row(self, row: list[list[Line]]) -> None:
        """Write a row, its cells joined with tabs; a cell is one line, whatever breaks it has."""
        joined = Line()
        for cell in row:
            for line in cell:
                number = line.number if line.pieces else line.number.strip()
                joined.pieces.append(Piece(number, line.ordinal, line.page))
                joined.pieces += [
                    p._replace(text=p.text.replace("\n", " ").replace("\t", " ")) for p in line.pieces
                ]
                joined.notes += line.notes
                joined.boxes += line.boxes
                joined.ordinal, joined.page = line.ordinal, line.page
            joined.pieces.append(Piece("\t", joined.ordinal, joined.page))
        while joined.pieces and not joined.pieces[-1].text.strip():
            joined.pieces.pop()
        if not joined.blank or joined.boxes:
            self.write(joined, "row")

    def box(self, lines: list[Line], ordinal: int) -> None:
        """Write a text box, with the place of the paragraph that it is anchored in."""
        self.count["boxes"] += self._aside(lines, ordinal, "textbox", 0)

    def finish(self) -> None:
        """Write the footnotes, then the endnotes, and note what a person should know.

        Raises:
            ReadError: There are pictures and not a word.
        """
        for at_end in (False, True):
            for kind, lines, anchor, ordinal in self._notes:
                if kind == at_end:
                    self._aside(lines, ordinal, "note", anchor)
        count = self.count
        if count["pictures"] and not any(char.isalnum() for char in self.draft.text):
            raise refused("no-text-layer", self.draft.name, detail="pictures", count=count["pictures"])
        if count["inserted"] or count["deleted"]:
            self.draft.notes.append(note("revisions", inserted=count["inserted"], deleted=count["deleted"]))
        for what in ("hidden", "struck", "pictures", "objects"):
            if count[what]:
                self.draft.notes.append(note(what, count=count[what]))
        # A few words and pictures of whole pages: a scan that was pasted in.
        if count["large"] and self.draft.length < _WORDS_A_PAGE * count["large"]:
            self.lose(note("pictures", count=count["pictures"]))

    def _aside(self, lines: list[Line], ordinal: int, kind: str, anchor: int) -> bool:
        """Write a text that stands beside the main one; return whether it says anything."""
        said = [line for line in lines if not line.blank]
        for line in said:
            words = line.number + whole(line.text().strip())
            self.draft.add([(words, ordinal, 1, None)], kind=kind, number=line.number.strip(), anchor=anchor)
        return bool(said)

    def extraction(self, form: str) -> Extraction:
        """Return how the file was read."""
        count = self.count
        return Extraction(
            format=form,
            unit="paragraph",
            skipped=tuple((what, count[what]) for what in ("pictures", "objects", "contents") if count[what]),
            text_boxes=count["boxes"],
            inserted=count["inserted"],
            deleted=count["deleted"],
            hidden=count["hidden"],
            incomplete=tuple(self._lost),
        )


def _placed(pieces: list[Piece]) -> Iterator[tuple[str, int, int, int | None]]:
    """Yield stretches with their place: columns go on within a paragraph of the file and start anew in the next."""
    column: Counter[int] = Counter()
    for (ordinal, page), stretch in groupby(pieces, key=lambda piece: (piece.ordinal, piece.page)):
        words = whole("".join(piece.text for piece in stretch))
        if words:
            yield words, ordinal, column[ordinal] + 1, page
            column[ordinal] += len(words)


def whole(text: str) -> str:
    """Return text with the two halves of a character beyond U+FFFF put together."""
    if text.isascii() or not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
