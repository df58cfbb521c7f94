"""What every reader gives: the text, and where each piece of it stands in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lawcheck.readers.extraction import Extraction, Note
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import too_big
from lawcheck.spans import PlaceMap


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
