"""PDF pages as scanners, copiers and offices leave them."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tests.samples import png

from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText
from lawcheck.readers.base import read_here

FONT = "STSong-Light"
PARAGRAPHS = [
    "一、主要举措和成效",
    "镇政府聘请法律顾问二名，审核合同二十八份，全部出具书面意见，没有发生合同纠纷，有效防范了法律风险。" * 2,
]


def pdf(*pages, rotate: int = 0) -> bytes:
    """Return a PDF with one page for each function, which draws it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for draw in pages:
        canvas.setFont(FONT, 16)
        draw(canvas)
        if rotate:
            canvas.setPageRotation(rotate)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(canvas: Canvas, blank: str = "") -> None:
    """Draw the paragraphs, with the indent as characters where one is given."""
    y = 760
    for paragraph in PARAGRAPHS:
        words, first = (blank + paragraph if blank else paragraph), True
        while words:
            room = 28 if not first or blank else 26
            canvas.drawString(75 + (0 if not first or blank else 32), y, words[:room])
            words, first, y = words[room:], False, y - 28
    canvas.drawString(75, y - 28, "")


def scan(canvas: Canvas, stamp: str = "") -> None:
    canvas.drawImage(ImageReader(io.BytesIO(png())), 0, 0, *A4)
    canvas.drawString(75, 20, stamp)


def read(data: bytes) -> SourceText:
    return read_here(data, "报告.pdf", Limits())


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


def test_a_watermark_across_the_page_is_no_text():
    def marked(canvas: Canvas) -> None:
        text(canvas)
        canvas.saveState()
        canvas.translate(150, 500)
        canvas.rotate(40)
        canvas.setFont(FONT, 60)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    assert lines(read(pdf(marked))) == PARAGRAPHS


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_it_is_written(angle):
    assert lines(read(pdf(text, rotate=angle))) == PARAGRAPHS


def test_an_indent_of_blank_characters_is_an_indent():
    assert lines(read(pdf(lambda canvas: text(canvas, "　　")))) == PARAGRAPHS


@pytest.mark.parametrize("stamp", ["Scanned with CamScanner", "扫描全能王 创建", "清溪县档案馆 2023-12-30"])
def test_a_scan_with_the_stamp_of_its_program_is_a_scan(stamp):
    with pytest.raises(ReadError) as caught:
        read(pdf(*[lambda canvas: scan(canvas, stamp)] * 4))
    assert caught.value.code == "no-text-layer"


def test_scanned_pages_among_typed_ones_are_named():
    def last(canvas: Canvas) -> None:
        canvas.drawString(75, 600, "二、存在的不足")
        canvas.drawString(107, 570, "执法人员只有两名，专业力量不足。")

    source = read(pdf(text, lambda canvas: scan(canvas, "Scanned with CamScanner"), last))
    assert source.extraction.pages_without_text == (2,)
    assert [note.code for note in source.extraction.incomplete] == ["pages_without_text"]


def test_a_small_picture_makes_no_scan():
    def sealed(canvas: Canvas) -> None:
        text(canvas)
        canvas.drawImage(ImageReader(io.BytesIO(png())), 400, 100, 110, 110)

    assert read(pdf(sealed)).extraction.pages_without_text == ()
