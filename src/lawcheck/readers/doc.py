"""Word 97-2003 documents (.doc), which WPS Office writes as .wps too.

The public readers of this format give the text without Word's automatic numbers, so that 一、 and （一） are gone and with
them the sections of a report, or keep what was deleted while changes were tracked. So the structures that matter are read
here: the text in pieces, the properties of characters and paragraphs, styles, lists, tables, notes and text boxes.

Source:
    [MS-DOC] Word (.doc) Binary File Format; the section that describes a structure is named where it is read.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import ListCounter, ListLevel, spaced
from lawcheck.readers.source import Draft, Extraction, SourceText, note, refused, too_big

_HEADING_LENGTH = 60
"""Longest heading, in characters: clerks give whole paragraphs a heading's style to make them bold."""

_CELL_LENGTH = 80
"""Longest text of a table cell, in characters; with a longer one the table is only layout."""

_EMPTY = 4
"""Most paragraphs for each one of the limit of blocks, which counts only those that say something."""

_LEVEL_TEXT = 64
"""Longest text of a list level that is looked at; Word's own have at most 31 characters."""

_OLDEST = 0x00C0
"""First version of the format (nFib) that is Word 97's; Word 95 wrote 0x0068."""

_Props = dict[int, int]
"""Properties: the code of a sprm and its operand."""


class _DamagedError(Exception):
    """A structure that cannot be what the format says."""


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
        extraction = _Body(_File(_Streams(data, name), name, limits), draft).read()
    except (_DamagedError, struct.error, IndexError) as error:
        raise refused("damaged", name, why=str(error)[:80]) from None
    return draft.source(sha256=hashlib.sha256(data).hexdigest(), reader="doc", extraction=extraction)


# -- the container


_STUMBLES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What a broken directory makes olefile stumble over; it hands on whatever that is."""


class _Streams:
    """The streams of an OLE file, each read when it is asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        try:
            import olefile  # type: ignore[import-untyped, import-not-found, unused-ignore]
        except ImportError:
            raise refused("missing-extra", name, format=".doc/.wps", extra="legacy") from None
        self._size = len(data)
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
            self.names = {"/".join(path) for path in self._ole.listdir()}
        except _STUMBLES:
            raise _DamagedError("OLE") from None

    def get(self, name: str) -> bytes:
        if name not in self.names:
            raise _DamagedError(f"{name} ?")
        try:
            # A stream that claims to be larger than the file would be read round and round.
            if self._ole.get_size(name) > self._size:
                raise _DamagedError(name)
            found: bytes = self._ole.openstream(name).read()
        except _STUMBLES:
            raise _DamagedError(name) from None
        return found


def _u16(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", data, at)[0]
    return value


def _u32(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", data, at)[0]
    return value


def _cut(data: bytes, at: int, size: int, what: str) -> bytes:
    """Return a stretch that must be there in full."""
    if at < 0 or size < 0 or at + size > len(data):
        raise _DamagedError(what)
    return data[at : at + size]


def _plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Return the positions of a PLC, one more than it has entries, and its entries ([MS-DOC] 2.2.2)."""
    count = max(0, len(data) - 4) // (4 + size)
    if not count:
        return [], []
    positions = list(struct.unpack_from(f"<{count + 1}I", data))
    first = 4 * (count + 1)
    return positions, [data[first + at * size : first + (at + 1) * size] for at in range(count)]


# -- the head (FIB, [MS-DOC] 2.5)


class _Part:
    """Where the head keeps offset and size of a part of the table stream."""

    STYLES, NOTE_REFS, NOTE_TEXTS = 1, 2, 3
    CHARACTERS, PARAGRAPHS = 12, 13
    PIECES, SHAPES = 33, 40
    END_REFS, END_TEXTS = 46, 47
    DRAWINGS, BOX_TEXTS = 50, 56
    LISTS, LIST_OVERRIDES = 73, 74


class _File:
    """The two streams of a document, and where its head says that everything is."""

    def __init__(self, streams: _Streams, name: str, limits: Limits) -> None:
        self.name, self.limits, self._streams = name, limits, streams
        self.word = self._word(streams, name)
        flags = _u16(self.word, 10)
        # XOR, RC4 and CryptoAPI all set this bit.
        if flags & 0x0100:
            raise refused("encrypted", name)
        tables = ("1Table", "0Table") if flags & 0x0200 else ("0Table", "1Table")
        self.table = streams.get(next((table for table in tables if table in streams.names), tables[0]))
        counts = 34 + 2 * _u16(self.word, 32)
        self._counts = counts + 2
        self._parts = self._counts + 4 * _u16(self.word, counts)
        self._data: bytes | None = None
        self._elsewhere: set[int] = set()
        self._elsewhere_size = 0

    @staticmethod
    def _word(streams: _Streams, name: str) -> bytes:
        if "EncryptedPackage" in streams.names:
            raise refused("encrypted", name)
        if "WordDocument" not in streams.names:
            works = streams.names & {"CONTENTS", "MatOST"}
            raise refused("unsupported", name, detail="works" if works else "ole")
        word = streams.get("WordDocument")
        magic, version = struct.unpack_from("<HH", word)
        if magic == 0xA5DC or (magic == 0xA5EC and version < _OLDEST):
            raise refused("old-word", name)
        if magic != 0xA5EC:
            raise _DamagedError("FIB")
        return word

    def count(self, at: int) -> int:
        """Return one of the counts of characters: 3 main text, 4 footnotes, 5 heads, 7 comments, 8 endnotes, 9 boxes."""
        value: int = struct.unpack_from("<i", self.word, self._counts + 4 * at)[0]
        if value < 0:
            raise _DamagedError("FIB")
        return value

    def where(self, part: int) -> tuple[int, int]:
        """Return offset and size of a part in the table stream; size 0 for one that the document lacks."""
        if part >= _u16(self.word, self._parts):
            return 0, 0
        at = self._parts + 2 + 8 * part
        return _u32(self.word, at), _u32(self.word, at + 4)

    def part(self, part: int) -> bytes:
        at, size = self.where(part)
        return _cut(self.table, at, size, f"FIB {part}") if size else b""

    def elsewhere(self, at: int) -> bytes:
        """Return properties that did not fit in their place; they stand among the pictures, in a stream of its own."""
        if self._data is None:
            self._data = self._streams.get("Data") if "Data" in self._streams.names else b""
        if at + 2 > len(self._data):
            return b""
        size = _u16(self._data, at)
        if at not in self._elsewhere:
            self._elsewhere.add(at)
            self._elsewhere_size += size
            # Stretches that overlap could be as many as there are bytes, and each as long as 64 kB.
            if self._elsewhere_size > len(self._data):
                raise _DamagedError("PrcData")
        return self._data[at + 2 : at + 2 + size]


# -- properties (sprms, [MS-DOC] 2.2.5 and 2.6)


class _Sprm(IntEnum):
    """The properties that matter here."""

    DELETED = 0x0800
    INSERTED = 0x0801
    DATA = 0x0806
    SPEC_VANISH = 0x0818
    VANISH = 0x083C
    CHAR_STYLE = 0x4A30
    SYMBOL = 0x6A09
    STYLE = 0x4600
    ILVL = 0x260A
    ILFO = 0x460B
    OUTLINE = 0x2640
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    DEPTH = 0x6649
    INNER_CELL = 0x244B
    INNER_ROW_END = 0x244C
    HUGE_97 = 0x6645
    HUGE = 0x6646
    TABLE = 0x646B


_WANTED = frozenset(_Sprm)
_ELSEWHERE = (_Sprm.HUGE_97, _Sprm.HUGE, _Sprm.TABLE)
"""Further properties stand at an offset of the data stream."""

_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the three highest bits of its sprm; 0 for a size that stands in front of it."""

_LONG_TABLE = 0xD608
_LONG_TABS = 0xC615

_SHORT = {
    0x0C: _Sprm.ILVL,
    0x18: _Sprm.IN_TABLE,
    0x19: _Sprm.ROW_END,
    0x41: _Sprm.DELETED,
    0x42: _Sprm.INSERTED,
    0x47: _Sprm.DATA,
    0x51: _Sprm.SPEC_VANISH,
    0x5C: _Sprm.VANISH,
    0x78: _Sprm.OUTLINE,
}
"""The sprms that a piece names with seven bits (Prm0, [MS-DOC] 2.9.215)."""


@lru_cache(maxsize=4096)
def _sprms(data: bytes) -> _Props:
    """Return the wanted properties of a list of sprms; what is cut off at its end is left out."""
    found: _Props = {}
    at = 0
    while at + 3 <= len(data):
        code = data[at] | data[at + 1] << 8
        at += 2
        size = _OPERAND[code >> 13]
        if not size:
            size = _variable(data, at, code)
        elif code in _WANTED and at + size <= len(data):
            found[code] = int.from_bytes(data[at : at + size], "little")
        at += size
    return found


def _variable(data: bytes, at: int, code: int) -> int:
    """Return the size of an operand that names its own, which is at least 1."""
    if code == _LONG_TABLE:
        return int.from_bytes(data[at : at + 2], "little") + 1
    if code == _LONG_TABS and data[at] == 255:
        gone = data[at + 1] if at + 1 < len(data) else 0
        kept = at + 2 + 4 * gone
        return 2 + 4 * gone + 1 + 3 * (data[kept] if kept < len(data) else 0)
    return 1 + data[at]


# -- the text in pieces ([MS-DOC] 2.4.1)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters ``start`` to ``end`` of the document, which stand at ``offset`` in the stream."""

    start: int
    end: int
    offset: int
    width: int
    props: _Props


def _pieces(file: _File) -> list[_Piece]:
    """Return the pieces of the text (Clx, [MS-DOC] 2.9.38)."""
    clx = file.part(_Part.PIECES)
    at, changes = 0, []
    while at < len(clx) and clx[at] == 1:
        size = _u16(clx, at + 1)
        changes.append(_cut(clx, at + 3, size, "Clx"))
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise _DamagedError("Clx")
    positions, entries = _plc(_cut(clx, at + 5, _u32(clx, at + 1), "Clx"), 8)
    if positions[:1] != [0] or any(end < start for start, end in pairwise(positions)):
        raise _DamagedError("PlcPcd")
    if positions[-1] > file.limits.characters:
        raise too_big("characters", positions[-1], file.limits, file.name)
    found = []
    for start, end, entry in zip(positions, positions[1:], entries, strict=False):
        place, change = struct.unpack("<IH", entry[2:])
        packed = bool(place & 0x4000_0000)
        place &= 0x3FFF_FFFF
        props = _piece_props(change, changes)
        found.append(_Piece(start, end, place // 2 if packed else place, 1 if packed else 2, props))
    return found


def _piece_props(change: int, changes: list[bytes]) -> _Props:
    """Return what was changed for a whole piece when the file was saved in a hurry (Prm, [MS-DOC] 2.9.214)."""
    if change & 1:
        return _sprms(changes[change >> 1]) if change >> 1 < len(changes) else {}
    code = _SHORT.get(change >> 1 & 0x7F)
    return {code: change >> 8} if code else {}


def _characters(piece: _Piece, word: bytes) -> str:
    """Return a piece's text, one character for each UTF-16 unit, since everything else counts in these."""
    raw = _cut(word, piece.offset, (piece.end - piece.start) * piece.width, "PlcPcd")
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if 2 * len(text) == len(raw) else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _whole(text: str) -> str:
    """Return text with the two units of a character beyond U+FFFF put together."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# -- properties by offset (FKPs, [MS-DOC] 2.9.33 and 2.9.174)


class _Ranges:
    """The properties of stretches of the stream, found by offset."""

    def __init__(self, entries: list[tuple[int, int, bytes]]) -> None:
        entries.sort(key=lambda entry: entry[0])
        self.starts = [entry[0] for entry in entries]
        self.ends = [entry[1] for entry in entries]
        self.props = [entry[2] for entry in entries]

    def at(self, offset: int) -> tuple[int, bytes]:
        """Return the end of the stretch that an offset lies in, and its properties."""
        found = bisect_right(self.starts, offset) - 1
        if found >= 0 and offset < self.ends[found]:
            return self.ends[found], self.props[found]
        following = found + 1
        return (self.starts[following] if following < len(self.starts) else 1 << 32), b""


def _ranges(file: _File, part: int, *, paragraphs: bool) -> _Ranges:
    _, pages = _plc(file.part(part), 4)
    entries: list[tuple[int, int, bytes]] = []
    # Each page is read once, so that a table which names one page a million times costs nothing.
    for page in dict.fromkeys(_u32(entry, 0) & 0x3F_FFFF for entry in pages):
        block = _cut(file.word, page * 512, 512, "FKP")
        count, step = block[511], 13 if paragraphs else 1
        if 4 * (count + 1) + step * count > 511:
            raise _DamagedError("FKP")
        bounds = struct.unpack_from(f"<{count + 1}I", block)
        for at, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                offset = 2 * block[4 * (count + 1) + step * at]
                entries.append((start, end, _page_entry(block, offset, paragraphs=paragraphs)))
    return _Ranges(entries)


def _page_entry(block: bytes, at: int, *, paragraphs: bool) -> bytes:
    """Return the properties at an offset of a page: sprms, those of a paragraph after two bytes for its style."""
    if not at or at >= 511:
        return b""
    size = block[at]
    if not paragraphs:
        return block[at + 1 : at + 1 + size]
    if size:
        return block[at + 1 : at + 2 * size]
    return block[at + 2 : at + 2 + 2 * block[at + 1]]


# -- styles (STSH, [MS-DOC] 2.9.271)


@dataclass(slots=True)
class _Style:
    """A style; once resolved, with all that it inherits."""

    sti: int = 0xFFE
    base: int = 0xFFF
    paragraph: _Props = field(default_factory=dict)
    character: _Props = field(default_factory=dict)
    heading: int = 0
    contents: bool = False
    resolved: bool = False


class _Styles:
    """The styles by their index."""

    _TITLE = 62
    _CONTENTS = range(19, 28)

    def __init__(self, data: bytes) -> None:
        self._styles: dict[int, _Style] = {}
        if not data:
            return
        head = _u16(data, 0)
        count, size = struct.unpack_from("<HH", data, 2)
        at = 2 + head
        for index in range(count):
            length = _u16(data, at)
            if length:
                self._styles[index] = _style(_cut(data, at + 2, length, "STSH"), size)
            at += 2 + length + length % 2

    def get(self, index: int) -> _Style:
        """Return a style with what it inherits."""
        chain: list[_Style] = []
        while (style := self._styles.get(index)) is not None and not style.resolved:
            style.resolved = True  # at once, so that a circle ends here
            chain.append(style)
            index = style.base
        base = style or _Style()
        for style in reversed(chain):
            self._inherit(style, base)
            base = style
        return base

    def _inherit(self, style: _Style, base: _Style) -> None:
        own = style.paragraph.get(_Sprm.OUTLINE)
        style.paragraph = base.paragraph | style.paragraph
        style.character = base.character | style.character
        style.contents = style.sti in self._CONTENTS or base.contents
        if 1 <= style.sti <= 9:
            style.heading = style.sti
        elif style.sti == self._TITLE:
            style.heading = -1
        else:
            style.heading = base.heading if own is None else _level(own)


def _level(outline: int) -> int:
    """Return the level from 1 of an outline level from 0; 0 for body text."""
    return outline + 1 if outline < 9 else 0


def _style(data: bytes, size: int) -> _Style:
    """Return a style as it is stored, without what it inherits (STD, [MS-DOC] 2.9.258)."""
    style = _Style(sti=_u16(data, 0) & 0xFFF)
    kind, style.base = _u16(data, 2) & 0xF, _u16(data, 2) >> 4
    # Its name, after the part of fixed length, ends with a NUL.
    at = size + 2 + 2 * _u16(data, size) + 2
    for part in {1: "pc", 2: "c", 3: "tpc", 4: "p"}.get(kind, ""):
        at += at % 2
        if at + 2 > len(data):
            break
        length = _u16(data, at)
        content = data[at + 2 : at + 2 + length]
        if part == "p":
            style.paragraph = _sprms(content[2:])
        elif part == "c":
            style.character = _sprms(content)
        at += 2 + length
    return style


# -- lists (PlfLst and PlfLfo, [MS-DOC] 2.9.191 and 2.9.200)

_FORMS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "japaneseLegal",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiacTraditional",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    57: "numberInDash",
    255: "none",
}
"""Names of the number formats by their codes (MSONFC, [MS-OSHARED] 2.2.1.3); all others are shown as digits."""

_MOST_LISTS = 0x07FF
_SUFFIXES = ("tab", "space", "nothing")


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: a definition, with levels of its own laid over."""

    definition: int
    levels: dict[int, ListLevel] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Definition:
    levels: dict[int, ListLevel]
    styles: dict[int, int]
    """Level of the paragraphs of a style, which need not say it themselves."""


class _Lists:
    """Automatic numbers, counted in the order of the document."""

    def __init__(self, file: _File) -> None:
        self._definitions = _definitions(file)
        self._lists = _overrides(file)
        self._counters: dict[int, ListCounter] = {}
        self._begun: set[tuple[int, int]] = set()
        self.lost = False  # whether a paragraph is in a list that is not there

    def number(self, props: _Props, style: int) -> str:
        """Count a paragraph and return its number as shown, with the blank after it; empty for none."""
        index = props.get(_Sprm.ILFO, 0)
        if not 0 < index <= _MOST_LISTS:
            # 0 is no list; above are lists that a paragraph was taken out of.
            return ""
        chosen = self._lists[index - 1] if index <= len(self._lists) else _List(0)
        definition = self._definitions.get(chosen.definition, _Definition({}, {}))
        level = props.get(_Sprm.ILVL, definition.styles.get(style, 0))
        levels = definition.levels | chosen.levels
        if level not in levels:
            self.lost = True
            return ""
        start = None
        if (index, level) not in self._begun:
            self._begun.add((index, level))
            start = chosen.starts.get(level)
        counter = self._counters.setdefault(chosen.definition, ListCounter())
        return spaced(counter.next(level, levels, start), levels[level].suffix)


def _definitions(file: _File) -> dict[int, _Definition]:
    """Return the list definitions by their id; their levels follow behind all of them."""
    where, size = file.where(_Part.LISTS)
    if not size:
        return {}
    heads = _cut(file.table, where, size, "PlfLst")
    found = {}
    at = where + size
    for index in range(_u16(heads, 0)):
        head = _cut(heads, 2 + 28 * index, 28, "LSTF")
        levels = {}
        for level in range(1 if head[26] & 1 else 9):
            levels[level], at = _list_level(file.table, at)
        linked = struct.unpack_from("<9H", head, 8)
        styles = {style: level for level, style in enumerate(linked) if style != 0xFFF}
        found[_u32(head, 0)] = _Definition(levels, styles)
    return found


def _list_level(data: bytes, at: int) -> tuple[ListLevel, int]:
    """Return a level and where it ends (LVL, [MS-DOC] 2.9.149)."""
    head = _cut(data, at, 28, "LVL")
    start, form, flags = struct.unpack_from("<iBB", head)
    suffix, character, paragraph, limit = head[15], head[24], head[25], head[26]
    at += 28 + character + paragraph
    length = _u16(data, at)
    units = struct.unpack(f"<{length}H", _cut(data, at + 2, 2 * length, "LVL"))
    holders = {place - 1 for place in head[6:15] if place}
    text = "".join(
        f"%{unit + 1}" if place in holders and unit < 9 else chr(unit) if unit >= 32 else ""
        for place, unit in enumerate(units[:_LEVEL_TEXT])
    )
    level = ListLevel(
        start=max(start, 0),
        form=_FORMS.get(form, "decimal"),
        text=_whole(text),
        suffix=_SUFFIXES[suffix] if suffix < 3 else "tab",
        legal=bool(flags & 0x04),
        restart=limit if flags & 0x08 else None,
    )
    return level, at + 2 + 2 * length


def _overrides(file: _File) -> list[_List]:
    """Return the lists that paragraphs refer to, in order; what they change follows behind all of them."""
    where, size = file.where(_Part.LIST_OVERRIDES)
    if not size:
        return []
    count = _u32(file.table, where)
    heads = _cut(file.table, where + 4, 16 * count, "PlfLfo")
    found = [_List(_u32(heads, 16 * index)) for index in range(count)]
    at = where + 4 + 16 * count
    for index, chosen in enumerate(found):
        for _ in range(heads[16 * index + 12]):
            at = _override(file.table, at, chosen)
    return found


def _override(data: bytes, at: int, chosen: _List) -> int:
    """Add what a list changes in a level and return where that ends (LFOLVL, [MS-DOC] 2.9.133)."""
    # Lists that change nothing have only these four bytes here, and not every program writes them.
    while _u32(data, at) == 0xFFFF_FFFF:
        at += 4
    start, flags = struct.unpack_from("<iI", data, at)
    at += 8
    level = flags & 0xF
    if flags & 0x20:
        chosen.levels[level], at = _list_level(data, at)
        start = chosen.levels[level].start
    if flags & 0x10:
        chosen.starts[level] = max(start, 0)
    return at


# -- fields ([MS-DOC] 2.8.25)

_FIELD_MARK = re.compile("[\x13\x14\x15]")


class _Fields:
    """Which characters belong to the code of a field, and which to results that are told elsewhere."""

    def __init__(self, text: str, parts: list[tuple[int, int]]) -> None:
        self._codes: list[tuple[int, int]] = []
        self._contents: list[tuple[int, int]] = []
        self._objects: list[tuple[int, int]] = []
        for start, end in parts:
            self._find(text, start, end)
        self._codes = _merged(self._codes)
        self._contents = _merged(self._contents)
        self._objects = _merged(self._objects)

    def _find(self, text: str, start: int, end: int) -> None:
        """Find the fields of one part, since none reaches into the next."""
        opened: list[list[int]] = []
        for match in _FIELD_MARK.finditer(text, start, end):
            at = match.start()
            if match.group() == "\x13":
                opened.append([at])
            elif opened and match.group() == "\x14":
                opened[-1].append(at)
            elif opened:
                # Only what is closed is a field: of one that never ends, nothing is taken away.
                begin, middle = (*opened.pop(), at)[:2]
                self._codes.append((begin, middle))
                word = text[begin + 1 : begin + 40].upper().split(maxsplit=1)[:1]
                if word == ["TOC"]:
                    self._contents.append((begin, at))
                elif word == ["EMBED"]:
                    self._objects.append((begin, at))

    def outside(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the parts of a stretch that are no code, and whether each is a line of the table of contents."""
        for begin, stop in _without(self._codes, start, end):
            if not self._contents:
                yield begin, stop, False
                continue
            for free, free_end in _without(self._contents, begin, stop):
                if begin < free:
                    yield begin, free, True
                yield free, free_end, False
                begin = free_end
            if begin < stop:
                yield begin, stop, True

    def in_object(self, at: int) -> bool:
        found = bisect_right(self._objects, (at, 1 << 32)) - 1
        return found >= 0 and at < self._objects[found][1]


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in order, those that overlap put together."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _without(ranges: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a stretch that lie in none of the ranges."""
    at = max(0, bisect_right(ranges, (start, 1 << 32)) - 1)
    while start < end:
        if at >= len(ranges) or ranges[at][0] >= end:
            yield start, end
            return
        if start < ranges[at][0]:
            yield start, ranges[at][0]
        start = max(start, ranges[at][1])
        at += 1


# -- drawings ([MS-DOC] 2.9.172, [MS-ODRAW])


def _shapes(data: bytes) -> tuple[dict[int, int], set[int]]:
    """Return the outermost group of every shape of the main text, itself where it is in none, and the pictures."""
    anchored: dict[int, int] = {}
    pictures: set[int] = set()
    if len(data) < 8:
        return anchored, pictures
    at = 8 + _u32(data, 4)
    while at + 9 <= len(data):
        size = _u32(data, at + 5)
        if not data[at]:  # 1 for the drawings of heads and feet
            _drawing(data[at + 9 : at + 9 + size], anchored, pictures)
        at += 9 + size
    return anchored, pictures


def _drawing(data: bytes, anchored: dict[int, int], pictures: set[int]) -> None:
    at = 0
    groups: list[list[int]] = []  # of each open group: where it ends, and its own shape
    while at + 8 <= len(data):
        while groups and at >= groups[-1][0]:
            groups.pop()
        head, kind, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if kind == 0xF003:
            groups.append([at + size, 0])
        elif kind == 0xF00A:
            shape = _u32(data, at)
            if groups and not groups[-1][1]:
                groups[-1][1] = shape
            # The outermost group is the page itself.
            anchored[shape] = groups[1][1] if len(groups) > 1 else shape
            if head >> 4 == 75:
                pictures.add(anchored[shape])
        if kind not in (0xF003, 0xF004):
            at += size


class _Boxes:
    """Text boxes, and where they are anchored."""

    def __init__(self, file: _File, first: int) -> None:
        self.texts: dict[int, tuple[int, int]] = {}
        bounds, entries = _plc(file.part(_Part.BOX_TEXTS), 22)
        # The last entry is a spare one, as are those with a flag.
        for index, entry in enumerate(entries[:-1]):
            if not _u16(entry, 8):
                self.texts[index] = (first + bounds[index], first + bounds[index + 1])
        self._at: dict[int, list[int]] = {}
        self._pictures: set[int] = set()
        try:
            self._anchor(file, {index: _u32(entries[index], 14) for index in self.texts})
        except (_DamagedError, struct.error, IndexError):
            # The text is all there; it is read behind the main text.
            self._at = {}

    def _anchor(self, file: _File, shapes: dict[int, int]) -> None:
        groups, pictures = _shapes(file.part(_Part.DRAWINGS))
        positions, entries = _plc(file.part(_Part.SHAPES), 26)
        places = {_u32(entry, 0): position for position, entry in zip(positions, entries, strict=False)}
        for index, shape in shapes.items():
            place = places.get(groups.get(shape, shape))
            if place is not None:
                self._at.setdefault(place, []).append(index)
        self._pictures = {places[shape] for shape in pictures if shape in places}

    def at(self, position: int) -> list[int]:
        """Return the text boxes that are anchored at a character."""
        return self._at.get(position, [])

    def picture(self, position: int) -> bool:
        return position in self._pictures


# -- the document: text and properties together


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the file: its characters from ``start`` to before its mark at ``end``."""

    start: int
    end: int
    mark: str
    props: _Props
    style: int

    @property
    def depth(self) -> int:
        """How deep in tables it stands, 0 for outside."""
        depth = self.props.get(_Sprm.DEPTH, 1 if self.props.get(_Sprm.IN_TABLE) else 0)
        return 0 if depth & 0x8000_0000 else depth

    @property
    def ends_cell(self) -> bool:
        return self.mark == "\x07"

    @property
    def ends_row(self) -> bool:
        if self.mark == "\x07":
            return bool(self.props.get(_Sprm.ROW_END))
        return bool(self.props.get(_Sprm.INNER_ROW_END))


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

    def __init__(self, file: _File) -> None:
        self._file = file
        self._pieces = _pieces(file)
        self._piece_starts = [piece.start for piece in self._pieces]
        self.text = "".join(_characters(piece, file.word) for piece in self._pieces)
        self.styles = _Styles(file.part(_Part.STYLES))
        self._paragraphs = _ranges(file, _Part.PARAGRAPHS, paragraphs=True)
        self._starts: list[int] = []
        self._props: list[_Props] = []
        self._cut(_ranges(file, _Part.CHARACTERS, paragraphs=False))
        self._looks: dict[tuple[int, int], _Look] = {}

    def _cut(self, ranges: _Ranges) -> None:
        """Cut the text where the properties of its characters change."""
        merged: dict[tuple[bytes, int], _Props] = {}  # one object for equal properties
        for piece in self._pieces:
            at = piece.start
            while at < piece.end:
                offset = piece.offset + (at - piece.start) * piece.width
                end, data = ranges.at(offset)
                key = (data, id(piece.props))
                if key not in merged:
                    merged[key] = _sprms(data) | piece.props
                self._starts.append(at)
                self._props.append(merged[key])
                at += max(1, -(-(end - offset) // piece.width))

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, _Props]]:
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

    def _paragraph(self, start: int, end: int, mark: str, data: bytes, change: _Props) -> _Paragraph:
        own = _sprms(data[2:])
        for code in _ELSEWHERE:
            if code in own:
                own = own | _sprms(self._file.elsewhere(own[code]))
        own = own | change
        style = own.get(_Sprm.STYLE, int.from_bytes(data[:2], "little"))
        return _Paragraph(start, end, mark, self.styles.get(style).paragraph | own, style)

    def look(self, props: _Props, style: int) -> _Look:
        """Return how characters look in a paragraph of a style."""
        key = (id(props), style)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._look(props, style)
        return found

    def _look(self, props: _Props, style: int) -> _Look:
        character = self.styles.get(style).character
        if _Sprm.CHAR_STYLE in props:
            character = character | self.styles.get(props[_Sprm.CHAR_STYLE]).character
        symbol = props.get(_Sprm.SYMBOL)
        return _Look(
            deleted=bool(props.get(_Sprm.DELETED)),
            inserted=bool(props.get(_Sprm.INSERTED)),
            hidden=_toggled(props.get(_Sprm.VANISH), bool(character.get(_Sprm.VANISH))),
            joins=bool(props.get(_Sprm.DELETED)) or bool(props.get(_Sprm.SPEC_VANISH)),
            data=bool(props.get(_Sprm.DATA)),
            symbol=symbol >> 16 if symbol is not None else None,
        )

    def joins(self, paragraph: _Paragraph) -> bool:
        """Say whether a paragraph's mark is deleted or hidden, so that the next one goes on in its line."""
        if paragraph.mark != "\r" or paragraph.props.get(_Sprm.INNER_CELL):
            return False
        _, _, props = next(self.stretches(paragraph.end, paragraph.end + 1))
        return self.look(props, paragraph.style).joins


def _toggled(direct: int | None, styled: bool) -> bool:
    """Return a switch: off, on, as the style has it, or the other way round ([MS-DOC] 2.9.327)."""
    return {None: styled, 0: False, 0x80: styled, 0x81: not styled}.get(direct, True)


# -- what is written; rtf.py writes in the same way

_CONTENTS_LINE = re.compile(r"[\t.…·]\s*\d+\s*$")
"""How a line of a table of contents ends: its style alone also stands on lines of the text."""


@dataclass(slots=True)
class Line:
    """What a paragraph says, collected over those whose marks were deleted.

    Attributes:
        pieces: Its text, each stretch with the ordinal of its paragraph.
        number: Its automatic number, with the blank after it.
        level: Its level as a heading by style or outline, 0 for none, -1 for the title.
        ordinal: Ordinal of the paragraph.
        hidden: Characters of it that are hidden.
        contents: Whether it belongs to the table of contents.
        boxes: The lines of each text box that it anchors.
        notes: The lines of each note that it refers to, and whether that is an endnote.
    """

    pieces: list[tuple[str, int]] = field(default_factory=list)
    number: str = ""
    level: int = 0
    ordinal: int = 0
    hidden: int = 0
    contents: bool = False
    boxes: list[list[Line]] = field(default_factory=list)
    notes: list[tuple[bool, list[Line]]] = field(default_factory=list)

    def text(self) -> str:
        """Return what it says, without its number."""
        return "".join(text for text, _ in self.pieces)

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

    def is_layout(self) -> bool:
        """Say whether it only places text: nested tables, long cells, several paragraphs, headings, a single column."""
        if self.nested or all(len(row) <= 1 for row in self.rows):
            return True
        return any(
            sum(len(line.text()) for line in cell) > _CELL_LENGTH
            or sum(not line.blank for line in cell) > 1
            or any(line.level > 0 for line in cell)
            for row in self.rows
            for cell in row
        )


class Writer:
    """Writes lines to a draft, and counts what was read and what was not."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.count: Counter[str] = Counter()
        self._paragraphs = 0
        self._notes: list[tuple[bool, list[Line], int, int]] = []

    def begin(self) -> None:
        """Count a paragraph of the file, empty or not.

        Raises:
            ReadError: It is one too many.
        """
        self._paragraphs += 1
        if self._paragraphs > _EMPTY * self.draft.limits.blocks:
            raise too_big("blocks", self._paragraphs, self.draft.limits, self.draft.name)

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
                line.pieces.append((words, line.ordinal))

    def write(self, line: Line, kind: str = "para") -> None:
        """Write a line, and the text boxes that it anchors."""
        words = line.text().strip()
        if words:
            if kind == "para" and line.level and len(words) <= _HEADING_LENGTH:
                kind = "title" if line.level < 0 else "heading"
            pieces = [(line.number, line.pieces[0][1]), *line.pieces]
            while not pieces[-1][0].rstrip("\n"):
                pieces.pop()
            pieces[-1] = (pieces[-1][0].rstrip("\n"), pieces[-1][1])
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
            if layout:
                for cell in row:
                    for line in cell:
                        self.write(line)
            else:
                self._row(row)

    def _row(self, row: list[list[Line]]) -> None:
        """Write a row, its cells joined with tabs; a cell is one line, whatever breaks it has."""
        whole = Line()
        for cell in row:
            for line in cell:
                whole.pieces.append((line.number if line.pieces else line.number.strip(), line.ordinal))
                whole.pieces += [(text.replace("\n", " ").replace("\t", " "), at) for text, at in line.pieces]
                whole.notes += line.notes
                whole.boxes += line.boxes
                whole.ordinal = line.ordinal
            whole.pieces.append(("\t", whole.ordinal))
        while whole.pieces and not whole.pieces[-1][0].strip():
            whole.pieces.pop()
        if not whole.blank or whole.boxes:
            self.write(whole, "row")

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
        for what in ("hidden", "pictures", "objects"):
            if count[what]:
                self.draft.notes.append(note(what, count=count[what]))

    def _aside(self, lines: list[Line], ordinal: int, kind: str, anchor: int) -> bool:
        """Write a text that stands beside the main one; return whether it says anything."""
        said = [line for line in lines if not line.blank]
        for line in said:
            words = line.number + _whole(line.text().strip())
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
        )


def _placed(pieces: list[tuple[str, int]]) -> Iterator[tuple[str, int, int, int | None]]:
    """Yield stretches with their place: columns go on within a paragraph of the file and start anew in the next."""
    at, text = 0, ""
    column: Counter[int] = Counter()
    for said, ordinal in [*pieces, ("", 0)]:
        if ordinal != at:
            if text:
                words = _whole(text)
                yield words, at, column[at] + 1, None
                column[at] += len(words)
            at, text = ordinal, ""
        text += said


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

    def __init__(self, file: _File, draft: Draft) -> None:
        self.writer = Writer(draft)
        self.document = _Document(file)
        main, feet, heads, comments, ends, boxes = (file.count(at) for at in (3, 4, 5, 7, 8, 9))
        self.main = main
        self.end_notes = main + feet + heads + comments
        first_box = self.end_notes + ends
        if first_box + boxes > len(self.document.text):
            raise _DamagedError("FIB")
        bounds = (0, main, main + feet, self.end_notes, first_box, first_box + boxes)
        self.fields = _Fields(self.document.text, list(pairwise(bounds)))
        self.boxes = _Boxes(file, first_box)
        self.notes = {
            **_notes(file, _Part.NOTE_REFS, _Part.NOTE_TEXTS, main),
            **_notes(file, _Part.END_REFS, _Part.END_TEXTS, self.end_notes),
        }
        self._note_places = sorted(self.notes)
        self.lists = self._lists(file)
        self._open: Line | None = None

    def _lists(self, file: _File) -> _Lists | None:
        try:
            return _Lists(file)
        except (_DamagedError, struct.error, IndexError):
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
        outline = paragraph.props.get(_Sprm.OUTLINE)
        line.level = style.heading
        if outline is not None and outline != style.paragraph.get(_Sprm.OUTLINE):
            line.level = _level(outline)
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


def _notes(file: _File, references: int, texts: int, first: int) -> dict[int, tuple[int, int]]:
    """Return where the notes' texts stand, by the place that refers to them."""
    places, _ = _plc(file.part(references), 2)
    bounds = file.part(texts)
    ends = struct.unpack(f"<{len(bounds) // 4}I", bounds[: len(bounds) // 4 * 4])
    return {
        place: (first + start, first + end)
        for place, (start, end) in zip(places[:-1], pairwise(ends), strict=False)
        if start < end
    }
