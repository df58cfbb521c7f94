"""Checkstyle XML, which many review tools and editors read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.judge import ReportCard
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, problems
from lawcheck.reporters.xml_text import attribute

_SEVERITY = {ERROR: "error", WARNING: "warning", NOTE: "info"}


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield a file element for each report."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
    for card in cards:
        yield f"<file name={attribute(card.path)}>\n".encode()
        if card.error is not None:
            yield _error(1, 1, "error", card.error, card.error_code or "error")
        for problem in problems(card, options.lang):
            yield _error(problem.line, problem.column, _SEVERITY[problem.severity], problem.told, problem.rule)
        for leaf in card.unchecked:
            yield _error(1, 1, "error", leaf.message, leaf.id)
        yield b"</file>\n"
    yield b"</checkstyle>\n"


def _error(line: int, column: int, severity: str, message: str, rule: str) -> bytes:
    place = f'line="{line}" column="{column}" severity="{severity}"'
    return f"<error {place} message={attribute(message)} source={attribute(f'lawcheck.{rule}')}/>\n".encode()
