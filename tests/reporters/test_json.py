"""``json`` and ``jsonl``: valid by the published schema, the contract's keys, the same bytes as ever."""

from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import lawcheck
from lawcheck import ReportCard, check
from lawcheck.authoring.schemas import report_schema
from lawcheck.reporters import RenderOptions, find_reporter

HERE = Path(__file__).resolve().parent
EXPECTED = HERE.parent / "expected"
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))
made = SimpleNamespace(**run_path(str(HERE / "cards.py")))

REPORT_KEYS = [
    "path", "sha256", "title", "body", "kind", "year", "score", "checked", "passed", "elements", "findings",
    "sections", "error",
]  # fmt: skip
ELEMENT_KEYS = [
    "id", "title", "level", "weight", "status", "credit", "basis", "message", "advice", "evidence", "parts",
]  # fmt: skip
PART_KEYS = ["id", "title", "status", "weight", "credit", "evidence"]
EVIDENCE_KEYS = [
    "quote", "start", "end", "line", "column", "page", "section", "role", "modality", "substance",
]  # fmt: skip
FINDING_KEYS = [
    "rule", "severity", "message", "quote", "start", "end", "line", "column", "page", "fingerprint",
]  # fmt: skip
SECTION_KEYS = ["role", "title", "level", "start", "end", "line"]


def as_json(cards: list[ReportCard] | tuple[ReportCard, ...]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(made.render("json", tuple(cards)).decode("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def seeds() -> dict[str, Any]:
    return as_json([check(path, name=f"seeds/{path.name}") for path in SEEDS])


@pytest.fixture(scope="module")
def by_hand() -> dict[str, Any]:
    return as_json(made.CARDS)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = report_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(validator: Draft202012Validator, body: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]


# -- the schema -------------------------------------------------------------------------------------------------


def test_what_is_said_of_the_samples_is_valid_by_the_published_schema(
    seeds: dict[str, Any], validator: Draft202012Validator
) -> None:
    assert complaints(validator, seeds) == []


def test_every_status_and_every_kind_of_card_is_valid(
    by_hand: dict[str, Any], validator: Draft202012Validator
) -> None:
    assert complaints(validator, by_hand) == []
    leaves = [leaf for report in by_hand["reports"] for e in report["elements"] for leaf in (e, *e["parts"])]
    assert {leaf["status"] for leaf in leaves} == {status.value for status in lawcheck.Status}


def test_cards_of_reports_that_could_not_be_read_are_valid(tmp_path: Path, validator: Draft202012Validator) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    names = ["empty.txt", "binary.txt", "nowhere.txt"]
    body = as_json([check(tmp_path / name, name=name) for name in names])
    assert complaints(validator, body) == []
    assert all(report["error"] for report in body["reports"])
    assert body["summary"]["errors"] == 3


def test_no_report_at_all_is_valid(validator: Draft202012Validator) -> None:
    assert complaints(validator, as_json([])) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "lawcheck-report/2"),
        (("reports", 0, "passed"), "yes"),
        (("reports", 0, "score"), 101),
        (("reports", 0, "elements", 0, "status"), "fine"),
        (("reports", 0, "elements", 0, "evidence", 0, "line"), 0),
        (("reports", 0, "findings", 0, "severity"), "fatal"),
    ],
)
def test_the_schema_is_no_formality(
    path: tuple[Any, ...], value: object, by_hand: dict[str, Any], validator: Draft202012Validator
) -> None:
    body = json.loads(json.dumps(by_hand))
    at = body
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert complaints(validator, body)


def test_a_further_key_may_be_added(by_hand: dict[str, Any], validator: Draft202012Validator) -> None:
    body = json.loads(json.dumps(by_hand))
    body["reports"][0]["later"] = body["reports"][0]["elements"][0]["later"] = 1
    assert complaints(validator, body) == []


# -- the contract's keys ----------------------------------------------------------------------------------------


def test_the_contracts_keys_are_there(seeds: dict[str, Any], by_hand: dict[str, Any]) -> None:
    for body in (seeds, by_hand):
        assert {"schema", "lawcheck", "checklist", "summary", "reports"} <= set(body)
        assert body["schema"] == "lawcheck-report/1"
        assert set(body["checklist"]) >= {"id", "version"}
        assert set(body["summary"]) >= {"reports", "passed", "failed", "errors", "mean_score"}
        for report in body["reports"]:
            assert set(REPORT_KEYS) <= set(report)
            for element in report["elements"]:
                assert set(ELEMENT_KEYS) <= set(element)
                for part in element["parts"]:
                    assert set(PART_KEYS) <= set(part)
                for leaf in (element, *element["parts"]):
                    assert all(set(EVIDENCE_KEYS) <= set(e) for e in leaf["evidence"])
            assert all(set(FINDING_KEYS) <= set(f) for f in report["findings"])
            assert all(set(SECTION_KEYS) <= set(s) for s in report["sections"])


def key_orders(body: dict[str, Any]) -> dict[str, set[tuple[str, ...]]]:
    """Return the orders of keys that occur in each kind of object."""
    reports = body["reports"]
    elements = [e for r in reports for e in r["elements"]]
    parts = [p for e in elements for p in e["parts"]]
    rows = {
        "body": [body],
        "summary": [body["summary"]],
        "report": reports,
        "element": elements,
        "part": parts,
        "evidence": [e for leaf in (*elements, *parts) for e in leaf["evidence"]],
        "finding": [f for r in reports for f in r["findings"]],
        "section": [s for r in reports for s in r["sections"]],
    }
    return {name: {tuple(row) for row in items} for name, items in rows.items()}


def test_the_order_of_keys_is_fixed_whatever_the_card(seeds: dict[str, Any], by_hand: dict[str, Any]) -> None:
    mine, theirs = key_orders(by_hand), key_orders(seeds)
    for name, orders in mine.items():
        assert len(orders) == 1, name
        assert theirs[name] <= orders, name


def test_the_keys_stand_in_the_contracts_order(by_hand: dict[str, Any]) -> None:
    orders = {name: next(iter(found)) for name, found in key_orders(by_hand).items()}
    for name, promised in (
        ("body", ["schema", "lawcheck", "checklist", "summary", "reports"]),
        ("summary", ["reports", "passed", "failed", "errors", "mean_score"]),
        ("report", REPORT_KEYS),
        ("evidence", EVIDENCE_KEYS),
        ("finding", FINDING_KEYS),
        ("section", SECTION_KEYS),
    ):
        assert [key for key in orders[name] if key in promised] == promised


# -- what it says -----------------------------------------------------------------------------------------------


def test_the_summary_counts_every_report_once(by_hand: dict[str, Any]) -> None:
    summary = by_hand["summary"]
    assert summary["reports"] == 4
    assert (summary["passed"], summary["failed"], summary["errors"]) == (1, 2, 1)
    assert summary["mean_score"] == round((46.2 + 100.0) / 2, 1)


def test_the_mean_score_of_nothing_is_null() -> None:
    assert as_json([made.ERROR])["summary"]["mean_score"] is None


def test_the_numbers_of_a_card_are_told_unchanged(by_hand: dict[str, Any]) -> None:
    report = by_hand["reports"][0]
    card = made.FAILED
    assert (report["score"], report["checked"], report["passed"]) == (card.score, card.checked, card.passed)
    assert [e["credit"] for e in report["elements"]] == [e.credit for e in card.elements]
    assert report["findings"][2]["page"] == 2


def test_a_card_with_an_error_says_so_and_nothing_else(by_hand: dict[str, Any]) -> None:
    report = by_hand["reports"][3]
    assert report["error"] == made.ERROR.error
    assert report["passed"] is False
    assert report["score"] is None
    assert report["elements"] == report["findings"] == report["sections"] == []


def test_a_quote_is_the_text_at_its_span(seeds: dict[str, Any]) -> None:
    for report, path in zip(seeds["reports"], SEEDS, strict=True):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for element in report["elements"]:
            for leaf in (element, *element["parts"]):
                for found in leaf["evidence"]:
                    assert text[found["start"] : found["end"]] == found["quote"]
                    assert lines[found["line"] - 1][found["column"] - 1 :].startswith(found["quote"][:1])


def test_chinese_stands_in_the_output_as_itself() -> None:
    for name in ("json", "jsonl"):
        assert "清溪镇".encode() in made.render(name, made.CARDS)


# -- jsonl ------------------------------------------------------------------------------------------------------


def test_jsonl_gives_the_items_of_reports_one_a_line(seeds: dict[str, Any], by_hand: dict[str, Any]) -> None:
    cards = tuple(check(path, name=f"seeds/{path.name}") for path in SEEDS)
    for body, rendered in ((seeds, made.render("jsonl", cards)), (by_hand, made.render("jsonl", made.CARDS))):
        lines = rendered.decode("utf-8").split("\n")
        assert lines.pop() == ""
        assert [json.loads(line) for line in lines] == body["reports"]
        for line, report in zip(lines, body["reports"], strict=True):
            assert list(json.loads(line)) == list(report)


def test_jsonl_gives_a_line_as_soon_as_its_card_is_there() -> None:
    seen: list[str] = []

    def cards() -> Any:
        for card in made.CARDS:
            seen.append(card.path)
            yield card

    lines = find_reporter("jsonl")(cards(), RenderOptions())
    next(lines)
    assert seen == [made.CARDS[0].path]


# -- bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.json", "report.jsonl", "report.txt", "report.en.txt", "table.txt"])
def test_the_output_is_byte_for_byte_what_is_expected(name: str) -> None:
    # When a change is meant: python tests/reporters/rewrite_expected.py, and read the diff.
    assert made.outputs()[name].decode("utf-8") == (EXPECTED / name).read_bytes().decode("utf-8")


def test_all_that_is_expected_is_rewritten_by_the_script() -> None:
    rewrite = (HERE / "rewrite_expected.py").read_text(encoding="utf-8")
    assert "outputs()" in rewrite
    assert all((EXPECTED / name).is_file() for name in made.outputs())
