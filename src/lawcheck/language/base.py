"""What other rooms may ask of a language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Modality(StrEnum):
    """How a mention speaks of an element (contract.md, Glossary)."""

    DONE = "done"
    PLANNED = "planned"
    LACKING = "lacking"
    CITED = "cited"
    PAST = "past"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """Words or patterns that set the modality of a mention.

    Attributes:
        modality: What they set.
        words: Literals, matched in normalised text.
        patterns: Regular expressions, matched inside one sentence.
        direction: ``forward`` (the mention stands after the cue), ``backward`` (before it) or ``both``.
        reach: ``clause`` or ``sentence``: how far the cue speaks.
        not_in: Section roles in which the cue says nothing.
        ongoing: What began in an earlier year is still done: the year named does not make it past.
        note: Why; shown by ``explain``.
    """

    modality: Modality
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    direction: str = "both"
    reach: str = "clause"
    not_in: tuple[str, ...] = ()
    ongoing: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """A frame: whatever stands inside its match is only ``cited``, unless another pattern holds in the sentence.

    Attributes:
        aim: An aim: about the time to come it is a plan.
    """

    pattern: str
    unless: str = ""
    aim: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's conventions; every value comes from its YAML file.

    Attributes:
        sentence_ends: Characters that end a sentence.
        clause_ends: Characters that end a clause.
        common: The most frequent characters of reports, to tell a right decoding from a wrong one.
        cues: Default cues, in no particular order.
        pseudo_words: Literals that only protect: a cue inside one of them does not count.
        pseudo_patterns: The same, as patterns.
        frames: Places where a mention is only cited.
        units: Measure words that make a number a quantity.
        rhythms: Words for a date or a rhythm.
        issue_verbs: Verbs that make a following 《title》 the body's own document.
        relative_years: Words for a year by its distance from the reported one (-1, 0, 1).
        furniture: Patterns of lines that belong to a web page or a file, not to the report.
        surnames: First characters of personal names.
        not_names: Beginnings of words that look like a name but are none.
        title_ends: Endings of lines that are titles and so never run on into the next line.
    """

    sentence_ends: str
    clause_ends: str
    common: frozenset[str]
    cues: tuple[CueWords, ...]
    pseudo_words: tuple[str, ...]
    pseudo_patterns: tuple[str, ...]
    frames: tuple[Unless, ...]
    units: tuple[str, ...]
    rhythms: tuple[str, ...]
    issue_verbs: tuple[str, ...]
    relative_years: dict[str, int]
    furniture: tuple[str, ...]
    title_ends: tuple[str, ...]
    surnames: frozenset[str]
    not_names: tuple[str, ...]
