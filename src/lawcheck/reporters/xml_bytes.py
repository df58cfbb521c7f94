"""XML with the byte offsets of its elements, so that something can be put in without writing the rest anew.

``readers/xml_.py`` builds trees to read from; this one is for patching, with the same guards.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big

_DECLARED = re.compile(rb"""^(\s*<\?xml[^>]{0,100}encoding\s*=\s*["'])([A-Za-z0-9_.-]+)(["'][^>]{0,60}\?>)""")
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"<([^\s/>]+)")
_SEPARATOR = "\n"
_PIECE = 65536
_TEXT = frozenset({"t", "instrText"})
"""Elements whose text is kept."""

_ATTRIBUTES = frozenset(
    {
        "t",
        "vanish",
        "fldChar",
        "sym",
        "comment",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "Relationship",
        "Override",
    }
)
"""Elements whose attributes are kept; all others only cost memory."""


@dataclass(slots=True, eq=False)
class Node:
    """An element and where it stands.

    Attributes:
        name: Local name.
        start: Offset of its start tag in bytes.
        inner: Offset after its start tag.
        end: Offset after its end tag; that of ``inner`` when it has none.
        attributes: By their local names, of the few elements that are asked for them.
        chunks: Its text in stretches, each with its byte offset, and whether its bytes are its characters in UTF-8.
        cdata: Whether it holds a CDATA section, which nothing can be put into.
    """

    name: str
    start: int
    inner: int
    parent: Node | None
    attributes: dict[str, str]
    end: int = 0
    children: list[Node] = field(default_factory=list)
    chunks: list[tuple[str, int, bool]] = field(default_factory=list)
    cdata: bool = False

    @property
    def text(self) -> str:
        """The text that it holds directly."""
        return "".join(words for words, _, _ in self.chunks)

    def child(self, name: str) -> Node | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def above(self) -> Iterable[Node]:
        """Yield the elements around it, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class Tree:
    """A part parsed with its offsets; one that is not in UTF-8 is converted first.

    Attributes:
        data: The part in UTF-8: what all offsets count in.
        uri: Namespace of the root element.
        order: All elements of the names asked for, in document order, in the namespace of the root.

    Raises:
        ReadError: ``unsafe-xml``, ``too-big``, ``too-deep`` or ``damaged``.
    """

    def __init__(self, data: bytes, name: str, limits: Limits, *, listed: Iterable[str] = ()) -> None:
        if data.count(b"<") > 2 * limits.xml_elements:
            raise too_big("xml_elements", data.count(b"<") // 2, limits, name)
        self.name, self.limits = name, limits
        self.uri = ""
        self.order: dict[str, list[Node]] = {wanted: [] for wanted in listed}
        self._bound: dict[str, set[str]] = {}
        self._open: list[Node] = []
        self._roots: list[Node] = []
        self._parser = self._made()
        try:
            self.data = in_utf8(data)
            # In pieces: after a guard has spoken, expat must not work through the rest.
            for at in range(0, len(self.data), _PIECE):
                self._parser.Parse(self.data[at : at + _PIECE], False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise refused("damaged", name, why=f"XML: {error}") from None

    @property
    def root(self) -> Node:
        """The root element."""
        return self._roots[0]

    @property
    def prefix(self) -> str:
        """What an element of the root's namespace may begin with anywhere, colon included; empty for none.

        A default namespace is none: it does not hold for attributes.
        """
        prefix, colon, _ = self.raw(self.root).rpartition(":")
        return prefix + colon if self._bound.get(prefix, set()) == {self.uri} else ""

    def raw(self, node: Node) -> str:
        """Return an element's name as it stands in the bytes."""
        found = _NAME.match(self.data, node.start)
        return found[1].decode() if found else node.name

    def before_end(self, xml: bytes) -> bytes:
        """Return the part with something put in as the last child of its root."""
        root, data = self.root, self.data
        if root.inner < root.end:
            at = data.rindex(b"</", root.inner, root.end)
            return data[:at] + xml + data[at:]
        tag = data[root.start : root.inner]
        whole = tag[:-2] + b">" + xml + f"</{self.raw(root)}>".encode()
        return data[: root.start] + whole + data[root.end :]

    # -- what expat tells

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.namespace_prefixes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartCdataSectionHandler = self._cdata
        return parser

    def _doctype(self, *_: object) -> None:
        raise refused("unsafe-xml", self.name)

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix:
            self._bound.setdefault(prefix, set()).add(uri or "")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= self.limits.depth:
            raise refused("too-deep", self.name, most=self.limits.depth)
        uri, tag = _split(name)
        start = self._parser.CurrentByteIndex
        found = _TAG.match(self.data, start)
        if found is None:
            raise ValueError(f"<{tag}> ?")
        parent = self._open[-1] if self._open else None
        kept = {_split(key)[1]: value for key, value in attributes.items()} if tag in _ATTRIBUTES else {}
        node = Node(tag, start, found.end(), parent, kept)
        if parent is None:
            self.uri = uri
            self._roots.append(node)
        else:
            parent.children.append(node)
        if tag in self.order and uri == self.uri:
            self.order[tag].append(node)
        self._open.append(node)

    def _end(self, _: str) -> None:
        node = self._open.pop()
        if self.data[node.inner - 2 : node.inner] == b"/>":
            node.end = node.inner
        else:
            node.end = self.data.index(b">", self._parser.CurrentByteIndex) + 1

    def _words(self, words: str) -> None:
        node = self._open[-1]
        if node.name in _TEXT:
            at = self._parser.CurrentByteIndex
            raw = words.encode()
            node.chunks.append((words, at, self.data[at : at + len(raw)] == raw))

    def _cdata(self) -> None:
        self._open[-1].cdata = True


def patched(data: bytes, insertions: dict[int, bytes]) -> bytes:
    """Return data with something put in at some offsets; nothing else is changed."""
    cuts = sorted(insertions)
    edges = [*cuts, len(data)]
    pieces = (insertions[start] + data[start:end] for start, end in pairwise(edges))
    return data[: edges[0]] + b"".join(pieces)


def in_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8, as it is where it already was; its declaration then says so.

    Raises:
        ValueError: It is not in the encoding that it says.
        LookupError: An encoding that nobody knows.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _declared_utf8(data.decode("utf-16").encode())
    if data[:2] in (b"<\0", b"\0<"):
        return _declared_utf8(data.decode("utf-16-le" if data[1] == 0 else "utf-16-be").encode())
    found = _DECLARED.match(data[:200])
    declared = found[2].decode("ascii").lower() if found else "utf-8"
    if declared == "utf-8":
        return data
    return _declared_utf8(data.decode("gb18030" if declared.startswith("gb") else declared).encode())


def _declared_utf8(data: bytes) -> bytes:
    return _DECLARED.sub(rb"\1UTF-8\3", data, count=1)


def _split(name: str) -> tuple[str, str]:
    """Return namespace and local name of what expat joins with the prefix."""
    parts = name.split(_SEPARATOR)
    return (parts[0], parts[1]) if len(parts) > 1 else ("", name)
