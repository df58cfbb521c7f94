"""One report on the page: what is missing first, then every element, beside the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from lawcheck.checklist import Level, Status
from lawcheck.judge import CHECK, ElementResult, Evidence, Expected, Finding, ReportCard
from lawcheck.language import Modality
from lawcheck.messages import say, say_place
from lawcheck.reporters.html_page import NOT_COUNTED, SIGNS, Page, safe, shortened, telling_first, verdict_of
from lawcheck.reporters.html_text import Mark, Text
from lawcheck.reporters.verdict import Open, accepted_of, reasons_of


class Report:
    """One report: what is missing, every element, and the text beside it."""

    def __init__(self, page: Page, number: int, card: ReportCard) -> None:
        self.page, self.card, self.number = page, card, number
        self.say, self.colon = page.say, page.colon
        self.prefix = f"r{number}"
        self.unit = card.extraction.unit if card.extraction else "line"
        self.left = Open(card)
        self.gaps, self.thin = self.left.gaps, self.left.thin
        self.thin.sort(key=lambda leaf: list(Level).index(leaf.level))
        self.told = {leaf.id for leaf in (*self.gaps, *self.thin)}
        self.parents = {leaf.id: element for element in card.elements for leaf in element.leaves()}
        headings = sorted((section.start, section.title) for section in card.sections)
        self.text = Text(self.prefix, card.text, list(self._marks()), headings, page.semicolon)
        self.shown = self.text.html()  # before everything else: it says where each quote is

    def _leaves(self) -> Iterator[ElementResult]:
        for element in self.card.elements:
            yield from element.leaves()

    def _marks(self) -> Iterator[Mark]:
        size = len(self.card.text)
        for order, leaf in enumerate(self._leaves()):
            column = self.page.columns[leaf.id]
            status = say(f"name.{leaf.status.value}", self.page.lang)
            for found in leaf.evidence:
                if 0 <= found.start < found.end <= size:
                    yield Mark(
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
                yield Mark(
                    start=finding.start,
                    end=finding.end,
                    order=len(self.page.columns) + n,
                    target=f"f{n}",
                    style="m-f",
                    number="!",
                    label=finding.message,
                )

    def html(self) -> str:
        """Return its part of the page."""
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
            self._accepted(),
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
        return f"<header>\n{self._score()}\n<div><{head}>{safe(title)}</{head}>{whose}</div>\n{self._turn()}</header>\n"

    def _whose(self) -> str:
        card = self.card
        read = dict(card.read).get("kind")
        kind = card.kind_title or str(card.kind)
        if read is not None and read.source == "default":
            kind += self.page.bracket(say("source.default", self.page.lang))
        body = card.body or say("report.unknown_body", self.page.lang)
        if card.year is None:
            return f"{safe(body)} · {safe(kind)} · {self.say('report.unknown_year')}"
        return self.say("report.of", body=body, kind=kind, year=card.year)

    def _score(self) -> str:
        card = self.card
        if card.error is not None:
            text = f"{self.say('report.error')}{self.colon}{safe(card.error)}"
            return f'<p class="score"><span class="unchecked">? {text}</span></p>'
        verdict = verdict_of(self.page, card)
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
        reasons = "".join(f"<li>{safe(reason)}</li>" for reason in reasons_of(self.card, self.page.lang))
        return f'<ul class="why">{reasons}</ul>\n' if reasons else ""

    def _jump(self) -> str:
        """Return what stands on the page, with its numbers."""
        counts = [
            ("gaps", "report.gaps", len(self.gaps)),
            ("thin", "report.thin", len(self.thin)),
            ("unchecked", "report.unchecked", len(self.card.unchecked)),
            ("findings", "report.findings", len(self.left.findings)),
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
        notes = " ".join(map(safe, self.card.notes))
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
        title = f'<p class="of">{column.number} {safe(parent.title)}</p>\n' if parent.parts else ""
        # Said once where it is the same for all; otherwise each entry says its own.
        basis = leaves[0].citations if len({leaf.citations for leaf in leaves}) == 1 else ()
        places = {self._where(leaf) for leaf in leaves}
        place = places.pop() if len(places) == 1 else ""
        entries = [self._entry(leaf, basis, own_place=not place) for leaf in leaves]
        return f'<div class="todo">\n{title}{"".join(entries)}{self._basis(basis)}{place}</div>\n'

    def _entry(self, leaf: ElementResult, said: Sequence[str], *, own_place: bool) -> str:
        column = self.page.columns[leaf.id]
        lines = [
            f"<p>{self.page.badge(leaf.status, self._star(leaf))} "
            f'<a class="el" href="#{self.prefix}-e{column.key}">{column.number} {safe(leaf.title)}</a></p>\n'
        ]
        if not self._plain(leaf):
            lines.append(f"<p>{safe(leaf.message)}</p>\n")
        if leaf.band == CHECK:
            lines.append(f"<p>* {self.say('band.check')}{self.colon}{safe(leaf.band_reason)}</p>\n")
        lines += [self._quote(found, brief=True) for found in telling_first(leaf.evidence)[:1]]
        if leaf.advice:
            lines.append(f"<p><b>{self.say('report.write')}{self.colon}</b>{safe(leaf.advice)}</p>\n")
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
        cited = safe(self.page.semicolon.join(citations))
        return f'<p class="basis"><b>{self.say("report.basis")}{self.colon}</b>{cited}</p>\n'

    def _where(self, leaf: ElementResult) -> str:
        """Return where a missing element belongs; of one that is spoken of, its quote tells."""
        if leaf.evidence:
            return ""
        if leaf.expected is None:
            return f'<p class="basis">{self.say("report.where_none")}</p>\n'
        place = say_place(self.page.lang, self.unit, leaf.expected.line, leaf.expected.page)
        text = self.say("report.where_expected", place=place, section=shortened(leaf.expected.section, 40))
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
            f"<li>{safe(self.page.comma.join(names))}{self.colon}{safe(reason)}</li>"
            for reason, names in titles.items()
        ]
        return self._section("unchecked", self.say("report.unchecked"), f"<ul>{''.join(items)}</ul>\n")

    def _findings(self) -> str:
        # The numbers are those of all findings: they lead back from the text.
        numbered = [(n, f) for n, f in enumerate(self.card.findings, 1) if self.left.has(f)]
        if not numbered:
            return ""
        items = [self._finding(n, finding) for n, finding in numbered]
        return self._section("findings", self.say("report.findings"), f"<ul>\n{''.join(items)}</ul>\n")

    def _accepted(self) -> str:
        """Return what a baseline or a waiver accepts, with who signed for it."""
        if not self.card.accepted:
            return ""
        head = self.say("report.accepted", count=len(self.card.accepted))
        items = "".join(f"<li>{safe(text)}</li>" for text in accepted_of(self.card, self.page.lang))
        return self._section("accepted", head, f"<ul>{items}</ul>\n" if items else "")

    def _finding(self, number: int, finding: Finding) -> str:
        place = safe(say_place(self.page.lang, self.unit, finding.line, finding.page))
        link = self._link(self.text.places.get((finding.start, finding.end), ""), place)
        severity = f'<b class="sev {safe(finding.severity)}">{self.say(f"severity.{finding.severity}")}</b>'
        told = safe(finding.message)
        if "".join(finding.quote.split()) not in "".join(finding.message.split()):
            told += f" “{safe(shortened(finding.quote, self.page.room.quote))}”"
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
                where += self.page.comma + safe(say_place(self.page.lang, self.unit, read.line, read.page))
            rows.append(
                f'<tr><th scope="row">{self.say(f"html.fact.{name}")}</th><td>{safe(value)}</td><td>{where}</td></tr>\n'
            )
        return self._section("facts", self.say("html.facts"), f'<table class="facts">\n{"".join(rows)}</table>\n')

    def _foot(self) -> str:
        card = self.card
        lines = [f"{self.say('html.file')}{self.colon}{safe(card.path)}"]
        if card.sha256:
            lines.append(f"SHA-256{self.colon}{safe(card.sha256)}")
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
        title = self._link(self._first(leaf), f"{column.number} {safe(leaf.title)}")
        weight, style = ("", ' class="part"') if part else (f"<br><small>{self._worth(leaf)}</small>", "")
        return (
            f'<tr id="{self.prefix}-e{column.key}"{style} data-s="{leaf.status.value}">'
            f'<th scope="row">{title}{weight}</th>'
            f"<td>{self.page.badge(leaf.status, self._star(leaf))}</td><td>{self._grounds(leaf)}</td></tr>\n"
        )

    def _worth(self, leaf: ElementResult) -> str:
        words = [self.page.level(leaf.level), self.say("html.weight", weight=f"{leaf.weight:g}")]
        if leaf.status not in NOT_COUNTED:
            words.append(self.say("html.credit", share=f"{leaf.credit:.0%}"))
        return " · ".join(words)

    def _first(self, leaf: ElementResult) -> str:
        """Return the id of the place that an element leads to: its words, else what to write."""
        for below in (leaf, *leaf.parts):
            for found in telling_first(below.evidence):
                place = self.text.places.get((found.start, found.end))
                if place:
                    return place
        told = next((below.id for below in (leaf, *leaf.parts) if below.id in self.told), None)
        return f"{self.prefix}-g{self.page.columns[told].key}" if told else ""

    def _grounds(self, leaf: ElementResult) -> str:
        """Return why an element has its status."""
        lines = []
        if leaf.parts and leaf.status not in NOT_COUNTED:
            asked = [part for part in leaf.parts if part.status not in NOT_COUNTED]
            reported = sum(part.reported for part in asked)
            lines.append(f"<p>{self.say('html.parts', reported=reported, asked=len(asked))}</p>")
        elif not self._plain(leaf):
            lines.append(f"<p>{safe(leaf.message)}</p>")
        if leaf.band == CHECK and not leaf.parts:
            lines.append(f"<p>* {self.say('band.check')}{self.colon}{safe(leaf.band_reason)}</p>")
        best, quotes = telling_first(leaf.evidence), self.page.room.quotes
        lines += [self._quote(found) for found in best[:quotes]]
        return "".join(lines) + self._others(best[quotes:])

    def _quote(self, found: Evidence, *, brief: bool = False) -> str:
        place = self.text.places.get((found.start, found.end), "")
        quote = f"“{self._link(place, safe(shortened(found.quote, self.page.room.quote)))}”"
        words = [
            safe(say_place(self.page.lang, self.unit, found.line, found.page)),
            self.say(f"html.modality.{found.modality.value}"),
        ]
        if not brief:
            words.append(safe(found.why))
        if found.substance and not brief:
            facts = self.page.comma.join(shortened(fact, 24) for fact in found.substance[: self.page.room.facts])
            words.append(self.say("html.facts_in", marks=facts))
        return f'<p class="q">{quote} <small>{" · ".join(word for word in words if word)}</small></p>'

    def _others(self, found: list[Evidence]) -> str:
        """Return how the quotes begin that are not printed."""
        if not found:
            return ""
        kept = sorted(found[: self.page.room.others], key=lambda one: one.start)
        links = [
            self._link(self.text.places.get((one.start, one.end), ""), safe(shortened(one.quote, 12)))
            for one in kept
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
