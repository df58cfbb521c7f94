"""Deadlines that a report's own date can show: findings that never touch the score."""

from __future__ import annotations

import pytest

import lawcheck
from lawcheck import Checklist

TEXT = """{title}

一、主要举措和成效
镇法律顾问列席党政会议18次，审查合同46份。
二、2024年工作安排
招录2名法制审核员。

清溪镇人民政府
{date}
"""
RULES = {"late-publication", "late-report", "early-date", "no-date"}


def card_of(
    date: str, title: str = "清溪镇2023年法治政府建设年度情况报告", **options: object
) -> lawcheck.ReportCard:
    return lawcheck.check_text(TEXT.format(title=title, date=date), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2024年1月12日", set()),
        ("2024年4月1日", set()),
        ("2024年4月2日", {"late-publication"}),
        ("二〇二四年五月十一日", {"late-publication"}),
        ("2023年11月30日", {"early-date"}),
        ("2023年12月1日", set()),
        ("", {"no-date"}),
        ("2024年2月30日", {"no-date"}),
        ("2024.1.12", set()),
        ("2024-05-11", {"late-publication"}),
        ("2024年1月12日\n（联系人：张三，电话：1234567）", set()),
        ("2024年1月12日\n（此件公开发布）", set()),
        ("2024年1月12日\n抄送：县委办公室。\n清溪镇党政办公室 2024年5月16日印发", set()),
        ("2024年5月11日\n抄送：县委办公室。\n清溪镇党政办公室 2024年5月16日印发", {"late-publication"}),
    ],
)
def test_the_date_below_the_report_is_held_against_the_deadline(
    date: str, found: set[str], checklist: Checklist
) -> None:
    card = card_of(date, checklist=checklist)
    assert {f.rule for f in card.findings} & RULES == found


def test_a_date_that_the_page_states_counts_before_the_one_below(checklist: Checklist) -> None:
    card = card_of(
        "2024年1月12日", "发布日期：2024-05-11\n清溪镇2023年法治政府建设年度情况报告", checklist=checklist
    )
    (finding,) = [f for f in card.findings if f.rule == "late-publication"]
    assert "2024-05-11" in finding.message
    assert "2024-04-01" in finding.message
    assert finding.severity == "warning"
    assert finding.line == 1


def test_a_department_sends_its_report_earlier(checklist: Checklist) -> None:
    late = card_of("2024年3月5日", checklist=checklist, kind="county-department")
    assert {f.rule for f in late.findings} & RULES == {"late-report"}


def test_no_deadline_touches_the_score(checklist: Checklist) -> None:
    assert card_of("2024年1月12日", checklist=checklist).score == card_of("2024年9月1日", checklist=checklist).score


def test_a_deadline_without_a_day_is_refused(tmp_path: object) -> None:
    with pytest.raises(lawcheck.ChecklistError, match="day"):
        lawcheck.load_checklist(_layer(tmp_path))


def _layer(folder: object) -> str:
    from pathlib import Path

    path = Path(str(folder)) / "mine.yaml"
    path.write_text(
        "checklist: mine\nversion: 1.0.0\ntitle: 我的\nextends: annual-report\nintegrity:\n"
        "  - {id: too-late, check: dated-after, severity: info, title: 迟, message: 迟}\n",
        encoding="utf-8",
    )
    return str(path)
