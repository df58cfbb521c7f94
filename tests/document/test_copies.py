from __future__ import annotations

import builtins

import pytest

import lawcheck
from lawcheck.document.copies import examine

REPORT = (
    "清溪镇2023年法治政府建设年度情况报告\n"
    "一、主要举措和成效\n"
    "2023年，镇政府聘请法律顾问2名，审核合同28份，全部出具书面意见。组织学法4次，调解矛盾纠纷143件。\n"
    "二、存在的不足\n一是执法人员只有2名，专业力量不足。\n"
)
TRADITIONAL = (
    "清溪鎮2023年法治政府建設年度情況報告\n"
    "一、主要舉措和成效\n"
    "2023年，鎮政府聘請法律顧問2名，審核合同28份，全部出具書面意見。組織學法4次，調解矛盾糾紛143件。\n"
    "二、存在的不足\n一是執法人員只有2名，專業力量不足。\n"
)


def statuses(card: lawcheck.ReportCard) -> dict[str, str]:
    return {leaf.id: leaf.status.value for element in card.elements for leaf in element.leaves()}


def test_a_traditional_copy_gets_the_verdicts_of_the_simplified_one_and_quotes_the_original():
    card = lawcheck.check_text(TRADITIONAL)
    assert statuses(card) == statuses(lawcheck.check_text(REPORT))
    assert card["legal-counsel"].status == "covered"
    quote = card["legal-counsel"].evidence[0]
    assert "聘請法律顧問" in quote.quote
    assert TRADITIONAL[quote.start : quote.end] == quote.quote
    assert any("繁体" in text for text in card.notes)


def test_without_the_extra_a_traditional_copy_is_unchecked_and_not_missing(monkeypatch):
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "opencc":
            raise ImportError
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    card = lawcheck.check_text(TRADITIONAL)
    assert "missing" not in statuses(card).values()
    assert any("lawcheck-cn[traditional]" in text for text in card.notes)


def test_readings_in_brackets_are_read_through():
    card = lawcheck.check_text(REPORT.replace("法律顾问", "法(fǎ)律(lǜ)顾问(wèn)"))
    assert card["legal-counsel"].status == "covered"
    assert card.notes == ("文中夹有括号注音 3 处，检查时已略去。",)


def test_letters_in_brackets_that_are_no_reading_stay():
    assert not examine("数字政府(app)建设，网(wang)格").notes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (REPORT.replace("镇政府", "澳门新葡京娱乐镇政府"), "copy_hijacked"),
        (REPORT.replace("一、", "开云体育官网一、", 1), "copy_hijacked"),
        (REPORT + "提供法律效劳，开展普法宣扬，学习法律学问。", "copy_spun"),
        (REPORT + "……此处隐藏3451字……", "copy_cut"),
        (
            REPORT.translate(dict.fromkeys(map(ord, "0123456789"), "*")) + "共*件，*人，*次，*名，*份。" * 2,
            "copy_masked",
        ),
    ],
)
def test_a_spoilt_copy_is_called_what_it_is_and_nothing_in_it_is_missing(text, code):
    assert [note.code for note in examine(text).doubts] == [code]
    card = lawcheck.check_text(text)
    assert "missing" not in statuses(card).values()
    assert card.unchecked
    assert not card.passed
    assert card.notes


def test_an_ordinary_report_is_no_spoilt_copy():
    ordinary = (
        REPORT
        + "对棋牌室开展检查12次。为老年人提供服务，用**粗体**标出。王**等3人，体育中心举办宣传活动，印发宣传手册。"
    )
    copy = examine(ordinary)
    assert copy.text == ordinary
    assert not copy.notes
    assert not copy.doubts


def test_a_single_odd_word_is_not_yet_a_spun_copy():
    assert not examine(REPORT + "提供法律效劳。").doubts
