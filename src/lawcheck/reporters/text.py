"""What a person reads on a terminal: what is missing first, then what is too general, then the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from lawcheck.checklist import Level, Status
from lawcheck.judge import CHECK, ElementResult, Evidence, Expected, ReportCard
from lawcheck.messages import say, say_place
from lawcheck.reporters.base import RenderOptions, printable
from lawcheck.reporters.verdict import Open, accepted_of, reasons_of

MOST_DETAILED = 20
"""With more reports than this, only the table is printed."""

QUOTE = 46
"""Longest quote on one line, in characters."""

_COLORS = {"red": "31", "yellow": "33", "green": "32", "bold": "1", "dim": "2"}
_SIGN = {
    Status.COVERED: ("✓", "green"),
    Status.WEAK: ("~", "yellow"),
    Status.PARTIAL: ("~", "yellow"),
    Status.PLANNED: ("→", "yellow"),
    Status.LACKING: ("✗", "red"),
    Status.MISSING: ("✗", "red"),
    Status.UNCHECKED: ("?", "yellow"),
    Status.NOT_APPLICABLE: ("-", "dim"),
}


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield each report in detail, and a table when there are several."""
    page = _Page(options)
    kept = list(cards)
    detailed = len(kept) <= MOST_DETAILED
    if detailed:
        for index, card in enumerate(kept):
            if index:
                yield b"\n"
            yield page.card(card).encode("utf-8", "replace")
    if len(kept) != 1:
        yield page.table(kept, detailed=detailed).encode("utf-8", "replace")


class _Page:
    def __init__(self, options: RenderOptions) -> None:
        self.lang, self.color = options.lang, options.color
        self.colon = say("colon", self.lang)
        self.unit = "line"

    def bracket(self, text: str) -> str:
        return say("bracket", self.lang, text=text)

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def paint(self, text: str, *styles: str) -> str:
        if not self.color:
            return text
        codes = ";".join(_COLORS[s] for s in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def card(self, card: ReportCard) -> str:
        self.unit = card.extraction.unit if card.extraction else "line"
        lines = [self.paint(printable(card.path) or "-", "bold")]
        if card.error is not None:
            lines.append(
                f"  {self.paint('?', 'yellow')} {self.say('report.error')}{self.colon}{printable(card.error)}"
            )
            return "\n".join(lines) + "\n"
        if card.title:
            lines.append(f"  {printable(card.title)}")
        lines.append(f"  {self._whose(card)}")
        lines.append(f"  {self._score(card)}")
        lines += [f"    - {reason}" for reason in reasons_of(card, self.lang)]
        if card.notes:
            lines += ["", self.paint(self.say("report.extraction"), "bold")]
            lines += [f"  · {printable(text)}" for text in card.notes]
        left = Open(card)
        gaps, thin = left.gaps, left.thin
        thin.sort(key=lambda leaf: list(Level).index(leaf.level))
        done = [leaf for e in card.elements for leaf in e.leaves() if leaf.status is Status.COVERED]
        if gaps:
            lines += ["", self.paint(self.say("report.gaps"), "bold")]
            place: Expected | None = None
            for leaf in gaps:
                if leaf.level is not Level.RECOMMENDED:
                    lines += self._gap(leaf, same_place=leaf.expected is not None and leaf.expected == place)
                    place = None if leaf.evidence else leaf.expected
            wishes = [leaf.title for leaf in gaps if leaf.level is Level.RECOMMENDED]
            if wishes:
                comma = say("comma", self.lang)
                lines.append(
                    f"  · [{self.say('level.recommended')}] {self.say('report.wishes')}{comma.join(wishes)}"
                )
        if thin:
            lines += ["", self.paint(self.say("report.thin"), "bold")]
            for leaf in thin:
                lines += self._gap(leaf)
        if card.accepted:
            lines += ["", self.paint(self.say("report.accepted", count=len(card.accepted)), "bold")]
            lines += [f"  · {printable(text)}" for text in accepted_of(card, self.lang)]
        if card.unchecked:
            lines += ["", self.paint(self.say("report.unchecked"), "bold")]
            lines += self._unchecked(card.unchecked)
        if left.findings:
            lines += ["", self.paint(self.say("report.findings"), "bold")]
            for finding in left.findings:
                style = {"error": "red", "warning": "yellow"}.get(finding.severity, "dim")
                label = self.paint(self.say(f"severity.{finding.severity}"), style)
                lines.append(f"  ! [{label}] {self.place(finding.line, finding.page)} {printable(finding.message)}")
        if done:
            lines += ["", self.paint(self.say("report.covered"), "bold")]
            for leaf in done:
                doubt = self.bracket(self.say("band.check")) if leaf.band == CHECK else ""
                lines.append(f"  {self._sign(leaf.status)} {leaf.title}{doubt}  {self._quote(leaf.best)}")
        return "\n".join(lines) + "\n"

    def _whose(self, card: ReportCard) -> str:
        read = dict(card.read)
        kind_read = read.get("kind")
        body = printable(card.body) if card.body else self.say("report.unknown_body")
        kind = card.kind_title or str(card.kind)
        if kind_read is not None and kind_read.source == "default":
            kind += self.bracket(self.say("source.default"))
        if card.year is None:
            return f"{body} · {kind} · {self.say('report.unknown_year')}"
        return self.say("report.of", body=body, kind=kind, year=card.year)

    def _score(self, card: ReportCard) -> str:
        verdict = (
            self.paint(self.say("report.passed"), "green", "bold")
            if card.passed
            else self.paint(self.say("report.failed"), "red", "bold")
        )
        if card.score is None:
            return f"{self.say('report.no_score')}  {verdict}"
        text = self.say("report.score", score=f"{card.score:.1f}", threshold=f"{card.threshold:g}")
        if card.checked < 1:
            text += f"  {self.say('report.checked', share=f'{card.checked:.0%}')}"
        return f"{text}  {verdict}"

    def _unchecked(self, leaves: tuple[ElementResult, ...]) -> list[str]:
        """Say each reason once, with all that it kept from being checked."""
        comma = say("comma", self.lang)
        titles: dict[str, list[str]] = {}
        for leaf in leaves:
            titles.setdefault(leaf.reason, []).append(leaf.title)
        return [f"  ? {comma.join(names)}{self.colon}{printable(reason)}" for reason, names in titles.items()]

    def place(self, line: int, page: int | None) -> str:
        return say_place(self.lang, self.unit, line, page)

    def _gap(self, leaf: ElementResult, *, same_place: bool = False) -> list[str]:
        """Say what is wrong and what to write; what the line above or the status has said is not said again."""
        level = self.say(f"level.{leaf.level.value}")
        status = self.say(f"name.{leaf.status.value}")
        lines = [f"  {self._sign(leaf.status)} [{level}] {self.paint(leaf.title, 'bold')} · {status}"]
        if leaf.message != self.say("status.missing", title=leaf.title):
            lines.append(f"      {printable(leaf.message)}")
        if leaf.evidence:
            lines.append(f"      {self._quote(leaf.best)}")
        elif same_place:
            pass
        elif leaf.expected:
            place = self.place(leaf.expected.line, leaf.expected.page)
            section = _short(printable(leaf.expected.section), 30)
            lines.append(f"      {self.say('report.where_expected', place=place, section=section)}")
        else:
            lines.append(f"      {self.say('report.where_none')}")
        if leaf.band == CHECK:
            lines.append(f"      {self.say('band.check')}{self.colon}{leaf.band_reason}")
        if leaf.advice:
            lines.append(f"      {self.say('report.write')}{self.colon}{leaf.advice}")
        if leaf.citations:
            lines.append(f"      {self.paint(self.say('report.basis') + self.colon + leaf.citations[0], 'dim')}")
        return lines

    def _quote(self, evidence: Evidence | None) -> str:
        if evidence is None:
            return ""
        quote = _short(printable(evidence.quote), QUOTE)
        # Nobody sees the number of a paragraph in Word: its heading leads there.
        under = ""
        if self.unit == "paragraph" and evidence.page is None and evidence.section:
            under = self.bracket(_short(printable(evidence.section), 16))
        return f"{self.place(evidence.line, evidence.page)}{under}“{quote}”"

    def _sign(self, status: Status) -> str:
        sign, color = _SIGN[status]
        return self.paint(sign, color)

    def table(self, cards: list[ReportCard], *, detailed: bool) -> str:
        """Return one line a report, best first, and what there is to say of all of them."""
        comma = say("comma", self.lang)
        lines = ["", self.paint(self.say("report.table_head"), "bold")]
        ranked = sorted(cards, key=lambda card: (card.error is not None, -1 if card.score is None else -card.score))
        for card in ranked:
            path = printable(card.path)
            if card.error is not None:
                verdict = _pad(self.say("report.error"), 22 if self.lang == "en" else 10)
                lines.append(f"   --   {verdict}{path}{self.colon}{printable(card.error)}")
                continue
            score = "  -- " if card.score is None else f"{card.score:5.1f}"
            verdict = self.say("report.passed") if card.passed else self.say("report.failed")
            left = Open(card)
            whose = f"{printable(card.body or '')}{self.bracket(str(card.year or '?'))}"
            width = 14 if self.lang == "en" else 8
            gaps = comma.join(e.title for e in left.lost) or self.say("report.none")
            if left.unknown:
                unknown = comma.join(e.title for e in left.unknown)
                gaps = f"{comma.join(e.title for e in left.lost)} ? {self.say('report.unchecked')}{self.colon}{unknown}".strip()
            lines.append(f"{score}  {_pad(verdict, width)}{_pad(path, 34)}{_pad(whose, 30)}{gaps}")
        if not detailed:
            lines += ["", self.say("report.details")]
        scores = [c.score for c in cards if c.score is not None]
        errors = sum(c.error is not None for c in cards)
        passed = sum(c.passed for c in cards)
        mean = f"{sum(scores) / len(scores):.1f}" if scores else "--"
        lines += [
            "",
            self.say(
                "report.summary",
                reports=len(cards),
                passed=passed,
                failed=len(cards) - passed - errors,
                errors=errors,
                mean=mean,
            ),
        ]
        return "\n".join(lines) + "\n"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _pad(text: str, width: int) -> str:
    """Pad to a width in terminal columns; Han characters take two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, width - taken)
