"""What every reader gives: the text, where each piece of it stands in the file, and how well it could be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lawcheck.errors import ReadError
from lawcheck.messages import error_of, say
from lawcheck.readers.limits import Limits
from lawcheck.spans import PlaceMap


def refused(code: str, name: str, *, detail: str = "", **values: Any) -> ReadError:
    """Return the error that says why a file is not read and what to do about it.

    Args:
        code: What scripts rely on; ``read.<code>`` and ``read.<code>.fix`` are its words.
        name: The file.
        detail: Which wording of the code, when it has several.
        **values: What the words are filled in with.
    """
    key = f"read.{code}.{detail}" if detail else f"read.{code}"
    return error_of(ReadError, key, where=name, code=code, **values)


def too_big(limit: str, count: float, limits: Limits, name: str) -> ReadError:
    """Return the error for a file beyond one of the limits."""
    most = getattr(limits, limit)
    return refused("too-big", name, detail=limit, count=f"{count:,}", most=f"{most:,}", limit=limit)


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about how a file was read; ``note.<code>`` are its words."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()

    def say(self, lang: str) -> str:
        """Return it in a language."""
        return say(f"note.{self.code}", lang, **dict(self.values))


def note(code: str, **values: str | int) -> Note:
    """Return a note with its values."""
    return Note(code, tuple(values.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """How a file was read, and what was lost.

    Attributes:
        format: What the file really is: ``docx``, ``doc``, ``pdf``, …
        converted_by: The program that converted it first; empty for none.
        garbled: Share from 0 to 1 of the characters that no Chinese report holds.
        pages: Pages of the file, None where the format has none.
        pages_without_text: Their numbers from 1: scanned, drawn or unreadable.
        skipped: What was not read, by kind and count: ``pictures``, ``objects``, ``tables``, ``attachments``.
        text_boxes: Text boxes that were read.
        inserted: Characters of tracked insertions, which were read.
        deleted: Characters of tracked deletions, which were not.
        hidden: Characters of hidden text, which were not read.
        incomplete: Why something may be in the file that could not be read; empty when all was read.
        unit: What ``line`` counts in places: ``line`` or ``paragraph``.
        reader: Which reader read it.
        encoding: The encoding that was decided; empty where the format needs none.
    """

    format: str
    unit: str = "line"
    reader: str = ""
    encoding: str = ""
    converted_by: str = ""
    garbled: float = 0.0
    pages: int | None = None
    pages_without_text: tuple[int, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    text_boxes: int = 0
    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    incomplete: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlock:
    """What a reader knows of a stretch of the text, beyond its words.

    Attributes:
        start: Offset of its first character.
        kind: ``para``, ``title``, ``heading``, ``row`` (of a table), ``textbox`` or ``note`` (at the foot).
        level: Level of a heading as its style says, 1 highest; 0 for unknown.
        number: Its number as the program that wrote the file generated it; empty when it was typed.
        anchor: Offset of what a note belongs to.
    """

    start: int
    kind: str = "para"
    level: int = 0
    number: str = ""
    anchor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A report's text as it was read.

    Attributes:
        text: The text that is checked; of a text file, as it was decoded, a leading byte order mark left out.
        name: Path or name as the caller gave it; empty for plain text.
        sha256: Of the bytes that were read (of the UTF-8 bytes for plain text), in hex.
        reader: Which reader made it.
        encoding: The encoding that was decided; empty where the format needs none.
        notes: What a person should know about how it was read.
        blocks: What the reader knows of stretches of the text, in order; empty for text files.
        places: Where each offset stands in the file; None when the lines of the text are those of the file.
        extraction: How well it could be read.
    """

    text: str
    name: str
    sha256: str
    reader: str
    encoding: str = ""
    notes: tuple[Note, ...] = ()
    blocks: tuple[SourceBlock, ...] = ()
    places: PlaceMap | None = None
    extraction: Extraction = field(default_factory=lambda: Extraction(format="text"))


class Draft:
    """Collects the text while a reader walks through its file.

    Args:
        name: The file, for messages.
        limits: How much is read.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.places = PlaceMap()
        self.blocks: list[SourceBlock] = []
        self.notes: list[Note] = []
        self._parts: list[str] = []
        self.length = 0

    def add(
        self,
        pieces: Iterable[tuple[str, int, int, int | None]],
        *,
        kind: str = "para",
        level: int = 0,
        number: str = "",
        anchor: int = 0,
    ) -> int:
        """Add a paragraph and return its offset.

        Args:
            pieces: Its text in stretches: text, line (or paragraph), column of the first character, page.
            kind: As in ``SourceBlock``.
            level: As in ``SourceBlock``.
            number: As in ``SourceBlock``.
            anchor: As in ``SourceBlock``.

        Raises:
            ReadError: It is one paragraph, or one character, too many.
        """
        start = self.length
        if len(self.blocks) >= self.limits.blocks:
            raise too_big("blocks", len(self.blocks) + 1, self.limits, self.name)
        self.blocks.append(SourceBlock(start=start, kind=kind, level=level, number=number, anchor=anchor))
        for text, line, column, page in pieces:
            self.places.add(self.length, line, column, page)
            self._parts.append(text)
            self.length += len(text)
        self._parts.append("\n")
        self.length += 1
        if self.length > self.limits.characters:
            raise too_big("characters", self.length, self.limits, self.name)
        return start

    def blank(self) -> None:
        """Add an empty line, as between paragraphs that stand apart."""
        self._parts.append("\n")
        self.length += 1

    @property
    def text(self) -> str:
        """What was collected."""
        return "".join(self._parts)

    def source(self, *, sha256: str, reader: str, extraction: Extraction, encoding: str = "") -> SourceText:
        """Return what was collected as a ``SourceText``."""
        return SourceText(
            text=self.text,
            name=self.name,
            sha256=sha256,
            reader=reader,
            encoding=encoding,
            notes=tuple(self.notes),
            blocks=tuple(self.blocks),
            places=self.places,
            extraction=extraction,
        )
