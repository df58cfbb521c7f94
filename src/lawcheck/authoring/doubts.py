"""What is doubtful in a checklist that loads: rules and words that can never matter."""

from __future__ import annotations

from collections.abc import Iterator

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Expr


def doubts(checklist: Checklist) -> list[str]:
    """Return one line for each doubtful thing, with the id it concerns."""
    return [*_protected(checklist), *_slow(checklist), *_unexplained(checklist), *_unproven(checklist)]


def _protected(checklist: Checklist) -> Iterator[str]:
    """Find words that a protecting phrase of their own list always swallows."""
    for concept in checklist.concepts:
        for word in concept.words:
            if word in concept.protect_words:
                yield f"vocab {concept.name}: {word!r} stands in 'words' and in 'not', so it never counts"


def _slow(checklist: Checklist) -> Iterator[str]:
    """Find patterns without a literal that every match must hold: they run on every sentence."""
    used = {concept for leaf in checklist.leaves for branch in leaf.branches for concept in _anchors(branch.expr)}
    for number in sorted(used):
        for pattern in checklist.concepts[number].patterns:
            if not pattern.needs:
                yield f"pattern {pattern.source!r} has no literal that every match holds: it runs on every sentence"


def _anchors(expr: Expr) -> Iterator[int]:
    if expr.concept >= 0:
        yield expr.concept
    for part in expr.parts[:1]:
        yield from _anchors(part)


def _unexplained(checklist: Checklist) -> Iterator[str]:
    for leaf in checklist.leaves:
        if not leaf.advice.zh and leaf.weight > 0:
            yield f"element {leaf.id}: no 'advice' says what to write"


def _unproven(checklist: Checklist) -> Iterator[str]:
    for leaf in checklist.leaves:
        if not leaf.basis:
            yield f"element {leaf.id}: no 'basis' says which law asks for it"
