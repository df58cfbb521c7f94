"""How far a verdict can be trusted: ``sure``, or ``check`` when a person should read the place first.

What makes a verdict doubtful was measured on labelled reports, see docs/accuracy.md: a single mention that carries it,
mentions set aside because they seemed to be another body's or another year's, and several places that nearly told it. A
similarity of letters to known wordings was tried as well and told right from wrong little better than chance.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lawcheck.checklist import Status
from lawcheck.language import Modality

if TYPE_CHECKING:
    from lawcheck.match import LeafMatches

SURE, CHECK = "sure", "check"

_SET_ASIDE = frozenset({Modality.OTHER, Modality.PAST})

NEAR = 2
"""Places that nearly told a missing element, from which on a person should look."""


def doubt_of(status: Status, matches: LeafMatches, near_misses: Callable[[], int]) -> str:
    """Return why a verdict should be read by a person, as a key of ``messages`` below ``doubt``; empty when it is sure.

    Args:
        status: The verdict.
        matches: What was found.
        near_misses: Counts the places that nearly told it, up to ``NEAR``; asked only when it matters.
    """
    if status is Status.UNCHECKED:
        return "unchecked"
    if status is Status.COVERED and sum(m.counts and m.gives == "covered" for m in matches.mentions) == 1:
        return "lone"
    if status is Status.MISSING:
        if any(m.reading.modality in _SET_ASIDE for m in matches.mentions if not m.counts):
            return "set_aside"
        if near_misses() >= NEAR:
            return "near"
    return ""
