"""What a lint says of a report: one problem for each leaf that is not reported in full, and one for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lawcheck.checklist import Level, Status
from lawcheck.judge import ElementResult, Evidence, Finding, ReportCard
from lawcheck.messages import say, say_place

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
        place: How a person finds it, such as "page 3, paragraph 12"; empty when the report holds no such place.
        in_lines: Whether an editor finds it by its line: not in a Word document, nor on a page.
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
    place: str
    in_lines: bool
    end_line: int
    end_column: int
    start: int
    section: str
    fingerprint: str

    @property
    def told(self) -> str:
        """The message, with its place before it when the line alone leads nowhere."""
        return self.message if self.in_lines or not self.place else f"{self.place} {self.message}"


def problems(card: ReportCard, lang: str) -> Iterator[Problem]:
    """Yield what to mend, in the order of the checklist, findings last; nothing for what could not be checked.

    What a baseline or a waiver accepts is left out: only what is new is a problem.

    What a reader of the output needs is in the message: the verdict, what to write, the article that asks for it.
    """
    unit = card.extraction.unit if card.extraction else "line"
    accepted = card.accepted_marks
    for element in card.elements:
        for leaf in element.leaves():
            severity = _severity(leaf)
            if severity and (leaf.id, leaf.fingerprint) not in accepted:
                yield _of_leaf(leaf, severity, unit, lang)
    for finding in card.findings:
        if (finding.rule, finding.fingerprint) not in accepted:
            yield _of_finding(finding, unit, lang)


def _severity(leaf: ElementResult) -> str:
    """Return how bad it is that a leaf has its status, empty when it is not."""
    if leaf.status in (Status.MISSING, Status.LACKING, Status.PLANNED):
        return {Level.STATUTORY: ERROR, Level.EXPECTED: WARNING, Level.RECOMMENDED: NOTE}[leaf.level]
    if leaf.status is Status.WEAK:
        return WARNING if leaf.level is Level.STATUTORY else NOTE
    return ""


def _of_leaf(leaf: ElementResult, severity: str, unit: str, lang: str) -> Problem:
    evidence = leaf.best
    colon = say("colon", lang)
    parts = [leaf.message]
    if leaf.advice:
        parts.append(f"{say('report.write', lang)}{colon}{leaf.advice}")
    if leaf.citations:
        parts.append(f"{say('report.basis', lang)}{colon}{leaf.citations[0]}")
    quote = evidence.quote if evidence else ""
    end_line, end_column = _end(evidence)
    expected = leaf.expected
    found = evidence or expected
    return Problem(
        rule=leaf.id,
        severity=severity,
        status=leaf.status.value,
        title=leaf.title,
        message=" ".join(parts),
        quote=quote,
        line=found.line if found else 1,
        column=evidence.column if evidence else 1,
        page=found.page if found else None,
        place=say_place(lang, unit, found.line, found.page) if found else "",
        in_lines=unit == "line" and (found is None or found.page is None),
        end_line=end_line or (expected.line if expected else 1),
        end_column=end_column,
        start=evidence.start if evidence else -1,
        section=found.section if found else "",
        fingerprint=leaf.fingerprint,
    )


def _of_finding(finding: Finding, unit: str, lang: str) -> Problem:
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
        place=say_place(lang, unit, finding.line, finding.page),
        in_lines=unit == "line" and finding.page is None,
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
