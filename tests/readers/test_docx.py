from __future__ import annotations

import io
import zipfile

import pytest

import lawcheck
from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText
from lawcheck.readers.base import read_here

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="h"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
   <w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
   <w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3.%4"/></w:lvl>
 <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:lvlText w:val="附%5"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="2"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
"""


def p(
    text: str = "", *, style: str = "", level: int | None = None, num: int = 1, mark: str = "", run: str = ""
) -> str:
    """One paragraph."""
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        props += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    props += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    runs = run or f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{props}</w:pPr>{runs if text or run else ''}</w:p>"


def r(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(body: str, *, w: str = W, parts: dict[str, str] | None = None) -> bytes:
    """A package with this body; the parts that Word always writes are there."""
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": (
            f'<w:document xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps"><w:body>{body}</w:body></w:document>'
        ),
        "word/styles.xml": f'<w:styles xmlns:w="{w}">{STYLES}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{w}">{NUMBERING}</w:numbering>',
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return out.getvalue()


def source(body: str, **options: object) -> SourceText:
    return read_here(docx(body, **options), "报告.docx", Limits())  # type: ignore[arg-type]


def lines(body: str, **options: object) -> list[str]:
    return [line for line in source(body, **options).text.split("\n") if line]


# -- automatic numbers


def test_chinese_numbers_of_three_levels_are_rebuilt_and_deeper_ones_start_anew():
    body = p("举措", level=0) + p("学习", level=1) + p("普法", level=1) + p("甲", level=2) + p("乙", level=2)
    body += p("不足", level=0) + p("队伍", level=1) + p("丙", level=2)
    assert lines(body) == [
        "一、举措", "（一）学习", "（二）普法", "1. 甲", "2. 乙", "二、不足", "（一）队伍", "1. 丙",
    ]  # fmt: skip


def test_ten_and_above_are_counted_as_in_chinese():
    numbers = [line.removesuffix("条") for line in lines("".join(p("条", level=0) for _ in range(21)))]
    assert numbers[9:11] == ["十、", "十一、"]
    assert numbers[19:] == ["二十、", "二十一、"]


def test_a_number_comes_from_the_style_and_its_level_from_the_list():
    body = p("举措", level=0) + p("学习", style="2") + p("普法", style="2")
    assert lines(body)[1:] == ["（一）学习", "（二）普法"]


def test_a_list_that_overrides_its_start_does_so_once():
    assert lines(p("甲", level=0) + p("乙", level=0, num=2) + p("丙", level=0, num=2)) == [
        "一、甲",
        "五、乙",
        "六、丙",
    ]


def test_list_zero_takes_the_number_of_the_style_away():
    assert lines(p("举措", level=0) + p("学习", style="2", level=1, num=0)) == ["一、举措", "学习"]


def test_a_list_that_points_to_a_style_takes_the_styles_list():
    assert lines(p("举措", level=0, num=3)) == ["一、举措"]


def test_a_legal_level_shows_digits_and_keeps_apart_from_the_text():
    assert lines(p("举措", level=0) + p("学习", level=2) + p("2023年", level=3))[-1] == "1.1.1 2023年"


def test_a_level_that_never_restarts_goes_on():
    body = p("举措", level=0) + p("表", level=4) + p("不足", level=0) + p("表", level=4)
    assert lines(body) == ["一、举措", "附1 表", "二、不足", "附2 表"]


def test_the_generated_number_is_known_as_such():
    assert [block.number for block in source(p("举措", level=0) + p("一、不足")).blocks] == ["一、", ""]


# -- what is read and what is not


def test_inserted_text_is_read_and_deleted_text_is_not():
    body = p(
        "",
        run=r("聘请")
        + f"<w:ins>{r('法律')}</w:ins><w:del><w:r><w:delText>军事</w:delText></w:r></w:del>{r('顾问')}",
    )
    read = source(body)
    assert read.text.strip() == "聘请法律顾问"
    assert (read.extraction.inserted, read.extraction.deleted) == (2, 2)
    assert [n.code for n in read.notes] == ["revisions"]


def test_moved_text_is_read_where_it_went():
    body = p("", run=f"<w:moveFrom>{r('旧处')}</w:moveFrom>{r('中')}<w:moveTo>{r('新处')}</w:moveTo>")
    assert lines(body) == ["中新处"]


def test_a_deleted_paragraph_mark_joins_and_the_place_goes_on():
    read = source(p("前", mark="<w:del/>") + p("后"))
    assert read.text.strip() == "前后"
    assert read.places is not None
    assert [(read.places.place(at).line, read.places.place(at).column) for at in (0, 1)] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("props", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="h"/>'])
def test_hidden_text_is_not_read(props):
    read = source(p("", run=r("看得见") + r("看不见", props)))
    assert read.text.strip() == "看得见"
    assert read.extraction.hidden == 3


def test_text_shown_again_is_read():
    assert lines(p("", run=r("字", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>'))) == ["字"]


def test_a_field_gives_its_result_and_not_its_code():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = p(
        "",
        run=field.format("begin")
        + "<w:r><w:instrText>REF x</w:instrText></w:r>"
        + field.format("separate")
        + r("结果")
        + field.format("end")
        + r("后"),
    )
    assert lines(body) == ["结果后"]


def test_a_table_of_contents_is_left_out():
    entry = "<w:r><w:t>一、举措</w:t><w:tab/><w:t>1</w:t></w:r>"
    read = source(p("", run=entry, style="TOC1") + p("一、举措"))
    assert read.text.split() == ["一、举措"]
    assert dict(read.extraction.skipped) == {"contents": 1}


def test_a_paragraph_that_only_has_the_style_of_a_table_of_contents_is_read():
    assert lines(p("调解矛盾纠纷85件。", style="TOC1")) == ["调解矛盾纠纷85件。"]


def test_a_note_that_refers_to_itself_ends():
    inner = p("", run=r("脚注") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{inner}</w:footnote></w:footnotes>'
    body = p("", run=r("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert lines(body, parts={"word/footnotes.xml": notes}) == ["正文", "脚注"]


def test_paragraphs_of_one_cell_stay_apart():
    cell = f"<w:tc>{p('左上')}{p('左下')}</w:tc><w:tc>{p('右')}</w:tc>"
    assert lines(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == ["左上", "左下", "右"]


def test_a_text_box_is_read_once_and_follows_its_paragraph():
    box = "<w:txbxContent>" + p("框中") + "</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    read = source(p("", run=r("正文") + drawing) + p("下文"))
    assert read.text.split() == ["正文", "框中", "下文"]
    assert read.extraction.text_boxes == 1
    assert [block.kind for block in read.blocks] == ["para", "textbox", "para"]


def test_content_controls_links_and_block_level_insertions_are_passed_through():
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('', run='<w:hyperlink>' + r('链接') + '</w:hyperlink>')}</w:sdtContent></w:sdt>"
    assert lines(body + f"<w:ins>{p('新段')}</w:ins>") == ["链接", "新段"]


def test_a_reading_above_a_word_is_no_text():
    assert lines(
        p(
            "",
            run="<w:r><w:ruby><w:rt><w:r><w:t>nèi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>内</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        )
    ) == ["内"]


def test_a_data_table_gives_a_line_for_each_row_and_a_layout_table_paragraphs():
    def table(*rows: list[str]) -> str:
        cells = ["".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows]
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    assert lines(table(["项目", "件数"], ["调解", "85"])) == ["项目\t件数", "调解\t85"]
    assert lines(table(["一、举措"], ["内容"])) == ["一、举措", "内容"]
    long = "长" * 100
    assert lines(table(["左", long])) == ["左", long]


def test_a_deleted_row_is_not_read():
    rows = f"<w:tr><w:tc>{p('留')}</w:tc><w:tc>{p('1')}</w:tc></w:tr>"
    rows += f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('删')}</w:tc><w:tc>{p('2')}</w:tc></w:tr>"
    assert lines(f"<w:tbl>{rows}</w:tbl>") == ["留\t1"]


def test_a_footnote_stands_last_and_belongs_to_its_paragraph():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("脚注")}</w:footnote></w:footnotes>'
    body = p("首段") + p("", run=r("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("末段")
    read = source(body, parts={"word/footnotes.xml": notes})
    assert read.text.split() == ["首段", "正文", "末段", "脚注"]
    assert read.text[read.blocks[-1].anchor :].startswith("正文")


def test_line_counts_the_paragraphs_of_the_file_empty_ones_too():
    read = source(p("甲") + p() + p("乙"))
    assert read.places is not None
    assert read.places.place(read.text.index("乙")).line == 3


def test_the_page_is_known_where_word_noted_it():
    break_ = "<w:r><w:lastRenderedPageBreak/></w:r>"
    read = source(p("首页") + p("", run=r("尾") + break_ + r("次页")))
    assert read.places is not None
    assert [read.places.place(read.text.index(word)).page for word in ("首页", "尾", "次页")] == [1, 1, 2]
    plain = source(p("首页"))
    assert plain.places is not None
    assert plain.places.place(0).page is None


def test_an_empty_first_cell_still_has_a_place():
    row = f"<w:tr><w:tc>{p()}</w:tc><w:tc>{p('件数')}</w:tc></w:tr>"
    read = source(p("上文") + f"<w:tbl>{row}</w:tbl>")
    assert read.places is not None
    assert [read.places.place(read.text.index(sign)).line for sign in ("\t", "件")] == [2, 3]


def test_a_strict_document_is_read_like_a_transitional_one():
    assert lines(p("举措", level=0) + p("学习", style="2"), w=STRICT) == ["一、举措", "（一）学习"]


def test_title_and_headings_are_known_by_their_styles():
    read = source(p("清溪镇报告", style="t") + p("举措", style="1") + p("长" * 61, style="1"))
    assert [(block.kind, block.level) for block in read.blocks] == [("title", 0), ("heading", 1), ("para", 0)]


def test_a_heading_style_makes_a_section_where_no_number_does():
    body = (
        p("清溪镇2023年法治政府建设情况报告", style="t") + p("主要举措和成效", style="1") + p("调解矛盾纠纷85件。")
    )
    body += p("短板", style="1") + p("一是执法人员只有2名。") + p("二是执法培训全年没有开展。")
    card = lawcheck.check(docx(body), name="a.docx")
    assert [(s.title, s.role) for s in card.sections] == [
        ("主要举措和成效", "achievements"),
        ("短板", "shortcomings"),
    ]


# -- documents as they are found


def test_a_style_may_take_its_list_from_another_and_its_level_not():
    styles = f'''<w:styles xmlns:w="{W}">
      <w:style w:type="paragraph" w:styleId="b"><w:name w:val="base"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="x"><w:name w:val="one"/><w:basedOn w:val="b"/></w:style>
      <w:style w:type="paragraph" w:styleId="y"><w:name w:val="two"/><w:basedOn w:val="b"/>
        <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'''
    body = p("举措", style="x") + p("学习", style="y") + p("普法", style="y") + p("不足", style="x")
    assert lines(body, parts={"word/styles.xml": styles}) == ["一、举措", "（一）学习", "（二）普法", "二、不足"]


def test_a_field_whose_end_was_lost_swallows_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
    contents = begin.replace("REF x", "TOC") + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    for opened in (begin, contents):
        assert lines(p("", run=r("前文") + opened) + p("一、举措") + p("内容。")) == ["前文", "一、举措", "内容。"]


def test_what_asks_to_be_filled_in_is_not_read():
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert lines(
        control.format(p("单击此处输入文字。")) + p("", run=r("正") + control.format(r("请输入")) + r("文"))
    ) == ["正文"]


def test_words_struck_through_are_not_read_and_told():
    read = source(p("", run=r("聘请") + r("九名", "<w:strike/>") + r("顾问")))
    assert read.text.strip() == "聘请顾问"
    assert [n.code for n in read.notes] == ["struck"]


def test_pictures_of_whole_pages_beside_a_few_words_are_a_scan():
    picture = '<w:r><w:drawing><wp:extent xmlns:wp="urn:wp" cx="6000000" cy="9000000"/><a:blip xmlns:a="urn:a"/></w:drawing></w:r>'
    read = source(p("清溪镇2023年报告") + p("", run=picture) * 3)
    assert [n.code for n in read.extraction.incomplete] == ["pictures"]
    assert not source(p("字" * 2000) + p("", run=picture)).extraction.incomplete


def test_a_document_within_the_document_is_told():
    read = source(p("正文") + "<w:altChunk/>")
    assert [n.code for n in read.extraction.incomplete] == ["objects"]


def test_one_long_row_does_not_part_the_cells_of_the_others():
    rows = "".join(f"<w:tr><w:tc>{p('项目')}</w:tc><w:tc>{p(str(at))}</w:tc></w:tr>" for at in range(4))
    rows += f"<w:tr><w:tc>{p('说明')}</w:tc><w:tc>{p('长' * 100)}</w:tc></w:tr>"
    assert lines(f"<w:tbl>{rows}</w:tbl>") == [*(f"项目\t{at}" for at in range(4)), "说明", "长" * 100]


# -- what cannot be read


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx(p("文")).replace(b"PK\x05\x06", b"XXXX"), "damaged"),
        (docx("<w:p>"), "damaged"),
        (docx(""), "empty"),
        (docx("", parts={"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "unsafe-xml"),
        (docx("<w:sdt>" * 500 + "</w:sdt>" * 500), "too-deep"),
        (docx("<w:p><w:r><w:drawing><a:blip xmlns:a='urn:a'/></w:drawing></w:r></w:p>"), "no-text-layer"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data, code):
    with pytest.raises(ReadError) as caught:
        read_here(data, "报告.docx", Limits())
    assert caught.value.code == code
    assert caught.value.fix


def test_a_part_larger_than_the_limit_is_refused():
    with pytest.raises(ReadError) as caught:
        read_here(docx(p("文" * 5000)), "报告.docx", Limits(part_bytes=4096))
    assert caught.value.code == "too-big"
