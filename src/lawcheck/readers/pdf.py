"""PDF files with a text layer.

The library (pypdfium2) gives characters with their places; joining them into paragraphs is ours (``layout``), because
the text that libraries return is broken at every line and page, with running heads in the middle of sentences.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
from collections import Counter
from typing import TYPE_CHECKING

from lawcheck.readers.extraction import Extraction, Note, note
from lawcheck.readers.layout import FEW, STAMPED, Glyph, Page, write_pages
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big
from lawcheck.readers.source import Draft, SourceText

if TYPE_CHECKING:
    import pypdfium2

_PASSWORD = 4
"""PDFium's error code for a file that wants a password (FPDF_ERR_PASSWORD)."""

_COVERED = 0.3
"""Share of a page that a picture covers, from which on it may be a scan."""

_WHOLE = 0.6
"""Share from which on a picture is the page itself."""

_MANY = 300
"""Characters of a page from which on nobody asks whether it is a scan."""

_TURNED = 0.09
"""Angle in radians, about 5 degrees, from which on a character does not belong to the lines of its page."""


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a PDF; a place is a line of a page, both from 1.

    Raises:
        ReadError: Damaged, encrypted, too many pages, no text at all, or pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise refused("missing-extra", name, format=".pdf", extra="pdf") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise refused("encrypted", name) from None
        raise refused("damaged", name, why=str(error)) from None
    try:
        count = len(document)
        if count > limits.pages:
            raise too_big("pages", count, limits, name)
        return _read(document, count, data, name, limits)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, count: int, data: bytes, name: str, limits: Limits) -> SourceText:
    import pypdfium2

    draft = Draft(name, limits)
    pages: list[Page] = []
    doubtful: dict[int, tuple[str, float]] = {}  # of pages with few characters: why, and how much a picture covers
    broken: list[int] = []
    characters = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            broken.append(number)
            continue
        glyphs = _glyphs(page)
        characters += len(glyphs)
        if characters > limits.characters:
            raise too_big("characters", characters, limits, name)
        if sum(glyph.text.isalnum() for glyph in glyphs) < _MANY:
            doubtful[number] = _without_text(page)
        pages.append(Page(number, glyphs))
        page.close()
    told = write_pages(pages, draft)
    empty = [n for n, (kind, share) in doubtful.items() if kind == "scanned" and told[n] < _left(share)]
    drawn = [n for n, (kind, _) in doubtful.items() if kind == "drawn" and told[n] < FEW]
    if not any(told[n] for n in range(1, count + 1) if n not in empty and n not in drawn):
        if broken and not empty and not drawn:
            raise refused("damaged", name, why=f"{len(broken)}/{count}")
        if empty or drawn:
            raise refused("no-text-layer", name, detail="" if empty else "drawn", pages=count)
        raise refused("garbled", name) if characters >= FEW else refused("empty", name, detail="words")
    lost = sorted({*empty, *drawn, *broken})
    return draft.source(
        sha256=hashlib.sha256(data).hexdigest(),
        reader="pdf",
        extraction=Extraction(
            format="pdf", pages=count, pages_without_text=tuple(lost), incomplete=tuple(_lost(empty, drawn, broken))
        ),
    )


def _left(share: float) -> int:
    """Return how many characters of its own a page with a picture of this share must have to be no scan."""
    return STAMPED if share >= _WHOLE else FEW


def _lost(empty: list[int], drawn: list[int], broken: list[int]) -> list[Note]:
    named = (("pages_without_text", empty), ("drawn", drawn), ("pages_unreadable", broken))
    return [note(code, pages="、".join(map(str, numbers))) for code, numbers in named if numbers]


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Return a page's characters as its reader turns it: upright, y downwards; what stands aslant is a watermark."""
    import pypdfium2.raw as raw

    width, height = page.get_mediabox()[2], page.get_mediabox()[3]
    text = page.get_textpage()
    found: list[Glyph] = []
    usual = _usual_angle(text)
    turned = round(usual / (math.pi / 2)) % 4
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code <= 32 or code in (0xA0, 0x3000) or raw.FPDFText_IsGenerated(text, at) == 1:
            continue  # blanks are told by the gaps
        char = "\ufffd" if raw.FPDFText_HasUnicodeMapError(text, at) == 1 or code > 0x10FFFF else chr(code)
        if _apart(raw.FPDFText_GetCharAngle(text, at), usual) > _TURNED:
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        left, right, base, size = box.left, box.right, height - y.value, abs(box.top - box.bottom)
        if turned == 1:
            left, right, base, size = box.bottom, box.top, x.value, abs(box.right - box.left)
        elif turned == 3:
            left, right, base, size = (
                height - box.top,
                height - box.bottom,
                width - x.value,
                abs(box.right - box.left),
            )
        elif turned == 2:
            left, right, base = width - box.right, width - box.left, y.value
        found.append(Glyph(char, left, right, base, size or 1.0))
    text.close()
    return found


def _usual_angle(text: pypdfium2.PdfTextPage) -> float:
    """Return the direction in which most characters of a page are written, in radians."""
    import pypdfium2.raw as raw

    angles = Counter(round(raw.FPDFText_GetCharAngle(text, at), 2) for at in range(text.count_chars()))
    return angles.most_common(1)[0][0] if angles else 0.0


def _apart(one: float, other: float) -> float:
    """Return the angle between two directions."""
    gap = abs(one - other) % (2 * math.pi)
    return min(gap, 2 * math.pi - gap)


def _without_text(page: pypdfium2.PdfPage) -> tuple[str, float]:
    """Say why a page may have no text (``scanned``, ``drawn``, empty for a blank page) and the share of its largest picture."""
    import pypdfium2.raw as raw

    area = max(1.0, page.get_width() * page.get_height())
    paths, largest = 0, 0.0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, abs((right - left) * (top - bottom)) / area)
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            paths += 1
    if largest > _COVERED:
        return "scanned", largest
    return ("drawn" if paths > 3 * FEW else ""), largest
