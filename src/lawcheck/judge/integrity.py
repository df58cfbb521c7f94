"""Findings that are not about an element: placeholders, repeated sentences, broken numbers, wrong years."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from lawcheck.checklist.compiled import Checklist, IntegrityRule
from lawcheck.document.headings import marker_of
from lawcheck.errors import OutOfTimeError
from lawcheck.judge.card import Finding
from lawcheck.judge.dates import report_date
from lawcheck.match import Matcher
from lawcheck.patterns import Clock

Place = tuple[int, int, dict[str, object]]
"""Original start and end, and values for the message."""

SHORTEST_DUPLICATE = 30
"""Characters of a sentence that may not stand twice; shorter ones are mottos."""


def findings(
    matcher: Matcher, checklist: Checklist, lang: str
) -> tuple[tuple[Finding, ...], tuple[IntegrityRule, ...]]:
    """Return the findings of all integrity rules, by place, and the rules that ran out of their time."""
    out: list[Finding] = []
    failed: list[IntegrityRule] = []
    ordinals: Counter[tuple[str, str]] = Counter()
    document = matcher.document
    text = document.source.text
    kind = str(matcher.identity.kind.value)
    kind_title = next((each.title.get(lang) for each in checklist.kinds if each.kind == kind), kind)
    for rule in checklist.integrity:
        if rule.kinds and kind not in rule.kinds:
            continue
        try:
            places = list(_CHECKS[rule.check](rule, matcher))
        except OutOfTimeError:
            failed.append(rule)
            continue
        shown = places[:1] if rule.once else places
        for start, end, values in shown:
            quote = text[start:end]
            plain = "".join(quote.split())
            ordinals[rule.id, plain] += 1
            mark = f"{rule.id}\n{plain}\n{ordinals[rule.id, plain]}"
            place = document.place(start)
            # The message puts the words in quotation marks of its own.
            said = {"quote": plain[:40].strip("“”"), "count": len(places), "kind": kind_title, **values}
            message = rule.message.get(lang).format_map(said)
            out.append(
                Finding(
                    rule=rule.id,
                    severity=rule.severity,
                    message=message,
                    quote=quote,
                    start=start,
                    end=end,
                    line=place.line,
                    column=place.column,
                    page=place.page,
                    fingerprint=hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:16],
                )
            )
    return tuple(sorted(out, key=lambda f: (f.start, f.rule))), tuple(failed)


def _pattern(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    """Look for patterns in the original text, because normalising hides some of them."""
    text = matcher.document.source.text
    clock = Clock(matcher.hits.deadline)
    taken: list[tuple[int, int]] = []
    for pattern in rule.patterns:
        for start, end in pattern.find(text, 0, len(text), clock):
            # What is taken stands apart and in order: only the neighbours can overlap.
            at = bisect_left(taken, (start, end))
            if (at and start < taken[at - 1][1]) or (at < len(taken) and taken[at][0] < end):
                continue
            if rule.unless is not None:
                around = text[max(0, start - 12) : end + 12]
                if rule.unless.first(around, 0, len(around), clock):
                    continue
            taken.insert(at, (start, end))
    for start, end in taken:
        yield start, end, {}


def _duplicates(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    document = matcher.document
    first: dict[str, int] = {}
    last = -2
    for index, sentence in enumerate(document.sentences):
        marker = marker_of(document.norm[sentence.start_norm : sentence.end_norm])
        words = document.norm[sentence.start_norm + (marker.length if marker else 0) : sentence.end_norm].rstrip(
            "。；，"
        )
        if len(words) < SHORTEST_DUPLICATE:
            continue
        if words in first:
            # Neighbouring sentences of one repeated passage are one finding.
            if last != index - 1:
                span = document.span(sentence.start_norm, sentence.end_norm)
                yield span.start, span.end, {"line": document.place(first[words]).line}
            last = index
        else:
            first[words] = document.span(sentence.start_norm, sentence.end_norm).start


def _heading_numbers(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    """Find first- and second-level numbers that do not follow the one before them."""
    document = matcher.document
    last: dict[int, tuple[int, str]] = {}
    for block in document.blocks:
        text = document.norm[block.start_norm : block.end_norm]
        marker = marker_of(text) if block.kind in ("para", "heading") else None
        if marker is None or marker.value < 1 or marker.level > 2 or marker.style == "part":
            continue
        value, style = last.get(marker.level, (0, marker.style))
        if marker.value != value + 1 or marker.style != style:
            span = document.span(block.start_norm, block.start_norm + min(len(text), marker.length + 12))
            yield span.start, span.end, {"number": text[: marker.length], "expected": value + 1}
        last[marker.level] = (marker.value, marker.style)
        if marker.level == 1:
            last.pop(2, None)


def _plan_year(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    """Find a plan that speaks of the reported year where the next one is meant.

    Its heading begins with that year, or its first sentence does, with one of the rule's patterns.
    """
    if matcher.year is None:
        return
    document = matcher.document
    now, clock = str(matcher.year), Clock(matcher.hits.deadline)
    for index, section in enumerate(document.sections[1:], 1):
        if matcher.roles.of_section[index] == "plan" and section.level == 1 and section.title.startswith(now):
            span = document.span(section.start_norm, section.heading_end_norm)
            yield span.start, span.end, {"year": matcher.year, "next": matcher.year + 1}
            return
    for index, sentence in enumerate(document.sentences):
        if matcher.roles.of_sentence[index] == "plan":
            start, end = sentence.start_norm, sentence.end_norm
            found = (at for pattern in rule.patterns for at, _ in pattern.find(document.norm, start, end, clock))
            if document.norm.startswith(now, start) and start in found:
                span = document.span(start, min(end, start + 20))
                yield span.start, span.end, {"year": matcher.year, "next": matcher.year + 1}
            return


def _promised(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    """Find a heading that names something its section does not give."""
    leaf = next((leaf for leaf in matcher.checklist.leaves if leaf.id == rule.element), None)
    if leaf is None:
        return
    document = matcher.document
    matches = matcher.leaf(leaf)
    if matches.failed or not leaf.applies(str(matcher.identity.kind.value), matcher.year):
        return
    given = [m.anchor_norm[0] for m in matches.mentions if m.counts]
    for section in document.sections[1:]:
        title = document.norm[section.start_norm : section.heading_end_norm]
        clock = Clock(matcher.hits.deadline)
        if any(True for p in rule.patterns for _ in p.find(title, 0, len(title), clock)) and not any(
            section.start_norm <= at < section.end_norm for at in given
        ):
            span = document.span(section.start_norm, section.heading_end_norm)
            yield span.start, span.end, {}
            return


def _no_title(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    if matcher.identity.title is None:
        yield 0, 0, {}


def _kind_guessed(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    if matcher.identity.kind.source == "default":
        yield 0, 0, {}


def _dated(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    """Find a report dated after (or before) a day that its reported year sets."""
    found = report_date(matcher.document)
    if found is None or matcher.year is None or rule.day is None:
        return
    years, month, day = rule.day
    limit = date(matcher.year + years, month, day)
    if found.day > limit if rule.check == "dated-after" else found.day < limit:
        yield found.start, found.end, {"date": found.day.isoformat(), "day": limit.isoformat()}


def _undated(rule: IntegrityRule, matcher: Matcher) -> Iterator[Place]:
    if report_date(matcher.document) is None:
        yield 0, 0, {}


_CHECKS: dict[str, Callable[[IntegrityRule, Matcher], Iterator[Place]]] = {
    "pattern": _pattern,
    "duplicate-sentence": _duplicates,
    "heading-number": _heading_numbers,
    "plan-year": _plan_year,
    "promised": _promised,
    "no-title": _no_title,
    "kind-guessed": _kind_guessed,
    "dated-after": _dated,
    "dated-before": _dated,
    "undated": _undated,
}
