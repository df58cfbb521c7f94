from __future__ import annotations

import pytest

from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText
from lawcheck.readers.base import read_here

TITLE = "清溪镇2023年法治政府建设年度情况报告"
PARAGRAPHS = [
    "一、主要举措和成效",
    "（一）推进依法决策。镇政府聘请法律顾问2名，审核合同28份，全部出具书面意见，没有发生合同纠纷。",
    "（二）化解矛盾纠纷。全年排查矛盾纠纷85件，调解成功83件，化解率达98%，无越级上访。",
    "二、存在的不足",
    "一是执法人员只有2名，专业力量不足。二是少数干部学法不够深入，用法能力有待提高。",
]
BODY = "".join(f"<p>　　{text}</p>" for text in PARAGRAPHS)


FOLDED = "<p>隐藏的一节写了很多内容，全年开展执法检查若干次，成效明显。</p>"


def page(body: str, *, head: str = "", before: str = "", after: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>清溪县人民政府网</title>{head}</head><body>"
        f"<div class='top'><a href='/'>首页</a> &gt; <a href='/zwgk'>政务公开</a></div>{before}{body}{after}"
        "<div class='links'><ul><li><a href='1.html'>清溪镇2022年法治政府建设年度情况报告</a></li>"
        "<li><a href='2.html'>石桥镇2023年法治政府建设年度情况报告</a></li></ul></div>"
        "<div class='foot'>主办单位：清溪县人民政府办公室 豫ICP备10000000号</div></body></html>"
    )


def read(html: str | bytes, name: str = "页.html", **limits: int) -> SourceText:
    return read_here(html.encode() if isinstance(html, str) else html, name, Limits(**limits))


def lines(source: SourceText) -> list[str]:
    return [line.strip("　 ") for line in source.text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<div class='TRS_Editor'>{BODY}</div>", id="a known container"),
        pytest.param(f"<div class='x1'><div class='x2'>{BODY}</div></div>", id="an unknown container"),
        pytest.param(
            f"<form id='aspnetForm'><table><tr><td>{BODY}</td></tr></table></form>", id="a table in a form"
        ),
        pytest.param(f"<div id='zoom'>{'<br>'.join('　　' + text for text in PARAGRAPHS)}</div>", id="line breaks"),
        pytest.param(f"<div id='zoom' style='display:none'>{BODY}</div>", id="shown by a script"),
        pytest.param(
            f"<div class='content'><div>{BODY}</div><div class='share'>分享到：<a>微信</a></div></div>",
            id="furniture inside",
        ),
    ],
)
def test_the_article_is_found_and_nothing_else(body):
    assert lines(read(page(body))) == PARAGRAPHS


def test_a_title_that_stands_only_in_the_metadata_is_read():
    source = read(page(f"<div id='zoom'>{BODY}</div>", head=f"<meta name='ArticleTitle' content='{TITLE}'>"))
    assert lines(source) == [TITLE, *PARAGRAPHS]
    assert source.blocks[0].kind == "title"


def test_a_heading_above_the_article_is_its_title_and_is_not_doubled():
    body = f"<h1>{TITLE}</h1><div id='zoom'>{{}}{BODY}</div>"
    assert lines(read(page(body.format(""))))[0] == TITLE
    assert lines(read(page(body.format(f"<p>{TITLE}</p>"))))[:2] == [TITLE, PARAGRAPHS[0]]


def test_the_name_of_the_site_is_no_title():
    assert lines(read(page(f"<h1>清溪县人民政府</h1><div id='zoom'>{BODY}</div>")))[0] == PARAGRAPHS[0]


@pytest.mark.parametrize("label", ["utf-8", "gb2312", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_bytes_win_over_what_the_page_says_of_itself(encoding, label):
    meta = f"<meta charset='{label}'>" if label else ""
    source = read(page(f"<div id='zoom'>{BODY}</div>", head=meta).encode(encoding))
    assert lines(source) == PARAGRAPHS
    assert source.encoding == encoding


def test_a_few_bad_bytes_do_not_lose_the_page():
    data = page(f"<div id='zoom'>{BODY}</div>", head="<meta charset=gbk>").encode("gb18030")
    at = data.index("越级".encode("gb18030"))
    source = read(data[:at] + b"\xff\xff" + data[at:])
    assert len(lines(source)) == len(PARAGRAPHS)
    assert source.extraction.garbled > 0


def test_a_table_of_figures_gives_rows_and_a_nested_one_paragraphs():
    table = "<table><tr><td>项目</td><td>件数</td></tr><tr><td>调解</td><td>85</td></tr></table>"
    assert lines(read(page(f"<div id='zoom'>{BODY}{table}</div>")))[-2:] == ["项目\t件数", "调解\t85"]


def test_hidden_text_is_left_out_and_counted():
    source = read(page(f"<div id='zoom'>{BODY}<p style='display: none'>聘请法律顾问九名。</p></div>"))
    assert "九名" not in source.text
    assert source.extraction.hidden == 9


def test_scripts_styles_and_comments_are_no_text():
    body = f"<div id='zoom'><script>var a='聘请';</script><style>p{{}}</style><!-- 注释 -->{BODY}</div>"
    assert lines(read(page(body))) == PARAGRAPHS


def test_what_word_leaves_in_a_page_keeps_its_list_numbers():
    word = "<p class=MsoNormal><![if !supportLists]><span>三、</span><![endif]>下一步<span lang=EN-US>打算<o:p></o:p></span></p>"
    assert lines(read(page(f"<div id='zoom'>{BODY}{word}</div>")))[-1] == "三、下一步打算"


def test_the_numbers_of_an_ordered_list_are_those_that_a_browser_shows():
    lists = "<ol><li>甲</li><li>乙</li></ol>"
    lists += "<ol start=3 style='list-style-type: cjk-ideographic'><li>丙</li><li value=11>丁</li></ol>"
    assert lines(read(page(f"<div id='zoom'>{BODY}{lists}<ul><li>戊</li></ul></div>")))[-5:] == [
        "1.甲", "2.乙", "三、丙", "十一、丁", "戊",
    ]  # fmt: skip


def test_a_page_saved_as_one_file_is_read():
    html = page(f"<div id='zoom'>{BODY}</div>").encode("gb18030")
    mime = (
        b"MIME-Version: 1.0\r\nSubject: report\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + html
        + b"\r\n--B--\r\n"
    )
    source = read(mime, "页.mht")
    assert lines(source) == PARAGRAPHS
    assert source.extraction.format == "mhtml"


def test_a_page_that_is_called_doc_is_read_with_a_note():
    source = read(page(f"<div id='zoom'>{BODY}</div>"), "报告.doc")
    assert lines(source) == PARAGRAPHS
    assert [note.code for note in source.notes] == ["disguised"]


def test_places_count_the_paragraphs_of_the_article():
    source = read(page(f"<div id='zoom'>{BODY}</div>"))
    assert source.places is not None
    assert source.places.place(source.text.index("二、存在")).line == 4


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (page("<div id='zoom'><p>正文见附件。</p><a href='/f/2023.docx'>清溪镇报告.docx</a></div>"), "no-body"),
        ("<html><body><img src='a.png'></body></html>", "no-text-layer"),
        ("<html><body><p> </p></body></html>", "no-body"),
        (page("<div>" * 4000 + BODY), "too-deep"),
        (page(f"<div title='{'长' * 50_000}'>{BODY}</div>"), "too-big"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(html, code):
    with pytest.raises(ReadError) as caught:
        read(html)
    assert caught.value.code == code


def test_the_attachment_that_holds_the_report_is_named():
    with pytest.raises(ReadError, match=r"清溪镇报告\.docx"):
        read(page("<div id='zoom'><p>正文见附件。</p><a href='/f/2023.docx'>清溪镇报告.docx</a></div>"))


def test_inline_pictures_are_no_long_tags():
    picture = "<img src='data:image/png;base64," + "A" * 100_000 + "'>"
    source = read(page(f"<div id='zoom'>{picture}{BODY}</div>"))
    assert lines(source) == PARAGRAPHS
    assert dict(source.extraction.skipped) == {"pictures": 1}


# -- pages as they are found


def told(body: str, **parts: str) -> list[str]:
    return lines(read(page(body, **parts)))


def test_marks_that_word_leaves_in_headings_are_no_links():
    body = BODY.replace("一、主要", "<a name='_Toc1'></a><a href='#_Toc2'>一、主要举措和成效</a>|").split("|")
    marked = body[0] + body[1].replace("举措和成效", "", 1)
    assert told(f"<div id='zoom'>{marked}</div>") == PARAGRAPHS


def test_an_article_cut_into_several_editors_is_read_whole():
    halves = BODY.split("<p>　　二、")
    body = f"<div class='TRS_Editor'>{halves[0]}</div><div class='TRS_Editor'><p>　　二、{halves[1]}</div>"
    assert told(f"<div>{body}</div>") == PARAGRAPHS


def test_the_articles_own_container_wins_over_a_longer_list_beside_it():
    lines_of_another = "".join(f"<p>石桥镇全年开展执法检查{at}次，成效明显，群众满意。</p>" for at in range(40))
    other = f"<div class='content'>{lines_of_another}</div>"
    assert told(f"<div class='TRS_Editor'>{BODY}</div>", after=other) == PARAGRAPHS


@pytest.mark.parametrize("open_", ["<pre>", "<div style='white-space: pre-wrap'>", "<textarea>"])
def test_line_ends_that_the_page_shows_are_paragraphs(open_):
    close = f"</{open_[1:].split()[0].strip('>')}>"
    assert told(f"<div id='zoom'>{open_}{chr(10).join(PARAGRAPHS * 2)}{close}</div>") == PARAGRAPHS * 2


def test_the_number_of_a_list_item_goes_with_the_paragraph_inside_it():
    items = "<ol style='list-style-type:cjk-ideographic'><li><p>举措</p><p>内容。</p></li><li><p>不足</p></li></ol>"
    assert told(f"<div id='zoom'>{BODY}{items}</div>")[-3:] == ["一、举措", "内容。", "二、不足"]


@pytest.mark.parametrize("name", ["print", "position", "toolbar share"])
def test_a_name_like_that_of_furniture_does_not_drop_what_is_told(name):
    assert told(f"<div id='zoom'><div class='{name}'>{BODY}</div></div>") == PARAGRAPHS
    assert told(f"<div id='zoom'>{BODY.replace('<p>', f'<p class={name.split()[0]}>')}</div>") == PARAGRAPHS


@pytest.mark.parametrize("tag", ["h2", "td", "div class='bt'"])
def test_a_title_beside_the_article_is_found(tag):
    above = (
        f"<table><tr><{tag}>{TITLE}</{tag.split()[0]}></tr></table>"
        if tag == "td"
        else f"<{tag}>{TITLE}</{tag.split()[0]}>"
    )
    assert told(f"{above}<p>来源：办公室</p><div id='zoom'>{BODY}</div>") == [TITLE, *PARAGRAPHS]


def test_the_name_of_a_column_is_no_title():
    head = "<title>法治政府建设年度报告_清溪县人民政府</title>"
    assert told(f"<div id='zoom'><p>{TITLE}</p>{BODY}</div>", head=head) == [TITLE, *PARAGRAPHS]


def test_a_hyphen_in_a_named_title_stays():
    title = "清溪镇法治政府建设情况报告（2020-2021）"
    assert told(f"<div id='zoom'>{BODY}</div>", head=f"<meta name='ArticleTitle' content='{title}'>")[0] == title


def test_tags_of_word_are_inside_the_line():
    body = BODY.replace("法律顾问2名", "<st1:personname>法律顾问</st1:personname><nobr>2名</nobr>")
    assert told(f"<div id='zoom'>{body}</div>") == PARAGRAPHS


def test_what_a_form_keeps_is_no_long_tag():
    state = f"<input type='hidden' value='{'x' * 60_000}'>"
    assert told(f"<form>{state}<div id='zoom'>{BODY}</div></form>") == PARAGRAPHS


def test_words_struck_through_are_not_read_and_readings_neither():
    body = BODY.replace("全部出具", "<del>九名顾问</del>全部<ruby>出<rt>chū</rt></ruby>具")
    assert told(f"<div id='zoom'>{body}</div>") == PARAGRAPHS


@pytest.mark.parametrize(
    "after",
    [
        "<p><a href='a_2.html'>2</a> <a href='a_2.html'>下一页</a></p>",
        "<img src='2.jpg'>",
        "<a href='f.pdf'>全文.pdf</a>",
        "<div style='display:none'>"
        + "<p>隐藏的一节写了很多内容，全年开展执法检查若干次，成效明显。</p>" * 12
        + "</div>"
        + "<p>公开的一节。</p>" * 90,
    ],
    ids=["pager", "pictures", "attachment", "folded"],
)
def test_a_page_that_tells_only_a_part_says_so(after):
    source = read(page(f"<div id='zoom'>{BODY}{after}</div>"))
    assert source.extraction.incomplete


def test_the_frame_that_tells_most_is_read():
    def part(html: str) -> bytes:
        return (
            b"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + html.encode()
            + b"\r\n"
        )

    frame = part("<html><body><p>您的浏览器版本过低，请升级。</p></body></html>")
    mime = b"MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    assert (
        lines(read(mime + frame + part(page(f"<div id='zoom'>{BODY}</div>")) + b"--B--\r\n", "页.mht"))
        == PARAGRAPHS
    )


def test_one_long_row_does_not_part_the_cells_of_the_others():
    rows = "".join(f"<tr><td>项目{at}</td><td>{at}件</td></tr>" for at in range(6))
    rows += f"<tr><td>说明</td><td>{'长' * 100}。</td></tr>"
    found = told(f"<div id='zoom'>{BODY}<table>{rows}</table></div>")
    assert "项目3\t3件" in found
    assert found[-1] == "长" * 100 + "。"


def test_an_article_with_marks_in_half_width_is_found():
    half = str.maketrans({"。": ".", "，": ",", "；": ";"})
    body = f"<div class='x1'><div class='x2'>{BODY.translate(half)}</div></div>"
    assert told(body) == [text.translate(half) for text in PARAGRAPHS]
