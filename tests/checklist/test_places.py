from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck import ChecklistError
from lawcheck.checklist import places
from lawcheck.checklist.places import load_yaml, place_of, show


def refused(text: str) -> ChecklistError:
    with pytest.raises(ChecklistError) as caught:
        load_yaml(text, "f.yaml")
    return caught.value


# -- places ---

NESTED = """\
# a comment first
title: 清单
basis:
  law-2019:   {zh: 规定, en: Rules}
elements:
  - id: one
    evidence: [甲, {phrase: 乙}]
  - id: two
"""


def test_every_key_knows_its_line_and_column_from_one() -> None:
    root = load_yaml(NESTED, "f.yaml")
    assert root.keys_at == {"title": ("f.yaml", 2, 1), "basis": ("f.yaml", 3, 1), "elements": ("f.yaml", 5, 1)}
    assert root["basis"].keys_at["law-2019"] == ("f.yaml", 4, 3)
    assert root["basis"]["law-2019"].keys_at == {"zh": ("f.yaml", 4, 16), "en": ("f.yaml", 4, 24)}
    assert root["elements"][0].keys_at == {"id": ("f.yaml", 6, 5), "evidence": ("f.yaml", 7, 5)}


def test_every_item_of_a_list_knows_its_line_and_column() -> None:
    root = load_yaml(NESTED, "f.yaml")
    assert root["elements"].items_at == [("f.yaml", 6, 5), ("f.yaml", 8, 5)]
    assert root["elements"][0]["evidence"].items_at == [("f.yaml", 7, 16), ("f.yaml", 7, 19)]


def test_columns_count_characters_and_not_bytes() -> None:
    root = load_yaml("{法治政府: 一, 报告: 二}", "f.yaml")
    assert root.keys_at["报告"] == ("f.yaml", 1, 11)


def test_a_byte_order_mark_and_windows_line_ends_move_nothing() -> None:
    assert load_yaml("a: 1\r\nb:\r\n  c: 2\r\n", "f.yaml")["b"].keys_at == {"c": ("f.yaml", 3, 3)}


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("title",), 2, 1),
        (("basis", "law-2019", "en"), 4, 24),
        (("elements", 1), 8, 5),
        (("elements", 1, "id"), 8, 5),
        (("elements", 0, "evidence", 1), 7, 19),
        (("elements", 0, "evidence", 1, "phrase"), 7, 20),
    ],
)
def test_a_path_leads_to_the_key_it_names(path: tuple[Any, ...], line: int, column: int) -> None:
    assert place_of(load_yaml(NESTED, "f.yaml"), path) == ("f.yaml", line, column)


def test_a_path_that_leads_nowhere_gives_the_nearest_place_above_it() -> None:
    root = load_yaml(NESTED, "f.yaml")
    assert place_of(root, ("elements", 1, "weight")) == ("f.yaml", 8, 5)
    assert place_of(root, ("elements", 9)) == ("f.yaml", 5, 1)
    assert place_of(root, ("nothing", "at", "all")) == ("f.yaml", 2, 1)


def test_steps_that_pydantic_adds_for_a_union_are_passed_over() -> None:
    root = load_yaml(NESTED, "f.yaml")
    path = ("elements", 0, "evidence", "tuple[constrained-str, ...]", 1, "phrase", "str")
    assert place_of(root, path) == ("f.yaml", 7, 20)


def test_a_python_name_with_an_underscore_finds_the_key_without_it() -> None:
    root = load_yaml("a:\n  list: {of: [x]}\n", "f.yaml")
    assert place_of(root, ("a", "list_", "of")) == ("f.yaml", 2, 10)


def test_a_place_is_shown_as_file_line_and_column() -> None:
    assert show(("rules/x.yaml", 41, 7)) == "rules/x.yaml:41:7"


KEYS = st.text(st.sampled_from("abcxyz法治政府报告—“”：，-_ "), min_size=1, max_size=8)
VALUES = st.recursive(
    st.one_of(st.integers(-999, 999), st.booleans(), st.none(), KEYS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.sampled_from([None, 2]))
def test_at_the_place_of_every_key_stands_the_key(data: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    lines = text.split("\n")
    root = load_yaml(text, "f.yaml")
    assert root == data

    def walk(value: Any) -> None:
        if isinstance(value, places.PlacedDict):
            assert set(value.keys_at) == set(value)
            for key, (_, line, column) in value.keys_at.items():
                assert lines[line - 1][column - 1 :].startswith(json.dumps(key, ensure_ascii=False))
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(root)


# -- YAML's surprises ---

TEXTS = [
    "no", "yes", "on", "off", "y", "n", "No", "YES", "True", "FALSE", "Null", "NULL",
    "1:30", "12:30:45", "01", "007", "2019-04-15", "2019-04-15T10:00:00", "1_000", "0x10", "0o17", "1e3",
    ".inf", ".nan", "1.2.0", "1.", "=", "<<", "法治",
]  # fmt: skip


@pytest.mark.parametrize("value", TEXTS)
def test_what_only_looks_like_something_else_stays_text(value: str) -> None:
    assert load_yaml(f"a: {value}\nb: [{value}]\n", "f.yaml") == {"a": value, "b": [value]}


@pytest.mark.parametrize("key", ["no", "yes", "on", "off", "1:30", "01", "2019-04-15"])
def test_such_words_work_as_keys_too(key: str) -> None:
    root = load_yaml(f"{key}: true\n", "f.yaml")
    assert root == {key: True}
    assert root.keys_at == {key: ("f.yaml", 1, 1)}


def test_only_true_and_false_are_booleans() -> None:
    values = load_yaml("[true, false]", "f.yaml")
    assert values[0] is True
    assert values[1] is False


@pytest.mark.parametrize(
    ("written", "value"),
    [("0", 0), ("5", 5), ("-3", -3), ("+4", 4), ("2016", 2016), ("0.5", 0.5), (".5", 0.5), ("-1.25", -1.25)],
)
def test_plain_decimals_are_numbers(written: str, value: float) -> None:
    read = load_yaml(f"a: {written}", "f.yaml")["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_nothing_is_written_null_tilde_or_not_at_all(written: str) -> None:
    assert load_yaml(f"a: {written}\nb: 1\n", "f.yaml") == {"a": None, "b": 1}


@pytest.mark.parametrize("written", ['"5"', "'true'", '"null"', "'0.5'"])
def test_quotation_marks_make_text_of_anything(written: str) -> None:
    assert isinstance(load_yaml(f"a: {written}", "f.yaml")["a"], str)


# -- what is refused ---


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1),
        ("a:\n  x: 1\n  y: 2\n  x: 3\n", 4, 3),
        ("a: {x: 1, x: 2}\n", 1, 11),
        ("- {a: 1}\n- {b: 1, 'b': 2}\n", 2, 10),
    ],
)
def test_a_key_that_stands_twice_is_refused_at_its_second_place(text: str, line: int, column: int) -> None:
    error = refused(text)
    assert error.where == f"f.yaml:{line}:{column}"
    assert "twice" in error.what
    assert error.fix == "Remove or rename one of them."
    assert error.code == "duplicate-key"


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert load_yaml("- {a: 1}\n- {a: 2}\n", "f.yaml") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: &x one\nb: *x\n",
        "a: &x {c: 1}\nb:\n  <<: *x\n",
        "a: &x [*x]\n",
        "- &x k\n- *x : 1\n",
    ],
)
def test_an_alias_is_refused(text: str) -> None:
    error = refused(text)
    assert error.what.startswith("an alias")
    assert "$name" in error.fix
    assert error.where.startswith("f.yaml:")


def test_an_alias_to_nothing_is_refused_where_it_stands() -> None:
    assert refused("a: 1\nb: *nothing\n").where == "f.yaml:2:4"


def test_a_billion_laughs_are_refused_at_the_first_alias() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for i in range(1, 30):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n"
    error = refused(bomb)
    assert error.what.startswith("an alias")


@pytest.mark.parametrize(
    "value",
    [
        "!x 1",
        "!!binary aGk=",
        "!!timestamp 2019-01-01",
        "!!python/name:os.system",
        "!!python/name:os.system ''",
        "!<tag:x> 1",
    ],
)
def test_a_tag_on_a_value_is_refused_where_it_stands(value: str) -> None:
    error = refused(f"ok: 1\na: {value}\n")
    assert error.where == "f.yaml:2:4"
    assert error.what.startswith("tag ")
    assert error.fix == "Write a plain value."


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.mkdir", "!!python/object/new:os.mkdir"])
def test_no_tag_ever_runs_code(tag: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    with suppress(ChecklistError):
        load_yaml(f"a: {tag} ['{made}']\n", "f.yaml")
    assert not made.exists()


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 60 + "]" * 60,
        "{a: " * 60 + "1" + "}" * 60,
        "\n".join("  " * i + "a:" for i in range(60)),
        "- " * 60 + "a",
    ],
    ids=["lists", "mappings", "blocks", "dashes"],
)
def test_what_is_nested_too_deeply_is_refused_where_it_becomes_too_deep(text: str) -> None:
    error = refused(text)
    assert error.what.startswith("nested more than")
    assert error.where.count(":") == 2


def test_as_deep_as_any_rule_needs_is_fine() -> None:
    assert load_yaml("a: " + "[" * 30 + "]" * 30, "f.yaml")


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_NODES", 50)
    error = refused("a:\n" + "".join(f"  - {i}\n" for i in range(60)))
    assert "more than 50 values" in error.what
    assert load_yaml("a: [1, 2, 3]", "f.yaml")


@pytest.mark.parametrize(
    "text", ["a: " + "x" * 2 * 1024 * 1024, "a: " + "法" * 700 * 1024], ids=["ascii", "chinese"]
)
def test_a_file_of_more_than_two_megabytes_is_refused_before_it_is_parsed(text: str) -> None:
    error = refused(text)
    assert error.code == "too-big"
    assert "larger than 2,097,152 bytes" in error.what


@pytest.mark.parametrize("key", ["~", "1.5", "? [a]\n", "? {a: 1}\n"])
def test_a_key_that_is_no_text_is_refused(key: str) -> None:
    error = refused(f"{key}: 1\n")
    assert error.what.endswith("is not text")
    assert error.where.startswith("f.yaml:1:")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 法律顾问: 驻镇\n", "2:8"),
        ("a: 1\nb: [1, 2\n", "3:1"),
        ("a: 1\nb: {c: 1\n", "3:1"),
        ("a:\n\t- b\n", "2:1"),
        ("a: 1\nb: @x\n", "2:4"),
        ("a: 1\nb: `x`\n", "2:4"),
        ("a: 1\nb: %x\n", "2:4"),
        ("a:\n  b: 1\n c: 2\n", "3:2"),
        ("a: 1\n- b\n", "2:1"),
        ("a: 1\n---\nb: 2\n", "2:1"),
        ("}\n", "1:1"),
    ],
)
def test_broken_yaml_names_its_line_and_column_and_a_way_out(text: str, place: str) -> None:
    error = refused(text)
    assert error.where == f"f.yaml:{place}"
    assert error.what.startswith("not YAML: ")
    assert "quotation marks" in error.fix or "one document" in error.fix
    assert error.code == "bad-yaml"
    assert str(error).startswith(f"f.yaml:{place}: not YAML: ")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_says_how_a_checklist_starts(text: str) -> None:
    error = refused(text)
    assert error.what == "file is empty"
    assert "checklist: its-id" in error.fix


@pytest.mark.parametrize("text", ["a: \x00", "a: \x01", "a: \x7f", "a: \ufffe"])
def test_a_control_character_is_refused_with_the_file(text: str) -> None:
    assert str(refused(text)).startswith("f.yaml")


@given(st.text(st.sampled_from("ab1:-[]{},#&*!|>'\"%@? \n法。\t~."), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ChecklistError):
        load_yaml(text, "f.yaml")
