"""XML parts of documents, parsed with the standard library behind a guard.

Any DOCTYPE is refused before an entity can be declared: a search for its bytes would miss other encodings. Size is
counted before the tree is built, depth while walking it.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.-]+)["'][^>]{0,60}\?>""")


class _Doctype(Exception):  # noqa: N818 - never leaves this file
    """A DOCTYPE was met."""


class _Builder(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Stop at once: what is declared after it is never looked at."""
        raise _Doctype


def parse_xml(data: bytes, name: str, limits: Limits) -> ET.Element:
    """Parse a part.

    Raises:
        ReadError: ``unsafe-xml``, ``too-big``, ``too-deep`` or ``damaged``.
    """
    count = data.count(b"<")
    if count > 2 * limits.xml_elements:
        raise too_big("xml_elements", count // 2, limits, name)
    try:
        parser = ET.XMLParser(target=_Builder())
        # In pieces: after the guard has spoken, expat must not work through the rest.
        data = _utf8(data)
        for at in range(0, len(data), 65536):
            parser.feed(data[at : at + 65536])
        root: ET.Element = parser.close()
    except _Doctype:
        raise refused("unsafe-xml", name) from None
    except (ET.ParseError, ValueError, LookupError, UnicodeError) as error:
        raise refused("damaged", name, why=f"XML: {error}") from None
    _guard_depth(root, name, limits)
    return root


def _utf8(data: bytes) -> bytes:
    """Return the part in UTF-8 where its declared encoding is one that expat does not know, such as GBK."""
    found = _DECLARED.match(data[:200])
    if found is None:
        return data
    declared = found.group(1).decode("ascii").lower()
    if declared in ("utf-8", "utf-16", "us-ascii", "iso-8859-1"):
        return data
    encoding = "gb18030" if declared.startswith("gb") else declared
    return data[found.end() :].decode(encoding).encode("utf-8")


def _guard_depth(root: ET.Element, name: str, limits: Limits) -> None:
    level = [root]
    depth = 0
    while level:
        depth += 1
        if depth > limits.depth:
            raise refused("too-deep", name, most=limits.depth)
        level = [child for node in level for child in node if len(child)]


def local(tag: str) -> str:
    """Return a tag's or attribute's name without its namespace."""
    return tag.rpartition("}")[2]
