"""One pass over the text for all literals of a checklist, and lazy look-ups of concepts by sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Concept
from lawcheck.document import Document
from lawcheck.patterns import Clock, Deadline, Pattern, Scanner

Spans = list[tuple[int, int]]

_NEVER = 1 << 62

Sentences = int
"""A set of sentences: bit ``i`` stands for the sentence of that index."""


def bits(sentences: Sentences) -> Iterator[int]:
    """Yield the indices of a set, in order."""
    digits = f"{sentences:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


Needs = tuple[tuple[frozenset[int], ...], ...]
"""A pattern's necessary literals by number: of one alternative, one literal of every group."""


class Words:
    """A concept's literals by number, ready to be intersected with those of a sentence."""

    __slots__ = ("lengths", "patterns", "protect", "protect_patterns")

    def __init__(self, concept: Concept, number: Callable[[str], int]) -> None:
        def numbered(patterns: Iterable[Pattern]) -> list[tuple[Pattern, Needs]]:
            return [
                (p, tuple(tuple(frozenset(map(number, group)) for group in groups) for groups in p.needs))
                for p in patterns
            ]

        self.lengths = {number(word): len(word) for word in concept.words}
        self.protect = {number(word): len(word) for word in concept.protect_words}
        self.patterns = numbered(concept.patterns)
        self.protect_patterns = numbered(concept.protect_patterns)


class Engine:
    """What is derived from a checklist once: its literals, their lengths and their scanner, and the words of its concepts."""

    __slots__ = ("lengths", "literals", "scanner", "words")

    def __init__(self, checklist: Checklist) -> None:
        index: dict[str, int] = {}

        def number(word: str) -> int:
            return index.setdefault(word, len(index))

        self.words = tuple(Words(concept, number) for concept in checklist.concepts)
        self.literals = tuple(index)
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
        self._everywhere: Sentences = (1 << len(document.sentences)) - 1
        self._literals: list[dict[int, list[int]]] = [{} for _ in document.sentences]
        self._with: dict[int, Sentences] = {}
        self._reach: dict[int, Sentences] = {}
        self._patterns: dict[int, list[tuple[Pattern, Sentences]]] = {}
        self._cache: dict[tuple[int, int], Spans] = {}
        self._section_literals: dict[int, dict[int, list[int]]] = {}
        self._scan()

    def _scan(self) -> None:
        """Note for every sentence and every heading which literals stand where."""
        lengths = self.engine.lengths
        held, literals = self._with, self._literals
        bounds = [(s.start_norm, s.end_norm) for s in self.document.sentences]
        headings = [(s.start_norm, s.heading_end_norm) for s in self.document.sections]
        sentence = section = -1
        begins = [start for start, _ in bounds[1:]] + [_NEVER]
        heads = [start for start, _ in headings[1:]] + [_NEVER]
        next_sentence, next_heading = (bounds[0][0] if bounds else _NEVER), (headings[0][0] if headings else _NEVER)
        end = heading_end = -1
        for at, literal in self.engine.scanner.scan(self.document.norm):
            while at >= next_sentence:
                sentence += 1
                end, next_sentence = bounds[sentence][1], begins[sentence]
            while at >= next_heading:
                section += 1
                heading_end, next_heading = headings[section][1], heads[section]
            if sentence >= 0 and at + lengths[literal] <= end:
                here = literals[sentence]
                if literal in here:
                    here[literal].append(at)
                else:
                    here[literal] = [at]
                    held[literal] = held.get(literal, 0) | 1 << sentence
            if section > 0 and at < heading_end:
                self._section_literals.setdefault(section, {}).setdefault(literal, []).append(at)

    def reach(self, concept: int) -> Sentences:
        """Return the sentences in which a concept may stand."""
        known = self._reach.get(concept)
        if known is None:
            known = self._reach[concept] = self._find_reach(concept)
        return known

    def _find_reach(self, concept: int) -> Sentences:
        words, held = self.engine.words[concept], self._with
        found = 0
        for literal in words.lengths.keys() & held.keys():
            found |= held[literal]
        if words.patterns:
            announced = [(pattern, self._announced(needs)) for pattern, needs in words.patterns]
            self._patterns[concept] = [(pattern, where) for pattern, where in announced if where]
            for _, where in announced:
                found |= where
        return found

    def _announced(self, needs: Needs) -> Sentences:
        """Return the sentences that hold a pattern's necessary literals; all when it has none."""
        if not needs:
            return self._everywhere
        held, found = self._with, 0
        for groups in needs:
            where = self._everywhere
            for group in groups:
                one = 0
                for literal in group:
                    if literal in held:
                        one |= held[literal]
                where &= one
                if not where:
                    break
            found |= where
        return found

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
            patterns = [p for p, where in self._patterns.get(concept, ()) if where >> sentence & 1]
            found = self._search(concept, self._literals[sentence], patterns, place.start_norm, place.end_norm)
            self._cache[key] = found
        return found

    def in_heading(self, concept: int, section: int) -> Spans:
        """Return the spans of a concept in a section's heading, without its number and the mark that ends it."""
        place = self.document.sections[section]
        if place.heading_end_norm <= place.start_norm:
            return []
        start = place.start_norm + len(place.number)
        literals = self._section_literals.get(section, {})
        patterns = [p for p, needs in self.engine.words[concept].patterns if _held(needs, literals)]
        return self._search(concept, literals, patterns, start, start + len(place.title))

    def _search(
        self, concept: int, literals: dict[int, list[int]], patterns: list[Pattern], start: int, end: int
    ) -> Spans:
        words = self.engine.words[concept]
        spans = _places(literals, words.lengths)
        for pattern in patterns:
            spans += self._run(pattern, concept, start, end)
        if spans and (words.protect or words.protect_patterns):
            shields = _places(literals, words.protect)
            for pattern, needs in words.protect_patterns:
                if _held(needs, literals):
                    shields += self._run(pattern, concept, start, end)
            if shields:
                spans = [s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in shields)]
        return sorted(set(spans)) if len(spans) > 1 else spans

    def clock(self, concept: int) -> Clock:
        """Return the clock that all patterns of a concept share."""
        clock = self._clocks.get(concept)
        if clock is None:
            clock = self._clocks[concept] = Clock(self.deadline)
        return clock

    def _run(self, pattern: Pattern, concept: int, start: int, end: int) -> Spans:
        return pattern.find(self.document.norm, start, end, self.clock(concept))


def _places(literals: dict[int, list[int]], lengths: dict[int, int]) -> Spans:
    """Return the spans of some words among the literals of a stretch."""
    out: Spans = []
    for literal in literals.keys() & lengths.keys():
        length = lengths[literal]
        out += [(at, at + length) for at in literals[literal]]
    return out


def _held(needs: Needs, literals: dict[int, list[int]]) -> bool:
    """Say whether a stretch with these literals may hold a match."""
    return not needs or any(
        all(any(literal in literals for literal in group) for group in groups) for groups in needs
    )
