"""The way in: source text to document."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from lawcheck.document.copies import examine
from lawcheck.document.headings import (
    BARE_LEVEL,
    ITEM_LEVEL,
    Marker,
    marker_of,
    plain,
    run_in_end,
    settle_levels,
)
from lawcheck.document.model import Block, Document, Section, Sentence
from lawcheck.document.sentences import split
from lawcheck.language import load_chinese, normalise_line
from lawcheck.readers import SourceBlock, SourceText
from lawcheck.spans import LineIndex, TextMap

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_FLAT_LENGTH = 200
"""A line this long may hold headings whose line ends were lost."""

_TERMINAL = "。！？；：…"
_MD_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+")
_BOLD = re.compile(r"\s*(?:[-*+]\s+)?(?:[^\s*]{0,6}?)\*\*([^*\n]{2,60}?)\*\*")
_ROW = re.compile(r"\S\t+\S|\S {2,}\S+ {2,}\S")
_TABLE = re.compile(r"\s*\|.*\|\s*")
_FIGURES = re.compile(r"[0-9]+(?:\s+[0-9.]+)+\s*$")
_BULLET = re.compile(r"\s*[-*+•■●◆]\s+")


@dataclass(slots=True)
class _Line:
    """One physical line, or a piece of one whose headings had run together."""

    start: int
    raw: str
    pieces: list[tuple[int, str]]
    text: str
    marker: Marker | None = None
    md_level: int = 0
    bold_end: int = 0
    indented: bool = False
    gaps: tuple[int, ...] = ()
    row: bool = False  # of a table: cells parted by tabs or by runs of blanks
    kind: str = ""  # what the reader knows of it: title, heading, note …
    anchor: int = 0  # of a note: offset of what it belongs to


@dataclass(slots=True)
class _Paragraph:
    lines: list[_Line]
    kind: str = "para"
    start_norm: int = 0
    heading_end: int = 0  # relative to the paragraph; 0: no heading
    level: int = 0
    bare: bool = False
    text: str = field(default="")

    @property
    def first(self) -> _Line:
        return self.lines[0]


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load_chinese().furniture))


def parse(source: SourceText) -> Document:
    """Cut a text into sections, sentences and clauses, reading through conversion debris."""
    copy = examine(source.text)
    lines = _lines(copy.text, source)
    paragraphs = _paragraphs(lines)
    _head_and_tail(paragraphs)
    _headings(paragraphs)
    norm, text_map = _normalised(paragraphs)
    sections, owners = _sections(paragraphs, len(norm))
    return Document(
        source=source,
        notes=copy.notes,
        doubts=(*source.extraction.incomplete, *copy.doubts),
        norm=norm,
        text_map=text_map,
        places=source.places or LineIndex(source.text),
        blocks=tuple(
            Block(kind=p.kind, start_norm=p.start_norm, end_norm=p.start_norm + len(p.text)) for p in paragraphs
        ),
        sections=sections,
        sentences=_sentences(paragraphs, owners),
    )


def _lines(text: str, source: SourceText) -> list[_Line]:
    found: list[_Line] = []
    known = {block.start: block for block in source.blocks}
    above = _levels_above(source)
    lines = [match for match in _LINE.finditer(text) if match.group().strip()]
    bare = [False, *(match.group().strip().isdigit() for match in lines), False]
    for at, match in enumerate(lines, 1):
        raw, start = match.group(), match.start()
        stripped = raw.strip()
        # What ends like a sentence or starts with a number is the report's own, whatever words it holds.
        own = stripped[-1] in "。；！？" or "。" in stripped or (marker_of(stripped) and not stripped[0].isdigit())
        # A number alone in its line is a page number, but several together are the cells of a table.
        cell = bare[at] and (bare[at - 1] or bare[at + 1])
        if len(stripped) < 160 and not own and not cell and _furniture().fullmatch(stripped):
            continue
        cuts = [0]
        if len(raw) > _FLAT_LENGTH:
            cuts += [
                found_cut.start()
                for found_cut in load_chinese().grammar.flat_heading.finditer(raw)
                if found_cut.start() > 0
            ]
        for left, right in zip(cuts, [*cuts[1:], len(raw)], strict=True):
            line = _line(start + left, raw[left:right])
            if line is not None:
                block = known.get(start) if left == 0 else None
                if block is not None:
                    _as_read(line, block, above)
                found.append(line)
    return found


def _levels_above(source: SourceText) -> int:
    """Return how many levels stand above the sections: one where the document's title has a heading's style."""
    levels = [block.level for block in source.blocks if block.kind == "heading"]
    return int(len(levels) > 1 and levels[0] < min(levels[1:]))


def _as_read(line: _Line, block: SourceBlock, above: int) -> None:
    """Take over what the reader knows: a heading's style, a table's row, a title, a note at the foot."""
    line.kind, line.anchor = block.kind, block.anchor
    line.row = line.row or block.kind == "row"
    # A sentence in a heading's style is no heading; a number says more about a level than a style does.
    sentence = "。" in line.text[:-1] or (line.text[-1] == "。" and "，" in line.text)
    if block.kind == "heading" and not sentence:
        own = line.marker.level if line.marker and line.marker.style != "item" else block.level - above
        line.md_level = min(max(own, 1), 4)


def _line(start: int, raw: str) -> _Line | None:
    table = _TABLE.fullmatch(raw) is not None
    if table:
        raw = raw.replace("|", "，")  # a cell ends where a clause would; offsets stay
    md = _MD_HEADING.match(raw)
    skip = md.end() if md else 0
    if not md:
        bullet = _BULLET.match(raw)
        skip = bullet.end() if bullet else 0
    pieces = [(offset + skip, words) for offset, words in normalise_line(raw[skip:])]
    text = "".join(words for _, words in pieces)
    if not text:
        return None
    line = _Line(start=start, raw=raw, pieces=pieces, text=text, marker=marker_of(text))
    if md:
        line.md_level = max(1, len(md.group(1)) - 1)
        line.md_level = min(line.md_level, 4)
    if raw.lstrip().startswith("**") or "**" in raw[:10]:
        bold = _BOLD.match(raw)
        if bold:
            line.bold_end = sum(len(words) for offset, words in pieces if offset < bold.end())
    line.row = table or _ROW.search(raw) is not None
    lead = len(raw) - len(raw.lstrip())
    line.indented = lead >= 4 or raw[:2] == "\u3000\u3000" or raw[:1] == "\t"
    gaps, at = [], 0
    for index, (offset, words) in enumerate(pieces):
        if index and raw[offset - 1 : offset].isspace():
            gaps.append(at)
        at += len(words)
    line.gaps = tuple(gaps)
    return line


def _paragraphs(lines: list[_Line]) -> list[_Paragraph]:
    width = _wrap_width(lines)
    if sum(line.indented for line in lines) >= 0.9 * len(lines):
        # Where every line is indented, as in web pages, that says nothing of where a paragraph begins.
        for line in lines:
            line.indented = False
    found: list[_Paragraph] = []
    head = True
    for line in lines:
        if found and _continues(found[-1].lines, line, width, head=head):
            found[-1].lines.append(line)
        else:
            found.append(_Paragraph(lines=[line]))
        head = head and "。" not in line.text
    for paragraph in found:
        paragraph.text = "".join(line.text for line in paragraph.lines)
    return found


def _wrap_width(lines: list[_Line]) -> int:
    """Return the width at which a file was hard-wrapped, 0 when it was not."""
    lengths = sorted(len(line.text) for line in lines if line.text[-1] not in _TERMINAL and len(line.text) > 14)
    if len(lengths) < 8 or len(lengths) * 2 < len(lines):
        return 0
    low, high = lengths[len(lengths) // 10], lengths[-1 - len(lengths) // 10]
    return low if high - low <= 4 and high < 80 else 0


def _continues(block: list[_Line], line: _Line, width: int, *, head: bool) -> bool:
    """Say whether a line goes on where the block's last line broke off."""
    last = block[-1]
    if line.row or last.row or line.md_level or last.md_level or line.marker or _BULLET.match(line.raw):
        return False
    if "note" in (line.kind, last.kind) or "title" in (line.kind, last.kind):
        return False
    end = last.text[-1]
    grammar = load_chinese().grammar
    if end in _TERMINAL or grammar.written_date.fullmatch(line.text) or grammar.attachment.match(line.text):
        return False
    if grammar.blank.fullmatch(line.text) or grammar.blank.fullmatch(last.text):
        return False
    opened = "".join(part.text for part in block)
    inside = opened.count("《") > opened.count("》") or end in "，、"
    if line.indented and not inside:
        return False
    if last.bold_end >= len(last.text):
        return False
    whole = len(opened)
    if len(block) == 1 and last.marker and last.marker.level < ITEM_LEVEL and "。" not in opened and not inside:
        # A numbered line without a full stop is a heading, unless it fills a hard-wrapped line or is too long for one.
        if not (width and len(last.text) >= width) and whole <= 45:
            return False
    elif not inside and len(last.text) < 15 and not (width and len(last.text) >= width):
        return False
    ends = load_chinese().title_ends
    if head and whole < 60 and last.text.endswith(ends) and line.text not in ends:
        return False
    return not (grammar.signed.search(line.text) and len(line.text) < 30 and not inside)


def _head_and_tail(paragraphs: list[_Paragraph]) -> None:
    """Mark title, number and addressee before the text, signature and date after it."""
    grammar = load_chinese().grammar
    heads = 0
    titled = False
    for paragraph in paragraphs:
        text = paragraph.text
        marker = paragraph.first.marker
        if paragraph.first.kind == "title":
            paragraph.kind = "head"
            heads += 1
            titled = True
            continue
        if (marker and paragraph.first.md_level == 0) or text[-1] in "。；！？" or "。" in text or len(text) > 90:
            break
        if paragraph.first.md_level and ((marker and marker.level == 1) or heads):
            break
        if titled and not _goes_with_title(text):
            break
        titled = titled or text.endswith(load_chinese().title_ends)
        paragraph.kind = "head"
        heads += 1
    if paragraphs and heads == len(paragraphs):
        paragraphs[-1].kind = "para"  # nothing but short lines: the last one is the text
    last = len(paragraphs)
    while last and (
        paragraphs[last - 1].first.kind == "note"
        or (paragraphs[last - 1].kind == "para" and grammar.imprint.search(paragraphs[last - 1].text))
    ):
        last -= 1
        paragraphs[last].kind = "note"
    signed = None
    for index in range(last - 1, max(last - 12, 0), -1):
        paragraph = paragraphs[index]
        text = paragraph.text
        if paragraph.kind == "head" or text[-1] in "。；！？" or len(text) > 45 or paragraph.first.md_level:
            break
        if (
            paragraph.first.marker
            and not grammar.attachment.match(text)
            and paragraph.first.marker.style != "arabic"
        ):
            break
        if (
            grammar.written_date.search(text)
            or grammar.signed.search(text)
            or grammar.attachment.match(text)
            or signed is not None
        ):
            paragraph.kind = "tail"
            signed = index
        else:
            break


def _goes_with_title(text: str) -> bool:
    """Say whether a short line below the title belongs to it: said twice, bracketed, dated, numbered or addressed."""
    return (
        text.endswith(("：", *load_chinese().title_ends))
        or text[0] in "（《["
        or bool(load_chinese().grammar.numbered_or_dated.search(text))
        or bool(load_chinese().grammar.signed.search(text))
    )


def _headings(paragraphs: list[_Paragraph]) -> None:
    """Find heading lines and run-in headings, then settle their levels."""
    body = [p for p in paragraphs if p.kind == "para"]
    for at, paragraph in enumerate(body):
        first, text = paragraph.first, paragraph.text
        marker = first.marker
        following = body[at + 1] if at + 1 < len(body) else None
        if first.md_level:
            paragraph.heading_end, paragraph.level = len(text), first.md_level
            paragraph.bare = marker is None
        elif first.row and (marker is None or _FIGURES.search(first.raw)):
            continue  # a row of figures, whatever its first cell begins with, or the names of columns
        elif marker and marker.style != "item":
            end = run_in_end(text, marker.length, marker.level, first.bold_end, first.gaps)
            if not end and _whole_heading(text, marker, following):
                end = len(text)
            paragraph.heading_end, paragraph.level = end, marker.level
        elif marker is None:
            end = 0
            if 2 <= first.bold_end <= 50:
                end = first.bold_end + (text[first.bold_end : first.bold_end + 1] in ("。", "："))
            elif _bare_heading(text, following):
                end = len(text)
            paragraph.heading_end, paragraph.level, paragraph.bare = end, BARE_LEVEL, True
        if paragraph.heading_end >= len(text):
            paragraph.kind = "heading"
    numbered = [p for p in body if p.first.marker and p.first.marker.style != "item" and p.heading_end]
    for paragraph, level in zip(
        numbered, settle_levels([p.first.marker for p in numbered if p.first.marker]), strict=True
    ):
        paragraph.level = level if not paragraph.first.md_level else min(level, paragraph.first.md_level)
    if not any(p.level == 1 for p in body if p.heading_end):
        # No first level at all: bare lines are the first level.
        for paragraph in body:
            if paragraph.heading_end >= len(paragraph.text) and paragraph.level == BARE_LEVEL:
                paragraph.level = 1


def _whole_heading(text: str, marker: Marker, following: _Paragraph | None) -> bool:
    words = text[marker.length :].rstrip("。：；" if marker.level == 1 else "。：")
    if not words or len(words) > 60 or "。" in words or "；" in words:
        return False
    if marker.level == 1:
        return len(words) <= 60 and (text[-1] not in "。；" or plain(words))
    if not plain(words) or text[-1] == "；" or len(words) > 45:
        return False
    if text[-1] not in "。；":
        return True
    # 「（一）……。」 on its own line: a heading only when unnumbered or deeper text follows it.
    if following is None:
        return False
    after = following.first.marker
    return len(words) <= 35 and (after is None or after.level > marker.level)


def _bare_heading(text: str, following: _Paragraph | None) -> bool:
    if following is None or len(text) > 30 or len(text) < 3 or text[-1] in "。；，、：！？）" or not plain(text):
        return False
    return len(following.text) > len(text) or following.first.marker is not None


def _normalised(paragraphs: list[_Paragraph]) -> tuple[str, TextMap]:
    parts: list[str] = []
    text_map = TextMap()
    at = 0
    for paragraph in paragraphs:
        paragraph.start_norm = at
        for line in paragraph.lines:
            for offset, words in line.pieces:
                text_map.add(at, line.start + offset)
                parts.append(words)
                at += len(words)
        parts.append("\n")
        text_map.add(at, paragraph.lines[-1].start + len(paragraph.lines[-1].raw))
        at += 1
    return "".join(parts), text_map


def _sections(paragraphs: list[_Paragraph], length: int) -> tuple[tuple[Section, ...], list[int]]:
    """Build the section tree; return it with the section of every paragraph."""
    drafts: list[dict[str, object]] = [
        {"title": "", "level": 0, "number": "", "parent": -1, "start_norm": 0, "heading_end_norm": 0, "bare": False}
    ]
    ends: list[int] = [length]
    stack = [0]
    owners = []
    for paragraph in paragraphs:
        if paragraph.heading_end and paragraph.kind in ("heading", "para"):
            while len(stack) > 1 and int(str(drafts[stack[-1]]["level"])) >= paragraph.level:
                ends[stack.pop()] = paragraph.start_norm
            marker = paragraph.first.marker
            skip = marker.length if marker else 0
            drafts.append(
                {
                    "title": paragraph.text[skip : paragraph.heading_end].rstrip("。：；"),
                    "level": paragraph.level,
                    "number": paragraph.text[:skip],
                    "parent": stack[-1],
                    "start_norm": paragraph.start_norm,
                    "heading_end_norm": paragraph.start_norm + paragraph.heading_end,
                    "bare": paragraph.bare,
                }
            )
            ends.append(length)
            stack.append(len(drafts) - 1)
        owners.append(stack[-1])
    starts = [paragraph.first.start for paragraph in paragraphs]
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind == "note":  # it belongs to the section that refers to it
            owners[at] = owners[max(0, bisect_right(starts, paragraph.first.anchor) - 1)]
    return tuple(Section(**draft, end_norm=end) for draft, end in zip(drafts, ends, strict=True)), owners  # type: ignore[arg-type]


def _sentences(paragraphs: list[_Paragraph], owners: list[int]) -> tuple[Sentence, ...]:
    grammar = load_chinese().grammar
    found: list[Sentence] = []
    item = 0
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind not in ("para", "heading", "note") or grammar.blank.fullmatch(paragraph.text):
            continue
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        alone = (
            following is None
            or following.kind == "tail"
            or bool(following.heading_end and following.level <= paragraph.level)
        )
        if paragraph.kind == "heading" and not (alone and paragraph.level > 1):
            continue
        item += 1
        shift = paragraph.start_norm
        pieces = list(split(paragraph.text))
        number = paragraph.first.marker.length if paragraph.first.marker else 0
        for position, (start, end, opens, clauses) in enumerate(pieces):
            if end <= number:
                continue
            if opens:
                item += 1
            next_opens = position + 1 >= len(pieces) or pieces[position + 1][2]
            words = paragraph.text[start:end].rstrip("。；，：")
            topic = position == 0 and grammar.topic.fullmatch(words) is not None
            headline = (
                topic
                or end <= paragraph.heading_end
                or (
                    opens
                    and len(words) <= 22
                    and plain(words)
                    and "，" not in words[3:]
                    and (not next_opens or len(words) <= 14)
                )
            )
            found.append(
                Sentence(
                    start_norm=shift + start,
                    end_norm=shift + end,
                    clauses=tuple(type(c)(shift + c.start_norm, shift + c.end_norm) for c in clauses),
                    section=owners[index],
                    block=index,
                    item=item,
                    headline=headline,
                )
            )
    return tuple(found)
