"""The parsed report. Offsets that end in ``_norm`` count in the normalised text, all others in the original."""

from __future__ import annotations

from dataclasses import dataclass

from lawcheck.readers import Note, SourceText
from lawcheck.spans import LineIndex, Place, PlaceMap, Span, TextMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or heading line, its broken lines joined.

    Attributes:
        kind: ``head`` (title, number, addressee), ``heading``, ``para``, ``tail`` (signature, date), ``note`` (at
            the foot).
    """

    kind: str
    start_norm: int
    end_norm: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, colons or sentence ends, without the mark that ends it."""

    start_norm: int
    end_norm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its clauses.

    Attributes:
        section: Index of the section it stands in.
        block: Index of the paragraph.
        item: Number of the enumerated item (一是…二是…) or paragraph; equal numbers belong together.
        headline: A short run-in headline (一是压实责任。): lends its subject, proves nothing.
    """

    start_norm: int
    end_norm: int
    clauses: tuple[Clause, ...]
    section: int
    block: int
    item: int
    headline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, to the next heading of the same or a higher level.

    Attributes:
        title: Normalised heading without its number; empty for what stands before the first heading.
        level: 1 is highest, 0 for what stands before the first heading.
        number: The heading's number as written, normalised.
        parent: Index of the section above, -1 for none.
        end_norm: End of the whole section, sub-sections included.
        bare: The heading has no number.
    """

    title: str
    level: int
    number: str
    parent: int
    start_norm: int
    end_norm: int
    heading_end_norm: int
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report cut into sections and sentences, with the map back to the original text.

    Attributes:
        notes: What was healed before it was searched.
        doubts: Why something may be told that cannot be found: not all of the file was read, or it is a spoilt copy.
    """

    source: SourceText
    notes: tuple[Note, ...]
    doubts: tuple[Note, ...]
    norm: str
    text_map: TextMap
    places: LineIndex | PlaceMap
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    def span(self, start_norm: int, end_norm: int) -> Span:
        """Return the original span of a searched range."""
        return self.text_map.span(start_norm, end_norm)

    def place(self, offset: int) -> Place:
        """Return the place of an original offset: line (or paragraph), column, page where there are pages."""
        return self.places.place(offset)

    def path(self, section: int) -> tuple[int, ...]:
        """Return the indices of a section and those above it, innermost first."""
        found = []
        while section >= 0:
            found.append(section)
            section = self.sections[section].parent
        return tuple(found)
