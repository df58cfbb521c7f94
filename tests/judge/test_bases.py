"""What a report is told to follow holds for its year; what the advice says to write is taken."""

from __future__ import annotations

import pytest

import lawcheck

REPORT = "清溪镇{year}年法治政府建设年度情况报告\n一、主要举措和成效\n（一）{heading}\n{text}\n"


@pytest.mark.parametrize(
    ("year", "plan", "others"),
    [
        (2019, "七五普法规划（2016—2020年）", ("八五普法", "2021—2025年", "法治宣传教育法", "信访工作条例")),
        (2022, "八五普法规划（2021—2025年）", ("七五普法", "法治宣传教育法", "民营经济促进法")),
        (2025, "法治宣传教育法", ("七五普法",)),
    ],
)
def test_a_report_is_told_what_holds_for_its_year(year, plan, others):
    card = lawcheck.check_text(REPORT.format(year=year, heading="工作", text="召开会议2次。"))
    asked = [leaf for e in card.elements for leaf in e.leaves() if leaf.status != "not-applicable"]
    told = " ".join(cited for leaf in asked for cited in leaf.citations)
    assert plan in told
    for other in others:
        assert other not in told


def test_what_does_not_hold_for_a_year_is_not_cited(checklist):
    assert checklist.bases(["gangyao-2021"], 1995) == ()
    assert checklist.bases(["gangyao-2021", "gangyao-2015"], None) == tuple(
        checklist.basis[name] for name in ("gangyao-2021", "gangyao-2015")
    )


def test_court_cases_cite_the_law_on_court_cases():
    card = lawcheck.check_text(REPORT.format(year=2023, heading="工作", text="召开会议2次。"))
    assert "行政诉讼法" in card["court-appearance"].citations[0]
    assert "行政复议法" in card["reconsideration"].citations[0]


@pytest.mark.parametrize(
    ("heading", "text", "leaf"),
    [
        ("行政复议", "未发生。", "reconsideration"),
        ("行政应诉", "未发生。", "court-appearance"),
        ("行政应诉", "2025年没有行政诉讼案件。", "court-appearance"),
        ("行政复议与应诉", "全年未发生。", "court-appearance"),
        ("执法办案", "没有案件。", "enforcement-results"),
        ("公平竞争审查", "没有涉企政策。", "fair-competition-review"),
        ("突发事件应对", "没有突发事件。", "emergency-response"),
        ("履行裁判", "没有收到司法建议和检察建议。", "judgment-compliance"),
    ],
)
def test_the_words_of_the_advice_are_a_report_of_zero(heading, text, leaf):
    assert lawcheck.check_text(REPORT.format(year=2025, heading=heading, text=text))[leaf].status == "covered"


@pytest.mark.parametrize("text", ["没有重视。", "没有专门人员。", "未发生。"])
def test_under_another_heading_nothing_is_zero(text):
    card = lawcheck.check_text(REPORT.format(year=2025, heading="党建工作", text=text))
    assert card["reconsideration"].status == "missing"
