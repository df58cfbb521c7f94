"""Why a verdict is what it is: what was looked for, what was found, the nearest miss."""

from __future__ import annotations

from collections.abc import Iterator

from lawcheck.checklist import Checklist, Leaf, Status
from lawcheck.checklist.compiled import Branch, Expr
from lawcheck.checklist.terms import Op
from lawcheck.document import Document, parse
from lawcheck.judge import ReportCard, judge
from lawcheck.language import Modality
from lawcheck.match import Matcher, Mention
from lawcheck.messages import say, say_place
from lawcheck.readers import SourceText
from lawcheck.reporters import printable

MOST_WORDS = 6
"""Words shown of one list."""

MOST_SHOWN = 12
"""Mentions shown for one leaf."""


def explain(
    source: SourceText,
    checklist: Checklist,
    wanted: str | None,
    *,
    kind: str | None = None,
    year: int | None = None,
    lang: str = "zh",
) -> Iterator[str]:
    """Yield the lines of an explanation.

    Args:
        source: The report.
        checklist: What it was checked against.
        wanted: Id of an element or part; everything when None.
        kind: As for ``check``.
        year: As for ``check``.
        lang: ``zh`` or ``en``.
    """
    document = parse(source)
    card = judge(document, checklist, kind=kind, year=year, lang=lang)
    matcher = Matcher(document, checklist, kind=kind, year=year)
    writer = _Writer(document, checklist, card, matcher, lang)
    if wanted is None:
        yield from map(visible, writer.identity())
        yield from map(visible, writer.sections())
    for leaf in checklist.leaves:
        if wanted is None or wanted in (leaf.id, leaf.element):
            yield ""
            yield from map(visible, writer.leaf(leaf))


def visible(line: str) -> str:
    """Return a line without control characters, its indent kept."""
    return line[: len(line) - len(line.lstrip(" "))] + printable(line)


class _Writer:
    def __init__(
        self, document: Document, checklist: Checklist, card: ReportCard, matcher: Matcher, lang: str
    ) -> None:
        self.document, self.checklist, self.card, self.matcher, self.lang = document, checklist, card, matcher, lang
        self.colon = say("colon", lang)
        self.comma = say("comma", lang)

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def identity(self) -> Iterator[str]:
        yield self.say("explain.identity")
        for name, read in self.card.read:
            quote = f" {self._where(read.line, read.page)}“{read.quote}”" if read.line else ""
            yield f"  {name:6s} {read.value if read.value is not None else '-'}  ({self.say('source.' + read.source)}){quote}"

    def sections(self) -> Iterator[str]:
        yield self.say("explain.sections")
        for section in self.card.sections:
            role = self.say("role." + section.role)
            yield f"  {'  ' * min(section.level - 1, 5)}{self._where(section.line, section.page)} {section.title[:40]}  [{role}]"

    def leaf(self, leaf: Leaf) -> Iterator[str]:
        result = self.card[leaf.id]
        status = self.say(f"name.{result.status.value}")
        yield self.say("explain.title", title=result.title, id=leaf.id, status=status)
        yield f"  {self.say('explain.asks', asks=leaf.asks.get(self.lang))}"
        yield f"  {result.message}"
        if result.status is Status.NOT_APPLICABLE:
            return
        yield f"  {self.say('explain.looked')}"
        if leaf.counts != {Modality.DONE}:
            names = self.comma.join(self.say(f"name.{m.value}") for m in sorted(leaf.counts))
            yield f"    {self.say('explain.counts', modalities=names)}"
        for branch in leaf.branches:
            yield f"    - {self.say('explain.branch', name=branch.name, text=self.words(branch.expr))}"
            yield f"      {self._gives(branch)}  {branch.where}"
        if leaf.excepts:
            yield f"    {self.say('explain.excepts')}{self.colon}{self.comma.join(self.words(e) for e in leaf.excepts)}"
        yield f"  {self.say('explain.found')}"
        mentions = self.matcher.leaf(leaf).mentions
        if not mentions:
            yield f"    {self.say('explain.nothing')}"
        for mention in sorted(mentions, key=lambda m: (not m.counts, m.anchor_norm))[:MOST_SHOWN]:
            yield from self._mention(mention)
        if result.status is not Status.COVERED:
            misses = self.matcher.near_misses(leaf)
            if misses:
                yield f"  {self.say('explain.nearest')}"
            for miss in misses:
                yield f"    - {self._quote(miss.start_norm, miss.end_norm)}"
                lacks = "；".join(self.words(expr) for expr in miss.lacks)
                yield f"      {miss.branch}{self.colon}{self.say('explain.lacks', lacks=lacks)}"

    def words(self, expr: Expr) -> str:
        """Return an expression with the first words of its lists, as a reader who knows no rule language can read it."""
        if expr.op is Op.PHRASE:
            concept = self.checklist.concepts[expr.concept]
            shown = [*concept.words, *(f"/{p.source}/" for p in concept.patterns if len(p.source) <= 40)]
            more = "…" if len(shown) > MOST_WORDS or len(concept.patterns) > len(shown) - len(concept.words) else ""
            return self.comma.join(shown[:MOST_WORDS]) + more if shown else expr.text
        joint = {Op.NEAR: " + ", Op.ALL: " + ", Op.ANY: " | ", Op.AT_LEAST: " | "}.get(expr.op)
        if joint:
            return "（" + joint.join(self.words(part) for part in expr.parts if part.op is not Op.NONE) + "）"
        if expr.op is Op.NONE:
            return self.say("explain.without", words=self.comma.join(self.words(part) for part in expr.parts))
        if expr.op is Op.NUMBER:
            return self.say("op.number", units=self.comma.join(expr.units) or self.say("op.any_unit"))
        if expr.op in (Op.HEADING, Op.LIST):
            concept = self.checklist.concepts[expr.concept]
            named = self.comma.join(concept.words[:MOST_WORDS]) or expr.text
            return self.say(f"op.{expr.op.value}", words=named)
        if expr.op is Op.SUBJECT:
            return self.say("op.subject", words=self.comma.join(sorted(expr.names)))
        if expr.op is Op.CUE:
            return self.say(
                "op.cue", words=self.comma.join(self.say(f"name.{name}") for name in sorted(expr.names))
            )
        if expr.op is Op.CLAUSE:
            return self.say("op.clause", count=expr.count)
        return self.say(f"op.{expr.op.value}")

    def _gives(self, branch: Branch) -> str:
        if branch.gives == "substance":
            text = self.say("explain.gives_substance")
        elif branch.gives == "lacking":
            text = self.say("explain.gives_lacking")
        else:
            text = self.say("explain.gives", gives=self.say(f"name.{branch.gives}"))
        if branch.roles:
            roles = self.comma.join(self.say(f"role.{role}") for role in sorted(branch.roles))
            text += f"  {self.say('explain.only_in', roles=roles)}"
        return text

    def _mention(self, mention: Mention) -> Iterator[str]:
        verdict = self.say("explain.counted") if mention.counts else self.say("explain.not_counted")
        modality = self.say(f"name.{mention.reading.modality.value}")
        yield f"    - [{verdict}] {self._quote(mention.start_norm, mention.end_norm)}"
        words = mention.reading.words
        if mention.reading.why == "section":
            words = self.say(f"role.{words}")
        why = say(f"why.{mention.reading.why}", self.lang, words=words)
        facts = (
            self.say("explain.marks", marks=self.comma.join(mention.substance[:6]))
            if mention.substance
            else self.say("explain.no_marks")
        )
        yield f"      {modality}{self.colon}{why}  {facts if mention.counts else ''}  <{mention.branch}>".rstrip()

    def _quote(self, start_norm: int, end_norm: int) -> str:
        span = self.document.span(start_norm, end_norm)
        place = self.document.place(span.start)
        quote = " ".join(self.document.source.text[span.start : span.end].split())
        return f"{self._where(place.line, place.page)}:{place.column} “{quote}”"

    def _where(self, line: int, page: int | None = None) -> str:
        return say_place(self.lang, self.document.source.extraction.unit, line, page)
