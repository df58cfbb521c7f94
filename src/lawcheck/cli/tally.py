"""What becomes of the reports of a run, counted as they pass by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.cli.main import EXIT_FAILED, EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.judge import ReportCard

PASSED, FAILED, ERROR = "passed", "failed", "error"


def outcome_of(card: ReportCard) -> str:
    """Return what became of a report; an unchecked element makes it an error."""
    if card.error is not None or card.unchecked:
        return ERROR
    return PASSED if card.passed else FAILED


def line_of(card: ReportCard) -> tuple[str, bytes]:
    """Return what became of a report, and its line of ``jsonl``; for workers: a line travels in a tenth of a card's time."""
    from lawcheck.reporters.base import RenderOptions
    from lawcheck.reporters.json_ import render_lines

    return outcome_of(card), b"".join(render_lines([card], RenderOptions()))


class Tally:
    """Counts what becomes of reports.

    Attributes:
        errors: Reports that could not be checked, or not in full.
        failed: Reports that did not pass.
        passed: Reports that did.
    """

    def __init__(self, errors: int = 0, failed: int = 0) -> None:
        self.errors, self.failed, self.passed = errors, failed, 0

    def watch(self, cards: Iterable[ReportCard]) -> Iterator[ReportCard]:
        """Yield the cards."""
        for card in cards:
            self._count(outcome_of(card))
            yield card

    def watch_lines(self, lines: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
        """Yield the lines of reports that come with what became of them."""
        for outcome, line in lines:
            self._count(outcome)
            yield line

    def _count(self, outcome: str) -> None:
        self.errors += outcome == ERROR
        self.failed += outcome == FAILED
        self.passed += outcome == PASSED

    def code(self) -> int:
        """Return the exit code."""
        return EXIT_UNCHECKED if self.errors else EXIT_FAILED if self.failed else EXIT_PASSED
