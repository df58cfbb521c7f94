"""What CI servers read: validated by the schemas of those who read it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from tests.reporters.cards import BARE, CARDS, ERROR, FAILED, PASSED, RULES, render

import lawcheck
from lawcheck.cli.main import main
from lawcheck.readers import Extraction
from lawcheck.reporters.problems import problems

ROOT = Path(__file__).parents[2]
SCHEMAS = Path(__file__).parents[1] / "schemas"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
EVIL = '"><script>alert(1)</script>\x00\x1b[31m\u202e]]>&amp;::error::|[x](javascript:1)`%0A\n'
_COUNTS = {"failure": "failures", "error": "errors", "skipped": "skipped"}
FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown")


def hostile() -> lawcheck.ReportCard:
    element = replace(
        FAILED.elements[1],
        title=EVIL,
        message=EVIL,
        advice=EVIL,
        expected=replace(FAILED.elements[1].expected, section=EVIL),
    )
    finding = replace(FAILED.findings[0], quote=EVIL, message=EVIL)
    return replace(FAILED, path=EVIL, title=EVIL, elements=(element,), findings=(finding,), notes=(EVIL,))


def sarif(*cards: lawcheck.ReportCard) -> dict:
    return json.loads(render("sarif", cards))


# -- SARIF


@pytest.mark.parametrize("cards", [CARDS, (), (hostile(),), (ERROR,)], ids=["all", "none", "hostile", "error"])
def test_sarif_keeps_the_official_schema(cards):
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(sarif(*cards))


def test_sarif_lists_every_rule_and_results_point_to_them():
    run = sarif(*CARDS)["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_tells_what_could_not_be_checked_as_a_notification():
    run = sarif(FAILED, ERROR)["runs"][0]
    told = [
        note["descriptor"]["id"]
        for note in run["invocations"][0]["toolExecutionNotifications"]
        if note["level"] == "error"
    ]
    assert told == ["next-year-plan", "empty"]
    assert not run["invocations"][0]["executionSuccessful"]
    assert "next-year-plan" not in {result["ruleId"] for result in run["results"]}
    assert sarif(PASSED)["runs"][0]["invocations"][0]["executionSuccessful"]


def test_a_fingerprint_survives_lines_inserted_above():
    text = SEEDS[3].read_text(encoding="utf-8")
    first, second = (
        {p.fingerprint for p in problems(lawcheck.check_text(t), "zh")}
        for t in (text, text.replace("\n", "\n\n\n", 1))
    )
    assert first == second


def test_the_region_of_a_quote_is_the_quote():
    text = SEEDS[3].read_text(encoding="utf-8")
    lines = text.split("\n")
    card = lawcheck.check_text(text, name="a.txt")
    found = [
        r for r in sarif(card)["runs"][0]["results"] if "snippet" in r["locations"][0]["physicalLocation"]["region"]
    ]
    assert found
    for result in found:
        region = result["locations"][0]["physicalLocation"]["region"]
        if region["startLine"] == region["endLine"]:
            words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert words == region["snippet"]["text"]


def test_a_path_is_a_reference():
    card = replace(ERROR, path="报告/a b#1.docx")
    uri = sarif(card)["runs"][0]["artifacts"][0]["location"]["uri"]
    assert uri == "%E6%8A%A5%E5%91%8A/a%20b%231.docx"


# -- JUnit and Checkstyle


@pytest.mark.parametrize("cards", [CARDS, (hostile(),), (ERROR,)], ids=["all", "hostile", "error"])
def test_junit_keeps_the_schema_of_jenkins(cards):
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(render("junit", cards).decode())


def test_junit_has_a_case_for_every_leaf_passes_included():
    suites = ET.fromstring(render("junit", CARDS)).findall("testsuite")
    leaves = [leaf for element in FAILED.elements for leaf in element.leaves()]
    cases = suites[0].findall("testcase")
    assert len(cases) == len(leaves) + len({finding.rule for finding in FAILED.findings})
    failed = {case.get("name", "").split()[0] for case in cases if case.find("failure") is not None}
    assert {"causes", "enforcement-recording", "legal-counsel", "first-responsible-person", "placeholder"} <= failed
    assert "results" not in failed  # recommended: a note
    assert [case.get("name", "").split()[0] for case in cases if case.find("error") is not None] == [
        "next-year-plan"
    ]
    assert [case.get("name", "").split()[0] for case in cases if case.find("skipped") is not None] == ["hearing"]
    for suite in suites:
        counted = {tag: len(suite.findall(f"testcase/{tag}")) for tag in _COUNTS}
        assert counted == {tag: int(suite.get(attribute, 0)) for tag, attribute in _COUNTS.items()}
    assert suites[3].find("testcase/error").get("type") == "empty"


@pytest.mark.parametrize("cards", [CARDS, (hostile(),)], ids=["all", "hostile"])
def test_checkstyle_is_well_formed_and_names_every_problem(cards):
    files = ET.fromstring(render("checkstyle", cards)).findall("file")
    assert len(files) == len(cards)
    expected = sum(
        len(list(problems(card, "zh"))) + len(card.unchecked) + (card.error is not None) for card in cards
    )
    assert sum(len(file.findall("error")) for file in files) == expected


# -- GitHub and GitLab


@pytest.mark.parametrize("cards", [CARDS, (hostile(),)], ids=["all", "hostile"])
def test_github_gets_one_command_a_line_whatever_the_report_holds(cards):
    lines = render("github", cards).decode().splitlines()
    expected = sum(
        len(list(problems(card, "zh"))) + len(card.unchecked) + (card.error is not None) for card in cards
    )
    assert len(lines) == expected
    command = re.compile(r"::(error|warning|notice) file=[^,:]*,line=\d+,col=\d+,title=[^,:]*::.*")
    assert all(command.fullmatch(line) for line in lines)


@pytest.mark.parametrize("cards", [CARDS, (hostile(),), (FAILED, FAILED)], ids=["all", "hostile", "twice"])
def test_gitlab_gets_issues_with_marks_of_their_own(cards):
    issues = json.loads(render("gitlab", cards))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert all(issue["location"]["lines"]["begin"] >= 1 for issue in issues)


# -- Markdown


def test_markdown_shows_what_a_report_holds_as_words():
    text = render("markdown", (hostile(), PASSED)).decode()
    assert "<script>" not in text
    assert "[x](" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(line.count("|") - line.count("\\|") == 5 for line in text.splitlines()[:4])


def test_a_report_without_a_score_says_so():
    assert "没有得分" in render("markdown", (BARE,)).decode()


# -- all of them


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("paths", "code"), [([str(SEEDS[0])], 1), ([str(SEEDS[0]), "no-such-file.txt"], 2)])
def test_the_exit_code_is_that_of_the_results(name, paths, code, tmp_path, capsys):
    assert main(["check", *paths, "--format", name]) == code
    out = capsys.readouterr().out
    file = tmp_path / "out"
    assert main(["check", *paths, "--format", name, "--output", str(file)]) == code
    assert file.read_text(encoding="utf-8") == out


# -- what all of them tell


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "gitlab", "checkstyle", "markdown"])
def test_a_place_that_no_editor_finds_by_its_line_stands_in_the_message(name):
    finding = replace(FAILED.findings[0], line=12, page=3)
    word = replace(FAILED, findings=(finding,), extraction=Extraction(format="docx", unit="paragraph"))
    assert "第 3 页（全文第 12 段）" in render(name, (word,)).decode()
