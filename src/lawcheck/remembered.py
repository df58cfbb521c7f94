"""Report cards kept in the user's cache folder: what was found out once holds until report, rules or lawcheck change.

A card holds the words of its report: the folder is the user's own, and ``LAWCHECK_CACHE=off`` keeps nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from functools import cache as once
from pathlib import Path
from typing import Any

from lawcheck import cache
from lawcheck.checklist.terms import Level, Status
from lawcheck.judge.card import (
    Accepted,
    ElementResult,
    Evidence,
    Expected,
    Finding,
    Read,
    ReportCard,
    SectionResult,
)
from lawcheck.language import Modality
from lawcheck.readers import Extraction, Note
from lawcheck.table import Shape, Table

KIND = "card"

MOST = 4_000
"""Cards that are kept, some 10 kB each."""

_CARDS = Table(
    [
        *map(
            Shape.of,
            (
                Evidence,
                Expected,
                ElementResult,
                Finding,
                SectionResult,
                Read,
                Accepted,
                Note,
                Extraction,
                ReportCard,
            ),
        )
    ],
    [Status, Level, Modality],
)

_LIBRARIES = ("pypdfium2", "selectolax", "olefile", "opencc")
"""Optional libraries that decide what is read of a file."""


class Memory:
    """Cards by what they were made of.

    Args:
        digest: Of the checklist.
    """

    def __init__(self, digest: str) -> None:
        self._digest = digest
        self._state = f"{cache.own_state()} {sys.version} {_installed()} {digest}"

    def key(self, content: bytes, *said: Any) -> str:
        """Return what tells one check from another.

        Args:
            content: The file.
            *said: Its name and all options, each of which tells itself by ``repr``.
        """
        told = hashlib.sha256(f"{self._state} {said!r} ".encode("utf-8", "surrogatepass"))
        told.update(content)
        return told.hexdigest()

    def recall(self, key: str) -> ReportCard | None:
        """Return a card, None when it was not kept."""
        data = cache.load(KIND, key)
        if data is None:
            return None
        try:
            card = _CARDS.read(json.loads(zlib.decompress(data)))
        except (zlib.error, ValueError, KeyError, IndexError, TypeError):
            return None
        return card if isinstance(card, ReportCard) else None

    def keep(self, key: str, card: ReportCard, digest: str) -> None:
        """Keep a card, where it would be the same the next time.

        Args:
            key: As ``key`` returned it.
            card: The card.
            digest: Of the checklist it was judged by: its files may have changed since the run began.
        """
        if card.error is None and card.settled and digest == self._digest:
            text = json.dumps(_CARDS.write(card), ensure_ascii=False, separators=(",", ":"))
            cache.store(KIND, key, zlib.compress(text.encode("utf-8", "surrogatepass"), 1), most=MOST)


@once
def _installed() -> list[str]:
    """Return the libraries with their versions, as their metadata is called; asking for it takes longer than a check."""
    found = []
    for folder in sys.path:
        try:
            names = [path.name for path in Path(folder).iterdir()]
        except OSError:
            continue
        found += [name for name in names if name.lower().startswith(_LIBRARIES) and name.endswith("-info")]
    return sorted(found)
