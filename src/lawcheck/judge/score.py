"""From statuses to the score: the only place that sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lawcheck.checklist.terms import Level, Status
from lawcheck.judge.card import ElementResult, Finding


@dataclass(frozen=True, slots=True)
class Score:
    """Points from 0 to 100 (None when nothing could be checked) and the share of weight that was checked."""

    value: float | None
    checked: float


def score(elements: Sequence[ElementResult]) -> Score:
    """Weigh the credit of what applied and could be checked.

    Args:
        elements: In checklist order, parts already folded into their element.

    Returns:
        ``value`` in points from 0 to 100, or None when nothing could be checked;
        ``checked`` as a share from 0 to 1 of the applicable weight.

    Source:
        contract.md, "Status of an element or part".
    """
    applied = [e for e in elements if e.status is not Status.NOT_APPLICABLE]
    weighed = [e for e in applied if e.status is not Status.UNCHECKED]
    all_weight = sum(e.weight for e in applied)
    weight = sum(e.weight * _checked_share(e) for e in weighed)
    if weight <= 0:
        return Score(None, 0.0)
    earned = sum(e.weight * _checked_share(e) * e.credit for e in weighed)
    return Score(round(100 * earned / weight, 1), round(weight / all_weight, 4))


def _checked_share(element: ElementResult) -> float:
    parts = [p for p in element.parts if p.status is not Status.NOT_APPLICABLE]
    total = sum(p.weight for p in parts)
    if not total:
        return 1.0
    return sum(p.weight for p in parts if p.status is not Status.UNCHECKED) / total


def fold(parts: Sequence[ElementResult]) -> tuple[Status, float]:
    """Return the status and credit of an element from those of its parts.

    The credit is the weighted mean over the parts that applied and could be checked. The status is the parts' common
    one; ``partial`` when at least one part is reported and they differ; else the best of what is left.
    """
    applied = [p for p in parts if p.status is not Status.NOT_APPLICABLE]
    if not applied:
        return Status.NOT_APPLICABLE, 0.0
    checked = [p for p in applied if p.status is not Status.UNCHECKED]
    if not checked:
        return Status.UNCHECKED, 0.0
    weight = sum(p.weight for p in checked)
    credit = sum(p.weight * p.credit for p in checked) / weight if weight else 0.0
    statuses = {p.status for p in checked}
    if len(statuses) == 1:
        return checked[0].status, round(credit, 4)
    if statuses & {Status.COVERED, Status.WEAK}:
        return Status.PARTIAL, round(credit, 4)
    best = Status.PLANNED if Status.PLANNED in statuses else Status.LACKING
    return best, round(credit, 4)


def passes(
    elements: Sequence[ElementResult], findings: Sequence[Finding], value: float | None, threshold: float
) -> bool:
    """Say whether a report passes; a high score never hides a statutory element that is not reported."""
    if value is None or value < threshold or any(f.severity == "error" for f in findings):
        return False
    return all(
        e.status in (Status.COVERED, Status.PARTIAL, Status.WEAK, Status.NOT_APPLICABLE)
        and not any(part.status is Status.UNCHECKED for part in e.parts)
        for e in elements
        if e.level is Level.STATUTORY
    )
