"""What a mention says of an element: that it was done, will be, was not."""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """How a mention speaks of an element (contract.md, Glossary)."""

    DONE = "done"
    PLANNED = "planned"
    LACKING = "lacking"
    CITED = "cited"
    PAST = "past"
    OTHER = "other"
