"""Title, reporting body, kind of body and reported year, each with the words it was read off."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lawcheck.checklist import Checklist
from lawcheck.document import Document
from lawcheck.language import load_chinese
from lawcheck.patterns import Clock, Pattern

EARLIEST = 2010


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read off the report.

    Attributes:
        source: ``caller``, ``title``, ``signature``, ``text``, ``formula``, ``plan``, ``date`` or ``default``.
        start_norm: Where the words stand; -1 when the caller gave it or it is a default.
    """

    value: str | int
    source: str
    start_norm: int = -1
    end_norm: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose report on which year this is."""

    title: Fact | None
    body: Fact | None
    kind: Fact
    year: Fact | None


def read_identity(document: Document, checklist: Checklist, *, kind: str | None, year: int | None) -> Identity:
    """Read title, body, kind and year; what the caller says wins.

    The year is a vote of title, introduction, closing formula, plan and date, because reports disagree with
    themselves.
    """
    reader = _Reader(document, checklist)
    title = reader.title()
    body = reader.body(title)
    return Identity(
        title=title,
        body=body,
        kind=Fact(kind, "caller") if kind else reader.kind(title, body),
        year=Fact(year, "caller") if year is not None else reader.year(title),
    )


class _Reader:
    def __init__(self, document: Document, checklist: Checklist) -> None:
        self.document, self.rules, self.kinds = document, checklist.identity, checklist.kinds
        self.norm = document.norm
        self.grammar = load_chinese().grammar
        self.default_kind = checklist.identity.default_kind
        self.clock = Clock()

    def _first(self, pattern: Pattern, start: int, end: int) -> tuple[int, int] | None:
        return pattern.first(self.norm, start, end, self.clock)

    def title(self) -> Fact | None:
        """Find the title among what stands before the text; it may be broken over up to three lines."""
        heads = [b for b in self.document.blocks if b.kind == "head"]
        first_level = [s for s in self.document.sections[1:3] if s.level == 1 and not s.number]
        spans = [(b.start_norm, b.end_norm) for b in heads] + [
            (s.start_norm, s.heading_end_norm) for s in first_level
        ]
        apart = {
            at
            for at, (start, end) in enumerate(spans)
            if self.grammar.office_line.search(self.norm[start:end].strip())
        }
        best: Fact | None = None
        for i in range(len(spans)):
            for width in (1, 2, 3):
                if i + width > len(spans) or (width > 1 and i + width > len(heads)):
                    continue
                if not apart.isdisjoint(range(i, i + width)):
                    continue
                start, end = spans[i][0], spans[i + width - 1][1]
                text = self.norm[start:end].replace("\n", "")
                if len(text) > 120:
                    continue
                if self._whole(self.rules.title, text):
                    found = Fact(text, "title", start, end)
                    # The most telling one: with a body and a year beats one without.
                    if best is None or self._telling(text) > self._telling(str(best.value)):
                        best = found
        return best

    def _whole(self, pattern: Pattern, text: str) -> bool:
        return pattern.first(text, 0, len(text), self.clock) is not None

    def _telling(self, text: str) -> int:
        return bool(self.grammar.title_year.search(text)) + 2 * bool(self._body_in(text))

    def _body_in(self, title: str) -> str:
        """Return the body's name in a title: what stands before 关于, the year or the subject."""
        text = self.grammar.title_lead.sub("", title)
        text = re.sub(r"（[^）]*）", "", text)
        for _, end in self.rules.body.find(text, 0, len(text), self.clock):
            name = text[:end] if end <= 60 else ""
            name = self.grammar.title_cut.split(name)[0]
            if name:
                return name
        return ""

    def body(self, title: Fact | None) -> Fact | None:
        """Return the reporting body from title, signature or the first subject."""
        if title is not None:
            name = self._body_in(str(title.value))
            if name and self._kind_of_name(name):
                at = self.norm.find(name, title.start_norm, title.end_norm + 3)
                return Fact(
                    name,
                    "title",
                    at if at >= 0 else title.start_norm,
                    at + len(name) if at >= 0 else title.end_norm,
                )
        for block in reversed([b for b in self.document.blocks if b.kind == "tail"]):
            text = self.norm[block.start_norm : block.end_norm]
            name = self.grammar.signature_cut.split(text)[0]
            if 3 <= len(name) <= 40 and self._kind_of_name(name):
                return Fact(name, "signature", block.start_norm, block.start_norm + len(name))
        named = self._most_named()
        if named is not None:
            return named
        for head in (b for b in self.document.blocks if b.kind == "head"):
            text = self.norm[head.start_norm : head.end_norm]
            if len(text) <= 30 and self._kind_of_name(text):
                return Fact(text, "title", head.start_norm, head.end_norm)
        return None

    def _most_named(self) -> Fact | None:
        """Return the town, street or bureau that the text names most; a report without a title names itself often."""
        counts: Counter[str] = Counter()
        at: dict[str, int] = {}
        if self.rules.named is None:
            return None
        for first, end in self.rules.named.find(self.norm, 0, min(len(self.norm), 60_000), self.clock):
            for start in range(first, end - 2):
                name = self.norm[start:end]
                counts[name] += 1
                at.setdefault(name, start)
        if not counts or max(counts.values()) < 2:
            return None
        most = max(counts.values())
        # Of names that stand equally often the longest is whole: 西王庄镇, not 王庄镇.
        whole = max((name for name in counts if counts[name] * 10 >= most * 8 and counts[name] > 1), key=len)
        return Fact(whole, "text", at[whole], at[whole] + len(whole)) if self._kind_of_name(whole) else None

    def _kind_of_name(self, name: str) -> str:
        """Return the kind whose pattern reaches the name's end; the longest match wins, then file order."""
        best, length = "", 0
        for rule in self.kinds:
            for start, end in rule.names.find(name, 0, len(name), self.clock):
                if end == len(name) and end - start > length:
                    best, length = rule.kind, end - start
        return best

    def kind(self, title: Fact | None, body: Fact | None) -> Fact:
        """Return the kind of body: from its name, else from what the report calls itself."""
        if body is not None and body.source in ("title", "signature"):
            found = self._kind_of_name(str(body.value))
            if found:
                return Fact(found, body.source, body.start_norm, body.end_norm)
        counts: Counter[str] = Counter()
        first: dict[str, tuple[int, int]] = {}
        for rule in self.kinds:
            for span in rule.selves.find(self.norm, 0, min(len(self.norm), 60_000), self.clock):
                counts[rule.kind] += 1
                first.setdefault(rule.kind, span)
        if body is not None:
            found = self._kind_of_name(str(body.value))
            counts[found] += 3
            first.setdefault(found, (body.start_norm, body.end_norm))
        if counts:
            order = {rule.kind: -i for i, rule in enumerate(self.kinds)}
            winner = max(counts, key=lambda name: (counts[name], order.get(name, -99)))
            return Fact(winner, "text", *first[winner])
        return Fact(self.default_kind, "default")

    def year(self, title: Fact | None) -> Fact | None:
        """Return the reported year by a vote."""
        votes: Counter[int] = Counter()
        seen: dict[int, Fact] = {}

        def vote(year: int, weight: int, source: str, start: int, end: int) -> None:
            if EARLIEST <= year <= 2100:
                votes[year] += weight
                seen.setdefault(year, Fact(year, source, start, end))

        if title is not None:
            start, end = title.start_norm, title.end_norm
            span = self.grammar.year_range.search(self.norm, start, end)
            if span:
                vote(int(span.group(1)), 8, "title", *span.span(1))
            else:
                planned = set(self._planned(start, end))
                years = self.grammar.title_year.finditer(self.norm, start, end)
                for found in [m for m in years if m.start() not in planned][-1:]:
                    vote(int(found.group(1)), 8, "title", *found.span(1))
        for sentence in self.document.sentences[:4]:
            outside = [
                m
                for m in self.grammar.year.finditer(self.norm, sentence.start_norm, sentence.end_norm)
                if not self._in_title(sentence.start_norm, m.start())
            ]
            for found in outside[:1]:
                vote(
                    int(found.group(1)),
                    3 if found.start() <= sentence.start_norm + 8 else 1,
                    "text",
                    *found.span(1),
                )
        formula = self._first(self.rules.formula, 0, min(len(self.norm), 6000))
        if formula:
            for found in list(self.grammar.year.finditer(self.norm, *formula))[:1]:
                vote(int(found.group(1)), 4, "formula", *found.span(1))
        for section in self.document.sections[1:]:
            if section.level == 1:
                plan = self._planned(section.start_norm, section.heading_end_norm)
                if plan:
                    vote(int(self.norm[plan[0] : plan[0] + 4]) - 1, 3, "plan", plan[0], plan[0] + 4)
                else:
                    for found in self.grammar.year.finditer(
                        self.norm, section.start_norm, section.heading_end_norm
                    ):
                        vote(int(found.group(1)), 1, "text", *found.span(1))
        for block in self.document.blocks:
            if block.kind == "tail":
                date = self.grammar.day.search(self.norm, block.start_norm, block.end_norm)
                if date:
                    written, month = int(date.group(1)), int(date.group(2))
                    vote(written if month >= 11 else written - 1, 2, "date", *date.span(1))
        if not votes:
            return None
        winner = max(votes, key=lambda value: (votes[value], value))
        return seen[winner]

    def _planned(self, start: int, end: int) -> list[int]:
        """Return where years of a plan stand."""
        if self.rules.plan_year is None:
            return []
        return [at for at, _ in self.rules.plan_year.find(self.norm, start, end, self.clock)]

    def _in_title(self, start: int, at: int) -> bool:
        before = self.norm[start:at]
        return before.count("《") > before.count("》")
