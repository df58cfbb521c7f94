"""How a place in the text speaks: cues around it decide, then the role of its section.

Source: the order of decisions follows the labelling guide, section 3: an explicit cue beats the section; lacking or
planned beats done when both govern the same words.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lawcheck.checklist import Checklist
from lawcheck.checklist.compiled import Cue, Frame
from lawcheck.document import Document
from lawcheck.language import Language, Modality
from lawcheck.match.model import Reading
from lawcheck.match.scan import Hits
from lawcheck.match.section_roles import CAUSES, PLAN, SHORTCOMINGS, Roles
from lawcheck.match.subjects import Subjects

_TITLE_EDGE = re.compile(r"[《》]")

_STRONGEST = (
    Modality.OTHER,
    Modality.PAST,
    Modality.PLANNED,
    Modality.LACKING,
    Modality.DONE,
    Modality.CITED,
)
"""Which of several cues that reach the same words wins."""

_SECTIONS = {PLAN: Modality.PLANNED, SHORTCOMINGS: Modality.LACKING, CAUSES: Modality.LACKING}
"""How the words of a section speak when nothing in them tells."""

CueHit = tuple[int, int, int]
"""Start, end, index of the cue."""

_Verdicts = tuple[Reading | None, Reading | None, Reading | None, Reading]
"""How a place reads because of a title, of a frame, of someone else's act, and by all the rest."""


class Modalities:
    """Decides the modality of places in one document."""

    def __init__(
        self,
        document: Document,
        checklist: Checklist,
        language: Language,
        hits: Hits,
        roles: Roles,
        subjects: Subjects,
        year: int | None,
    ) -> None:
        self.document, self.checklist, self.language = document, checklist, language
        self.hits, self.roles, self.subjects, self.year = hits, roles, subjects, year
        self._by_role = {
            role: Reading(_SECTIONS.get(role, Modality.DONE), "section", role) for role in set(roles.of_sentence)
        }
        self._cues_in = hits.by_sentence(cue.concept for cue in checklist.cues)
        self._frames_in = hits.by_sentence(frame.concept for frame in checklist.frames)
        self._clauses: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
        self._cues: dict[int, list[CueHit]] = {}
        self._titles: dict[int, list[tuple[int, int, bool]]] = {}
        self._frames: dict[int, list[tuple[int, int, Frame]]] = {}
        self._past: dict[int, list[tuple[int, int, int, str]]] = {}
        self._governing: dict[int, list[tuple[int, int, Cue]]] = {}
        self._plain: dict[int, Reading | None] = {}
        self._verdicts: dict[tuple[int, int, int], _Verdicts] = {}

    # -- what stands in a sentence ------------------------------------------------------------------------------

    def cues(self, sentence: int) -> list[CueHit]:
        """Return the cues of a sentence that no pseudo-cue protects, in order."""
        found = self._cues.get(sentence)
        if found is None:
            shields = self.hits.find(self.checklist.pseudo, sentence)
            found = []
            for number in self._cues_in.get(sentence, ()):
                for start, end in self.hits.find(self.checklist.cues[number].concept, sentence):
                    if not any(a <= start and end <= b and (b - a > end - start) for a, b in shields):
                        found.append((start, end, number))
            found.sort()
            self._cues[sentence] = found
        return found

    def titles(self, sentence: int) -> list[tuple[int, int, bool]]:
        """Return the 《titles》 of a sentence, each with whether the body itself issued it."""
        found = self._titles.get(sentence)
        if found is None:
            found = []
            place = self.document.sentences[sentence]
            norm = self.document.norm
            depth = start = 0
            for edge in _TITLE_EDGE.finditer(norm, place.start_norm, place.end_norm):
                if edge.group() == "《":
                    if depth == 0:
                        start = edge.start()
                    depth += 1
                elif depth:
                    depth -= 1
                    if depth == 0:
                        found.append((start, edge.end(), self._issued(place.start_norm, start)))
            if depth:
                found.append((start, place.end_norm, False))
            self._titles[sentence] = found
        return found

    def _issued(self, sentence_start: int, at: int) -> bool:
        clause = max(self.document.norm.rfind(mark, sentence_start, at) for mark in "，；：")
        lead = self.document.norm[max(clause + 1, sentence_start) : at]
        if self.language.grammar.norm_named.search(lead):
            return False
        if "、" in lead or "》" in lead:
            lead = lead.split("《")[0]
        return any(verb in lead[-14:] for verb in self.language.issue_verbs)

    def frames(self, sentence: int) -> list[tuple[int, int, Frame]]:
        """Return the stretches of a sentence in which a mention is only cited."""
        found = self._frames.get(sentence)
        if found is None:
            found = []
            place = self.document.sentences[sentence]
            for number in self._frames_in.get(sentence, ()):
                frame = self.checklist.frames[number]
                for start, end in self.hits.find(frame.concept, sentence):
                    if frame.unless is not None:
                        clock = self.hits.clock(frame.concept)
                        if frame.unless.first(self.document.norm, place.start_norm, place.end_norm, clock):
                            continue
                    found.append((start, end, frame))
            self._frames[sentence] = found
        return found

    def years(self, sentence: int) -> list[tuple[int, int, int, str]]:
        """Return dated stretches: start, end of reach, distance from the reported year, words.

        A year governs its clause and the clauses after it in the sentence, until another year or 今年.
        Years inside titles, ranges, comparisons and attributes (2019年…的) date no act.
        """
        found = self._past.get(sentence)
        if found is not None:
            return found
        found = []
        place = self.document.sentences[sentence]
        norm = self.document.norm
        marks: list[tuple[int, int, str]] = []
        grammar = self.language.grammar
        if self.year is not None:
            for year in grammar.act_year.finditer(norm, place.start_norm, place.end_norm):
                before = norm[max(place.start_norm, year.start() - 2) : year.start()]
                period = grammar.year_of_period.match(norm, year.start(), place.end_norm)
                # 2019年起 still holds; 2022年起 in a report on 2021 is to come.
                if grammar.year_compared.search(before) or (period and int(year.group(1)) <= self.year):
                    continue
                named = self.language.year_named.format(year=year.group())
                if not norm.startswith(named, year.start()) or any(
                    a < year.start() < b for a, b, _ in self.titles(sentence)
                ):
                    continue
                if grammar.year_of_thing.match(norm, year.start(), place.end_norm):
                    continue
                lead = norm[
                    max(norm.rfind(mark, place.start_norm, year.start()) for mark in "，；：") + 1 : year.start()
                ]
                if grammar.year_of_named_thing.match(norm, year.end()) and len(lead) >= 2:
                    continue  # 完成2022年度案卷归档: the year of a thing, not of the act
                marks.append((year.start(), int(year.group(1)) - self.year, named))
        shields = self.hits.find(self.checklist.pseudo, sentence)
        for word, distance in self.language.relative_years.items():
            at = norm.find(word, place.start_norm, place.end_norm)
            while at >= 0:
                if any(a <= at and at + len(word) <= b for a, b in shields):
                    at = norm.find(word, at + 1, place.end_norm)
                    continue
                before, after = norm[max(place.start_norm, at - 2) : at], norm[at + len(word) : at + len(word) + 3]
                compared = grammar.relative_year_compared.search(before) or grammar.relative_year_of_period.match(
                    after
                )
                if not (compared and distance < 0):
                    marks.append((at, distance, word))
                at = norm.find(word, at + 1, place.end_norm)
        marks.sort()
        for i, (at, distance, words) in enumerate(marks):
            until = marks[i + 1][0] if i + 1 < len(marks) else place.end_norm
            clause_start = max(norm.rfind(mark, place.start_norm, at) for mark in "，；：") + 1
            begin = max(clause_start, place.start_norm)
            if i and marks[i - 1][0] >= begin:
                begin = at
            found.append((begin, until, distance, words))
        self._past[sentence] = found
        return found

    def clause_of(self, sentence: int, at: int) -> tuple[int, int]:
        """Return the bounds of the clause that holds a place."""
        known = self._clauses.get(sentence)
        if known is None:
            clauses = self.document.sentences[sentence].clauses
            # Where the second and every further one begins; what stands before the first belongs to it.
            known = [c.start_norm for c in clauses[1:]], [(c.start_norm, c.end_norm) for c in clauses]
            self._clauses[sentence] = known
        return known[1][bisect_right(known[0], at)]

    # -- the decision -------------------------------------------------------------------------------------------

    def read(self, sentence: int, start: int, end: int, *, topic: bool = False, anybody: bool = False) -> Reading:
        """Return how the words at a place speak.

        Args:
            sentence: Index of the sentence.
            start: Start of the words.
            end: End of the words.
            topic: The words only name an object: a title around them does not make the mention cited.
            anybody: Whose act it is does not matter.
        """
        plain = self._plain[sentence] if sentence in self._plain else self._find_plain(sentence)
        if plain is not None:
            return plain
        # Branches, parts and marks of many elements ask about the same words.
        key = (sentence, start, end)
        known = self._verdicts.get(key)
        if known is None:
            known = self._verdicts[key] = self._read(sentence, start, end)
        titled, framed, outside, rest = known
        if titled is not None and not topic:
            return titled
        if framed is not None:
            return framed
        if outside is not None and not anybody:
            return outside
        return rest

    def _find_plain(self, sentence: int) -> Reading | None:
        """Return how all of a sentence reads in which nothing tells but its section, as in half of them; None of others."""
        telling = self.cues(sentence) or self.titles(sentence) or self.frames(sentence) or self.years(sentence)
        plain = None if telling else self._by_role[self.roles.of_sentence[sentence]]
        if plain is not None and any(subject.outside for subject in self.subjects.of_clauses(sentence)):
            plain = None
        self._plain[sentence] = plain
        return plain

    def _read(self, sentence: int, start: int, end: int) -> _Verdicts:
        norm = self.document.norm
        titled = framed = outside = None
        for left, right, own in self.titles(sentence):
            if left < start < right and not own:
                titled = Reading(Modality.CITED, "title", norm[left:right])
                break
        explicit = self._explicit(sentence, start, end) if self.cues(sentence) else None
        for left, right, frame in self.frames(sentence):
            if left <= start and end <= right and not (frame.aim and self._ahead(sentence, explicit)):
                framed = Reading(Modality.CITED, "frame", frame.note)
                break
        subject = self.subjects.of(sentence, start)
        if subject.outside:
            outside = Reading(Modality.OTHER, "subject", subject.words)
        return titled, framed, outside, self._rest(sentence, start, end, explicit)

    def _ahead(self, sentence: int, explicit: Reading | None) -> bool:
        planned = explicit is not None and explicit.modality is Modality.PLANNED
        return planned or self.roles.of_sentence[sentence] == PLAN

    def _rest(self, sentence: int, start: int, end: int, explicit: Reading | None) -> Reading:
        """Return how a place reads that is not cited and no one else's act."""
        if explicit is not None and explicit.modality is Modality.OTHER:
            return explicit
        this_year = ""
        for left, right, distance, words in self.years(sentence):
            if left <= start < right:
                if distance == 0 and self.document.norm.startswith(words, left):
                    this_year = words  # it opens the clause: it dates the act, not a thing in it
                if distance < 0 and not (explicit and explicit.why == "ongoing"):
                    return Reading(Modality.PAST, "year", words)
                if distance > 0:
                    return Reading(Modality.PLANNED, "year", words)
        if explicit is not None:
            return explicit
        comment = self._comment(sentence, start, end) if self.cues(sentence) else None
        if comment is not None:
            return comment
        role = self.roles.of_sentence[sentence]
        if role == PLAN and this_year:
            return Reading(Modality.DONE, "year", this_year)
        return self._by_role[role]

    def _comment(self, sentence: int, start: int, end: int) -> Reading | None:
        """Return how the next clause speaks of a topic: 重大处罚的法制审核，拟从明年开始; 述法这件事，…今年还是没搞.

        A topic is a clause that ends with the words themselves (or with 这件事), tells no act and no figure.
        """
        clauses = self.document.sentences[sentence].clauses
        at = next((i for i, c in enumerate(clauses) if c.start_norm <= start < c.end_norm), len(clauses) - 1)
        clause = clauses[at]
        words = self.document.norm[clause.start_norm : clause.end_norm]
        grammar = self.language.grammar
        named = grammar.topic_word.search(words) is not None
        if not named and (end != clause.end_norm or not grammar.nominal.fullmatch(words)):
            return None
        for following in clauses[at + 1 : at + (4 if named else 2)]:
            for left, right, number in self.cues(sentence):
                modality = self.checklist.cues[number].modality
                if modality not in (Modality.PLANNED, Modality.LACKING):
                    continue
                opens = left <= following.start_norm + (following.end_norm - following.start_norm if named else 2)
                if following.start_norm <= left < following.end_norm and opens:
                    return Reading(modality, "cue", self.document.norm[left:right])
        return None

    def _explicit(self, sentence: int, start: int, end: int) -> Reading | None:
        clause_start, clause_end = self.clause_of(sentence, start)
        best: dict[Modality, tuple[int, int, Cue]] = {}
        hits = self._governing.get(sentence)
        if hits is None:
            cues = self.checklist.cues
            hits = self._governing[sentence] = [(left, right, cues[n]) for left, right, n in self.cues(sentence)]
        done_since = -1
        for left, _, cue in hits:
            if cue.modality is Modality.DONE and left < end and cue.sentence:
                done_since = left
        role = self.roles.of_sentence[sentence]
        for hit in hits:
            left, right, cue = hit
            same_clause = clause_start <= left < clause_end
            if not same_clause and not cue.sentence:
                continue
            if not ((left < end and cue.forward) or (right > start and cue.backward)):
                continue
            if not same_clause and left > start and cue.forward:
                continue
            if cue.modality is Modality.PLANNED and not same_clause and done_since > left:
                continue  # 下一步…，目前已…: what is said to be so now ends the reach of the plan
            if role not in cue.not_in:
                best.setdefault(cue.modality, hit)
        if Modality.DONE in best and Modality.PLANNED in best:
            # A done cue that only opens the sentence yields to a plan in the clause itself, and the other way round.
            done, planned = best[Modality.DONE], best[Modality.PLANNED]
            if clause_start <= done[0] < clause_end and not clause_start <= planned[0] < clause_end:
                del best[Modality.PLANNED]
        for modality in _STRONGEST if best else ():
            if modality in best:
                left, right, cue = best[modality]
                return Reading(modality, "ongoing" if cue.ongoing else "cue", self.document.norm[left:right])
        return None
