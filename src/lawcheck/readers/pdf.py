"""PDF files with a text layer.

The library (pypdfium2) gives characters with their places; joining them into paragraphs is ours (``layout``), because
the text that libraries return is broken at every line and page, with running heads in the middle of sentences.
"""

from __future__ import annotations

import ctypes
import hashlib
from typing import TYPE_CHECKING

from lawcheck.readers.layout import Glyph, Page, write_pages
from lawcheck.readers.limits import Limits
from lawcheck.readers.source import Draft, Extraction, Note, SourceText, note, refused, too_big

if TYPE_CHECKING:
    import pypdfium2

_PASSWORD = 4
"""PDFium's error code for a file that wants a password (FPDF_ERR_PASSWORD)."""

_COVERED = 0.3
"""Share of a page that a picture covers, from which on it may be a scan."""

_FEW = 12
"""Characters of a page that a page number or a stamp may have."""


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
    empty: list[int] = []
    drawn: list[int] = []
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
        if sum(glyph.text.isalnum() for glyph in glyphs) < _FEW:
            kind = _without_text(page)
            if kind:
                (empty if kind == "scanned" else drawn).append(number)
        pages.append(Page(number, glyphs))
        page.close()
    if not any(glyph.text.isalnum() for page_read in pages for glyph in page_read.glyphs):
        if broken and not empty and not drawn:
            raise refused("damaged", name, why=f"{len(broken)}/{count}")
        if characters >= _FEW:
            raise refused("garbled", name)
        if not empty and not drawn:
            raise refused("empty", name, detail="words")
        raise refused("no-text-layer", name, detail="" if empty else "drawn", pages=count)
    write_pages(pages, draft)
    lost = sorted({*empty, *drawn, *broken})
    return draft.source(
        sha256=hashlib.sha256(data).hexdigest(),
        reader="pdf",
        extraction=Extraction(
            format="pdf", pages=count, pages_without_text=tuple(lost), incomplete=tuple(_lost(empty, drawn, broken))
        ),
    )


def _lost(empty: list[int], drawn: list[int], broken: list[int]) -> list[Note]:
    named = (("pages_without_text", empty), ("drawn", drawn), ("pages_unreadable", broken))
    return [note(code, pages="、".join(map(str, numbers))) for code, numbers in named if numbers]


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Return a page's characters as a person sees the page: y downwards, turned upright."""
    import pypdfium2.raw as raw

    width, height = page.get_mediabox()[2], page.get_mediabox()[3]
    rotation = page.get_rotation()
    text = page.get_textpage()
    found = []
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code <= 32 or code == 0xA0 or raw.FPDFText_IsGenerated(text, at) == 1:
            continue  # blanks are told by the gaps
        char = "\ufffd" if raw.FPDFText_HasUnicodeMapError(text, at) == 1 or code > 0x10FFFF else chr(code)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        left, right, base, size = box.left, box.right, height - y.value, abs(box.top - box.bottom)
        if rotation == 90:
            left, right, base, size = box.bottom, box.top, x.value, abs(box.right - box.left)
        elif rotation == 270:
            left, right, base, size = (
                height - box.top,
                height - box.bottom,
                width - x.value,
                abs(box.right - box.left),
            )
        elif rotation == 180:
            left, right, base = width - box.right, width - box.left, y.value
        found.append(Glyph(char, left, right, base, size or 1.0))
    text.close()
    return found


def _without_text(page: pypdfium2.PdfPage) -> str:
    """Say why a page has no text: ``scanned``, ``drawn``, or empty for a blank page."""
    import pypdfium2.raw as raw

    area = max(1.0, page.get_width() * page.get_height())
    paths = 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if abs((right - left) * (top - bottom)) > _COVERED * area:
                return "scanned"
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            paths += 1
    return "drawn" if paths > 3 * _FEW else ""
