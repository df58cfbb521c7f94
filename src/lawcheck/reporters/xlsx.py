"""A workbook for whoever oversees many reports: summary, reports × leaves, what to mend, the checklist.

Words stand beside every colour, and the colours differ in lightness, so that a black-and-white print and a
colour-blind reader tell them apart. Text of a report is never a formula or a link.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from lawcheck.checklist import Level, Status
from lawcheck.judge import CHECK, ElementResult, Evidence, Finding, ReportCard
from lawcheck.messages import misuse, say, say_place
from lawcheck.reporters.base import RenderOptions, printable
from lawcheck.reporters.rule_info import RuleInfo
from lawcheck.reporters.verdict import Open

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

MOST_CHARACTERS = 32_000
"""Longest text in a cell, in UTF-16 units; Excel calls a file with more than 32,767 damaged."""

CREATED = datetime(2020, 1, 1)
"""The same in every workbook, so that the same input gives the same bytes."""

_A3, _A4 = 8, 9
"""Paper sizes by Excel's numbers."""

_LINE, _TALLEST = 14, 400
"""Height of a line of text, and of the tallest row that Excel takes, in points."""

_COUNTED = (Status.MISSING, Status.LACKING, Status.PLANNED, Status.WEAK, Status.UNCHECKED)
"""Statuses that a person acts on, worst first."""

_Look = dict[str, Any]

_DARK: _Look = {"bg_color": "#5C2200", "font_color": "#FFFFFF", "bold": True}
_PALE: _Look = {"bg_color": "#F1F7FD", "font_color": "#1F3864"}
_UNKNOWN: _Look = {"bg_color": "#D4D4D4", "font_color": "#404040", "italic": True}
_COLORS: dict[Status, _Look] = {
    Status.COVERED: _PALE,
    Status.WEAK: {"bg_color": "#FFE699", "font_color": "#3F3000"},
    Status.PLANNED: {"bg_color": "#EFA93A", "font_color": "#2B1900"},
    Status.LACKING: {"bg_color": "#AF4D0A", "font_color": "#FFFFFF"},
    Status.MISSING: _DARK,
    Status.NOT_APPLICABLE: {"font_color": "#6B6B6B"},
    Status.UNCHECKED: _UNKNOWN,
}
"""Of leaves, which are never partial: from pale (nothing to do) to dark (missing); grey and slanted is not known."""

_CELL: _Look = {"font_size": 10, "border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
_CENTER: _Look = {**_CELL, "align": "center"}
_HEAD: _Look = {**_CELL, "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "vcenter"}
_SMALL: _Look = {**_CENTER, "font_size": 8, "valign": "vcenter"}
_TOTAL: _Look = {"bold": True, "top": 2}
_SCORE: _Look = {**_CENTER, "num_format": "0.0"}
_LEVEL_COLORS = {Level.STATUTORY: "#1F3864", Level.EXPECTED: "#44618F", Level.RECOMMENDED: "#657A9A"}

_Value = str | float | None


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Return one workbook, made in memory.

    Raises:
        UsageError: xlsxwriter is not installed; raised before the first card is asked for.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise misuse("missing-extra", detail="xlsx", where="--format", lang=options.lang) from None
    buffer = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return _fill(_Book(Workbook(buffer, {"in_memory": True, **plain}), options), buffer, cards)


def _fill(book: _Book, buffer: BytesIO, cards: Iterable[ReportCard]) -> Iterator[bytes]:
    sheets = (_Summary(book), _Matrix(book), _Gaps(book), _Checklist(book))
    for card in cards:
        book.meet(card)
        for sheet in sheets:
            sheet.add(card)
    for sheet in sheets:
        sheet.finish()
    book.file.close()
    yield buffer.getvalue()


class _Book:
    """What the sheets share: the file, the words, the formats, the names of elements."""

    def __init__(self, file: Workbook, options: RenderOptions) -> None:
        self.file = file
        self.options = options
        self.lang = options.lang
        self.chinese = self.lang == "zh"
        self.colon, self.comma = (say("colon", self.lang), say("comma", self.lang))
        self.rules = {rule.id: rule for rule in options.rules}
        self.titles: dict[str, str] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        file.set_properties({"title": self.say("xlsx.title"), "comments": self.made_by(), "created": CREATED})

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def made_by(self) -> str:
        checklist, version = self.options.checklist
        return self.say("xlsx.made_by", checklist=checklist, version=version, lawcheck=self.options.version)

    def status(self, status: Status) -> str:
        return self.say(f"name.{status.value}")

    def verdict(self, card: ReportCard) -> str:
        if card.error is not None:
            return self.say("report.error")
        return self.say("report.passed" if card.passed else "report.failed")

    def format(self, *layers: _Look) -> Format:
        """Return one format for the same properties, later layers winning."""
        properties = {name: value for layer in layers for name, value in layer.items()}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(properties)
        return self._formats[key]

    def meet(self, card: ReportCard) -> None:
        """Learn the names of elements with parts, which the rules do not hold."""
        for element in card.elements:
            if element.parts:
                self.titles.setdefault(element.id, element.title)

    def full_title(self, leaf: str, title: str, element: str) -> str:
        """Return the name of a leaf, after that of its element when it is a part."""
        above = self.titles.get(element, "") if element != leaf else ""
        return f"{above}{self.colon}{title}" if above else title


class _Column(NamedTuple):
    """A column: its head, its width in characters, how its cells look."""

    head: str
    width: float
    look: _Look = _CELL


class _Sheet:
    """A sheet with a frozen head, made row by row."""

    name: str
    paper = _A4
    head_rows = 1
    frozen_columns = 1

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.row = self.head_rows
        self.sheet = book.file.add_worksheet(book.say(f"xlsx.sheet.{self.name}"))
        self.columns = list(self.plan())
        self._page()
        for column, (head, width, look) in enumerate(self.columns):
            self.sheet.set_column(column, column, width)
            align = {"align": look["align"]} if "align" in look else {}
            self.put(self.head_rows - 1, column, head, _HEAD, align)
        self.sheet.set_row(self.head_rows - 1, 32)

    def plan(self) -> Iterator[_Column]:
        """Yield the columns."""
        raise NotImplementedError

    def add(self, card: ReportCard) -> None:
        """Write what the sheet has to say of a card."""

    def finish(self) -> None:
        """Write what only the last card made known."""

    def _page(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(self.paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, self.head_rows - 1)
        sheet.freeze_panes(self.head_rows, self.frozen_columns)
        sheet.set_header(f"&L&A&R{self.book.made_by().replace('&', '&&')}", {"margin": 0.3})
        sheet.set_footer("&C&P / &N", {"margin": 0.3})
        sheet.hide_gridlines(2)

    def column(self, key: str, width: float, look: _Look = _CELL) -> _Column:
        return _Column(self.book.say(f"xlsx.{key}"), width, look)

    def put(self, row: int, column: int, value: _Value, *layers: _Look) -> None:
        """Write a cell: text as text whatever it begins with, a number as a number, None as a blank."""
        look = self.book.format(*layers)
        if value is None:
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, _fitting(value), look)
        else:
            self.sheet.write_number(row, column, value, look)

    def line(self, values: Sequence[_Value], *layers: _Look) -> None:
        """Write the next row, as high as its texts need: not every program works that out by itself."""
        lines = 1
        for column, (value, (_, width, look)) in enumerate(zip(values, self.columns, strict=True)):
            self.put(self.row, column, value, look, *layers)
            if isinstance(value, str):
                lines = max(lines, _lines(value, width))
        self.sheet.set_row(self.row, min(lines * _LINE + 4, _TALLEST))
        self.row += 1

    def color(self, first_column: int, last_column: int) -> None:
        """Colour statuses and verdicts by their words, in the rows written so far."""
        if self.row == self.head_rows:
            return
        words = {self.book.status(status): look for status, look in _COLORS.items()}
        words[self.book.say("report.failed")] = _DARK
        words[self.book.say("report.passed")] = _PALE
        words[self.book.say("report.error")] = _UNKNOWN
        for word, look in words.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.book.format(look)}
            self.sheet.conditional_format(self.head_rows, first_column, self.row - 1, last_column, rule)

    def filter(self, columns: int) -> None:
        """Let the rows written so far be filtered; a blank row keeps what follows out of it."""
        self.sheet.autofilter(self.head_rows - 1, 0, self.row - 1, columns - 1)
        self.row += 1


class _Summary(_Sheet):
    """One row for each report, then the totals."""

    name = "summary"

    _VERDICT = 5

    def __init__(self, book: _Book) -> None:
        super().__init__(book)
        self.counts: Counter[Status] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.scores: list[float] = []

    def plan(self) -> Iterator[_Column]:
        yield self.column("path", 34)
        yield self.column("body", 18)
        yield self.column("kind", 11)
        yield self.column("year", 7, _CENTER)
        yield self.column("score", 7, _SCORE)
        yield self.column("verdict", 10, _CENTER)
        for status in _COUNTED:
            yield _Column(self.book.status(status), 8.5 if self.book.chinese else 10.5, _CENTER)
        yield self.column("statutory_gaps", 34)
        yield self.column("notes", 44)

    def add(self, card: ReportCard) -> None:
        read = card.error is None
        statuses = Counter(leaf.status for element in card.elements for leaf in element.leaves())
        self.line(
            (
                printable(card.path),
                printable(card.body or ""),
                card.kind_title or card.kind or "",
                card.year,
                card.score,
                self.book.verdict(card),
                *(statuses[status] if read else None for status in _COUNTED),
                self._statutory(card),
                "\n".join(self._notes(card)),
            )
        )
        self.counts += statuses
        self.verdicts["errors" if not read else "passed" if card.passed else "failed"] += 1
        if card.score is not None:
            self.scores.append(card.score)

    def _statutory(self, card: ReportCard) -> str:
        """Name the statutory elements that are not reported, then those that could not be checked."""
        left = Open(card)
        lost, unknown = [e.title for e in left.lost], [e.title for e in left.unknown]
        lines = [self.book.comma.join(lost)] if lost else []
        if unknown:
            lines.append(f"{self.book.status(Status.UNCHECKED)}{self.book.colon}{self.book.comma.join(unknown)}")
        return "\n".join(lines)

    def _notes(self, card: ReportCard) -> Iterator[str]:
        """Say why a report could not be read, or what could not be read off it and how."""
        if card.error is not None:
            yield printable(card.error)
            return
        if card.body is None:
            yield self.book.say("report.unknown_body")
        if card.year is None:
            yield self.book.say("report.unknown_year")
        for name, read in card.read:
            if name == "kind" and read.source == "default":
                yield f"{self.book.say('xlsx.kind')}{self.book.colon}{self.book.say('source.default')}"
        yield from map(printable, card.notes)

    def finish(self) -> None:
        self.color(self._VERDICT, self._VERDICT)
        self.filter(len(self.columns))
        verdicts = {name: self.verdicts[name] for name in ("passed", "failed", "errors")}
        mean = round(sum(self.scores) / len(self.scores), 1) if self.scores else None
        self.line(
            (
                self.book.say("xlsx.total", reports=sum(self.verdicts.values())),
                *(None, None, None),
                mean,
                None,
                *(self.counts[status] for status in _COUNTED),
                self.book.say("xlsx.total_verdict", **verdicts),
                self.book.made_by(),
            ),
            _TOTAL,
        )


class _Matrix(_Sheet):
    """Reports × leaves, with the status in words; then how many reports have each status.

    The words stand upright, so that all leaves fit on a page that can still be read.
    """

    name = "matrix"
    paper = _A3
    head_rows = 3
    frozen_columns = 5

    _VERDICT = 4

    def __init__(self, book: _Book) -> None:
        super().__init__(book)
        self.leaves: dict[str, RuleInfo | ElementResult] = {r.id: r for r in book.options.rules if r.element}
        self.element_of = {r.id: r.element for r in book.options.rules if r.element}
        self.column_of = {name: column for column, name in enumerate(self.leaves, self.frozen_columns)}
        self.counts: Counter[tuple[str, Status]] = Counter()
        stacked, turned = 270, 90
        self.upright = {**_SMALL, "text_wrap": False, "rotation": stacked if book.chinese else turned}

    def plan(self) -> Iterator[_Column]:
        small = {"font_size": 9, "valign": "vcenter"}
        yield self.column("path", 20, {**_CELL, **small})
        yield self.column("body", 12, {**_CELL, **small})
        yield self.column("year", 6, {**_CENTER, **small})
        yield self.column("score", 6, {**_SCORE, **small})
        yield self.column("verdict", 9, {**_CENTER, **small})

    def add(self, card: ReportCard) -> None:
        row = self.row
        self.line(
            (printable(card.path), printable(card.body or ""), card.year, card.score, self.book.verdict(card))
        )
        self.sheet.set_row(row, 50 if self.book.chinese else 72)
        for element in card.elements:
            for leaf in element.leaves():
                self.put(row, self._column(element, leaf), self.book.status(leaf.status), self.upright)
                self.counts[leaf.id, leaf.status] += 1

    def _column(self, element: ElementResult, leaf: ElementResult) -> int:
        """Return the column of a leaf, a new one when the rules do not know it."""
        if leaf.id not in self.column_of:
            self.column_of[leaf.id] = self.frozen_columns + len(self.column_of)
            self.leaves[leaf.id] = leaf
            self.element_of[leaf.id] = element.id
        return self.column_of[leaf.id]

    def finish(self) -> None:
        last_column = self.frozen_columns + len(self.leaves) - 1
        if self.leaves:
            self.sheet.set_column(self.frozen_columns, last_column, 3.1)
        self._heads()
        self.color(self._VERDICT, last_column)
        self.filter(last_column + 1)
        self._totals()

    def _heads(self) -> None:
        """Write element, level and name over the leaves, the darker the more binding."""
        for row, height in enumerate((44, 34, 140) if self.book.chinese else (58, 72, 200)):
            self.sheet.set_row(row, height)
        for column in range(self.frozen_columns):
            self.put(0, column, None, _HEAD)
            self.put(1, column, None, _HEAD)
        for name, leaf in self.leaves.items():
            column, level = self.column_of[name], Level(leaf.level)
            look = {**_HEAD, "bg_color": _LEVEL_COLORS[level], "font_size": 8}
            self.put(1, column, self.book.say(f"level.{level.value}"), self.upright, look, {"text_wrap": False})
            # The button of the filter covers the foot of the cell.
            self.put(2, column, leaf.title, look, {"rotation": 90, "align": "center", "valign": "top"})
        for element, group in groupby(self.leaves, key=self.element_of.__getitem__):
            columns = [self.column_of[name] for name in group]
            self._group(self.book.titles.get(element), columns[0], columns[-1])

    def _group(self, title: str | None, first: int, last: int) -> None:
        look = {**_HEAD, "align": "center", "bg_color": _LEVEL_COLORS[Level.EXPECTED], "font_size": 8}
        if first < last:
            self.sheet.merge_range(0, first, 0, last, "", self.book.format(look))
        self.put(0, first, title, look)

    def _totals(self) -> None:
        for status, look in _COLORS.items():
            self.put(self.row, 0, self.book.say("xlsx.count", status=self.book.status(status)), _CELL, look)
            for name, column in self.column_of.items():
                self.put(self.row, column, self.counts[name, status], _SMALL)
            self.row += 1


class _Gaps(_Sheet):
    """One row for each leaf that is not covered and each finding."""

    name = "gaps"
    frozen_columns = 3

    _STATUS = 4

    def plan(self) -> Iterator[_Column]:
        yield self.column("path", 18)
        yield self.column("body", 11)
        yield self.column("element", 18)
        yield self.column("level", 6.5 if self.book.chinese else 12, _CENTER)
        yield self.column("status", 10, _CENTER)
        yield self.column("place", 18)
        yield self.column("quote", 32)
        yield self.column("wrong", 26)
        yield self.column("write", 32)
        yield self.column("basis", 28)

    def add(self, card: ReportCard) -> None:
        whose = (printable(card.path), printable(card.body or ""))
        for element in card.elements:
            for leaf in element.leaves():
                if leaf.status in _COUNTED:
                    self.line((*whose, *self._of_leaf(card, element, leaf)))
        for finding in card.findings:
            self.line((*whose, *self._of_finding(card, finding)))

    def finish(self) -> None:
        self.color(self._STATUS, self._STATUS)
        self.filter(len(self.columns))

    def _of_leaf(self, card: ReportCard, element: ElementResult, leaf: ElementResult) -> tuple[str, ...]:
        book, best = self.book, leaf.best
        doubt = ""
        if leaf.band == CHECK:
            doubt = f"\n{book.say('band.check')}{book.colon}{printable(leaf.band_reason)}"
        return (
            book.full_title(leaf.id, leaf.title, element.id),
            book.say(f"level.{leaf.level.value}"),
            book.status(leaf.status),
            self._place(card, leaf, best),
            _on_one_line(best.quote) if best else "",
            printable(leaf.message) + doubt,
            printable(leaf.advice),
            self._basis(leaf.citations),
        )

    def _of_finding(self, card: ReportCard, finding: Finding) -> tuple[str, ...]:
        rule = self.book.rules.get(finding.rule)
        return (
            rule.title if rule else finding.rule,
            self.book.say(f"severity.{finding.severity}"),
            self.book.say("xlsx.finding"),
            say_place(self.book.lang, _unit(card), finding.line, finding.page),
            _on_one_line(finding.quote),
            printable(finding.message),
            rule.advice if rule else "",
            self._basis(rule.citations) if rule else "",
        )

    def _place(self, card: ReportCard, leaf: ElementResult, best: Evidence | None) -> str:
        """Say where it is, else where it belongs."""
        if best:
            place = say_place(self.book.lang, _unit(card), best.line, best.page)
            return "\n".join(filter(None, (place, printable(best.section))))
        if leaf.status is Status.UNCHECKED:
            return ""
        if leaf.expected is None:
            return self.book.say("report.where_none")
        place = say_place(self.book.lang, _unit(card), leaf.expected.line, leaf.expected.page)
        return self.book.say("report.where_expected", place=place, section=printable(leaf.expected.section))

    def _basis(self, citations: tuple[str, ...]) -> str:
        """Name the first; the checklist's own sheet has them all."""
        if len(citations) < 2:
            return "".join(citations)
        count = len(citations) if self.book.chinese else len(citations) - 1
        return self.book.say("xlsx.more_basis", first=citations[0], count=count)


class _Checklist(_Sheet):
    """What was asked, and by what authority."""

    name = "checklist"
    frozen_columns = 2

    def plan(self) -> Iterator[_Column]:
        yield self.column("id", 22)
        yield self.column("title_of_leaf", 26)
        yield self.column("level", 8 if self.book.chinese else 13, _CENTER)
        yield self.column("asks", 34)
        yield self.column("write", 40)
        yield self.column("basis", 66)

    def finish(self) -> None:
        for rule in self.book.options.rules:
            level = f"level.{rule.level}" if rule.element else f"severity.{rule.level}"
            title = self.book.full_title(rule.id, rule.title, rule.element)
            basis = "\n".join(rule.citations)
            self.line((rule.id, title, self.book.say(level), rule.asks, rule.advice, basis))
        self.filter(len(self.columns))


def _unit(card: ReportCard) -> str:
    return card.extraction.unit if card.extraction else "line"


def _on_one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _fitting(text: str) -> str:
    """Return text without what XML forbids, short enough for a cell; line ends stay, for the sheets set them."""
    kept = "\n".join(map(printable, text.split("\n")))
    units = kept.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return kept
    return units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _lines(text: str, width: float) -> int:
    """Return how many lines text takes in a column, a little on the generous side."""
    room = max(width - 0.5, 1)
    return sum(max(1, ceil(_breadth(line) / room)) for line in text.split("\n"))


def _breadth(text: str) -> float:
    """Return the width of text in digits of the default font, which is a little larger than that of the cells."""
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in text)
    return 1.95 * wide + (len(text) - wide)
