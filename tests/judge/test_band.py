"""The confidence band: which verdicts a person should read, and why."""

from __future__ import annotations

import pytest

import lawcheck
from lawcheck import Checklist

HEAD = "清溪镇2023年法治政府建设年度情况报告\n一、主要举措和成效\n"


@pytest.mark.parametrize(
    ("text", "band", "words"),
    [
        ("镇法律顾问列席党政会议18次，审查合同46份。", "check", "只有这一处"),
        ("镇法律顾问列席党政会议18次。\n健全法律顾问制度。", "check", "只有这一处"),
        ("镇法律顾问列席党政会议18次。\n聘请××律师事务所担任常年法律顾问。\n法律顾问审查合同46份。", "sure", ""),
        ("健全法律顾问制度。", "sure", ""),
        ("2019年曾聘请法律顾问一名。", "check", "往年"),
        ("县司法局为全县聘请法律顾问12名。", "check", "别的单位"),
        ("种植油菜3000亩。", "sure", ""),
        ("尚未聘请法律顾问。", "sure", ""),
    ],
)
def test_a_lone_or_set_aside_mention_is_to_be_checked(
    text: str, band: str, words: str, checklist: Checklist
) -> None:
    result = lawcheck.check_text(HEAD + text, checklist=checklist)["legal-counsel"]
    assert result.band == band
    assert words in result.band_reason
    assert bool(result.band_reason) == (band == "check")


def test_an_element_is_to_be_checked_when_one_of_its_parts_is(checklist: Checklist) -> None:
    card = lawcheck.check_text(HEAD + "在门户网站公示行政处罚决定36件。", checklist=checklist)
    assert card["enforcement-disclosure"].band == "check"
    assert card["three-enforcement-systems"].band == "check"
    assert card["enforcement-disclosure"] in card.to_check
    assert card["three-enforcement-systems"] not in card.to_check, "its part stands there"


def test_the_reason_is_told_in_the_language_asked(checklist: Checklist) -> None:
    card = lawcheck.check_text(HEAD + "镇法律顾问列席党政会议18次。", checklist=checklist, lang="en")
    assert "only one place" in card["legal-counsel"].band_reason


def test_what_is_told_though_not_asked_is_to_be_checked(checklist: Checklist) -> None:
    text = HEAD.replace("2023", "2017") + "在门户网站公示行政处罚决定36件。"
    result = lawcheck.check_text(text, checklist=checklist)["enforcement-disclosure"]
    assert result.status == "not-applicable"
    assert result.band == "check"
    assert "不要求" in result.band_reason
