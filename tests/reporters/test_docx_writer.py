from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from tests.conftest import SEEDS
from tests.samples import converted, parts_of

import lawcheck
from lawcheck import ReportCard
from lawcheck.judge import Read, SectionResult
from lawcheck.readers import Limits
from lawcheck.readers.base import read_here
from lawcheck.reporters.docx_writer import STYLES, Paragraph, document, from_text, place_in

HERE = Limits(seconds=0)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LETTER = (
    Paragraph("关于补充完善法治政府建设年度报告的函", "title"),
    Paragraph("【镇人民政府】：", "address"),
    Paragraph("一、要补充的", "heading1"),
    Paragraph("（一）不足的原因", "heading2"),
    Paragraph("请于【日期】前补充“主要原因”。"),
    Paragraph("1.法律顾问【姓名】审查合同【数字】份；", "list"),
    Paragraph("县司法局", "signature"),
)


def text_of(data: bytes) -> str:
    return read_here(data, "a.docx", HERE).text


def main(data: bytes) -> ET.Element:
    return ET.fromstring(parts_of(data)["word/document.xml"])


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return style and words of every paragraph."""
    out = []
    for node in main(data).iter(f"{W}p"):
        style = node.find(f"{W}pPr/{W}pStyle")
        assert style is not None
        out.append((style.get(f"{W}val", ""), "".join(t.text or "" for t in node.iter(f"{W}t"))))
    return out


def test_paragraphs_are_read_back_as_they_were_given() -> None:
    assert text_of(document(LETTER)) == "".join(f"{paragraph.text}\n" for paragraph in LETTER)


def test_title_and_headings_are_known_by_their_styles() -> None:
    blocks = read_here(document(LETTER), "a.docx", HERE).blocks
    assert [(block.kind, block.level) for block in blocks[:5]] == [
        ("title", 0),
        ("para", 0),
        ("heading", 1),
        ("heading", 2),
        ("para", 0),
    ]


def test_the_same_paragraphs_give_the_same_bytes_with_no_date_of_today() -> None:
    assert document(LETTER) == document(iter(LETTER))
    with zipfile.ZipFile(BytesIO(document(LETTER))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(info.create_system, info.external_attr >> 16) for info in archive.infolist()} <= {
            (0, 0),
            (0, 0o600),
        }


def test_every_style_is_there_and_no_other() -> None:
    styles = ET.fromstring(parts_of(document(()))["word/styles.xml"])
    names = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert {style.capitalize() for style in STYLES} <= names
    with pytest.raises(KeyError, match="heading9"):
        document([Paragraph("字", "heading9")])


def test_the_page_is_that_of_official_documents() -> None:
    page = main(document(LETTER)).find(f"{W}body/{W}sectPr")
    assert page is not None
    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    twips = {key.removeprefix(W): int(value) for key, value in (size.attrib | margins.attrib).items()}
    mm = {key: round(value / 1440 * 25.4) for key, value in twips.items()}
    assert (mm["w"], mm["h"]) == (210, 297)
    assert (mm["top"], mm["left"]) == (37, 28)  # 天头, 订口
    assert (mm["w"] - mm["left"] - mm["right"], mm["h"] - mm["top"] - mm["bottom"]) == (156, 225)  # 版心


def test_the_body_is_fang_song_three_with_28_points_and_an_indent_of_two() -> None:
    parts = {name: data.decode() for name, data in parts_of(document(LETTER)).items()}
    styles = parts["word/styles.xml"]
    normal, body = (re.search(f'w:styleId="{name}">(.*?)</w:style>', styles) for name in ("Normal", "Body"))
    assert normal is not None
    assert body is not None
    assert 'w:line="560" w:lineRule="exact"' in normal[1]
    assert 'w:firstLineChars="200"' in body[1]
    assert 'w:eastAsia="仿宋_GB2312"' in body[1]
    assert '<w:sz w:val="32"/>' in body[1]
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in parts["word/fontTable.xml"]


def test_pages_are_numbered_on_their_outer_side() -> None:
    parts = {name: data.decode() for name, data in parts_of(document(LETTER)).items()}
    assert "<w:evenAndOddHeaders/>" in parts["word/settings.xml"]
    for name, side in (("odd", "right"), ("even", "left")):
        assert f'<w:jc w:val="{side}"/>' in parts[f"word/{name}.xml"]
        assert " PAGE " in parts[f"word/{name}.xml"]


def test_every_part_is_well_formed_and_declared() -> None:
    parts = parts_of(document(LETTER))
    declared = parts["[Content_Types].xml"].decode()
    for name, data in parts.items():
        ET.fromstring(data)
        assert name.endswith(".rels") or name == "[Content_Types].xml" or f'PartName="/{name}"' in declared


def test_tabs_and_line_breaks_are_kept_and_what_xml_cannot_hold_is_not() -> None:
    text = "甲\t乙\n丙\r\n丁\0\x0b\x1b[31m\u202e\u2066\ud800\ufffe<&>]]>\"'𠮷"
    assert text_of(document([Paragraph(text)])) == "甲\t乙\n丙\n丁[31m<&>]]>\"'𠮷\n"


def test_an_empty_paragraph_stays_empty() -> None:
    assert paragraphs(document([Paragraph(""), Paragraph("\0")])) == [("Body", ""), ("Body", "")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_it_on_as_many_pages_as_it_needs() -> None:
    printed = converted(document([*LETTER, *[Paragraph("内容。" * 40)] * 30]), "pdf")
    assert printed is not None
    pages = pypdfium2.PdfDocument(printed)
    # 22 lines of 28 characters: each of the 30 paragraphs takes five.
    assert len(pages) in (7, 8)
    assert round(pages[0].get_width()) == 595


# -- the checked text


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_the_checked_text_is_written_line_by_line(seed: Path) -> None:
    card = lawcheck.check(seed)
    words = [line.strip() for line in card.text.splitlines() if line.strip()]
    assert [text for _, text in paragraphs(from_text(card))] == words


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_the_place_of_every_character_is_known(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    place, written = place_in(text), paragraphs(from_text(ReportCard(path="", text=text)))
    for offset, char in enumerate(text):
        line, column = place(offset)
        if not char.isspace():
            assert written[line - 1][1][column - 1] == char


def test_places_pass_over_what_is_left_out() -> None:
    text = "\ufeff　　甲\x00乙\r\n\r\n \t\n丙\r\u200e丁\n"
    place, written = place_in(text), paragraphs(from_text(ReportCard(path="", text=text)))
    assert [words for _, words in written] == ["\ufeff　　甲乙", "丙", "丁"]
    for char in "甲乙丙丁":
        line, column = place(text.index(char))
        assert written[line - 1][1][column - 1] == char


def test_titles_and_headings_get_their_styles_and_run_in_headings_do_not() -> None:
    card = lawcheck.check(SEEDS[4])
    written = paragraphs(from_text(card))
    assert [text for style, text in written if style == "Title"] == ["西青区辛口镇 2020 年度法治政府建设 情况报告"]
    assert ("Heading1", "三、存在的不足和原因") in written
    assert any(style == "Heading2" and text.startswith("（一）") for style, text in written)
    assert all(len(text) < 60 for style, text in written if style != "Body")


def test_a_heading_with_its_text_in_one_line_stays_body() -> None:
    text = "报告\n一、成效。全年做了很多事，写在同一行里。\n二、不足\n"
    sections = tuple(
        SectionResult(role="other", title=title, level=1, start=text.index(title), end=len(text), line=0)
        for title in ("一、成效", "二、不足")
    )
    read = (("title", Read(value="报告", source="title", quote="报告")),)
    written = paragraphs(from_text(ReportCard(path="", text=text, sections=sections, read=read)))
    assert [style for style, _ in written] == ["Title", "Body", "Heading1"]


def test_a_title_may_be_broken_over_lines() -> None:
    text = "\n清溪镇2023年法治政府建设\n\n年度情况报告\n正文。\n"
    read = (("title", Read(value="", source="title", quote="清溪镇2023年法治政府建设 年度情况报告")),)
    written = paragraphs(from_text(ReportCard(path="", text=text, read=read)))
    assert [style for style, _ in written] == ["Title", "Title", "Body"]
