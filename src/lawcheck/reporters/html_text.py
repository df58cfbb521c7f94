"""The text of a report on the page, its evidence marked by modality."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from lawcheck.reporters.html_page import LINE, safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text that something rests on.

    Attributes:
        order: Place of what rests on it in the checklist.
        target: Id of what rests on it, without the report's prefix.
        style: How it is drawn.
        number: What leads back from the text.
        label: What rests on it, in words.
    """

    start: int
    end: int
    order: int
    target: str
    style: str
    number: str
    label: str


@dataclass(slots=True)
class Text:
    """The report's own words, with every mark on them.

    Attributes:
        headings: Start and title of each section, by its start.
        places: Start and end of a mark to the id that it has in the text.
        semicolon: What stands between several labels of one mark.
        sections: Start of a section to the id of its line.
    """

    prefix: str
    text: str
    marks: list[Mark]
    headings: list[tuple[int, str]]
    semicolon: str
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    count: int = 0

    def html(self) -> str:
        """Return a paragraph for each line; empty lines are left out."""
        waiting = sorted(self.marks, key=lambda mark: mark.start)[::-1]
        cuts = sorted({at for mark in self.marks for at in (mark.start, mark.end)})
        active: list[Mark] = []
        lines = []
        for line in LINE.finditer(self.text):
            start, end = line.span()
            if not line[0].strip():
                continue
            inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
            pieces = []
            for a, b in pairwise([start, *inner, end]):
                while waiting and waiting[-1].start < b:
                    active.append(waiting.pop())
                active = [mark for mark in active if mark.end > a]
                pieces.append(self._piece(a, b, active))
            lines.append(f"<p{self._heading(start, end)}>{''.join(pieces)}</p>\n")
        return "".join(lines)

    def _heading(self, start: int, end: int) -> str:
        """Return the attributes of a line in which a section begins."""
        first, last = bisect_left(self.headings, (start, "")), bisect_left(self.headings, (end, ""))
        if first == last:
            return ""
        name = f"{self.prefix}-h{first + 1}"
        self.sections |= {at: name for at, _ in self.headings[first:last]}
        at, title = self.headings[first]
        own_line = end - at <= len(title) + 4
        return f' id="{name}"' + (' class="sec"' if own_line else "")

    def _piece(self, start: int, end: int, active: list[Mark]) -> str:
        words = self.text[start:end]
        if not active or not words.strip():
            return safe(words)
        quoted = [mark for mark in active if mark.style != "m-f"]
        style = " ".join([*(mark.style for mark in quoted[:1]), *(["m-f"] if len(quoted) < len(active) else [])])
        targets = list(dict.fromkeys(mark.target for mark in active))
        labels = dict.fromkeys(mark.label for mark in active)
        several = f' data-e="{" ".join(targets)}"' if len(targets) > 1 else ""
        return (
            f'<a class="{style}"{self._id(active)} href="#{self.prefix}-{targets[0]}"{several}'
            f' title="{safe(self.semicolon.join(labels))}">{safe(words)}</a>{self._back(end, active)}'
        )

    def _id(self, active: list[Mark]) -> str:
        """Return an id when a mark begins here."""
        new = [(mark.start, mark.end) for mark in active if (mark.start, mark.end) not in self.places]
        if not new:
            return ""
        self.count += 1
        name = f"{self.prefix}-s{self.count}"
        self.places |= dict.fromkeys(new, name)
        return f' id="{name}"'

    def _back(self, end: int, active: list[Mark]) -> str:
        """Return links to what rests on the marks that end here."""
        ended = {mark.target: mark for mark in active if not self.text[end : mark.end].strip()}
        links = [
            f'<a href="#{self.prefix}-{mark.target}">{mark.number}</a>'
            for mark in sorted(ended.values(), key=lambda mark: mark.order)
        ]
        return f"<sup>{' '.join(links)}</sup>" if links else ""
