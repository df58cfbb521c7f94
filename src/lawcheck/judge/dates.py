"""The date of a report: what the file states of itself, else the date below the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lawcheck.document import Document
from lawcheck.document.headings import chinese_number
from lawcheck.language import load_chinese


@dataclass(frozen=True, slots=True)
class ReportDate:
    """A date with the original span of its words."""

    day: date
    start: int
    end: int


def report_date(document: Document) -> ReportDate | None:
    """Return the date of a report; None where it bears none that is a day of the calendar."""
    text = document.source.text
    grammar = load_chinese().grammar
    stated = grammar.stated_date.search(text)
    below = [document.span(b.start_norm, b.end_norm) for b in document.blocks if b.kind == "tail"]
    signed = [m for span in below for m in grammar.signed_date.finditer(text, span.start, span.end)]
    for found in (stated, *reversed(signed)):
        if found is None:
            continue
        year, month, day = (_number(group) for group in found.groups())
        try:
            return ReportDate(date(year, month, day), found.start(), found.end())
        except ValueError:
            continue  # 2月30日
    return None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 4:  # 二〇二三: digit by digit
        return int("".join(str(chinese_number(char)) for char in text))  # whatever is written for zero is 0
    return chinese_number(text)
