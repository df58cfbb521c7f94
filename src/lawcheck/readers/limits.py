"""How much of a file is read: every limit in one place, each with a message of its own."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from lawcheck.messages import misuse, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of what is read; a report is far below all of them, so that they only stop what is none.

    Attributes:
        file_bytes: Largest file of a binary format.
        text_bytes: Largest file that is text: .txt, .md, .html, .mhtml, .rtf.
        characters: Longest text that is checked, in code points.
        blocks: Most paragraphs and table rows.
        pages: Most pages of a PDF or OFD.
        seconds: Longest time for reading one file; 0 reads it in the caller's own process, without this guard.
        memory_bytes: Most memory of the process that reads (where the system can limit it).
        zip_entries: Most entries of a ZIP.
        part_bytes: Largest part inside a ZIP, inflated.
        expanded_bytes: Most bytes inflated from one ZIP.
        ratio: Highest ratio of inflated to packed bytes of a part above 4 MB.
        nesting: How deep archives may stand in archives; 1 for none inside another.
        xml_elements: Most elements of an XML part.
        depth: Deepest nesting of XML elements.
        html_depth: Deepest nesting of HTML elements: pages nest far deeper than documents.
        tag_characters: Longest HTML tag.

    Source:
        Measured on hostile files: a 4 kB PDF can take 9 GB, a few kB of nested tags minutes.
    """

    file_bytes: int = 50 * 1024 * 1024
    text_bytes: int = 10 * 1024 * 1024
    characters: int = 2_000_000
    blocks: int = 50_000
    pages: int = 500
    seconds: float = 30.0
    memory_bytes: int = 1024 * 1024 * 1024
    zip_entries: int = 10_000
    part_bytes: int = 64 * 1024 * 1024
    expanded_bytes: int = 256 * 1024 * 1024
    ratio: int = 200
    nesting: int = 2
    xml_elements: int = 3_000_000
    depth: int = 400
    html_depth: int = 3_000
    tag_characters: int = 40_000

    @classmethod
    def of_settings(cls, settings: list[str]) -> Limits:
        """Return limits with some changed, each given as ``name=value``.

        Raises:
            UsageError: An unknown name, or no number above zero.
        """
        known = {field.name: float if field.name == "seconds" else int for field in fields(cls)}
        changed: dict[str, Any] = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            name = name.strip().replace("-", "_")
            if name not in known:
                raise unknown("limit", name, known, where="limit")
            try:
                number = known[name](value)
            except ValueError:
                number = -1
            if number < 0 or (number == 0 and name != "seconds"):
                raise misuse("bad-limit", where="limit", setting=setting, name=name)
            changed[name] = number
        return cls(**changed)
