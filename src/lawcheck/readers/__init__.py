"""Bytes in, text out: one file a format, chosen by content."""

from lawcheck.lazily import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lawcheck.readers.base import load_source, read_bytes, source_of_text
    from lawcheck.readers.extraction import Extraction, Note
    from lawcheck.readers.files import contents
    from lawcheck.readers.limits import Limits
    from lawcheck.readers.source import SourceBlock, SourceText
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

__getattr__ = attributes(
    __name__,
    {
        "Extraction": "lawcheck.readers.extraction",
        "Found": "lawcheck.readers.walk",
        "Limits": "lawcheck.readers.limits",
        "Note": "lawcheck.readers.extraction",
        "SourceBlock": "lawcheck.readers.source",
        "SourceText": "lawcheck.readers.source",
        "Walk": "lawcheck.readers.walk",
        "contents": "lawcheck.readers.files",
        "files_of": "lawcheck.readers.walk",
        "load_source": "lawcheck.readers.base",
        "read_bytes": "lawcheck.readers.base",
        "source_of_text": "lawcheck.readers.base",
    },
)
