"""How a file was read, and what was lost: what a report card keeps of its reading."""

from __future__ import annotations

from dataclasses import dataclass

from lawcheck.messages import say


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
