"""How comments are written into the bytes of a Word document: their marks in the main part, their text in a part of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lawcheck.readers import Limits
from lawcheck.readers.refusals import refused
from lawcheck.reporters.base import printable
from lawcheck.reporters.docx_package import DECLARATION
from lawcheck.reporters.docx_paragraphs import Cut, MainPart
from lawcheck.reporters.xml_bytes import Tree, patched

AUTHOR, INITIALS = "lawcheck", "lc"
_SPACED = ' xml:space="preserve"'
_MOST_IDS = 2**30


class Spot(NamedTuple):
    """What a comment is about: from a visible character of a paragraph to another one; -1 for all of the paragraph."""

    first: int
    start: int
    last: int
    end: int


class CommentsPart:
    """The comments part: what it held stays, new comments follow."""

    def __init__(self, data: bytes | None, main: MainPart, name: str, limits: Limits) -> None:
        used = set(main.comment_ids())
        if data is None:
            data = f"{DECLARATION}<w:comments xmlns:w={quoteattr(main.tree.uri)}></w:comments>".encode()
        self._tree = Tree(data, name, limits, listed=("comment",))
        if self._tree.root.name != "comments":
            raise refused("damaged", name, why=f"<{self._tree.root.name}>")
        used |= {node.attributes.get("id", "") for node in self._tree.order["comment"]}
        self._ids = _free_ids(used)
        self._prefix, self._declared = _prefix(self._tree)
        self._new: list[str] = []

    def add(self, paragraphs: Iterable[tuple[str, str]]) -> int:
        """Add a comment and return its id."""
        number, p = next(self._ids), self._prefix
        body = "".join(self._paragraph(bold, plain, first=at == 0) for at, (bold, plain) in enumerate(paragraphs))
        self._new.append(
            f'<{p}comment{self._declared} {p}id="{number}" {p}author="{AUTHOR}" {p}initials="{INITIALS}">'
            f"{body}</{p}comment>"
        )
        return number

    def written(self) -> bytes:
        """Return the part with the new comments."""
        return self._tree.before_end("".join(self._new).encode())

    def _paragraph(self, bold: str, plain: str, *, first: bool) -> str:
        # The document's own default style may have the size and indent of its body.
        p = self._prefix
        spacing = f'<{p}spacing {p}before="0" {p}after="0" {p}line="240" {p}lineRule="auto"/>'
        indent = f'<{p}ind {p}firstLineChars="0" {p}firstLine="0"/><{p}jc {p}val="left"/>'
        mark = f"<{p}r><{p}annotationRef/></{p}r>" if first else ""
        words = self._run(bold, f"<{p}b/>") + self._run(plain, "", " " if bold else "")
        return f"<{p}p><{p}pPr>{spacing}{indent}</{p}pPr>{mark}{words}</{p}p>"

    def _run(self, words: str, look: str, lead: str = "") -> str:
        p, words = self._prefix, escape(printable(words))
        if not words:
            return ""
        return f'<{p}r><{p}rPr>{look}<{p}sz {p}val="20"/></{p}rPr><{p}t{_SPACED}>{lead}{words}</{p}t></{p}r>'


class Marks:
    """The marks of comments in the main part, by their place in its bytes."""

    _END, _REFERENCE, _START = range(3)

    def __init__(self, main: MainPart) -> None:
        self._main = main
        self._prefix, self._declared = _prefix(main.tree)
        self._cuts: dict[int, Cut] = {}
        self._marks: dict[int, list[tuple[int, int, str]]] = {}

    def put(self, spot: Spot, number: int) -> None:
        """Mark a place with the number of its comment."""
        first, last = self._main.paragraphs[spot.first], self._main.paragraphs[spot.last]
        start, end = first.whole if spot.start < 0 else (first.before(spot.start), last.after(spot.end))
        opening, closing = self._mark("commentRangeStart", number), self._mark("commentRangeEnd", number)
        reference = f"<{self._prefix}r{self._declared}>{self._mark('commentReference', number)}</{self._prefix}r>"
        if start.at == end.at:
            self._add(end, self._REFERENCE, number, opening + closing + reference)
            return
        self._add(start, self._START, number, opening)
        self._add(end, self._END, number, closing)
        self._add(last.reference(end), self._REFERENCE, number, reference)

    def written(self) -> bytes:
        """Return the part with its marks."""
        insertions: dict[int, bytes] = {}
        for at, cut in self._cuts.items():
            marks = "".join(xml for _, _, xml in sorted(self._marks[at]))
            insertions[at] = cut.close + marks.encode() + cut.reopen
            if cut.spaced >= 0:
                insertions[cut.spaced] = _SPACED.encode()
        return patched(self._main.data, insertions)

    def _mark(self, tag: str, number: int) -> str:
        return f'<{self._prefix}{tag}{self._declared} {self._prefix}id="{number}"/>'

    def _add(self, cut: Cut, rank: int, number: int, xml: str) -> None:
        self._cuts.setdefault(cut.at, cut)
        self._marks.setdefault(cut.at, []).append((rank, number, xml))


def _prefix(tree: Tree) -> tuple[str, str]:
    """Return what elements and attributes of a part begin with, and what declares it where the part does not."""
    return (tree.prefix, "") if tree.prefix else ("w:", f" xmlns:w={quoteattr(tree.uri)}")


def _free_ids(used: Iterable[str]) -> Iterator[int]:
    """Yield ids of comments after those in use."""
    taken = {int(name) for name in used if name.isascii() and name.isdecimal() and len(name) < 10}
    last = max((number for number in taken if number < _MOST_IDS), default=-1)
    return (number for number in count(last + 1) if number not in taken)
