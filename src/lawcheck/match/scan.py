"""One pass over the text for all literals of a checklist, and lazy look-ups of concepts by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Concept
from lawcheck.document import Document
from lawcheck.patterns import Clock, Pattern, Scanner

Spans = list[tuple[int, int]]


class Words:
    """A concept's literals by number, ready to be intersected with those of a sentence."""

    __slots__ = ("lengths", "patterns", "protect", "protect_patterns")

    def __init__(self, concept: Concept, number: Callable[[str], int]) -> None:
        self.lengths = {number(word): len(word) for word in concept.words}
        self.protect = {number(word): len(word) for word in concept.protect_words}
        self.patterns = [(p, frozenset(map(number, p.needs))) for p in concept.patterns]
        self.protect_patterns = [(p, frozenset(map(number, p.needs))) for p in concept.protect_patterns]


class Engine:
    """What is derived from a checklist once: its literals, their scanner, and who uses which."""

    __slots__ = ("anywhere", "literals", "scanner", "users", "words")

    def __init__(self, checklist: Checklist) -> None:
        index: dict[str, int] = {}

        def number(word: str) -> int:
            return index.setdefault(word, len(index))

        self.words = tuple(Words(concept, number) for concept in checklist.concepts)
        self.users: dict[int, list[int]] = defaultdict(list)
        """Literal → concepts in which it is a word or a necessary part of a pattern."""
        for concept, words in enumerate(self.words):
            for literal in {*words.lengths, *(n for _, needs in words.patterns for n in needs)}:
                self.users[literal].append(concept)
        self.anywhere = frozenset(
            at
            for at, concept in enumerate(checklist.concepts)
            if any(not pattern.needs for pattern in concept.patterns)
        )
        """Concepts with a pattern that no literal announces: every sentence may hold them."""
        self.literals = tuple(index)
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
    """Where the concepts of a checklist stand in one document."""

    def __init__(self, document: Document, checklist: Checklist) -> None:
        self.document, self.checklist = document, checklist
        self.engine = Engine.of(checklist)
        self.clocks: dict[int, Clock] = {}
        self._starts = [s.start_norm for s in document.sentences]
        self._ends = [s.end_norm for s in document.sentences]
        self._literals: list[dict[int, list[int]]] = [{} for _ in document.sentences]
        self._by_concept: dict[int, dict[int, None]] = {}
        self._cache: dict[tuple[int, int], Spans] = {}
        self._section_literals: dict[int, dict[int, list[int]]] = {}
        self._scan()

    def _scan(self) -> None:
        users = self.engine.users
        by_concept = self._by_concept
        literals, starts, ends = self._literals, self._starts, self._ends
        lengths = [len(word) for word in self.engine.literals]
        section_starts = [s.start_norm for s in self.document.sections]
        for literal, at in self.engine.scanner.scan(self.document.norm):
            sentence = bisect_right(starts, at) - 1
            if sentence >= 0 and at + lengths[literal] <= ends[sentence]:
                found = literals[sentence].setdefault(literal, [])
                found.append(at)
                if len(found) == 1:
                    for concept in users.get(literal, ()):
                        by_concept.setdefault(concept, {})[sentence] = None
            section = bisect_right(section_starts, at) - 1
            if section > 0 and at < self.document.sections[section].heading_end_norm:
                self._section_literals.setdefault(section, {}).setdefault(literal, []).append(at)

    def sentences_with(self, concept: int) -> list[int]:
        """Return the sentences in which a concept may stand, in order."""
        if concept in self.engine.anywhere:
            return list(range(len(self.document.sentences)))
        return list(self._by_concept.get(concept, ()))

    def find(self, concept: int, sentence: int) -> Spans:
        """Return the spans of a concept in one sentence, without those inside a protected phrase."""
        # Most questions are about words that the sentence does not hold: answer them without a search.
        if sentence not in self._by_concept.get(concept, ()) and concept not in self.engine.anywhere:
            return []
        key = (concept, sentence)
        found = self._cache.get(key)
        if found is None:
            place = self.document.sentences[sentence]
            found = self._search(concept, self._literals[sentence], place.start_norm, place.end_norm)
            self._cache[key] = found
        return found

    def in_heading(self, concept: int, section: int) -> Spans:
        """Return the spans of a concept in a section's heading, without its number and the mark that ends it."""
        place = self.document.sections[section]
        if place.heading_end_norm <= place.start_norm:
            return []
        start = place.start_norm + len(place.number)
        return self._search(concept, self._section_literals.get(section, {}), start, start + len(place.title))

    def _search(self, concept: int, literals: dict[int, list[int]], start: int, end: int) -> Spans:
        words = self.engine.words[concept]

        def collect(lengths: dict[int, int], patterns: list[tuple[Pattern, frozenset[int]]]) -> Spans:
            out: Spans = []
            for literal in literals.keys() & lengths.keys():
                out += [(at, at + lengths[literal]) for at in literals[literal]]
            for pattern, needs in patterns:
                if not needs or not needs.isdisjoint(literals):
                    out += self._run(pattern, concept, start, end)
            return out

        spans = collect(words.lengths, words.patterns)
        if spans and (words.protect or words.protect_patterns):
            shields = collect(words.protect, words.protect_patterns)
            if shields:
                spans = [s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in shields)]
        return sorted(set(spans))

    def _run(self, pattern: Pattern, concept: int, start: int, end: int) -> Spans:
        clock = self.clocks.setdefault(concept, Clock())
        return list(pattern.find(self.document.norm, start, end, clock))
