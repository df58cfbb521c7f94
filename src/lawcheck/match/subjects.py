"""Who acts in a clause: the explicit subject, or the one carried over from before.

Dropped subjects are the rule in this prose, so a clause without one takes the subject of the clause before it in
the same sentence, and a sentence that begins without one that of the sentence before it in the same item.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Actor
from lawcheck.document import Document
from lawcheck.language import load_chinese
from lawcheck.match.scan import Hits


@dataclass(frozen=True, slots=True)
class Subject:
    """A clause's subject.

    Attributes:
        groups: Names of the actor groups it belongs to.
        outside: Someone else's act.
        words: As written; empty when carried over.
        age: Full stops since it was named.
    """

    groups: frozenset[str]
    outside: bool
    words: str
    age: int = 0


_NOBODY = Subject(frozenset(), False, "")
_OLDEST = 1
"""Full stops a subject outlives without being named again."""


class Subjects:
    """Finds subjects lazily, sentence by sentence."""

    def __init__(self, document: Document, checklist: Checklist, hits: Hits, kind: str, body: str) -> None:
        self.document, self.hits, self.body = document, hits, body
        self.language = load_chinese()
        self.grammar = self.language.grammar
        self.actors = [a for a in checklist.actors if not a.kinds or kind in a.kinds]
        self._actors_in = hits.by_sentence(actor.concept for actor in self.actors)
        self._cache: dict[int, list[Subject]] = {}
        self._ends: dict[int, list[int]] = {}
        self.named = self._leaders_by_name()

    def _leaders_by_name(self) -> tuple[tuple[str, Actor], ...]:
        """Return personal names that follow a leader's title and begin a clause elsewhere (局长田守义…，田守义带着…)."""
        norm, language = self.document.norm, self.language
        names: dict[str, Actor] = {}
        for actor in self.actors:
            if not actor.principal:
                continue
            for sentence in self.hits.sentences_with(actor.concept):
                for _, end in self.hits.find(actor.concept, sentence):
                    for length in (3, 2):
                        name = norm[end : end + length]
                        if name[:1] not in language.surnames or name.startswith(language.not_names):
                            break
                        if all("\u4e00" <= c <= "\u9fff" for c in name) and any(
                            mark + name in norm for mark in "，。；\n"
                        ):
                            names.setdefault(name, actor)
                            break
        return tuple(names.items())

    def of(self, sentence: int, at_norm: int) -> Subject:
        """Return the subject of the clause that holds a place."""
        subjects = self.of_clauses(sentence)
        ends = self._ends.get(sentence)
        if ends is None:
            ends = [clause.end_norm for clause in self.document.sentences[sentence].clauses[:-1]]
            self._ends[sentence] = ends
        return subjects[bisect_left(ends, at_norm)]

    def of_clauses(self, index: int) -> list[Subject]:
        """Return the subjects of a sentence's clauses."""
        if index in self._cache:
            return self._cache[index]
        # Walk back to where the item begins, without recursion on long paragraphs.
        first = index
        item = self.document.sentences[index].item
        while first > 0 and first - 1 not in self._cache and self.document.sentences[first - 1].item == item:
            first -= 1
        for at in range(first, index + 1):
            before = self._before(at)
            self._cache[at] = self._resolve(at, before)
        return self._cache[index]

    def _before(self, index: int) -> Subject:
        """Return the subject a sentence starts with: only a subject of the body itself passes a full stop."""
        sentence = self.document.sentences[index]
        if index == 0 or self.document.sentences[index - 1].item != sentence.item:
            return _NOBODY
        own = [subject for subject in self._cache.get(index - 1, ()) if not subject.outside]
        if not own or own[-1].age >= _OLDEST:
            return _NOBODY
        return Subject(own[-1].groups, False, "", own[-1].age + 1)

    def _resolve(self, index: int, subject: Subject) -> list[Subject]:
        out: list[Subject] = []
        found: list[tuple[int, int, Actor]] = []
        for number in self._actors_in.get(index, ()):
            actor = self.actors[number]
            for start, end in self.hits.find(actor.concept, index):
                found.append((start, end, actor))
        place = self.document.sentences[index]
        for name, actor in self.named:
            at = self.document.norm.find(name, place.start_norm, place.end_norm)
            if at >= 0:
                found.append((at, at + len(name), actor))
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        for clause in self.document.sentences[index].clauses:
            own = self._explicit(clause.start_norm, clause.end_norm, found)
            if own is not None:
                subject = own
            elif out:
                subject = Subject(subject.groups, subject.outside, "", subject.age)
            out.append(subject)
        return out

    def _explicit(self, start: int, end: int, found: list[tuple[int, int, Actor]]) -> Subject | None:
        norm = self.document.norm
        groups: set[str] = set()
        outside = False
        words = ""
        last_end = refused = -1
        for hit_start, hit_end, actor in found:
            if hit_start < start or hit_end > end or hit_end <= refused:
                continue
            lead = norm[start:hit_start]
            before = lead[-1:]
            joined = (
                last_end >= 0
                and self.grammar.subject_joint.fullmatch(norm, last_end, max(hit_start, last_end)) is not None
            )
            if hit_start < last_end and not joined:
                if actor.principal and words:
                    groups.add(actor.name)
                continue
            bare = self.grammar.subject_office.sub("", lead)
            agent = bool(before) and (
                any(bare.endswith(word) for word in actor.agents) if actor.principal else lead in actor.agents
            )
            object_of = self.grammar.object_marker.search(lead) is not None
            if not joined and not agent and (object_of or not self.grammar.subject_lead.fullmatch(lead)):
                refused = max(refused, hit_end)
                continue
            if actor.outside and self.grammar.subject_favoured.match(norm, hit_end, end):
                continue
            if words and not joined:
                if not (agent and actor.principal):
                    break
                groups, outside, words = set(), False, ""  # 全镇法治建设由镇党委书记…: 由 names the doer
            words = words or norm[hit_start:hit_end]
            groups.add(actor.name)
            outside = outside or (actor.outside and norm[hit_start:hit_end] not in self.body)
            last_end = hit_end
        if not words:
            return None
        principal = any(a.principal and a.name in groups for a in self.actors)
        return Subject(frozenset(groups), outside and not principal, words)
