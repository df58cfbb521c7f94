"""The same report written in another way: numbering, width, broken lines, bold marks, masked names, order.

Nothing in these changes what is told, so no verdict may change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from lawcheck.document import Document
from lawcheck.document.headings import marker_of
from lawcheck.language import load_chinese, normalise
from lawcheck.match import Matcher
from lawcheck.match.section_roles import ACHIEVEMENTS

LINE = 28
"""Characters after which a broken line ends, about a line of a narrow column."""

_FULL = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F) if not chr(c).isalpha()})
_HALF = str.maketrans({chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F)})
_HEAD = 8
"""Characters at the start of a line that hold its number."""


def full_width(document: Document, matcher: Matcher) -> str | None:
    """Write digits and marks in full width."""
    return document.source.text.translate(_FULL)


def half_width(document: Document, matcher: Matcher) -> str | None:
    """Write digits and marks in half width."""
    return document.source.text.translate(_HALF)


def numbering(document: Document, matcher: Matcher) -> str | None:
    """Number first-level headings 第一部分 and second-level ones 1. instead of 一、 and （一）."""
    how = load_chinese().rewriting
    out = []
    styles = set()
    for line in document.source.text.split("\n"):
        words = line.lstrip()
        marker = marker_of(normalise(words[:_HEAD]))
        style = marker.style if marker else ""
        styles.add(style)
        if marker and style in ("cn", "cn-paren"):
            written = how.first_level if style == "cn" else how.second_level
            numeral = re.sub(r"\W", "", words[: marker.length])
            number = written.format(numeral=numeral, value=marker.value)
            out.append(line[: len(line) - len(words)] + number + words[marker.length :])
        else:
            out.append(line)
    if "arabic" in styles or "cn" not in styles:
        return None  # 1. already has a meaning of its own
    return "\n".join(out)


def broken_lines(document: Document, matcher: Matcher) -> str | None:
    """Break every long line, as a page turned into text does."""
    lines = []
    for line in document.source.text.split("\n"):
        if len(line) <= LINE * 2:
            lines.append(line)
        else:
            lines += [line[i : i + LINE] for i in range(0, len(line), LINE)]
    return "\n".join(lines)


def bold(document: Document, matcher: Matcher) -> str | None:
    """Mark headings and the first clause of every paragraph bold, as Markdown does."""
    if "**" in document.source.text:
        return None
    out = []
    for line in document.source.text.split("\n"):
        head, mark, rest = line.partition("。")
        short = line.strip() and "\t" not in line and len(head) <= 40
        out.append(f"**{head}{mark}**{rest}" if short else line)
    return "\n".join(out)


def masked(document: Document, matcher: Matcher) -> str | None:
    """Mask the body's own name."""
    body = matcher.identity.body
    name = str(body.value) if body else ""
    if len(name) < 3:
        return None
    return document.source.text.replace(name, "××" + name[-1])


def order(document: Document, matcher: Matcher) -> str | None:
    """Tell the achievements in reverse order, section by section."""
    sections = document.sections
    for index, section in enumerate(sections):
        if not index or section.level != 1 or matcher.roles.of_section[index] != ACHIEVEMENTS:
            continue
        below = [s for s in sections if s.parent == index]
        if len(below) < 2 or any(matcher.roles.of_section[sections.index(s)] != ACHIEVEMENTS for s in below):
            continue
        spans = [document.span(s.start_norm, s.end_norm - 1) for s in below]
        text = document.source.text
        parts = [text[span.start : span.end] for span in spans]
        # Numbers stay in their order; only what they number changes places.
        ends = [document.span(s.start_norm, s.start_norm + len(s.number)).end for s in below]
        heads = [
            text[span.start : end] if s.number else "" for s, span, end in zip(below, spans, ends, strict=True)
        ]
        bodies = [part[len(head) :] for part, head in zip(parts, heads, strict=True)]
        told = [head + body for head, body in zip(heads, reversed(bodies), strict=True)]
        gaps = [text[a.end : b.start] for a, b in pairwise(spans)]
        middle = "".join(part + gap for part, gap in zip(told, [*gaps, ""], strict=True))
        return text[: spans[0].start] + middle + text[spans[-1].end :]
    return None


VARIANTS: dict[str, Callable[[Document, Matcher], str | None]] = {
    "full-width": full_width,
    "half-width": half_width,
    "numbering": numbering,
    "broken-lines": broken_lines,
    "bold": bold,
    "masked": masked,
    "order": order,
}
"""Ways of writing by name; each returns None where a report gives no occasion for it."""
