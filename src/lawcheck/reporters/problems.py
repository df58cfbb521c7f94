"""What a lint says of a report: one problem for each leaf that is not reported in full, and one for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lawcheck.checklist import Level, Status
from lawcheck.judge import ElementResult, Evidence, Finding, ReportCard
from lawcheck.messages import say

ERROR, WARNING, NOTE = "error", "warning", "note"

_OF_FINDING = {"error": ERROR, "warning": WARNING, "info": NOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to mend in a report.

    Attributes:
        rule: Id of the leaf or integrity rule.
        severity: ``error``, ``warning`` or ``note``.
        status: Status of the leaf; empty for a finding.
        title: Name of what is wrong.
        message: One paragraph: what is wrong, and for a leaf what to write and by what authority.
        line: Where it is, or where it belongs; 1 when it has no place.
        placed: Whether the report holds such a place.
        end_line: Line of the last character, as far as the quote tells.
        end_column: Column after the last character.
        start: Offset of the quote in the checked text; -1 without one.
        section: Heading it stands or belongs under; empty for none.
        fingerprint: Stays the same when text is inserted elsewhere.
    """

    rule: str
    severity: str
    status: str
    title: str
    message: str
    quote: str
    line: int
    column: int
    page: int | None
    placed: bool
    end_line: int
    end_column: int
    start: int
    section: str
    fingerprint: str


def problems(card: ReportCard, lang: str) -> Iterator[Problem]:
    """Yield what to mend, in the order of the checklist, findings last; nothing for what could not be checked.

    What a baseline or a waiver accepts is left out: only what is new is a problem.

    What a reader of the output needs is in the message: the verdict, what to write, the article that asks for it.
    """
    accepted = {(known.rule, known.fingerprint) for known in card.accepted}
    for element in card.elements:
        for leaf in element.leaves():
            severity = _severity(leaf)
            if severity and (leaf.id, leaf.fingerprint) not in accepted:
                yield _of_leaf(leaf, severity, lang)
    for finding in card.findings:
        if (finding.rule, finding.fingerprint) not in accepted:
            yield _of_finding(finding)


def _severity(leaf: ElementResult) -> str:
    """Return how bad it is that a leaf has its status, empty when it is not."""
    if leaf.status in (Status.MISSING, Status.LACKING, Status.PLANNED):
        return {Level.STATUTORY: ERROR, Level.EXPECTED: WARNING, Level.RECOMMENDED: NOTE}[leaf.level]
    if leaf.status is Status.WEAK:
        return WARNING if leaf.level is Level.STATUTORY else NOTE
    return ""


def _of_leaf(leaf: ElementResult, severity: str, lang: str) -> Problem:
    evidence = leaf.best
    colon = "：" if lang == "zh" else ": "
    parts = [leaf.message]
    if leaf.advice:
        parts.append(f"{say('report.write', lang)}{colon}{leaf.advice}")
    if leaf.citations:
        parts.append(f"{say('report.basis', lang)}{colon}{leaf.citations[0]}")
    quote = evidence.quote if evidence else ""
    end_line, end_column = _end(evidence)
    expected = leaf.expected
    return Problem(
        rule=leaf.id,
        severity=severity,
        status=leaf.status.value,
        title=leaf.title,
        message=" ".join(parts),
        quote=quote,
        line=evidence.line if evidence else expected.line if expected else 1,
        column=evidence.column if evidence else 1,
        page=evidence.page if evidence else expected.page if expected else None,
        placed=evidence is not None or expected is not None,
        end_line=end_line or (expected.line if expected else 1),
        end_column=end_column,
        start=evidence.start if evidence else -1,
        section=evidence.section if evidence else expected.section if expected else "",
        fingerprint=leaf.fingerprint,
    )


def _of_finding(finding: Finding) -> Problem:
    end_line, end_column = _end(finding)
    return Problem(
        rule=finding.rule,
        severity=_OF_FINDING[finding.severity],
        status="",
        title=finding.message,
        message=finding.message,
        quote=finding.quote,
        line=finding.line,
        column=finding.column,
        page=finding.page,
        placed=True,
        end_line=end_line,
        end_column=end_column,
        start=finding.start,
        section="",
        fingerprint=finding.fingerprint,
    )


def _end(place: Evidence | Finding | None) -> tuple[int, int]:
    """Return line and column after a quote, (0, 1) without one; a quote over several lines counts its own."""
    if place is None:
        return 0, 1
    lines = place.quote.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) == 1:
        return place.line, place.column + len(place.quote)
    return place.line + len(lines) - 1, len(lines[-1]) + 1
