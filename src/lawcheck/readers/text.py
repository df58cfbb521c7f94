"""Plain text and Markdown in the encodings that Chinese offices use.

A wrong guess is worse than an error: every candidate must decode without a fault, and a decoding that is possible
but gives hardly any of the characters that reports are made of is refused. Real reports hold about 80 % of their
Han characters among the 520 most frequent ones, a wrong decoding about 2 %.
"""

from __future__ import annotations

import codecs
import hashlib

from lawcheck.language import load_chinese
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused
from lawcheck.readers.source import SourceText

_COMMON_SHARE = 0.35
"""Least share of common characters among the Han ones of a believable decoding."""


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Decode a text file; its size is all that could go beyond a limit, and was looked at before.

    Raises:
        ReadError: Binary (``binary``), or in no encoding that gives sensible Chinese (``undecodable``).
    """
    text, encoding = decode(data, name)
    return SourceText(
        text=text, name=name, sha256=hashlib.sha256(data).hexdigest(), reader="text", encoding=encoding
    )


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return text and encoding.

    Raises:
        ReadError: As ``read``.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is None:
                raise refused("undecodable", name, detail="mark", encoding=encoding)
            if "\0" in text:
                raise refused("binary", name)
            return text, encoding
    if b"\0" in data:
        # Only UTF-16 text holds NUL bytes; both byte orders are tried and the more Chinese one is kept.
        found = [(encoding, _try(data, encoding)) for encoding in ("utf-16-le", "utf-16-be")]
        if any(text is not None and not text.strip() for _, text in found):
            raise refused("empty", name, detail="words")
        good = [
            (believable(text), encoding, text) for encoding, text in found if text is not None and "\0" not in text
        ]
        good = [entry for entry in good if entry[0] >= _COMMON_SHARE]
        if not good:
            raise refused("binary", name)
        _, encoding, text = max(good)
        return text, encoding
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    candidates = []
    for encoding in ("gb18030", "big5"):
        text = _try(data, encoding)
        if text is not None:
            candidates.append((believable(text), encoding == "gb18030", encoding, text))
    good_enough = [entry for entry in candidates if entry[0] >= _COMMON_SHARE]
    if not good_enough:
        raise refused("undecodable", name)
    _, _, encoding, text = max(good_enough)
    return text, encoding


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def believable(text: str) -> float:
    """Return the share of common characters among the Han ones and the odd ones."""
    common = load_chinese().common
    sample = text[:20_000]
    han = [char for char in sample if "\u4e00" <= char <= "\u9fff"]
    # Kana, Hangul, compatibility forms, private and unassigned code points: a wrong decoding is full of them.
    odd = sum(
        1
        for char in sample
        if "\u3040" <= char <= "\u33ff"
        or "\u3400" <= char <= "\u4dbf"
        or "\ua000" <= char <= "\ufaff"
        or char == "\ufffd"
    )
    if any(char < " " and char not in "\t\n\r\f\v" for char in sample):
        return 0.0
    if not han:
        return (
            1.0
            if not odd
            and all(char < "\u2100" or "\u3000" <= char < "\u3040" or char >= "\uff00" for char in sample)
            else 0.0
        )
    return sum(char in common for char in han) / (len(han) + odd)
