from __future__ import annotations

import random
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.readers.blocks import kinds, lines, shown

from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText
from lawcheck.readers.rtf import read

# Written by LibreOffice 7.4, from the same documents as the .doc files beside them.
FILES = Path(__file__).parent / "files"

FONTS = rb"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}{\f2\fcharset2 Wingdings;}{\f3\fcharset136 MingLiU;}}"


def gbk(text: str) -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in text.encode("gb18030"))


def rtf(body: bytes, head: bytes = b"\\ansi\\ansicpg936") -> SourceText:
    return read(b"{\\rtf1" + head + FONTS + body + b"}", "报告.rtf", Limits())


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        read(data, "报告.rtf", limits or Limits())
    assert caught.value.where == "报告.rtf"
    assert caught.value.fix
    return caught.value.code


def noted(source: SourceText) -> dict[str, dict[str, str | int]]:
    return {note.code: dict(note.values) for note in source.notes}


# -- characters


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (gbk("依法行政"), "依法行政"),
        # The second byte of a character may be written as it is, and so may both.
        (rb"\'8eB\'b7\'a8", "嶣法"),
        ("法治".encode("gb18030"), "法治"),
        (rb"\u27861?\u27835\'3f", "法治"),
        (rb"\uc2\u27861\'b7\'a8\u27835??", "法治"),
        (rb"\uc0\u27861\u27835 x", "法治x"),
        # A program that leaves out the substitute loses nothing by it.
        (rb"\u27861\u27835\b x", "法治x"),
        (rb"\u-30264?", "览"),
        (rb"\u-10174?\u-8265?", "\U00020bb7"),
        (rb"{\u27861 ?}\'d6\'ce", "法治"),
        (rb"a\~b\_c\-d\{\}\\e", "a b-cd{}\\e"),
        (rb"\ldblquote a\rdblquote\emdash b", "“a”—b"),
        (rb"a\line b\tab c", "a\nb\tc"),
        (b"a\r\nb", "ab"),
        (rb"\page a\page b\page", "a\nb"),
        (rb"\f2 \'a8\u-3844?\f0 x", "x"),
        (rb"{\f3\'aa\'6b}", "法"),
        (rb"a\'0d\'00b", "ab"),
        (rb"a{\*\unknown b{c}}d\bin3 }}}e", "ade"),
    ],
)
def test_characters_in_every_way_that_programs_write_them(body, text):
    assert rtf(body + b"\\par").text == text + "\n"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"\\ansi\\ansicpg1252", b"\\f1 " + gbk("法治")),
        (b"\\ansi\\ansicpg1252\\deff1", gbk("法治")),
        (b"\\ansi", gbk("法治")),
        (b"\\ansi\\ansicpg936", b"\\f0 " + gbk("法治")),
        (b"\\ansi\\ansicpg99999", gbk("法治")),
        (b"\\ansi\\ansicpg65001", "法治".encode()),
    ],
)
def test_the_encoding_is_that_of_the_font_or_of_the_file(head, body):
    assert rtf(body, head).text == "法治\n"


def test_half_a_character_harms_nothing():
    assert rtf(rb"\'b7{\b x}").text.endswith("x\n")


# -- numbers


def test_numbers_that_the_program_generated_are_part_of_the_text():
    source = read((FILES / "numbered.rtf").read_bytes(), "报告.rtf", Limits())
    assert shown(source)[:6] == [
        "张八桥镇2023年法治政府建设情况报告",
        "2023年，我镇坚持依法行政。",
        "一、主要举措和成效",
        "（一）加强组织领导",
        "1. 召开专题会议4次。",
        "2. 听取汇报2次。",
    ]
    assert shown(source)[20:24] == ["十二、下一步打算", "", "1 甲项", "1.1 子项"]
    assert shown(source)[-3:] == ["圆点", "甲、天干", "01 零起"]
    assert [block.number for block in source.blocks][2:5] == ["一、", "（一）", "1."]
    assert lines(source) == [at for at in range(1, 34) if at != 22]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (rb"{\listtext " + gbk("（一）") + rb"\tab}", "（一）甲"),
        (rb"{\*\listtext\pard\plain 1.\tab}", "1. 甲"),
        (rb"{\pntext\pard\plain 1)\tab}", "1) 甲"),
        (rb"{\listtext\f2 l\tab}", "甲"),
        (rb"{\listtext\f2\'6c\tab}", "甲"),
        (rb"{\listtext o\tab}", "甲"),
        (rb"{\listtext\bullet\tab}", "甲"),
    ],
)
def test_numbers_as_other_programs_write_them_but_no_bullets(number, text):
    assert rtf(b"\\pard\\ls1" + number + gbk("甲") + b"\\par").text == text + "\n"


def test_a_note_says_when_the_program_left_the_numbers_to_be_counted():
    assert "no_numbers" in noted(rtf(b"\\pard\\ls1 " + gbk("甲") + b"\\par"))
    assert "no_numbers" not in noted(rtf(b"\\pard\\ls1{\\listtext 1.\\tab}a\\par\\pard b\\par"))


# -- what was deleted, inserted or hidden


def test_deleted_and_hidden_text_is_not_read_but_counted():
    source = read((FILES / "revised.rtf").read_bytes(), "报告.rtf", Limits())
    assert shown(source)[1] == "全年开展培训五次，参加200人。"
    assert "样式隐藏：看得见。" in shown(source)
    # LibreOffice writes more as deleted than its document has.
    assert noted(source) == {"revisions": {"inserted": 1, "deleted": 13}, "hidden": {"count": 7}}
    assert (source.extraction.inserted, source.extraction.deleted, source.extraction.hidden) == (1, 13, 7)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"a{\deleted b}c", "ac"),
        (rb"a\deleted b\deleted0 c", "ac"),
        (rb"a\deleted b\plain c", "ac"),
        (rb"a{\v b}\v c\v0 d", "ad"),
        (rb"a{\mvf b}{\mvt c}", "ac"),
        (rb"{\revised a}b", "ab"),
        (rb"a{\deleted\par}b", "ab"),
        (rb"{\listtext 1.\tab}{\deleted a\par}{\listtext 1.\tab}b", "1. b"),
        (rb"a{\deleted{\footnote b}}c", "ac"),
    ],
)
def test_tracked_changes_as_word_writes_them(body, text):
    assert rtf(body + b"\\par").text == text + "\n"


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next_one_and_each_part_keeps_its_place():
    source = rtf(rb"a\par b{\deleted\par}c\par d\par")
    assert shown(source) == ["a", "bc", "d"]
    assert lines(source) == [1, 2, 4]
    assert source.places is not None
    assert source.places.place(source.text.index("c")).line == 3


# -- what stands in or beside the text


def test_groups_that_hold_no_text_are_left_out():
    head = rb"{\info{\title secret}}{\header secret}{\footerf secret}{\*\revtbl{secret;}}{\*\generator secret;}"
    head += (
        rb"{\stylesheet{secret;}}{\colortbl;\red0;}{\*\bkmkstart secret}{\xe secret}{\*\background{\shp secret}}"
    )
    source = rtf(
        head + rb"a{\pict\bin5 }{{}}00ff}{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}b{\object{\result c}}\par"
    )
    assert source.text == "ab\n"
    assert noted(source) == {"pictures": {"count": 2}, "objects": {"count": 1}}
    assert dict(source.extraction.skipped) == {"pictures": 2, "objects": 1}


def test_heads_and_feet_are_left_out_and_notes_stand_at_the_end():
    source = read((FILES / "revised.rtf").read_bytes(), "报告.rtf", Limits())
    assert "页眉" not in source.text
    assert shown(source)[-2:] == ["含上年结转2件。", "均胜诉。"]
    paragraph = next(block for block in source.blocks if source.text.startswith("行政复议12件，", block.start))
    assert [block.anchor for block in source.blocks if block.kind == "note"] == [paragraph.start] * 2
    assert lines(source)[-2:] == [9, 9]


def test_endnotes_stand_behind_footnotes():
    source = rtf(rb"a{\footnote\ftnalt end}\par b{\footnote\pard\plain foot\par more}\par c\par")
    assert kinds(source)[3:] == [("note", 0, "foot"), ("note", 0, "more"), ("note", 0, "end")]
    assert lines(source) == [1, 2, 3, 2, 2, 1]


@pytest.mark.parametrize(
    "box",
    [
        rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard in\par it\par}}{\shprslt{\*\do{\dptxbxtext in}}}}",
        rb"{\*\do\dobxpage{\dptxbxtext\pard in\par it}}",
        rb"{\shpgrp{\*\shpinst{\shp{\*\shpinst{\shptxt in\par it\par}}}}}",
    ],
)
def test_a_text_box_is_read_once_behind_the_paragraph_that_anchors_it(box):
    source = rtf(rb"a\par b" + box + rb"c\par d\par")
    assert kinds(source) == [
        ("para", 0, "a"), ("para", 0, "bc"), ("textbox", 0, "in"), ("textbox", 0, "it"), ("para", 0, "d"),
    ]  # fmt: skip
    assert lines(source) == [1, 2, 2, 2, 3]
    assert source.extraction.text_boxes == 1


def test_text_boxes_and_pictures_of_libreoffice():
    source = read((FILES / "drawn.rtf").read_bytes(), "报告.rtf", Limits())
    assert [text for kind, _, text in kinds(source) if kind == "textbox"] == ["框里的话", "第二句"]
    assert noted(source) == {"pictures": {"count": 2}}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt a}}b', "ab"),
        (rb"{\field{\*\fldinst {\b PAGE}}{\fldrslt {\b 3}}}b", "3b"),
        (rb"{\field{\*\fldinst SYMBOL 252}{\fldrslt}}b", "b"),
    ],
)
def test_of_a_field_its_result_is_read(body, text):
    assert rtf(body + b"\\par").text == text + "\n"


def test_the_table_of_contents_is_not_read_twice_over():
    source = rtf(rb"{\field{\*\fldinst TOC \\o}{\fldrslt a\tab 1\par b\tab 2}}\par a\par")
    assert shown(source) == ["a"]
    assert dict(source.extraction.skipped) == {"contents": 2}


# -- tables and headings


def test_a_row_is_a_line_and_a_table_that_only_places_text_is_not_one():
    found = kinds(read((FILES / "revised.rtf").read_bytes(), "报告.rtf", Limits()))
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


def test_places_in_tables_count_cells():
    source = rtf(rb"a\par\pard\intbl b\cell c\cell\row\intbl d\line e\cell f\cell\row\pard g\par")
    assert kinds(source) == [("para", 0, "a"), ("row", 0, "b\tc"), ("row", 0, "d e\tf"), ("para", 0, "g")]
    assert lines(source) == [1, 2, 4, 6]


def test_a_table_in_a_table_is_layout():
    inner = rb"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
    source = rtf(inner + rb"\pard\intbl c\cell d\cell\row\pard e\par")
    assert kinds(source) == [("para", 0, text) for text in "abcde"]


def test_levels_come_from_styles_and_the_paragraph_itself():
    sheet = rb"{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Heading 2;}{\s3 Title;}{\*\cs4 heading 5;}"
    sheet += rb"{\s5\outlinelevel2 mine;}}"
    body = rb"\pard\s1 a\par\pard\s2 b\par\pard\s3 c\par\pard\s5 d\par\pard\outlinelevel1 e\par\pard f\par"
    body += rb"\pard\s1\outlinelevel9 g\par"
    assert [found[:2] for found in kinds(rtf(sheet + body))] == [
        ("heading", 1), ("heading", 2), ("title", 0), ("heading", 3), ("heading", 2), ("para", 0), ("para", 0),
    ]  # fmt: skip


# -- what is refused, and damage


def test_other_text_is_no_rich_text():
    assert refused(b"Not at all") == "damaged"


def test_nesting_is_bounded():
    assert refused(b"{\\rtf1" + b"{" * 1000) == "too-deep"
    # What is passed over may be nested as deep as it likes.
    assert rtf(b"a{\\*\\x" + b"{" * 1000 + b"}" * 1000 + b"}b").text == "ab\n"


def test_limits_are_kept():
    assert refused(b"{\\rtf1 " + b"a\\par " * 10 + b"}", Limits(blocks=9)) == "too-big"
    assert refused(b"{\\rtf1 " + b"\\par " * 100 + b"}", Limits(blocks=9)) == "too-big"
    assert refused(b"{\\rtf1 aaaaaaaaaa\\par}", Limits(characters=9)) == "too-big"


def test_a_file_that_is_cut_off_says_so():
    data = (FILES / "numbered.rtf").read_bytes()
    source = read(data[: len(data) * 3 // 4], "报告.rtf", Limits())
    assert "一、主要举措和成效" in source.text
    assert [note.code for note in source.extraction.incomplete] == ["truncated"]
    assert not read(data, "报告.rtf", Limits()).extraction.incomplete


def test_no_package_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "olefile", None)
    monkeypatch.setitem(sys.modules, "striprtf", None)
    assert rtf(b"a\\par").text == "a\n"


@pytest.mark.parametrize("name", ["numbered.rtf", "revised.rtf", "drawn.rtf"])
def test_a_damaged_file_is_read_or_refused_in_time(name):
    data = (FILES / name).read_bytes()
    chance = random.Random(name)
    started = time.perf_counter()
    for length in range(0, len(data), 997):
        with suppress(ReadError):
            read(data[:length], name, Limits()).text.encode()
    for _ in range(60):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 4, 30))):
            changed[chance.randrange(len(changed))] = chance.choice((*b"{}\\'-0", chance.randrange(256)))
        with suppress(ReadError):
            read(bytes(changed), name, Limits()).text.encode()
    assert time.perf_counter() - started < 120


@pytest.mark.parametrize(
    "body",
    [
        b"{\\field{\\*\\fldinst{HYPERLINK " * 60,
        b"{}" * 200_000,
        b"\\u1?" * 100_000,
        b"\\bin999999999 ",
        b"\\pard\\intbl a\\cell\\row" * 10_000,
        b"a{\\footnote b}" * 10_000,
    ],
)
def test_hostile_files_take_no_long_time(body):
    started = time.perf_counter()
    with suppress(ReadError):
        rtf(body)
    assert time.perf_counter() - started < 60
