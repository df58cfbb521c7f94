"""A rule that is too slow or that crashes is ``unchecked``: never a pass, never a fault of the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lawcheck import ReportCard, Status, check_text
from lawcheck.checklist.terms import Op
from lawcheck.cli.main import main
from lawcheck.match.operators import Operators
from lawcheck.match.reach import Reach
from lawcheck.patterns import BUDGET_SECONDS
from lawcheck.reporters import RenderOptions, find_reporter

SLOW = "(?:甲|甲乙?){1,40}丁"
"""Loads, because every repeat has bounds, and still needs 2 to the 40th steps on 甲甲甲…"""

HOSTILE = "甲丁，" + "甲" * 40 + "。"

REPORT = f"""清溪镇2023年法治政府建设年度情况报告

2023年，清溪镇深入推进法治政府建设。现将有关情况报告如下：
一、党政主要负责人履行推进法治建设第一责任人职责情况
镇党委书记任镇法治建设领导小组组长，全年主持召开法治建设专题会议4次。镇长听取法治工作汇报3次。
二、主要举措和成效
在镇政府公示栏公示行政处罚决定36件。为执法队员配备执法记录仪8台。司法所审核重大行政执法决定5件。
镇法律顾问列席党政会议18次，审查合同46份。人民调解委员会受理纠纷120件，化解率达98%。
{HOSTILE}
三、存在的不足和原因
一是执法力量不足，持证执法人员只有5人。主要原因是两名骨干调离后没有及时补充。
四、2024年工作安排
一是招录2名法制审核员，6月底前完成执法资格考试。
"""

LAYER = """checklist: our-town
version: 0.1.0
title: 我镇的清单
extends: annual-report
elements:
  - id: {element}
    replace: true
    title: {{zh: 某项, en: Something}}
    level: {level}
    weight: 6
    evidence:
      - {evidence}
"""


def layer(folder: Path, element: str, evidence: str, level: str = "statutory") -> Path:
    path = folder / "our-town.yaml"
    path.write_text(LAYER.format(element=element, evidence=evidence, level=level), encoding="utf-8")
    return path


@pytest.fixture
def short_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every pattern a fifth of a second, so that the tests need not wait for its whole budget."""
    monkeypatch.setattr("lawcheck.patterns.BUDGET_SECONDS", 0.2)


@pytest.fixture
def crashing_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the operator ``date`` crash where a rule starts with it; no shipped rule does."""
    original = Operators.combinations

    def combinations(self: Operators, expr: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        if expr.op is Op.DATE:
            raise ZeroDivisionError("the operator fell over")
        return original(self, expr, *args, **kwargs)

    monkeypatch.setattr(Operators, "combinations", combinations)


def statuses(card: ReportCard) -> dict[str, Status]:
    return {leaf.id: leaf.status for element in card.elements for leaf in element.leaves()}


def test_the_report_passes_when_all_rules_run() -> None:
    assert check_text(REPORT).passed


@pytest.mark.usefixtures("short_of_time")
def test_a_rule_that_runs_out_of_its_time_is_unchecked_and_the_rest_is_judged(tmp_path: Path) -> None:
    card = check_text(REPORT, checklist=layer(tmp_path, "causes", f"pattern: '{SLOW}'"))
    usual = check_text(REPORT)
    assert card.error is None
    assert card["causes"].status is Status.UNCHECKED
    assert SLOW in card["causes"].reason
    assert card["causes"].evidence == ()
    assert [leaf.id for leaf in card.unchecked] == ["causes"]
    assert {k: v for k, v in statuses(card).items() if k != "causes"} == {
        k: v for k, v in statuses(usual).items() if k != "causes"
    }


@pytest.mark.usefixtures("short_of_time")
def test_a_statutory_element_that_could_not_be_checked_keeps_the_report_from_passing(tmp_path: Path) -> None:
    card = check_text(REPORT, checklist=layer(tmp_path, "causes", f"pattern: '{SLOW}'"), fail_under=0)
    assert card.score is not None
    assert card.score > 50
    assert card.passed is False


@pytest.mark.usefixtures("short_of_time")
def test_what_could_not_be_checked_is_no_fault_of_the_report(tmp_path: Path) -> None:
    card = check_text(REPORT, checklist=layer(tmp_path, "causes", f"pattern: '{SLOW}'"))
    assert "causes" not in [leaf.id for leaf in card.missing]
    weights = {e.id: e.weight for e in card.elements if e.status is not Status.NOT_APPLICABLE}
    assert card.checked == pytest.approx(1 - weights["causes"] / sum(weights.values()), abs=1e-4)
    earned = sum(e.weight * e.credit for e in card.elements if e.id != "causes")
    assert card.score == pytest.approx(100 * earned / (sum(weights.values()) - weights["causes"]), abs=0.06)


@pytest.mark.usefixtures("short_of_time")
def test_the_slow_rule_is_judged_where_the_text_gives_it_no_work(tmp_path: Path) -> None:
    rules = layer(tmp_path, "causes", f"pattern: '{SLOW}'")
    card = check_text(REPORT.replace(HOSTILE, ""), checklist=rules)
    assert card["causes"].status is Status.MISSING
    assert card.checked == 1.0


@pytest.mark.usefixtures("short_of_time")
def test_two_elements_with_the_same_slow_rule_are_both_unchecked(tmp_path: Path) -> None:
    rules = layer(tmp_path, "causes", f"pattern: '{SLOW}'")
    second = f"  - id: legal-counsel\n    replace: true\n    title: 另一项\n    evidence: [{{pattern: '{SLOW}'}}]\n"
    rules.write_text(rules.read_text(encoding="utf-8") + second, encoding="utf-8")
    card = check_text(REPORT, checklist=rules)
    assert {leaf.id for leaf in card.unchecked} == {"causes", "legal-counsel"}


def test_the_command_ends_with_2_when_a_rule_used_up_its_whole_budget(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    rules = layer(tmp_path, "causes", f"pattern: '{SLOW}'")
    code = main(["check", str(report), "--checklist", str(rules), "--format", "json"])
    (item,) = json.loads(capsysbinary.readouterr().out)["reports"]
    assert code == 2
    assert item["error"] is None
    assert item["passed"] is False
    assert item["checked"] < 1
    (causes,) = [e for e in item["elements"] if e["id"] == "causes"]
    assert causes["status"] == "unchecked"
    assert SLOW in causes["reason"]
    assert f"{BUDGET_SECONDS:g}" in causes["reason"]


@pytest.mark.usefixtures("short_of_time")
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_an_unchecked_element_that_is_not_statutory_ends_with_2_too(
    form: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    rules = layer(tmp_path, "legal-counsel", f"pattern: '{SLOW}'", "expected")
    assert main(["check", str(report), "--checklist", str(rules), "--format", form]) == 2
    assert capsysbinary.readouterr().out


@pytest.mark.usefixtures("short_of_time")
def test_the_terminal_names_the_rule_that_could_not_be_run(tmp_path: Path) -> None:
    card = check_text(REPORT, checklist=layer(tmp_path, "causes", f"pattern: '{SLOW}'"), lang="en")
    shown = b"".join(find_reporter("text")([card], RenderOptions(lang="en"))).decode("utf-8")
    assert SLOW in shown
    assert f"{card.checked:.0%}" in shown


@pytest.mark.usefixtures("crashing_dates")
def test_a_rule_that_crashes_is_unchecked_and_never_a_pass(tmp_path: Path) -> None:
    card = check_text(REPORT, checklist=layer(tmp_path, "causes", "date: true"))
    assert card.error is None
    assert card["causes"].status is Status.UNCHECKED
    assert "the operator fell over" in card["causes"].reason
    assert [leaf.id for leaf in card.unchecked] == ["causes"]
    assert card.passed is False
    assert card.checked < 1


@pytest.mark.usefixtures("crashing_dates")
def test_a_crashing_rule_ends_with_2(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    rules = layer(tmp_path, "causes", "date: true")
    assert main(["check", str(report), "--checklist", str(rules), "--format", "jsonl"]) == 2
    assert json.loads(capsysbinary.readouterr().out)["passed"] is False


def test_a_report_none_of_whose_rules_ran_has_no_score_and_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> Any:
        raise RuntimeError("no operator works today")

    monkeypatch.setattr(Reach, "anchors", crash)
    card = check_text(REPORT, fail_under=0)
    assert set(statuses(card).values()) - {Status.NOT_APPLICABLE} == {Status.UNCHECKED}
    assert card.score is None
    assert card.checked == 0.0
    assert card.passed is False
    assert card.missing == ()


# -- the time for a whole report


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time for a report be up as soon as its title and sections are read."""
    monkeypatch.setattr("lawcheck.patterns.REPORT_SECONDS", 0.0)
    monkeypatch.setattr("lawcheck.patterns.SECONDS_A_CHARACTER", 0.0)
    monkeypatch.setattr("lawcheck.patterns.Clock.left", 1.0)


@pytest.mark.usefixtures("late")
def test_when_the_time_for_a_report_is_up_the_rest_is_unchecked_and_it_never_passes() -> None:
    card = check_text(REPORT, fail_under=0)
    assert set(statuses(card).values()) - {Status.NOT_APPLICABLE} == {Status.UNCHECKED}
    assert card.passed is False
    assert card.score is None


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(("lang", "words"), [("zh", "余下的没有再查"), ("en", "the rest was not checked")])
def test_that_the_time_is_up_is_said_in_the_reports_language(lang: str, words: str) -> None:
    card = check_text(REPORT, lang=lang)
    assert all(words in leaf.reason for leaf in card.unchecked)


def test_a_slow_report_does_not_take_the_time_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("lawcheck.patterns.REPORT_SECONDS", 0.0)
        patch.setattr("lawcheck.patterns.SECONDS_A_CHARACTER", 0.0)
        patch.setattr("lawcheck.patterns.Clock.left", 1.0)
        assert check_text(REPORT).unchecked
    assert not check_text(REPORT).unchecked
