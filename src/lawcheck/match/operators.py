"""The closed set of operators: each finds its words, or says whether it holds near an anchor."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lawcheck.checklist.compiled import Expr
from lawcheck.checklist.terms import Op, Scope
from lawcheck.document import Sentence
from lawcheck.language import Modality
from lawcheck.match.facts import Facts
from lawcheck.match.modality import Modalities
from lawcheck.match.model import Found, Reading
from lawcheck.match.reach import Reach
from lawcheck.match.scan import Hits, bits

REACH = 1200
"""Characters to either side that still belong together in an item without end (line ends lost)."""

OPENING = 2
"""Sentences at the head of an item among which its run-in headline stands."""

_ORDER = {
    Modality.DONE: 1,
    Modality.PLANNED: 2,
    Modality.LACKING: 3,
    Modality.PAST: 4,
    Modality.OTHER: 5,
    Modality.CITED: 6,
}
"""Which reading is the better one, when several words could fill a place."""


_JUDGED = frozenset({Op.PHRASE, Op.NEAR, Op.ANY, Op.ALL})
"""Operators whose words set the modality of a match."""


_FOUND = frozenset({Op.PHRASE, Op.LIST, Op.NUMBER, Op.DATE, Op.DOCUMENT, Op.CUE, Op.CLAUSE})
"""Operators that find places of their own; the others combine or ask."""

_Place = tuple[int, int, int]
"""Sentence, start, end."""


@dataclass(slots=True)
class Combination:
    """Words that together make a match: the anchor first; ``judged`` ones set its modality."""

    judged: tuple[Found, ...]
    context: tuple[Found, ...] = ()


class Operators:
    """Evaluates expressions over one document."""

    def __init__(self, hits: Hits, modalities: Modalities) -> None:
        self.hits, self.modalities = hits, modalities
        self.document = hits.document
        self.facts = Facts(hits, modalities)
        self._items: dict[int, list[int]] = {}
        self._blocks: dict[int, list[int]] = {}
        self._sections: dict[int, list[int]] = {}
        for index, sentence in enumerate(self.document.sentences):
            self._items.setdefault(sentence.item, []).append(index)
            self._blocks.setdefault(sentence.block, []).append(index)
            for section in self.document.path(sentence.section)[:1]:
                self._sections.setdefault(section, []).append(index)
        groups = {Scope.ITEM: self._items, Scope.PARAGRAPH: self._blocks, Scope.SECTION: self._sections}
        self.reach = Reach(hits, {scope: found.values() for scope, found in groups.items()}, self.facts)

    # -- anchors ------------------------------------------------------------------------------------------------

    def combinations(
        self,
        expr: Expr,
        counts: frozenset[Modality],
        *,
        headlines: bool,
        roles: frozenset[str] = frozenset(),
        most: int | None = None,
    ) -> Iterator[Combination]:
        """Yield the matches of an expression, anchor by anchor, in text order.

        Args:
            expr: What is looked for.
            counts: Modalities to prefer where several words could fill a place.
            headlines: Look in run-in headlines too.
            roles: Look only in sections of these roles; everywhere when empty.
            most: Matches wanted of one sentence; all by default.

        Raises:
            OutOfTimeError: The time for the report, or for a pattern, is up.
        """
        role_of = self.modalities.roles.of_sentence
        for sentence in bits(self.reach.anchors(expr)):
            if (roles and role_of[sentence] not in roles) or (
                self.document.sentences[sentence].headline and not headlines
            ):
                continue
            self.hits.deadline.check()
            yield from islice(self._in_sentence(expr, sentence, counts), most)

    def _in_sentence(self, expr: Expr, sentence: int, counts: frozenset[Modality]) -> Iterator[Combination]:
        op = expr.op
        if op is Op.NEAR or op is Op.ALL or op is Op.AT_LEAST:
            for first in self._in_sentence(expr.parts[0], sentence, counts):
                found = self._rest(expr, first, counts)
                if found is not None:
                    yield found
        elif op is Op.ANY:
            for part in expr.parts:
                if self.reach.anchors(part) >> sentence & 1:
                    yield from self._in_sentence(part, sentence, counts)
        else:
            for start, end in self._spans(expr, sentence):
                yield Combination((Found(sentence, start, end),))

    def _rest(self, expr: Expr, first: Combination, counts: frozenset[Modality]) -> Combination | None:
        """Return a match of an expression's first part with what the other parts ask for near it, None without it."""
        anchor = first.judged[0]
        judged: list[Found] = []
        context: list[Found] = []
        if expr.op is Op.AT_LEAST:
            held = 1
            for part in expr.parts[1:]:
                found = self.holds(part, anchor, counts)
                if found is not None:
                    held += 1
                    context += found
            if held < expr.count:
                return None
        else:
            for part in expr.parts[1:]:
                found = self.holds(part, anchor, counts)
                if found is None:
                    return None
                if part.context or part.op not in _JUDGED:
                    context += found
                else:
                    judged += found
        if not judged and not context:
            return first
        return Combination((*first.judged, *judged), (*first.context, *context))

    # -- conditions ---------------------------------------------------------------------------------------------

    def holds(self, expr: Expr, anchor: Found, counts: frozenset[Modality]) -> list[Found] | None:
        """Return the words that make a condition hold near an anchor, None when it does not hold."""
        where = self.reach.known.get(id(expr))
        if where is None:
            where = self.reach.holds(expr)
        if not where >> anchor.sentence & 1:
            return None
        op = expr.op
        if op in _FOUND:
            candidates = self._near(expr, anchor)
            if not candidates:
                return None
            if len(candidates) == 1:
                return [Found(*candidates[0])]
            if expr.context:
                return [Found(*min(candidates, key=lambda place: abs(place[1] - anchor.start_norm)))]
            return [Found(*self._best(candidates, anchor, counts))]
        if op is Op.ANY:
            return self._any(expr, anchor, counts)
        if op is Op.NEAR or op is Op.ALL:
            out: list[Found] = []
            for part in expr.parts:
                found = self.holds(part, anchor, counts)
                if found is None:
                    return None
                out += found
            return out
        if op is Op.NONE:
            return [] if all(self.holds(part, anchor, counts) is None for part in expr.parts) else None
        if op is Op.AT_LEAST:
            held = [found for part in expr.parts if (found := self.holds(part, anchor, counts)) is not None]
            return [f for found in held for f in found] if len(held) >= expr.count else None
        if op is Op.HEADING:
            return self._heading(expr, anchor)
        return self._subject(expr, anchor)

    def _best(self, candidates: list[_Place], anchor: Found, counts: frozenset[Modality]) -> _Place:
        """Return the place that reads best, of such the nearest: places are read only until one counts."""
        at = anchor.start_norm
        best, lowest = candidates[0], len(_ORDER) + 1
        for place in sorted(candidates, key=lambda place: abs(place[1] - at)):
            modality = self.modalities.read(*place, topic=True).modality
            if modality in counts:
                return place
            if _ORDER[modality] < lowest:
                best, lowest = place, _ORDER[modality]
        return best

    def _any(self, expr: Expr, anchor: Found, counts: frozenset[Modality]) -> list[Found] | None:
        """Return the words of that alternative which holds and reads best; the first of equals."""
        held = [found for part in expr.parts if (found := self.holds(part, anchor, counts)) is not None]
        if len(held) < 2:
            return held[0] if held else None

        def rank(found: list[Found]) -> tuple[int, int]:
            places = ((f.sentence, f.start_norm, f.end_norm) for f in found)
            return min((self._rank(place, anchor, counts) for place in places), default=(0, 0))

        return min(held, key=rank)

    def _near(self, expr: Expr, anchor: Found) -> list[_Place]:
        """Return the places of an expression's words within its scope around an anchor."""
        scope, sentence = expr.within, anchor.sentence
        if scope is Scope.SENTENCE or scope is Scope.CLAUSE:
            spans = self._spans(expr, sentence)
            if not spans:
                return []
            if scope is Scope.SENTENCE:
                return [(sentence, start, end) for start, end in spans]
            left, right = self.modalities.clause_of(sentence, anchor.start_norm)
            return [(sentence, start, end) for start, end in spans if left <= start and end <= right]
        return [
            (index, start, end)
            for index in self._sentences_near(scope, sentence)
            for start, end in self._spans(expr, index)
        ]

    def _rank(self, place: _Place, anchor: Found, counts: frozenset[Modality]) -> tuple[int, int]:
        modality = self.modalities.read(*place, topic=True).modality
        return 0 if modality in counts else _ORDER[modality], abs(place[1] - anchor.start_norm)

    def _sentences_near(self, scope: Scope, sentence: int) -> Sequence[int]:
        """Return the sentences of a scope that is wider than one of them."""
        place = self.document.sentences[sentence]
        if scope is Scope.ITEM:
            return self._around(self._items[place.item], sentence)
        if scope is Scope.PARAGRAPH:
            return self._around(self._blocks[place.block], sentence)
        if scope is Scope.SECTION:
            return self._sections.get(place.section, [sentence])
        return range(len(self.document.sentences))

    def _around(self, indices: list[int], sentence: int) -> list[int]:
        """Return the sentences of an item or paragraph near one of them: all, unless it is longer than any item is."""
        sentences = self.document.sentences
        if sentences[indices[-1]].end_norm - sentences[indices[0]].start_norm <= 2 * REACH:
            return indices
        at = bisect_left(indices, sentence)
        low = high = at
        while low and sentences[sentence].start_norm - sentences[indices[low - 1]].start_norm <= REACH:
            low -= 1
        while (
            high + 1 < len(indices)
            and sentences[indices[high + 1]].end_norm - sentences[sentence].end_norm <= REACH
        ):
            high += 1
        return indices[low : high + 1]

    def _spans(self, expr: Expr, sentence: int) -> list[tuple[int, int]]:
        if expr.op is Op.PHRASE:
            return self.hits.find(expr.concept, sentence)
        return self.facts.spans(expr, sentence)

    def _heading(self, expr: Expr, anchor: Found) -> list[Found] | None:
        for section in self.document.path(self.document.sentences[anchor.sentence].section):
            if section and self.hits.in_heading(expr.concept, section):
                return []
        # A run-in headline of the same item lends its subject too.
        for index in self._items[self.document.sentences[anchor.sentence].item][:OPENING]:
            sentence = self.document.sentences[index]
            spans = self.hits.find(expr.concept, index)
            if spans and (sentence.headline or self._in_topic(sentence, spans)):
                return []
        return None

    def _in_topic(self, sentence: Sentence, spans: list[tuple[int, int]]) -> bool:
        """Say whether some words stand in an opening such as 平台建设方面，which lends its topic as a heading does."""
        opening = sentence.clauses[0]
        words = self.document.norm[opening.start_norm : opening.end_norm]
        topic = self.modalities.language.grammar.topic.fullmatch(words) is not None
        return topic and any(end <= opening.end_norm for _, end in spans)

    def _subject(self, expr: Expr, anchor: Found) -> list[Found] | None:
        subject = self.modalities.subjects.of(anchor.sentence, anchor.start_norm)
        if subject.groups & expr.names:
            return []
        lent = self.modalities.roles.lends[anchor.sentence]
        if lent in expr.names and not subject.outside:
            own = [a for a in self.modalities.subjects.actors if a.name in subject.groups]
            if not own or any(a.collective for a in own):
                return []
        return None

    def reading(self, found: Found, *, topic: bool = False, anybody: bool = False) -> Reading:
        """Return how one found place speaks."""
        return self.modalities.read(found.sentence, found.start_norm, found.end_norm, topic=topic, anybody=anybody)
