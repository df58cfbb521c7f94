"""Word 97-2003 documents (.doc), which WPS Office writes as .wps too.

The public readers of this format give the text without Word's automatic numbers, so that 一、 and （一） are gone and with
them the sections of a report, or keep what was deleted while changes were tracked. So the structures that matter are read
here: the text in pieces, the properties of characters and paragraphs, styles, lists, tables, notes and text boxes.

Source:
    [MS-DOC] Word (.doc) Binary File Format; its structures are in ``word97``.
"""

from __future__ import annotations

import hashlib
import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lawcheck.readers.extraction import Extraction, note
from lawcheck.readers.flow import Line, Table, Writer
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused
from lawcheck.readers.source import Draft, SourceText
from lawcheck.readers.word97 import (
    ELSEWHERE,
    Boxes,
    DamagedError,
    Fields,
    Lists,
    Part,
    Props,
    Ranges,
    Sprm,
    Streams,
    Styles,
    WordFile,
    characters,
    level_of,
    pieces_of,
    plc,
    ranges_of,
    sprms,
)


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a Word 97-2003 document.

    ``line`` of a place is the ordinal of its paragraph in the main text, counting all of them from 1, those of table
    cells too; a note or a text box has the place of the paragraph that it belongs to.

    Raises:
        ReadError: No document of this format (``unsupported``, ``old-word``), ``encrypted``, ``damaged``, beyond a limit
            (``too-big``), or a package is missing (``missing-extra``).
    """
    draft = Draft(name, limits)
    try:
        extraction = _Body(WordFile(Streams(data, name), name, limits), draft).read()
    except (DamagedError, struct.error, IndexError) as error:
        raise refused("damaged", name, why=str(error)[:80]) from None
    return draft.source(sha256=hashlib.sha256(data).hexdigest(), reader="doc", extraction=extraction)


# -- the document: text and properties together


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the file: its characters from ``start`` to before its mark at ``end``."""

    start: int
    end: int
    mark: str
    props: Props
    style: int

    @property
    def depth(self) -> int:
        """How deep in tables it stands, 0 for outside."""
        depth = self.props.get(Sprm.DEPTH, 1 if self.props.get(Sprm.IN_TABLE) else 0)
        return 0 if depth & 0x8000_0000 else depth

    @property
    def ends_cell(self) -> bool:
        return self.mark == "\x07"

    @property
    def ends_row(self) -> bool:
        if self.mark == "\x07":
            return bool(self.props.get(Sprm.ROW_END))
        return bool(self.props.get(Sprm.INNER_ROW_END))


@dataclass(frozen=True, slots=True)
class _Look:
    """What of the properties of characters matters."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    joins: bool = False
    data: bool = False
    symbol: int | None = None


class _Document:
    """Text with the properties of its characters and paragraphs."""

    _MARK = re.compile("[\r\x07\x0c]")

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._pieces = pieces_of(file)
        self._piece_starts = [piece.start for piece in self._pieces]
        self.text = "".join(characters(piece, file.word) for piece in self._pieces)
        self.styles = Styles(file.part(Part.STYLES))
        self._paragraphs = ranges_of(file, Part.PARAGRAPHS, paragraphs=True)
        self._starts: list[int] = []
        self._props: list[Props] = []
        self._cut(ranges_of(file, Part.CHARACTERS, paragraphs=False))
        self._looks: dict[tuple[int, int], _Look] = {}

    def _cut(self, ranges: Ranges) -> None:
        """Cut the text where the properties of its characters change."""
        merged: dict[tuple[bytes, int], Props] = {}  # one object for equal properties
        for piece in self._pieces:
            at = piece.start
            while at < piece.end:
                offset = piece.offset + (at - piece.start) * piece.width
                end, data = ranges.at(offset)
                key = (data, id(piece.props))
                if key not in merged:
                    merged[key] = sprms(data) | piece.props
                self._starts.append(at)
                self._props.append(merged[key])
                at += max(1, -(-(end - offset) // piece.width))

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, Props]]:
        """Yield the stretches of equal properties between two characters."""
        at = bisect_right(self._starts, start) - 1
        while start < end:
            stop = self._starts[at + 1] if at + 1 < len(self._starts) else end
            yield start, min(stop, end), self._props[at]
            start = stop
            at += 1

    def paragraphs(self, start: int, end: int) -> Iterator[_Paragraph]:
        """Yield the paragraphs between two characters."""
        for match in self._MARK.finditer(self.text, start, end):
            at = match.start()
            piece = self._pieces[bisect_right(self._piece_starts, at) - 1]
            offset = piece.offset + (at - piece.start) * piece.width
            stop, data = self._paragraphs.at(offset)
            if match.group() == "\x0c" and stop != offset + piece.width:
                continue  # the page ends here, not the paragraph
            yield self._paragraph(start, at, match.group(), data, piece.props)
            start = at + 1
        if start < end:
            yield _Paragraph(start, end, "", {}, 0)

    def _paragraph(self, start: int, end: int, mark: str, data: bytes, change: Props) -> _Paragraph:
        own = sprms(data[2:])
        for code in ELSEWHERE:
            if code in own:
                own = own | sprms(self._file.elsewhere(own[code]))
        own = own | change
        style = own.get(Sprm.STYLE, int.from_bytes(data[:2], "little"))
        return _Paragraph(start, end, mark, self.styles.get(style).paragraph | own, style)

    def look(self, props: Props, style: int) -> _Look:
        """Return how characters look in a paragraph of a style."""
        key = (id(props), style)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._look(props, style)
        return found

    def _look(self, props: Props, style: int) -> _Look:
        character = self.styles.get(style).character
        if Sprm.CHAR_STYLE in props:
            character = character | self.styles.get(props[Sprm.CHAR_STYLE]).character
        symbol = props.get(Sprm.SYMBOL)
        return _Look(
            deleted=bool(props.get(Sprm.DELETED)),
            inserted=bool(props.get(Sprm.INSERTED)),
            hidden=_toggled(props.get(Sprm.VANISH), bool(character.get(Sprm.VANISH))),
            joins=bool(props.get(Sprm.DELETED)) or bool(props.get(Sprm.SPEC_VANISH)),
            data=bool(props.get(Sprm.DATA)),
            symbol=symbol >> 16 if symbol is not None else None,
        )

    def joins(self, paragraph: _Paragraph) -> bool:
        """Say whether a paragraph's mark is deleted or hidden, so that the next one goes on in its line."""
        if paragraph.mark != "\r" or paragraph.props.get(Sprm.INNER_CELL):
            return False
        _, _, props = next(self.stretches(paragraph.end, paragraph.end + 1))
        return self.look(props, paragraph.style).joins


def _toggled(direct: int | None, styled: bool) -> bool:
    """Return a switch: off, on, as the style has it, or the other way round ([MS-DOC] 2.9.327)."""
    return {None: styled, 0: False, 0x80: styled, 0x81: not styled}.get(direct, True)


# -- the way through the document

_CLEAN: dict[int, str | None] = {
    **dict.fromkeys(range(0x20)),
    0x09: "\t",
    0x0B: "\n",
    0x0C: "\n",
    0x0E: "\n",
    0x1E: "-",
    0xA0: " ",
    **dict.fromkeys(range(0xF000, 0xF100)),  # places of a symbol font: bullets that were typed
}
_DRAWN = re.compile("[\x01\x08]")


class _Body:
    """Walks through the document in reading order."""

    def __init__(self, file: WordFile, draft: Draft) -> None:
        self.writer = Writer(draft)
        self.document = _Document(file)
        main, feet, heads, comments, ends, boxes = (file.count(at) for at in (3, 4, 5, 7, 8, 9))
        self.main = main
        self.end_notes = main + feet + heads + comments
        first_box = self.end_notes + ends
        if first_box + boxes > len(self.document.text):
            raise DamagedError("FIB")
        bounds = (0, main, main + feet, self.end_notes, first_box, first_box + boxes)
        self.fields = Fields(self.document.text, list(pairwise(bounds)))
        self.boxes = Boxes(file, first_box)
        self.notes = {
            **_notes(file, Part.NOTE_REFS, Part.NOTE_TEXTS, main),
            **_notes(file, Part.END_REFS, Part.END_TEXTS, self.end_notes),
        }
        self._note_places = sorted(self.notes)
        self.lists = self._lists(file)
        self._open: Line | None = None

    def _lists(self, file: WordFile) -> Lists | None:
        try:
            return Lists(file)
        except (DamagedError, struct.error, IndexError):
            return None  # the text can be read without its numbers, and a person is told so

    def read(self) -> Extraction:
        """Write everything, and return how it was read."""
        ordinal = self._main()
        for index in list(self.boxes.texts):
            self.writer.box(self._box(index, ordinal), max(1, ordinal))
        self.writer.finish()
        if self.lists is None or self.lists.lost:
            self.writer.draft.notes.append(note("no_numbers"))
        return self.writer.extraction("doc")

    def _main(self) -> int:
        """Write the main text and return how many paragraphs it has."""
        ordinal = 0
        table: Table | None = None
        for paragraph in self.document.paragraphs(0, self.main):
            ordinal += not paragraph.ends_row
            if paragraph.depth:
                if table is None:
                    self._close()
                    table = Table()
                self._in_table(table, paragraph, ordinal)
                continue
            if table:
                self.writer.table(table)
                table = None
            line = self._line(paragraph, ordinal)
            if line is not None:
                self.writer.write(line)
        if table:
            self.writer.table(table)
        self._close()
        return ordinal

    def _in_table(self, table: Table, paragraph: _Paragraph, ordinal: int) -> None:
        if paragraph.depth > 1:
            table.nested = True
        if paragraph.ends_row:
            self.writer.begin()
            if paragraph.depth == 1:
                table.end_row()
            return
        line = self._line(paragraph, ordinal)
        if line is not None:
            table.lines.append(line)
        if paragraph.ends_cell:
            table.end_cell()

    def _close(self) -> None:
        """Write what waits for a next paragraph that does not come."""
        line, self._open = self._open, None
        if line is not None and not line.blank:
            self.writer.write(line)

    def _line(self, paragraph: _Paragraph, ordinal: int) -> Line | None:
        """Return what a paragraph says; None when it goes on in the next one."""
        self.writer.begin()
        line, self._open = self._open or Line(), None
        line.ordinal = ordinal
        self._collect(paragraph, line)
        if self.document.joins(paragraph):
            self._open = line
            return None
        style = self.document.styles.get(paragraph.style)
        if style.contents:
            line.drop_contents()
        outline = paragraph.props.get(Sprm.OUTLINE)
        line.level = style.heading
        if outline is not None and outline != style.paragraph.get(Sprm.OUTLINE):
            line.level = level_of(outline)
        # What is hidden altogether is not counted in its list either.
        if self.lists and not line.contents and not (line.hidden and line.blank):
            line.number = self.lists.number(paragraph.props, paragraph.style)
        return line

    def _collect(self, paragraph: _Paragraph, line: Line) -> None:
        """Add the characters of a paragraph to a line, and what they refer to."""
        for start, end, props in self.document.stretches(paragraph.start, paragraph.end):
            look = self.document.look(props, paragraph.style)
            for begin, stop, contents in self.fields.outside(start, end):
                if contents:
                    line.contents = True
                    continue
                words = _said(self.document.text[begin:stop], look)
                self.writer.say(line, words, deleted=look.deleted, hidden=look.hidden, inserted=look.inserted)
                if not look.deleted and not look.hidden:
                    self._refer(begin, stop, line, look)

    def _refer(self, start: int, end: int, line: Line, look: _Look) -> None:
        """Add the notes and text boxes that a stretch refers to, and count its pictures."""
        first, last = bisect_left(self._note_places, start), bisect_left(self._note_places, end)
        for place in self._note_places[first:last]:
            begin, stop = self.notes[place]
            line.notes.append((begin >= self.end_notes, self._aside(begin, stop, line.ordinal)))
        for match in _DRAWN.finditer(self.document.text, start, end):
            at = match.start()
            if match.group() == "\x08":
                line.boxes += [self._box(index, line.ordinal) for index in self.boxes.at(at)]
                self.writer.count["pictures"] += self.boxes.picture(at)
            elif not look.data:
                self.writer.count["objects" if self.fields.in_object(at) else "pictures"] += 1

    def _box(self, index: int, ordinal: int) -> list[Line]:
        """Return the lines of a text box, once."""
        where = self.boxes.texts.pop(index, None)
        return self._aside(*where, ordinal) if where else []

    def _aside(self, start: int, end: int, ordinal: int) -> list[Line]:
        """Return the lines of a text that stands beside the main one."""
        inside = (paragraph for paragraph in self.document.paragraphs(start, end) if not paragraph.ends_row)
        lines = [self._line(paragraph, ordinal) for paragraph in inside]
        lines.append(self._open)
        self._open = None
        return [line for line in lines if line is not None]


def _said(raw: str, look: _Look) -> str:
    """Return what characters say, without the marks that Word keeps among them."""
    if look.symbol is not None and raw.strip("(") == "":
        # A parenthesis holds the place of the symbol; code points from U+E000 on are places of a symbol font.
        return chr(look.symbol) * len(raw) if 0x20 < look.symbol < 0xD800 else ""
    return raw.translate(_CLEAN)


def _notes(file: WordFile, references: int, texts: int, first: int) -> dict[int, tuple[int, int]]:
    """Return where the notes' texts stand, by the place that refers to them."""
    places, _ = plc(file.part(references), 2)
    bounds = file.part(texts)
    ends = struct.unpack(f"<{len(bounds) // 4}I", bounds[: len(bounds) // 4 * 4])
    return {
        place: (first + start, first + end)
        for place, (start, end) in zip(places[:-1], pairwise(ends), strict=False)
        if start < end
    }
