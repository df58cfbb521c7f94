"""A second checklist, another kind of report: the same engine reads it from YAML alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lawcheck
from lawcheck.authoring.evaluate import evaluate
from lawcheck.authoring.examples import cases_folder, gaps, load_cases, run_cases
from lawcheck.authoring.figures import scores
from lawcheck.authoring.gold import load_gold
from lawcheck.checklist.packs import built_in

SRC = Path(lawcheck.__file__).parent
LABELLED = Path(__file__).parent / "labelled_disclosure"
NAME = "gov-info-disclosure"


@pytest.fixture(scope="module")
def disclosure() -> lawcheck.Checklist:
    return lawcheck.load_checklist(NAME)


def test_its_own_examples_hold(disclosure: lawcheck.Checklist) -> None:
    cases = load_cases(cases_folder(disclosure), disclosure)
    assert len(cases) > 40
    assert [(r.case.element, r.case.name, r.got) for r in run_cases(cases, disclosure) if not r.right] == []
    assert gaps(cases, disclosure) == []


def test_it_agrees_with_labelled_reports(disclosure: lawcheck.Checklist) -> None:
    result = evaluate(load_gold(LABELLED / "gold.json"), LABELLED, disclosure)
    assert not result.errors
    assert result.year_right == result.kind_right == result.reports == 8
    accuracy = scores(result.units).accuracy
    assert accuracy is not None
    assert accuracy > 0.90


def test_a_report_without_its_fourth_section_fails(disclosure: lawcheck.Checklist) -> None:
    card = lawcheck.check(LABELLED / "reports" / "g02.txt", checklist=disclosure)
    assert card["litigation-table"].status == "missing"
    assert not card.passed
    assert card["litigation-table"].citations[0].startswith("《中华人民共和国政府信息公开条例》")


def test_no_code_names_an_element_of_any_checklist() -> None:
    names = {
        leaf.id
        for pack in built_in()
        for element in lawcheck.load_checklist(pack).elements
        for leaf in (element.rule, *element.leaves)
    }
    # Section roles are the engine's own vocabulary (contract.md), and two elements are called like their section.
    names -= {"shortcomings", "causes", "achievements", "first-responsible-person", "other"}
    names.discard("results")  # a key of SARIF
    for file in SRC.rglob("*.py"):
        words = set(re.findall(r"[\"']([a-z][a-z-]+)[\"']", file.read_text(encoding="utf-8")))
        assert not words & names, file
