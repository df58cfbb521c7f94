"""What a reporter is, and the table of those there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Protocol

from lawcheck.errors import UsageError
from lawcheck.judge import ReportCard

BUILT_IN = {
    "text": "lawcheck.reporters.text:render",
    "json": "lawcheck.reporters.json_:render",
    "jsonl": "lawcheck.reporters.json_:render_lines",
}
"""One line a format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """What a reporter may know beside the cards.

    Attributes:
        lang: Language of labels, ``zh`` or ``en``.
        color: Terminal colours may be used.
        version: Version of lawcheck.
        checklist: Id and version of the checklist.
    """

    lang: str = "zh"
    color: bool = False
    version: str = ""
    checklist: tuple[str, str] = ("", "")


class Reporter(Protocol):
    """Writes report cards in one format: no clock, no files, no sums, no exit code."""

    def __call__(self, cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
        """Yield the output in order."""
        ...


def printable(text: str) -> str:
    """Return text on one line without control characters: a report must not steer the terminal."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return "".join(kept).strip()


def find_reporter(name: str) -> Reporter:
    """Return the reporter for a format.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in BUILT_IN:
        near = get_close_matches(name, BUILT_IN, n=1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        raise UsageError(
            f"unknown format {name!r}",
            where="--format",
            fix=f"{hint}Known: {', '.join(BUILT_IN)}.",
            code="unknown-format",
        )
    module, function = BUILT_IN[name].split(":")
    reporter: Reporter = getattr(import_module(module), function)
    return reporter
