"""How far a verdict can be trusted: ``sure``, or ``check`` when a person should read the place first.

What makes a verdict doubtful was measured on labelled reports, see docs/accuracy.md: one lone mention that carries it,
and mentions that were set aside because they seemed to be another body's or another year's.
"""

from __future__ import annotations

from lawcheck.checklist import Status
from lawcheck.language import Modality
from lawcheck.match import LeafMatches

SURE, CHECK = "sure", "check"

_SET_ASIDE = frozenset({Modality.OTHER, Modality.PAST})


def doubt_of(status: Status, matches: LeafMatches) -> str:
    """Return why a verdict should be read by a person, as a key of ``messages`` below ``doubt``; empty when it is sure."""
    if status is Status.UNCHECKED:
        return "unchecked"
    aside = any(m.reading.modality in _SET_ASIDE for m in matches.mentions if not m.counts)
    if status is Status.MISSING:
        return "set_aside" if aside else ""
    counted = [m for m in matches.mentions if m.counts]
    if status is Status.WEAK and len(counted) == 1:
        return "lone_weak"
    if status is Status.COVERED and sum(m.gives == "covered" for m in counted) == 1 and len(counted) == 1:
        return "lone"
    return ""
