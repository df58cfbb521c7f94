"""The structures of a Word 97-2003 document: container, head, properties, text, styles, lists, fields and drawings.

Every offset and count comes from the file and is checked: what cannot be raises ``DamagedError``, or ``struct.error`` and
``IndexError`` where a structure ends too soon.

Source:
    [MS-DOC] Word (.doc) Binary File Format; the section that describes a structure is named where it is read.
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from lawcheck.readers.flow import whole
from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import ListCounter, ListLevel, spaced
from lawcheck.readers.refusals import refused, too_big

_LEVEL_TEXT = 64
"""Longest text of a list level that is looked at; Word's own have at most 31 characters."""

_OLDEST = 0x00C0
"""First version of the format (nFib) that is Word 97's; Word 95 wrote 0x0068."""

Props = dict[int, int]
"""Properties: the code of a sprm and its operand."""


class DamagedError(Exception):
    """A structure that cannot be what the format says."""


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


class Streams:
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
            # The list of streams stands near the end: of a file that was cut off, none is found.
            if (self._ole.first_dir_sector + 1) * self._ole.sector_size >= len(data):
                raise DamagedError("OLE")
        except _STUMBLES:
            raise DamagedError("OLE") from None

    def get(self, name: str) -> bytes:
        """Return a stream.

        Raises:
            DamagedError: It is not there, or cannot be read.
        """
        if name not in self.names:
            raise DamagedError(f"{name} ?")
        try:
            # A stream that claims to be larger than the file would be read round and round.
            if self._ole.get_size(name) > self._size:
                raise DamagedError(name)
            found: bytes = self._ole.openstream(name).read()
        except _STUMBLES:
            raise DamagedError(name) from None
        return found


def _u16(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", data, at)[0]
    return value


def _u32(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", data, at)[0]
    return value


def cut(data: bytes, at: int, size: int, what: str) -> bytes:
    """Return a stretch that must be there in full."""
    if at < 0 or size < 0 or at + size > len(data):
        raise DamagedError(what)
    return data[at : at + size]


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Return the positions of a PLC, one more than it has entries, and its entries ([MS-DOC] 2.2.2)."""
    count = max(0, len(data) - 4) // (4 + size)
    if not count:
        return [], []
    positions = list(struct.unpack_from(f"<{count + 1}I", data))
    first = 4 * (count + 1)
    return positions, [data[first + at * size : first + (at + 1) * size] for at in range(count)]


# -- the head (FIB, [MS-DOC] 2.5)


class Part:
    """Where the head keeps offset and size of a part of the table stream."""

    STYLES, NOTE_REFS, NOTE_TEXTS = 1, 2, 3
    CHARACTERS, PARAGRAPHS = 12, 13
    PIECES, SHAPES = 33, 40
    END_REFS, END_TEXTS = 46, 47
    DRAWINGS, BOX_TEXTS = 50, 56
    LISTS, LIST_OVERRIDES = 73, 74


class WordFile:
    """The two streams of a document, and where its head says that everything is."""

    def __init__(self, streams: Streams, name: str, limits: Limits) -> None:
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
    def _word(streams: Streams, name: str) -> bytes:
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
            raise DamagedError("FIB")
        return word

    def count(self, at: int) -> int:
        """Return one of the counts of characters: 3 main text, 4 footnotes, 5 heads, 7 comments, 8 endnotes, 9 boxes."""
        value: int = struct.unpack_from("<i", self.word, self._counts + 4 * at)[0]
        if value < 0:
            raise DamagedError("FIB")
        return value

    def where(self, part: int) -> tuple[int, int]:
        """Return offset and size of a part in the table stream; size 0 for one that the document lacks."""
        if part >= _u16(self.word, self._parts):
            return 0, 0
        at = self._parts + 2 + 8 * part
        return _u32(self.word, at), _u32(self.word, at + 4)

    def part(self, part: int) -> bytes:
        """Return a part of the table stream, empty for one that the document lacks."""
        at, size = self.where(part)
        return cut(self.table, at, size, f"FIB {part}") if size else b""

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
                raise DamagedError("PrcData")
        return self._data[at + 2 : at + 2 + size]


# -- properties (sprms, [MS-DOC] 2.2.5 and 2.6)


class Sprm(IntEnum):
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


_WANTED = frozenset(Sprm)
ELSEWHERE = (Sprm.HUGE_97, Sprm.HUGE, Sprm.TABLE)
"""Further properties stand at an offset of the data stream."""

_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the three highest bits of its sprm; 0 for a size that stands in front of it."""

_LONG_TABLE = 0xD608
_LONG_TABS = 0xC615

_SHORT = {
    0x0C: Sprm.ILVL,
    0x18: Sprm.IN_TABLE,
    0x19: Sprm.ROW_END,
    0x41: Sprm.DELETED,
    0x42: Sprm.INSERTED,
    0x47: Sprm.DATA,
    0x51: Sprm.SPEC_VANISH,
    0x5C: Sprm.VANISH,
    0x78: Sprm.OUTLINE,
}
"""The sprms that a piece names with seven bits (Prm0, [MS-DOC] 2.9.215)."""


@lru_cache(maxsize=4096)
def sprms(data: bytes) -> Props:
    """Return the wanted properties of a list of sprms; what is cut off at its end is left out."""
    found: Props = {}
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
    props: Props


def pieces_of(file: WordFile) -> list[_Piece]:
    """Return the pieces of the text (Clx, [MS-DOC] 2.9.38)."""
    clx = file.part(Part.PIECES)
    at, changes = 0, []
    while at < len(clx) and clx[at] == 1:
        size = _u16(clx, at + 1)
        changes.append(cut(clx, at + 3, size, "Clx"))
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise DamagedError("Clx")
    positions, entries = plc(cut(clx, at + 5, _u32(clx, at + 1), "Clx"), 8)
    if positions[:1] != [0] or any(end < start for start, end in pairwise(positions)):
        raise DamagedError("PlcPcd")
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


def _piece_props(change: int, changes: list[bytes]) -> Props:
    """Return what was changed for a whole piece when the file was saved in a hurry (Prm, [MS-DOC] 2.9.214)."""
    if change & 1:
        return sprms(changes[change >> 1]) if change >> 1 < len(changes) else {}
    code = _SHORT.get(change >> 1 & 0x7F)
    return {code: change >> 8} if code else {}


def characters(piece: _Piece, word: bytes) -> str:
    """Return a piece's text, one character for each UTF-16 unit, since everything else counts in these."""
    raw = cut(word, piece.offset, (piece.end - piece.start) * piece.width, "PlcPcd")
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if 2 * len(text) == len(raw) else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


# -- properties by offset (FKPs, [MS-DOC] 2.9.33 and 2.9.174)


class Ranges:
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


def ranges_of(file: WordFile, part: int, *, paragraphs: bool) -> Ranges:
    """Return the properties of all paragraphs, or of all characters, by their place in the stream."""
    _, pages = plc(file.part(part), 4)
    entries: list[tuple[int, int, bytes]] = []
    # Each page is read once, so that a table which names one page a million times costs nothing.
    for page in dict.fromkeys(_u32(entry, 0) & 0x3F_FFFF for entry in pages):
        block = cut(file.word, page * 512, 512, "FKP")
        count, step = block[511], 13 if paragraphs else 1
        if 4 * (count + 1) + step * count > 511:
            raise DamagedError("FKP")
        bounds = struct.unpack_from(f"<{count + 1}I", block)
        for at, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                offset = 2 * block[4 * (count + 1) + step * at]
                entries.append((start, end, _page_entry(block, offset, paragraphs=paragraphs)))
    return Ranges(entries)


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
    paragraph: Props = field(default_factory=dict)
    character: Props = field(default_factory=dict)
    heading: int = 0
    contents: bool = False
    resolved: bool = False


class Styles:
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
                self._styles[index] = _style(cut(data, at + 2, length, "STSH"), size)
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
        own = style.paragraph.get(Sprm.OUTLINE)
        style.paragraph = base.paragraph | style.paragraph
        style.character = base.character | style.character
        style.contents = style.sti in self._CONTENTS or base.contents
        if 1 <= style.sti <= 9:
            style.heading = style.sti
        elif style.sti == self._TITLE:
            style.heading = -1
        else:
            style.heading = base.heading if own is None else level_of(own)


def level_of(outline: int) -> int:
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
            style.paragraph = sprms(content[2:])
        elif part == "c":
            style.character = sprms(content)
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


class Lists:
    """Automatic numbers, counted in the order of the document."""

    def __init__(self, file: WordFile) -> None:
        self._definitions = _definitions(file)
        self._lists = _overrides(file)
        self._counters: dict[int, ListCounter] = {}
        self._begun: set[tuple[int, int]] = set()
        self.lost = False  # whether a paragraph is in a list that is not there

    def number(self, props: Props, style: int) -> str:
        """Count a paragraph and return its number as shown, with the blank after it; empty for none."""
        index = props.get(Sprm.ILFO, 0)
        if not 0 < index <= _MOST_LISTS:
            # 0 is no list; above are lists that a paragraph was taken out of.
            return ""
        chosen = self._lists[index - 1] if index <= len(self._lists) else _List(0)
        definition = self._definitions.get(chosen.definition, _Definition({}, {}))
        level = props.get(Sprm.ILVL, definition.styles.get(style, 0))
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


def _definitions(file: WordFile) -> dict[int, _Definition]:
    """Return the list definitions by their id; their levels follow behind all of them."""
    where, size = file.where(Part.LISTS)
    if not size:
        return {}
    heads = cut(file.table, where, size, "PlfLst")
    found = {}
    at = where + size
    for index in range(_u16(heads, 0)):
        head = cut(heads, 2 + 28 * index, 28, "LSTF")
        levels = {}
        for level in range(1 if head[26] & 1 else 9):
            levels[level], at = _list_level(file.table, at)
        linked = struct.unpack_from("<9H", head, 8)
        styles = {style: level for level, style in enumerate(linked) if style != 0xFFF}
        found[_u32(head, 0)] = _Definition(levels, styles)
    return found


def _list_level(data: bytes, at: int) -> tuple[ListLevel, int]:
    """Return a level and where it ends (LVL, [MS-DOC] 2.9.149)."""
    head = cut(data, at, 28, "LVL")
    start, form, flags = struct.unpack_from("<iBB", head)
    suffix, character, paragraph, limit = head[15], head[24], head[25], head[26]
    at += 28 + character + paragraph
    length = _u16(data, at)
    units = struct.unpack(f"<{length}H", cut(data, at + 2, 2 * length, "LVL"))
    holders = {place - 1 for place in head[6:15] if place}
    text = "".join(
        f"%{unit + 1}" if place in holders and unit < 9 else chr(unit) if unit >= 32 else ""
        for place, unit in enumerate(units[:_LEVEL_TEXT])
    )
    level = ListLevel(
        start=max(start, 0),
        form=_FORMS.get(form, "decimal"),
        text=whole(text),
        suffix=_SUFFIXES[suffix] if suffix < 3 else "tab",
        legal=bool(flags & 0x04),
        restart=limit if flags & 0x08 else None,
    )
    return level, at + 2 + 2 * length


def _overrides(file: WordFile) -> list[_List]:
    """Return the lists that paragraphs refer to, in order; what they change follows behind all of them."""
    where, size = file.where(Part.LIST_OVERRIDES)
    if not size:
        return []
    count = _u32(file.table, where)
    heads = cut(file.table, where + 4, 16 * count, "PlfLfo")
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


class Fields:
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
        """Say whether a character stands for an embedded object."""
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


class Boxes:
    """Text boxes, and where they are anchored."""

    def __init__(self, file: WordFile, first: int) -> None:
        self.texts: dict[int, tuple[int, int]] = {}
        bounds, entries = plc(file.part(Part.BOX_TEXTS), 22)
        # The last entry is a spare one, as are those with a flag.
        for index, entry in enumerate(entries[:-1]):
            if not _u16(entry, 8):
                self.texts[index] = (first + bounds[index], first + bounds[index + 1])
        self._at: dict[int, list[int]] = {}
        self._pictures: set[int] = set()
        try:
            self._anchor(file, {index: _u32(entries[index], 14) for index in self.texts})
        except (DamagedError, struct.error, IndexError):
            # The text is all there; it is read behind the main text.
            self._at = {}

    def _anchor(self, file: WordFile, shapes: dict[int, int]) -> None:
        groups, pictures = _shapes(file.part(Part.DRAWINGS))
        positions, entries = plc(file.part(Part.SHAPES), 26)
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
        """Say whether a drawing at a position is a picture."""
        return position in self._pictures
