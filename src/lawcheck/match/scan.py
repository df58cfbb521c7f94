"""One pass over the text for all literals of a checklist, and lazy look-ups of concepts by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.checklist import Checklist
from lawcheck.document import Document
from lawcheck.patterns import Clock, Deadline, Pattern, Scanner

Spans = list[tuple[int, int]]

_NEVER = 1 << 62
_NONE: Spans = []

Sentences = int
"""A set of sentences: bit ``i`` stands for the sentence of that index."""


def bits(sentences: Sentences) -> Iterator[int]:
    """Yield the indices of a set, in order."""
    digits = f"{sentences:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


Needs = tuple[tuple[int, ...], ...]
"""A pattern's necessary literals: of one alternative, one literal of every group, by the groups' numbers."""


class Engine:
    """What is derived from a checklist once.

    All that words tell is numbered: those of concept ``n`` tell ``n``, those inside which it does not count ``n + shields``.

    Attributes:
        literals: Everything that one pass over a text looks for.
        lengths: By literal, its length.
        scanner: Makes the pass.
        tells: By literal, the concepts and shields that it is a word of.
        groups_of: By literal, the groups of necessary literals that it belongs to.
        groups: How many groups there are.
        shields: Number of the shield of the first concept.
        shielded: Concepts that have one.
        patterns: By concept and shield, its patterns with what they need.
    """

    __slots__ = (
        "groups",
        "groups_of",
        "lengths",
        "literals",
        "patterns",
        "scanner",
        "shielded",
        "shields",
        "tells",
    )

    def __init__(self, checklist: Checklist) -> None:
        literals: dict[str, int] = {}
        groups: dict[tuple[str, ...], int] = {}

        def numbered(words: Iterable[str]) -> list[int]:
            return [literals.setdefault(word, len(literals)) for word in words]

        def needs(pattern: Pattern) -> Needs:
            return tuple(
                tuple(groups.setdefault(group, len(groups)) for group in alternative)
                for alternative in pattern.needs
            )

        concepts = checklist.concepts
        self.shields = len(concepts)
        self.shielded = {n for n, c in enumerate(concepts) if c.protect_words or c.protect_patterns}
        self.patterns = [
            [(pattern, needs(pattern)) for pattern in patterns]
            for patterns in (*(c.patterns for c in concepts), *(c.protect_patterns for c in concepts))
        ]
        told = [numbered(words) for words in (*(c.words for c in concepts), *(c.protect_words for c in concepts))]
        grouped = [numbered(words) for words in groups]
        self.tells, self.groups_of = _turned(told, len(literals)), _turned(grouped, len(literals))
        self.groups = len(groups)
        self.literals = tuple(literals)
        self.lengths = [len(word) for word in self.literals]
        self.scanner = Scanner(self.literals)

    @classmethod
    def of(cls, checklist: Checklist) -> Engine:
        """Return the checklist's engine, made on first use."""
        engine = checklist.engine.get("scan")
        if not isinstance(engine, cls):
            engine = cls(checklist)
            checklist.engine["scan"] = engine
        return engine


def _turned(holders: Iterable[Iterable[int]], literals: int) -> list[list[int]]:
    """Return, by literal, which of some holders hold it."""
    found: list[list[int]] = [[] for _ in range(literals)]
    for holder, held in enumerate(holders):
        for literal in held:
            found[literal].append(holder)
    return found


class Hits:
    """Where the concepts of a checklist stand in one document.

    Attributes:
        deadline: When the time for this document is up.
    """

    def __init__(self, document: Document, checklist: Checklist) -> None:
        self.document, self.checklist = document, checklist
        self.engine = Engine.of(checklist)
        self.deadline = Deadline(len(document.norm))
        self._clocks: dict[int, Clock] = {}
        # The stretches that are searched: all sentences, then the headings of all sections.
        self._headings = len(document.sentences)
        self._everywhere: Sentences = (1 << self._headings) - 1
        self._anywhere: Sentences = (1 << self._headings + len(document.sections)) - 1
        self._spans: list[dict[int, Spans]] = [{} for _ in range(self._headings + len(document.sections))]
        self._words: list[Sentences] = [0] * len(self.engine.patterns)
        self._groups: list[Sentences] = [0] * self.engine.groups
        self._reach: dict[int, Sentences] = {}
        self._patterns: dict[int, list[tuple[Pattern, Sentences]]] = {}
        self._cache: dict[tuple[int, int], Spans] = {}
        self._scan()

    def _scan(self) -> None:
        """Note for every sentence and every heading which words stand where, and which literals."""
        tells, lengths = self.engine.tells, self.engine.lengths
        held: dict[int, Sentences] = {}
        for stretch, found in enumerate(self._literals()):
            here, bit = self._spans[stretch], 1 << stretch
            for at, literal in found:
                held[literal] = held.get(literal, 0) | bit
                span = (at, at + lengths[literal])
                for number in tells[literal]:
                    if number in here:
                        here[number].append(span)
                    else:
                        here[number] = [span]
        groups_of, words, groups = self.engine.groups_of, self._words, self._groups
        for literal, stretches in held.items():
            for number in tells[literal]:
                words[number] |= stretches
            for group in groups_of[literal]:
                groups[group] |= stretches

    def _literals(self) -> list[list[tuple[int, int]]]:
        """Return, by stretch, where the literals in it begin, with their numbers."""
        sentences, sections, lengths = self.document.sentences, self.document.sections, self.engine.lengths
        found: list[list[tuple[int, int]]] = [[] for _ in self._spans]
        begins = [*(s.start_norm for s in sentences), _NEVER]
        heads = [*(s.start_norm for s in sections[1:]), _NEVER]
        sentence, section = -1, 0
        end = heading_end = -1
        for hit in self.engine.scanner.scan(self.document.norm):
            at, literal = hit
            while at >= begins[sentence + 1]:
                sentence += 1
                end = sentences[sentence].end_norm
            while at >= heads[section]:
                section += 1
                heading_end = sections[section].heading_end_norm
            if at + lengths[literal] <= end:
                found[sentence].append(hit)
            if at < heading_end:
                found[self._headings + section].append(hit)
        return found

    def reach(self, concept: int) -> Sentences:
        """Return the sentences in which a concept may stand."""
        known = self._reach.get(concept)
        if known is None:
            known = self._reach[concept] = self._find_reach(concept)
        return known

    def _find_reach(self, concept: int) -> Sentences:
        found = self._words[concept]
        for _, where in self._announced(concept):
            found |= where
        return found & self._everywhere

    def _announced(self, number: int) -> list[tuple[Pattern, Sentences]]:
        """Return the patterns of a concept or shield, with the stretches that hold their necessary literals."""
        known = self._patterns.get(number)
        if known is None:
            known = []
            for pattern, needs in self.engine.patterns[number]:
                found = 0 if needs else self._anywhere
                for groups in needs:
                    where = self._anywhere
                    for group in groups:
                        where &= self._groups[group]
                    found |= where
                if found:
                    known.append((pattern, found))
            self._patterns[number] = known
        return known

    def sentences_with(self, concept: int) -> list[int]:
        """Return the sentences in which a concept may stand, in order."""
        return list(bits(self.reach(concept)))

    def by_sentence(self, concepts: Iterable[int]) -> dict[int, list[int]]:
        """Return, for each sentence that may hold any of some concepts, which of them: their places in the list."""
        found: dict[int, list[int]] = {}
        for number, concept in enumerate(concepts):
            for sentence in bits(self.reach(concept)):
                found.setdefault(sentence, []).append(number)
        return found

    def find(self, concept: int, sentence: int) -> Spans:
        """Return the spans of a concept in one sentence, without those inside a protected phrase."""
        # Most questions are about words that the sentence does not hold: answer them without a search.
        reach = self._reach.get(concept)
        if reach is None:
            reach = self.reach(concept)
        if not reach >> sentence & 1:
            return []
        key = (concept, sentence)
        found = self._cache.get(key)
        if found is None:
            place = self.document.sentences[sentence]
            found = self._cache[key] = self._search(concept, sentence, place.start_norm, place.end_norm)
        return found

    def in_heading(self, concept: int, section: int) -> Spans:
        """Return the spans of a concept in a section's heading, without its number and the mark that ends it."""
        place = self.document.sections[section]
        if place.heading_end_norm <= place.start_norm:
            return []
        start = place.start_norm + len(place.number)
        return self._search(concept, self._headings + section, start, start + len(place.title))

    def _search(self, concept: int, stretch: int, start: int, end: int) -> Spans:
        """Return the spans of a concept in a stretch, its patterns being looked for from ``start`` to ``end``."""
        spans = self._all(concept, concept, stretch, start, end)
        if spans and concept in self.engine.shielded:
            shields = self._all(concept, concept + self.engine.shields, stretch, start, end)
            if shields:
                spans = [s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in shields)]
        return sorted(set(spans)) if len(spans) > 1 else spans

    def _all(self, concept: int, number: int, stretch: int, start: int, end: int) -> Spans:
        """Return the spans of the words and patterns of a concept or of its shield."""
        spans = self._spans[stretch].get(number, _NONE)
        for pattern, where in self._announced(number):
            if where >> stretch & 1:
                spans = spans + pattern.find(self.document.norm, start, end, self.clock(concept))
        return spans

    def clock(self, concept: int) -> Clock:
        """Return the clock that all patterns of a concept share."""
        clock = self._clocks.get(concept)
        if clock is None:
            clock = self._clocks[concept] = Clock(self.deadline)
        return clock
