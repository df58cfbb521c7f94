"""What .pdf and .ofd have in common: lines to paragraphs."""

from __future__ import annotations

import pytest

from lawcheck.readers.layout import Glyph, Page, write_pages
from lawcheck.readers.limits import Limits
from lawcheck.readers.source import Draft

SIZE = 10.0
WIDE = 30
"""Characters of a full line."""


def line(text: str, row: int, *, indent: float = 0.0, size: float = SIZE) -> list[Glyph]:
    return [
        Glyph(char, 50 + (at + indent) * size, 50 + (at + indent + 1) * size, 60 + row * 1.6 * SIZE, size)
        for at, char in enumerate(text)
        if char != " "
    ]


def pages(*rows: list[list[Glyph]]) -> Draft:
    draft = Draft("a.pdf", Limits())
    write_pages([Page(number, [g for row in page for g in row]) for number, page in enumerate(rows, 1)], draft)
    return draft


def paragraphs(draft: Draft) -> list[str]:
    return draft.text.split("\n")[:-1]


def full(start: str) -> str:
    return (start + "字" * WIDE)[:WIDE]


def test_lines_are_joined_until_an_indent():
    first = [line(full("甲")[:-2], 0, indent=2), line(full("乙"), 1), line("丙。", 2)]
    page = [*first, line(full("丁")[:-2], 3, indent=2), line("戊。", 4)]
    assert [text[0] for text in paragraphs(pages(page))] == ["甲", "丁"]


def test_a_sentence_cut_by_a_page_number_comes_out_whole():
    first = [line(full(str(at))[: WIDE - 2 * (at == 0)], at, indent=2 * (at == 0)) for at in range(6)]
    first.append(line("- 1 -", 40, indent=12))
    second = [line("后半句。", 0), line("- 2 -", 40, indent=12)]
    found = paragraphs(pages(first, second))
    assert len(found) == 1
    assert found[0].endswith("后半句。")


def test_running_heads_are_dropped_and_a_repeated_name_in_the_text_stays():
    def page(number: int) -> list[list[Glyph]]:
        head = [line("清溪镇法治政府建设报告", 0, indent=8)]
        body = [line(full(f"前{number}{at}"), 2 + at) for at in range(5)]
        return [
            *head,
            *body,
            line("落款单位", 8, indent=12),
            *(line(full(f"话{number}"), 10 + at) for at in range(6)),
        ]

    found = paragraphs(pages(page(1), page(2), page(3)))
    assert "清溪镇法治政府建设报告" not in found
    assert found.count("落款单位") == 3


def test_a_line_of_another_size_begins_a_paragraph():
    assert paragraphs(pages([line(full("大"), 0, size=16), line(full("小"), 2)]))[0].startswith("大")
    assert len(paragraphs(pages([line(full("大"), 0, size=16), line(full("小"), 2)]))) == 2


def test_no_paragraph_begins_with_a_closing_mark():
    page = [line(full("甲"), 0), line("，乙。", 3)]
    assert len(paragraphs(pages(page))) == 1


def test_a_page_of_one_line_paragraphs_keeps_them_apart():
    first = [
        line(full(str(at))[:-2] if at % 3 == 0 else full(str(at)), at, indent=2 * (at % 3 == 0)) for at in range(9)
    ]
    second = [line(full(f"（{at}）")[:-2], at, indent=2) for at in range(8)]
    found = paragraphs(pages(first, second))
    assert [text[:3] for text in found[-8:]] == [f"（{at}）" for at in range(8)]


def test_cells_far_apart_make_a_row():
    row = [*line("项目", 0), *line("件数", 0, indent=10)]
    draft = pages([row, line("调解", 1)])
    assert paragraphs(draft)[0] == "项目\t件数"
    assert draft.blocks[0].kind == "row"


def test_every_piece_knows_its_page_and_line():
    first = [line(full("甲")[:-2], 0, indent=2), *(line(full("乙"), at) for at in range(1, 6))]
    draft = pages(first, [line("末尾。", 0)])
    place = draft.places.place(draft.text.index("末尾"))
    assert (place.page, place.line, place.column) == (2, 1, 1)
    assert draft.places.place(draft.text.index("乙")).line == 2


@pytest.mark.parametrize(
    ("last", "first", "joined"), [("law", "check", "law check"), ("202", "3年", "2023年"), ("法", "治", "法治")]
)
def test_words_are_kept_apart_and_figures_are_not(last, first, joined):
    head = "字" * (WIDE - len(last)) + last
    assert joined in paragraphs(pages([line(head, 0), line(first + "字" * 20, 1)]))[0]


def test_a_page_in_two_columns_is_read_column_by_column():
    rows = [[*line(f"左{at:02}" + "字" * 9, at), *line(f"右{at:02}" + "字" * 9, at, indent=14)] for at in range(14)]
    text = pages(rows).text.replace("\n", "")
    assert text.index("左13") < text.index("右00")


def test_a_large_watermark_does_not_draw_lines_together():
    rows = [line(full(f"第{at}行"), at) for at in range(12)]
    mark = [
        Glyph(char, 100 + 60 * at, 160 + 60 * at, 60 + 6 * 1.6 * SIZE + 3, 60) for at, char in enumerate("内部资料")
    ]
    text = pages([*rows, mark]).text.replace("\n", "").replace("内部资料", "")
    assert text == "".join(full(f"第{at}行") for at in range(12))
