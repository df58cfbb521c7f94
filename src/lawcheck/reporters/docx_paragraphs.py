"""The paragraphs of a Word document as ``readers/docx.py`` reads them, and where in the bytes marks can be put.

A paragraph that cannot be followed exactly (text hidden by a style, say) does no harm: the words do not match then, and
it is marked as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused
from lawcheck.reporters.xml_bytes import Node, Tree

_OFF = ("0", "false", "off", "none")
_REMOVED = frozenset({"del", "moveFrom"})
_SEE_THROUGH = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo"})
"""What marks may stand inside."""

_SEALED = frozenset({"sdt", "fldSimple", "oMath", "oMathPara", "AlternateContent", "ruby"})
"""What is marked as a whole: a program may write its contents anew."""

_BLOCKS = frozenset({"body", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "moveTo"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_XML_BLANKS = " \t\r\n"
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place for marks.

    Attributes:
        at: Offset in bytes.
        close: What ends the run that is cut in two, empty between runs.
        reopen: What begins its second half.
        spaced: Offset where the first half is told to keep its blanks, -1 where that is not needed.
    """

    at: int
    close: bytes = b""
    reopen: bytes = b""
    spaced: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class _Atom:
    """Words of a run that stand in one element: a ``w:t``, or what stands for a single character."""

    run: Node
    node: Node
    text: str


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph of the main text.

    Attributes:
        atoms: Its visible words.
        sealed: Stretches of bytes that no mark may stand inside.
    """

    data: bytes
    node: Node
    ordinal: int
    atoms: list[_Atom] = field(default_factory=list)
    sealed: list[tuple[int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its visible text, without its automatic number."""
        return "".join(atom.text for atom in self.atoms)

    def before(self, index: int) -> Cut:
        """Return the place before a visible character."""
        at, ahead = self._find(index)
        atom = self.atoms[at]
        first = ahead == 0 and (at == 0 or self.atoms[at - 1].run is not atom.run)
        cut = None if first else self._inside(atom, ahead)
        return self._outside(cut or Cut(atom.run.start), start=True)

    def after(self, index: int) -> Cut:
        """Return the place after a visible character."""
        at, ahead = self._find(index)
        atom = self.atoms[at]
        if ahead + 1 < len(atom.text):
            cut = self._inside(atom, ahead + 1)
        elif at + 1 < len(self.atoms) and self.atoms[at + 1].run is atom.run:
            cut = self._inside(self.atoms[at + 1], 0)
        else:
            cut = None
        return self._outside(cut or Cut(atom.run.end), start=False)

    def reference(self, end: Cut) -> Cut:
        """Return the place of the reference to a comment whose range ends there: in no link, no tracked change."""
        around = next((child for child in self.node.children if child.start < end.at < child.end), None)
        return end if around is None or around.name == "r" else Cut(around.end)

    @property
    def whole(self) -> tuple[Cut, Cut]:
        """The places around all that it says, or around all that it holds when it says nothing."""
        text = self.text
        if text.strip():
            return self.before(len(text) - len(text.lstrip())), self.after(len(text.rstrip()) - 1)
        properties = self.node.child("pPr")
        start = properties.end if properties is not None else self.node.inner
        return Cut(start), Cut(self.data.rindex(b"</", self.node.inner, self.node.end))

    def _find(self, index: int) -> tuple[int, int]:
        """Return which atom a visible character stands in, and how many of its characters stand before it."""
        if len(self._starts) != len(self.atoms) + 1:
            self._starts = [0, *accumulate(len(atom.text) for atom in self.atoms)]
        at = bisect_right(self._starts, index) - 1
        return at, index - self._starts[at]

    def _inside(self, atom: _Atom, ahead: int) -> Cut | None:
        """Return the place in the middle of a run, None where it cannot be cut."""
        run = atom.run
        tag, close = self.data[run.start : run.inner], self._closing(run)
        properties = run.child("rPr")
        again = tag + (self.data[properties.start : properties.end] if properties is not None else b"")
        if ahead == 0:
            return Cut(atom.node.start, close, again)
        at = _byte_of(atom, ahead)
        text = atom.node.text
        spaced = atom.node.attributes.get("space") != "preserve" and any(c in _XML_BLANKS for c in text)
        # Blanks around the words are not shown here, and would be when told to stay.
        if at is None or (spaced and text != text.strip(_XML_BLANKS)):
            return None
        words = self.data[atom.node.start : atom.node.inner]
        keep = b' xml:space="preserve"' if spaced and "space" not in atom.node.attributes else b""
        if spaced and not keep:
            return None
        reopened = words[:-1] + keep + b">"
        return Cut(at, self._closing(atom.node) + close, again + reopened, atom.node.inner - 1 if keep else -1)

    def _closing(self, node: Node) -> bytes:
        return self.data[self.data.rindex(b"</", node.inner, node.end) : node.end]

    def _outside(self, cut: Cut, *, start: bool) -> Cut:
        """Return a place, moved out of what is sealed."""
        for _ in self.sealed:
            around = next(((a, b) for a, b in self.sealed if a < cut.at < b), None)
            if around is None:
                break
            cut = Cut(around[0] if start else around[1])
        return cut


def _byte_of(atom: _Atom, ahead: int) -> int | None:
    """Return the offset of a character in the middle of a ``w:t``, None where nothing can be put before it."""
    node = atom.node
    if node.name != "t" or node.cdata:
        return None
    if atom.text != node.text:  # blanks around it that are not shown
        ahead += len(node.text) - len(node.text.lstrip(_XML_BLANKS))
    for words, at, plain in node.chunks:
        if ahead < len(words):
            if ahead == 0:
                return at
            return at + len(words[:ahead].encode()) if plain else None
        ahead -= len(words)
    return None


class MainPart:
    """The main part of a Word document.

    Attributes:
        tree: The part with its offsets.
        paragraphs: Those of the main text, by their ordinal among all ``w:p``; not those in text boxes.

    Raises:
        ReadError: Damaged, or beyond a limit.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.tree = Tree(data, name, limits, listed=("p", *_MARKS))
        self.data = self.tree.data
        body = self.tree.root.child("body")
        if body is None:
            raise refused("damaged", name, why="w:body ?")
        self._ordinals = {id(node): at for at, node in enumerate(self.tree.order["p"], 1)}
        self.paragraphs: dict[int, Paragraph] = {}
        walk = _Walk()
        for node in _paragraphs(body):
            ordinal = self._ordinals.get(id(node))
            if ordinal is not None and node.inner < node.end:
                self.paragraphs[ordinal] = Paragraph(self.data, node, ordinal)
                walk.read(self.paragraphs[ordinal])

    @cached_property
    def first(self) -> Paragraph | None:
        """The first paragraph that says something."""
        return next((paragraph for paragraph in self.paragraphs.values() if paragraph.text.strip()), None)

    def at(self, ordinal: int) -> Paragraph | None:
        """Return a paragraph by its ordinal; for one in a text box, that which anchors the box."""
        if not 0 < ordinal <= len(self.tree.order["p"]):
            return None
        node = self.tree.order["p"][ordinal - 1]
        for around in (node, *node.above()):
            found = self.paragraphs.get(self._ordinals.get(id(around), 0))
            if found is not None:
                return found
        return None

    def comment_ids(self) -> Iterator[str]:
        """Yield the ids of comments that it refers to."""
        for mark in _MARKS:
            for node in self.tree.order[mark]:
                yield node.attributes.get("id", "")


def _paragraphs(parent: Node) -> Iterator[Node]:
    """Yield the paragraphs of the main text; of an AlternateContent, those of the branch that is read."""
    for node in parent.children:
        if node.name == "p":
            yield node
        elif node.name == "AlternateContent":
            yield from _paragraphs(_branch(node))
        elif node.name in _BLOCKS and not _is_removed_row(node):
            yield from _paragraphs(node)


def _is_removed_row(node: Node) -> bool:
    properties = node.child("trPr") if node.name == "tr" else None
    return properties is not None and properties.child("del") is not None


def _branch(node: Node) -> Node:
    branches = [child for child in node.children if child.name in ("Choice", "Fallback")]
    return next((child for child in branches if child.children), branches[0] if branches else node)


@dataclass(slots=True)
class _Field:
    """A field that is open: what is being read of it, and where it began."""

    state: str
    paragraph: Paragraph
    run: Node


class _Walk:
    """Reads paragraphs in document order, since fields go on over several."""

    def __init__(self) -> None:
        self._fields: list[_Field] = []
        self._paragraph: Paragraph

    def read(self, paragraph: Paragraph) -> None:
        """Fill in what a paragraph says."""
        self._paragraph = paragraph
        self._runs(paragraph.node, shown=True)

    def _runs(self, parent: Node, *, shown: bool) -> None:
        for node in parent.children:
            if node.name == "r":
                self._run(node, shown=shown)
            elif node.name in _REMOVED:
                self._runs(node, shown=False)
            elif node.name in _SEE_THROUGH or node.name == "sdtContent" or node.name == "rubyBase":
                self._runs(node, shown=shown)
            elif node.name in _SEALED:
                self._paragraph.sealed.append((node.start, node.end))
                self._runs(_branch(node) if node.name == "AlternateContent" else node, shown=shown)

    def _run(self, run: Node, *, shown: bool) -> None:
        shown = shown and not _is_hidden(run)
        for node in run.children:
            if node.name == "fldChar":
                self._field(node.attributes.get("fldCharType", ""), run)
            elif node.name == "instrText":
                if (
                    self._fields
                    and self._fields[-1].state == "code"
                    and node.text.split()[:1] in (["TOC"], ["toc"])
                ):
                    self._fields[-1].state = "contents"
            elif node.name == "ruby":
                self._paragraph.sealed.append((run.start, run.end))
                self._runs(node, shown=shown)
            elif shown and all(opened.state == "result" for opened in self._fields):
                words = _words(node)
                if words:
                    self._paragraph.atoms.append(_Atom(run, node, words))

    def _field(self, what: str, run: Node) -> None:
        if what == "begin":
            self._fields.append(_Field("code", self._paragraph, run))
        elif what == "separate" and self._fields:
            if self._fields[-1].state == "code":
                self._fields[-1].state = "result"
        elif what == "end" and self._fields:
            begun = self._fields.pop()
            if begun.paragraph is self._paragraph:
                first, last = begun.run, run
                if first.parent is not last.parent:
                    first, last = (_topmost(node, self._paragraph.node) for node in (first, last))
                self._paragraph.sealed.append((first.start, last.end))


def _topmost(node: Node, paragraph: Node) -> Node:
    """Return the child of a paragraph that a node stands in."""
    while node.parent is not None and node.parent is not paragraph:
        node = node.parent
    return node


def _is_hidden(run: Node) -> bool:
    properties = run.child("rPr")
    vanish = properties.child("vanish") if properties is not None else None
    return vanish is not None and vanish.attributes.get("val") not in _OFF


def _words(node: Node) -> str:
    """Return what an element of a run shows."""
    if node.name == "t":
        return node.text if node.attributes.get("space") == "preserve" else node.text.strip(_XML_BLANKS)
    if node.name == "sym":
        try:
            value = int(node.attributes.get("char", ""), 16)
        except ValueError:
            return ""
        return chr(value) if 0x20 < value < 0xE000 else ""
    return _CHARACTERS.get(node.name, "")
