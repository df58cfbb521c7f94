"""Markdown: for a job summary, an issue or a chat; the most pressing first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lawcheck.checklist import Status
from lawcheck.judge import ReportCard
from lawcheck.messages import say
from lawcheck.reporters.base import RenderOptions, printable
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, problems
from lawcheck.reporters.verdict import Open

_SIGN = {ERROR: "✗", WARNING: "!", NOTE: "·"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&-])")


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield a table of all reports, then each with what to mend."""
    kept = list(cards)
    lang = options.lang
    if len(kept) > 1:
        yield _table(kept, lang).encode("utf-8", "replace")
    for card in kept:
        yield _report(card, lang).encode("utf-8", "replace")


def _table(cards: list[ReportCard], lang: str) -> str:
    heads = ("markdown.report", "markdown.score", "markdown.result", "markdown.gaps")
    lines = [" | ".join(["", *(say(head, lang) for head in heads), ""]).strip(), "| --- | ---: | --- | --- |"]
    comma = say("comma", lang)
    for card in cards:
        score = "–" if card.score is None else f"{card.score:.1f}"
        if card.error is not None:
            lines.append(f"| {_plain(card.path)} | – | {say('report.error', lang)} | {_plain(card.error)} |")
            continue
        lost = [e.title for e in Open(card).lost]
        result = say("report.passed" if card.passed else "report.failed", lang)
        gaps = _plain(comma.join(lost)) or say("report.none", lang)
        lines.append(f"| {_plain(card.path)} | {score} | {result} | {gaps} |")
    return "\n".join(lines) + "\n\n"


def _report(card: ReportCard, lang: str) -> str:
    colon = say("colon", lang)
    lines = [f"## {_plain(card.title or card.path)}", ""]
    if card.error is not None:
        return "\n".join([*lines, f"**{say('report.error', lang)}**{colon}{_plain(card.error)}", ""]) + "\n"
    result = say("report.passed" if card.passed else "report.failed", lang)
    if card.score is None:
        lines.append(f"**{result}** {say('report.no_score', lang)}")
    else:
        told = say("report.score", lang, score=f"{card.score:.1f}", threshold=f"{card.threshold:g}")
        lines.append(f"**{result}** {_plain(told)}")
    lines += ["", *(f"> {_plain(text)}" for text in card.notes)]
    found = list(problems(card, lang))
    if found:
        lines += ["", f"### {say('markdown.mend', lang)}", ""]
    for problem in found:
        place = f" {problem.place}" if problem.place else ""
        lines.append(f"- {_SIGN[problem.severity]} **{_plain(problem.title)}**{place}")
        if problem.message != problem.title:
            lines.append(f"  {_plain(problem.message)}")
        if problem.quote:
            lines.append(f"  “{_plain(problem.quote)}”")
    if card.unchecked:
        lines += ["", f"### {say('report.unchecked', lang)}", ""]
        lines += [f"- {_plain(leaf.title)}{colon}{_plain(leaf.reason)}" for leaf in card.unchecked]
    done = [leaf.title for e in card.elements for leaf in e.leaves() if leaf.status is Status.COVERED]
    if done:
        comma = say("comma", lang)
        lines += ["", f"### {say('report.covered', lang)}", "", _plain(comma.join(done))]
    return "\n".join(lines) + "\n\n"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is: a report must not draw tables, links or HTML."""
    return _SPECIAL.sub(r"\\\1", printable(text))
