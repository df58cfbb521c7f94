"""Sample files of every format, made from a plain text report: one paragraph a line, numbers typed as 一、, （一）, 1.

``python -m tests.samples FOLDER TEXTFILE…`` writes all of them. The same text gives the same bytes.
"""

from __future__ import annotations

import binascii
import codecs
import io
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

RUNNING_HEAD = "清溪县法治政府建设文件汇编"
"""Stands at the head of every page, and is no part of the report."""

DELETED = "聘请法律顾问9名。"
HIDDEN = "聘请法律顾问7名。"
COMMENT = "此处人数请核对，应为法律顾问6名。"
FIELD_CODE = "聘请法律顾问8名"
FOOTNOTE = "相关数据由镇司法所提供。"
NOT_TO_BE_READ = (DELETED, HIDDEN, COMMENT, FIELD_CODE, RUNNING_HEAD)
"""What ``docx_edited`` holds beside the report; its footnote is text that may be read."""


def lines_of(text: str) -> list[str]:
    """Return the paragraphs; blank lines stay, as empty ones."""
    return text.removeprefix("\ufeff").splitlines()


def title_of(text: str) -> str:
    """Return the first line with words where it is a title, else nothing: four reports of nine have none."""
    first = next((line.strip() for line in lines_of(text) if line.strip()), "")
    return first if len(first) <= 60 and re.search("报告|总结|情况$", first) and first[-1] not in "。：；" else ""


def _is_heading(line: str) -> bool:
    line = line.strip()
    return bool(_TYPED.match(line)) and len(line) <= (25 if line.endswith(("。", "；")) else 40)


# -- ZIP, written by hand: zipfile can neither leave out the UTF-8 flag nor lie, and hostile files do both


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An entry of a ZIP, already packed; nothing makes its numbers true."""

    name: bytes
    packed: bytes
    size: int
    crc: int
    flags: int = 0
    method: int = zlib.DEFLATED


def deflated(name: str, chunks: Iterable[bytes], flags: int = 0) -> Part:
    """Pack an entry piece by piece, so that a bomb costs no memory here."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, size, crc = [], 0, 0
    for chunk in chunks:
        packed.append(packer.compress(chunk))
        size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    packed.append(packer.flush())
    if not name.isascii():
        flags |= 0x800
    return Part(name=name.encode(), packed=b"".join(packed), size=size, crc=crc, flags=flags)


def stored(name: bytes, data: bytes) -> Part:
    """Return an entry that is not packed, its name in any encoding and not flagged."""
    return Part(name=name, packed=data, size=len(data), crc=zlib.crc32(data), method=0)


def zip_parts(parts: Iterable[Part]) -> bytes:
    """Write a ZIP; every entry was written on 2 January 2024."""
    body, directory = bytearray(), bytearray()
    entries = 0
    for part in parts:
        facts = struct.pack(
            "<HHHHHLLLHH",
            20,
            part.flags,
            part.method,
            0,
            (2024 - 1980) << 9 | 1 << 5 | 2,
            part.crc,
            len(part.packed),
            part.size,
            len(part.name),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + facts
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + part.name
        body += b"PK\x03\x04" + facts + part.name + part.packed
        entries += 1
    end = struct.pack("<HHHHLLH", 0, 0, entries, entries, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\x05\x06" + end


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Write the ZIP of an office document."""
    return zip_parts(
        deflated(name, [data.encode() if isinstance(data, str) else data]) for name, data in parts.items()
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(files: Mapping[str, bytes], gbk_names: bool = False) -> bytes:
    """Write an archive; Chinese programs leave the names in GBK and do not say so."""
    if gbk_names:
        return zip_parts(stored(name.encode("gb18030"), data) for name, data in files.items())
    return package(files)


# -- Word: what all variants share

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WORD_ROOT = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" mc:Ignorable="w14"'
)
_STRICT = (
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
    ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
)

_SECTION = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    ' w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="312"/>'
)
_BODY = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRE = '<w:jc w:val="center"/>'
_FANG = '<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/>'
_HEI = '<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hint="eastAsia"/><w:sz w:val="32"/>'
_BIG = '<w:rFonts w:ascii="方正小标宋简体" w:eastAsia="方正小标宋简体" w:hint="eastAsia"/><w:sz w:val="44"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extra:
    """A part of a Word package beside the text: name, type of its relationship, type of its contents."""

    name: str
    relation: str
    content: str
    data: str | bytes


def word_package(
    body: str, extras: Iterable[_Extra] = (), *, main: str = f"{_WORD}.document.main+xml", section: str = ""
) -> bytes:
    extras = (_Extra(name="styles", relation=f"{_R}/styles", content=f"{_WORD}.styles+xml", data=_STYLES), *extras)
    document = (
        f"{XML}<w:document {WORD_ROOT}><w:body>{body}<w:sectPr>{section}{_SECTION}</w:sectPr></w:body></w:document>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(main, extras),
        "_rels/.rels": _relationships([("rId1", f"{_R}/officeDocument", "word/document.xml")]),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            [(extra.name, extra.relation, _file(extra)) for extra in extras] + [("link", f"{_R}/hyperlink", _LINK)]
        ),
    }
    return package(parts | {f"word/{_file(extra)}": extra.data for extra in extras})


def _file(extra: _Extra) -> str:
    return f"{extra.name}.{'xml' if isinstance(extra.data, str) else 'bin'}"


def _content_types(main: str, extras: Iterable[_Extra]) -> str:
    overrides = "".join(f'<Override PartName="/word/{_file(e)}" ContentType="{e.content}"/>' for e in extras)
    return (
        f'{XML}<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{overrides}</Types>'
    )


_LINK = "http://www.qingxi.example.gov.cn/"


def _relationships(rows: Iterable[tuple[str, str, str]]) -> str:
    links = ""
    for name, relation, target in rows:
        outside = ' TargetMode="External"' if target.startswith("http") else ""
        links += f'<Relationship Id="{name}" Type="{relation}" Target="{target}"{outside}/>'
    return f'{XML}<Relationships xmlns="{_REL}">{links}</Relationships>'


def _style(name: str, title: str, props: str = "", based: str = "a") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = "" if based else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{title}"/>{base}<w:qFormat/>'
        f"<w:pPr>{props}</w:pPr></w:style>"
    )


def _num(number: int, level: int | None = None) -> str:
    """Return what hangs a paragraph or a style on a list; 0 takes it off the list of its style."""
    which = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f'<w:numPr>{which}<w:numId w:val="{number}"/></w:numPr>'


# The names of styles are those of a Chinese Word: "a" for Normal, "1" for heading 1. The list "1" exists only in
# docx_numbered, and only its paragraphs use these styles.
_STYLES = (
    f'{XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    + _style("a", "Normal", '<w:jc w:val="both"/>', based="")
    + _style("1", "heading 1", _num(1) + '<w:outlineLvl w:val="0"/>')
    + _style("a5", "三级编号", _num(1, 2))
    + _style("a6", "三级编号缩进", '<w:ind w:left="420"/>', based="a5")
    + "</w:styles>"
)


def _text(text: str, tag: str = "t") -> str:
    """Return the contents of a run."""
    pieces = [
        f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>' if piece else "" for piece in text.split("\t")
    ]
    return "<w:tab/>".join(pieces)


def _run(text: str, props: str = _FANG, tag: str = "t") -> str:
    return f'<w:r w:rsidRPr="00C41E7A"><w:rPr>{props}</w:rPr>{_text(text, tag)}</w:r>'


def _cuts(text: str) -> Iterator[str]:
    """Cut a text as Word cuts its runs: anywhere, also inside a word."""
    chance = random.Random(text)
    while text:
        size = chance.randint(3, 45)
        yield text[:size]
        text = text[size:]


def _runs(text: str, props: str = _FANG) -> str:
    """Return a text in several runs, with the marks that Word leaves between them."""
    marks = (
        "",
        '<w:proofErr w:type="spellStart"/>',
        '<w:proofErr w:type="spellEnd"/>',
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>',
        "",
    )
    return "".join(_run(piece, props) + marks[at % len(marks)] for at, piece in enumerate(_cuts(text)))


def _paragraph(content: str, props: str = _BODY) -> str:
    return f'<w:p w:rsidR="00B25D1F" w:rsidRDefault="00B25D1F"><w:pPr>{props}</w:pPr>{content}</w:p>'


def _typed(line: str, title: str = "") -> str:
    """Return a paragraph whose number is typed; headings differ by their font only, as in most reports."""
    if not line.strip():
        return _paragraph("")
    if line.strip() == title:
        return _paragraph(_runs(line, _BIG), _CENTRE)
    return _paragraph(_runs(line, _HEI if _is_heading(line) else _FANG))


def _typed_body(text: str) -> str:
    title = title_of(text)
    return "".join(_typed(line, title) for line in lines_of(text))


def docx_typed(text: str) -> bytes:
    """Word document with typed numbers; runs end in the middle of words."""
    return word_package(_typed_body(text))


def docx_strict(text: str) -> bytes:
    """Word document in the Strict form of the standard: other namespaces, otherwise the same."""
    parts = {name: data.decode() for name, data in parts_of(docx_typed(text)).items()}
    for old, new in _STRICT:
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    main = parts["word/document.xml"]
    parts["word/document.xml"] = main.replace("<w:document ", '<w:document w:conformance="strict" ')
    return package(parts)


def docm(text: str) -> bytes:
    """Word document with macros, which must never run."""
    macros = _Extra(
        name="vbaProject",
        relation="http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        content="application/vnd.ms-office.vbaProject",
        data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Sub AutoOpen()".ljust(504, b"\0"),
    )
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return word_package(_typed_body(text), [macros], main=main)


# -- Word: numbers that Word generates

_DIGITS = "零一二三四五六七八九"


def _chinese(number: int) -> str:
    """Return a number below 100 as ``chineseCountingThousand`` writes it."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


_VALUES = {_chinese(number): number for number in range(1, 100)} | {str(number): number for number in range(1, 100)}
_TYPED = re.compile(r"([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|([0-9]{1,2})\.(?![0-9])")
_LEVELS = (
    ("chineseCountingThousand", "%1、", "1"),
    ("chineseCountingThousand", "（%2）", ""),
    ("decimal", "%3.", "a5"),
)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line without its number, and the list and level that generate it."""

    rest: str
    level: int
    list: int


class _Lists:
    """Counts as Word counts, and tells which typed numbers it would generate.

    Where the sequence breaks, a list with ``startOverride`` takes over, down from that level. Word counts all lists of
    one definition together, LibreOffice each for itself; a list is left as soon as the two would differ.
    """

    def __init__(self, restarts: bool = True) -> None:
        self.overrides: list[tuple[int, int]] = []
        self._restarts = restarts
        self._using = [(0, 1)]
        self._counts = {1: [0, 0, 0]}

    def take(self, line: str) -> _Numbered | None:
        """Return what becomes of a line, None when its number must stay typed."""
        found = _TYPED.match(line.strip())
        value = _VALUES.get(found[found.lastindex or 0]) if found else None
        if found is None or value is None:
            return None
        level = (found.lastindex or 1) - 1
        while self._using[-1][0] > level:
            self._using.pop()
        # Word and others disagree on how a level counts whose upper level was passed over.
        if level and not self._counts[self._using[-1][1]][level - 1]:
            return None
        if value != self._counts[self._using[-1][1]][level] + 1:
            if not self._restarts:
                return None
            self._override(level, value)
        number = self._using[-1][1]
        self._counts[number][level:] = [value, 0, 0][: 3 - level]
        return _Numbered(line.strip()[found.end() :], level, number)

    def _override(self, level: int, value: int) -> None:
        self.overrides.append((level, value))
        number = len(self.overrides) + 1
        self._counts[number] = list(self._counts[self._using[-1][1]])
        if self._using[-1][0] == level:
            self._using.pop()
        self._using.append((level, number))


def _numbering(overrides: Iterable[tuple[int, int]]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, (form, words, style) in enumerate(_LEVELS)
    )
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{level}">'
        f'<w:startOverride w:val="{value}"/></w:lvlOverride></w:num>'
        for number, (level, value) in enumerate(overrides, 2)
    )
    return (
        f'{XML}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
    )


def _listed(item: _Numbered, even: bool) -> str:
    """Return a paragraph of a list: level 1 by its style, level 2 directly, level 3 by a style's base style or directly."""
    if item.list > 1:
        props = ('<w:pStyle w:val="1"/>' if item.level == 0 else "") + _num(item.list, item.level)
    elif item.level == 0:
        props = '<w:pStyle w:val="1"/>'
    else:
        props = '<w:pStyle w:val="a6"/>' if item.level == 2 and even else _num(1, item.level)
    return _paragraph(_runs(item.rest, _HEI if len(item.rest) <= 40 else _FANG), props)


def docx_numbered(text: str, *, restarts: bool = True) -> bytes:
    """Word document whose numbers stand in no paragraph: Word generates them, and shows the same text.

    Args:
        text: The report.
        restarts: Whether broken sequences are generated too, by ``startOverride``; else their numbers stay typed.
    """
    lists, title, body = _Lists(restarts), title_of(text), []
    for at, line in enumerate(lines_of(text)):
        item = lists.take(line)
        if item is not None:
            body.append(_listed(item, even=at % 2 == 0))
        elif title and line.strip() == title:
            # A title in the style of numbered headings, its number switched off.
            body.append(_paragraph(_runs(line, _BIG), '<w:pStyle w:val="1"/>' + _num(0) + _CENTRE))
        else:
            body.append(_typed(line))
    numbering = _Extra(
        name="numbering",
        relation=f"{_R}/numbering",
        content=f"{_WORD}.numbering+xml",
        data=_numbering(lists.overrides),
    )
    return word_package("".join(body), [numbering])


# -- Word: tracked changes, hidden text, boxes, fields, notes: each once, as long as the report has sentences for them

_LONG = 15
"""From this length on a line is text that changes may be made in."""


class _Ids:
    """Numbers of revisions, comments, drawings: no two the same."""

    def __init__(self) -> None:
        self._next = count(100)

    def mark(self) -> str:
        """Return who changed what and when."""
        return f'w:id="{next(self._next)}" w:author="王某" w:date="2024-01-02T09:00:00Z"'

    def __next__(self) -> int:
        return next(self._next)


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def _insert(text: str, ids: _Ids) -> str:
    kept, new = _halves(text)
    return _run(kept) + f"<w:ins {ids.mark()}>{_run(new)}</w:ins>"


def _delete(text: str, ids: _Ids) -> str:
    return _run(text) + f"<w:del {ids.mark()}>{_run(DELETED, tag='delText')}</w:del>"


def _delete_inserted(text: str, ids: _Ids) -> str:
    """One author's insertion, struck out by another."""
    return _run(text) + f"<w:ins {ids.mark()}><w:del {ids.mark()}>{_run(DELETED, tag='delText')}</w:del></w:ins>"


def _restyle(text: str, ids: _Ids) -> str:
    """Changed formatting: the text was hidden before, and is not now."""
    return _run(text, f"{_FANG}<w:rPrChange {ids.mark()}><w:rPr><w:vanish/></w:rPr></w:rPrChange>")


def _hide(text: str, ids: _Ids) -> str:
    return _run(text) + _run(HIDDEN, f"{_FANG}<w:vanish/>") + _run("", f'{_FANG}<w:vanish w:val="0"/>')


def _simple_field(text: str, ids: _Ids) -> str:
    return f'<w:fldSimple w:instr=" QUOTE {FIELD_CODE} ">{_run(text)}</w:fldSimple>'


def _field(text: str, ids: _Ids) -> str:
    """A field of several runs: its code is no text, its result is."""

    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{_LINK}" \\o "{FIELD_CODE}" </w:instrText></w:r>'
    return sign("begin") + code + sign("separate") + _runs(text) + sign("end")


def _link(text: str, ids: _Ids) -> str:
    return f'<w:hyperlink r:id="link" w:history="1">{_run(text)}</w:hyperlink>'


def _footnote(text: str, ids: _Ids) -> str:
    return _run(text) + '<w:r><w:footnoteReference w:id="1"/></w:r>'


def _comment(text: str, ids: _Ids) -> str:
    reference = '<w:r><w:commentReference w:id="0"/></w:r>'
    return f'<w:commentRangeStart w:id="0"/>{_run(text)}<w:commentRangeEnd w:id="0"/>{reference}'


def _control(text: str, ids: _Ids) -> str:
    return f'<w:sdt><w:sdtPr><w:alias w:val="{FIELD_CODE}"/></w:sdtPr><w:sdtContent>{_run(text)}</w:sdtContent></w:sdt>'


def _tag(text: str, ids: _Ids) -> str:
    return (
        f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="date">{_run(text)}</w:smartTag>'
    )


_Inline = Callable[[str, _Ids], str]
_INLINE: tuple[_Inline, ...] = (
    _insert,
    _delete,
    _restyle,
    _hide,
    _field,
    _footnote,
    _comment,
    _control,
    _link,
    _delete_inserted,
    _simple_field,
    _tag,
)

_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="5400000" cy="2700000"/><wp:docPr id="{number}" name="文本框 {number}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="2700000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent>'
    "</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
    '<w:pict><v:shape id="box{number}" style="width:425pt;height:212pt"><v:textbox><w:txbxContent>{content}'
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


class _Edited:
    """Makes the body of an edited document, line by line."""

    def __init__(self) -> None:
        self.ids = _Ids()
        self._inline = iter(_INLINE)
        self._tail = ""

    def body(self, text: str) -> str:
        title, queue, done = title_of(text), deque(lines_of(text)), []
        blocks = iter(self._blocks())
        while queue:
            if len(queue[0]) < _LONG or _is_heading(queue[0]) or queue[0].strip() == title:
                done.append(_typed(queue.popleft(), title))
                continue
            size, make = next(blocks, (1, self.revised))
            done.append(make(*(queue.popleft() for _ in range(min(size, len(queue))))))
        return "".join(done) + self._tail

    def _blocks(self) -> list[tuple[int, Callable[..., str]]]:
        """Return what becomes of the paragraphs in turn, and how many of them each takes."""
        inside: tuple[int, Callable[..., str]] = (1, self.revised)
        whole: list[tuple[int, Callable[..., str]]] = [
            (1, self.joined),
            (1, self.boxed),
            (1, self.moved),
            (2, self.controlled),
            (3, self.tabled),
        ]
        return [inside, whole[0], inside, whole[1], inside, *whole[2:]]

    def revised(self, line: str) -> str:
        """Every sentence with another kind of change, while there are any."""
        runs = []
        for sentence in re.findall("[^。；]*[。；]|[^。；]+", line):
            change = next(self._inline, None)
            runs.append(change(sentence, self.ids) if change else _runs(sentence))
        return _paragraph("".join(runs))

    def joined(self, line: str) -> str:
        """Two paragraphs that became one, behind one that is gone altogether."""
        first, second = _halves(line)
        gone = f"<w:rPr><w:del {self.ids.mark()}/></w:rPr>"
        struck = f"<w:del {self.ids.mark()}>{_run(DELETED, tag='delText')}</w:del>"
        return _paragraph(struck, _BODY + gone) + _paragraph(_runs(first), _BODY + gone) + _paragraph(_runs(second))

    def boxed(self, line: str) -> str:
        """A paragraph in a text box, twice: as Word 2010 draws it, and for older programs."""
        return _paragraph(_BOX.format(number=next(self.ids), content=_typed(line)), "")

    def controlled(self, *lines: str) -> str:
        properties = f'<w:sdtPr><w:alias w:val="{FIELD_CODE}"/><w:id w:val="{next(self.ids)}"/></w:sdtPr>'
        return f"<w:sdt>{properties}<w:sdtContent>{''.join(map(_typed, lines))}</w:sdtContent></w:sdt>"

    def moved(self, line: str) -> str:
        """A paragraph that stood at the end before it was moved here."""

        def moved(kind: str) -> str:
            start = f'<w:{kind}RangeStart {self.ids.mark()} w:name="move1"/>'
            number = start.split('"')[1]
            mark = f"<w:rPr><w:{kind} {self.ids.mark()}/></w:rPr>"
            content = f"<w:{kind} {self.ids.mark()}>{_runs(line)}</w:{kind}>"
            return start + _paragraph(content, _BODY + mark) + f'<w:{kind}RangeEnd w:id="{number}"/>'

        self._tail += moved("moveFrom")
        return moved("moveTo")

    def tabled(self, *lines: str) -> str:
        """A table that is only layout: one column, whole paragraphs in its cells."""
        cell = '<w:tc><w:tcPr><w:tcW w:w="8844" w:type="dxa"/></w:tcPr>{}</w:tc>'
        rows = "".join(f'<w:tr w:rsidR="00B25D1F">{cell.format(_typed(line))}</w:tr>' for line in lines)
        return (
            '<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>'
            f"{rows}</w:tbl>"
        )


def _around(kind: str, content: str) -> _Extra:
    """Return a header, footer, comments or footnotes part."""
    name, root = (
        (f"{kind}1", {"header": "hdr", "footer": "ftr"}[kind]) if kind in ("header", "footer") else (kind, kind)
    )
    return _Extra(
        name=name,
        relation=f"{_R}/{kind}",
        content=f"{_WORD}.{kind}+xml",
        data=f"{XML}<w:{root} {WORD_ROOT}>{content}</w:{root}>",
    )


def _page_number() -> str:
    return _run("- ") + f'<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT ">{_run("2")}</w:fldSimple>' + _run(" -")


def docx_edited(text: str) -> bytes:
    """Word document as an office passes it round: it holds ``NOT_TO_BE_READ`` in many ways, and one footnote."""
    body = _Edited().body(text)
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    comment = f'<w:comment w:id="0" w:author="李某" w:date="2024-01-02T09:00:00Z">{_typed(COMMENT)}</w:comment>'
    note = f'<w:footnote w:id="1">{_paragraph("<w:r><w:footnoteRef/></w:r>" + _run(FOOTNOTE), "")}</w:footnote>'
    extras = [
        _around("header", _paragraph(_run(RUNNING_HEAD), _CENTRE)),
        _around("footer", _paragraph(_page_number(), _CENTRE)),
        _around("comments", comment),
        _around("footnotes", separators + note),
    ]
    references = "".join(f'<w:{k}Reference w:type="default" r:id="{k}1"/>' for k in ("header", "footer"))
    return word_package(body, extras, section=references)


# -- pages: what PDF and OFD share

_WIDTH, _HEIGHT = 595.28, 841.89
_LEFT, _TOP, _STEP, _ROWS = 74.0, 120.0, 28.0, 22
_SIZE, _TITLE_SIZE = 16.0, 22.0
_COLUMNS = 28
_NEVER_FIRST = "，。、；：？！》」』）】〕”’%％…—"
_NEVER_LAST = "《「『（【〔“‘"


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page: its left end and base line in points from the upper left corner."""

    text: str
    x: float
    y: float
    size: float = _SIZE

    def steps(self) -> list[float]:
        """Return how far each character advances, in points."""
        return [self.size * _width(char) for char in self.text]


def _width(char: str) -> float:
    return 0.5 if char < "\u0080" else 1.0


def _cut(text: str, columns: float) -> int:
    """Return where a line ends that has room for so many characters: anywhere, but as 避头尾 demands."""
    at, used = 0, 0.0
    while at < len(text) and (used := used + _width(text[at])) <= columns:
        at += 1
    while at < len(text) and text[at] in _NEVER_FIRST:
        at += 1
    while at > 1 and text[at - 1] in _NEVER_LAST:
        at -= 1
    return at


def _broken(line: str, first: float, columns: float) -> Iterator[str]:
    room = first
    while line:
        at = _cut(line, room)
        yield line[:at]
        line, room = line[at:], columns


def _set(text: str) -> Iterator[tuple[str, float, float]]:
    """Yield each line of the report with its left end and size, pages left aside."""
    title = title_of(text)
    for line in (line.strip() for line in lines_of(text)):
        if line and line == title:
            for piece in _broken(line, 18, 18):
                yield piece, (_WIDTH - _TITLE_SIZE * sum(map(_width, piece))) / 2, _TITLE_SIZE
            continue
        for at, piece in enumerate(_broken(line, _COLUMNS - 2, _COLUMNS)):
            yield piece, _LEFT + (0 if at else 2 * _SIZE), _SIZE


def _pages(text: str) -> list[list[Line]]:
    """Set the report on pages, which end wherever they are full."""
    lines = list(_set(text))
    return [
        [
            Line(piece, x, _TOP + row * _STEP, size)
            for row, (piece, x, size) in enumerate(lines[start : start + _ROWS])
        ]
        for start in range(0, len(lines), _ROWS)
    ]


def _furniture(page: int) -> list[Line]:
    """Return the running head and the number of a page, counted from 1."""
    number = f"- {page} -"
    head = Line(RUNNING_HEAD, _WIDTH / 2 - 10.5 * len(RUNNING_HEAD) / 2, 70, 10.5)
    return [head, Line(number, _WIDTH / 2 - 14 * len(number) / 4, _HEIGHT - 70, 14)]


# -- PDF


def _canvas(file: io.BytesIO, encrypt: object = None) -> Canvas:
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(file, pagesize=A4, invariant=1, encrypt=encrypt)


def _draw(canvas: Canvas, lines: Iterable[Line]) -> None:
    for line in lines:
        canvas.setFont("STSong-Light", line.size)
        canvas.drawString(line.x, _HEIGHT - line.y, line.text)


def pdf(text: str, *, encrypt: object = None) -> bytes:
    """PDF with paragraphs cut by line and page ends, a running head and page numbers; encryption as reportlab takes it."""
    file = io.BytesIO()
    canvas = _canvas(file, encrypt)
    for number, lines in enumerate(_pages(text), 1):
        _draw(canvas, [*_furniture(number), *lines])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_scanned(text: str, pages_with_text: Collection[int] = ()) -> bytes:
    """PDF of which only these pages, counted from 1, hold text; the others are pictures."""
    file = io.BytesIO()
    canvas = _canvas(file)
    picture = ImageReader(io.BytesIO(png()))
    for number, lines in enumerate(_pages(text), 1):
        if number in pages_with_text:
            _draw(canvas, [*_furniture(number), *lines])
        else:
            canvas.drawImage(picture, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def png(side: int = 16) -> bytes:
    """Return a small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(200 + (x + y) % 40 for x in range(side)) for y in range(side))
    head = struct.pack(">LLBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )


# -- OFD (GB/T 33190)

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72
_PAGE_BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
ATTACHED = "附件：聘请法律顾问5名。"
"""What stands in the attachment of ``ofd_variant``, and in no page."""


def _mm(points: float) -> str:
    return f"{points * _MM:.3f}".rstrip("0").rstrip(".")


def _each(steps: list[float]) -> str:
    return " ".join(map(_mm, steps))


def _grouped(steps: list[float]) -> str:
    """Write advances in the short form: ``g 27 5.644`` for 27 times the same."""
    runs = [(_mm(step), len(list(same))) for step, same in groupby(steps)]
    return " ".join(f"g {times} {step}" if times > 1 else step for step, times in runs)


def ofd_line(number: int, line: Line) -> str:
    """Return a line as most programs write it: a box in millimetres, the text measured from its corner."""
    steps = line.steps()
    box = f"{_mm(line.x)} {_mm(line.y - line.size * 0.85)} {_mm(sum(steps))} {_mm(line.size)}"
    delta = f' DeltaX="{_each(steps[:-1])}"' if steps[1:] else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="1" Size="{_mm(line.size)}">'
        f'<ofd:FillColor Value="0 0 0"/><ofd:TextCode X="0" Y="{_mm(line.size * 0.85)}"{delta}>{escape(line.text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def _scaled_object(number: int, line: Line) -> str:
    """Return a line in doubled measures that CTM halves, in two text codes, its box as large as the page."""
    half = len(line.text) // 2
    codes, x = "", line.x
    for piece in filter(None, (line.text[:half], line.text[half:])):
        steps = Line(piece, 0, 0, line.size * 2).steps()
        delta = f' DeltaX="{_grouped(steps[:-1])}"' if steps[1:] else ""
        codes += f'<ofd:TextCode X="{_mm(x * 2)}" Y="{_mm(line.y * 2)}"{delta}>{escape(piece)}</ofd:TextCode>'
        x += sum(steps) / 2
    return (
        f'<ofd:TextObject ID="{number}" Boundary="0 0 210 297" CTM="0.5 0 0 0.5 0 0" Font="1" '
        f'Size="{_mm(line.size * 2)}">{codes}</ofd:TextObject>'
    )


def ofd_page(content: str, layer: int, template: int | None = None) -> str:
    """Return the XML of a page, or of a template page, around its objects."""
    behind = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    front = f'<ofd:Content><ofd:Layer ID="{layer}" Type="Body">{content}</ofd:Layer></ofd:Content>'
    return f"{XML}<ofd:Page {OFD}>{behind}<ofd:Area>{_PAGE_BOX}</ofd:Area>{front}</ofd:Page>"


def ofd_document(
    pages: Iterable[str], templates: Iterable[str] = (), *, resources: str = "", tail: str = ""
) -> str:
    """Return Document.xml: pages and templates by the place of their XML, templates with IDs from 1001 on."""
    behind = "".join(f'<ofd:TemplatePage ID="{at}" BaseLoc="{place}"/>' for at, place in enumerate(templates, 1001))
    front = "".join(f'<ofd:Page ID="{at}" BaseLoc="{place}"/>' for at, place in enumerate(pages, 200_001))
    return (
        f"{XML}<ofd:Document {OFD}><ofd:CommonData><ofd:MaxUnitID>999999</ofd:MaxUnitID><ofd:PageArea>{_PAGE_BOX}"
        f"</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{resources}{behind}</ofd:CommonData>"
        f"<ofd:Pages>{front}</ofd:Pages>{tail}</ofd:Document>"
    )


def ofd_root(place: str = "Doc_0/Document.xml", tail: str = "") -> str:
    """Return OFD.xml."""
    return (
        f'{XML}<ofd:OFD {OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0a1b2c3d4e5f60718293a4b5c6d7e8f9</ofd:DocID><ofd:Title>2019年文件</ofd:Title>"
        "<ofd:CreationDate>2024-01-02</ofd:CreationDate></ofd:DocInfo>"
        f"<ofd:DocRoot>{place}</ofd:DocRoot>{tail}</ofd:DocBody></ofd:OFD>"
    )


OFD_FONTS = (
    f'{XML}<ofd:Res {OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="仿宋" FamilyName="仿宋" Charset="gb18030"/>'
    "</ofd:Fonts></ofd:Res>"
)


def ofd(text: str) -> bytes:
    """OFD in its plain form; running head and page number stand in a template of each page."""
    pages, ids = _pages(text), count(2001)
    parts = {
        "OFD.xml": ofd_root(),
        "Doc_0/Document.xml": ofd_document(
            (f"Pages/Page_{at}/Content.xml" for at in range(len(pages))),
            [f"Tpls/Tpl_{at}/Content.xml" for at in range(len(pages))],
        ),
        "Doc_0/PublicRes.xml": OFD_FONTS,
    }
    for at, lines in enumerate(pages):
        around = "".join(ofd_line(next(ids), line) for line in _furniture(at + 1))
        inside = "".join(ofd_line(next(ids), line) for line in lines if line.text)
        parts[f"Doc_0/Tpls/Tpl_{at}/Content.xml"] = ofd_page(around, next(ids))
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = ofd_page(inside, next(ids), template=1001 + at)
    return package(parts)


def _composite(line: Line) -> str:
    """Return the resources with a line of the report as a vector graphic that pages may place."""
    return (
        f'{XML}<ofd:Res {OFD} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="210" '
        f'Height="297"><ofd:Content>{ofd_line(6, line)}</ofd:Content></ofd:CompositeGraphicUnit>'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )


_COMPOSITE_OBJECT = '<ofd:CompositeObject ID="7" Boundary="0 0 210 297" ResourceID="5"/>'


def _mixed_page(number: int, lines: list[Line], ids: Iterator[int], more: str = "") -> str:
    """Return a page whose objects stand in no order, furniture among them."""
    objects = [_scaled_object(next(ids), line) for line in [*_furniture(number), *lines] if line.text]
    objects.append(more)
    random.Random(number).shuffle(objects)
    return ofd_page("".join(objects), next(ids))


def _signature_parts() -> dict[str, str]:
    return {
        "Doc_0/Signs/Signatures.xml": (
            f"{XML}<ofd:Signatures {OFD}><ofd:MaxSignId>1</ofd:MaxSignId>"
            '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0\\Signature.xml"/></ofd:Signatures>'
        ),
        "Doc_0/Signs/Sign_0/Signature.xml": (
            f'{XML}<ofd:Signature {OFD}><ofd:SignedInfo><ofd:Provider ProviderName="清溪" Version="1.0"/>'
            r'<ofd:References CheckMethod="1.2.156.10197.1.401"><ofd:Reference FileRef="\Doc_0\Document.xml">'
            "<ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference></ofd:References>"
            '<ofd:StampAnnot ID="1" PageRef="200001" Boundary="150 240 40 40"/></ofd:SignedInfo>'
            "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
        ),
        "Doc_0/Signs/Sign_0/SignedValue.dat": "0",
        "Doc_0/Attachs/Attachments.xml": (
            f'{XML}<ofd:Attachments {OFD}><ofd:Attachment ID="1" Name="附件" Format="txt" CreationDate="2024-01-02">'
            "<ofd:FileLoc>Attach_0.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
        ),
        "Doc_0/Attachs/Attach_0.txt": ATTACHED,
    }


def ofd_variant(text: str) -> bytes:
    r"""OFD as odd programs write it.

    Paths with ``\``, XML in GBK, names in another case than the references, ``g n d`` advances, CTM, objects out of order,
    furniture in the pages themselves, the last line in a composite object, an attachment and a signature.
    """
    pages, ids = _pages(text), count(2001)
    last = pages[-1].pop()
    parts = {
        "OFD.xml": ofd_root(
            r"\Doc_0\Document.xml", r"<ofd:Signatures>\Doc_0\Signs\Signatures.xml</ofd:Signatures>"
        ),
        "Doc_0/Document.xml": ofd_document(
            (rf"Pages\Page_{at}\Content.xml" for at in range(len(pages))),
            resources="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
            tail=r"<ofd:Attachments>Attachs\Attachments.xml</ofd:Attachments>",
        ),
        "Doc_0/PublicRes.xml": OFD_FONTS,
        "Doc_0/DocumentRes.xml": _composite(last),
        **_signature_parts(),
    }
    for at, lines in enumerate(pages):
        more = _COMPOSITE_OBJECT if at == len(pages) - 1 else ""
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _mixed_page(at + 1, lines, ids, more)
    return package({_other_case(name): _gbk(xml) for name, xml in parts.items()})


def _other_case(name: str) -> str:
    return (
        name
        if name == "OFD.xml"
        else name.replace("Doc_0", "DOC_0").replace("Content", "content").replace("Page_", "PAGE_")
    )


def _gbk(xml: str) -> bytes:
    return xml.replace('encoding="UTF-8"', 'encoding="GBK"', 1).encode("gbk", "xmlcharrefreplace")


# -- web pages

_TRAP = "清溪县河口镇2019年法治政府建设情况报告"
"""Stands in navigation and links, beside the report."""

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={label}" />
<meta name="SiteName" content="清溪县人民政府" />
{metas}<title>{page_title}</title>
<style type="text/css">.TRS_Editor P{{line-height:2;}} body:before{{content:"聘请法律顾问9名";}}</style>
<script type="text/javascript">var docTitle = "{trap}";
if (1 < 2) {{ document.write("<p>聘请法律顾问9名。</p>"); }}</script>
</head>
<body>
<div class="header"><div class="top">今天是2019年5月6日 星期一 <a href="#">无障碍</a> | <a href="#">适老版</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/fz/">法治政府</a></div>
<div class="left"><ul class="list">{navigation}</ul></div>
<div class="content">
<table class="metadata" border="0">
<tr><td>索 引 号：</td><td>01523408-4/2024-00012</td><td>主题分类：</td><td>司法 / 其他</td></tr>
<tr><td>发布机构：</td><td>清溪县人民政府办公室</td><td>发文日期：</td><td>2024-01-22</td></tr>
<tr><td>名　　称：</td><td>{row}</td><td>有 效 性：</td><td>有效</td></tr>
<tr><td>文　　号：</td><td>/</td><td>主 题 词：</td><td></td></tr>
</table>
{heading}<div class="info"><span>发布时间：2024-01-22 10:30</span> <span>来源：清溪县人民政府办公室</span>
<span>浏览次数：<script>document.write(count);</script>1024 次</span>
字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a> <a href="#">收藏</a></div>
<div class="bdsharebuttonbox">分享到：<a title="分享到微信">微信</a> <a title="分享到新浪微博">微博</a></div>
"""

_FOOT = """
<div class="bottom">责任编辑：王某 <a href="javascript:window.print()">打印本页</a> <a href="#">关闭窗口</a></div>
<div class="page"><p>上一篇：<a href="t0121.html">{trap}</a></p><p>下一篇：没有了</p></div>
<div class="related"><h3>相关链接</h3><ul>{related}</ul></div>
</div>
<div class="footer"><p>主办单位：清溪县人民政府办公室　承办单位：清溪县大数据中心</p>
<p>网站标识码：3412020001　豫ICP备05000000号-1　<a href="#">豫公网安备 41000002000001号</a></p>
<p>联系电话：0371-60000000　地址：清溪县人民路1号　邮编：450000　<a href="#">网站地图</a> 扫一扫在手机打开当前页</p></div>
</body>
</html>
"""


def _links(years: Iterable[int]) -> str:
    return "".join(
        f'<li><a href="t{year}.html" title="{_TRAP}">{_TRAP.replace("2019", str(year))}</a></li>' for year in years
    )


def _pasted(line: str) -> str:
    """Return a line as it was pasted from Word: spans that end in the middle of words."""
    pieces = [escape(piece) for piece in _cuts(line.strip())]
    return "".join(
        f'<span lang="EN-US" style="font-size:16pt">{piece}<o:p></o:p></span>' if at % 2 else piece
        for at, piece in enumerate(pieces)
    )


def _article(lines: Iterable[str], breaks: bool) -> str:
    """Return the body: a paragraph each in ``p``, or all in one with ``br`` between them."""
    if breaks:
        return (
            '<div class="TRS_Editor">' + "<br />\n".join(f"　　{escape(line.strip())}" for line in lines) + "</div>"
        )
    empty = '<p class="MsoNormal"><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p>'
    return (
        '<div class="TRS_Editor">'
        + "\n".join(
            f'<p class="MsoNormal" style="text-indent:2em">　　{_pasted(line)}</p>' if line.strip() else empty
            for line in lines
        )
        + "</div>"
    )


def html(
    text: str,
    encoding: str = "utf-8",
    label: str | None = None,
    *,
    breaks: bool = False,
    title_in_meta: bool = False,
) -> bytes:
    """Page of a government site around the report.

    Args:
        text: The report; its title goes into ``h1`` and the metadata, the rest into the article.
        encoding: Of the bytes.
        label: What the page says of its encoding; the truth by default.
        breaks: Whether lines end with ``br`` instead of standing in paragraphs.
        title_in_meta: Whether the title stands in the metadata only.
    """
    title = title_of(text)
    shown = title and not title_in_meta
    head = _HEAD.format(
        label=label or encoding,
        metas=f'<meta name="ArticleTitle" content="{escape(title)}" />\n<meta name="PubDate" content="2024-01-22 10:30" />\n'
        if title
        else "",
        page_title=f"{escape(title)}_清溪县人民政府" if shown else "清溪县人民政府门户网站",
        trap=_TRAP,
        navigation=_links(range(2015, 2019)),
        row=escape(title) or "/",
        heading=f"<h1>{escape(title)}</h1>\n" if shown else "",
    )
    article = _article((line for line in lines_of(text) if not title or line.strip() != title), breaks)
    page = head + article + _FOOT.format(trap=_TRAP, related=_links(range(2015, 2019)))
    return page.encode(encoding, "xmlcharrefreplace")


def html_title_in_meta(text: str) -> bytes:
    """Page whose article has no title: it stands in the metadata only."""
    return html(text, title_in_meta=True)


def mhtml(text: str) -> bytes:
    """Page saved in one file, as quoted-printable GBK."""
    page = binascii.b2a_qp(html(text, "gbk", "gb2312"), istext=True).replace(b"\n", b"\r\n")
    picture = binascii.b2a_base64(png()).replace(b"\n", b"\r\n")
    boundary = b"----=_NextPart_000_0000_01DA3D00.0A1B2C30"
    return b"\r\n".join(
        [
            b'From: "Saved by lawcheck"',
            b"Subject: =?gb2312?B?1f7O8bmrv6o=?=",
            b"Date: Tue, 2 Jan 2024 09:00:00 +0800",
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/related; type="text/html"; boundary="' + boundary + b'"',
            b"",
            b"This is a multi-part message in MIME format.",
            b"",
            b"--" + boundary,
            b'Content-Type: text/html; charset="gb2312"',
            b"Content-Transfer-Encoding: quoted-printable",
            b"Content-Location: http://www.qingxi.example.gov.cn/t2024.html",
            b"",
            page,
            b"--" + boundary,
            b"Content-Type: image/png",
            b"Content-Transfer-Encoding: base64",
            b"Content-Location: http://www.qingxi.example.gov.cn/logo.png",
            b"",
            picture,
            b"--" + boundary + b"--",
            b"",
        ]
    )


# -- plain text


def txt(text: str, encoding: str = "utf-8") -> bytes:
    """Plain text; UTF-16 is little-endian with its mark, whatever machine writes it."""
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(encoding)


# -- all of them


def _txt(encoding: str) -> Callable[[str], bytes]:
    return lambda text: txt(text, encoding)


SAMPLES: dict[str, Callable[[str], bytes]] = {
    "typed.docx": docx_typed,
    "numbered.docx": docx_numbered,
    "edited.docx": docx_edited,
    "strict.docx": docx_strict,
    "macros.docm": docm,
    "pages.pdf": pdf,
    "partly-scanned.pdf": lambda text: pdf_scanned(text, {1, 3}),
    "scanned.pdf": pdf_scanned,
    "plain.ofd": ofd,
    "variant.ofd": ofd_variant,
    "site.html": html,
    "breaks.html": lambda text: html(text, breaks=True),
    "gbk.html": lambda text: html(text, "gb18030", "gb2312"),
    "wrong-label.html": lambda text: html(text, "utf-8", "gb2312"),
    "title-in-meta.html": html_title_in_meta,
    "saved.mhtml": mhtml,
    "utf-8.txt": _txt("utf-8"),
    "utf-8-sig.txt": _txt("utf-8-sig"),
    "utf-16.txt": _txt("utf-16"),
    "gb18030.txt": _txt("gb18030"),
    "gbk-names.zip": lambda text: zip_of(
        {"2023年/报告.docx": docx_typed(text), "2023年/报告.txt": txt(text)}, True
    ),
}
"""How each sample is called and made."""

_SOFFICE_SECONDS = 120


def converted(docx: bytes, suffix: str) -> bytes | None:
    """Let LibreOffice save a document in another format; None where it is absent, too slow or fails.

    Its exit code is 0 on failure, so that only the file it should write tells.
    """
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        to = {"doc": "doc:MS Word 97"}.get(suffix, suffix)
        command = [program, profile, "--headless", "--convert-to", to, "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=_SOFFICE_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return None
        made = source.with_suffix(f".{suffix}")
        return made.read_bytes() if made.is_file() else None


def _write_converted(folder: Path, stem: str, text: str) -> None:
    # LibreOffice forgets startOverride when it writes .doc and .rtf.
    docx = docx_numbered(text, restarts=False)
    for suffix in ("doc", "rtf", "odt"):
        data = converted(docx, suffix)
        if data is None:
            continue
        (folder / f"{stem}.numbered.{suffix}").write_bytes(data)
        if suffix == "doc":
            # WPS Office writes Word's format under a name of its own.
            (folder / f"{stem}.numbered.wps").write_bytes(data)


def main(arguments: list[str]) -> None:
    """Write every sample of every report into a folder."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for report in map(Path, arguments[1:]):
        text = report.read_text(encoding="utf-8")
        for name, make in SAMPLES.items():
            (folder / f"{report.stem}.{name}").write_bytes(make(text))
        _write_converted(folder, report.stem, text)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1:])
