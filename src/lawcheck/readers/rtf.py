"""Rich Text Format (.rtf), read by a tokenizer of our own.

striprtf, the library for this, keeps deleted and hidden text, loses text boxes and the place of paragraphs, stops at a
character of GBK whose second byte stands as it is, leaves characters beyond U+FFFF in halves, and needs a minute for 32 kB
of nested links.

Source:
    Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lawcheck.readers.extraction import Extraction, Note, note
from lawcheck.readers.flow import Line, Table, Writer
from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import spaced
from lawcheck.readers.refusals import refused
from lawcheck.readers.source import Draft, SourceText

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}]+)", re.DOTALL)
_SKIM = re.compile(rb"\\bin([0-9]{1,10}) ?|\\.|[{}]", re.DOTALL)
"""What matters in a group that is passed over: where it ends, and bytes in which a brace is none."""

_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": " ",
    "~": " ",
    "_": "-",
    "\t": "\t",
}

_PASSED_OVER = frozenset(
    """
    colortbl info header headerl headerr headerf footer footerl footerr footerf annotation atnid atnauthor atnref atndate
    atnicn ftnsep ftnsepc aftnsep aftnsepc xe tc tcn rxe txe listtable listoverridetable revtbl rsidtbl generator filetbl
    pntxta pntxtb template private nonshppict shprslt nonesttables bkmkstart bkmkend sn objdata objclass objname
    themedata colorschememapping datastore latentstyles wgrffmtfilter
    """.split()  # noqa: SIM905  # a list of words is read as words
)
"""Groups that hold nothing to be read."""

_STARRED = frozenset({"shpinst", "shppict", "fldinst", "nesttableprops", "do", "footnote", "listtext", "pntext"})
"""Groups marked as not needed that are needed here; all others so marked are passed over."""

_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""Encodings of the character sets that fonts name; of others, the document's."""

_LONGEST = 80
"""Characters that are looked at of a number, the name of a style and the code of a field."""

_NO_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0A, 0x20), 0x7F])
_SYMBOLS = 2
"""The character set of fonts whose characters are drawings."""


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a Rich Text document.

    ``line`` of a place is the ordinal of its paragraph in the main text, counting all of them from 1, those of table
    cells too; a note or a text box has the place of the paragraph that it belongs to.

    Raises:
        ReadError: It is no Rich Text (``damaged``), nested too deep (``too-deep``) or beyond a limit (``too-big``).
    """
    start = data.find(b"{\\rt", 0, 4096)
    if start < 0:
        raise refused("damaged", name, why="{\\rtf ?")
    draft = Draft(name, limits)
    extraction = _Parser(data, start, draft).read()
    return draft.source(sha256=hashlib.sha256(data).hexdigest(), reader="rtf", extraction=extraction)


@dataclass(slots=True)
class _Field:
    """A field: what it does, in its own language."""

    code: str = ""


class _Flow:
    """A text that runs by itself: the main one, or that of a box or a note."""

    def __init__(self, ordinal: int = 1) -> None:
        self.line = Line(ordinal=ordinal)
        self.lines: list[Line] = []
        self.table: Table | None = None
        self.begun = False  # whether the paragraph holds anything yet
        self.numbered = False  # whether its automatic number was written too
        self.at_end = False  # whether it is an endnote


@dataclass(slots=True)
class _State:
    """What a group inherits, and what it may change until its end.

    Attributes:
        flow: Where its text goes.
        into: What its text is: ``text``, ``number``, ``code`` of a field, ``style`` (a name), or ``nothing``.
    """

    flow: _Flow
    into: str = "nothing"
    skip: int = 1
    font: int = -1
    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    contents: bool = False
    field: _Field | None = None
    style: int = 0
    outline: int = -1
    in_table: bool = False
    nested: bool = False
    listed: bool = False
    closing: Callable[[], None] | None = None

    def copy(self) -> _State:
        """Return what a group inside begins with."""
        return _State(
            self.flow,
            self.into,
            self.skip,
            self.font,
            self.deleted,
            self.inserted,
            self.hidden,
            self.contents,
            self.field,
            self.style,
            self.outline,
            self.in_table,
            self.nested,
            self.listed,
        )


@dataclass(slots=True)
class _Sheet:
    """What the head of the file defines."""

    encoding: str = ""
    font: int = -1
    chinese: bool = False
    charsets: dict[int, int] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)

    def encoding_of(self, font: int) -> str:
        """Return the encoding of a font's bytes; empty for one whose characters are drawings."""
        charset = self.charsets.get(font, 0)
        if charset == _SYMBOLS:
            return ""
        # A file that names none has that of its Chinese fonts, if it has such.
        return _CODE_PAGES.get(charset) or self.encoding or ("gb18030" if self.chinese else "cp1252")

    def level(self, style: int, outline: int) -> int:
        """Return the level of a heading, 0 for none, -1 for the title."""
        if outline >= 0:
            return outline + 1 if outline < 9 else 0
        name = self.styles.get(style, "").strip()
        if name == "title":
            return -1
        kind, _, number = name.rpartition(" ")
        if kind == "heading" and number in set("123456789"):
            return int(number)
        own = self.outlines.get(style, 9)
        return own + 1 if 0 <= own < 9 else 0

    def is_contents(self, style: int) -> bool:
        """Say whether a style is that of lines in the table of contents."""
        return self.styles.get(style, "").startswith("toc ")


class _Parser:
    """Reads tokens one after another."""

    def __init__(self, data: bytes, start: int, draft: Draft) -> None:
        self.data, self.at, self.draft = data, start, draft
        self.writer = Writer(draft)
        self.main = _Flow()
        self.state = _State(self.main)
        self.stack: list[_State] = []
        self.sheet = _Sheet()
        self.waiting = bytearray()  # bytes of text whose encoding the font decides
        self.to_skip = 0  # characters that stand in for the one before, for programs that cannot show it
        self.starred = False
        self.numberless = False
        self.words = self._words()

    def read(self) -> Extraction:
        """Read everything, and return how it was read."""
        while (match := _TOKEN.search(self.data, self.at)) is not None:
            self.at = match.end()
            word, argument, code, sign, brace, text = match.groups()
            if text is not None:
                self._raw(text)
            elif code is not None:
                self._byte(int(code, 16))
            elif word is not None:
                self._word(word.decode(), int(argument) if argument else None)
            elif brace is None:
                self._sign(sign.decode("latin-1"))
            elif brace == b"{":
                self._open()
            elif self._close():
                break
        return self._finish()

    def _finish(self) -> Extraction:
        self._decode()
        unclosed = bool(self.stack)
        while self.stack:
            self._close()
        self.state.into = "text"
        self._end_paragraph(mark=False)
        self._end_table()
        self.writer.finish()
        if self.numberless:
            self.draft.notes.append(note("no_numbers"))
        extraction = self.writer.extraction("rtf")
        cut_off: tuple[Note, ...] = (note("truncated", why="} ?"),) if unclosed else ()
        return replace(extraction, incomplete=cut_off)

    # -- groups

    def _open(self) -> None:
        self._decode()
        self.to_skip, self.starred = 0, False
        if len(self.stack) >= self.draft.limits.depth:
            raise refused("too-deep", self.draft.name, most=self.draft.limits.depth)
        self.stack.append(self.state)
        self.state = self.state.copy()

    def _close(self) -> bool:
        """End a group; return whether it was the outermost one."""
        self._decode()
        self.to_skip, self.starred = 0, False
        if self.state.closing and self.stack:
            self.state.closing()
        if self.stack:
            self.state = self.stack.pop()
        return not self.stack

    def _pass_over(self) -> None:
        """Go on behind the end of the group that is open, whose content is of no use."""
        depth = 1
        while depth and (match := _SKIM.search(self.data, self.at)) is not None:
            self.at = match.end()
            token = match.group()
            if match.group(1):
                self.at = min(len(self.data), self.at + int(match.group(1)))
            elif token == b"{":
                depth += 1
            elif token == b"}":
                depth -= 1
        if depth:
            self.at = len(self.data)
            return
        self.at -= 1  # the brace ends the group in the usual way

    # -- text

    def _raw(self, text: bytes) -> None:
        text = text.replace(b"\r", b"").replace(b"\n", b"")
        if self.to_skip:
            skipped = min(self.to_skip, len(text))
            self.to_skip -= skipped
            text = text[skipped:]
        if self.state.into != "nothing":
            self.waiting += text

    def _byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif self.state.into != "nothing":
            self.waiting.append(value)

    def _sign(self, sign: str) -> None:
        if self.to_skip and sign not in "*\r\n":
            self.to_skip -= 1
        elif sign == "*":
            self.starred = True
        elif sign in "\r\n":  # an old way to write \\par
            self._word("par", None)
        elif sign in "\\{}":
            self._byte(ord(sign))
        elif sign in _SIGNS:
            self._decode()
            self._say(_SIGNS[sign])

    def _decode(self) -> None:
        """Say the bytes that wait, as the font at this place has them."""
        if not self.waiting:
            return
        encoding = self.sheet.encoding_of(self.state.font if self.state.font >= 0 else self.sheet.font)
        if encoding:
            words = self.waiting.decode(encoding, "replace")
        else:
            # Bullets are letters of such a font; in the text, what could be a word is kept all the same.
            words = "" if self.state.into == "number" else self.waiting.decode("ascii", "ignore")
        self.waiting.clear()
        self._say(words.translate(_NO_CONTROLS))

    def _say(self, words: str) -> None:
        state = self.state
        if not words or state.into == "nothing":
            return
        if state.into == "code":
            if state.field:
                state.field.code = (state.field.code + words)[:_LONGEST]
        elif state.into == "style":
            name = self.sheet.styles.get(state.style, "") + words
            self.sheet.styles[state.style] = name[:_LONGEST].rstrip(";").lower()
        elif state.into == "number":
            if not state.deleted and not state.hidden:
                state.flow.line.number = (state.flow.line.number + words)[:_LONGEST]
        else:
            state.flow.begun = True
            if state.contents:
                state.flow.line.contents = True
                return
            hidden, deleted = state.hidden, state.deleted
            self.writer.say(state.flow.line, words, deleted=deleted, hidden=hidden, inserted=state.inserted)

    # -- control words

    def _word(self, word: str, argument: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == "bin":
            self.at = min(len(self.data), self.at + max(0, argument or 0))
            return
        if word in _PASSED_OVER or (starred and word not in _STARRED):
            self._decode()
            self._pass_over()
            return
        self.to_skip = 0
        if word in _SIGNS:
            self._decode()
            self._say(_SIGNS[word])
            return
        done = self.words.get(word)
        if done is not None:
            self._decode()
            done(argument)

    def _words(self) -> dict[str, Callable[[int | None], None]]:
        """Return what each control word does; all others change how text looks, which is of no matter."""
        return {
            "rtf": lambda _: self._into("text"),
            "ansicpg": self._code_page,
            "deff": self._default_font,
            "fonttbl": lambda _: self._into("nothing"),
            "f": self._font,
            "fcharset": self._charset,
            "stylesheet": lambda _: self._stylesheet(),
            "s": self._style,
            "cs": lambda _: self._other_style(),
            "ts": lambda _: self._other_style(),
            "ds": lambda _: self._other_style(),
            "outlinelevel": self._outline,
            "uc": self._substitutes,
            "u": self._unicode,
            "plain": lambda _: self._plain(),
            "deleted": self._deleted,
            "mvf": self._deleted,
            "revised": self._inserted,
            "mvt": self._inserted,
            "v": self._hidden,
            "pard": lambda _: self._paragraph_defaults(),
            "intbl": lambda _: self._in_table(1),
            "itap": self._in_table,
            "ls": self._listed,
            "listtext": lambda _: self._number(),
            "pntext": lambda _: self._number(),
            "par": lambda _: self._end_paragraph(mark=True),
            "sect": lambda _: self._end_section(),
            "cell": lambda _: self._end_cell(nested=False),
            "nestcell": lambda _: self._end_cell(nested=True),
            "row": lambda _: self._end_row(),
            "nesttableprops": lambda _: self._into("nothing"),
            "field": lambda _: self._field(),
            "fldinst": lambda _: self._into("code"),
            "fldrslt": lambda _: self._result(),
            "shpinst": lambda _: self._into("nothing"),
            "do": lambda _: self._into("nothing"),
            "shppict": lambda _: self._into("nothing"),
            "pict": lambda _: self._picture("pictures"),
            "object": lambda _: self._picture("objects"),
            "shptxt": lambda _: self._box(),
            "dptxbxtext": lambda _: self._box(),
            "footnote": lambda _: self._note(),
            "ftnalt": lambda _: self._endnote(),
        }

    def _into(self, into: str) -> None:
        self.state.into = into

    # -- the head

    def _code_page(self, number: int | None) -> None:
        try:
            name = {936: "gb18030", 65001: "utf-8", 10008: "gb18030"}.get(number or 0, f"cp{number}")
            self.sheet.encoding = codecs.lookup(name).name
        except LookupError:
            self.sheet.encoding = ""

    def _default_font(self, font: int | None) -> None:
        self.sheet.font = font or 0

    def _font(self, font: int | None) -> None:
        self.state.font = font or 0

    def _charset(self, charset: int | None) -> None:
        self.sheet.charsets[self.state.font] = charset or 0
        self.sheet.chinese |= charset == 134

    def _stylesheet(self) -> None:
        self.state.into, self.state.style = "style", 0

    def _style(self, style: int | None) -> None:
        self.state.style = style or 0
        if self.state.into == "style":
            self.sheet.styles.pop(self.state.style, None)

    def _other_style(self) -> None:
        if self.state.into == "style":
            self.state.into = "nothing"

    def _outline(self, level: int | None) -> None:
        if self.state.into == "style":
            self.sheet.outlines[self.state.style] = level or 0
        else:
            self.state.outline = level or 0

    # -- characters

    def _substitutes(self, count: int | None) -> None:
        self.state.skip = max(0, 1 if count is None else count)

    def _unicode(self, code: int | None) -> None:
        value = (code or 0) + (0x10000 if (code or 0) < 0 else 0)
        self.to_skip = self.state.skip
        # Below U+F100 begin the places of a symbol font.
        if 0x20 <= value < 0xF000 or 0xF0FF < value < 0x110000:
            self._say(" " if value == 0xA0 else chr(value))

    def _plain(self) -> None:
        state = self.state
        state.font, state.deleted, state.inserted, state.hidden = -1, False, False, False

    def _deleted(self, on: int | None) -> None:
        self.state.deleted = on != 0

    def _inserted(self, on: int | None) -> None:
        self.state.inserted = on != 0

    def _hidden(self, on: int | None) -> None:
        self.state.hidden = on != 0

    # -- paragraphs

    def _paragraph_defaults(self) -> None:
        state = self.state
        state.style, state.outline = 0, -1
        state.in_table = state.nested = state.listed = False

    def _in_table(self, depth: int | None) -> None:
        self.state.in_table = bool(depth)
        self.state.nested = (depth or 0) > 1

    def _listed(self, number: int | None) -> None:
        self.state.listed = bool(number)

    def _number(self) -> None:
        """Take what follows as the paragraph's automatic number, which programs write as it was shown."""
        if self.state.into == "text":
            self.state.into = "number"
            self.state.flow.line.number = ""
            self.state.flow.numbered = True

    def _end_paragraph(self, *, mark: bool) -> None:
        """End a paragraph, by its mark or because nothing follows."""
        state, flow = self.state, self.state.flow
        if state.into != "text" or not (mark or flow.begun):
            return
        self.writer.begin()
        if mark and state.deleted:
            # It goes on in the next paragraph, which has a number of its own.
            flow.line.number = ""
            flow.line.ordinal += flow is self.main
            return
        line = self._line()
        if flow is not self.main:
            flow.lines.append(line)
        elif state.in_table:
            self._table().lines.append(line)
            self._table().nested |= state.nested
        else:
            self._end_table()
            self.writer.write(line)

    def _line(self) -> Line:
        """Return the line that is complete, and begin the next one."""
        state, flow, line = self.state, self.state.flow, self.state.flow.line
        if state.listed and not flow.numbered and not line.blank:
            self.numberless = True
        line.number = _number(line.number)
        line.level = self.sheet.level(state.style, state.outline)
        if self.sheet.is_contents(state.style):
            line.drop_contents()
        flow.line = Line(ordinal=line.ordinal + (flow is self.main))
        flow.begun = flow.numbered = False
        return line

    def _end_section(self) -> None:
        # Most programs end the paragraph before.
        if self.state.flow.begun:
            self._end_paragraph(mark=True)

    # -- tables

    def _table(self) -> Table:
        flow = self.state.flow
        flow.table = flow.table or Table()
        return flow.table

    def _end_cell(self, *, nested: bool) -> None:
        if self.state.into != "text":
            return
        self.writer.begin()
        line = self._line()
        if self.state.flow is not self.main:
            self.state.flow.lines.append(line)
            return
        table = self._table()
        table.lines.append(line)
        if nested:
            table.nested = True
        else:
            table.end_cell()

    def _end_row(self) -> None:
        if self.main.table:
            self.main.table.end_row()

    def _end_table(self) -> None:
        table, self.main.table = self.main.table, None
        if table:
            self.writer.table(table)

    # -- what stands in or beside the text

    def _field(self) -> None:
        self.state.field = _Field()

    def _result(self) -> None:
        if self.state.field and self.state.field.code.upper().split(maxsplit=1)[:1] == ["TOC"]:
            self.state.contents = True

    def _picture(self, kind: str) -> None:
        if not self.state.deleted and not self.state.hidden:
            self.writer.count[kind] += 1
        self._pass_over()

    def _box(self) -> None:
        self._aside(self._end_box)

    def _note(self) -> None:
        self._aside(self._end_note)

    def _endnote(self) -> None:
        self.state.flow.at_end = True

    def _aside(self, closing: Callable[[], None]) -> None:
        """Begin a text that stands beside the one that runs."""
        self._plain()
        self._paragraph_defaults()
        state = self.state
        state.flow = _Flow(state.flow.line.ordinal)
        state.into, state.contents, state.field, state.closing = "text", False, None, closing

    def _end_box(self) -> None:
        lines = self._end_aside()
        if lines:
            self.stack[-1].flow.line.boxes.append(lines)

    def _end_note(self) -> None:
        at_end = self.state.flow.at_end
        lines = self._end_aside()
        if lines:
            self.stack[-1].flow.line.notes.append((at_end, lines))

    def _end_aside(self) -> list[Line]:
        """Return the lines of a text that stood beside another; none when its anchor was deleted or hidden."""
        self._end_paragraph(mark=False)
        outside = self.stack[-1]
        return [] if outside.deleted or outside.hidden else self.state.flow.lines


def _number(shown: str) -> str:
    """Return an automatic number with the blank after it; empty for a bullet."""
    number = shown.strip()
    # The second bullet of Word's own lists is the letter o.
    if number == "o" or not any(char.isalnum() for char in number):
        return ""
    return spaced(number, "tab" if shown.endswith(("\t", " ")) else "nothing")
