"""Tidy CSV: one row for each report and leaf, for spreadsheets and statistics.

A part is a row of its own and names its element. Where nothing was found, ``line``, ``page`` and ``section`` say where
it belongs, and ``column`` and ``quote`` are empty. A report that could not be read is one row with its error. Column
names are keys: they are English in every language and only ever added to, at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from lawcheck.judge import ElementResult, ReportCard
from lawcheck.reporters.base import RenderOptions, printable

COLUMNS = (
    "path",
    "sha256",
    "checklist_id",
    "checklist_version",
    "title",
    "body",
    "kind",
    "year",
    "score",
    "passed",
    "error_code",
    "error",
    "element",
    "leaf",
    "leaf_title",
    "level",
    "weight",
    "status",
    "credit",
    "band",
    "line",
    "column",
    "page",
    "section",
    "quote",
    "message",
    "advice",
    "basis",
    "citations",
)

FORMULA = tuple("=+-@＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula; tabs and line ends are blanks here, never first."""

_BOM = b"\xef\xbb\xbf"

_Cell = str | float | bool | None


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield the head, then the rows one by one, each report as soon as its card is there."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield _BOM + _taken(buffer)
    for card in cards:
        for row in rows_of(card):
            writer.writerow([_cell(row.get(name)) for name in COLUMNS])
            yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def rows_of(card: ReportCard) -> Iterator[dict[str, _Cell]]:
    """Yield a row for each leaf; a card without any is one row, so that no report is lost."""
    common = _of_card(card)
    alone = True
    for element in card.elements:
        for leaf in element.leaves():
            alone = False
            yield common | _of_leaf(element, leaf)
    if alone:
        yield common


def _of_card(card: ReportCard) -> dict[str, _Cell]:
    return {
        "path": card.path,
        "sha256": card.sha256,
        "checklist_id": card.checklist[0],
        "checklist_version": card.checklist[1],
        "title": card.title,
        "body": card.body,
        "kind": card.kind,
        "year": card.year,
        "score": card.score,
        "passed": card.passed,
        "error_code": card.error_code,
        "error": card.error,
    }


def _of_leaf(element: ElementResult, leaf: ElementResult) -> dict[str, _Cell]:
    best = leaf.best
    place = best or leaf.expected
    return {
        "element": element.id,
        "leaf": leaf.id,
        "leaf_title": leaf.title,
        "level": leaf.level.value,
        "weight": leaf.weight,
        "status": leaf.status.value,
        "credit": leaf.credit,
        "band": leaf.band,
        "line": place.line if place else None,
        "column": best.column if best else None,
        "page": place.page if place else None,
        "section": place.section if place else None,
        "quote": " ".join(printable(best.quote).split()) if best else None,
        "message": leaf.message,
        "advice": leaf.advice,
        "basis": "; ".join(leaf.basis),
        "citations": "; ".join(leaf.citations),
    }


def _cell(value: _Cell) -> str:
    """Return what to write: text on one line that no spreadsheet takes for a formula, numbers as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA) else text
