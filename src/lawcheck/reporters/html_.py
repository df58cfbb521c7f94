"""The reviewer's page: one file that opens anywhere, asks nothing of any server, and can be printed.

Nothing in it comes from outside: style and script stand inside and are admitted by their hash, everything else is
forbidden by the page's own policy. Whatever comes from a report goes through ``safe``. The script only sorts, filters
and turns pages: without it, and in an office program, everything is there and the links lead where they should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.judge import ReportCard
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.html_overview import Overview
from lawcheck.reporters.html_page import Page, encoded
from lawcheck.reporters.html_report import Report


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield the page: its head, with several reports an overview, then each report."""
    kept = list(cards)
    page = Page(kept, options)
    yield encoded(page.opening())
    if len(kept) != 1:
        yield encoded(Overview(page, kept).html())
    for number, card in enumerate(kept, 1):
        yield encoded(Report(page, number, card).html())
    yield encoded(page.closing())
