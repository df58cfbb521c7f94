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
from lawcheck.readers.extraction import Extraction, Note, note
from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import format_number
from lawcheck.readers.refusals import refused, too_big
from lawcheck.readers.source import Draft, SourceText
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
_VALUE = re.compile(r"\svalue\s*=\s*(?:\"[^\"]{200,}\"|'[^']{200,}')", re.IGNORECASE)
"""What forms keep in hidden fields: longer than any tag that a person wrote."""

_BLOCK = re.compile(r"display\s*:\s*(?:block|table|flex|list-item)", re.IGNORECASE)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff）》](?:[;!?]|\.(?![A-Za-z0-9]))")
_TITLE_LENGTH = 70
_PAGER = 60
"""Longest line of links to the other pages of an article."""

_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "dd", "dt", "center"})
"""Elements that hold lines of text: what they are called says nothing."""

_FURNITURE = 150
"""Characters of sentences from which on an element is no furniture, whatever it is called."""

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
    pages: list[_Page] = []
    for count, part in enumerate(message.walk(), 1):
        if count > limits.zip_entries:
            raise too_big("zip_entries", count, limits, name)
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                pages.append(_Page(payload, name, limits, form="mhtml"))
    if not pages:
        raise refused("no-body", name)
    # Frames are saved as parts of their own: the article stands in the one that tells most.
    return max(pages, key=lambda page: page.told).source(data)


@cache
def _web() -> dict[str, Any]:
    import yaml

    text = (files("lawcheck.readers") / "web.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for key in ("title_cut", "furniture", "attached", "attachment", "pager"):
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
        html = _CONDITIONAL.sub("", _VALUE.sub("", _DATA.sub("", html)))
        _guard(html, name, limits)
        self.tree: LexborHTMLParser = LexborHTMLParser(html)
        self.named, self.titled = self._named_title(), self._page_title()  # before the head is dropped
        self.hidden = 0
        self.folded = 0  # characters of sentences that only a script or a click shows
        self.files = self._attachments()
        self._clean()
        self.article = self._article()
        self.text = _Paragraphs(self.article, self.weights)
        self.paragraphs = self.text.found
        self.pictures = sum(len(node.css("img")) for node in self.article)
        self.told = sum(len(p.text) for p in self.paragraphs if _tells(p.text))

    def source(self, data: bytes) -> SourceText:
        draft = Draft(self.name, self.limits)
        self._refuse_empty()
        title, first = self._title(), 1
        if title:
            draft.add([(title, 1, 1, None)], kind="title")
            first = 2
        for line, paragraph in enumerate(self.paragraphs, first):
            draft.add([(paragraph.text, line, 1, None)], kind=paragraph.kind, level=paragraph.level)
        if self.hidden:
            draft.notes.append(note("hidden", count=self.hidden))
        skipped = (("pictures", self.pictures),) if self.pictures else ()
        return draft.source(
            sha256=hashlib.sha256(data).hexdigest(),
            reader="html",
            encoding=self.encoding,
            extraction=Extraction(
                format=self.form,
                unit="paragraph",
                skipped=skipped,
                hidden=self.hidden,
                deleted=self.text.struck,
                incomplete=tuple(self._lost()),
            ),
        )

    def _refuse_empty(self) -> None:
        text = "".join(p.text for p in self.paragraphs)
        if self.files and self.told < _web()["least_text"] and (not text or _web()["attached"].search(text)):
            raise refused("no-body", self.name, detail="attachment", files="、".join(self.files[:5]))
        if self.pictures and self.told < _web()["least_text"] // 4:
            raise refused("no-text-layer", self.name, detail="pictures", count=self.pictures)
        if not any(char.isalnum() for char in text):
            raise refused("no-body", self.name)

    def _lost(self) -> Iterator[Note]:
        """Yield why the page may tell more than could be read."""
        short = self.told < 4 * _web()["least_text"]
        if short and self.files:
            yield note("attachments", count=len(self.files))
        if short and self.pictures:
            yield note("pictures", count=self.pictures)
        if self.text.paged:
            yield note("paged")
        if self.folded:
            yield note("hidden", count=self.folded)

    # -- finding

    def _title(self) -> str:
        """Return the title where the article itself holds none: from above it or from the metadata."""
        opening = [_bare(p.text) for p in self.paragraphs[:6]]
        if any(_is_title(line) for line in opening):
            return ""
        found = self.named or self._title_above() or self.titled
        bare = _bare(found)
        # The same words may stand there with 关于 and 的, or at the end of a longer line.
        return "" if any(bare and bare in line for line in opening) else found

    def _named_title(self) -> str:
        named = {
            (node.attributes.get("name") or node.attributes.get("property") or ""): node.attributes.get("content")
            or ""
            for node in self.tree.css("meta")
        }
        for name in _web()["title_meta"]:
            found = _flat(named.get(name, ""))
            if name.lower() == "articletitle" and found:
                return found
            if _is_title(_bare(_cut(found))):
                return _cut(found)
        return ""

    def _title_above(self) -> str:
        """Return the nearest line before the article that reads like a title and leads nowhere."""
        first = self.article[0].mem_id if self.article else 0
        found = ""
        seen: set[int] = set()
        for node in self.tree.body.traverse(include_text=True) if self.tree.body is not None else ():
            if node.mem_id == first:
                break
            parent = node.parent
            if node.tag != "-text" or parent is None or parent.mem_id in seen:
                continue
            seen.add(parent.mem_id)  # each element's words are put together once
            text = _flat(parent.text() if parent.tag != "body" else node.text_content or "")
            if _is_title(_bare(text)) and not _in_link(node):
                found = text
        return found

    def _page_title(self) -> str:
        """Return the title of the page, unless it is only the name of the site or of a column of it."""
        for node in (*self.tree.css("h1"), *self.tree.css("title")):
            found = _cut(_flat(node.text()))
            if _is_title(_bare(found)):
                return found
        return ""

    def _attachments(self) -> list[str]:
        web = _web()
        found = []
        for link in self.tree.css("a, iframe, embed, object"):
            target = link.attributes.get("href") or link.attributes.get("src") or link.attributes.get("data") or ""
            if web["attachment"].search(target):
                text = _flat(link.text()) or target.rpartition("/")[2]
                found.append(text[:60])
        return list(dict.fromkeys(found))

    def _clean(self) -> None:
        for node in self.tree.css(", ".join(_web()["dropped"])):
            node.decompose()
        for node in self.tree.css(", ".join(_web()["beside"])):
            if _told(node) < _web()["least_text"]:
                node.decompose()
        whole = len(_flat(self.tree.body.text())) if self.tree.body is not None else 0
        for node in self.tree.css("[hidden], [style]"):
            if "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style") or ""):
                words = _flat(node.text())
                # Some pages show their article only once a script has run.
                if 2 * len(words) < whole:
                    told = _told(node)
                    self.hidden += len(words)
                    node.decompose()
                    self.folded += told if told >= _web()["least_text"] and not self._is_copy(words) else 0

    def _is_copy(self, words: str) -> bool:
        """Say whether hidden words stand on the page once more, as for another width of the window."""
        body = self.tree.body
        return body is not None and _bare(words)[:60] in _bare(body.text())

    def _article(self) -> list[LexborNode]:
        """Return the elements that hold the article, in order."""
        root = self.tree.body
        if root is None:
            self.weights = None
            return []
        weights = self.weights = _Weights(root)
        if not weights.total:
            return [root]
        web = _web()
        for selectors, least in (
            (web["own_containers"], min(web["least_text"] // 2, weights.total)),
            (web["containers"], web["container_share"] * weights.total),
        ):
            for selector in selectors:
                found = _siblings(self.tree.css(selector), weights)
                if sum(map(weights.of, found)) >= least:
                    return found if len(found) > 1 else [weights.smallest(found[0], web["inner_share"])]
        return [weights.smallest(root, web["body_share"])]


def _siblings(nodes: list[LexborNode], weights: _Weights) -> list[LexborNode]:
    """Return the heaviest of some elements and those beside it: editors cut an article into several."""
    best = max(nodes, key=weights.of, default=None)
    if best is None or best.parent is None:
        return [] if best is None else [best]
    return [node for node in nodes if node.parent is not None and node.parent.mem_id == best.parent.mem_id]


class _Weights:
    """Characters of sentences outside links, for every element."""

    def __init__(self, root: LexborNode) -> None:
        self._of: dict[int, int] = {}
        for node in root.traverse(include_text=True):
            if node.tag != "-text":
                continue
            text = _flat(node.text_content or "")
            if not _tells(text):
                continue
            above = []
            parent = node.parent
            while parent is not None:
                above.append(parent)
                parent = parent.parent
            if any(_leads_away(element) for element in above):
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
    """The paragraphs of an article in reading order."""

    def __init__(self, article: list[LexborNode], weights: _Weights | None) -> None:
        self.found: list[_Paragraph] = []
        self.struck = 0  # characters that are struck through
        self.paged = False  # whether the article goes on on another page
        self._weights = weights
        self._words = _Words()
        self._prefix = ""  # the number of a list item, until its first words come
        self._counts: dict[int, int] = {}  # of each ordered list
        self._inline = frozenset(_web()["inline"])
        for node in article:
            self._walk(node, level=0, linked=False, lines=_keeps_lines(node))
            self._end()

    def _walk(self, node: LexborNode, level: int, *, linked: bool, lines: bool) -> None:
        """Collect what stands below an element; how deep it may be was bounded before parsing."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._say(child.text_content or "", level, linked=linked, lines=lines)
            elif tag == "br":
                self._end(level=level)
            elif tag in ("del", "s", "strike"):
                self.struck += len(_flat(child.text()))
            elif tag == "table":
                self._end(level=level)
                self._table(child)
            elif (tag in self._inline or ":" in tag) and not _BLOCK.search(child.attributes.get("style") or ""):
                self._walk(child, level, linked=linked or _leads_away(child), lines=lines or _keeps_lines(child))
            elif not self._is_furniture(child):
                self._end(level=level)
                if tag == "li":
                    self._prefix = self._number(child) or self._prefix
                inner = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else level
                self._walk(child, inner, linked=linked, lines=lines or _keeps_lines(child))
                self._end(level=inner)

    def _say(self, text: str, level: int, *, linked: bool, lines: bool) -> None:
        for at, piece in enumerate(text.split("\n") if lines else [text]):
            if at:
                self._end(level=level)
            words = _BLANKS.sub(" ", piece)
            self._words.text.append(words)
            self._words.linked += sum(char.isalnum() for char in words) if linked else 0

    def _is_furniture(self, node: LexborNode) -> bool:
        """Say whether an element is named like what stands beside an article, and tells hardly anything."""
        if node.tag in _LINES:
            return False
        attributes = node.attributes
        named = _web()["furniture"].search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
        return named is not None and (self._weights is None or self._weights.of(node) < _FURNITURE)

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
        if words.linked and len(stripped) <= _PAGER and _web()["pager"].search(stripped):
            self.paged = True
            return
        # A line of links alone leads elsewhere.
        told = sum(char.isalnum() for char in stripped)
        if words.linked >= _LINKED * told and not _tells(stripped):
            return
        prefix, self._prefix = self._prefix, ""
        self.found.append(
            _Paragraph(prefix + (stripped if prefix else text.rstrip()), "heading" if level else "para", level)
        )

    def _table(self, table: LexborNode) -> None:
        rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in _rows(table)]
        texts = [[_flat(cell.text(separator=" ")) for cell in row] for row in rows]
        long = [any(len(text) > _CELL_LENGTH for text in cells) for cells in texts]
        layout = (
            any(cell.css_first("table") is not None for row in rows for cell in row)
            or 2 * sum(long) >= len(rows)
            or all(len(row) <= 1 for row in rows)
        )
        for caption in table.css("caption"):
            self._walk(caption, 0, linked=False, lines=False)
            self._end()
        for row, cells, has_long in zip(rows, texts, long, strict=True):
            if layout or has_long:
                for cell in row:
                    self._walk(cell, 0, linked=False, lines=_keeps_lines(cell))
                    self._end()
            elif any(cells):
                self.found.append(_Paragraph("\t".join(cells).rstrip("\t"), "row"))


def _leads_away(node: LexborNode) -> bool:
    """Say whether an element is a link to another page: the marks that word processors leave in a page are none."""
    target = (node.attributes.get("href") or "").strip().lower() if node.tag == "a" else ""
    return bool(target) and not target.startswith(("#", "javascript:"))


def _in_link(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if _leads_away(parent):
            return True
        parent = parent.parent
    return False


def _keeps_lines(node: LexborNode) -> bool:
    """Say whether line ends in an element's source are line ends on the page."""
    return node.tag in ("pre", "textarea", "xmp") or bool(_PRE.search(node.attributes.get("style") or ""))


def _told(node: LexborNode) -> int:
    """Return how many characters of an element stand in lines that hold a sentence."""
    return sum(len(line) for line in node.text(separator="\n").split("\n") if _tells(line))


def _tells(line: str) -> bool:
    """Say whether a line holds the end of a sentence, its mark in full or in half width."""
    return any(end in line for end in load_chinese().sentence_ends) or _HALF_WIDTH.search(line) is not None


def _is_title(bare: str) -> bool:
    """Say whether words without blanks are a report's title: its ending, and a year or a body before it."""
    language = load_chinese()
    if language.grammar.numbered.match(bare):
        return False
    named = language.grammar.heading_year.search(bare) or language.grammar.body_named.search(bare)
    return 8 <= len(bare) <= _TITLE_LENGTH and bare.endswith(language.title_ends) and named is not None


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for node in table.iter():
        if node.tag == "tr":
            yield node
        elif node.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in node.iter() if row.tag == "tr")


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
