"""OFD, the fixed layout of Chinese offices.

Source:
    GB/T 33190-2016: files, pages, text objects; the standard library reads all of it, and no kept library gives the
    text in reading order without drawing it.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lawcheck.errors import ReadError
from lawcheck.readers.extraction import Extraction, note
from lawcheck.readers.layout import FEW, STAMPED, Glyph, Page, write_pages
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big
from lawcheck.readers.source import Draft, SourceText
from lawcheck.readers.xml_ import local, parse_xml
from lawcheck.readers.zip_ import Zip

_ASLANT = 0.09
"""Slope, about 5 degrees, from which on a text does not belong to the lines of its page."""

_DEEPEST = 8
"""How deep composite objects may stand in one another."""

_DRAWN = 36
"""Shapes on a page without text, from which on its characters may be drawn."""

_SCAN = 31_000.0
"""Area in square millimetres from which on a picture may be a scan: half of an A4 page."""

_SEALED = ("decryptseed.dat", "entriesmap.dat")
"""Parts that an encrypted OFD holds (GB/T 33190, annex on protection)."""


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read an OFD; a place is a line of a page, both from 1.

    Raises:
        ReadError: Damaged, encrypted, unsafe, too many pages, or no text at all.
    """
    package = _Package(Zip(data, name, limits), name, limits)
    draft = Draft(name, limits)
    pages: list[Page] = []
    doubtful: dict[int, Counter[str]] = {}
    broken: list[int] = []
    for document in package.documents():
        for path, templates in document.pages:
            number = len(pages) + 1
            page = Page(number)
            pages.append(page)
            try:
                shapes = document.fill(page, path, templates)
            except ReadError as error:
                if error.code != "damaged":
                    raise
                broken.append(number)
                continue
            doubtful[number] = shapes
    told = write_pages(pages, draft)
    empty = [
        n for n, shapes in doubtful.items() if told[n] < (STAMPED if shapes["scans"] else bool(shapes["pictures"]))
    ]
    drawn = [n for n, shapes in doubtful.items() if n not in empty and shapes["paths"] > _DRAWN and told[n] < FEW]
    if not any(told[page.number] for page in pages if page.number not in empty and page.number not in drawn):
        if broken and len(broken) == len(pages):
            raise refused("damaged", name, why=f"{len(broken)}/{len(pages)}")
        if empty or drawn:
            raise refused("no-text-layer", name, detail="" if empty else "drawn", pages=len(pages))
        if sum(len(page.glyphs) for page in pages) >= FEW:
            raise refused("garbled", name)
        raise refused("empty", name, detail="words")
    if package.signed:
        draft.notes.append(note("signed"))
    named = (("pages_without_text", empty), ("drawn", drawn), ("pages_unreadable", broken))
    return draft.source(
        sha256=hashlib.sha256(data).hexdigest(),
        reader="ofd",
        extraction=Extraction(
            format="ofd",
            pages=len(pages),
            pages_without_text=tuple(sorted({*empty, *drawn, *broken})),
            skipped=(("attachments", package.attachments),) if package.attachments else (),
            incomplete=tuple(note(code, pages="、".join(map(str, numbers))) for code, numbers in named if numbers),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """An affine map from an object's own coordinates to the page's."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: _Place) -> _Place:
        e, f = outer.of(self.e, self.f)
        return _Place(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )


class _Package:
    def __init__(self, archive: Zip, name: str, limits: Limits) -> None:
        self.zip, self.name, self.limits = archive, name, limits
        if any(part.lower().rpartition("/")[2] in _SEALED for part in archive.infos):
            raise refused("encrypted", name)
        self.root = next(
            (part for part in archive.infos if part.replace("\\", "/").lower().endswith("ofd.xml")), ""
        )
        self.attachments = sum(
            "attach" in part.lower() and not part.lower().endswith(".xml") for part in archive.infos
        )
        self.signed = any(part.replace("\\", "/").lower().endswith("signatures.xml") for part in archive.infos)

    def documents(self) -> Iterator[_Document]:
        root = self.parse(self.root)
        found = [node for node in root.iter() if local(node.tag) == "DocRoot" and node.text]
        if not found:
            raise refused("damaged", self.name, why="DocRoot ?")
        left = self.limits.pages
        for node in found:
            document = _Document(self, self.path(self.root, (node.text or "").strip()))
            if len(document.pages) > left:
                raise too_big("pages", len(document.pages), self.limits, self.name)
            left -= len(document.pages)
            yield document

    def parse(self, path: str) -> Element:
        found = self.zip.find(path)
        if found is None:
            raise refused("damaged", self.name, why=f"{path} ?")
        return parse_xml(self.zip.read(found), self.name, self.limits)

    def path(self, base: str, place: str) -> str:
        """Return a part's path from how another part names it: absolute, or relative to that part."""
        place = place.replace("\\", "/")
        if place.startswith("/"):
            return place.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(base.replace("\\", "/")), place))


class _Document:
    """One document of the package: its pages, templates and composite objects."""

    def __init__(self, package: _Package, path: str) -> None:
        self._package = package
        root = package.parse(path)
        self.pages: list[tuple[str, list[str]]] = []
        self._templates: dict[str, str] = {}
        self._units: dict[str, Element] = {}
        resources: list[str] = []
        for node in root.iter():
            tag = local(node.tag)
            if tag == "TemplatePage":
                self._templates[node.get("ID", "")] = package.path(path, node.get("BaseLoc", ""))
            elif tag == "Page" and node.get("BaseLoc"):
                self.pages.append((package.path(path, node.get("BaseLoc", "")), []))
            elif tag in ("PublicRes", "DocumentRes") and node.text:
                resources.append(package.path(path, node.text.strip()))
        for resource in resources:
            if package.zip.find(resource):
                for node in package.parse(resource).iter():
                    if local(node.tag) == "CompositeGraphicUnit":
                        self._units[node.get("ID", "")] = node

    def fill(self, page: Page, path: str, templates: list[str]) -> Counter[str]:
        """Add a page's characters; a template's are furniture, unless the page itself has none."""
        root = self._package.parse(path)
        shapes: Counter[str] = Counter()
        for node in root:
            if local(node.tag) == "Content":
                self._objects(node, _Place(), page, shapes, 0)
            elif local(node.tag) == "Template":
                templates.append(self._templates.get(node.get("TemplateID", ""), ""))
        # A template's running head is no text of a scanned page.
        if page.glyphs or shapes["pictures"]:
            return shapes
        for template in templates:
            if template and self._package.zip.find(template):
                for node in self._package.parse(template):
                    if local(node.tag) == "Content":
                        self._objects(node, _Place(), page, shapes, 0)
        return shapes

    def _objects(self, parent: Element, place: _Place, page: Page, shapes: Counter[str], depth: int) -> None:
        for node in parent:
            tag = local(node.tag)
            if tag == "TextObject":
                placed = _placed(node, place)
                across, along = sorted((abs(placed.a), abs(placed.b)))
                if across <= _ASLANT * along:  # what stands aslant is a watermark
                    page.glyphs += _glyphs(node, placed)
                if len(page.glyphs) > self._package.limits.characters:
                    raise too_big("characters", len(page.glyphs), self._package.limits, self._package.name)
            elif tag in ("Layer", "PageBlock"):
                self._objects(node, place, page, shapes, depth)
            elif tag == "CompositeObject":
                unit = self._units.get(node.get("ResourceID", ""))
                shapes["composites"] += 1
                # A unit that holds itself would never end, one that doubles at every level nearly so.
                if unit is not None and depth < _DEEPEST and shapes["composites"] < self._package.limits.blocks:
                    for content in unit:
                        if local(content.tag) == "Content":
                            self._objects(content, _placed(node, place), page, shapes, depth + 1)
            elif tag == "PathObject":
                shapes["paths"] += 1
            elif tag == "ImageObject":
                _, _, width, height = _numbers(node.get("Boundary"), 4)
                shapes["pictures"] += 1
                shapes["scans"] += width * height >= _SCAN


def _placed(node: Element, outer: _Place) -> _Place:
    boundary = _numbers(node.get("Boundary"), 4)
    a, b, c, d, e, f = _numbers(node.get("CTM"), 6) if node.get("CTM") else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return _Place(a, b, c, d, e + boundary[0], f + boundary[1]).within(outer)


def _glyphs(node: Element, place: _Place) -> Iterator[Glyph]:
    """Yield the characters of a text object where they stand on the page."""
    if node.get("Visible") == "false":
        return
    size = _numbers(node.get("Size"), 1)[0] or 1.0
    first_x = first_y = 0.0
    for code in node:
        if local(code.tag) != "TextCode" or not code.text:
            continue
        text = code.text.strip("\r\n")
        # Where it stands need only be said when it changes.
        first_x, first_y = _number(code.get("X", str(first_x))), _number(code.get("Y", str(first_y)))
        x, y = first_x, first_y
        across = _deltas(code.get("DeltaX"), len(text))
        down = _deltas(code.get("DeltaY"), len(text))
        for at, char in enumerate(text):
            if at:
                x += across[at - 1] if at <= len(across) else (0.0 if down else _width(text[at - 1], size))
                y += down[at - 1] if at <= len(down) else 0.0
            if not char.isspace():
                left, base = place.of(x, y)
                right, _ = place.of(x + _width(char, size), y)
                _, top = place.of(x, y - size)
                yield Glyph(char, min(left, right), max(left, right), base, abs(base - top) or size)


def _width(char: str, size: float) -> float:
    return size / 2 if char.isascii() else size


def _deltas(text: str | None, most: int) -> list[float]:
    """Return the steps between characters; ``g n d`` stands for n times d, and never for more than there are."""
    found: list[float] = []
    words = (text or "").split()
    at = 0
    while at < len(words) and len(found) < most:
        if words[at] == "g" and at + 2 < len(words):
            count = int(min(max(_number(words[at + 1]), 0), most - len(found)))
            found += [_number(words[at + 2])] * count
            at += 3
        else:
            found.append(_number(words[at]))
            at += 1
    return found


def _number(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e9 else 0.0


def _numbers(text: str | None, count: int) -> list[float]:
    found = [_number(word) for word in (text or "").split()[:count]]
    return found + [0.0] * (count - len(found))
