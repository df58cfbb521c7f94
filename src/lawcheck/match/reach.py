"""Where a match can stand at all: sets of sentences, kept as the bits of an integer.

Most branches of a checklist match nowhere in a report. Which sentences hold one of an expression's literals is known from the one
pass over the text; from that follows, without a search, where the expression may hold. It may be wrong on the side of
looking, never on the side of passing over: the verdict does not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lawcheck.checklist.compiled import Expr
from lawcheck.checklist.terms import Op, Scope
from lawcheck.match.facts import TOLD, Facts
from lawcheck.match.scan import Hits, Sentences

_MANY = 2_000
"""Sentences from which on a document is no report, and sets of neighbours would cost more than they save."""


class Reach:
    """Says where the expressions of a checklist may match in one document.

    Args:
        hits: Which literal stands in which sentence.
        groups: By scope, the groups of sentences that count as near one another, none of them empty.
        facts: What else stands in which sentence.

    Attributes:
        known: What ``holds`` has told so far, by the expression's ``id``.
    """

    def __init__(self, hits: Hits, groups: dict[Scope, Iterable[Sequence[int]]], facts: Facts) -> None:
        self.hits, self._facts = hits, facts
        self._groups = groups
        self._sets: dict[Scope, list[Sentences]] = {}
        self.everywhere: Sentences = (1 << len(hits.document.sentences)) - 1
        self._anchors: dict[int, Sentences] = {}
        self.known: dict[int, Sentences] = {}
        self._near: dict[tuple[int, Scope], Sentences] = {}

    def anchors(self, expr: Expr) -> Sentences:
        """Return the sentences in which a match of an expression may begin."""
        known = self._anchors.get(id(expr))
        if known is None:
            known = self._anchors[id(expr)] = self._find_anchors(expr)
        return known

    def _find_anchors(self, expr: Expr) -> Sentences:
        op = expr.op
        if op is Op.PHRASE or op is Op.LIST:
            return self.hits.reach(expr.concept)
        if op is Op.NEAR or op is Op.ALL:
            found = self.anchors(expr.parts[0])
            for part in expr.parts[1:]:
                if not found:
                    break
                found &= self.holds(part)
            return found
        if op is Op.AT_LEAST:
            return self.anchors(expr.parts[0])
        if op is Op.ANY:
            found = 0
            for part in expr.parts:
                found |= self.anchors(part)
            return found
        return self._facts.sentences(expr) if op in TOLD else self.everywhere

    def holds(self, expr: Expr) -> Sentences:
        """Return the sentences near which a condition may hold."""
        known = self.known.get(id(expr))
        if known is None:
            known = self.known[id(expr)] = self._find_holds(expr)
        return known

    def _find_holds(self, expr: Expr) -> Sentences:
        op = expr.op
        if op is Op.PHRASE or op is Op.LIST:
            return self._around(self.hits.reach(expr.concept), expr.within)
        if op in TOLD:
            return self._around(self._facts.sentences(expr), expr.within)
        if op is Op.NEAR or op is Op.ALL:
            found = self.everywhere
            for part in expr.parts:
                found &= self.holds(part)
                if not found:
                    break
            return found
        if op is Op.ANY or op is Op.AT_LEAST:
            found = 0
            for part in expr.parts:
                found |= self.holds(part)
            return found if op is Op.ANY or expr.count > 0 else self.everywhere
        return self.everywhere

    def _around(self, own: Sentences, scope: Scope) -> Sentences:
        """Return the sentences within a scope of some others."""
        if scope is Scope.CLAUSE or scope is Scope.SENTENCE or not own:
            return own
        if scope not in self._groups or self.everywhere.bit_length() > _MANY:
            return self.everywhere
        key = (own, scope)
        known = self._near.get(key)
        if known is None:
            if scope not in self._sets:
                self._sets[scope] = [sum(1 << at for at in group) for group in self._groups[scope]]
            known = own
            for group in self._sets[scope]:
                if group & own:
                    known |= group
            self._near[key] = known
        return known
