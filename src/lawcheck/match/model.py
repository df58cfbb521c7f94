"""What matching finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lawcheck.checklist.compiled import Expr
from lawcheck.language import Modality


@dataclass(slots=True)
class Found:
    """A searched range inside one sentence."""

    sentence: int
    start_norm: int
    end_norm: int


class Reading(NamedTuple):
    """How a place in the text speaks, and why.

    Attributes:
        why: A key of ``messages`` such as ``cue``, ``section``, ``title``, ``frame``, ``subject``, ``year``.
        words: The words that decided it.
    """

    modality: Modality
    why: str
    words: str = ""


@dataclass(slots=True, kw_only=True)
class Mention:
    """A match read in its context.

    Attributes:
        gives: ``covered``, ``weak`` or ``lacking``: what the mention is worth when its modality counts.
        start_norm: Start of the whole clauses that hold it and its substance.
        anchor_norm: Where the words themselves stand.
        substance: The marks found beside it, as written.
        role: Role of the section it stands in.
    """

    branch: str
    sentence: int
    start_norm: int
    end_norm: int
    anchor_norm: tuple[int, int]
    reading: Reading
    counts: bool
    gives: str
    substance: tuple[str, ...]
    role: str
    section: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A place where some of the words stood, but not all that a branch asks for."""

    branch: str
    sentence: int
    start_norm: int
    end_norm: int
    lacks: tuple[Expr, ...]
