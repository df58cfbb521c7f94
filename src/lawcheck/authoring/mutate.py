"""Edits whose right answer is known, and whether the verdicts follow: ``lawcheck rules mutate``.

For each element that a report tells, its evidence is taken out, promised, moved to the plan, denied, emptied, wrapped
into a title, given to another body or to an earlier year; for each element that it does not tell, the checklist's own
examples are put in; and the whole report is written in other ways that change nothing. Nobody has to label anything:
each edit says what must become of its own element, and every element that it does not touch must stay as it is.

An edit needs a sentence that stands on its own: where the unedited sentence alone, in the same place, does not give the
element its status, the edit is left out and counts neither way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lawcheck.authoring.examples import Case
from lawcheck.authoring.variants import VARIANTS
from lawcheck.checklist import Checklist, Leaf, Status
from lawcheck.document import parse
from lawcheck.judge import ReportCard, judge
from lawcheck.judge.status import best_of, decide
from lawcheck.language import Modality, load_chinese
from lawcheck.match import LeafMatches, Matcher, Mention
from lawcheck.match.section_roles import ACHIEVEMENTS, PLAN
from lawcheck.pipeline import check_text
from lawcheck.readers import SourceText

REPORTED = (Status.COVERED, Status.WEAK)
MOST_PARAPHRASES = 3
"""Examples put in for one element that a report does not tell."""

YEARS_AGO = 3

SHORTEST_ACT = 6
"""Characters of an act that can stand without its subject."""

OFFICE = 3
"""Characters that may stand between the start of a clause and its subject: 镇党委 书记."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One verdict after one edit.

    Attributes:
        operator: What was done to the report.
        element: The leaf it was done to.
        line: Line of the evidence that was edited, None where there was none.
        words: What was put in, or taken out.
        others: Leaves that the edit does not touch.
        changed: Those of them whose status changed all the same.
    """

    report: str
    operator: str
    element: str
    line: int | None
    words: str
    expected: str
    got: str
    others: int = 0
    changed: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the verdict followed the edit."""
        return self.expected == self.got


Edit = tuple[int, int, str]
"""Start and end in the original text, and what stands there instead."""


def mutate(
    source: SourceText, checklist: Checklist, cases: Iterable[Case], operators: Iterable[str] = ()
) -> Iterator[Outcome]:
    """Yield the verdict of every edit of a report that can be made.

    Args:
        source: The report.
        checklist: What it is checked against.
        cases: The checklist's examples: where paraphrases and empty phrases come from.
        operators: Which edits to make; all when empty.
    """
    yield from _Mutator(source, checklist, list(cases), frozenset(operators) or frozenset(OPERATORS)).outcomes()


class _Mutator:
    def __init__(
        self, source: SourceText, checklist: Checklist, cases: list[Case], operators: frozenset[str]
    ) -> None:
        self.source, self.checklist, self.cases, self.operators = source, checklist, cases, operators
        self.document = parse(source)
        self.matcher = Matcher(self.document, checklist)
        self.kind, self.year = str(self.matcher.identity.kind.value), self.matcher.year
        self.before = _statuses(judge(self.document, checklist))
        self.leaves = [leaf for leaf in checklist.leaves if leaf.applies(self.kind, self.year)]
        self.rewriting = load_chinese().rewriting

    def outcomes(self) -> Iterator[Outcome]:
        for leaf in self.leaves:
            status = self.before[leaf.id]
            if status in REPORTED:
                yield from self._reported(leaf)
            elif status is Status.MISSING and "insert" in self.operators:
                yield from self._inserted(leaf)
        for name, variant in VARIANTS.items():
            if name in self.operators:
                yield from self._variant(name, variant(self.document, self.matcher))

    # -- one element ------------------------------------------------------------------------------------------------

    def _reported(self, leaf: Leaf) -> Iterator[Outcome]:
        matches = self.matcher.leaf(leaf)
        counted = [m for m in matches.mentions if m.counts]
        _, deciding = decide(leaf, matches)
        best = max(deciding, key=lambda m: min(len(m.substance), 3))
        taken_out = [self._cut(m) for m in counted]
        rest = self._rest(leaf, matches, counted)
        touched = {m.sentence for m in counted}
        if "delete" in self.operators:
            yield self._outcome("delete", leaf, best, taken_out, rest, touched, self._quote(best))
        act = self._act(best)
        if leaf.counts != {Modality.DONE} or act is None:
            return
        yield from self._gutted(leaf, best, touched)
        elsewhere = [edit for m, edit in zip(counted, taken_out, strict=True) if m is not best]
        here = self._cut(best)

        def in_place(words: str) -> list[Edit]:
            return [*_apart(elsewhere, here), (here[0], here[1], words)]

        alone = self._status(leaf, in_place(act + "。"))
        if alone not in REPORTED:
            return
        for name, words, placed, expected in self._rewritten(leaf, best, act, in_place, taken_out, rest):
            if name in self.operators:
                edits = self._in_plan(taken_out, words) if placed else in_place(words + "。")
                yield self._outcome(name, leaf, best, edits, expected, touched, words)

    def _rewritten(
        self,
        leaf: Leaf,
        best: Mention,
        act: str,
        in_place: Callable[[str], list[Edit]],
        taken_out: list[Edit],
        rest: Status,
    ) -> Iterator[tuple[str, str, bool, Status]]:
        """Yield each edit's name, its words, whether they stand in the plan, and what must become of the element."""
        how = self.rewriting
        timeless = self._timeless(act)
        dated = any(self.matcher.modalities.years(best.sentence))
        planned = best_of((Status.PLANNED, rest))
        verbal = self._opens_with_verb(timeless)
        # Without the heading it stood under: what cannot stand without it can not be moved.
        moved = self._status(leaf, [*taken_out, *self._in_role(ACHIEVEMENTS, act)])
        anywhere = any(not branch.roles or PLAN in branch.roles for branch in leaf.branches)
        if moved in REPORTED and anywhere:
            if timeless == act and not dated and not self._speaks(best):
                yield "move", act, True, planned
            if verbal and not dated:
                yield "promise", how.promise.format(act=timeless), True, planned
            if not dated:
                yield "keep", how.this_year.format(act=timeless), True, moved
        if not dated and self.year is not None:
            yield "year", how.earlier.format(year=self.year - YEARS_AGO, act=timeless), False, rest
        denied = self._denied(best, timeless)
        told = self._status(leaf, in_place(timeless.split("，")[0] + "。")) if denied else Status.MISSING
        if denied is not None and told in REPORTED:
            yield "negate", denied, False, best_of((Status.LACKING, rest))
        if "《" not in act:
            yield "title", how.title.format(act=act.rstrip("。；，")), False, rest
        alone_there = not any(best.start_norm < right and left < best.end_norm for left, right in self._own(best))
        if verbal and not leaf.anybody and self._stranger() and alone_there:
            yield "other", how.other.format(body=self._stranger(), act=act), False, rest

    def _gutted(self, leaf: Leaf, best: Mention, touched: set[int]) -> Iterator[Outcome]:
        """Put an empty phrase of the checklist's own examples where the facts stood."""
        empty = next((c.text for c in self._cases(leaf, "weak")), None)
        if "gut" not in self.operators or empty is None or self.before[leaf.id] is not Status.COVERED:
            return
        edits = []
        for sentence in touched:
            place = self.document.sentences[sentence]
            span = self.document.span(place.start_norm, place.end_norm)
            edits.append((span.start, span.end, empty if sentence == best.sentence else ""))
        yield self._outcome("gut", leaf, best, edits, Status.WEAK, touched, empty, others=False)

    def _inserted(self, leaf: Leaf) -> Iterator[Outcome]:
        for case in self._cases(leaf, "covered")[:MOST_PARAPHRASES]:
            edits = self._in_role(case.role, case.text)
            yield self._outcome("insert", leaf, None, edits, Status.COVERED, set(), case.text, others=False)

    def _cases(self, leaf: Leaf, status: str) -> list[Case]:
        """Return examples that stand on their own in a report of this kind and year."""
        return [
            case
            for case in self.cases
            if case.element == leaf.id
            and case.status == status
            and case.kind == self.kind
            and not case.heading
            and "\n" not in case.text
            and str(case.year) not in case.text
        ]

    # -- words ------------------------------------------------------------------------------------------------------

    def _quote(self, mention: Mention) -> str:
        return self.document.norm[mention.start_norm : mention.end_norm]

    def _act(self, mention: Mention) -> str | None:
        """Return what a mention tells without its number, time and subject; None where nothing is left."""
        norm, subjects = self.document.norm, self.matcher.subjects
        start = mention.start_norm
        marker = subjects.grammar.item.match(norm, start, mention.end_norm)
        start = marker.end() if marker else start
        for word in self.rewriting.now:
            if norm.startswith(word, start):
                start += len(word)
                break
        named = [(at, at + len(name)) for name, _ in subjects.named if (at := norm.find(name, start)) >= 0]
        for left, right in sorted([*self._own(mention), *named]):
            if left - start <= OFFICE and start < right <= mention.end_norm:
                start = right
        words = norm[start : mention.end_norm].lstrip("，、：；")
        return words if len(words) >= SHORTEST_ACT else None

    def _own(self, mention: Mention) -> list[tuple[int, int]]:
        """Return where the body's own people and units stand in the sentence of a mention."""
        own = [a for a in self.matcher.subjects.actors if not a.outside]
        return [span for actor in own for span in self.matcher.hits.find(actor.concept, mention.sentence)]

    def _opens_with_verb(self, act: str) -> bool:
        return act.startswith(self.rewriting.verbs)

    def _denied(self, mention: Mention, timeless: str) -> str | None:
        """Return the clause that names the element with its verb denied; None without a verb that can be."""
        left, right = self.matcher.modalities.clause_of(mention.sentence, mention.anchor_norm[0])
        clause = self.document.norm[left:right]
        verb = next((verb for verb in self.rewriting.verbs if timeless.startswith(verb)), None)
        first = timeless.split("，")[0]
        if verb is None or first not in self._timeless(clause):
            return None
        return self.rewriting.absent + first

    def _timeless(self, words: str) -> str:
        """Return words without what dates them to the present or says that they are over."""
        for word in self.rewriting.now:
            words = words.replace(word, "")
        for verb in self.rewriting.verbs:
            words = words.replace(verb + self.rewriting.completed, verb)
        return words

    def _speaks(self, mention: Mention) -> bool:
        """Say whether some cue in the sentence would speak louder than the section it stands in."""
        return bool(self.matcher.modalities.cues(mention.sentence)) or mention.reading.why != "section"

    def _stranger(self) -> str:
        """Return the name of another body, from the checklist's actors."""
        for actor in self.matcher.subjects.actors:
            words = self.checklist.concepts[actor.concept].words
            if actor.outside and words:
                return words[0]
        return ""

    # -- edits ------------------------------------------------------------------------------------------------------

    def _cut(self, mention: Mention) -> Edit:
        """Return the edit that takes a mention's clauses out, with the mark after them."""
        end = mention.end_norm
        if end < len(self.document.norm) and self.document.norm[end] in "，；：、":
            end += 1
        span = self.document.span(mention.start_norm, end)
        return span.start, span.end, ""

    def _in_plan(self, taken_out: list[Edit], words: str) -> list[Edit]:
        return [*taken_out, *self._in_role(PLAN, words)]

    def _in_role(self, role: str, words: str) -> list[Edit]:
        """Return the edit that puts a sentence at the end of the section of a role, made where there is none."""
        words = words.rstrip("。") + "。"
        for index, section in enumerate(self.document.sections):
            if index and section.level == 1 and self.matcher.roles.of_section[index] == role:
                end = self.document.span(section.start_norm, section.end_norm - 1).end
                return [(end, end, f"\n{words}")]
        heading = next((rule.sample for rule in self.checklist.roles if rule.role == role and rule.sample), "")
        tail = next((b.start_norm for b in self.document.blocks if b.kind == "tail"), None)
        at = len(self.source.text) if tail is None else self.document.span(tail, tail + 1).start
        if not heading:
            return [(at, at, f"\n{words}\n")]
        number = load_chinese().numbering[0]
        return [(at, at, f"\n{number}{heading}\n{words}\n")]

    def _rest(self, leaf: Leaf, matches: LeafMatches, counted: list[Mention]) -> Status:
        """Return what the report says of an element without the mentions that count."""
        left = [
            m
            for m in matches.mentions
            if not m.counts and not any(c.start_norm < m.end_norm and m.start_norm < c.end_norm for c in counted)
        ]
        return decide(leaf, LeafMatches(mentions=tuple(left)))[0]

    # -- verdicts ---------------------------------------------------------------------------------------------------

    def _status(self, leaf: Leaf, edits: list[Edit]) -> Status:
        return self._check(_edited(self.source.text, edits))[leaf.id]

    def _check(self, text: str) -> dict[str, Status]:
        return _statuses(check_text(text, checklist=self.checklist, kind=self.kind, year=self.year))

    def _outcome(
        self,
        operator: str,
        leaf: Leaf,
        best: Mention | None,
        edits: list[Edit],
        expected: Status,
        touched: set[int],
        words: str,
        *,
        others: bool = True,
    ) -> Outcome:
        after = self._check(_edited(self.source.text, edits))
        untouched = self._untouched(leaf, touched) if others else []
        line = None
        if best is not None:
            line = self.document.place(self.document.span(best.start_norm, best.end_norm).start).line
        return Outcome(
            report=self.source.name,
            operator=operator,
            element=leaf.id,
            line=line,
            words=words,
            expected=expected.value,
            got=after[leaf.id].value,
            others=len(untouched),
            changed=tuple(other for other in untouched if after[other] is not self.before[other]),
        )

    def _untouched(self, leaf: Leaf, touched: set[int]) -> list[str]:
        """Return the leaves that say nothing in the sentences of an edit and do not ask for a plan or a lack."""
        return [
            other.id
            for other in self.leaves
            if other.id != leaf.id
            and other.counts == {Modality.DONE}
            and touched.isdisjoint(m.sentence for m in self.matcher.leaf(other).mentions)
        ]

    def _variant(self, name: str, text: str | None) -> Iterator[Outcome]:
        if text is None or text == self.source.text:
            return
        after = self._check(text)
        for leaf in self.leaves:
            yield Outcome(
                report=self.source.name,
                operator=name,
                element=leaf.id,
                line=None,
                words="",
                expected=self.before[leaf.id].value,
                got=after[leaf.id].value,
            )


def _statuses(card: ReportCard) -> dict[str, Status]:
    return {leaf.id: leaf.status for element in card.elements for leaf in element.leaves()}


def _apart(edits: list[Edit], kept: Edit) -> list[Edit]:
    """Return the edits that do not reach into a place that another edit takes."""
    out = []
    for start, end, words in edits:
        if end <= kept[0] or kept[1] <= start:
            out.append((start, end, words))
            continue
        if start < kept[0]:
            out.append((start, kept[0], words))
        if end > kept[1]:
            out.append((kept[1], end, words))
    return out


def _edited(text: str, edits: list[Edit]) -> str:
    """Apply edits; of those that overlap, what is taken out is taken out once."""
    out: list[str] = []
    at = 0
    for start, end, words in sorted(edits):
        if start > at:
            out.append(text[at:start])
        out.append(words)
        at = max(at, end)
    return "".join([*out, text[at:]])


OPERATORS: dict[str, str] = {
    "delete": "its evidence is taken out",
    "insert": "the checklist's own example is put in",
    "move": "it stands in the plan",
    "promise": "it is promised",
    "keep": "it stands in the plan, dated to this year",
    "negate": "it is denied",
    "gut": "its facts are taken out",
    "title": "it is a document's title",
    "other": "another body did it",
    "year": "an earlier year did it",
    **dict.fromkeys(VARIANTS, "the report is written in another way"),
}
"""Every edit with what it says."""

AIMS: dict[str, float] = {
    "delete": 0.98, "move": 0.95, "promise": 0.95, "keep": 0.95, "negate": 0.95, "gut": 0.90, "title": 0.97,
    "other": 0.97, "year": 0.97, "insert": 0.95, **dict.fromkeys(VARIANTS, 0.995),
}  # fmt: skip
"""The share of verdicts that should follow, by edit."""
