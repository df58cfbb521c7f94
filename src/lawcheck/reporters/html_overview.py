"""Many reports on the page: the matrix, and what most of them leave out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from lawcheck.checklist import Status
from lawcheck.judge import CHECK, NOT_REPORTED, ReportCard
from lawcheck.reporters.html_page import NOT_COUNTED, SIGNS, Column, Page, safe, verdict_of


class Overview:
    """All reports against all elements, and what they leave out."""

    def __init__(self, page: Page, cards: Sequence[ReportCard]) -> None:
        self.page, self.cards, self.say = page, cards, page.say
        self.elements = [column for column in page.columns.values() if not column.within]
        self.leaves = [column for column in page.columns.values() if column.leaf]
        self.found = [
            {leaf.id: leaf for element in card.elements for leaf in (element, *element.parts)} for card in cards
        ]

    def html(self) -> str:
        """Return its part of the page."""
        tables = f"{self._matrix()}{self._totals()}" if self.cards else f"<p>{self.say('html.nothing')}</p>\n"
        return (
            f'<div class="county">\n<h1>{self.page.name}</h1>\n<p class="lead">{self._summary()}</p>\n'
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
            below = f' data-parts="{safe(json.dumps(parts, ensure_ascii=False))}"' if parts else ""
            heads.append(
                f'<th scope="col" class="v" id="c{column.key}" data-key="{column.key}"{below}>'
                f"<span>{column.number}</span> <span>{safe(column.title)}</span></th>"
            )
        return f"<tr>{''.join(heads)}</tr>"

    def _row(self, number: int, card: ReportCard) -> str:
        name = safe(card.body or card.title or card.path or "-")
        sub = self.say("report.error")
        if card.error is None:
            sub = " · ".join(safe(str(part)) for part in (card.kind_title or card.kind, card.year) if part)
        head = f'<th scope="row"><a href="#r{number}" title="{safe(card.path)}">{name}</a> <br><small>{sub}</small></th>'
        score = "" if card.score is None else f"{card.score:.1f}"
        data = f'data-r="r{number}" data-k="{safe(card.kind_title or card.kind or "")}" data-score="{score}"'
        if card.error is not None:
            told = f'<td>–</td><td class="unchecked" colspan="{len(self.elements) or 1}">? {safe(card.error)}</td>'
        else:
            cells = "".join(self._cell(number, column) for column in self.elements)
            told = f"<td>{score or '–'} {verdict_of(self.page, card)}</td>{cells}"
        return f"<tr {data}>{head}{told}</tr>\n"

    def _cell(self, number: int, column: Column) -> str:
        leaf = self.found[number - 1].get(column.id)
        if leaf is None:
            return "<td></td>"
        word = self.say(f"name.{leaf.status.value}")
        sign = SIGNS[leaf.status] + ("*" if leaf.band == CHECK else "")
        return (
            f'<td class="{leaf.status.value}"><a href="#r{number}-e{column.key}" '
            f'title="{column.number} {safe(column.title)}{self.page.colon}{word}" aria-label="{word}">{sign}</a></td>'
        )

    def _lost(self) -> str:
        """Return, for each element, how many reports leave it out."""
        cells = []
        for column in self.elements:
            counts = self._statuses(column)
            cells.append(f"<td>{sum(counts[status] for status in NOT_REPORTED)}</td>")
        return f'<tr><th scope="row" colspan="2">{self.say("html.lost")}</th>{"".join(cells)}</tr>'

    def _statuses(self, column: Column) -> Counter[Status]:
        return Counter(found[column.id].status for found in self.found if column.id in found)

    # -- the totals -------------------------------------------------------------------------------------------

    def _totals(self) -> str:
        names = ("html.element", "html.level", "html.lost", "html.spread")
        heads = "".join(f'<th scope="col">{self.say(name)}</th>' for name in names)
        rows = []
        for column in self.leaves:
            counts = self._statuses(column)
            asked = sum(n for status, n in counts.items() if status not in NOT_COUNTED)
            lost = sum(counts[status] for status in NOT_REPORTED)
            rows.append((-lost / asked if asked else 1.0, -lost, self._total(column, counts, lost, asked)))
        body = "".join(row for _, _, row in sorted(rows, key=lambda row: row[:2]))
        return (
            f'<section id="totals">\n<h2>{self.say("html.totals")}</h2>\n<p>{self.say("html.totals.caption")}</p>\n'
            f'<table class="totals">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</section>\n'
        )

    def _total(self, column: Column, counts: Counter[Status], lost: int, asked: int) -> str:
        rule = self.page.rules.get(column.id)
        within = f" <small>{safe(column.within)}</small>" if column.within else ""
        asks = f'<p class="basis">{safe(rule.asks)}</p>' if rule and rule.asks else ""
        share = f"<b>{lost / asked:.0%}</b> <small>{lost}/{asked}</small>" if asked else "–"
        return (
            f'<tr><th scope="row"><a data-key="{column.key}" href="#c{column.key.split("-")[0]}">'
            f"{column.number} {safe(column.title)}</a>{within}{asks}</th>"
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
