"""GitHub workflow commands: one annotation for each problem, then a summary a report.

Source:
    GitHub documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.judge import ReportCard
from lawcheck.reporters.base import RenderOptions, printable
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, problems

_COMMAND = {ERROR: "error", WARNING: "warning", NOTE: "notice"}


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield annotations in card order; what could not be checked is an error."""
    for card in cards:
        if card.error is not None:
            yield _line("error", card.path, 1, 1, card.error_code or "error", card.error)
            continue
        for problem in problems(card, options.lang):
            command = _COMMAND[problem.severity]
            yield _line(command, card.path, problem.line, problem.column, problem.title, problem.told)
        for leaf in card.unchecked:
            yield _line("error", card.path, 1, 1, leaf.title, leaf.message)


def _line(command: str, path: str, line: int, column: int, title: str, message: str) -> bytes:
    place = f"file={_property(path)},line={line},col={column},title={_property(printable(title))}"
    return f"::{command} {place}::{_data(printable(message))}\n".encode("utf-8", "replace")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
