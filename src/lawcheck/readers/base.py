"""What a reader gives, and the choice of the reader by the bytes themselves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO

from lawcheck.errors import ReadError

MAX_BYTES = 10 * 1024 * 1024
"""Largest text file that is read, in bytes: a report has 5 to 60 kB."""

MAX_CHARACTERS = 2_000_000
"""Longest text that is checked, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A report's text as it was read.

    Attributes:
        text: The decoded text, a leading byte order mark left out, line ends as they were.
        name: Path or name as the caller gave it; empty for plain text.
        sha256: Of the bytes that were read (of the UTF-8 bytes for plain text), in hex.
        reader: Which reader made it.
        encoding: The encoding that was decided; empty for plain text.
        notes: What a person should know about how it was read.
    """

    text: str
    name: str
    sha256: str
    reader: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


Reader = Callable[[bytes, str], SourceText]

BUILT_IN = {"text": "lawcheck.readers.text:read"}
"""One line a format: name → ``module:function``."""

_SIGNATURES = (
    (b"PK\x03\x04", "Word (.docx)、WPS、OFD 或压缩包 / a .docx, .ofd or .zip file"),
    (b"%PDF-", "PDF 文件 / a PDF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word 或 WPS 文件 (.doc/.wps) / a .doc or .wps file"),
    (b"{\\rtf", "RTF 文件 / an RTF file"),
    (b"\x89PNG", "图片 / a picture"),
    (b"\xff\xd8\xff", "图片 / a picture"),
    (b"GIF8", "图片 / a picture"),
    (b"\x1f\x8b", "压缩文件 / a compressed file"),
    (b"Rar!", "压缩文件 / a compressed file"),
    (b"7z\xbc\xaf", "压缩文件 / a compressed file"),
)


def detect(data: bytes, name: str) -> str:
    """Return the name of the reader for these bytes; the extension only words messages.

    Raises:
        ReadError: The bytes are of a kind that no reader takes (code ``unsupported``).
    """
    head = data[:1024]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise ReadError(
                f"这是{kind}，目前只读纯文本和 Markdown。",
                where=name,
                fix="请用 WPS/Word 另存为“纯文本 (.txt)”再检查。",
                code="unsupported",
            )
    return "text"


def read_bytes(data: bytes, name: str) -> SourceText:
    """Read a report from its bytes.

    Raises:
        ReadError: Empty, too big, of an unsupported kind, or undecodable.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"文件有 {len(data):,} 字节，超过上限 {MAX_BYTES:,} 字节。",
            where=name,
            fix="请确认这是一份报告；年度报告一般不超过 100 KB。",
            code="too-big",
        )
    if not data.strip():
        raise ReadError(
            "文件是空的，没有可检查的内容。", where=name, fix="请打开文件确认内容已经保存。", code="empty"
        )
    module, function = BUILT_IN[detect(data, name)].split(":")
    read: Reader = getattr(import_module(module), function)
    source = read(data, name)
    return _checked(source)


def source_of_text(text: str, name: str = "") -> SourceText:
    """Wrap plain text that needs no reading.

    Raises:
        ReadError: The text is empty or too long.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _checked(SourceText(text=text, name=name, sha256=digest, reader="text"))


def load_source(
    source: str | os.PathLike[str] | bytes | IO[bytes] | IO[str], name: str | None = None
) -> SourceText:
    """Read a report from a path, bytes or a file object.

    Args:
        source: A path, the bytes themselves, or an open file (binary or text).
        name: What to call it in messages; by default the path or the file object's name.

    Raises:
        ReadError: It cannot be opened or read.
    """
    if isinstance(source, bytes):
        return read_bytes(source, name or "<bytes>")
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        shown = name or Path(os.fspath(source)).as_posix()
        if "\0" in shown:
            raise ReadError(
                "路径里有不能用的字符。", where=shown.replace("\0", "?"), fix="请检查路径。", code="unreadable"
            )
        try:
            if path.stat().st_size > MAX_BYTES:
                # Told before a byte is read, so that a device or a disk image costs nothing.
                raise ReadError(
                    f"文件有 {path.stat().st_size:,} 字节，超过上限 {MAX_BYTES:,} 字节。",
                    where=shown,
                    fix="请确认这是一份报告；年度报告一般不超过 100 KB。",
                    code="too-big",
                )
            with path.open("rb") as handle:
                data = handle.read(MAX_BYTES + 1)
        except OSError as error:
            raise ReadError(
                f"文件打不开：{error.strerror or error}。",
                where=shown,
                fix="请检查路径和读取权限。",
                code="unreadable",
            ) from None
        return read_bytes(data, shown)
    shown = name or str(getattr(source, "name", "<file>"))
    try:
        content = source.read()
    except UnicodeDecodeError as error:
        raise ReadError(
            f"按 {error.encoding} 读不出来。", where=shown, fix="请用二进制方式打开文件 (rb)。", code="undecodable"
        ) from None
    except (OSError, ValueError) as error:
        raise ReadError(
            f"读不出来：{error}。", where=shown, fix="请检查文件是否已经打开并可读。", code="unreadable"
        ) from None
    if isinstance(content, str):
        return source_of_text(content.removeprefix("\ufeff"), shown)
    return read_bytes(content, shown)


def _checked(source: SourceText) -> SourceText:
    if len(source.text) > MAX_CHARACTERS:
        raise ReadError(
            f"文本有 {len(source.text):,} 字，超过上限 {MAX_CHARACTERS:,} 字。",
            where=source.name,
            fix="请拆成一份一份的报告再检查。",
            code="too-big",
        )
    if not any(char.isalnum() for char in source.text):
        raise ReadError("没有可检查的文字。", where=source.name, fix="请打开文件确认内容已经保存。", code="empty")
    return source
