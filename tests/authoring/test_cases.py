"""The example texts that ship with the rules, leaf by leaf: what ``lawcheck rules test`` runs as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck import Checklist, ChecklistError, check_text, load_checklist
from lawcheck.authoring.examples import as_report, cases_folder, gaps, load_cases, run_cases
from lawcheck.checklist import Leaf

CASES = Path(__file__).resolve().parents[2] / "rules" / "annual-report" / "cases"
LEAVES = load_checklist().leaves


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.id)
def test_every_case_gets_its_status(leaf: Leaf, checklist: Checklist) -> None:
    cases = [case for case in load_cases(CASES, checklist) if case.element == leaf.id]
    wrong = [
        f"{result.case.where}: {result.case.name}: expected {result.case.status}, got {result.got}: {result.case.text}"
        for result in run_cases(cases, checklist)
        if not result.right
    ]
    assert cases
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.id)
def test_every_leaf_has_a_case_that_is_covered_and_a_near_miss(leaf: Leaf, checklist: Checklist) -> None:
    statuses = {case.status for case in load_cases(CASES, checklist) if case.element == leaf.id}
    assert "covered" in statuses
    assert statuses & {"planned", "lacking", "missing"}


def test_the_command_finds_no_gap_either(checklist: Checklist) -> None:
    assert gaps(load_cases(CASES, checklist), checklist) == []


def test_no_case_names_an_unknown_element(checklist: Checklist) -> None:
    known = {leaf.id for leaf in checklist.leaves} | set(checklist.off)
    assert {case.element for case in load_cases(CASES)} <= known


def test_a_case_file_is_named_after_its_element() -> None:
    for path in CASES.glob("*.yaml"):
        line = next(line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("element:"))
        assert line.removeprefix("element:").strip() == path.stem


def test_every_case_says_in_which_file_and_line_it_stands(checklist: Checklist) -> None:
    for case in load_cases(CASES, checklist):
        name, line, _ = case.where.rsplit(":", 2)
        assert case.name in Path(name).read_text(encoding="utf-8").split("\n")[int(line) - 1]


def test_the_cases_are_looked_for_beside_the_checklist(checklist: Checklist) -> None:
    assert cases_folder(checklist) == CASES


def test_no_case_is_right_by_the_frame_around_it(checklist: Checklist) -> None:
    """The title and heading that a case is put into say nothing by themselves."""
    frames = {(c.role, c.kind, c.year): c for c in load_cases(CASES, checklist) if not c.heading}
    for (role, kind, year), case in frames.items():
        empty = as_report(case, checklist).replace(case.text, "以上。")
        card = check_text(empty, checklist=checklist, kind=kind, year=year)
        told = {leaf.id: leaf.status.value for e in card.elements for leaf in e.leaves()}
        told.pop("other-matters")  # any words under that heading are an answer
        assert set(told.values()) <= {"missing", "not-applicable"}, (role, kind, year, told)


CASE = (
    "element: causes\ncases:\n  - {name: no staff, in: shortcomings, text: 主要原因是人手不足。, status: covered}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("element: causes", "element: cuases", "causes.yaml:1:1", "causes"),
        ("status: covered", "status: coverd", "causes.yaml:3:", "coverd"),
        ("status: covered", "stauts: covered", "causes.yaml:3:", "status"),
        ("in: shortcomings", "in: nowhere", "causes.yaml:3:", "nowhere"),
        ("text: 主要原因是人手不足。", "text: ''", "causes.yaml:3:", "text"),
    ],
    ids=["element", "status", "key", "role", "empty text"],
)
def test_a_wrong_case_is_refused_at_its_place(
    old: str, new: str, where: str, words: str, tmp_path: Path, checklist: Checklist
) -> None:
    assert old in CASE
    (tmp_path / "causes.yaml").write_text(CASE.replace(old, new), encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        load_cases(tmp_path, checklist)
    assert where in caught.value.where
    assert words in str(caught.value)


def test_a_name_may_stand_once_in_a_file(tmp_path: Path, checklist: Checklist) -> None:
    (tmp_path / "causes.yaml").write_text(CASE + CASE.split("\n")[2] + "\n", encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        load_cases(tmp_path, checklist)
    assert "causes.yaml:4:" in caught.value.where
    assert "no staff" in str(caught.value)
