"""What a file really is, by its bytes; the extension only words messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

_REFUSED = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x1f\x8b", "packed"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"\xdb\xa5\x2d\x00", "old-word"),
    (b"\x31\xbe\x00\x00", "old-word"),
    (b"\x00\x00\x00\x1cftyp", "media"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
"""Signatures of what is no report; the second is the message that says so."""

_MARKUP = rb"(?i)<(?:!doctype\s+html|html|head|body|meta|div|table|title|p|br)[\s>/]"
_MHTML = rb"(?i)(?:^|\n)content-type:\s*(?:multipart/related|message/rfc822|text/html)"
_MIME = rb"(?im)^(?:mime-version|from|subject|date|content-type|snapshot-content-location):"
_WORD_XML = rb"(?i)<\?mso-application\s+progid=.Word\.Document"
_UOF = rb"(?i)<(?:uof:)?UOF[\s>]"

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".md", ".markdown", ".text"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "doc": (".doc", ".wps", ".dot", ".wpt"),
    "rtf": (".rtf",),
    "pdf": (".pdf",),
    "ofd": (".ofd",),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "mhtml": (".mhtml", ".mht"),
    "archive": (".zip",),
}
"""The usual extensions of each format."""

_OF_OTHERS = (".odt", ".ott", ".fodt", ".uot", ".uof", ".wpd", ".sxw", ".wks", ".abw", ".hwp", ".pages", ".xml")
"""Extensions of documents that only ``--convert`` reads."""

_NO_REPORTS = (
    ".xlsx",
    ".xls",
    ".xlsm",
    ".et",
    ".pptx",
    ".ppt",
    ".dps",
    ".msi",
    ".msg",
    ".db",
    ".jar",
    ".apk",
    ".whl",
)
"""Extensions of files that begin like documents and are none."""


_LOCK = 1024
"""Bytes that the file has at most which Word keeps beside a document that is open."""


def detect(data: bytes, name: str, limits: Limits) -> str:
    """Return the format of these bytes: a key of ``EXTENSIONS``.

    Raises:
        ReadError: No reader takes it; the message names what it is and the way out.
    """
    if PurePosixPath(name.replace("\\", "/")).name.startswith("~$") and len(data) < _LOCK:
        raise refused("unsupported", name, detail="lock")
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _of_zip(data, name, limits)
    if data.startswith(OLE):
        # Told without the extra that reads the rest of such files.
        if _ENCRYPTED_PACKAGE in data:
            raise refused("encrypted", name)
        return "doc"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rt"):
        return "rtf"
    for signature, kind in _REFUSED:
        if data.startswith(signature):
            if kind == "old-word":
                raise refused("old-word", name)
            raise refused("unsupported", name, detail=kind)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:8192].replace(b"\0", b"")
    if re.search(_WORD_XML, head):
        raise refused("unsupported", name, detail="word-xml")
    if re.search(_UOF, head):
        raise refused("unsupported", name, detail="uof")
    if head.startswith(b"<?xml") and not re.search(_MARKUP, data[:65536]):
        raise refused("unsupported", name, detail="xml")
    if len(re.findall(_MIME, head)) >= 2 and re.search(_MHTML, data[:65536]):
        return "mhtml"
    # A Markdown file may hold a tag; a page begins with one, or says html somewhere near its head.
    if head[:1] == b"<" and (re.search(_MARKUP, head) or PurePosixPath(name).suffix.lower() in EXTENSIONS["html"]):
        return "html"
    if PurePosixPath(name).suffix.lower() in EXTENSIONS["html"] and re.search(_MARKUP, data):
        return "html"
    return "text"


def readable_head(head: bytes, suffix: str) -> bool:
    """Say whether a file of a folder is worth opening: by its first bytes, and for plain text by its extension."""
    if any(suffix in suffixes for suffixes in EXTENSIONS.values()) or suffix in _OF_OTHERS:
        return True
    if suffix in _NO_REPORTS:
        return False
    return head.startswith((ZIP, OLE, b"{\\rt")) or b"%PDF-" in head


def is_archive(parts: Iterable[str]) -> bool:
    """Say whether a ZIP holds files, rather than being the parts of one document."""
    return _packed(parts) == "archive"


def _packed(parts: Iterable[str]) -> str:
    """Return what a ZIP is, by the names of its parts."""
    names = {part.replace("\\", "/").lower() for part in parts}
    if any(part.endswith("ofd.xml") and part.count("/") <= 1 for part in names):
        return "ofd"
    if "[content_types].xml" in names:
        folders = {part.partition("/")[0] for part in names}
        return "spreadsheet" if "xl" in folders else "slides" if "ppt" in folders else "docx"
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    return "pages" if "index/document.iwa" in names else "archive"


def _of_zip(data: bytes, name: str, limits: Limits) -> str:
    from lawcheck.readers.zip_ import Zip

    archive = Zip(data, name, limits)
    kind = _packed(archive.infos)
    archive.close()
    if kind in ("spreadsheet", "slides", "odt", "pages"):
        raise refused("unsupported", name, detail=kind)
    return kind
