from __future__ import annotations

import random
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from tests.readers.blocks import kinds, lines, shown

from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText
from lawcheck.readers.doc import read

# Written by LibreOffice 7.4 from .docx and .fodt files made by hand: numbered.doc holds automatic numbers, revised.wps tracked
# changes, hidden text, a text box, tables, fields, notes, a header and a footer with page numbers, drawn.doc pictures and
# shapes. What LibreOffice cannot write (its lists share nothing, say) is built byte by byte below.
FILES = Path(__file__).parent / "files"


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read(data, "报告.doc", Limits())
    assert caught.value.where == "报告.doc"
    assert caught.value.fix
    return caught.value.code


def noted(source: SourceText) -> dict[str, dict[str, str | int]]:
    return {note.code: dict(note.values) for note in source.notes}


# -- a small writer of such files


def ole(streams: dict[str, bytes]) -> bytes:
    """Write an OLE file; streams are filled up so that none is small enough to need the sectors for small ones."""
    padded = {name: data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0") for name, data in streams.items()}
    sectors = [len(data) // 512 for data in padded.values()]
    entries = -(-(len(padded) + 1) // 4)
    tables = 1
    while tables * 128 < tables + entries + sum(sectors):
        tables += 1
    chain = [0xFFFFFFFD] * tables
    starts = []
    for count in (entries, *sectors):
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + count), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    names = ["Root Entry", *padded]
    # A chain of right-hand siblings, in the order that the format wants.
    order = sorted(range(1, len(names)), key=lambda at: (len(names[at]), names[at].upper()))
    right = dict(pairwise(order))
    directory = b""
    for at, name in enumerate(names):
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, 2 if at else 5, 1)
        directory += struct.pack("<3I", 0xFFFFFFFF, right.get(at, 0xFFFFFFFF), 0xFFFFFFFF if at else order[0])
        directory += bytes(36) + struct.pack(
            "<IQ", starts[at] if at else 0xFFFFFFFE, sectors[at - 1] * 512 if at else 0
        )
    directory = directory.ljust(entries * 512, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9I", tables, starts[0], 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head += b"".join(struct.pack("<I", at) for at in range(1, tables)) + b"\xff" * 4 * (109 - tables)
    return head + struct.pack(f"<{len(chain)}I", *chain) + directory + b"".join(padded.values())


def sprm(code: int, value: int) -> bytes:
    return struct.pack("<H", code) + value.to_bytes({0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2}[code >> 13], "little")


DELETED, INSERTED, HIDDEN, SPEC_HIDDEN = (sprm(code, 1) for code in (0x0800, 0x0801, 0x083C, 0x0818))


@dataclass
class Para:
    """A paragraph: its runs with their sprms, its own sprms, its style, its mark and the mark's sprms."""

    runs: str | list[tuple[str, bytes]]
    sprms: bytes = b""
    style: int = 0
    mark: str = "\r"
    mark_sprms: bytes = b""

    def pieces(self) -> list[tuple[str, bytes]]:
        runs = [(self.runs, b"")] if isinstance(self.runs, str) else self.runs
        return [*runs, (self.mark, self.mark_sprms)]


def numbered(text: str, ilfo: int = 1, level: int = 0, **more: bytes) -> Para:
    return Para(text, sprm(0x260A, level) + sprm(0x460B, ilfo), **more)  # type: ignore[arg-type]


def level(text: str, form: int = 0, start: int = 1, restart: int | None = None, legal: bool = False) -> bytes:
    """Write a level; a digit after % in its text stands for the number of that level."""
    units, places = [], []
    at = 0
    while at < len(text):
        if text[at] == "%":
            places.append(len(units) + 1)
            units.append(int(text[at + 1]) - 1)
            at += 1
        else:
            units.append(ord(text[at]))
        at += 1
    flags = (0x08 if restart is not None else 0) | (0x04 if legal else 0)
    head = struct.pack("<iBB", start, form, flags) + bytes(places).ljust(9, b"\0") + bytes(11)
    return head + bytes([restart or 0, 0]) + struct.pack(f"<H{len(units)}H", len(units), *units)


@dataclass
class Doc:
    """A document; every part can be made wrong."""

    paragraphs: list[Para]
    lists: list[list[bytes]] = field(default_factory=list)
    overrides: list[tuple[int, list[bytes]]] = field(default_factory=list)
    styles: list[bytes] = field(default_factory=list)
    flags: int = 0x0200
    magic: int = 0xA5EC
    version: int = 0x00C1
    prm: int = 0
    packed: bool = False
    data: bytes = b""
    parts: dict[int, bytes] = field(default_factory=dict)

    def write(self) -> bytes:
        width = 1 if self.packed else 2
        text = "".join(run for para in self.paragraphs for run, _ in para.pieces())
        raw = text.encode("cp1252" if self.packed else "utf-16-le", "surrogatepass")
        self.length = len(raw) // width
        pages = (2048 + len(raw)) // 512 + 1
        characters, paragraphs = self._pages(pages, width)
        word = bytearray(pages * 512)
        word[2048 : 2048 + len(raw)] = raw
        word += b"".join(page for _, page in characters) + b"".join(page for _, page in paragraphs)
        table = self._table(pages, characters, paragraphs)
        parts = b"".join(struct.pack("<II", *self.where.get(at, (0, 0))) for at in range(93))
        counts = [0] * 22
        counts[3] = self.length
        head = struct.pack("<HHHHHH", self.magic, self.version, 0, 0x804, 0, self.flags).ljust(32, b"\0")
        head += (
            struct.pack("<H", 14) + bytes(28) + struct.pack("<H22I", 22, *counts) + struct.pack("<H", 93) + parts
        )
        word[: len(head)] = head
        name = "1Table" if self.flags & 0x0200 else "0Table"
        return ole({"WordDocument": bytes(word), name: table, **({"Data": self.data} if self.data else {})})

    def _pages(self, first: int, width: int) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
        runs, marks, at = [], [], 2048
        for para in self.paragraphs:
            start = at
            for run, sprms in para.pieces():
                size = len(run.encode("utf-16-le", "surrogatepass")) // 2 * width
                runs.append((at, at + size, bytes([len(sprms)]) + sprms))
                at += size
            own = struct.pack("<H", para.style) + para.sprms
            own += b"\0" * (len(own) % 2 == 0)  # counted in words, less the byte of the count
            marks.append((start, at, bytes([(len(own) + 1) // 2]) + own))
        pages = []
        for entries, step in (([r for r in runs if r[0] < r[1]], 1), (marks, 13)):
            made = [self._page(entries[i : i + 8], step) for i in range(0, len(entries), 8)]
            pages.append([(entries[8 * i][0], page) for i, page in enumerate(made)] + [(at, b"")])
        return pages[0], pages[1]

    @staticmethod
    def _page(entries: list[tuple[int, int, bytes]], step: int) -> bytes:
        bounds = [start for start, _, _ in entries] + [entries[-1][1]]
        offsets, stored, at = b"", b"", 510
        for _, _, content in entries:
            at -= len(content) + len(content) % 2
            offsets += bytes([at // 2]).ljust(step, b"\0")
            stored = content.ljust(len(content) + len(content) % 2, b"\0") + stored
        page = struct.pack(f"<{len(bounds)}I", *bounds) + offsets
        return page.ljust(at, b"\0") + stored + bytes([0, len(entries)])

    def _table(self, first: int, characters: list[tuple[int, bytes]], paragraphs: list[tuple[int, bytes]]) -> bytes:
        piece = struct.pack("<IIHIH", 0, self.length, 0, 2048 * 2 | 0x40000000 if self.packed else 2048, self.prm)
        made = {33: b"\x02" + struct.pack("<I", len(piece)) + piece}
        for part, pages in ((12, characters), (13, paragraphs)):
            made[part] = struct.pack(f"<{len(pages)}I", *(at for at, _ in pages))
            made[part] += struct.pack(f"<{len(pages) - 1}I", *range(first, first + len(pages) - 1))
            first += len(pages) - 1
        if self.styles:
            made[1] = struct.pack("<HHHHHHH3H", 18, len(self.styles), 10, 1, 91, 15, 0, 0, 0, 0) + b"".join(
                self.styles
            )
        if self.lists:
            heads = struct.pack("<H", len(self.lists))
            for at, levels in enumerate(self.lists):
                heads += struct.pack("<II9HBB", at + 100, 0, *[0xFFF] * 9, len(levels) == 1, 0)
            made[73] = heads
        if self.overrides:
            heads = struct.pack("<I", len(self.overrides))
            changes = b""
            for at, changed in self.overrides:
                heads += struct.pack("<IIIBBBB", at + 100, 0, 0, len(changed), 0, 0, 0)
                changes += b"\xff\xff\xff\xff" + b"".join(changed)
            made[74] = heads + changes
        made |= self.parts
        self.where, table = {}, b""
        for part, content in made.items():
            self.where[part] = len(table), len(content)
            table += content
            if part == 73:
                table += b"".join(b"".join(levels) for levels in self.lists)
        return table

    def read(self) -> SourceText:
        return read(self.write(), "报告.doc", Limits())


def style(
    sti: int = 0xFFE, base: int = 0xFFF, paragraph: bytes = b"", character: bytes = b"", kind: int = 1
) -> bytes:
    name = struct.pack("<HHH", 1, ord("x"), 0)
    std = struct.pack("<5H", sti, base << 4 | kind, 2 if kind == 1 else 1, 0, 0) + name
    for content in [struct.pack("<H", 0) + paragraph, character] if kind == 1 else [character]:
        std += struct.pack("<H", len(content)) + content + b"\0" * (len(content) % 2)
    return struct.pack("<H", len(std)) + std + b"\0" * (len(std) % 2)


def listed(*paragraphs: Para, **more: object) -> SourceText:
    """Read paragraphs with one list of three levels."""
    levels = [level("%1、", 39), level("（%2）", 39), level("%3.")]
    levels += [level(f"%{at}", 0) for at in range(4, 10)]
    return Doc(list(paragraphs), lists=[levels], **{"overrides": [(0, [])], **more}).read()  # type: ignore[arg-type]


# -- automatic numbers


def test_numbers_that_word_generates_are_part_of_the_text():
    source = read((FILES / "numbered.doc").read_bytes(), "报告.doc", Limits())
    assert shown(source)[:12] == [
        "张八桥镇2023年法治政府建设情况报告",
        "2023年，我镇坚持依法行政。",
        "一、主要举措和成效",
        "（一）加强组织领导",
        "1. 召开专题会议4次。",
        "2. 听取汇报2次。",
        "（二）规范行政执法",
        "1. 办理案件28起。",
        "二、存在的问题",
        "（一）能力不足",
        "1. 人员偏少。",
        "三、第3部分",
    ]
    assert shown(source)[19:] == [
        "十一、第11部分",
        "十二、下一步打算",
        "",
        "1 甲项",
        "1.1 子项",
        "1.2 又一子项",
        "①圆圈",
        "2 乙项",
        "2.1 子项",
        "1 重新编号",
        "1.1 子项",
        "圆点",
        "甲、天干",
        "01 零起",
    ]
    assert [block.number for block in source.blocks][2:5] == ["一、", "（一）", "1."]
    assert lines(source) == [at for at in range(1, 34) if at != 22]


def test_numbers_and_levels_of_heading_styles_are_those_of_the_headings():
    source = read((FILES / "styled.doc").read_bytes(), "报告.doc", Limits())
    found = kinds(source)
    assert found[:6] == [
        ("title", 0, "某县2022年法治政府建设年度报告"),
        ("heading", 1, "一、工作情况"),
        ("heading", 2, "（一）依法决策"),
        ("heading", 3, "1. 审核"),
        ("para", 0, "正文一。"),
        ("heading", 3, "2. 公开"),
    ]
    # A whole paragraph in the style of a heading is none; a heading whose number was taken away has none.
    assert found[10][:2] == ("para", 0)
    assert found[10][2].startswith("（二）这一段很长")
    assert found[11] == ("heading", 1, "没有编号的标题")


@pytest.mark.parametrize(
    ("form", "number"),
    [
        (0, "12"), (1, "XII"), (2, "xii"), (3, "L"), (4, "l"), (10, "一二"), (11, "十二"), (14, "１２"), (18, "⑫"),
        (22, "12"), (26, "⒓"), (27, "⑿"), (30, "乙"), (31, "亥"), (33, "十二"), (37, "十二"), (38, "壹拾贰"),
        (39, "十二"), (57, "- 12 -"), (200, "12"),
    ],
)  # fmt: skip
def test_every_number_format_that_chinese_documents_use_is_known(form, number):
    source = Doc([numbered("甲")], lists=[[level("（%1）", form, start=12)]], overrides=[(0, [])]).read()
    assert shown(source) == [f"（{number}）甲"]


@pytest.mark.parametrize(("form", "text"), [(23, "·"), (255, "")])
def test_bullets_and_levels_without_a_number_add_nothing(form, text):
    source = Doc([numbered("甲")], lists=[[level(text, form)]], overrides=[(0, [])]).read()
    assert shown(source) == ["甲"]
    assert source.blocks[0].number == ""


def test_deeper_levels_start_anew_unless_the_list_says_otherwise():
    levels = [level("第%1章", 39), level("第%2条", 39, restart=0), level("%3.", restart=1)]
    levels += [level("") for _ in range(6)]
    order = (0, 1, 2, 1, 2, 0, 1, 2)
    source = Doc([numbered("甲", level=at) for at in order], lists=[levels], overrides=[(0, [])]).read()
    assert [block.number for block in source.blocks] == [
        "第一章", "第一条", "1.", "第二条", "2.", "第二章", "第三条", "1.",
    ]  # fmt: skip


def test_a_level_that_shows_digits_shows_those_of_the_levels_above_too():
    levels = [level("%1、", 39), level("%1.%2", 0, legal=True)] + [level("")] * 7
    source = Doc([numbered("甲"), numbered("乙", level=1)], lists=[levels], overrides=[(0, [])]).read()
    assert shown(source) == ["一、甲", "1.1 乙"]


def test_lists_of_one_definition_count_together_and_one_may_start_elsewhere():
    source = listed(
        numbered("甲"), numbered("乙", 2), numbered("丙", 3), numbered("丁", 3), numbered("戊"),
        overrides=[(0, []), (0, []), (0, [struct.pack("<iI", 8, 0x10)])],
    )  # fmt: skip
    assert shown(source) == ["一、甲", "二、乙", "八、丙", "九、丁", "十、戊"]


def test_a_list_may_change_the_look_of_a_level():
    change = struct.pack("<iI", 0, 0x20) + level("%1)", 4)
    source = listed(numbered("甲"), numbered("乙", 2), overrides=[(0, []), (0, [change])])
    assert shown(source) == ["一、甲", "b) 乙"]


def test_paragraphs_taken_out_of_a_list_have_no_number():
    source = listed(
        numbered("甲"), numbered("乙", 0), numbered("丙", 0xFFFF), numbered("丁", 0xF801), numbered("戊")
    )
    assert shown(source) == ["一、甲", "乙", "丙", "丁", "二、戊"]
    assert not source.notes


@pytest.mark.parametrize("parts", [{73: struct.pack("<H", 900)}, {73: b""}, {74: b""}, {74: b"\xff" * 4}])
def test_without_the_definitions_of_lists_the_text_is_read_and_a_note_says_so(parts):
    source = listed(numbered("甲"), parts=parts)
    assert shown(source) == ["甲"]
    assert "no_numbers" in noted(source)


# -- what was deleted, inserted or hidden


def test_deleted_and_hidden_text_is_not_read_but_counted():
    source = read((FILES / "revised.wps").read_bytes(), "报告.wps", Limits())
    text = shown(source)
    assert text[1] == "全年开展培训五次，参加200人。"
    assert text[2] == "这一段与下一段合为一段。"
    assert "整段删去" not in source.text
    assert "样式隐藏：看得见。" in text
    assert noted(source) == {"revisions": {"inserted": 1, "deleted": 6}, "hidden": {"count": 7}}
    assert (source.extraction.inserted, source.extraction.deleted, source.extraction.hidden) == (1, 6, 7)


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next_one_and_each_part_keeps_its_place():
    source = listed(
        numbered("甲"),
        Para([("前半", b"")], sprm(0x460B, 1), mark_sprms=DELETED),
        numbered("后半"),
        Para([("整段", DELETED)], sprm(0x460B, 1), mark_sprms=DELETED),
        numbered("乙"),
    )
    assert shown(source) == ["一、甲", "二、前半后半", "三、乙"]
    assert source.places is not None
    place = source.places.place(source.text.index("后半"))
    assert (place.line, place.column) == (3, 1)
    assert lines(source) == [1, 2, 5]


def test_a_lead_in_heading_stands_in_the_line_of_what_it_leads_in():
    source = Doc([Para("一、概况。", mark_sprms=SPEC_HIDDEN + HIDDEN), Para("全年无事。")]).read()
    assert shown(source) == ["一、概况。全年无事。"]


def test_a_paragraph_that_is_hidden_altogether_takes_no_number():
    source = listed(numbered("甲"), Para([("乙", HIDDEN)], sprm(0x460B, 1)), numbered("丙"))
    assert shown(source) == ["一、甲", "二、丙"]


def test_text_is_hidden_by_the_style_of_the_paragraph_or_the_characters_unless_they_say_otherwise():
    hidden = style(character=HIDDEN, base=0)
    styles = [style(0), hidden, style(base=1), style(kind=2, character=HIDDEN)]
    chosen = sprm(0x4A30, 3)
    source = Doc(
        [
            Para("甲", style=1),
            Para("乙", style=2),
            Para([("丙", chosen), ("丁", b"")]),
            Para([("戊", sprm(0x083C, 0)), ("己", sprm(0x083C, 0x80)), ("庚", sprm(0x083C, 0x81))], style=1),
        ],
        styles=styles,
    ).read()
    assert shown(source) == ["丁", "戊庚"]
    assert source.extraction.hidden == 4


def test_a_file_saved_in_a_hurry_says_of_a_whole_piece_that_it_is_deleted():
    source = Doc([Para("甲")], prm=0x41 << 1 | 1 << 8).read()
    assert source.text.strip() == ""
    assert source.extraction.deleted == 1


# -- fields, signs, notes and boxes


def test_signs_and_fields_read_as_they_are_shown():
    text = shown(read((FILES / "revised.wps").read_bytes(), "报告.wps", Limits()))
    assert "网址：县政府网站公开。" in text
    assert text[8:11] == ["地址：一号楼", "电话：0000", "依法-行政\tA B"]
    assert text[-3] == "最后一段。𠮷字在增补平面。"


@pytest.mark.parametrize(
    ("stored", "read_as"),
    [
        ("甲\x13 PAGE \x14三\x15乙", "甲三乙"),
        ("甲\x13 XE \x15乙", "甲乙"),
        ("甲\x13 IF \x13 PAGE \x141\x15 \x14丙\x15乙", "甲丙乙"),
        ("甲\x13 never closed", "甲 never closed"),
        ("甲\x15\x14乙", "甲乙"),
        ("依\x1f法\x1e行\xa0政", "依法-行 政"),
        ("甲\x0b乙", "甲\n乙"),
        ("\x0c甲\x0c乙", "甲\n乙"),
        ("甲\x05乙\uf0b7", "甲乙"),
        ("\U00020bb7字", "\U00020bb7字"),
    ],
)
def test_special_characters(stored, read_as):
    assert Doc([Para(stored)]).read().text == read_as + "\n"


def test_a_symbol_is_what_its_font_shows_if_that_is_a_character():
    signs = [("(", sprm(0x6A09, 0x2611 << 16)), ("(", sprm(0x6A09, 0xF0FE << 16)), ("（", b"")]
    assert Doc([Para(signs)]).read().text == "☑（\n"


def test_the_table_of_contents_is_not_read_twice_over():
    toc = [Para('\x13 TOC \\o "1-3" \x14一、概况\t1'), Para("二、成效\t2\x15"), Para("一、概况")]
    source = Doc(toc).read()
    assert shown(source) == ["一、概况"]
    assert dict(source.extraction.skipped) == {"contents": 2}
    # Its style alone stands on lines of the text as well, even in the Rich Text specification by Microsoft.
    source = Doc([Para("一、概况……1", style=1), Para("一、概况", style=1)], styles=[style(0), style(19)]).read()
    assert shown(source) == ["一、概况"]


def test_heads_and_feet_are_left_out_and_notes_stand_at_the_end():
    source = read((FILES / "revised.wps").read_bytes(), "报告.wps", Limits())
    assert "页眉" not in source.text
    assert "第 1 页" not in source.text
    assert shown(source)[-2:] == ["含上年结转2件。", "均胜诉。"]
    paragraph = next(block for block in source.blocks if source.text.startswith("行政复议12件，", block.start))
    notes = [block for block in source.blocks if block.kind == "note"]
    assert [block.anchor for block in notes] == [paragraph.start] * 2
    assert lines(source)[-2:] == [9, 9]


def test_a_text_box_is_read_once_behind_the_paragraph_that_anchors_it():
    source = read((FILES / "drawn.doc").read_bytes(), "报告.doc", Limits())
    assert kinds(source) == [
        ("para", 0, "图前"),
        ("para", 0, "行内图"),
        ("para", 0, "浮动图"),
        ("para", 0, "文本框在此"),
        ("textbox", 0, "框里的话"),
        ("textbox", 0, "第二句"),
        ("para", 0, "组合图形"),
        ("textbox", 0, "组内文字"),
        ("para", 0, "线条"),
        ("para", 0, "完"),
    ]
    assert lines(source) == [1, 2, 3, 4, 4, 4, 5, 5, 6, 7]
    assert source.extraction.text_boxes == 2
    # Two pictures; the line that is drawn is none.
    assert noted(source) == {"pictures": {"count": 2}}


# -- tables


def test_a_row_is_a_line_and_a_table_that_only_places_text_is_not_one():
    found = kinds(read((FILES / "revised.wps").read_bytes(), "报告.wps", Limits()))
    assert [text for kind, _, text in found if kind == "row"] == [
        "序号\t事项\t件数",
        "1\t行政处罚\t28",
        "2\t行政许可\t143",
        "3\t\t5",
    ]
    assert [text[:4] for kind, _, text in found if kind == "para"][-6:] == [
        "左栏是排",
        "右栏",
        "甲一",
        "甲二",
        "乙",
        "最后一段",
    ]


IN_TABLE = sprm(0x2416, 1) + sprm(0x6649, 1)
INNER = sprm(0x2416, 1) + sprm(0x6649, 2)


def cell(text: str, more: bytes = b"") -> Para:
    return Para(text, IN_TABLE + more, mark="\x07")


ROW_END = Para("", IN_TABLE + sprm(0x2417, 1), mark="\x07")


def test_numbers_in_cells_are_counted_and_a_cell_that_holds_nothing_else_shows_its_number():
    in_list = sprm(0x460B, 1)
    source = listed(cell("序号"), cell("名称"), ROW_END, cell("", in_list), cell("甲"), ROW_END, numbered("乙"))
    assert shown(source) == ["序号\t名称", "一、\t甲", "二、乙"]
    # The mark at the end of a row is no paragraph.
    assert lines(source) == [1, 3, 5]


def test_a_table_in_a_table_is_layout():
    inner = [
        Para("内一", INNER + sprm(0x244B, 1)),
        Para("内二", INNER + sprm(0x244B, 1)),
        Para("", INNER + sprm(0x244C, 1)),
    ]
    source = Doc([*inner, cell("外一"), cell("外二"), ROW_END, Para("后")]).read()
    assert kinds(source) == [("para", 0, text) for text in ("内一", "内二", "外一", "外二", "后")]
    assert lines(source) == [1, 2, 3, 4, 5]


def test_properties_that_did_not_fit_are_found_where_they_stand():
    elsewhere = sprm(0x6646, 4)
    data = bytes(4) + struct.pack("<H", len(ROW_END.sprms)) + ROW_END.sprms
    source = Doc([cell("甲"), cell("乙"), Para("", elsewhere, mark="\x07"), Para("后")], data=data).read()
    assert kinds(source) == [("row", 0, "甲\t乙"), ("para", 0, "后")]


def test_properties_elsewhere_that_are_not_there_or_too_many_are_no_trap():
    far = [Para("甲", sprm(0x6646, 1 << 20))]
    assert shown(Doc(far).read()) == shown(Doc(far, data=b"x").read()) == ["甲"]
    overlapping = [Para("甲", sprm(0x6646, at)) for at in range(100)]
    assert refused(Doc(overlapping, data=b"\x00\x10" * 2048).write()) == "damaged"


def test_line_breaks_and_tabs_in_cells_do_not_break_the_row():
    assert shown(Doc([cell("甲\x0b乙"), cell("丙\t丁"), ROW_END]).read()) == ["甲 乙\t丙 丁"]


# -- headings


def test_levels_come_from_styles_what_they_are_based_on_and_the_paragraph_itself():
    styles = [
        style(0),
        style(1, 0),
        style(base=1),
        style(62, 0),
        style(base=0, paragraph=sprm(0x2640, 2)),
        style(base=5),
    ]
    paragraphs = [Para(f"第{at}段", style=at) for at in range(6)]
    paragraphs += [
        Para("直接", sprm(0x2640, 1)),
        Para("正文", sprm(0x2640, 9), style=1),
        Para("无此样式", style=99),
    ]
    assert [found[:2] for found in kinds(Doc(paragraphs, styles=styles).read())] == [
        ("para", 0), ("heading", 1), ("heading", 1), ("title", 0), ("heading", 3), ("para", 0),
        ("heading", 2), ("para", 0), ("para", 0),
    ]  # fmt: skip


def test_text_of_one_byte_a_character_is_western():
    assert Doc([Para("Law-based “government” 2023…")], packed=True).read().text == "Law-based “government” 2023…\n"


# -- what is refused


def test_files_that_are_no_word_document_are_named():
    assert refused(ole({"EncryptedPackage": b"x"})) == "encrypted"
    assert refused(ole({"CONTENTS": b"x"})) == "unsupported"
    assert refused(ole({"Workbook": b"x"})) == "unsupported"
    with pytest.raises(ReadError, match="Works"):
        read(ole({"CONTENTS": b"x"}), "报告.wps", Limits())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"flags": 0x0300}, "encrypted"),
        ({"magic": 0xA5DC}, "old-word"),
        ({"version": 104}, "old-word"),
        ({"magic": 0x1234}, "damaged"),
        ({"parts": {33: b""}}, "damaged"),
        ({"parts": {33: b"\x03"}}, "damaged"),
        ({"parts": {33: b"\x02" + struct.pack("<I3I16x", 28, 0, 3, 2)}}, "damaged"),
        ({"parts": {33: b"\x02" + struct.pack("<I2IHIH", 16, 0, 9, 0, 1 << 29, 0)}}, "damaged"),
        ({"parts": {33: b"\x02" + struct.pack("<I2IHIH", 16, 0, 1 << 30, 0, 2048, 0)}}, "too-big"),
        ({"parts": {13: struct.pack("<III", 0, 1 << 20, 1 << 16)}}, "damaged"),
        ({"parts": {12: struct.pack("<III", 0, 1 << 20, 1 << 16)}}, "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(change, code):
    assert refused(Doc([Para("甲乙")], **change).write()) == code


def test_a_stream_larger_than_the_file_is_damage():
    data = Doc([Para("甲")]).write()
    name = "WordDocument".encode("utf-16-le")
    at = data.index(name) + 120
    assert refused(data[:at] + struct.pack("<I", 1 << 30) + data[at + 4 :]) == "damaged"


def test_styles_that_are_based_on_each_other_end_somewhere():
    source = Doc([Para("甲", style=1)], styles=[style(0), style(base=2), style(base=1)]).read()
    assert shown(source) == ["甲"]


def test_limits_are_kept():
    data = Doc([Para("甲乙丙丁"), Para("戊")]).write()
    for limits, limit in ((Limits(characters=3), "characters"), (Limits(blocks=1), "blocks")):
        with pytest.raises(ReadError) as caught:
            read(data, "报告.doc", limits)
        assert caught.value.keys[0] == f"read.too-big.{limit}"


def test_only_pictures_is_no_text():
    with pytest.raises(ReadError) as caught:
        Doc([Para("\x01"), Para("\x01")]).read()
    assert caught.value.code == "no-text-layer"


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "olefile", None)
    assert refused(Doc([Para("甲")]).write()) == "missing-extra"


# -- damage

SAMPLES = ["numbered.doc", "revised.wps", "drawn.doc", "styled.doc"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_off_anywhere_is_read_or_refused(name):
    data = (FILES / name).read_bytes()
    for length in [*range(0, 1600, 100), *range(1600, len(data), 512)]:
        with suppress(ReadError):
            read(data[:length], name, Limits())
    assert refused(data[:1600]) == "damaged"
    assert refused(data[: len(data) // 2]) == "damaged"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_with_bytes_changed_is_read_or_refused_in_time(name):
    data = (FILES / name).read_bytes()
    chance = random.Random(name)
    used = [at for at, byte in enumerate(data) if byte]
    started = time.perf_counter()
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 4, 30))):
            changed[chance.choice(used)] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        with suppress(ReadError):
            read(bytes(changed), name, Limits()).text.encode()
    assert time.perf_counter() - started < 120
