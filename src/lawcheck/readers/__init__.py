"""Bytes in, text out: one file a format, chosen by content."""

from lawcheck.readers.base import contents, load_source, read_bytes, source_of_text
from lawcheck.readers.limits import Limits
from lawcheck.readers.source import Extraction, Note, SourceBlock, SourceText
from lawcheck.readers.walk import Found, Walk, files_of

__all__ = [
    "Extraction",
    "Found",
    "Limits",
    "Note",
    "SourceBlock",
    "SourceText",
    "Walk",
    "contents",
    "files_of",
    "load_source",
    "read_bytes",
    "source_of_text",
]
