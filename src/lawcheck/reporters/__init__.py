"""Report cards in, bytes out: one file a format."""

from lawcheck.reporters.base import RenderOptions, Reporter, RuleInfo, find_reporter, printable, rules_of
from lawcheck.reporters.letter import letter_of
from lawcheck.reporters.outline import Part, to_markdown

__all__ = [
    "Part",
    "RenderOptions",
    "Reporter",
    "RuleInfo",
    "find_reporter",
    "letter_of",
    "printable",
    "rules_of",
    "to_markdown",
]
