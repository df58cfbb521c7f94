"""A document of a few kinds of paragraph, before it becomes Markdown or .docx: letters and skeletons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_MARKS = {"title": "# ", "heading1": "## ", "heading2": "### ", "list": "- "}


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: ``title``, ``heading1``, ``heading2``, ``body``, ``list`` or ``signature``."""

    style: str
    text: str


def to_markdown(parts: Iterable[Part]) -> str:
    """Return the document as Markdown, a blank line between paragraphs; a report's own words make no HTML in it."""
    lines = (_MARKS.get(part.style, "") + part.text.replace("<", "\\<") for part in parts)
    return "\n\n".join(lines) + "\n"
