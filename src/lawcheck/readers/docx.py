"""Word documents: .docx, .docm, .dotx, transitional and strict.

The libraries in use for this (python-docx, docx2python, mammoth, markitdown) do not rebuild Word's automatic numbers;
without them 一、 and （一） are gone and with them the sections of a report. They also differ in what they make of tracked
changes, text boxes and content controls. So the few parts that matter are read here, with the standard library alone.

Source:
    ECMA-376 (Office Open XML) part 1, 17: WordprocessingML.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lawcheck.readers.extraction import Extraction, note
from lawcheck.readers.flow import Line, Table, Writer
from lawcheck.readers.limits import Limits
from lawcheck.readers.numbering import ListCounter, ListLevel, spaced
from lawcheck.readers.refusals import refused
from lawcheck.readers.source import Draft, SourceText
from lawcheck.readers.xml_ import local, parse_xml
from lawcheck.readers.zip_ import Zip

_OFF = ("0", "false", "off", "none")
_REMOVED = frozenset({"del", "moveFrom"})
_KEPT = frozenset({"ins", "moveTo"})
_PASSED_THROUGH = frozenset(
    {
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
        "rubyBase",
        "oMath",
        "oMathPara",
    }
)
_HOLDERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_PAGE = 7_560_310 * 10_692_130
"""Area of an A4 page in the square of the unit of drawings, 914,400 to the inch."""

_BLANKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a Word document.

    ``line`` of a place is the ordinal of its ``w:p`` in the main part, counting all of them from 1.

    Raises:
        ReadError: Damaged, encrypted, unsafe or beyond a limit.
    """
    package = _Package(Zip(data, name, limits), name, limits)
    draft = Draft(name, limits)
    extraction = _Body(package, Writer(draft)).read()
    return draft.source(sha256=hashlib.sha256(data).hexdigest(), reader="docx", extraction=extraction)


class _Package:
    """The parts of a document that matter, found by their relationships."""

    def __init__(self, archive: Zip, name: str, limits: Limits) -> None:
        self.zip, self.name, self.limits = archive, name, limits
        main = self._related("_rels/.rels", "").get("officeDocument", "word/document.xml")
        found = archive.find(main) or archive.find("word/document.xml")
        if found is None:
            raise refused("damaged", name, why="word/document.xml ?")
        self.main = self._part(found)
        folder, base = posixpath.split(found)
        self._others = self._related(f"{folder}/_rels/{base}.rels", folder)
        self._folder = folder
        # Strict and transitional documents differ in their namespaces only.
        self.w = self.main.tag.rpartition("}")[0] + "}"
        if local(self.main.tag) != "document":
            raise refused("damaged", name, why=f"<{local(self.main.tag)}>")

    def part(self, kind: str) -> Element | None:
        """Return a part by the last word of its relationship's type, such as ``styles``."""
        path = self._others.get(kind, f"{self._folder}/{kind}.xml")
        found = self.zip.find(path)
        return self._part(found) if found else None

    def _part(self, path: str) -> Element:
        return parse_xml(self.zip.read(path), self.name, self.limits)

    def _related(self, path: str, folder: str) -> dict[str, str]:
        found = self.zip.find(path)
        if found is None:
            return {}
        targets: dict[str, str] = {}
        for relation in self._part(found):
            if relation.get("TargetMode") == "External":  # never followed
                continue
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target") or ""
            path = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            targets.setdefault(kind, path)
        return targets


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    name: str = ""
    num: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    hidden: bool | None = None


class _Styles:
    """Styles with what they inherit."""

    def __init__(self, root: Element | None, w: str) -> None:
        self.w = w
        self._styles: dict[str, _Style] = {}
        self.default = ""
        for node in root.iter(f"{w}style") if root is not None else ():
            name = node.get(f"{w}styleId", "")
            self._styles[name] = self._style(node)
            if node.get(f"{w}type") == "paragraph" and node.get(f"{w}default") not in (None, *_OFF):
                self.default = name

    def _style(self, node: Element) -> _Style:
        w = self.w
        style = _Style(based_on=_value(node.find(f"{w}basedOn"), w), name=_value(node.find(f"{w}name"), w).lower())
        ppr = node.find(f"{w}pPr")
        if ppr is not None:
            style.num, style.ilvl = _num_of(ppr, w)
            outline = _value(ppr.find(f"{w}outlineLvl"), w)
            style.outline = int(outline) if outline.isdecimal() else None
        rpr = node.find(f"{w}rPr")
        if rpr is not None:
            style.hidden = _switch(rpr.find(f"{w}vanish"), w)
        return style

    def chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        """Yield a style and those it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on

    def hidden(self, name: str) -> bool | None:
        return next((style.hidden for _, style in self.chain(name) if style.hidden is not None), None)

    def heading(self, name: str) -> int:
        """Return the level of a heading style, 0 for none, -1 for the title."""
        for _, style in self.chain(name):
            if style.name.startswith("heading ") and style.name[8:].strip().isdecimal():
                return min(int(style.name[8:]), 9)
            if style.name == "title":
                return -1
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else 0
        return 0

    def num(self, name: str) -> tuple[str | None, int | None, str]:
        """Return list, level and the style that names the list; a style may take its list from another and its level not."""
        level = next((style.ilvl for _, style in self.chain(name) if style.ilvl is not None), None)
        for at, style in self.chain(name):
            if style.num is not None:
                return style.num, level, at
        return None, None, ""


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: a definition, with levels of its own laid over."""

    definition: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]
    style_levels: dict[str, int]


class _Lists:
    """Automatic numbers, counted in the order of the document."""

    def __init__(self, root: Element | None, styles: _Styles, w: str) -> None:
        self.w, self._styles = w, styles
        self._nums: dict[str, Element] = {}
        self._definitions: dict[str, Element] = {}
        if root is not None:
            self._nums = {node.get(f"{w}numId", ""): node for node in root.iter(f"{w}num")}
            self._definitions = {node.get(f"{w}abstractNumId", ""): node for node in root.iter(f"{w}abstractNum")}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, ListCounter] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, ppr: Element | None, style: str) -> str:
        """Count a paragraph and return its number as shown, empty for none."""
        direct, level = _num_of(ppr, self.w) if ppr is not None else (None, None)
        styled, style_level, at = self._styles.num(style)
        num = direct if direct is not None else styled
        if num is None or num == "0":
            return ""
        chosen = self._list(num)
        if chosen is None:
            return ""
        if level is None:
            own = chosen.style_levels.get(style, chosen.style_levels.get(at))
            level = own if own is not None else style_level or 0
        start = None
        if (num, level) not in self._begun:
            self._begun.add((num, level))
            start = chosen.starts.get(level)
        counter = self._counters.setdefault(chosen.definition, ListCounter())
        shown = counter.next(level, chosen.levels, start)
        return spaced(shown, chosen.levels.get(level, ListLevel()).suffix)

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._built(num, set())
        return self._lists[num]

    def _built(self, num: str, seen: set[str]) -> _List | None:
        node = self._nums.get(num)
        if node is None or num in seen:
            return None
        w = self.w
        definition = _value(node.find(f"{w}abstractNumId"), w)
        base = self._definitions.get(definition)
        if base is None:
            return None
        linked = _value(base.find(f"{w}numStyleLink"), w)
        if linked:
            other, _, _ = self._styles.num(linked)
            return self._built(other, seen | {num}) if other else None
        built = _List(definition, {}, {}, {})
        for level in base.findall(f"{w}lvl"):
            at = _int(level.get(f"{w}ilvl"), 0)
            built.levels[at] = self._level(level)
            style = _value(level.find(f"{w}pStyle"), w)
            if style:
                built.style_levels[style] = at
        for override in node.findall(f"{w}lvlOverride"):
            at = _int(override.get(f"{w}ilvl"), 0)
            level_node = override.find(f"{w}lvl")
            if level_node is not None:
                built.levels[at] = self._level(level_node)
            start = override.find(f"{w}startOverride")
            if start is not None:
                built.starts[at] = _int(_value(start, w), 1)
        return built

    def _level(self, node: Element) -> ListLevel:
        w = self.w
        form = node.find(f"{w}numFmt")
        if form is None:
            # A format of newer Word versions stands in AlternateContent; the fallback is the older one.
            form = next(node.iter(f"{w}numFmt"), None)
        restart = node.find(f"{w}lvlRestart")
        return ListLevel(
            start=_int(_value(node.find(f"{w}start"), w), 1) if node.find(f"{w}start") is not None else 0,
            form=_value(form, w) or "decimal",
            text=_value(node.find(f"{w}lvlText"), w),
            suffix=_value(node.find(f"{w}suff"), w) or "tab",
            legal=bool(_switch(node.find(f"{w}isLgl"), w)),
            restart=_int(_value(restart, w), 0) if restart is not None else None,
        )


class _Body:
    """Walks through the main part in reading order."""

    def __init__(self, package: _Package, writer: Writer) -> None:
        self.package, self.writer, self.w = package, writer, package.w
        self.styles = _Styles(package.part("styles"), self.w)
        self.lists = _Lists(package.part("numbering"), self.styles, self.w)
        self.ordinals = {id(p): at for at, p in enumerate(package.main.iter(f"{self.w}p"), 1)}
        self._texts: dict[str, dict[str, Element]] = {}  # footnotes and endnotes by their ids
        self._at = 0  # ordinal of the paragraph that is being read
        self._open: Line | None = None
        self._fields: list[str] = []  # of each open field: "code", "result" or "contents"
        # Word notes where its pages began when it last saved the file; other programs do not.
        noted = next(package.main.iter(f"{self.w}lastRenderedPageBreak"), None)
        self._page: int | None = None if noted is None else 1

    def read(self) -> Extraction:
        """Write everything, and return how it was read."""
        body = self.package.main.find(f"{self.w}body")
        if body is None:
            raise refused("damaged", self.package.name, why="w:body ?")
        for item in self._items(body):
            if isinstance(item, Table):
                self.writer.table(item)
            else:
                self.writer.write(item)
        self.writer.finish()
        return self.writer.extraction("docx")

    # -- blocks

    def _items(self, parent: Element) -> Iterator[Line | Table]:
        """Yield the paragraphs and tables below an element."""
        yield from self._below(parent)
        yield from self._waiting()

    def _below(self, parent: Element) -> Iterator[Line | Table]:
        for node in parent:
            tag = local(node.tag)
            if tag == "p":
                line = self._line(node)
                if line is not None:
                    yield line
            elif tag == "tbl":
                yield from self._waiting()
                yield self._table(node)
            elif tag in _HOLDERS:
                if not self._is_blank_control(node):
                    yield from self._below(node)
            elif tag == "AlternateContent":
                yield from self._below(_branch(node))
            elif tag == "altChunk":
                self.writer.count["objects"] += 1
                self.writer.lose(note("objects", count=1))  # a whole document of another format

    def _waiting(self) -> Iterator[Line]:
        """Yield what waits for a next paragraph that does not come."""
        line, self._open = self._open, None
        if line is not None and not line.blank:
            yield line

    def _line(self, node: Element) -> Line | None:
        """Return what a paragraph says; None when it goes on in the next one."""
        self.writer.begin()
        ppr = node.find(f"{self.w}pPr")
        style = self._style(ppr)
        line, self._open = self._open or Line(), None
        # A paragraph of another part has the place of what refers to it.
        self._at = self.ordinals.get(id(node), self._at)
        line.ordinal, line.page = self._at, self._page
        self._runs(node, line, style, state="")
        # The code of a field ends with its paragraph, also where the mark of its end was lost.
        self._fields = [state for state in self._fields if state != "code"]
        if self._joined(ppr):
            self._open = line
            return None
        if "contents" in self._fields or any(a.name.startswith("toc ") for _, a in self.styles.chain(style)):
            line.drop_contents()
        line.level = self._heading(ppr, style)
        # What is hidden altogether is not counted in its list either.
        if not line.contents and not (line.hidden and line.blank):
            line.number = self.lists.number(ppr, style)
        return line

    def _aside(self, parent: Element) -> list[Line]:
        """Return the lines of a text that stands beside the main one."""
        kept = self._open, self._fields, self._at
        self._open, self._fields = None, []
        lines: list[Line] = []
        for item in self._items(parent):
            lines += item.all_lines() if isinstance(item, Table) else [item]
        self._open, self._fields, self._at = kept
        return lines

    def _is_blank_control(self, node: Element) -> bool:
        """Say whether a content control still shows the words that ask to fill it in."""
        properties = node.find(f"{self.w}sdtPr") if local(node.tag) == "sdt" else None
        return properties is not None and bool(_switch(properties.find(f"{self.w}showingPlcHdr"), self.w))

    def _joined(self, ppr: Element | None) -> bool:
        """Say whether a paragraph's mark is deleted or hidden, so that the next one goes on in its line."""
        mark = ppr.find(f"{self.w}rPr") if ppr is not None else None
        if mark is None:
            return False
        if any(mark.find(f"{self.w}{tag}") is not None for tag in _REMOVED):
            return True
        return bool(_switch(mark.find(f"{self.w}specVanish"), self.w))

    def _style(self, ppr: Element | None) -> str:
        named = _value(ppr.find(f"{self.w}pStyle"), self.w) if ppr is not None else ""
        return named or self.styles.default

    def _heading(self, ppr: Element | None, style: str) -> int:
        outline = _value(ppr.find(f"{self.w}outlineLvl"), self.w) if ppr is not None else ""
        if outline.isdecimal():
            return int(outline) + 1 if int(outline) < 9 else 0
        return self.styles.heading(style)

    def _table(self, node: Element) -> Table:
        table = Table()
        for row in _through(node, "tr"):
            properties = row.find(f"{self.w}trPr")
            if properties is not None and properties.find(f"{self.w}del") is not None:
                continue
            for cell in _through(row, "tc"):
                for item in self._items(cell):
                    if isinstance(item, Table):
                        table.nested = True
                        table.lines += item.all_lines()
                    else:
                        table.lines.append(item)
                table.end_cell()
            table.end_row()
        return table

    # -- runs

    def _runs(self, parent: Element, line: Line, style: str, state: str) -> None:
        for node in parent:
            tag = local(node.tag)
            if tag == "r":
                self._run(node, line, style, state)
            elif tag in _REMOVED:
                self._runs(node, line, style, "deleted")
            elif tag in _KEPT:
                self._runs(node, line, style, state or "inserted")
            elif tag in _PASSED_THROUGH:
                if not self._is_blank_control(node):
                    self._runs(node, line, style, state)
            elif tag == "AlternateContent":
                self._runs(_branch(node), line, style, state)
            elif tag == "ruby":  # the reading above a word is no text
                for base in node.iter(f"{self.w}rubyBase"):
                    self._runs(base, line, style, state)
            elif tag == "t" and node.text:  # of a formula
                self._say(node.text, line, state, hidden=False)

    def _run(self, run: Element, line: Line, style: str, state: str) -> None:
        hidden = self._hidden(run, style)
        if self._struck(run):
            self.writer.count["struck"] += sum(len(node.text or "") for node in run if local(node.tag) == "t")
            return
        for node in run:
            tag = local(node.tag)
            if tag in ("t", "delText"):
                self._say(_words(node), line, state if tag == "t" else "deleted", hidden=hidden)
            elif tag == "lastRenderedPageBreak":
                if self._page is not None:
                    self._page += 1
                    line.page = self._page
            elif tag in _BLANKS:
                self._say(_BLANKS[tag], line, state, hidden=hidden)
            elif tag == "sym":
                self._say(_symbol(node, self.w), line, state, hidden=hidden)
            elif tag == "fldChar":
                self._field(node.get(f"{self.w}fldCharType", ""))
            elif tag == "instrText":
                if self._fields and self._fields[-1] == "code" and _is_contents(node.text or ""):
                    self._fields[-1] = "contents"
            elif tag in ("footnoteReference", "endnoteReference") and state != "deleted":
                self._refer(tag.removesuffix("Reference"), node.get(f"{self.w}id", ""), line)
            elif tag == "ruby":
                for base in node.iter(f"{self.w}rubyBase"):
                    self._runs(base, line, style, state)
            elif tag == "AlternateContent" and any(local(inner.tag) == "t" for inner in _branch(node)):
                self._run(_branch(node), line, style, state)  # a sign in newer and in older form
            elif tag in ("drawing", "pict", "object", "AlternateContent") and state != "deleted":
                self._drawn(_branch(node) if tag == "AlternateContent" else node, line)

    def _struck(self, run: Element) -> bool:
        """Say whether a run is struck through by hand: its author took it back."""
        rpr = run.find(f"{self.w}rPr")
        if rpr is None:
            return False
        return any(_switch(rpr.find(f"{self.w}{tag}"), self.w) for tag in ("strike", "dstrike"))

    def _say(self, words: str, line: Line, state: str, *, hidden: bool) -> None:
        if not words or "code" in self._fields:
            return
        self.writer.say(line, words, deleted=state == "deleted", hidden=hidden, inserted=state == "inserted")

    def _refer(self, kind: str, name: str, line: Line) -> None:
        """Add the note that a paragraph refers to."""
        if kind not in self._texts:
            root = self.package.part(f"{kind}s")
            found = root.iter(f"{self.w}{kind}") if root is not None else ()
            self._texts[kind] = {node.get(f"{self.w}id", ""): node for node in found}
        # Each once: a note that referred to itself would never end.
        node = self._texts[kind].pop(name, None)
        if node is not None:
            line.notes.append((kind == "endnote", self._aside(node)))

    def _drawn(self, node: Element, line: Line) -> None:
        boxes = [box for box in node.iter(f"{self.w}txbxContent") if any(True for _ in box.iter(f"{self.w}t"))]
        if not boxes:
            names = {local(inner.tag) for inner in node.iter()}
            if local(node.tag) == "object" or names & {"relIds", "chart"}:
                self.writer.count["objects"] += 1
            elif names & {"blip", "imagedata"}:
                self.writer.count["pictures"] += 1
                self.writer.count["large"] += _is_page(node)
            return
        inside = {id(inner) for box in boxes for inner in box.iter(f"{self.w}txbxContent") if inner is not box}
        copies = {
            id(box)
            for choice in node.iter()
            if local(choice.tag) == "AlternateContent"
            for other in choice
            if other is not _branch(choice)
            for box in other.iter(f"{self.w}txbxContent")
        }
        line.boxes += [self._aside(box) for box in boxes if id(box) not in inside | copies]

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append("code")
        elif what == "separate" and self._fields:
            if self._fields[-1] == "code":
                self._fields[-1] = "result"
        elif what == "end" and self._fields:
            self._fields.pop()

    def _hidden(self, run: Element, style: str) -> bool:
        rpr = run.find(f"{self.w}rPr")
        if rpr is not None:
            direct = _switch(rpr.find(f"{self.w}vanish"), self.w)
            if direct is not None:
                return direct
            of_run = self.styles.hidden(_value(rpr.find(f"{self.w}rStyle"), self.w))
            if of_run is not None:
                return of_run
        return bool(self.styles.hidden(style))


def _through(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through content controls and tracked changes."""
    for node in parent:
        tag = local(node.tag)
        if tag == wanted:
            yield node
        elif tag in _HOLDERS:
            yield from _through(node, wanted)
        elif tag == "AlternateContent":
            yield from _through(_branch(node), wanted)


def _branch(node: Element) -> Element:
    """Return the one branch of an AlternateContent that is read: the first choice that holds something."""
    branches = [child for child in node if local(child.tag) in ("Choice", "Fallback")]
    return next((child for child in branches if len(child)), node if not branches else branches[0])


def _is_page(node: Element) -> bool:
    """Say whether a drawing takes a good part of an A4 page, as scans do that were pasted in."""
    for inner in node.iter():
        if local(inner.tag) == "extent":
            return _int(inner.get("cx"), 0) * _int(inner.get("cy"), 0) > _PAGE // 3
    return False


def _words(node: Element) -> str:
    text = node.text or ""
    if node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve":
        return text
    return text.strip(" \t\r\n")


def _is_contents(code: str) -> bool:
    """Say whether a field's code makes a table of contents."""
    return code.split()[:1] in (["TOC"], ["toc"])


def _symbol(node: Element, w: str) -> str:
    code = node.get(f"{w}char", "")
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 < value < 0xE000 else ""  # above: places of a symbol font


def _value(node: Element | None, w: str) -> str:
    return (node.get(f"{w}val") or "") if node is not None else ""


def _switch(node: Element | None, w: str) -> bool | None:
    return None if node is None else node.get(f"{w}val") not in _OFF


def _num_of(ppr: Element, w: str) -> tuple[str | None, int | None]:
    node = ppr.find(f"{w}numPr")
    if node is None:
        return None, None
    num, level = node.find(f"{w}numId"), node.find(f"{w}ilvl")
    return (_value(num, w) if num is not None else None), (_int(_value(level, w), 0) if level is not None else None)


def _int(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
