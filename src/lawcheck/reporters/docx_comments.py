"""Word comments: at the words that are too weak, at the end of the section that lacks something, and one that sums up.

The document is patched, not saved anew: marks are put into its main part, comments into the comments part, and every
other byte stays as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from lawcheck.checklist import Level, Status
from lawcheck.judge import NOT_REPORTED, ElementResult, ReportCard, SectionResult
from lawcheck.messages import misuse, say
from lawcheck.readers import Limits, SourceText, read_bytes
from lawcheck.readers.refusals import refused
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.docx_marks import CommentsPart, Marks, Spot
from lawcheck.reporters.docx_package import STRICT, Package
from lawcheck.reporters.docx_paragraphs import MainPart, Paragraph
from lawcheck.reporters.docx_writer import from_text, place_in
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, Problem, problems
from lawcheck.spans import PlaceMap

Place = Callable[[int], tuple[int, int]]
"""From an offset in the checked text to the ordinal of its paragraph and its column there, both from 1."""

_BESIDE = ("textbox", "note")
_BLANKS = str.maketrans("\n\t", "  ")


def annotate(
    data: bytes,
    card: ReportCard,
    options: RenderOptions,
    *,
    name: str,
    limits: Limits | None = None,
    place: Place | None = None,
) -> bytes:
    """Write a report card into its document, as comments.

    A digital signature stays in the document but is no longer valid: the comment at the title says so, and
    ``is_signed`` tells it beforehand.

    Args:
        data: The Word document.
        card: What was found in it.
        options: Language of the comments.
        name: The file, for messages.
        limits: How much is read.
        place: Where the offsets of the card stand, when the card is of another file with the same text; by default they
            are found by reading the document again.

    Raises:
        ReadError: It cannot be read.
        UsageError: It is no Word document, or the card is not of this document or holds an error.
    """
    limits = limits or Limits()
    if card.error is not None:
        raise misuse("not-checked", where=name, lang=options.lang, reason=card.error)
    package = Package(data, name, limits)
    main = MainPart(package.main, name, limits)
    text: _Text = _Given(card.text, place) if place is not None else _Source(_read(data, card, name, limits), main)
    comments = _Collector(card, options.lang, main, text, name).collect(signed=package.signed)
    part = CommentsPart(package.comments, main, name, limits)
    marks = Marks(main)
    for spot, paragraphs in comments:
        marks.put(spot, part.add(paragraphs))
    return package.write(marks.written(), part.written(), strict=main.tree.uri.startswith(STRICT))


def annotate_text(card: ReportCard, options: RenderOptions) -> bytes:
    """Write the checked text as a clean Word document with its comments: for reports that are no .docx."""
    return annotate(from_text(card), card, options, name=card.path, place=place_in(card.text))


def _read(data: bytes, card: ReportCard, name: str, limits: Limits) -> SourceText:
    source = read_bytes(data, name, limits)
    if card.sha256 and card.sha256 != source.sha256:
        raise misuse("other-card", where=name)
    return source


# -- where something stands


class _Text(Protocol):
    """The checked text, as it stands in the document."""

    titled: bool
    """Whether the card's title has its place in this document."""

    def locate(self, offset: int) -> tuple[int, int | None]:
        """Return the paragraph of an offset, and which of its visible characters it is, None for not known."""
        ...

    def last_of(self, section: SectionResult) -> int:
        """Return the offset of the last character of a section."""
        ...


class _Given:
    """A text whose places are known."""

    titled = False

    def __init__(self, text: str, place: Place) -> None:
        self._text, self._place = text, place

    def locate(self, offset: int) -> tuple[int, int | None]:
        ordinal, column = self._place(offset)
        return ordinal, column - 1

    def last_of(self, section: SectionResult) -> int:
        return section.start + max(1, len(self._text[section.start : section.end].rstrip())) - 1


class _Source:
    """A text that was read from the document: paragraphs begin with their automatic number there."""

    titled = True

    def __init__(self, source: SourceText, main: MainPart) -> None:
        self._source, self._main = source, main
        self._places = source.places or PlaceMap()
        self._blocks = [block.start for block in source.blocks]
        self._words: dict[int, str] = {}
        rows = self._places.rows()
        for (offset, ordinal, *_), after in zip(rows, [*rows[1:], [len(source.text)]], strict=True):
            if not self._beside(offset):
                self._words[ordinal] = self._words.get(ordinal, "") + source.text[offset : after[0]]

    def locate(self, offset: int) -> tuple[int, int | None]:
        place = self._places.place(offset)
        ahead = None if self._beside(offset) else self._ahead(place.line)
        return place.line, None if ahead is None else max(0, place.column - 1 - ahead)

    def last_of(self, section: SectionResult) -> int:
        edges = [*self._blocks, len(self._source.text)]
        for start, end in reversed(list(pairwise(edges))):
            words = self._source.text[start : min(end, section.end)].rstrip()
            if section.start <= start < section.end and words and not self._beside(start):
                return start + len(words) - 1
        return section.start

    def _ahead(self, ordinal: int) -> int | None:
        """Return how many characters stand before the visible ones: the number; None when the words do not agree."""
        paragraph = self._main.paragraphs.get(ordinal)
        if paragraph is None:
            return None
        read = self._words.get(ordinal, "").translate(_BLANKS).rstrip()
        shown = paragraph.text.translate(_BLANKS).rstrip()
        ahead = len(read) - len(shown)
        agree = read[ahead:] == shown if ahead >= 0 else read == shown[-ahead:]
        return ahead if agree else None

    def _beside(self, offset: int) -> bool:
        """Say whether an offset stands in a text box or a note, which comments do not reach."""
        at = bisect_right(self._blocks, offset) - 1
        return at >= 0 and self._source.blocks[at].kind in _BESIDE


# -- what is said


@dataclass(frozen=True, slots=True, order=True)
class _Item:
    """What is said of one leaf or finding: how bad it is (0 is worst), what stands out, and the rest."""

    rank: int
    head: str = field(compare=False)
    words: str = field(compare=False)


@dataclass(slots=True)
class _Gaps:
    """What is not told: each for itself, and what only could be told."""

    items: list[_Item] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Comment:
    """What is said at one place: the summary, what is wrong with the words there, and by headings what lacks."""

    summary: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    gaps: dict[str, _Gaps] = field(default_factory=dict)

    def paragraphs(self, lang: str) -> Iterator[tuple[str, str]]:
        """Yield its paragraphs: what stands out, and the rest."""
        for at, line in enumerate(self.summary):
            yield (line, "") if at == 0 else ("", line)
        yield from ((item.head, item.words) for item in sorted(self.items))
        for heading, gaps in self.gaps.items():
            yield heading, ""
            yield from ((item.head, item.words) for item in sorted(gaps.items))
            if gaps.wishes:
                yield say("report.wishes", lang), say("comma", lang).join(gaps.wishes)


class _Collector:
    """Gathers what is to be said, by place."""

    def __init__(self, card: ReportCard, lang: str, main: MainPart, text: _Text, name: str) -> None:
        self.card, self.lang, self.main, self.text = card, lang, main, text
        self.title = self._title(name)
        self.comments: dict[Spot, _Comment] = {}

    def collect(self, *, signed: bool) -> list[tuple[Spot, list[tuple[str, str]]]]:
        """Return each place with its paragraphs, in the order of the document."""
        self._at(self.title).summary = list(self._summary(signed=signed))
        for problem in problems(self.card, self.lang):
            self._add(problem)
        found = sorted(self.comments, key=lambda spot: (spot.first, spot.start, -spot.last, -spot.end))
        return [(spot, list(self.comments[spot].paragraphs(self.lang))) for spot in found]

    def _title(self, name: str) -> Spot:
        read = dict(self.card.read).get("title")
        line = read.line if read is not None and self.text.titled else None
        paragraph = self.main.at(line) if line else None
        if paragraph is None or not paragraph.text.strip():
            paragraph = self.main.first or next(iter(self.main.paragraphs.values()), None)
        if paragraph is None:
            raise refused("empty", name, detail="words")
        return _whole(paragraph)

    def _at(self, spot: Spot) -> _Comment:
        return self.comments.setdefault(spot, _Comment())

    def _add(self, problem: Problem) -> None:
        leaf = self.card[problem.rule] if problem.status else None
        rank = (ERROR, WARNING, NOTE).index(problem.severity)
        item = _Item(rank, self._head(problem, leaf), self._words(problem, leaf))
        if problem.quote.strip():
            self._at(self._spot(problem.start, len(problem.quote))).items.append(item)
            return
        if leaf is None:
            self._at(self.title).items.append(item)
            return
        end = self._end_of(problem)
        heading = say("comment.here" if end is not None else "report.where_none", self.lang)
        gaps = self._at(end or self.title).gaps.setdefault(heading, _Gaps())
        if leaf.level is Level.RECOMMENDED:
            gaps.wishes.append(leaf.title)
        else:
            gaps.items.append(item)

    def _head(self, problem: Problem, leaf: ElementResult | None) -> str:
        if leaf is None:
            severity = {ERROR: "error", WARNING: "warning", NOTE: "info"}[problem.severity]
            return say("comment.finding", self.lang, severity=say(f"severity.{severity}", self.lang))
        level, status = say(f"level.{leaf.level.value}", self.lang), say(f"name.{leaf.status.value}", self.lang)
        return say("comment.item", self.lang, level=level, status=status, title=leaf.title)

    def _words(self, problem: Problem, leaf: ElementResult | None) -> str:
        """Return what is wrong, what to write and by what authority; not again what the status has said."""
        if leaf is None:
            return problem.message
        said = [] if leaf.message == say("status.missing", self.lang, title=leaf.title) else [leaf.message]
        said += [say("comment.write", self.lang, advice=leaf.advice)] if leaf.advice else []
        said += [say("comment.basis", self.lang, citation=leaf.citations[0])] if leaf.citations else []
        said += [say("comment.doubt", self.lang, why=leaf.band_reason)] if leaf.band_reason else []
        return " ".join(said)

    # -- places

    def _spot(self, offset: int, length: int) -> Spot:
        """Return the place of a quote; the whole paragraph where its words cannot be told apart."""
        first, start = self.text.locate(offset)
        last, end = self.text.locate(offset + length - 1)
        paragraph, other = self.main.at(first), self.main.at(last)
        if paragraph is None:
            return self.title
        if paragraph.ordinal != first or not paragraph.text.strip():
            return _whole(paragraph)
        if start is None:
            start = paragraph.text.find(self.card.text[offset : offset + length])
            other, end = paragraph, start + length - 1
        if other is None or end is None or other.node.parent is not paragraph.node.parent:
            other, end = paragraph, len(paragraph.text.rstrip()) - 1
        if not (0 <= start < len(paragraph.text) and 0 <= end < len(other.text)):
            return _whole(paragraph)
        spot = Spot(paragraph.ordinal, start, other.ordinal, end)
        return _whole(paragraph) if spot == Spot(spot.first, *_edges(paragraph)) else spot

    def _end_of(self, problem: Problem) -> Spot | None:
        """Return the last paragraph of the section where something belongs, None when there is none."""
        if not problem.place:
            return None
        for section in self.card.sections:
            if (section.title, section.line) == (problem.section, problem.line):
                paragraph = self.main.at(self.text.locate(self.text.last_of(section))[0])
                return _whole(paragraph) if paragraph is not None else None
        return None

    # -- the comment at the title

    def _summary(self, *, signed: bool) -> Iterator[str]:
        card, lang = self.card, self.lang
        verdict = say("report.passed" if card.passed else "report.failed", lang)
        score = say("report.no_score", lang)
        if card.score is not None:
            score = say("report.score", lang, score=f"{card.score:.1f}", threshold=f"{card.threshold:g}")
        yield say("comment.summary", lang, verdict=verdict, score=score)
        leaves = [leaf for element in card.elements for leaf in element.leaves()]
        status = Counter(leaf.status for leaf in leaves)
        said = (Status.COVERED, Status.WEAK, *NOT_REPORTED, Status.UNCHECKED)
        names = [
            say("comment.count", lang, status=say(f"name.{s.value}", lang), count=status[s])
            for s in said
            if status[s]
        ]
        yield say("comment.counts", lang, counts=say("comma", lang).join(names))
        gaps = [e.title for e in card.elements if e.level is Level.STATUTORY and e.status in NOT_REPORTED]
        yield self._list("report.why_failed_statutory", gaps) or say("comment.no_gaps", lang)
        yield from filter(
            None,
            [
                self._list("comment.unchecked", [leaf.title for leaf in card.unchecked]),
                self._list("comment.to_check", [leaf.title for leaf in card.to_check]),
            ],
        )
        yield from card.notes
        if signed:
            yield say("comment.signed", lang)
        yield say("comment.about", lang)

    def _list(self, key: str, titles: list[str]) -> str:
        return say(key, self.lang, titles=say("comma", self.lang).join(titles)) if titles else ""


def _whole(paragraph: Paragraph) -> Spot:
    return Spot(paragraph.ordinal, -1, paragraph.ordinal, -1)


def _edges(paragraph: Paragraph) -> tuple[int, int, int]:
    """Return start, paragraph and end of all that a paragraph says."""
    text = paragraph.text
    return len(text) - len(text.lstrip()), paragraph.ordinal, len(text.rstrip()) - 1
