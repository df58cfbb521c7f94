"""Clean Word documents in the form of official ones, written with the standard library; ``docx_writer.yaml`` is their look.

The same paragraphs give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from lawcheck.judge import ReportCard

STYLES = ("title", "heading1", "heading2", "address", "body", "list", "signature")
"""What a paragraph may be; ``address`` is the line that names whom a letter is for."""

_DATE = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOT = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_PARTS = {"styles": "styles", "settings": "settings", "fontTable": "fontTable", "odd": "footer", "even": "footer"}
"""Parts beside the text, with the types of their relationships."""

_LINE_END = re.compile("\r\n|\r|\n")
_UNFIT = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML cannot hold, and what would steer the page: control characters and marks of direction."""

_SLACK = 4
"""How many characters a line may be longer than the heading it is."""

_MOST_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document.

    Attributes:
        text: May hold tabs and line breaks; control characters are left out.
        style: One of ``STYLES``.
    """

    text: str
    style: str = "body"


def document(paragraphs: Iterable[Paragraph]) -> bytes:
    """Return a Word document: A4, with the margins, fonts and page numbers of official documents (GB/T 9704).

    Raises:
        KeyError: A style that is none of ``STYLES``.
    """
    body = "".join(_paragraph(paragraph) for paragraph in paragraphs)
    footers = '<w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>'
    section = f"<w:sectPr>{footers}{_look()['section']}</w:sectPr>"
    return _package(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"document": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f"{_XML}<w:document {_ROOT}><w:body>{body}{section}</w:body></w:document>",
            "word/_rels/document.xml.rels": _relationships(
                {name: (kind, f"{name}.xml") for name, kind in _PARTS.items()}
            ),
            "word/styles.xml": _styles(),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(),
            "word/odd.xml": _footer("odd"),
            "word/even.xml": _footer("even"),
        }
    )


def from_text(card: ReportCard) -> bytes:
    """Return the text that was checked as a clean document: one paragraph a line, blank lines left out.

    ``place_in`` tells where its offsets stand in the document.
    """
    lines = _lines(card.text)
    starts = [start for start, _ in lines]
    styles = dict.fromkeys(_title_lines(card, [line for _, line in lines]), "title")
    for section in card.sections:
        at = bisect_right(starts, section.start) - 1
        if section.level in (1, 2) and at >= 0 and len(_fit(lines[at][1])) <= len(section.title) + _SLACK:
            styles.setdefault(at, f"heading{section.level}")
    return document(
        Paragraph(_fit(line), styles.get(at, "body")) for at, (_, line) in enumerate(lines) if not _blank(line)
    )


def place_in(text: str) -> Callable[[int], tuple[int, int]]:
    """Return the function from an offset in a checked text to its place in ``from_text``'s document.

    Returns:
        Ordinal of the paragraph and column of the character in it, both from 1.
    """
    lines = _lines(text)
    starts = [start for start, _ in lines]
    ordinals, ordinal = [], 0
    for _, line in lines:
        ordinal += not _blank(line)
        ordinals.append(max(1, ordinal))

    def place(offset: int) -> tuple[int, int]:
        at = max(0, bisect_right(starts, offset) - 1)
        line = lines[at][1]
        lead = len(line) - len(line.lstrip())
        return ordinals[at], len(_UNFIT.sub("", line[lead : max(lead, offset - starts[at])])) + 1

    return place


# -- text


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text with their offsets."""
    found, start = [], 0
    for end in _LINE_END.finditer(text):
        found.append((start, text[start : end.start()]))
        start = end.end()
    return [*found, (start, text[start:])]


def _fit(line: str) -> str:
    """Return a line without the blanks around it, which its style has, and without what a document cannot hold."""
    return _UNFIT.sub("", line.strip())


def _blank(line: str) -> bool:
    return not _fit(line).strip()


def _title_lines(card: ReportCard, lines: list[str]) -> range:
    """Return which lines are the title: it may be broken over several."""
    read = dict(card.read).get("title")
    wanted = "".join(read.quote.split()) if read is not None else ""
    for first in range(len(lines)) if wanted else ():
        said = ""
        for last, line in enumerate(lines[first : first + _MOST_TITLE_LINES], first):
            said += "".join(line.split())
            if said == wanted:
                return range(first, last + 1)
            if not wanted.startswith(said):
                break
    return range(0)


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.style not in STYLES:
        raise KeyError(paragraph.style)
    style = f'<w:pStyle w:val="{_style_id(paragraph.style)}"/>'
    return f"<w:p><w:pPr>{style}</w:pPr>{_run(paragraph.text)}</w:p>"


def _run(text: str) -> str:
    text = _UNFIT.sub("", _LINE_END.sub("\n", text))
    if not text:
        return ""
    pieces = "".join(_piece(piece) for piece in re.split("([\n\t])", text) if piece)
    # The hint makes quotation marks as wide as Han characters.
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{pieces}</w:r>'


def _piece(piece: str) -> str:
    blank = {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece)
    return blank or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


# -- parts


@cache
def _look() -> Any:
    import yaml

    return yaml.safe_load((files("lawcheck.reporters") / "docx_writer.yaml").read_text(encoding="utf-8"))


def _style_id(name: str) -> str:
    return name.capitalize()


def _styles() -> str:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    )
    styles = "".join(_style(name, look) for name, look in _look()["styles"].items())
    return f"{_XML}<w:styles {_ROOT}>{defaults}</w:docDefaults>{styles}</w:styles>"


def _style(name: str, look: Mapping[str, Any]) -> str:
    font = _look()["fonts"][look["font"]][0]
    default, based = (' w:default="1"', "") if name == "normal" else ("", '<w:basedOn w:val="Normal"/>')
    latin = "Times New Roman"
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{_style_id(name)}"><w:name w:val="{look["called"]}"/>{based}'
        f"<w:qFormat/><w:pPr>{look['paragraph']}</w:pPr><w:rPr>"
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"/>'
        f'<w:sz w:val="{look["size"]}"/><w:szCs w:val="{look["size"]}"/></w:rPr></w:style>'
    )


def _settings() -> str:
    return (
        f"{_XML}<w:settings {_ROOT}><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting'
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _look()["fonts"].values()
    )
    return f"{_XML}<w:fonts {_ROOT}>{fonts}</w:fonts>"


def _footer(side: str) -> str:
    before, after = _look()["page"].split("{number}")
    number = f'<w:fldSimple w:instr=" PAGE ">{_run("1")}</w:fldSimple>'
    properties = f'<w:pPr><w:pStyle w:val="{_style_id("footer")}"/>{_look()[side]}</w:pPr>'
    return f"{_XML}<w:ftr {_ROOT}><w:p>{properties}{_run(before)}{number}{_run(after)}</w:p></w:ftr>"


def _content_types() -> str:
    kinds = {"document": "document.main", **_PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _package(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same bytes on every machine
            archive.writestr(info, text.encode(), compresslevel=9)
    return out.getvalue()
