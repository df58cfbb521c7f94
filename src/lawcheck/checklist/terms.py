"""The words that rules and verdicts are told in."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What became of an element or part (contract.md); best first."""

    COVERED = "covered"
    PARTIAL = "partial"
    WEAK = "weak"
    PLANNED = "planned"
    LACKING = "lacking"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    UNCHECKED = "unchecked"


class Level(StrEnum):
    """How strongly an element is asked for."""

    STATUTORY = "statutory"
    EXPECTED = "expected"
    RECOMMENDED = "recommended"


class Scope(StrEnum):
    """How far apart the words of a rule may stand."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    DOCUMENT = "document"


class Op(StrEnum):
    """The closed set of operators."""

    PHRASE = "phrase"
    NEAR = "near"
    NUMBER = "number"
    DATE = "date"
    DOCUMENT = "document"
    HEADING = "heading"
    LIST = "list"
    SUBJECT = "subject"
    CUE = "cue"
    CLAUSE = "clause"
    ALL = "all"
    ANY = "any"
    NONE = "none"
    AT_LEAST = "at_least"
