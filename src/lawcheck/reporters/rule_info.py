"""What reporters are told of rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawcheck.checklist import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """What a reporter may say of a leaf or an integrity rule, in the language of the output.

    Attributes:
        id: Id of the leaf or of the integrity rule.
        element: Id of the element that a part belongs to; the leaf's own id otherwise; empty for an integrity rule.
        title: Its name.
        asks: The question it asks; empty for an integrity rule.
        advice: What to write, or how to mend it.
        level: ``statutory``, ``expected``, ``recommended``; for an integrity rule its severity.
        citations: The articles that ask for it.
    """

    id: str
    element: str
    title: str
    asks: str
    advice: str
    level: str
    citations: tuple[str, ...] = ()


def rules_of(checklist: Checklist, lang: str) -> tuple[RuleInfo, ...]:
    """Return what a checklist can find fault with."""
    leaves = [
        RuleInfo(
            id=leaf.id,
            element=leaf.element,
            title=leaf.title.get(lang),
            asks=leaf.asks.get(lang),
            advice=leaf.advice.get(lang),
            level=leaf.level.value,
            citations=tuple(checklist.basis[name].cite(lang) for name in leaf.basis),
        )
        for element in checklist.elements
        for leaf in element.leaves
    ]
    checks = [
        RuleInfo(id=rule.id, element="", title=rule.title.get(lang), asks="", advice="", level=rule.severity)
        for rule in checklist.integrity
    ]
    return (*leaves, *checks)
