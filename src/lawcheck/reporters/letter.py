"""The letter that returns a report to the office that drafted it: what to add and mend, ready to be edited.

It holds nothing but what the report card says: names, places, advice and basis; what only a person knows stands in
brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from lawcheck.checklist import Level, Status
from lawcheck.judge import CHECK, NOT_REPORTED, ElementResult, ReportCard
from lawcheck.messages import misuse, say, say_place
from lawcheck.reporters.base import printable
from lawcheck.reporters.outline import Part, numeral

_QUOTE = 60
"""Longest quote, in characters."""


def letter_of(card: ReportCard, *, checklist: str, lang: str = "zh") -> tuple[Part, ...]:
    """Return the paragraphs of the letter.

    Args:
        card: What was found.
        checklist: Title of the checklist.
        lang: Language of the letter.

    Raises:
        UsageError: The report could not be checked: there is nothing to write of it.
    """
    if card.error is not None:
        raise misuse("not-checked", where=card.path, lang=lang, reason=card.error)
    return tuple(_Letter(card, checklist, lang).parts())


class _Letter:
    def __init__(self, card: ReportCard, checklist: str, lang: str) -> None:
        self.card, self.checklist, self.lang = card, checklist, lang
        self.unit = card.extraction.unit if card.extraction else "line"
        self.headings = 0

    def say(self, key: str, **values: object) -> str:
        return say(f"letter.{key}", self.lang, **values)

    def parts(self) -> Iterator[Part]:
        card = self.card
        title = printable(card.title or card.path)
        yield Part("title", self.say("title", title=title))
        yield Part(
            "address", self.say("address", body=printable(card.body)) if card.body else self.say("to_fill_in")
        )
        yield from self._told(title)
        if not self._clean():
            yield Part("body", self.say("deadline"))
        yield Part("signature", self.say("signature"))
        yield Part("signature", self.say("date"))

    def _told(self, title: str) -> Iterator[Part]:
        card = self.card
        result = say("report.passed" if card.passed else "report.failed", self.lang)
        score = "–" if card.score is None else f"{card.score:.1f}"
        leaves = [leaf for element in card.elements for leaf in element.leaves()]
        opening = "opening_clean" if self._clean() else "opening"
        yield Part("body", self.say(opening, title=title, checklist=self.checklist, score=score, result=result))

        def gap(leaf: ElementResult, *levels: Level) -> bool:
            return leaf.status in NOT_REPORTED and leaf.level in levels

        yield from self._section("statutory", [leaf for leaf in leaves if gap(leaf, Level.STATUTORY)])
        yield from self._section("expected", [leaf for leaf in leaves if gap(leaf, Level.EXPECTED)])
        yield from self._section("weak", [leaf for leaf in leaves if leaf.status is Status.WEAK])
        yield from self._findings()
        wishes = [leaf.title for leaf in leaves if gap(leaf, Level.RECOMMENDED)]
        if wishes:
            yield self._heading("recommended")
            yield Part("body", self._listed(wishes))
        if card.unchecked or card.notes:
            yield self._heading("unchecked")
            for text in card.notes:
                yield Part("body", printable(text))
            if card.unchecked:
                yield Part(
                    "body", self.say("not_checked", titles=self._listed([leaf.title for leaf in card.unchecked]))
                )

    def _clean(self) -> bool:
        """Say whether there is nothing to add or to mend."""
        card = self.card
        return card.passed and not card.missing and not card.findings and not card.unchecked

    def _section(self, key: str, leaves: list[ElementResult]) -> Iterator[Part]:
        if not leaves:
            return
        yield self._heading(key)
        for number, leaf in enumerate(leaves, 1):
            yield Part("body", self.say("item", number=number, text=self._item(leaf)))

    def _item(self, leaf: ElementResult) -> str:
        evidence = leaf.best
        pieces = [leaf.message]
        if evidence:
            place = say_place(self.lang, self.unit, evidence.line, evidence.page)
            pieces.append(self.say("quote", place=place, quote=_short(printable(evidence.quote))))
        elif leaf.expected:
            place = say_place(self.lang, self.unit, leaf.expected.line, leaf.expected.page)
            pieces.append(self.say("belongs", place=place, section=_short(printable(leaf.expected.section))))
        if leaf.advice:
            pieces.append(self.say("advice", advice=leaf.advice))
        if leaf.citations:
            pieces.append(self.say("basis", basis=leaf.citations[0]))
        if leaf.band == CHECK:
            pieces.append(self.say("doubt", reason=leaf.band_reason))
        return f"{leaf.title}{say('colon', self.lang)}{''.join(pieces)}"

    def _findings(self) -> Iterator[Part]:
        found = [finding for finding in self.card.findings if finding.severity in ("error", "warning")]
        if not found:
            return
        yield self._heading("findings")
        for number, finding in enumerate(found, 1):
            place = say_place(self.lang, self.unit, finding.line, finding.page)
            yield Part(
                "body",
                self.say(
                    "item", number=number, text=f"{place}{say('colon', self.lang)}{printable(finding.message)}"
                ),
            )

    def _heading(self, key: str) -> Part:
        self.headings += 1
        number = numeral(self.headings, self.lang)
        return Part("heading1", self.say("heading", number=number, title=self.say(f"of_{key}")))

    def _listed(self, titles: list[str]) -> str:
        return say("comma", self.lang).join(titles)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
