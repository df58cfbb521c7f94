"""Bytes in, text out: one file a format, chosen by content."""

from lawcheck.readers.base import (
    MAX_BYTES,
    MAX_CHARACTERS,
    SourceText,
    load_source,
    read_bytes,
    source_of_text,
)

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SourceText", "load_source", "read_bytes", "source_of_text"]
