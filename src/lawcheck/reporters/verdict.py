"""What all outputs say of a report's verdict: what is open, and why it did not pass."""

from __future__ import annotations

from collections.abc import Iterable

from lawcheck.checklist import Level, Status
from lawcheck.judge import NOT_REPORTED, ElementResult, Finding, ReportCard
from lawcheck.messages import say


class Open:
    """The problems of a report that no baseline and no waiver accepts.

    Attributes:
        gaps: Leaves that are not reported, statutory ones first.
        thin: Leaves that are told in general words alone.
        findings: Findings.
        lost: Statutory elements that are not reported.
        unknown: Statutory elements that could not be checked.
    """

    def __init__(self, card: ReportCard) -> None:
        self._accepted = card.accepted_marks
        leaves = [leaf for element in card.elements for leaf in element.leaves()]
        self.gaps = self._left(card.missing)
        self.thin = self._left(leaf for leaf in leaves if leaf.status is Status.WEAK)
        self.findings = [finding for finding in card.findings if self.has(finding)]
        statutory = [element for element in card.elements if element.level is Level.STATUTORY]
        self.lost = [e for e in statutory if e.status in NOT_REPORTED and self._left(self._unreported(e))]
        self.unknown = [element for element in statutory if element.status is Status.UNCHECKED]

    def has(self, finding: Finding) -> bool:
        """Say whether a finding is open."""
        return (finding.rule, finding.fingerprint) not in self._accepted

    def _left(self, leaves: Iterable[ElementResult]) -> list[ElementResult]:
        if not self._accepted:
            return list(leaves)  # without making a fingerprint of each
        return [leaf for leaf in leaves if (leaf.id, leaf.fingerprint) not in self._accepted]

    @staticmethod
    def _unreported(element: ElementResult) -> list[ElementResult]:
        return [leaf for leaf in element.leaves() if leaf.status in NOT_REPORTED]


def reasons_of(card: ReportCard, lang: str) -> list[str]:
    """Return why a report did not pass; nothing when it did."""
    if card.passed:
        return []
    left, comma, out = Open(card), say("comma", lang), []
    if left.lost:
        out.append(say("report.why_failed_statutory", lang, titles=comma.join(e.title for e in left.lost)))
    if left.unknown:
        out.append(say("report.why_failed_unchecked", lang, titles=comma.join(e.title for e in left.unknown)))
    errors = sum(finding.severity == "error" for finding in left.findings)
    if errors:
        out.append(say("report.why_failed_finding", lang, count=errors))
    if card.score is not None and card.score < card.threshold:
        out.append(say("report.why_failed_score", lang, threshold=f"{card.threshold:g}"))
    return out


def accepted_of(card: ReportCard, lang: str) -> list[str]:
    """Return what someone signed for, each with reason, signer and last day; a baseline's problems have none."""
    titles = {leaf.id: leaf.title for element in card.elements for leaf in element.leaves()}
    return [
        say(
            "report.waived",
            lang,
            title=titles.get(known.rule, known.rule),
            reason=known.reason,
            signer=known.signer,
            expires=known.expires,
        )
        for known in card.accepted
        if known.reason
    ]
