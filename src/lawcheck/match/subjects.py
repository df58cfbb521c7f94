"""Who acts in a clause: the explicit subject, or the one carried over from before.

Dropped subjects are the rule in this prose, so a clause without one takes the subject of the clause before it in
the same sentence, and a sentence that begins without one that of the sentence before it in the same item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Actor
from lawcheck.document import Document
from lawcheck.language import load_chinese
from lawcheck.match.scan import Hits

# Words that may stand before a subject: time, place, connectives. No report knowledge, only grammar.
_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|要)|第[一二三四五六七八九十]，?|（?[0-9一二三四五六七八九十]{1,3}[）、.]|"
    r"20[0-9]{2}年(?:度|以来|初|底|末)?|[0-9]{1,2}月(?:[0-9]{1,2}日|份|初|底|末|上旬|中旬|下旬)?|今年(?:以来)?|本年度|全年(?:共)?|年内|年初|年中|年末|年底|"
    r"去年|上年|当年|目前|期间|同时|此外|另外|其中|特别是|由于|因|因为|由|经|虽然|但|而|并|且|先后|日前|近年来|截至[^，。]{0,10}|"
    r"我|本|该|全|各|其|这|那|党政|党委|政府|两级|在[^，。]{1,12}(?:上|中|下|里|时|后|前)|"
    r"[\u4e00-\u9fffxX×、]{1,14}(?:镇|乡|县|区|市|州|旗|街道|局|委|省|府|处|组)|镇|县|区|市|乡|街道|局|委|旗)*"
)
_JOINT = re.compile(r"[党工政府委组办事处人民两级街道镇乡县区市局、和及与]{0,8}|[\u4e00-\u9fff]{2,3}[、和及与]")
"""What may stand between two actors that are one subject: 街道 党工委 书记, 书记王某、 镇长."""

_OFFICE = re.compile(r"[党工政府委组办事处人民街道镇乡县区市局]{1,8}$")
"""The office before a title: 由 镇党委 书记."""

_AFTER = re.compile(
    r"(?:的)?(?:正确领导|坚强领导|统一领导|领导下|领导和|指导下|有力指导|大力支持|关心支持|统一部署|统一安排|部署要求|下放|赋予|交办|下达|委托|转办|划转|下派|关于|精神|《)"
)


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
        self.actors = [a for a in checklist.actors if not a.kinds or kind in a.kinds]
        self._cache: dict[int, list[Subject]] = {}
        self._named = self._leaders_by_name()

    def _leaders_by_name(self) -> tuple[tuple[str, Actor], ...]:
        """Return personal names that follow a leader's title and begin a clause elsewhere (局长田守义…，田守义带着…)."""
        norm, language = self.document.norm, load_chinese()
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
        clauses = self.document.sentences[sentence].clauses
        subjects = self._sentence(sentence)
        for clause, subject in zip(clauses, subjects, strict=True):
            if at_norm <= clause.end_norm:
                return subject
        return subjects[-1]

    def _sentence(self, index: int) -> list[Subject]:
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
        for actor in self.actors:
            for start, end in self.hits.find(actor.concept, index):
                found.append((start, end, actor))
        place = self.document.sentences[index]
        for name, actor in self._named:
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
            joined = last_end >= 0 and _JOINT.fullmatch(norm, last_end, max(hit_start, last_end)) is not None
            if hit_start < last_end and not joined:
                if actor.principal and words:
                    groups.add(actor.name)
                continue
            bare = _OFFICE.sub("", lead)
            agent = bool(before) and (
                any(bare.endswith(word) for word in actor.agents) if actor.principal else lead in actor.agents
            )
            object_of = bool(before) and before in "向对给与同跟被按据替请邀受"
            if not joined and not agent and (object_of or not _LEAD.fullmatch(lead)):
                refused = max(refused, hit_end)
                continue
            if actor.outside and _AFTER.match(norm, hit_end, end):
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
