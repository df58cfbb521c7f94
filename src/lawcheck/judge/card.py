"""The report card: all that a reporter may see, complete at birth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from lawcheck.checklist.terms import Level, Status
from lawcheck.judge.band import CHECK, SURE
from lawcheck.language import Modality

if TYPE_CHECKING:
    from lawcheck.readers import Extraction

NOT_REPORTED = (Status.PLANNED, Status.LACKING, Status.MISSING)
"""Statuses that people act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A mention that decided a status.

    Attributes:
        quote: The original text from ``start`` to ``end``.
        start: Code points from 0 in the checked text.
        section: Heading it stands under, with its number.
        role: Section role.
        why: What decided the modality, in the card's language.
    """

    quote: str
    start: int
    end: int
    line: int
    column: int
    page: int | None
    section: str
    role: str
    modality: Modality
    substance: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Where a missing element belongs: the heading of its section."""

    line: int
    page: int | None
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementResult:
    """What became of an element or part.

    Attributes:
        credit: From 0 to 1.
        expected: Where a missing element belongs; None when the report has no such section.
        reason: Why it is ``unchecked`` or ``not-applicable``; empty otherwise.
        band: ``sure``, or ``check`` when a person should read the place before acting on the verdict.
        band_reason: Why it should be read; empty when it is sure.
        parts: Results of the parts, empty for a leaf.
    """

    id: str
    title: str
    level: Level
    weight: float
    status: Status
    credit: float
    basis: tuple[str, ...]
    citations: tuple[str, ...]
    message: str
    advice: str
    evidence: tuple[Evidence, ...]
    expected: Expected | None
    reason: str = ""
    band: str = SURE
    band_reason: str = ""
    parts: tuple[ElementResult, ...] = ()

    @property
    def reported(self) -> bool:
        """Whether the report says it was done."""
        return self.status in (Status.COVERED, Status.PARTIAL, Status.WEAK)

    @property
    def best(self) -> Evidence | None:
        """The one piece of evidence to show: that with most substance, then the first."""
        return max(self.evidence, key=lambda evidence: min(len(evidence.substance), 2), default=None)

    @property
    def fingerprint(self) -> str:
        """What marks this verdict on these words: it stays the same when text is inserted elsewhere."""
        quote = "".join(self.best.quote.split()) if self.best else ""
        return hashlib.sha256(
            f"{self.id}\n{self.status.value}\n{quote}".encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]

    def leaves(self) -> Iterator[ElementResult]:
        """Yield the parts, or the element itself when it has none."""
        if self.parts:
            yield from self.parts
        else:
            yield self


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a person should look at and that is not about an element.

    Attributes:
        severity: ``error``, ``warning`` or ``info``; only errors keep a report from passing.
        fingerprint: Stays the same when lines are inserted elsewhere.
    """

    rule: str
    severity: str
    message: str
    quote: str
    start: int
    end: int
    line: int
    column: int
    page: int | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionResult:
    """A section as it was understood."""

    role: str
    title: str
    level: int
    start: int
    end: int
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A fact read off the report, with the words it was read off."""

    value: str | int | None
    source: str
    quote: str = ""
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A problem that a baseline or a waiver accepts.

    Attributes:
        reason: Why, of a waiver; empty for a baseline.
        signer: Who signed the waiver.
        expires: Last day of the waiver, as YYYY-MM-DD.
    """

    rule: str
    fingerprint: str
    reason: str = ""
    signer: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """Everything that lawcheck says of one report.

    Attributes:
        path: As the caller gave it.
        score: 0 to 100 with one decimal, None when nothing could be checked.
        characters: Length of the checked text.
        checked: Share from 0 to 1 of the applicable weight that could be checked.
        passed: Every statutory element reported, no finding of severity error, and score at least the threshold.
        read: How title, body, kind and year were read.
        extraction: How the file was read and what was lost; None when it could not be read.
        notes: What a person should know about how the file was read.
        error: Why the report could not be checked at all; then everything else is empty.
        error_code: A short name for the reason.
        text: The text that was checked, which ``start`` and ``end`` count in; for outputs that show it.
        accepted: Problems that a baseline or a waiver accepts: they do not keep it from passing.
        settled: Another run would end the same: no rule ran out of its time or failed.
    """

    path: str
    sha256: str = ""
    checklist: tuple[str, str] = ("", "")
    title: str | None = None
    body: str | None = None
    kind: str | None = None
    kind_title: str | None = None
    year: int | None = None
    characters: int = 0
    score: float | None = None
    checked: float = 0.0
    passed: bool = False
    threshold: float = 0.0
    elements: tuple[ElementResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    sections: tuple[SectionResult, ...] = ()
    read: tuple[tuple[str, Read], ...] = ()
    extraction: Extraction | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None
    error_code: str | None = None
    text: str = field(default="", repr=False, compare=False)
    accepted: tuple[Accepted, ...] = ()
    settled: bool = field(default=True, repr=False, compare=False)
    html_view: ClassVar[Callable[[ReportCard], str] | None] = None
    """How a card shows itself in a notebook: set by who knows the outputs, since a card does not."""

    def _repr_html_(self) -> str | None:
        """Show the card in a notebook."""
        view = type(self).html_view
        return view(self) if view is not None else None

    def __getitem__(self, name: str) -> ElementResult:
        """Return the element or part with this id."""
        for element in self.elements:
            if element.id == name:
                return element
            for part in element.parts:
                if part.id == name:
                    return part
        raise KeyError(name)

    @property
    def missing(self) -> tuple[ElementResult, ...]:
        """Elements and parts not reported (missing, lacking or only planned), statutory ones first."""
        found = [leaf for element in self.elements for leaf in element.leaves() if leaf.status in NOT_REPORTED]
        order = {Level.STATUTORY: 0, Level.EXPECTED: 1, Level.RECOMMENDED: 2}
        return tuple(sorted(found, key=lambda leaf: order[leaf.level]))

    @property
    def to_check(self) -> tuple[ElementResult, ...]:
        """Elements and parts whose verdict a person should read before acting on it."""
        return tuple(leaf for e in self.elements for leaf in e.leaves() if leaf.band == CHECK)

    @property
    def accepted_marks(self) -> frozenset[tuple[str, str]]:
        """Rule and fingerprint of every problem that was accepted."""
        return frozenset((known.rule, known.fingerprint) for known in self.accepted)

    @property
    def unchecked(self) -> tuple[ElementResult, ...]:
        """Elements and parts that could not be checked."""
        return tuple(leaf for e in self.elements for leaf in e.leaves() if leaf.status is Status.UNCHECKED)
