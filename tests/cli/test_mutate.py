"""``lawcheck rules mutate``: edits whose right answer is known, and whether the verdicts follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawcheck.authoring.mutate import OPERATORS
from lawcheck.cli.main import main

REPORT = """清溪镇2023年法治政府建设年度情况报告

一、主要举措和成效
（一）规范执法。在镇政府公示栏公示行政处罚决定36件。
（二）发挥顾问作用。审查合同46份，由法律顾问列席党政会议18次。
（三）建设便民中心。推进政务服务一网通办，办理事项3200件。
二、存在的不足和原因
一是执法力量不足，持证执法人员只有5人。主要原因是两名骨干调离后没有及时补充。
三、2024年工作安排
一是招录2名法制审核员，6月底前完成执法资格考试。
"""

BLIND = """checklist: blind
version: 1.0.0
title: {zh: 分不清计划和事实, en: Takes a plan for a deed}
extends: annual-report
elements:
  - id: enforcement-disclosure
    evidence:
      - {name: any word, phrase: 公示, gives: covered, modality: [done, planned, lacking]}
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def outcomes(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, object]]:
    code = main(["rules", "mutate", *map(str, arguments), "--format", "json"])
    body = json.loads(capsys.readouterr().out)
    assert isinstance(body, dict)
    return code, body


def test_the_shipped_rules_follow_every_edit_of_a_plain_report(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, body = outcomes(capsys, report)
    assert body["wrong"] == []
    assert code == 0
    edits = body["edits"]
    assert isinstance(edits, dict)
    wanted = {"delete", "insert", "move", "keep", "negate", "gut", "title", "year", "promise", "other"}
    assert wanted <= set(edits)
    assert {"full-width", "half-width", "numbering", "bold", "masked", "order"} <= set(edits)
    others = body["others"]
    assert isinstance(others, dict)
    assert others["compared"] > 100
    assert others["changed"] == 0


def test_rules_that_take_a_plan_for_a_deed_are_found_out(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = tmp_path / "blind.yaml"
    layer.write_text(BLIND, encoding="utf-8")
    code, body = outcomes(capsys, report, "--checklist", layer, "--operator", "promise", "--operator", "negate")
    assert code == 1
    wrong = body["wrong"]
    assert isinstance(wrong, list)
    found = {(o["operator"], o["element"], o["expected"], o["got"]) for o in wrong}
    assert ("promise", "enforcement-disclosure", "planned", "covered") in found
    assert ("negate", "enforcement-disclosure", "lacking", "covered") in found
    assert wrong[0]["line"] == 4


def test_the_page_names_the_edit_the_place_and_the_share(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = tmp_path / "blind.yaml"
    layer.write_text(BLIND, encoding="utf-8")
    assert main(["rules", "mutate", "report.txt", "--checklist", str(layer), "--operator", "promise"]) == 1
    page = capsys.readouterr().out
    assert "report.txt:4: enforcement-disclosure: promise: expected planned, got covered" in page
    assert "下一步，将" in page
    assert OPERATORS["promise"] in page


def test_one_edit_alone_can_be_asked_for(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, body = outcomes(capsys, report, "--operator", "delete")
    assert body["edits"].keys() == {"delete"}  # type: ignore[attr-defined]


def test_an_unknown_edit_is_refused_with_the_nearest(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "mutate", str(report), "--operator", "delet"]) == 2
    assert "是不是“delete”？" in capsys.readouterr().err


def test_a_report_that_is_not_there_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "mutate", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
