"""The published JSON Schemas, and that what ships is valid by them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lawcheck.authoring.schemas import cases_schema, checklist_schema, report_schema
from lawcheck.checklist.places import load_yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "rules"
SCHEMAS = RULES / "schemas"
MADE: dict[str, Callable[[], dict[str, Any]]] = {
    "checklist-1.schema.json": checklist_schema,
    "cases-1.schema.json": cases_schema,
    "report-1.schema.json": report_schema,
}
FILES = sorted(path for path in RULES.rglob("*.yaml"))
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")

published = pytest.mark.skipif(
    not (SCHEMAS / "checklist-1.schema.json").exists(), reason="`make schema` has not been run yet"
)


def plain(value: Any) -> Any:
    """Return what a JSON file would hold: text keys, no places."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def complaints(schema: dict[str, Any], value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


def of_file(path: Path) -> dict[str, Any]:
    return cases_schema() if path.parent.name == "cases" else checklist_schema()


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_a_schema_is_a_schema(make: Callable[[], dict[str, Any]]) -> None:
    Draft202012Validator.check_schema(make())


@published
@pytest.mark.parametrize("name", MADE)
def test_the_published_schema_is_what_the_models_give(name: str) -> None:
    # When it is not: make schema.
    assert json.loads((SCHEMAS / name).read_text(encoding="utf-8")) == MADE[name]()


@published
def test_nothing_else_is_published() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == set(MADE)


@pytest.mark.parametrize("name", MADE)
def test_a_schema_carries_the_name_of_its_file(name: str) -> None:
    assert MADE[name]()["$id"].rsplit("/", 1)[-1] == name


@published
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_every_rule_and_case_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]
    found = MODELINE.fullmatch(first)
    assert found, first
    target = (path.parent / found[1]).resolve()
    assert target.is_file()
    assert target.name == of_file(path)["$id"].rsplit("/", 1)[-1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_every_rule_and_case_file_is_valid_by_its_schema(path: Path) -> None:
    loaded = load_yaml(path.read_text(encoding="utf-8"), path.name)
    assert complaints(of_file(path), plain(loaded)) == []


@pytest.mark.parametrize(
    "text",
    [
        "elemnts: []",
        "elements: [{title: 没有编号}]",
        "elements: [{id: a, wieght: 2}]",
        "elements: [{id: a, weight: heavy}]",
        "elements: [{id: a, level: compulsory}]",
        "elements: [{id: a, evidence: [{phrase: [甲], within: book}]}]",
        "elements: [{id: Not An Id}]",
        "threshold: 101",
        "version: one",
        "vocab: {words: 5}",
        "integrity: [{id: a, check: guess}]",
    ],
)
def test_an_editor_marks_what_is_wrong_in_a_checklist(text: str) -> None:
    assert complaints(checklist_schema(), plain(load_yaml(text, "a.yaml")))


@pytest.mark.parametrize(
    "text",
    [
        "elements: [{id: a, weight: 2}]",
        "elements: [{id: a, evidence: [{near: [$a, [丙]], within: clause}, {all: [$a], none: [[丁]]}, {phrase: 丁}]}]",
        "vocab: {one: [甲], two: {words: [乙], not: [丙]}, three: {add: [丁]}}",
        "title: 一个名字就够了",
        "title: {zh: 名字, en: name}",
        "integrity: [{id: placeholder, off: true, reason: 不用}]",
    ],
)
def test_an_editor_accepts_shorthands_and_layers(text: str) -> None:
    assert complaints(checklist_schema(), plain(load_yaml(text, "a.yaml"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "element: causes",
        "element: causes\ncases: []",
        "element: causes\ncases: [{name: abc, text: 甲}]",
        "element: causes\ncases: [{name: abc, text: 甲, status: partial}]",
        "element: causes\ncases: [{name: abc, text: 甲, status: missing, in: nowhere}]",
        "element: causes\ncases: [{name: abc, text: 甲, status: missing, note: a, remark: b}]",
    ],
)
def test_an_editor_marks_what_is_wrong_in_a_case(text: str) -> None:
    assert complaints(cases_schema(), plain(load_yaml(text, "a.yaml")))
