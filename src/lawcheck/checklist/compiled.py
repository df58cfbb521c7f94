"""What the engine runs: plain frozen dataclasses, without pydantic, complete and checked at birth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields

from lawcheck.checklist.terms import Level, Op, Scope, Status
from lawcheck.language import Modality
from lawcheck.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Concept:
    """Words and patterns that mean one thing; ``protect`` holds longer phrases that are something else."""

    name: str
    words: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    protect_words: tuple[str, ...] = ()
    protect_patterns: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expr:
    """One operator with what it needs.

    Attributes:
        concept: Index into the checklist's concepts, -1 when the operator uses none.
        names: Actor groups of ``subject``, modalities of ``cue``.
        units: Measure words of ``number``; empty for any.
        count: Of ``at_least``, ``list`` and ``clause``.
        context: Found words may stand in a title or be of another modality: they only set the topic.
        text: As a rule author would write it, for ``rules show``.
    """

    op: Op
    within: Scope = Scope.SENTENCE
    concept: int = -1
    parts: tuple[Expr, ...] = ()
    names: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()
    count: int = 0
    context: bool = False
    text: str = ""

    def first_words(self) -> Iterator[int]:
        """Yield the concepts that a match begins with: where its words are looked for first."""
        if self.concept >= 0:
            yield self.concept
        for part in self.parts if self.op is Op.ANY else self.parts[:1]:
            yield from part.first_words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way in which a leaf can be evidenced.

    Attributes:
        gives: ``substance`` (covered when a mark stands beside it, else weak), ``covered``, ``weak`` or ``lacking``.
        roles: Section roles it looks in; empty for all.
        headlines: Run-in headlines count too.
        zero: A statement that nothing was there to report; always ``done``.
        modality: Modalities in which it counts, when they differ from the leaf's.
    """

    name: str
    expr: Expr
    gives: str = "substance"
    roles: frozenset[str] = frozenset()
    headlines: bool = False
    zero: bool = False
    modality: frozenset[Modality] | None = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An element without parts, or a part: what gets a status of its own.

    Attributes:
        counts: Modalities in which a mention counts as reported.
        anybody: Someone else's act counts as well.
        excepts: In the same clause these turn a mention into ``other``.
        marks: What counts as substance of this leaf.
        needs: How many mentions with substance make it covered.
        absent: Status when nothing is found.
    """

    id: str
    element: str
    title: Text
    asks: Text
    advice: Text
    level: Level
    level_for: dict[str, Level]
    level_from: dict[int, Level]
    basis: tuple[str, ...]
    kinds: frozenset[str]
    year_from: int
    year_to: int
    sections: tuple[str, ...]
    weight: float
    weight_for: dict[str, float]
    counts: frozenset[Modality]
    anybody: bool
    branches: tuple[Branch, ...]
    excepts: tuple[Expr, ...]
    marks: tuple[Expr, ...]
    needs: int
    absent: Status
    say: dict[str, Text]
    off: str = ""

    def applies(self, kind: str, year: int | None) -> bool:
        """Say whether it is asked of this kind of body in this reported year."""
        if self.off or (self.kinds and kind not in self.kinds):
            return False
        return year is None or self.year_from <= year <= self.year_to

    def level_of(self, kind: str, year: int | None) -> Level:
        """Return the level for a kind of body and a reported year."""
        level = self.level_for.get(kind, self.level)
        for start, later in sorted(self.level_from.items()):
            if year is not None and year >= start:
                level = later
        return level

    def weight_of(self, kind: str) -> float:
        """Return the weight for a kind of body."""
        return self.weight_for.get(kind, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing that a report has to contain; its single leaf carries its own id when it has no parts."""

    id: str
    rule: Leaf
    leaves: tuple[Leaf, ...]
    has_parts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A law or document that an element cites.

    Attributes:
        since: First reported year it holds for.
        until: Last one.
    """

    id: str
    title: Text
    issuer: str = ""
    number: str = ""
    date: str = ""
    articles: str = ""
    asks: Text = Text("", "")
    since: int = 0
    until: int = 9999

    def cite(self, lang: str) -> str:
        """Return the citation a person can look up, such as 《……规定》（厅字〔2019〕28号）年度报告一章."""
        if lang == "en":
            return (
                self.title.en
                + (f" ({self.number})" if self.number else "")
                + (f", {self.articles}" if self.articles else "")
            )
        return f"《{self.title.zh}》" + (f"（{self.number}）" if self.number else "") + self.articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A group of words that can be the subject of an act.

    Attributes:
        outside: An act of this group is someone else's (modality ``other``).
        principal: Wins over the other groups in one coordinated subject.
        collective: Gives way to the subject that a heading lends.
        agents: Words before it that still leave it the doer.
    """

    name: str
    concept: int
    outside: bool = False
    principal: bool = False
    collective: bool = False
    kinds: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """How a section role is recognised.

    Attributes:
        headings: Concept of a first-level (or bare) heading.
        strict: Concept of a heading at any level.
        opens: Concept of sentences that open the role where no heading does.
        fused: Concept of lower headings that open the role inside a heading that joins two roles.
        lends: Actor group that stands in for missing or collective subjects under such a heading.
        sample: Heading used when an example text or a skeleton is made.
    """

    role: str
    headings: int
    strict: int
    opens: int
    fused: int
    lends: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue with its concept."""

    modality: Modality
    concept: int
    forward: bool
    backward: bool
    sentence: bool
    not_in: frozenset[str]
    ongoing: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame with its concept; see ``language.Unless``."""

    concept: int
    unless: Pattern | None
    aim: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """How a kind of body is read off a name or off what the report calls itself."""

    kind: str
    title: Text
    names: Pattern
    selves: Pattern
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How title, body and year are read."""

    title: Pattern
    body: Pattern
    formula: Pattern
    plan_year: Pattern | None
    named: Pattern | None
    sample: str
    default_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityRule:
    """A finding that is not about an element.

    Attributes:
        kinds: Kinds of body it concerns; all when empty.
        day: Years after the reported one, month and day, of a deadline.
    """

    id: str
    check: str
    severity: str
    title: Text
    message: Text
    patterns: tuple[Pattern, ...] = ()
    unless: Pattern | None = None
    once: bool = False
    element: str = ""
    kinds: frozenset[str] = frozenset()
    day: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A compiled rule pack."""

    id: str
    version: str
    title: Text
    digest: str
    threshold: float
    credits: dict[Status, float]
    valid_from: str
    valid_to: str
    kinds: tuple[KindRule, ...]
    identity: Identity
    roles: tuple[RoleRule, ...]
    cues: tuple[Cue, ...]
    pseudo: int
    frames: tuple[Frame, ...]
    actors: tuple[Actor, ...]
    concepts: tuple[Concept, ...]
    elements: tuple[Element, ...]
    integrity: tuple[IntegrityRule, ...]
    basis: dict[str, Basis]
    sources: tuple[str, ...]
    off: dict[str, str] = field(default_factory=dict)
    """Elements and parts that are switched off, each with the reason."""
    engine: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """A place for the engine to keep what it derives from the checklist, such as the automaton."""

    def __getstate__(self) -> dict[str, object]:
        """Leave out what the engine keeps: it is made again where it is needed, and can not travel."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "engine"}

    def __setstate__(self, state: dict[str, object]) -> None:
        for name, value in {**state, "engine": {}}.items():
            object.__setattr__(self, name, value)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves in checklist order."""
        return tuple(leaf for element in self.elements for leaf in element.leaves)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of all elements and their parts, each once, in checklist order."""
        every = (name for e in self.elements for name in (e.id, *(leaf.id for leaf in e.leaves)))
        return tuple(dict.fromkeys(every))

    def bases(self, names: Iterable[str], year: int | None) -> tuple[Basis, ...]:
        """Return those of some laws and documents that hold for a reported year; all of them without one."""
        every = (self.basis[name] for name in names)
        return tuple(basis for basis in every if year is None or basis.since <= year <= basis.until)

    def element(self, name: str) -> Element | None:
        """Return the element with this id, or the one a part belongs to."""
        for element in self.elements:
            if element.id == name or any(leaf.id == name for leaf in element.leaves):
                return element
        return None
