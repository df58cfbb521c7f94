"""What was accepted before: a baseline of today's problems, and waivers that someone signed.

An accepted problem stays on the card with its status and credit; it only no longer keeps the report from passing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lawcheck.checklist import Level, Status
from lawcheck.judge.card import NOT_REPORTED, Accepted, ElementResult, ReportCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Something that somebody accepted.

    Attributes:
        rule: Id of the leaf, or of the integrity rule.
        fingerprint: Of exactly one problem; empty for all of the rule.
        quote: Words that must stand in the problem's quote; empty for any.
        reason: Why; empty for a baseline.
        signer: Who; empty for a baseline.
        expires: Last day that it holds; None for ever.
    """

    rule: str
    fingerprint: str = ""
    quote: str = ""
    reason: str = ""
    signer: str = ""
    expires: date | None = None

    def covers(self, rule: str, fingerprint: str, quote: str) -> bool:
        """Say whether it is about a problem."""
        if rule != self.rule or (self.fingerprint and fingerprint != self.fingerprint):
            return False
        return "".join(self.quote.split()) in "".join(quote.split())


def accept(
    card: ReportCard, acceptances: Sequence[Acceptance], *, least_score: float | None = None
) -> tuple[ReportCard, set[Acceptance]]:
    """Return a card with what was accepted, and the acceptances that were of use.

    Args:
        card: As it was judged.
        acceptances: Those that hold for this report today.
        least_score: Score that was accepted for it, when it lies below the threshold.
    """
    accepted: list[Accepted] = []
    used: set[Acceptance] = set()

    def look(rule: str, fingerprint: str, quote: str) -> None:
        for acceptance in acceptances:
            if acceptance.covers(rule, fingerprint, quote):
                used.add(acceptance)
                accepted.append(
                    Accepted(
                        rule=rule,
                        fingerprint=fingerprint,
                        reason=acceptance.reason,
                        signer=acceptance.signer,
                        expires=acceptance.expires.isoformat() if acceptance.expires else "",
                    )
                )
                return

    for element in card.elements:
        for leaf in element.leaves():
            if leaf.status in NOT_REPORTED or leaf.status is Status.WEAK:
                look(leaf.id, leaf.fingerprint, leaf.best.quote if leaf.best else "")
    for finding in card.findings:
        look(finding.rule, finding.fingerprint, finding.quote)
    if not accepted and least_score is None:
        return card, used
    changed = replace(card, accepted=tuple(accepted))
    return replace(changed, passed=_passes(changed, least_score)), used


def _passes(card: ReportCard, least_score: float | None) -> bool:
    """Say whether a report passes when what was accepted is left out."""
    if card.error is not None or card.score is None:
        return False
    marks = card.accepted_marks
    threshold = card.threshold if least_score is None else min(card.threshold, least_score)
    errors = [f for f in card.findings if f.severity == "error" and (f.rule, f.fingerprint) not in marks]
    return card.score >= threshold and not errors and all(_holds(e, marks) for e in card.elements)


def _holds(element: ElementResult, marks: frozenset[tuple[str, str]]) -> bool:
    if element.level is not Level.STATUTORY or element.status is Status.NOT_APPLICABLE:
        return True
    leaves = list(element.leaves())
    if any(leaf.status is Status.UNCHECKED for leaf in leaves):
        return False
    return element.reported or all(
        (leaf.id, leaf.fingerprint) in marks for leaf in leaves if leaf.status in NOT_REPORTED
    )
