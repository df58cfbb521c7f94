"""The way in: one document read with one checklist, leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lawcheck.checklist import Checklist, Leaf
from lawcheck.checklist.compiled import Branch, Expr
from lawcheck.checklist.terms import Op
from lawcheck.document import Document
from lawcheck.errors import LawcheckError, OutOfTimeError
from lawcheck.language import Language, Modality, load_chinese
from lawcheck.match.identity import Identity, read_identity
from lawcheck.match.modality import Modalities
from lawcheck.match.model import Found, Mention, NearMiss, Reading
from lawcheck.match.operators import _ORDER, Combination, Operators
from lawcheck.match.scan import Hits
from lawcheck.match.section_roles import Roles
from lawcheck.match.subjects import Subjects

MOST_PER_SENTENCE = 8
"""Combinations of one branch that are read in one sentence: more can not change its status."""

MOST_COVERED = 200
"""Mentions of one branch that cover a leaf: no further one can change its status, and reporters show far fewer."""

LONGEST_QUOTE = 150
"""Characters; source: labelling guide, section 8."""

SHORT_QUOTE = 24
"""Characters of a quote that rarely stands on its own: a person reads it with the clause after it."""

NUMBER_REACH = 45
"""Characters between a mention and a number of its sentence that still counts what it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafMatches:
    """What was found for one leaf; ``failed`` says why it could not be looked for."""

    mentions: tuple[Mention, ...] = ()
    failed: LawcheckError | None = None


class Matcher:
    """Reads one document with one checklist.

    Attributes:
        identity: Title, body, kind and year as read or as the caller gave them.
        roles: Roles of sections and sentences.
    """

    def __init__(
        self, document: Document, checklist: Checklist, *, kind: str | None = None, year: int | None = None
    ) -> None:
        self.document, self.checklist = document, checklist
        self.language: Language = load_chinese()
        self.hits = Hits(document, checklist)
        self.identity: Identity = read_identity(document, checklist, kind=kind, year=year)
        reported = self.identity.year.value if self.identity.year else None
        self.year = int(reported) if reported is not None else None
        self.roles = Roles(document, checklist, self.hits, self.year)
        body = str(self.identity.body.value) if self.identity.body else ""
        self.subjects = Subjects(document, checklist, self.hits, str(self.identity.kind.value), body)
        self.modalities = Modalities(
            document, checklist, self.language, self.hits, self.roles, self.subjects, self.year
        )
        self.operators = Operators(self.hits, self.modalities)
        self._mentions: dict[tuple[str, int], list[Mention]] = {}
        self._near: dict[tuple[int, int], list[Expr]] = {}

    def leaf(self, leaf: Leaf) -> LeafMatches:
        """Return every mention of a leaf, in text order; what fails is said, not raised."""
        return self._read(leaf, leaf.branches)

    def decisive(self, leaf: Leaf) -> LeafMatches:
        """Return the mentions that decide a leaf: once it is covered, what gives less is not looked for."""
        telling = [branch for branch in leaf.branches if branch.gives in ("covered", "substance")]
        if len(telling) < len(leaf.branches):
            found = self._read(leaf, telling)
            places = {m.sentence for m in found.mentions if m.counts and m.gives == "covered"}
            if places and len(places) >= leaf.needs:
                return found
        return self.leaf(leaf)

    def _read(self, leaf: Leaf, branches: Sequence[Branch]) -> LeafMatches:
        found: dict[tuple[int, int, str], Mention] = {}
        try:
            for branch in branches:
                self.hits.deadline.check()
                if not self.operators.reach.anchors(branch.expr):
                    continue
                at = (leaf.id, id(branch))
                known = self._mentions.get(at)
                if known is None:
                    known = self._mentions[at] = list(self._branch(leaf, branch))
                for mention in known:
                    key = (mention.start_norm, mention.end_norm, mention.reading.modality)
                    old = found.get(key)
                    if old is None or (old.gives != "covered" and mention.gives == "covered"):
                        found[key] = mention
        except OutOfTimeError as error:
            return LeafMatches(failed=error)
        except Exception as error:
            # A rule that crashes must not take the report with it, and must never pass.
            return LeafMatches(failed=LawcheckError(f"{type(error).__name__}: {error}"))
        return LeafMatches(mentions=tuple(sorted(found.values(), key=lambda m: (m.anchor_norm, m.branch))))

    def _branch(self, leaf: Leaf, branch: Branch) -> Iterator[Mention]:
        covered = 0
        for combination in self.operators.combinations(
            branch.expr,
            leaf.counts,
            headlines=branch.headlines,
            roles=branch.roles,
            most=MOST_PER_SENTENCE,
        ):
            mention = self._mention(leaf, branch, combination)
            yield mention
            covered += mention.counts and mention.gives == "covered"
            if covered >= MOST_COVERED:
                return

    def _mention(self, leaf: Leaf, branch: Branch, combination: Combination) -> Mention:
        anchor = combination.judged[0]
        reading = self._reading(leaf, branch, combination)
        counts = reading.modality in (leaf.counts if branch.modality is None else branch.modality)
        marks = self._marks(leaf, combination) if counts and branch.gives != "lacking" else []
        gives = branch.gives
        if gives == "substance":
            gives = "covered" if marks else "weak"
        places = [*combination.judged, *combination.context, *marks]
        near = [f for f in places if f.sentence == anchor.sentence]
        start, end = self._quote(anchor, near)
        norm = self.document.norm
        return Mention(
            branch=branch.name,
            sentence=anchor.sentence,
            start_norm=start,
            end_norm=end,
            anchor_norm=(anchor.start_norm, anchor.end_norm),
            reading=reading,
            counts=counts,
            gives=gives,
            substance=tuple(dict.fromkeys(norm[m.start_norm : m.end_norm] for m in marks)),
            role=self.roles.of_sentence[anchor.sentence],
            section=self.document.sentences[anchor.sentence].section,
        )

    def _reading(self, leaf: Leaf, branch: Branch, combination: Combination) -> Reading:
        anchor = combination.judged[0]
        first = self.operators.reading(anchor, anybody=leaf.anybody)
        if branch.zero:
            harmless = (Modality.DONE, Modality.LACKING)
            return Reading(Modality.DONE, "zero") if first.modality in harmless else first
        for exception in leaf.excepts:
            held = self.operators.holds(exception, anchor, leaf.counts)
            if held is not None:
                words = "、".join(self.document.norm[f.start_norm : f.end_norm] for f in held)
                return Reading(Modality.OTHER, "except", words or exception.text)
        worst = first
        for found in combination.judged[1:]:
            reading = self.operators.reading(found, topic=True, anybody=leaf.anybody)
            if self._badness(reading, leaf) > self._badness(worst, leaf):
                worst = reading
        return worst

    @staticmethod
    def _badness(reading: Reading, leaf: Leaf) -> int:
        return 0 if reading.modality in leaf.counts else _ORDER[reading.modality]

    def _marks(self, leaf: Leaf, combination: Combination) -> list[Found]:
        anchor = combination.judged[0]
        whole_clause = (anchor.start_norm, anchor.end_norm) == self.modalities.clause_of(
            anchor.sentence, anchor.start_norm
        )
        out: list[Found] = []
        for mark in self._marks_near(leaf.marks, anchor.sentence):
            for found in self.operators.holds(mark, anchor, leaf.counts) or ():
                named = anchor.start_norm <= found.start_norm and found.end_norm <= anchor.end_norm
                if named and found.sentence == anchor.sentence and not whole_clause and mark.op is Op.PHRASE:
                    continue  # the leaf's own name is no substance
                far = found.sentence == anchor.sentence and _apart(found, anchor) > NUMBER_REACH
                if mark.op is Op.NUMBER and far:
                    continue  # in a long sentence it counts something else
                reading = self.operators.reading(found, topic=True, anybody=leaf.anybody)
                if reading.modality in leaf.counts:
                    out.append(found)
        return out

    def _marks_near(self, marks: tuple[Expr, ...], sentence: int) -> list[Expr]:
        """Return those marks that may stand near a sentence; many leaves ask for the same."""
        at = (id(marks), sentence)
        known = self._near.get(at)
        if known is None:
            holds = self.operators.reach.holds
            known = self._near[at] = [mark for mark in marks if holds(mark) >> sentence & 1]
        return known

    def _quote(self, anchor: Found, places: list[Found]) -> tuple[int, int]:
        """Return the shortest run of whole clauses that holds anchor and marks, at most LONGEST_QUOTE long."""
        start, end = self.modalities.clause_of(anchor.sentence, anchor.start_norm)
        elsewhere = [f for f in places if f.start_norm < start or f.end_norm > end]
        end = max(end, anchor.end_norm)
        for place in sorted(elsewhere, key=lambda f: abs(f.start_norm - anchor.start_norm)):
            left, right = self.modalities.clause_of(place.sentence, place.start_norm)
            right = max(right, place.end_norm)
            if max(end, right) - min(start, left) <= LONGEST_QUOTE:
                start, end = min(start, left), max(end, right)
        end = min(end, start + LONGEST_QUOTE)
        if end - start < SHORT_QUOTE:
            end = self._told_on(anchor.sentence, start, end)
        return start, end

    def _told_on(self, sentence: int, start: int, end: int) -> int:
        """Return where a short quote ends when it goes on to the clause that completes it in the same sentence."""
        for clause in self.document.sentences[sentence].clauses:
            if clause.start_norm > end:
                return clause.end_norm if clause.end_norm - start <= LONGEST_QUOTE else end
        return end

    # -- explanations -------------------------------------------------------------------------------------------

    def near_misses(self, leaf: Leaf, most: int = 3) -> list[NearMiss]:
        """Return places where the first words of a branch stood but the rest did not hold, as many as time allows."""
        out: list[NearMiss] = []
        for branch in leaf.branches:
            if branch.expr.op not in (Op.NEAR, Op.ALL) or len(out) >= most:
                continue
            try:
                near = self._near_miss(leaf, branch)
            except OutOfTimeError:
                break
            if near is not None:
                out.append(near)
        return out[:most]

    def _near_miss(self, leaf: Leaf, branch: Branch) -> NearMiss | None:
        head, *rest = branch.expr.parts
        for combination in self.operators.combinations(head, leaf.counts, headlines=False):
            anchor = combination.judged[0]
            failing = [part for part in rest if self.operators.holds(part, anchor, leaf.counts) is None]
            if failing:
                start, end = self.modalities.clause_of(anchor.sentence, anchor.start_norm)
                return NearMiss(
                    branch=branch.name,
                    sentence=anchor.sentence,
                    start_norm=start,
                    end_norm=end,
                    lacks=tuple(failing),
                )
        return None


def _apart(found: Found, other: Found) -> int:
    """Return how many characters stand between two places of one sentence."""
    return max(found.start_norm - other.end_norm, other.start_norm - found.end_norm, 0)
