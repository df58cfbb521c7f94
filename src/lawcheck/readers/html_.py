"""Web pages: the article out of a government page, without what surrounds it; .html and .mhtml.

The parser is a library's (selectolax). Finding the article is ours: libraries for it (trafilatura, readability, newspaper)
lose the paragraphs of pages laid out with tables and ``<br>``, and with them the headings of a report.
"""

from __future__ import annotations

import email.parser
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lawcheck.errors import ReadError
from lawcheck.language import load_chinese
from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import format_number
from lawcheck.readers.source import Draft, Extraction, SourceText, note, refused, too_big
from lawcheck.readers.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATA = re.compile(r"data:[^\"'>\s]{200,}")
_LONG_TAG = re.compile(r"<[A-Za-z!/][^>]*>?")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_CONDITIONAL = re.compile(r"<!\[(?:if|endif)[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_LINKED = 0.8
"""Share of a line's characters in links, from which on it leads elsewhere."""

_CELL_LENGTH = 80
"""Longest text of a table cell, in characters; with a longer one the table is only layout."""


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a web page; ``line`` of a place is the ordinal of the paragraph in the article.

    Raises:
        ReadError: No article in it, too deep, undecodable, or selectolax is not installed.
    """
    return _Page(data, name, limits, form="html").source(data)


def read_mhtml(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a web page that a browser saved as one file.

    Raises:
        ReadError: As ``read``; ``no-body`` when no part is a page.
    """
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
    for count, part in enumerate(message.walk(), 1):
        if count > limits.zip_entries:
            raise too_big("zip_entries", count, limits, name)
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return _Page(payload, name, limits, form="mhtml").source(data)
    raise refused("no-body", name)


@cache
def _web() -> dict[str, Any]:
    import yaml

    text = (files("lawcheck.readers") / "web.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for key in ("title_cut", "furniture", "attached", "attachment"):
        loaded[key] = re.compile(loaded[key])
    return loaded


class _Page:
    def __init__(self, data: bytes, name: str, limits: Limits, *, form: str) -> None:
        try:
            from selectolax.lexbor import LexborHTMLParser
        except ImportError:
            raise refused("missing-extra", name, format=f".{form}", extra="html") from None
        self.name, self.limits, self.form = name, limits, form
        html, self.encoding = _decoded(data, name)
        self.pictures = len(_DATA.findall(html))
        html = _CONDITIONAL.sub("", _DATA.sub("", html))
        _guard(html, name, limits)
        self.tree: LexborHTMLParser = LexborHTMLParser(html)
        self.title = self._title()
        self.hidden = 0
        self.files = self._attachments()
        self._clean()

    def source(self, data: bytes) -> SourceText:
        draft = Draft(self.name, self.limits)
        body = self._article()
        paragraphs = _Paragraphs(body).found if body is not None else []
        text = "".join(p.text for p in paragraphs)
        told = sum(len(p.text) for p in paragraphs if any(end in p.text for end in load_chinese().sentence_ends))
        if self.files and told < _web()["least_text"] and (not text or _web()["attached"].search(text)):
            raise refused("no-body", self.name, detail="attachment", files="、".join(self.files[:5]))
        if not any(char.isalnum() for char in text):
            raise refused("no-body", self.name)
        first = 1
        if self.title and _bare(self.title) not in _bare("".join(p.text for p in paragraphs[:6])):
            draft.add([(self.title, 1, 1, None)], kind="title")
            first = 2
        for line, paragraph in enumerate(paragraphs, first):
            draft.add([(paragraph.text, line, 1, None)], kind=paragraph.kind, level=paragraph.level)
        if self.hidden:
            draft.notes.append(note("hidden", count=self.hidden))
        skipped = (("pictures", self.pictures),) if self.pictures else ()
        return draft.source(
            sha256=hashlib.sha256(data).hexdigest(),
            reader="html",
            encoding=self.encoding,
            extraction=Extraction(format=self.form, unit="paragraph", skipped=skipped, hidden=self.hidden),
        )

    # -- finding

    def _title(self) -> str:
        """Return the article's title, which may stand only in the metadata."""
        web, ends = _web(), load_chinese().title_ends
        named = {
            (node.attributes.get("name") or node.attributes.get("property") or ""): node.attributes.get("content")
            or ""
            for node in self.tree.css("meta")
        }
        for name in web["title_meta"]:
            found = _flat(named.get(name, ""))
            if found and (name.lower() == "articletitle" or any(end in found for end in ends)):
                return _cut(found)
        for node in (*self.tree.css("h1"), *self.tree.css("title")):
            found = _cut(_flat(node.text()))
            # A heading may be the site's own name.
            if found and any(end in found for end in ends):
                return found
        return ""

    def _attachments(self) -> list[str]:
        web = _web()
        found = []
        for link in self.tree.css("a"):
            if web["attachment"].search(link.attributes.get("href") or ""):
                text = _flat(link.text()) or (link.attributes.get("href") or "").rpartition("/")[2]
                found.append(text[:60])
        return list(dict.fromkeys(found))

    def _clean(self) -> None:
        for node in self.tree.css(", ".join(_web()["dropped"])):
            node.decompose()
        whole = len(_flat(self.tree.body.text())) if self.tree.body is not None else 0
        for node in self.tree.css("[hidden], [style]"):
            if "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style") or ""):
                hidden = len(_flat(node.text()))
                # Some pages show their article only once a script has run.
                if 2 * hidden < whole:
                    self.hidden += hidden
                    node.decompose()

    def _article(self) -> LexborNode | None:
        root = self.tree.body
        if root is None:
            return None
        weights = _Weights(root)
        if not weights.total:
            return root
        web = _web()
        best: LexborNode | None = None
        for selector in web["containers"]:
            for node in self.tree.css(selector):
                weight = weights.of(node)
                if weight >= web["container_share"] * weights.total and (best is None or weight > weights.of(best)):
                    best = node
            if best is not None:
                return weights.smallest(best, web["inner_share"])
        return weights.smallest(root, web["body_share"])


class _Weights:
    """Characters of sentences outside links, for every element."""

    def __init__(self, root: LexborNode) -> None:
        self._of: dict[int, int] = {}
        marks = load_chinese().sentence_ends
        for node in root.traverse(include_text=True):
            if node.tag != "-text":
                continue
            text = _flat(node.text_content or "")
            if not any(char in marks for char in text):
                continue
            above = []
            parent = node.parent
            while parent is not None:
                above.append(parent)
                parent = parent.parent
            if any(element.tag == "a" for element in above):
                continue
            for element in above:
                self._of[element.mem_id] = self._of.get(element.mem_id, 0) + len(text)
        self.total = self.of(root)

    def of(self, node: LexborNode) -> int:
        return self._of.get(node.mem_id, 0)

    def smallest(self, root: LexborNode, share: float) -> LexborNode:
        """Return the smallest element that holds this share of an element's sentences."""
        best, whole = root, self.of(root)
        while True:
            inner = next((c for c in best.iter() if self.of(c) >= share * whole), None)
            # A single paragraph without lines of its own is no article: its parent is.
            if inner is None or not list(inner.iter()):
                return best
            best = inner


@dataclass(slots=True)
class _Paragraph:
    text: str
    kind: str = "para"
    level: int = 0


@dataclass(slots=True)
class _Words:
    text: list[str] = field(default_factory=list)
    linked: int = 0


class _Paragraphs:
    """The paragraphs of an element in reading order."""

    def __init__(self, body: LexborNode) -> None:
        self.found: list[_Paragraph] = []
        self._words = _Words()
        self._counts: dict[int, int] = {}  # of each ordered list
        self._inline = frozenset(_web()["inline"])
        self._walk(body, level=0, linked=False)
        self._end()

    def _walk(self, node: LexborNode, level: int, *, linked: bool) -> None:
        """Walk without recursion of our own below inline elements only: depth was bounded before parsing."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                text = _BLANKS.sub(" ", child.text_content or "")
                self._words.text.append(text)
                self._words.linked += sum(char.isalnum() for char in text) if linked else 0
            elif tag == "br":
                self._end(level=level)
            elif tag == "table":
                self._end(level=level)
                self._table(child)
            elif tag in self._inline:
                self._walk(child, level, linked=linked or tag == "a")
            elif not _furniture(child):
                self._end(level=level)
                if tag == "li":
                    self._words.text.append(self._number(child))
                inner = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else level
                self._walk(child, inner, linked=linked)
                self._end(level=inner)

    def _number(self, item: LexborNode) -> str:
        """Return the number that a browser shows before an item of an ordered list."""
        parent = item.parent
        if parent is None or parent.tag != "ol":
            return ""
        given = item.attributes.get("value") or ""
        if given.isdecimal() and len(given) < 6:
            self._counts[parent.mem_id] = int(given)
        else:
            start = parent.attributes.get("start") or ""
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self._counts[parent.mem_id] = self._counts.get(parent.mem_id, first - 1) + 1
        named = _LIST_STYLE.search(parent.attributes.get("style") or "")
        kind = named.group(1).lower() if named else parent.attributes.get("type") or "decimal"
        form, after = _web()["list_styles"].get(kind, ("decimal", "."))
        return f"{format_number(self._counts[parent.mem_id], form)}{after}"

    def _end(self, level: int = 0) -> None:
        words, self._words = self._words, _Words()
        text = "".join(words.text)
        stripped = text.strip(" \u3000")
        if not stripped:
            return
        # A line of links alone leads elsewhere.
        told = sum(char.isalnum() for char in stripped)
        if words.linked >= _LINKED * told and not any(end in stripped for end in load_chinese().sentence_ends):
            return
        self.found.append(_Paragraph(text.rstrip(), "heading" if level else "para", level))

    def _table(self, table: LexborNode) -> None:
        rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in _rows(table)]
        texts = [[_flat(cell.text(separator=" ")) for cell in row] for row in rows]
        layout = (
            any(cell.css_first("table") is not None for row in rows for cell in row)
            or any(len(text) > _CELL_LENGTH for row in texts for text in row)
            or all(len(row) <= 1 for row in rows)
        )
        for row, cells in zip(rows, texts, strict=True):
            if layout:
                for cell in row:
                    self._walk(cell, 0, linked=False)
                    self._end()
            elif any(cells):
                self.found.append(_Paragraph("\t".join(cells).rstrip("\t"), "row"))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for node in table.iter():
        if node.tag == "tr":
            yield node
        elif node.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in node.iter() if row.tag == "tr")


def _furniture(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(_web()["furniture"].search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the page's text: what the bytes are wins over what the page says of itself."""
    try:
        return decode(data, name)
    except ReadError as error:
        if error.code != "undecodable":
            raise
        declared = _CHARSET.search(data[:4096])
        encoding = declared.group(1).decode().lower() if declared else "gb18030"
        encoding = "gb18030" if encoding.startswith("gb") else encoding
        try:
            text = data.decode(encoding, "replace")
        except LookupError:
            raise error from None
        if text.count("\ufffd") > len(text) // 20:
            raise
        return text, encoding


def _guard(html: str, name: str, limits: Limits) -> None:
    """Refuse what no person wrote, before the parser sees it."""
    depth = 0
    unnested = frozenset(_web()["unnested"])
    for tag in _LONG_TAG.finditer(html):
        length = tag.end() - tag.start()
        if length > limits.tag_characters:
            raise too_big("tag_characters", length, limits, name)
        head = _TAG.match(tag.group())
        if head is None or head.group(2).lower() in unnested or tag.group().endswith("/>"):
            continue
        depth = max(0, depth - 1) if head.group(1) else depth + 1
        if depth > limits.html_depth:
            raise refused("too-deep", name, most=limits.html_depth)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _bare(text: str) -> str:
    return "".join(text.split())


def _cut(title: str) -> str:
    """Return a page's title without the name of its site."""
    ends = load_chinese().title_ends
    pieces = [piece for piece in _web()["title_cut"].split(title) if piece]
    return next((piece for piece in pieces if any(end in piece for end in ends)), pieces[0] if pieces else "")
