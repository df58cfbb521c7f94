"""The way in: from a path, bytes or a file object to ``SourceText``, by the reader that the bytes ask for."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache as once
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import IO

from lawcheck.errors import ReadError
from lawcheck.readers.detect import EXTENSIONS, detect
from lawcheck.readers.extraction import note
from lawcheck.readers.files import contents
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big
from lawcheck.readers.source import SourceText

Reader = Callable[[bytes, str, Limits], SourceText]

BUILT_IN = {
    "text": "lawcheck.readers.text:read",
    "docx": "lawcheck.readers.docx:read",
    "doc": "lawcheck.readers.doc:read",
    "rtf": "lawcheck.readers.rtf:read",
    "pdf": "lawcheck.readers.pdf:read",
    "ofd": "lawcheck.readers.ofd:read",
    "html": "lawcheck.readers.html_:read",
    "mhtml": "lawcheck.readers.html_:read_mhtml",
}
"""One line a format: name → ``module:function``."""

_TEXTUAL = ("text", "rtf", "html", "mhtml")
_LEAST_TO_JUDGE = 200
_LEAST_HAN = 0.3
_LEAST_COMMON = 0.35
_GARBLED_NOTED = 0.02
"""Share of garbled characters from which on something may be lost."""


@once
def _odd() -> re.Pattern[str]:
    """Return a pattern for what no Chinese report holds: controls, private and replacement characters, foreign scripts."""
    # Compiled when it is needed, which takes some milliseconds: text files never need it.
    return re.compile(
        "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u0250-\u02af\u0370-\u1fff\u3040-\u30ff\u3130-\u318f"
        "\ua000-\uf8ff\ufffd\U000f0000-\U0010ffff]"
    )


def read_bytes(data: bytes, name: str, limits: Limits | None = None, *, convert: bool = False) -> SourceText:
    """Read a report from its bytes.

    Args:
        data: The file's contents.
        name: The file, for messages; only its extension is looked at, and only to word them.
        limits: How much is read.
        convert: Whether LibreOffice may convert what no reader takes.

    Raises:
        ReadError: It cannot be read; says why and what to do.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise too_big("file_bytes", len(data), limits, name)
    if not data.strip():
        raise refused("empty", name)
    try:
        return _read_guarded(data, name, limits)
    except ReadError as error:
        from lawcheck.readers.convert import convertible, to_docx

        if not convert or not convertible(error):
            raise
        converted, program = to_docx(data, name, limits)
        source = _read_guarded(converted, name, limits)
        return replace(
            source,
            sha256=hashlib.sha256(data).hexdigest(),
            notes=(note("converted", program=program), *(n for n in source.notes if n.code != "disguised")),
            extraction=replace(source.extraction, converted_by=program),
        )


def _read_guarded(data: bytes, name: str, limits: Limits) -> SourceText:
    if _may_be_text(data) or not limits.seconds:
        return read_here(data, name, limits)
    from lawcheck.readers.child import read_apart

    return read_apart(data, name, limits)


def read_here(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a report in this process: without a guard against a parser that crashes or never ends."""
    form = detect(data, name, limits)
    if form in _TEXTUAL and len(data) > limits.text_bytes:
        raise too_big("text_bytes", len(data), limits, name)
    if form == "archive":
        raise refused("archive", name)
    module, function = BUILT_IN[form].split(":")
    read: Reader = getattr(import_module(module), function)
    try:
        source = read(data, name, limits)
    except ReadError:
        raise
    except MemoryError:
        raise refused("too-big", name, detail="memory", most=limits.memory_bytes >> 20) from None
    except RecursionError:
        raise refused("too-deep", name, most=limits.depth) from None
    except Exception as error:  # whatever a parser raises becomes the reason on the card
        raise refused("damaged", name, why=f"{type(error).__name__}: {error}"[:200]) from error
    source = _checked(source, limits)
    suffix = PurePosixPath(name).suffix.lower()
    real = source.extraction.format
    usual = next((usual for usual, suffixes in EXTENSIONS.items() if suffix in suffixes), "")
    if usual and real != "text" and suffix not in EXTENSIONS[real]:
        disguised = note("disguised", suffix=suffix, format=real)
        source = replace(source, notes=(disguised, *source.notes))
    return source


def _may_be_text(data: bytes) -> bool:
    """Say whether only decoding is needed: such a file is read at once, all others in a process of their own."""
    head = data[:4096]
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or b"%PDF-" in head[:1024]:
        return False
    return (
        b"<" not in head.replace(b"\0", b"")[:2048]
        and not head.lstrip().startswith(b"{\\rt")
        and not re.search(rb"(?i)mime-version:|content-type:", head)
    )


def source_of_text(text: str, name: str = "", limits: Limits | None = None) -> SourceText:
    """Wrap plain text that needs no reading.

    Raises:
        ReadError: The text is empty or too long.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _checked(SourceText(text=text, name=name, sha256=digest, reader="text"), limits or Limits())


def load_source(
    source: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    name: str | None = None,
    limits: Limits | None = None,
    *,
    convert: bool = False,
) -> SourceText:
    """Read a report from a path, bytes or a file object.

    Args:
        source: A path, the bytes themselves, or an open file (binary or text).
        name: What to call it in messages; by default the path or the file object's name.
        limits: How much is read.
        convert: Whether LibreOffice may convert what no reader takes.

    Raises:
        ReadError: It cannot be opened or read.
    """
    limits = limits or Limits()
    if isinstance(source, bytes):
        return read_bytes(source, name or "<bytes>", limits, convert=convert)
    if isinstance(source, str | os.PathLike):
        shown = name or Path(os.fspath(source)).as_posix()
        return read_bytes(contents(source, shown, limits), shown, limits, convert=convert)
    shown = name or str(getattr(source, "name", "<file>"))
    try:
        content = source.read(limits.file_bytes + 1)
    except UnicodeDecodeError as error:
        raise refused("undecodable", shown, detail="handle", encoding=error.encoding) from None
    except (OSError, ValueError) as error:
        raise refused("unreadable", shown, why=str(error)) from None
    if isinstance(content, str):
        return source_of_text(content.removeprefix("\ufeff"), shown, limits)
    return read_bytes(content, shown, limits, convert=convert)


def _checked(source: SourceText, limits: Limits) -> SourceText:
    """Refuse what is no text, and say how much of it is garbled."""
    text = source.text
    if len(text) > limits.characters:
        raise too_big("characters", len(text), limits, source.name)
    if not any(char.isalnum() for char in text):
        raise refused("empty", source.name, detail="words")
    read = replace(source.extraction, reader=source.reader, encoding=source.encoding)
    source = replace(source, extraction=read)
    if read.format == "text":
        return source
    garbled = _garbled_share(text)
    if _is_rubbish(text, garbled):
        raise refused("garbled", source.name)
    extraction = replace(source.extraction, garbled=garbled)
    if garbled >= _GARBLED_NOTED:
        why = note("garbled", share=f"{garbled:.0%}")
        extraction = replace(extraction, incomplete=(*extraction.incomplete, why))
    return replace(source, extraction=extraction)


def _garbled_share(text: str) -> float:
    words = sum(not char.isspace() for char in text)
    return round(len(_odd().findall(text)) / words, 4) if words else 0.0


def _is_rubbish(text: str, garbled: float) -> bool:
    """Say whether a text layer is rubbish: many letters, few of them Han, or Han that nobody writes.

    Source:
        Real reports have about 0.8 of their Han characters among the 500 most frequent ones, wrong decodings 0.02.
    """
    sample = text[:50_000]
    odd = _odd()
    letters = sum(char.isalpha() or bool(odd.match(char)) for char in sample)
    han = [char for char in sample if "\u4e00" <= char <= "\u9fff"]
    if letters < _LEAST_TO_JUDGE:
        return garbled > 0.5
    from lawcheck.language import load_chinese

    common = load_chinese().common
    return len(han) < _LEAST_HAN * letters or sum(char in common for char in han) < _LEAST_COMMON * len(han)
