"""From mentions to the status of a leaf: the best mention wins."""

from __future__ import annotations

from collections.abc import Iterable

from lawcheck.checklist import Leaf, Status
from lawcheck.language import Modality
from lawcheck.match import LeafMatches, Mention

MOST_EVIDENCE = 40
"""Mentions kept for one leaf; reporters for people show the first few."""


def decide(leaf: Leaf, matches: LeafMatches) -> tuple[Status, tuple[Mention, ...]]:
    """Return a leaf's status and the mentions that decided it.

    Source:
        Labelling guide, section 7: covered, weak, planned, lacking, missing; a leaf that is about lacks or the
        future (``counts`` without done) is never planned.
    """
    if matches.failed:
        return Status.UNCHECKED, ()
    counted = [m for m in matches.mentions if m.counts]
    covered = [m for m in counted if m.gives == "covered"]
    weak = [m for m in counted if m.gives == "weak"]
    if covered and len({m.sentence for m in covered}) >= leaf.needs:
        return Status.COVERED, _best(covered)
    if covered or weak:
        return Status.WEAK, _best(covered or weak)
    if Modality.DONE in leaf.counts:
        for modality, status in ((Modality.PLANNED, Status.PLANNED), (Modality.LACKING, Status.LACKING)):
            found = [m for m in matches.mentions if m.reading.modality is modality]
            if found:
                return status, _best(found)
    denied = [m for m in counted if m.gives == "lacking"]
    if denied:
        return Status.LACKING, _best(denied)
    return leaf.absent, ()


def best_of(statuses: Iterable[Status]) -> Status:
    """Return the best of some statuses; they are listed best first."""
    return min(statuses, key=list(Status).index)


def _best(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Return the most telling mentions: those with most substance first, no clause twice, in text order."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-min(len(m.substance), 3), m.start_norm)):
        if len(chosen) >= MOST_EVIDENCE:
            break
        if not any(_shared(mention, other) for other in chosen):
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda m: m.start_norm))


def _shared(mention: Mention, other: Mention) -> bool:
    """Say whether most of a mention's quote stands in another's already."""
    common = min(mention.end_norm, other.end_norm) - max(mention.start_norm, other.start_norm)
    return common * 2 > mention.end_norm - mention.start_norm
