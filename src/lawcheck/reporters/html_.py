"""The reviewer's page: one file that opens anywhere, asks nothing of any server, and can be printed.

Nothing in it comes from outside: style and script stand inside and are admitted by their hash, everything else is
forbidden by the page's own policy. Whatever comes from a report goes through ``_esc``. The script only sorts, filters
and turns pages: without it, and in an office program, everything is there and the links lead where they should.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby, pairwise

from lawcheck.checklist import Level, Status
from lawcheck.judge import CHECK, NOT_REPORTED, ElementResult, Evidence, Expected, Finding, ReportCard
from lawcheck.language import Modality
from lawcheck.messages import say, say_place
from lawcheck.reporters.base import RenderOptions, RuleInfo

SIGNS = {
    Status.COVERED: "✓",
    Status.PARTIAL: "◐",
    Status.WEAK: "~",
    Status.PLANNED: "→",
    Status.LACKING: "△",
    Status.MISSING: "✗",
    Status.UNCHECKED: "?",
    Status.NOT_APPLICABLE: "–",
}
"""What stands for a status where there is no room for its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How much of its evidence is printed beside an element; the text shows all of it.

    Attributes:
        quotes: So many quotes.
        others: So many more are named by their first words.
        quote: Longest quote, in characters.
        facts: Most facts named after a quote.
    """

    quotes: int
    others: int
    quote: int
    facts: int


ONE = _Room(quotes=3, others=8, quote=90, facts=6)
MANY = _Room(quotes=2, others=4, quote=60, facts=3)
"""A hundred long reports should stay a file that can be sent."""

_SCRIPT_WORDS = (
    "kind",
    "element",
    "status",
    "any",
    "lost",
    "shown",
    "everything",
    "reset",
    "names",
    "close",
    "sort",
)
_NOT_COUNTED = (Status.NOT_APPLICABLE, Status.UNCHECKED)
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    r"[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Characters without a shape, among them those that turn the direction of what follows."""
_CONTROL = re.compile(r"[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield the page: its head, with several reports an overview, then each report."""
    kept = list(cards)
    page = _Page(kept, options)
    yield _bytes(page.opening())
    if len(kept) != 1:
        yield _bytes(_Overview(page, kept).html())
    for number, card in enumerate(kept, 1):
        yield _bytes(_Report(page, number, card).html())
    yield _bytes(page.closing())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _esc(text: str) -> str:
    """Return text that can stand in an element or an attribute and can neither act nor turn its surroundings."""
    return escape(_CONTROL.sub(_shape, _UNSEEN.sub("", text)))


def _shape(found: re.Match[str]) -> str:
    """Return what is shown for a control character."""
    char = found[0]
    if char in _BREAKS:
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


@cache
def _part(name: str) -> str:
    """Return the style or the script of the page."""
    return (files("lawcheck.reporters") / name).read_text(encoding="utf-8").replace("\r\n", "\n").strip()


def _digest(text: str) -> str:
    return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


# -- the page ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """An element or part as all reports know it.

    Attributes:
        key: What its ids end in, ``3`` or ``3-1``.
        number: What people see, ``3`` or ``3.1``.
        within: Title of the element that a part belongs to; empty for an element.
    """

    id: str
    key: str
    number: str
    title: str
    level: Level
    within: str = ""
    leaf: bool = True


class _Page:
    """What is the same all over the page: words, numbers of elements, rules."""

    def __init__(self, cards: Sequence[ReportCard], options: RenderOptions) -> None:
        self.options, self.lang, self.count = options, options.lang, len(cards)
        self.many = len(cards) != 1
        self.room = MANY if self.many else ONE
        self.colon, self.stop = ("：", "；") if self.lang == "zh" else (": ", "; ")
        self.comma = "、" if self.lang == "zh" else ", "
        self.columns = _columns(cards)
        self.rules: dict[str, RuleInfo] = {rule.id: rule for rule in options.rules}
        self.name = self._name(cards)

    def _name(self, cards: Sequence[ReportCard]) -> str:
        if self.many:
            return self.say("html.title.many", count=len(cards))
        return _esc(cards[0].title or cards[0].body or cards[0].path or "-")

    def say(self, key: str, **values: object) -> str:
        """Return words for the page, escaped with the values in them."""
        return _esc(say(key, self.lang, **values))

    def bracket(self, text: str) -> str:
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def head(self, depth: int) -> str:
        """Return the tag of a heading so many steps below that of a report."""
        return f"h{depth + (2 if self.many else 1)}"

    def badge(self, status: Status, note: str = "") -> str:
        return f'<span class="{status.value}">{SIGNS[status]} {self.say(f"name.{status.value}")}{note}</span>'

    def level(self, level: Level) -> str:
        return self.say(f"level.{level.value}")

    def opening(self) -> str:
        style, script = _part("page.css"), _part("page.js")
        policy = (
            f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{"zh-CN" if self.lang == "zh" else _esc(self.lang)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="format-detection" content="telephone=no">\n'
            f"<title>{self.name}</title>\n<style>{style}</style>\n</head>\n"
            f'<body class="{"many" if self.many else "one"}" data-words="{self._words()}">\n<main>\n'
        )

    def _words(self) -> str:
        """Return the words that the script needs."""
        words = {name: say(f"html.script.{name}", self.lang) for name in _SCRIPT_WORDS}
        words |= {status.value: f"{SIGNS[status]} {say(f'name.{status.value}', self.lang)}" for status in SIGNS}
        return _esc(json.dumps(words, ensure_ascii=False))

    def closing(self) -> str:
        return f"</main>\n<script>{_part('page.js')}</script>\n</body>\n</html>\n"

    def made_by(self) -> str:
        checklist = " ".join(part for part in self.options.checklist if part)
        words = [f"lawcheck {_esc(self.options.version)}".strip()]
        if checklist:
            words.append(f"{self.say('html.checklist')}{self.colon}{_esc(checklist)}")
        return f"<p>{' · '.join(words)}</p><p>{self.say('html.limits')}</p>"


def _columns(cards: Sequence[ReportCard]) -> dict[str, _Column]:
    """Return every element, each followed by its parts, in the order of the checklist."""
    elements: dict[str, ElementResult] = {}
    parts: dict[str, dict[str, ElementResult]] = {}
    for card in cards:
        for element in card.elements:
            elements.setdefault(element.id, element)
            below = parts.setdefault(element.id, {})
            for part in element.parts:
                below.setdefault(part.id, part)
    columns: dict[str, _Column] = {}
    for n, (name, element) in enumerate(elements.items(), 1):
        columns[name] = _Column(
            id=name, key=f"{n}", number=f"{n}", title=element.title, level=element.level, leaf=not parts[name]
        )
        for m, (below_name, part) in enumerate(parts[name].items(), 1):
            columns[below_name] = _Column(
                id=below_name,
                key=f"{n}-{m}",
                number=f"{n}.{m}",
                title=part.title,
                level=part.level,
                within=element.title,
            )
    return columns


# -- the text of a report -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
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
class _Text:
    """The report's own words, with every mark on them.

    Attributes:
        headings: Start and title of each section, by its start.
        places: Start and end of a mark to the id that it has in the text.
        sections: Start of a section to the id of its line.
    """

    prefix: str
    text: str
    marks: list[_Mark]
    headings: list[tuple[int, str]]
    stop: str
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    count: int = 0

    def html(self) -> str:
        """Return a paragraph for each line; empty lines are left out."""
        waiting = sorted(self.marks, key=lambda mark: mark.start)[::-1]
        cuts = sorted({at for mark in self.marks for at in (mark.start, mark.end)})
        active: list[_Mark] = []
        lines = []
        for line in _LINE.finditer(self.text):
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

    def _piece(self, start: int, end: int, active: list[_Mark]) -> str:
        words = self.text[start:end]
        if not active or not words.strip():
            return _esc(words)
        quoted = [mark for mark in active if mark.style != "m-f"]
        style = " ".join([*(mark.style for mark in quoted[:1]), *(["m-f"] if len(quoted) < len(active) else [])])
        targets = list(dict.fromkeys(mark.target for mark in active))
        labels = dict.fromkeys(mark.label for mark in active)
        several = f' data-e="{" ".join(targets)}"' if len(targets) > 1 else ""
        return (
            f'<a class="{style}"{self._id(active)} href="#{self.prefix}-{targets[0]}"{several}'
            f' title="{_esc(self.stop.join(labels))}">{_esc(words)}</a>{self._back(end, active)}'
        )

    def _id(self, active: list[_Mark]) -> str:
        """Return an id when a mark begins here."""
        new = [(mark.start, mark.end) for mark in active if (mark.start, mark.end) not in self.places]
        if not new:
            return ""
        self.count += 1
        name = f"{self.prefix}-s{self.count}"
        self.places |= dict.fromkeys(new, name)
        return f' id="{name}"'

    def _back(self, end: int, active: list[_Mark]) -> str:
        """Return links to what rests on the marks that end here."""
        ended = {mark.target: mark for mark in active if not self.text[end : mark.end].strip()}
        links = [
            f'<a href="#{self.prefix}-{mark.target}">{mark.number}</a>'
            for mark in sorted(ended.values(), key=lambda mark: mark.order)
        ]
        return f"<sup>{' '.join(links)}</sup>" if links else ""


# -- one report ---------------------------------------------------------------------------------------------------


class _Report:
    """One report: what is missing, every element, and the text beside it."""

    def __init__(self, page: _Page, number: int, card: ReportCard) -> None:
        self.page, self.card, self.number = page, card, number
        self.say, self.colon = page.say, page.colon
        self.prefix = f"r{number}"
        self.unit = card.extraction.unit if card.extraction else "line"
        self.gaps = card.missing
        self.thin = [leaf for leaf in self._leaves() if leaf.status is Status.WEAK]
        self.thin.sort(key=lambda leaf: list(Level).index(leaf.level))
        self.told = {leaf.id for leaf in (*self.gaps, *self.thin)}
        self.parents = {leaf.id: element for element in card.elements for leaf in element.leaves()}
        headings = sorted((section.start, section.title) for section in card.sections)
        self.text = _Text(self.prefix, card.text, list(self._marks()), headings, page.stop)
        self.shown = self.text.html()  # before everything else: it says where each quote is

    def _leaves(self) -> Iterator[ElementResult]:
        for element in self.card.elements:
            yield from element.leaves()

    def _marks(self) -> Iterator[_Mark]:
        size = len(self.card.text)
        for order, leaf in enumerate(self._leaves()):
            column = self.page.columns[leaf.id]
            status = say(f"name.{leaf.status.value}", self.page.lang)
            for found in leaf.evidence:
                if 0 <= found.start < found.end <= size:
                    yield _Mark(
                        start=found.start,
                        end=found.end,
                        order=order,
                        target=f"e{column.key}",
                        style=f"m-{found.modality.value}",
                        number=column.number,
                        label=f"{column.number} {leaf.title}{self.colon}{status}",
                    )
        for n, finding in enumerate(self.card.findings, 1):
            if 0 <= finding.start < finding.end <= size:
                yield _Mark(
                    start=finding.start,
                    end=finding.end,
                    order=len(self.page.columns) + n,
                    target=f"f{n}",
                    style="m-f",
                    number="!",
                    label=finding.message,
                )

    def html(self) -> str:
        card = self.card
        if card.error is not None:
            return f'<article id="{self.prefix}" class="bare">\n{self._header()}{self._foot()}</article>\n'
        parts = (
            self._why_failed(),
            self._notes(),
            self._jump(),
            self._todo("gaps", self.gaps),
            self._todo("thin", self.thin),
            self._unchecked(),
            self._findings(),
            self._elements(),
            self._facts(),
            self._foot(),
        )
        label = self.say("html.pane.findings")
        style = "" if card.text else ' class="bare"'
        return (
            f'<article id="{self.prefix}"{style}>\n{self._header()}'
            f'<div class="pane result" tabindex="0" role="region" aria-label="{label}">\n{"".join(parts)}</div>\n'
            f"{self._text()}</article>\n"
        )

    # -- the top --------------------------------------------------------------------------------------------

    def _header(self) -> str:
        card, head = self.card, self.page.head(0)
        title = card.title or card.body or card.path or "-"
        whose = f'<p class="whose">{self._whose()}</p>' if card.error is None else ""
        return f"<header>\n{self._score()}\n<div><{head}>{_esc(title)}</{head}>{whose}</div>\n{self._turn()}</header>\n"

    def _whose(self) -> str:
        card = self.card
        read = dict(card.read).get("kind")
        kind = card.kind_title or str(card.kind)
        if read is not None and read.source == "default":
            kind += self.page.bracket(say("source.default", self.page.lang))
        body = card.body or say("report.unknown_body", self.page.lang)
        if card.year is None:
            return f"{_esc(body)} · {_esc(kind)} · {self.say('report.unknown_year')}"
        return self.say("report.of", body=body, kind=kind, year=card.year)

    def _score(self) -> str:
        card = self.card
        if card.error is not None:
            text = f"{self.say('report.error')}{self.colon}{_esc(card.error)}"
            return f'<p class="score"><span class="unchecked">? {text}</span></p>'
        verdict = _verdict(self.page, card)
        if card.score is None:
            return f'<p class="score">{verdict} <small>{self.say("report.no_score")}</small></p>'
        told = self.say("html.out_of", threshold=f"{card.threshold:g}")
        share = f"<br>{self.say('report.checked', share=f'{card.checked:.0%}')}" if card.checked < 1 else ""
        return f'<p class="score"><b>{card.score:.1f}</b> {verdict} <small>{told}{share}</small></p>'

    def _turn(self) -> str:
        """Return the way to the overview and to the neighbours."""
        if not self.page.many:
            return ""
        links = [f'<a href="#matrix">{self.say("html.back")}</a>']
        if self.number > 1:
            links.append(f'<a rel="prev" href="#r{self.number - 1}">{self.say("html.previous")}</a>')
        if self.number < self.page.count:
            links.append(f'<a rel="next" href="#r{self.number + 1}">{self.say("html.next")}</a>')
        return f'<nav class="turn" aria-label="{self.say("html.matrix")}">{" ".join(links)}</nav>\n'

    def _why_failed(self) -> str:
        if self.card.passed:
            return ""
        reasons = "".join(f"<li>{reason}</li>" for reason in self._reasons())
        return f'<ul class="why">{reasons}</ul>\n' if reasons else ""

    def _reasons(self) -> Iterator[str]:
        card, comma = self.card, self.page.comma
        statutory = [element for element in card.elements if element.level is Level.STATUTORY]
        lost = [element.title for element in statutory if element.status in NOT_REPORTED]
        unknown = [element.title for element in statutory if element.status is Status.UNCHECKED]
        errors = sum(finding.severity == "error" for finding in card.findings)
        if lost:
            yield self.say("report.why_failed_statutory", titles=comma.join(lost))
        if unknown:
            yield self.say("report.why_failed_unchecked", titles=comma.join(unknown))
        if errors:
            yield self.say("report.why_failed_finding", count=errors)
        if card.score is not None and card.score < card.threshold:
            yield self.say("report.why_failed_score", threshold=f"{card.threshold:g}")

    def _jump(self) -> str:
        """Return what stands on the page, with its numbers."""
        counts = [
            ("gaps", "report.gaps", len(self.gaps)),
            ("thin", "report.thin", len(self.thin)),
            ("unchecked", "report.unchecked", len(self.card.unchecked)),
            ("findings", "report.findings", len(self.card.findings)),
            ("all", "html.all", sum(1 for _ in self._leaves())),
        ]
        links = [
            f'<a href="#{self.prefix}-{name}">{self.say(key)} <b>{count}</b></a>'
            for name, key, count in counts
            if count
        ]
        if self.card.text:
            links.append(f'<a href="#{self.prefix}-text">{self.say("html.text")}</a>')
        return f'<nav class="jump" aria-label="{self.say("html.jump")}">{" ".join(links)}</nav>\n'

    def _section(self, name: str, title: str, body: str) -> str:
        head = self.page.head(1)
        return f'<section id="{self.prefix}-{name}">\n<{head}>{title}</{head}>\n{body}</section>\n'

    def _notes(self) -> str:
        if not self.card.notes:
            return ""
        notes = " ".join(map(_esc, self.card.notes))
        return f'<p class="notes"><b>{self.say("report.extraction")}{self.colon}</b>{notes}</p>\n'

    # -- what to write ----------------------------------------------------------------------------------------

    def _todo(self, name: str, leaves: Sequence[ElementResult]) -> str:
        """Return what to write, by level, the parts of an element together."""
        if not leaves:
            return ""
        head, out = self.page.head(2), []
        for level, same in groupby(leaves, key=lambda leaf: leaf.level):
            group = list(same)
            title = self.say(
                "html.level.count", level=say(f"level.{level.value}", self.page.lang), count=len(group)
            )
            out.append(f'<{head} class="level {level.value}">{title}</{head}>\n')
            for _, parts in groupby(group, key=lambda leaf: self.parents[leaf.id].id):
                out.append(self._group(list(parts)))
        return self._section(name, self.say(f"report.{name}"), "".join(out))

    def _group(self, leaves: list[ElementResult]) -> str:
        """Return the entries of one element; what they have in common is said once."""
        parent = self.parents[leaves[0].id]
        column = self.page.columns[parent.id]
        title = f'<p class="of">{column.number} {_esc(parent.title)}</p>\n' if parent.parts else ""
        basis = [cited for cited in leaves[0].citations if all(cited in leaf.citations for leaf in leaves)]
        places = {self._where(leaf) for leaf in leaves}
        place = places.pop() if len(places) == 1 else ""
        entries = [self._entry(leaf, basis, own_place=not place) for leaf in leaves]
        return f'<div class="todo">\n{title}{"".join(entries)}{self._basis(basis)}{place}</div>\n'

    def _entry(self, leaf: ElementResult, said: Sequence[str], *, own_place: bool) -> str:
        column = self.page.columns[leaf.id]
        lines = [
            f"<p>{self.page.badge(leaf.status, self._star(leaf))} "
            f'<a class="el" href="#{self.prefix}-e{column.key}">{column.number} {_esc(leaf.title)}</a></p>\n'
        ]
        if not self._plain(leaf):
            lines.append(f"<p>{_esc(leaf.message)}</p>\n")
        if leaf.band == CHECK:
            lines.append(f"<p>* {self.say('band.check')}{self.colon}{_esc(leaf.band_reason)}</p>\n")
        lines += [self._quote(found, brief=True) for found in _best(leaf.evidence)[:1]]
        if leaf.advice:
            lines.append(f"<p><b>{self.say('report.write')}{self.colon}</b>{_esc(leaf.advice)}</p>\n")
        lines.append(self._basis([cited for cited in leaf.citations if cited not in said]))
        lines.append(self._where(leaf) if own_place else "")
        return f'<div class="entry" id="{self.prefix}-g{column.key}">\n{"".join(lines)}</div>\n'

    def _plain(self, leaf: ElementResult) -> bool:
        """Return whether the message says no more than the status beside the title."""
        if leaf.status not in (Status.COVERED, Status.PARTIAL, Status.WEAK, Status.MISSING):
            return False
        return leaf.message == say(f"status.{leaf.status.value}", self.page.lang, title=leaf.title, reason="")

    def _star(self, leaf: ElementResult) -> str:
        return "*" if leaf.band == CHECK else ""

    def _basis(self, citations: Sequence[str]) -> str:
        if not citations:
            return ""
        cited = _esc(self.page.stop.join(citations))
        return f'<p class="basis"><b>{self.say("report.basis")}{self.colon}</b>{cited}</p>\n'

    def _where(self, leaf: ElementResult) -> str:
        """Return where a missing element belongs; of one that is spoken of, its quote tells."""
        if leaf.evidence:
            return ""
        if leaf.expected is None:
            return f'<p class="basis">{self.say("report.where_none")}</p>\n'
        place = say_place(self.page.lang, self.unit, leaf.expected.line, leaf.expected.page)
        text = self.say("report.where_expected", place=place, section=_short(leaf.expected.section, 40))
        return f'<p class="basis">{self._link(self._heading(leaf.expected), text)}</p>\n'

    def _heading(self, expected: Expected) -> str:
        for section in self.card.sections:
            if (section.title, section.line) == (expected.section, expected.line):
                return self.text.sections.get(section.start, "")
        return ""

    def _link(self, target: str, text: str) -> str:
        return f'<a href="#{target}">{text}</a>' if target else text

    # -- the other sections -----------------------------------------------------------------------------------

    def _unchecked(self) -> str:
        leaves = self.card.unchecked
        if not leaves:
            return ""
        titles: dict[str, list[str]] = {}
        for leaf in leaves:
            titles.setdefault(leaf.reason, []).append(leaf.title)
        items = [
            f"<li>{_esc(self.page.comma.join(names))}{self.colon}{_esc(reason)}</li>"
            for reason, names in titles.items()
        ]
        return self._section("unchecked", self.say("report.unchecked"), f"<ul>{''.join(items)}</ul>\n")

    def _findings(self) -> str:
        if not self.card.findings:
            return ""
        items = [self._finding(n, finding) for n, finding in enumerate(self.card.findings, 1)]
        return self._section("findings", self.say("report.findings"), f"<ul>\n{''.join(items)}</ul>\n")

    def _finding(self, number: int, finding: Finding) -> str:
        place = _esc(say_place(self.page.lang, self.unit, finding.line, finding.page))
        link = self._link(self.text.places.get((finding.start, finding.end), ""), place)
        severity = f'<b class="sev {_esc(finding.severity)}">{self.say(f"severity.{finding.severity}")}</b>'
        told = _esc(finding.message)
        if "".join(finding.quote.split()) not in "".join(finding.message.split()):
            told += f" “{_esc(_short(finding.quote, self.page.room.quote))}”"
        return f'<li id="{self.prefix}-f{number}">{severity} {link if finding.quote else ""} {told}</li>\n'

    def _facts(self) -> str:
        if not self.card.read:
            return ""
        rows = []
        for name, read in self.card.read:
            value = "–" if read.value is None else str(read.value)
            if name == "kind":
                value = self.card.kind_title or value
            where = self.say(f"source.{read.source}")
            if read.line is not None:
                where += self.page.comma + _esc(say_place(self.page.lang, self.unit, read.line, read.page))
            rows.append(
                f'<tr><th scope="row">{self.say(f"html.fact.{name}")}</th><td>{_esc(value)}</td><td>{where}</td></tr>\n'
            )
        return self._section("facts", self.say("html.facts"), f'<table class="facts">\n{"".join(rows)}</table>\n')

    def _foot(self) -> str:
        card = self.card
        lines = [f"{self.say('html.file')}{self.colon}{_esc(card.path)}"]
        if card.sha256:
            lines.append(f"SHA-256{self.colon}{_esc(card.sha256)}")
        told = "".join(f"<p>{line}</p>" for line in lines)
        return f"<footer>{told}{'' if self.page.many else self.page.made_by()}</footer>\n"

    # -- every element ----------------------------------------------------------------------------------------

    def _elements(self) -> str:
        names = ("html.element", "html.status", "html.reason")
        heads = "".join(f'<th scope="col">{self.say(name)}</th>' for name in names)
        rows = []
        for element in self.card.elements:
            rows.append(self._row(element))
            rows += [self._row(part, part=True) for part in element.parts]
        table = (
            f'{self._counts()}<table class="all">\n<thead><tr>{heads}</tr></thead>\n'
            f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
        )
        return self._section("all", self.say("html.all"), table)

    def _counts(self) -> str:
        """Return how many leaves have each status; at the same time the key to the signs."""
        counts = Counter(leaf.status for leaf in self._leaves())
        badges = [self.page.badge(status, f" {counts[status]}") for status in SIGNS if counts[status]]
        star = f" <span>* {self.say('band.check')}</span>" if self.card.to_check else ""
        return f'<p class="counts">{" ".join(badges)}{star}</p>\n'

    def _row(self, leaf: ElementResult, *, part: bool = False) -> str:
        column = self.page.columns[leaf.id]
        title = self._link(self._first(leaf), f"{column.number} {_esc(leaf.title)}")
        weight, style = ("", ' class="part"') if part else (f"<br><small>{self._worth(leaf)}</small>", "")
        return (
            f'<tr id="{self.prefix}-e{column.key}"{style} data-s="{leaf.status.value}">'
            f'<th scope="row">{title}{weight}</th>'
            f"<td>{self.page.badge(leaf.status, self._star(leaf))}</td><td>{self._grounds(leaf)}</td></tr>\n"
        )

    def _worth(self, leaf: ElementResult) -> str:
        words = [self.page.level(leaf.level), self.say("html.weight", weight=f"{leaf.weight:g}")]
        if leaf.status not in _NOT_COUNTED:
            words.append(self.say("html.credit", share=f"{leaf.credit:.0%}"))
        return " · ".join(words)

    def _first(self, leaf: ElementResult) -> str:
        """Return the id of the place that an element leads to: its words, else what to write."""
        for below in (leaf, *leaf.parts):
            for found in _best(below.evidence):
                place = self.text.places.get((found.start, found.end))
                if place:
                    return place
        told = next((below.id for below in (leaf, *leaf.parts) if below.id in self.told), None)
        return f"{self.prefix}-g{self.page.columns[told].key}" if told else ""

    def _grounds(self, leaf: ElementResult) -> str:
        """Return why an element has its status."""
        lines = []
        if leaf.parts and leaf.status not in _NOT_COUNTED:
            asked = [part for part in leaf.parts if part.status not in _NOT_COUNTED]
            reported = sum(part.reported for part in asked)
            lines.append(f"<p>{self.say('html.parts', reported=reported, asked=len(asked))}</p>")
        elif not self._plain(leaf):
            lines.append(f"<p>{_esc(leaf.message)}</p>")
        if leaf.band == CHECK and not leaf.parts:
            lines.append(f"<p>* {self.say('band.check')}{self.colon}{_esc(leaf.band_reason)}</p>")
        best, quotes = _best(leaf.evidence), self.page.room.quotes
        lines += [self._quote(found) for found in best[:quotes]]
        return "".join(lines) + self._others(best[quotes:])

    def _quote(self, found: Evidence, *, brief: bool = False) -> str:
        place = self.text.places.get((found.start, found.end), "")
        quote = f"“{self._link(place, _esc(_short(found.quote, self.page.room.quote)))}”"
        words = [
            _esc(say_place(self.page.lang, self.unit, found.line, found.page)),
            self.say(f"html.modality.{found.modality.value}"),
        ]
        if not brief:
            words.append(_esc(found.why))
        if found.substance and not brief:
            facts = self.page.comma.join(_short(fact, 24) for fact in found.substance[: self.page.room.facts])
            words.append(self.say("html.facts_in", marks=facts))
        return f'<p class="q">{quote} <small>{" · ".join(word for word in words if word)}</small></p>'

    def _others(self, found: list[Evidence]) -> str:
        """Return how the quotes begin that are not printed."""
        if not found:
            return ""
        kept = sorted(found[: self.page.room.others], key=lambda one: one.start)
        links = [
            self._link(self.text.places.get((one.start, one.end), ""), _esc(_short(one.quote, 12))) for one in kept
        ]
        links += ["…"] if len(found) > len(kept) else []
        return f'<p class="q"><small>{self.say("html.more", count=len(found))}{self.page.comma.join(links)}</small></p>'

    # -- the text ---------------------------------------------------------------------------------------------

    def _text(self) -> str:
        if not self.card.text:
            return ""
        head, title = self.page.head(1), self.say("html.text")
        used = {found.modality for leaf in self._leaves() for found in leaf.evidence}
        keys = [
            f'<span class="m-{modality.value}">{self.say(f"html.modality.{modality.value}")}</span>'
            for modality in Modality
            if modality in used
        ]
        if any(finding.quote for finding in self.card.findings):
            keys.append(f'<span class="m-f">{self.say("html.finding")}</span>')
        return (
            f'<div class="pane text" id="{self.prefix}-text" tabindex="0" role="region" aria-label="{title}">\n'
            f'<{head}>{title}</{head}>\n<p class="key">{" ".join(keys)}<br><small>{self.say("html.text.note")}</small></p>\n'
            f'<div class="words" lang="zh">\n{self.shown}</div>\n</div>\n'
        )


def _best(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return quotes with most substance first, else in their order."""
    return sorted(evidence, key=lambda found: -min(len(found.substance), 2))


def _verdict(page: _Page, card: ReportCard) -> str:
    if card.passed:
        return f'<span class="verdict passed">✓ {page.say("report.passed")}</span>'
    return f'<span class="verdict failed">✗ {page.say("report.failed")}</span>'


# -- many reports -------------------------------------------------------------------------------------------------


class _Overview:
    """All reports against all elements, and what they leave out."""

    def __init__(self, page: _Page, cards: Sequence[ReportCard]) -> None:
        self.page, self.cards, self.say = page, cards, page.say
        self.elements = [column for column in page.columns.values() if not column.within]
        self.leaves = [column for column in page.columns.values() if column.leaf]
        self.found = [
            {leaf.id: leaf for element in card.elements for leaf in (element, *element.parts)} for card in cards
        ]

    def html(self) -> str:
        tables = f"{self._matrix()}{self._totals()}" if self.cards else f"<p>{self.say('html.nothing')}</p>\n"
        return (
            f'<div class="overview">\n<h1>{self.page.name}</h1>\n<p class="lead">{self._summary()}</p>\n'
            f"{tables}<footer>{self.page.made_by()}</footer>\n</div>\n"
        )

    def _summary(self) -> str:
        scores = [card.score for card in self.cards if card.score is not None]
        errors = sum(card.error is not None for card in self.cards)
        passed = sum(card.passed for card in self.cards)
        return self.say(
            "report.summary",
            reports=len(self.cards),
            passed=passed,
            failed=len(self.cards) - passed - errors,
            errors=errors,
            mean=f"{sum(scores) / len(scores):.1f}" if scores else "--",
        )

    # -- the matrix -------------------------------------------------------------------------------------------

    def _matrix(self) -> str:
        rows = [self._row(number, card) for number, card in enumerate(self.cards, 1)]
        key = " ".join(self.page.badge(status) for status in SIGNS)
        return (
            f'<section id="matrix">\n<h2>{self.say("html.matrix")}</h2>\n'
            f"<p>{self.say('html.matrix.caption')}</p>\n"
            f'<p class="counts">{key} <span>* {self.say("band.check")}</span></p>\n'
            f'<div class="wide" tabindex="0" role="region" aria-label="{self.say("html.matrix")}">\n'
            f'<table class="matrix">\n<thead>{self._heads()}</thead>\n<tbody>\n{"".join(rows)}</tbody>\n'
            f"<tfoot>{self._lost()}</tfoot>\n</table>\n</div>\n</section>\n"
        )

    def _heads(self) -> str:
        heads = [
            f'<th scope="col" data-sort="name">{self.say("html.report")}</th>',
            f'<th scope="col" data-sort="score">{self.say("html.score")}</th>',
        ]
        for column in self.elements:
            parts = [
                [other.key, f"{other.number} {other.title}"]
                for other in self.page.columns.values()
                if other.within and other.key.startswith(f"{column.key}-")
            ]
            below = f' data-parts="{_esc(json.dumps(parts, ensure_ascii=False))}"' if parts else ""
            heads.append(
                f'<th scope="col" class="v" id="c{column.key}" data-key="{column.key}"{below}>'
                f"<span>{column.number}</span> <span>{_esc(column.title)}</span></th>"
            )
        return f"<tr>{''.join(heads)}</tr>"

    def _row(self, number: int, card: ReportCard) -> str:
        name = _esc(card.body or card.title or card.path or "-")
        sub = self.say("report.error")
        if card.error is None:
            sub = " · ".join(_esc(str(part)) for part in (card.kind_title or card.kind, card.year) if part)
        head = f'<th scope="row"><a href="#r{number}" title="{_esc(card.path)}">{name}</a> <br><small>{sub}</small></th>'
        score = "" if card.score is None else f"{card.score:.1f}"
        data = f'data-r="r{number}" data-k="{_esc(card.kind_title or card.kind or "")}" data-score="{score}"'
        if card.error is not None:
            told = f'<td>–</td><td class="unchecked" colspan="{len(self.elements) or 1}">? {_esc(card.error)}</td>'
        else:
            cells = "".join(self._cell(number, column) for column in self.elements)
            told = f"<td>{score or '–'} {_verdict(self.page, card)}</td>{cells}"
        return f"<tr {data}>{head}{told}</tr>\n"

    def _cell(self, number: int, column: _Column) -> str:
        leaf = self.found[number - 1].get(column.id)
        if leaf is None:
            return "<td></td>"
        word = self.say(f"name.{leaf.status.value}")
        sign = SIGNS[leaf.status] + ("*" if leaf.band == CHECK else "")
        return (
            f'<td class="{leaf.status.value}"><a href="#r{number}-e{column.key}" '
            f'title="{column.number} {_esc(column.title)}{self.page.colon}{word}" aria-label="{word}">{sign}</a></td>'
        )

    def _lost(self) -> str:
        """Return, for each element, how many reports leave it out."""
        cells = []
        for column in self.elements:
            counts = self._statuses(column)
            cells.append(f"<td>{sum(counts[status] for status in NOT_REPORTED)}</td>")
        return f'<tr><th scope="row" colspan="2">{self.say("html.lost")}</th>{"".join(cells)}</tr>'

    def _statuses(self, column: _Column) -> Counter[Status]:
        return Counter(found[column.id].status for found in self.found if column.id in found)

    # -- the totals -------------------------------------------------------------------------------------------

    def _totals(self) -> str:
        names = ("html.element", "html.level", "html.lost", "html.spread")
        heads = "".join(f'<th scope="col">{self.say(name)}</th>' for name in names)
        rows = []
        for column in self.leaves:
            counts = self._statuses(column)
            asked = sum(n for status, n in counts.items() if status not in _NOT_COUNTED)
            lost = sum(counts[status] for status in NOT_REPORTED)
            rows.append((-lost / asked if asked else 1.0, -lost, self._total(column, counts, lost, asked)))
        body = "".join(row for _, _, row in sorted(rows, key=lambda row: row[:2]))
        return (
            f'<section id="totals">\n<h2>{self.say("html.totals")}</h2>\n<p>{self.say("html.totals.caption")}</p>\n'
            f'<table class="totals">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</section>\n'
        )

    def _total(self, column: _Column, counts: Counter[Status], lost: int, asked: int) -> str:
        rule = self.page.rules.get(column.id)
        within = f" <small>{_esc(column.within)}</small>" if column.within else ""
        asks = f'<p class="basis">{_esc(rule.asks)}</p>' if rule and rule.asks else ""
        share = f"<b>{lost / asked:.0%}</b> <small>{lost}/{asked}</small>" if asked else "–"
        return (
            f'<tr><th scope="row"><a data-key="{column.key}" href="#c{column.key.split("-")[0]}">'
            f"{column.number} {_esc(column.title)}</a>{within}{asks}</th>"
            f"<td>{self.page.level(column.level)}</td><td>{share}</td><td>{_bar(counts)}{self._spread(counts)}</td></tr>\n"
        )

    def _spread(self, counts: Counter[Status]) -> str:
        words = [f"{SIGNS[status]}&nbsp;{counts[status]}" for status in SIGNS if counts[status]]
        return f"<small>{' '.join(words)}</small>"


def _bar(counts: Counter[Status]) -> str:
    """Return the shares of the statuses as a picture; the numbers beside it say the same."""
    total, at, parts = sum(counts.values()), 0.0, []
    for status in SIGNS:
        width = round(200 * counts[status] / total, 1) if total else 0
        if width:
            parts.append(f'<rect class="{status.value}" x="{at:g}" width="{width:g}" height="12"/>')
            at = round(at + width, 1)
    return f'<svg width="200" height="12" aria-hidden="true">{"".join(parts)}</svg> '
