"""What a reporter is, and the table of those there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from lawcheck.messages import unknown

if TYPE_CHECKING:
    from lawcheck.judge import ReportCard
    from lawcheck.reporters.rule_info import RuleInfo

BUILT_IN = {
    "text": "lawcheck.reporters.text:render",
    "json": "lawcheck.reporters.json_:render",
    "jsonl": "lawcheck.reporters.json_:render_lines",
    "sarif": "lawcheck.reporters.sarif:render",
    "junit": "lawcheck.reporters.junit:render",
    "github": "lawcheck.reporters.github:render",
    "gitlab": "lawcheck.reporters.gitlab:render",
    "checkstyle": "lawcheck.reporters.checkstyle:render",
    "markdown": "lawcheck.reporters.markdown:render",
    "csv": "lawcheck.reporters.csv_:render",
    "xlsx": "lawcheck.reporters.xlsx:render",
    "parquet": "lawcheck.reporters.parquet:render",
    "html": "lawcheck.reporters.html_:render",
}
"""One line a format."""

SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".sarif": "sarif",
    ".parquet": "parquet",
    ".docx": "docx",
}
"""What the end of a file's name says of its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """What a reporter may know beside the cards.

    Attributes:
        lang: Language of labels, ``zh`` or ``en``.
        color: Terminal colours may be used.
        version: Version of lawcheck.
        checklist: Id and version of the checklist.
        rules: All that the checklist can find fault with, in its order: leaves, then integrity rules.
    """

    lang: str = "zh"
    color: bool = False
    version: str = ""
    checklist: tuple[str, str] = ("", "")
    rules: Sequence[RuleInfo] = ()


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
        raise unknown("format", name, BUILT_IN, where="--format")
    module, function = BUILT_IN[name].split(":")
    reporter: Reporter = getattr(import_module(module), function)
    return reporter
