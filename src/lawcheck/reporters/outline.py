"""A document of a few kinds of paragraph, before it becomes Markdown or .docx: letters and skeletons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lawcheck.readers.numbering import format_number

_MARKS = {"title": "# ", "heading1": "## ", "heading2": "### ", "list": "- "}
_NUMERALS = {"zh": "chineseCountingThousand", "en": "decimal"}
"""By language, the numbering of first headings, under the name that Word gives it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: ``title``, ``heading1``, ``heading2``, ``body``, ``list`` or ``signature``."""

    style: str
    text: str


def numeral(number: int, lang: str) -> str:
    """Return the number of a heading as documents of a language write it."""
    return format_number(number, _NUMERALS[lang])


def to_markdown(parts: Iterable[Part]) -> str:
    """Return the document as Markdown, a blank line between paragraphs; a report's own words make no HTML in it."""
    lines = (_MARKS.get(part.style, "") + part.text.replace("<", "\\<") for part in parts)
    return "\n\n".join(lines) + "\n"
