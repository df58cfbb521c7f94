from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.document import Document, Sentence, parse
from lawcheck.language import normalise
from lawcheck.readers import SourceText, source_of_text

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

INTRO = "2023年，我镇扎实推进法治政府建设各项工作。\n"
BODY = "我镇坚持依法行政，全年审核合同28份，组织培训4次。"


def parsed(text: str) -> Document:
    return parse(source_of_text(text))


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(section.level, section.number, section.title) for section in document.sections[1:]]


def words(document: Document, place) -> str:
    return document.norm[place.start_norm : place.end_norm]


def sentences(document: Document) -> list[str]:
    return [words(document, sentence) for sentence in document.sentences]


def clauses(document: Document, sentence: Sentence) -> list[str]:
    return [words(document, clause) for clause in sentence.clauses]


def blocks(document: Document, kind: str) -> list[str]:
    return [words(document, block) for block in document.blocks if block.kind == kind]


def said(text: str) -> list[str]:
    """Return the sentences that a text under an ordinary heading is cut into."""
    return sentences(parsed(f"{INTRO}一、主要举措和成效\n{text}\n"))[1:]


# -- headings and their numbers

NUMBERS = [
    ("一、", "一、", 1),
    ("二、 ", "二、", 1),
    ("十二、", "十二、", 1),
    ("第一部分 ", "第一部分", 1),
    ("第二章　", "第二章", 1),
    ("（一）", "（一）", 2),
    ("(一)", "（一）", 2),
    ("(一）", "（一）", 2),
    ("一)", "一）", 2),
    ("（十一）", "（十一）", 2),
    ("（一）、", "（一）、", 2),
    ("1.", "1.", 3),
    ("1、", "1、", 3),
    ("1．", "1.", 3),
    ("１、", "1、", 3),
    ("1. ", "1.", 3),
    ("12.", "12.", 3),
    ("（1）", "（1）", 4),
    ("(1)", "（1）", 4),
    ("1）", "1）", 4),
    ("1)", "1）", 4),
]


@pytest.mark.parametrize(("written", "number", "level"), NUMBERS)
def test_a_numbered_heading_on_its_own_line_opens_a_section(written, number, level):
    document = parsed(f"{INTRO}{written}加强组织领导，夯实法治基础\n{BODY}\n")
    assert outline(document) == [(level, number, "加强组织领导，夯实法治基础")]
    assert blocks(document, "heading") == [f"{number}加强组织领导，夯实法治基础"]
    assert sentences(document)[-1] == BODY
    assert [sentence.section for sentence in document.sentences] == [0, 1]


@pytest.mark.parametrize(("written", "number", "level"), NUMBERS)
def test_a_heading_that_runs_in_with_its_text_opens_a_section_too(written, number, level):
    document = parsed(f"{INTRO}{written}加强组织领导，夯实法治基础。{BODY}\n")
    assert outline(document) == [(level, number, "加强组织领导，夯实法治基础")]
    headline, text = document.sentences[-2:]
    assert headline.headline
    assert not text.headline
    assert words(document, headline) == f"{number}加强组织领导，夯实法治基础。"
    assert words(document, text) == BODY
    assert headline.section == text.section == 1


@pytest.mark.parametrize("end", ["", "。", "："])
def test_a_heading_on_its_own_line_may_end_with_a_mark(end):
    document = parsed(f"{INTRO}一、主要举措和成效{end}\n{BODY}\n（一）加强组织领导{end}\n{BODY}\n")
    assert outline(document) == [(1, "一、", "主要举措和成效"), (2, "（一）", "加强组织领导")]
    assert sentences(document)[1:] == [BODY, BODY]


def test_a_heading_may_run_in_with_a_colon_or_a_blank_instead_of_a_stop():
    document = parsed(f"{INTRO}一、存在的问题：{BODY}\n二、下一步工作安排 {BODY}\n")
    assert outline(document) == [(1, "一、", "存在的问题"), (1, "二、", "下一步工作安排")]


def test_levels_nest_as_their_numbers_do():
    document = parsed(
        f"{INTRO}一、主要举措和成效\n（一）加强组织领导\n1.健全机制。{BODY}\n2.压实责任。{BODY}\n"
        f"（二）规范行政执法\n{BODY}\n二、存在的不足和原因\n{BODY}\n"
    )
    assert outline(document) == [
        (1, "一、", "主要举措和成效"),
        (2, "（一）", "加强组织领导"),
        (3, "1.", "健全机制"),
        (3, "2.", "压实责任"),
        (2, "（二）", "规范行政执法"),
        (1, "二、", "存在的不足和原因"),
    ]
    assert [section.parent for section in document.sections] == [-1, 0, 1, 2, 2, 1, 0]
    assert document.path(3) == (3, 2, 1, 0)


def test_an_arabic_number_before_a_chinese_one_is_of_its_level():  # seed 000, line 2: 1、 then 二、
    document = parsed(
        f"{INTRO}1、 基本情况\n（一）加强领导。{BODY}\n（二）规范执法。{BODY}\n"
        f"二、存在不足\n{BODY}\n三、下一步工作安排\n{BODY}\n"
    )
    assert outline(document) == [
        (1, "1、", "基本情况"),
        (2, "（一）", "加强领导"),
        (2, "（二）", "规范执法"),
        (1, "二、", "存在不足"),
        (1, "三、", "下一步工作安排"),
    ]


def test_an_arabic_bracket_before_a_chinese_one_is_of_its_level():  # seeds 001 and 004: （1） then （二）
    document = parsed(
        f"{INTRO}一、主要举措和成效\n（1）加强领导。{BODY}\n（二）规范执法。{BODY}\n（三）深入普法。{BODY}\n"
    )
    assert outline(document) == [
        (1, "一、", "主要举措和成效"),
        (2, "（1）", "加强领导"),
        (2, "（二）", "规范执法"),
        (2, "（三）", "深入普法"),
    ]


def test_a_list_that_goes_on_in_its_own_style_keeps_its_level():
    document = parsed(f"{INTRO}（一）加强领导\n1、健全机制。{BODY}\n2、压实责任。{BODY}\n（二）规范执法\n{BODY}\n")
    assert [level for level, _, _ in outline(document)] == [2, 3, 3, 2]


@pytest.mark.parametrize(
    "line",
    [
        "12.4宪法宣传日期间，全镇发放资料。",
        "3·15期间，全镇发放资料。",
        "28份合同全部审核。",
        "1310件信访件办结。",
        "第一责任人职责落实到位。",
        "第一议题制度落实到位。",
        "（2023年）开展活动。",
        "〔2025〕26号文件已落实。",
        "2023年，全镇开展活动。",
    ],
)
def test_a_figure_at_the_start_of_a_line_is_not_always_a_number(line):
    document = parsed(f"{INTRO}一、主要举措和成效\n{line}\n{BODY}\n")
    assert outline(document) == [(1, "一、", "主要举措和成效")]
    assert len(document.sentences) == 3


def test_hashes_make_headings_and_the_first_one_is_the_title():
    document = parsed(
        f"# 张八桥镇2023年法治政府建设情况报告\n\n{INTRO}\n## 一、主要举措和成效\n\n### （一）加强组织领导\n\n"
        f"{BODY}\n\n## 存在的不足\n\n{BODY}\n"
    )
    assert blocks(document, "head") == ["张八桥镇2023年法治政府建设情况报告"]
    assert outline(document) == [
        (1, "一、", "主要举措和成效"),
        (2, "（一）", "加强组织领导"),
        (1, "", "存在的不足"),
    ]
    assert [section.bare for section in document.sections[1:]] == [False, False, True]


def test_bold_headings_lose_their_stars():
    document = parsed(
        f"{INTRO}**一、主要举措和成效**\n{BODY}\n**（一）加强组织领导。**{BODY}\n**深化体制改革。**{BODY}\n"
    )
    assert [(number, title) for _, number, title in outline(document)] == [
        ("一、", "主要举措和成效"),
        ("（一）", "加强组织领导"),
        ("", "深化体制改革"),
    ]
    assert "*" not in document.norm


def test_bold_may_cover_half_a_headline():  # seed 004: 一是**压实责任**。… **二是统筹推进。**
    document = parsed(f"{INTRO}一、第一责任人职责\n一是**压实责任**。{BODY}**二是统筹推进。**{BODY}\n")
    assert sentences(document)[1:] == ["一是压实责任。", BODY, "二是统筹推进。", BODY]
    assert [sentence.headline for sentence in document.sentences[1:]] == [True, False, True, False]


def test_bare_lines_are_the_first_level_when_nothing_is_numbered():
    document = parsed(f"{INTRO}基本情况\n{BODY}\n存在的不足\n{BODY}\n下一步工作安排\n{BODY}\n")
    assert outline(document) == [(1, "", "基本情况"), (1, "", "存在的不足"), (1, "", "下一步工作安排")]
    assert all(section.bare for section in document.sections[1:])


def test_a_bare_line_under_a_numbered_heading_is_below_it():
    document = parsed(f"{INTRO}一、主要举措和成效\n强化学习教育\n{BODY}\n二、存在的不足\n{BODY}\n")
    assert [section.parent for section in document.sections] == [-1, 0, 1, 0]
    assert document.sections[2].bare


def test_a_report_without_headings_is_one_section():
    document = parsed(f"{INTRO}{BODY}\n{BODY}\n")
    assert outline(document) == []
    assert len(document.sentences) == 3
    assert {sentence.section for sentence in document.sentences} == {0}


def test_headings_are_found_again_in_a_report_flattened_into_one_line():
    document = parsed(
        f"2023年，我镇推进法治政府建设，现将情况报告如下。一、主要举措和成效 （一）加强组织领导。{BODY * 2}"
        f"（二）规范行政执法。{BODY * 2}二、存在的不足 {BODY}三、下一步工作安排。{BODY}"
    )
    assert outline(document) == [
        (1, "一、", "主要举措和成效"),
        (2, "（一）", "加强组织领导"),
        (2, "（二）", "规范行政执法"),
        (1, "二、", "存在的不足"),
        (1, "三、", "下一步工作安排"),
    ]
    assert [section.parent for section in document.sections] == [-1, 0, 1, 1, 0, 0]
    assert sum(BODY in sentence for sentence in sentences(document)) == 6


def test_a_section_without_text_of_its_own_lends_its_heading_as_a_sentence_only_below_the_first_level():
    document = parsed(
        f"{INTRO}一、主要举措和成效\n（一）落实三项制度\n（二）聘请法律顾问\n二、存在的不足\n{BODY}\n"
    )
    assert sentences(document)[1:] == ["（一）落实三项制度", "（二）聘请法律顾问", BODY]


# -- lines


@pytest.mark.parametrize(
    "gap",
    ["\n", "\r\n", "\r", "\n\n", "\n \n　\n", "\n\n- 2 -\n\n", "\n— 12 —\n", "\n3\n", "\n第3页\n", "\f", "\u2028"],
)
def test_a_sentence_broken_over_lines_is_joined(gap):
    joined = (
        "我镇全面推行和落实行政执法三项制度，做到执法信息公开透明、执法全过程留痕，进一步增强依法行政的自觉性。"
    )
    broken = joined.replace("公开透明", f"公{gap}开透明")
    assert said(broken) == [joined]


def test_a_title_of_an_act_broken_over_lines_is_joined():  # seed 004: 《…年度重点 ⏎ 工作》
    assert said("牵头制定了《法治政府建设年度重点\n\n工作》，细化了工作内容。") == [
        "牵头制定了《法治政府建设年度重点工作》，细化了工作内容。"
    ]


def test_a_hard_wrapped_file_is_read_as_its_paragraphs():
    paragraphs = [
        "镇党委坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻全面依法治国新战略，切实履行推进法治建设的职责，"
        "严格按照上级工作部署，认真落实法治建设各项工作措施，不断创新工作思路，有效推动法治建设迈上新的台阶。",
        "镇政府聘请法律顾问三名，全年审核合同协议210份，出具法律意见书42份，参与重大决策论证会议和疑难信访案件化解工作，"
        "有效防范了法律风险，保障了群众的合法权益，为全镇经济社会高质量发展提供了坚强有力的法治保障和法律服务。",
    ]
    wrapped = "\n".join(
        "\n".join(paragraph[at : at + 20] for at in range(0, len(paragraph), 20)) for paragraph in paragraphs
    )
    assert said(wrapped) == paragraphs


@pytest.mark.parametrize(
    ("line", "after"),
    [
        (BODY, "镇政府聘请法律顾问三名，审核合同28份。"),
        ("镇政府聘请法律顾问三名，全年审核合同28份", "（一）组织培训4次。"),
        ("镇政府聘请法律顾问三名，全年审核合同28份", "二是组织培训4次。"),
        ("镇政府聘请法律顾问三名，全年审核合同28份", "　　全年组织培训4次。"),
        ("镇政府聘请法律顾问三名，全年审核合同28份", "- 组织培训4次。"),
        ("镇政府聘请法律顾问三名，全年审核合同28份", "附件：名单"),
        ("审核合同28份", "组织培训4次。"),
    ],
)
def test_a_stop_a_number_an_indent_a_bullet_an_annex_and_a_short_line_part_paragraphs(line, after):
    document = parsed(f"{INTRO}一、主要举措和成效\n{line}\n{after}\n{BODY}\n")
    assert [words(document, block) for block in document.blocks][2:] == [line, after.lstrip("　- "), BODY]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_document(line_end):
    text = f"{INTRO}一、主要举措和成效\n（一）加强组织领导\n{BODY}\n\n二、存在的不足\n{BODY}\n"
    document = parsed(text.replace("\n", line_end))
    assert document.norm == parsed(text).norm
    assert outline(document) == outline(parsed(text))
    assert document.place(document.span(*_at(document, "存在的不足")).start).line == 6


def _at(document: Document, phrase: str) -> tuple[int, int]:
    start = document.norm.index(phrase)
    return start, start + len(phrase)


# -- around the text


def test_title_addressee_signature_and_date_are_no_sentences():
    document = parsed(
        "中共张八桥镇委员会　张八桥镇人民政府\n关于2023年法治政府建设情况的报告\n\n县委、县政府：\n\n"
        f"{INTRO}一、主要举措和成效\n{BODY}\n二、下一步工作安排\n{BODY}\n\n"
        "　　　　　　张八桥镇人民政府\n　　　　　　2024年1月15日\n"
    )
    head = "".join(blocks(document, "head"))
    assert head == "中共张八桥镇委员会张八桥镇人民政府关于2023年法治政府建设情况的报告县委、县政府："
    assert blocks(document, "tail") == ["张八桥镇人民政府", "2024年1月15日"]
    assert sentences(document) == [INTRO.strip(), BODY, BODY]


@pytest.mark.parametrize(
    "title",
    [
        "关于2023年法治政府建设情况的报告",
        "张八桥镇人民政府关于2023年法治\n政府建设情况的报告",
        "张八桥镇2023年度法治政府建设\n年度报告",
        "宝丰县2023年法治政府建设工作总结",
        "2023年法治政府建设年度报告\n2023年法治政府建设年度报告",
    ],
)
def test_a_title_on_one_line_or_two_never_runs_into_the_text(title):
    document = parsed(f"{title}\n{INTRO}{BODY}\n")
    assert "".join(blocks(document, "head")) == title.replace("\n", "")
    assert sentences(document) == [INTRO.strip(), BODY]


@pytest.mark.parametrize(
    "date", ["2024年1月15日", "二〇二四年一月十五日", "二○二四年一月十五日", "2024年 1 月 15 日"]
)
def test_a_date_in_figures_or_words_ends_the_report(date):
    document = parsed(f"{INTRO}一、主要举措和成效\n{BODY}\n宝丰县司法局\n{date}\n")
    assert blocks(document, "tail") == ["宝丰县司法局", date.replace(" ", "")]
    assert sentences(document) == [INTRO.strip(), BODY]


FURNITURE = [
    "首页 > 政务公开 > 法治政府建设",
    "您当前的位置：首页 > 政务公开",
    "当前位置: 首页>>通知公告",
    "索引号：011-2024-00012",
    "发布机构：张八桥镇人民政府 发布日期：2024-01-20",
    "发布时间：2024-01-20 10:21 来源：张八桥镇人民政府 浏览次数：123",
    "时间：2024年1月20日",
    "来源：张八桥镇人民政府",
    "浏览次数：1024",
    "字体：大 中 小",
    "【字号：大 中 小】 打印",
    "打印本页 关闭窗口",
    "分享到：",
    "扫一扫在手机打开当前页",
    "上一篇：关于2022年法治政府建设情况的报告",
    "下一篇：没有了",
    "主办单位：宝丰县人民政府 豫ICP备12345678号",
    "版权所有 宝丰县人民政府办公室",
    "责任编辑：张某",
    "- 2 -",
    "— 12 —",
    "3",
    "第 2 页",
    "2/10",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_the_web_page_is_no_part_of_the_report(line):
    text = f"{INTRO}一、主要举措和成效\n{BODY}\n"
    assert parsed(f"{line}\n{text}{line}\n").norm == parsed(text).norm


def test_a_whole_page_around_the_report_leaves_the_report():
    report = f"张八桥镇2023年法治政府建设情况报告\n{INTRO}一、主要举措和成效\n{BODY}\n"
    page = "\n".join(FURNITURE[:12]) + f"\n{report}" + "\n".join(FURNITURE[12:])
    assert parsed(page).norm == parsed(report).norm


@pytest.mark.parametrize(
    "line",
    [
        "来源：群众来信来访反映的问题均已办结。",
        "打印机等办案设备采购12台。",
        "审核 28 份合同，出具意见 42 份。",
        "2023年，全镇共受理案件28件。",
    ],
)
def test_a_line_with_a_full_stop_is_always_part_of_the_report(line):
    assert line.replace(" ", "") in "".join(said(f"{BODY}\n{line}"))


# -- characters


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("2020 年度", "2020年度"),
        ("２０２０年", "2020年"),
        ("ＡＩ系统ａｂ", "AI系统ab"),
        ("100％", "100%"),
        ("法 治 政 府", "法治政府"),
        ("法\u3000治\u00a0政\u200b府\ufeff建设", "法治政府建设"),
        ("**法治**政府", "法治政府"),
        ("“三项制度”", "三项制度"),
        ('"三项制度"', "三项制度"),
        ("‘三项制度’", "三项制度"),
        ("「三项制度」", "三项制度"),
        ("执法,普法;守法", "执法，普法；守法"),
        ("(试行)", "（试行）"),
        ("如下:普法", "如下：普法"),
        ("1,200件", "1,200件"),
        ("10:30分", "10:30分"),
        ("12.4宣传", "12.4宣传"),
        ("完成.另外", "完成。另外"),
        ("〔2023〕5号", "（2023）5号"),
        ("2015—2020年", "2015-2020年"),
        ("〈办法〉", "《办法》"),
        ("𠮷某", "𠮷某"),
    ],
)
def test_debris_is_healed_in_the_searched_text(written, norm):
    assert normalise(written) == norm
    assert f"我镇{norm}情况" in parsed(f"{INTRO}{BODY}我镇{written}情况良好。").norm


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("全部完成.", "全部完成。"),
        ("成功率100%.", "成功率100%。"),
        ("审核合同28.", "审核合同28。"),
        ("以下工作......", "以下工作......"),
    ],
)
def test_a_half_width_stop_at_the_end_ends_the_sentence(written, norm):
    assert normalise(written) == norm


def test_underscores_are_bold_marks_around_words_and_a_gap_to_fill_in_elsewhere():
    assert normalise("__法治__") == "法治"
    assert normalise("____镇____年") == "____镇____年"


def test_a_healed_word_is_quoted_as_it_stands_in_the_report():
    document = parsed(f"{INTRO}西青区辛口镇 2020 年度**法治政府**建设 情况良好。\n")
    for phrase, quote in [
        ("2020年度", "2020 年度"),
        ("年度法治", "年度**法治"),
        ("法治政府", "法治政府"),
        ("建设情况", "建设 情况"),
    ]:
        span = document.span(*_at(document, phrase))
        assert document.source.text[span.start : span.end] == quote


def test_a_place_is_where_a_person_finds_the_word():
    document = parsed(f"{INTRO}\r\n一、主要举措和成效\r\n　　我镇**聘请** 法律顾问3名。\r\n")
    place = document.place(document.span(*_at(document, "法律顾问")).start)
    assert (place.line, place.column) == (4, 12)


# -- sentences, items, clauses


def test_a_title_and_a_bracket_are_not_cut():
    document = parsed(
        f"{INTRO}一、主要举措和成效\n"
        "落实《关于加强、改进，推进：法治；工作。的意见》（试行，2023年；修订。）要求，全面依法行政。\n"
    )
    sentence = document.sentences[-1]
    assert len(document.sentences) == 2
    assert clauses(document, sentence) == [
        "落实《关于加强、改进，推进：法治；工作。的意见》（试行，2023年；修订。）要求",
        "全面依法行政",
    ]


def test_a_title_inside_a_title_is_not_cut():
    text = "学习《落实〈职责，办法〉工作，清单》，并落实。"
    document = parsed(f"{INTRO}{text}\n")
    assert clauses(document, document.sentences[-1]) == ["学习《落实《职责，办法》工作，清单》", "并落实"]


def test_a_bracket_that_never_closes_protects_nothing():
    assert said("制定《实施方案，细化任务。全年审核合同28份，" + "组织开展法治宣传教育活动" * 8 + "。")[0] == (
        "制定《实施方案，细化任务。"
    )


def test_sentences_end_at_their_marks_and_clauses_at_commas_and_colons():
    document = parsed(f"{INTRO}一、主要举措和成效\n存在问题：人员少，设备旧；经费不足！怎么办？加强保障。\n")
    assert [clauses(document, sentence) for sentence in document.sentences[1:]] == [
        ["存在问题", "人员少", "设备旧"],
        ["经费不足"],
        ["怎么办"],
        ["加强保障"],
    ]
    assert sentences(document)[1] == "存在问题：人员少，设备旧；"


ENUMERATIONS = [
    "重点抓好以下工作：一是学法，组织学习4次。二是执法；三是普法，发放资料2万份，四是调解纠纷143起。",
    "重点抓好以下工作：首先，组织学习4次。其次，办理案件28起。再次，发放资料2万份。最后，调解纠纷143起。",
    "重点抓好以下工作：第一，组织学习4次。第二，办理案件28起。第三，发放资料2万份。第四，调解纠纷143起。",
    "下一步抓好以下工作：一要组织学习；二要办理案件；三要发放资料；四要调解纠纷。",
    "下一步抓好以下工作。一是组织学习4次\n二是办理案件28起\n三是发放资料2万份\n四是调解纠纷143起",
]


@pytest.mark.parametrize("text", ENUMERATIONS)
def test_every_item_of_an_enumeration_has_its_own_number(text):
    document = parsed(f"{INTRO}一、主要举措和成效\n{text}\n")
    lead, *items = document.sentences[1:]
    assert len(items) == 4
    assert len({lead.item, *(sentence.item for sentence in items)}) == 5


def test_all_sentences_of_an_item_share_its_number():
    document = parsed(
        f"{INTRO}一、主要举措和成效\n"
        "一是加强学习。组织集体学法4次。开展培训2次。二是规范执法。办理案件28起。\n"
        "全年未发生行政诉讼。\n"
    )
    numbers = [sentence.item for sentence in document.sentences[1:]]
    assert numbers[0] == numbers[1] == numbers[2]
    assert numbers[3] == numbers[4]
    assert len({numbers[0], numbers[3], numbers[5]}) == 3
    assert [sentence.headline for sentence in document.sentences[1:]] == [True, False, False, True, False, False]


def test_an_item_that_says_what_was_done_is_no_headline():
    document = parsed(f"{INTRO}一、主要举措和成效\n一是审核合同28份。二是已聘请法律顾问。三是规范执法。{BODY}\n")
    assert [sentence.headline for sentence in document.sentences[1:]] == [False, False, True, False]


def test_one_is_one_is_no_item():
    text = "坚持实事求是，一是一，据实上报。"
    assert said(text) == [text]


# -- what holds for every text


def check_quotes(document: Document) -> None:
    """Assert that every sentence's quote is the original text, dropped characters aside."""
    original = document.source.text
    for sentence in document.sentences:
        places = [document.text_map.original(at) for at in range(sentence.start_norm, sentence.end_norm)]
        assert places == sorted(set(places))
        for at, place in zip(range(sentence.start_norm, sentence.end_norm), places, strict=True):
            # Half-width marks depend on what stands beside them, so one character alone may be healed otherwise.
            assert document.norm[at] in {original[place], normalise(original[place])} or (
                original[place],
                document.norm[at],
            ) in {(".", "。"), ("．", "。")}
        span = document.span(sentence.start_norm, sentence.end_norm)
        assert (span.start, span.end) == (places[0], places[-1] + 1)


def check_structure(document: Document) -> None:
    """Assert that blocks, sentences, clauses and sections lie in order and inside one another."""
    end = 0
    for block in document.blocks:
        assert end <= block.start_norm < block.end_norm
        end = block.end_norm
    assert end <= len(document.norm)
    end = item = 0
    for sentence in document.sentences:
        assert end <= sentence.start_norm < sentence.end_norm
        end = sentence.end_norm
        assert item <= sentence.item
        item = sentence.item
        block, section = document.blocks[sentence.block], document.sections[sentence.section]
        assert block.kind in ("para", "heading")
        assert block.start_norm <= sentence.start_norm
        assert sentence.end_norm <= block.end_norm
        assert section.start_norm <= sentence.start_norm
        assert sentence.end_norm <= section.end_norm
        assert sentence.clauses
        at = sentence.start_norm
        for clause in sentence.clauses:
            assert at <= clause.start_norm < clause.end_norm <= sentence.end_norm
            at = clause.end_norm
    first, *others = document.sections
    assert (first.level, first.parent, first.start_norm, first.end_norm) == (0, -1, 0, len(document.norm))
    for index, section in enumerate(others, 1):
        parent = document.sections[section.parent]
        assert 0 <= section.parent < index
        assert parent.level < section.level
        assert parent.start_norm <= section.start_norm < section.heading_end_norm <= section.end_norm
        assert section.end_norm <= parent.end_norm
        before = document.sections[index - 1]
        assert before.end_norm <= section.start_norm or document.path(index)[1] in document.path(index - 1)


# fmt: off
PIECES = [
    *("法治政府建设", "我镇", "审核合同", "28份", "2023年", "度", "第一责任人", "情况", "报告", "附件", "已", "了"),
    *("张八桥镇人民政府", "2024年1月15日", "深入学习贯彻全面依法治国新理念新思想新战略", "𠮷", "AI", "ＡＩ", "３"),
    *("一、", "二、", "（一）", "（二）", "(三)", "一)", "1、", "2.", "３．", "（1）", "1）", "第一部分"),
    *("一是", "二是", "三要", "首先，", "第一，", "另一方面，", "# ", "## ", "**", "__", "- ", "[bookmark: _GoBack]"),
    *("《", "》", "〈", "〉", "（", "）", "(", ")", "“", "”", "。", "，", "；", "：", "！", "？", "、", "…", "——"),
    *(",", ".", ":", ";", " ", "　", "\t", "\u200b", "\ufeff", "\n", "\n", "\n\n", "\r\n", "\r", "\f", "\u2028"),
    *("\n- 2 -\n", "\n来源：某网\n", "首页 > 政务公开", "打印", "\n　　"),
]
# fmt: on


def any_source(**size: int) -> st.SearchStrategy[SourceText]:
    texts = st.lists(st.sampled_from(PIECES), **size).map("".join)
    return texts.map(lambda text: SourceText(text=text, name="", sha256="", reader="text"))


@settings(max_examples=400, deadline=None)
@given(any_source(max_size=60))
def test_any_text_is_cut_into_ordered_and_nested_parts(source):
    check_structure(parse(source))


@settings(max_examples=300, deadline=None)
@given(any_source(max_size=60))
def test_every_quote_is_the_original_text(source):
    check_quotes(parse(source))


@settings(max_examples=100, deadline=None)
@given(any_source(min_size=150, max_size=250))
def test_a_long_text_keeps_the_same_laws(source):
    document = parse(source)
    check_structure(document)
    check_quotes(document)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"), max_size=80))
def test_any_characters_at_all_are_parsed(text):
    document = parse(SourceText(text=text, name="", sha256="", reader="text"))
    check_structure(document)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "一、", "（一）", "#", "# ", "**", "**一**", "《", "一是", "- 2 -"]
)
def test_next_to_nothing_is_parsed(text):
    check_structure(parse(SourceText(text=text, name="", sha256="", reader="text")))


def test_seeds_are_there():
    assert SEEDS


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_sentence_of_a_seed_is_quoted_from_it(path):
    document = parsed(path.read_text(encoding="utf-8"))
    check_structure(document)
    check_quotes(document)
    assert len(document.sentences) > 30
    assert len(document.sections) > 5


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_two_runs_give_the_same_document(path):
    text = path.read_text(encoding="utf-8")
    first, second = parsed(text), parsed(text)
    assert (first.norm, first.blocks, first.sections, first.sentences) == (
        second.norm,
        second.blocks,
        second.sections,
        second.sentences,
    )
