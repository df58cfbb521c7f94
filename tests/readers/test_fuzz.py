"""Damaged files, seeded: whatever bytes are flipped, lost or doubled, a reader gives a text or its own error."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from tests import samples
from tests.hostile import REPORT, rtf

from lawcheck.errors import ReadError
from lawcheck.readers import Limits, SourceText, read_bytes
from lawcheck.readers.base import read_here

VARIANTS = 100
SAMPLES: dict[str, Callable[[str], bytes]] = {
    "numbered.docx": samples.docx_numbered,
    "edited.docx": samples.docx_edited,
    "plain.ofd": samples.ofd,
    "variant.ofd": samples.ofd_variant,
    "site.html": samples.html,
    "gbk.html": lambda text: samples.html(text, "gb18030", "gb2312", breaks=True),
    "saved.mhtml": samples.mhtml,
    "report.rtf": rtf,
    "gb18030.txt": lambda text: samples.txt(text, "gb18030"),
    "utf-16.txt": lambda text: samples.txt(text, "utf-16"),
}


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def with_a_hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 500) :]


def with_a_piece_moved(data: bytes, chance: random.Random) -> bytes:
    start, to = chance.randrange(len(data)), chance.randrange(len(data))
    return data[:to] + data[start : start + chance.randint(1, 500)] + data[to:]


def with_odd_values(data: bytes, chance: random.Random) -> bytes:
    """Put what no program writes into some attributes: the file stays well-formed, so that more of it is looked at."""
    share = chance.choice((0.01, 0.1, 0.5))

    def changed(found: re.Match[bytes]) -> bytes:
        return found[1] + b'"' + chance.choice(ODD) + b'"' if chance.random() < share else found[0]

    return re.sub(rb'(\s(?!xmlns|version|encoding|standalone)[\w:]+=)"[^"<>]*"', changed, data)


ODD = (
    b"",
    b"0",
    b"-1",
    b"9" * 30,
    b"1e400",
    b"nan",
    "一".encode(),
    b"x y",
    b"g 99999999 1",
    b"../../x",
    b"\\",
    b"1 2 3 4",
)
DAMAGES = (flipped, truncated, with_a_hole, with_a_piece_moved, with_odd_values)


def variants(data: bytes, seed: str, count: int = VARIANTS) -> Iterator[bytes]:
    chance = random.Random(seed)
    for at in range(count):
        yield DAMAGES[at % len(DAMAGES)](data, chance)


def expect_a_text_or_our_error(read: Callable[[], SourceText], which: str) -> None:
    try:
        source = read()
    except ReadError:
        return
    except Exception as error:
        raise AssertionError(f"{which}: {error!r}") from error
    starts = [block.start for block in source.blocks]
    assert starts == sorted(starts), which
    assert all(start < len(source.text) for start in starts), which


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_a_text_or_our_error(name: str) -> None:
    for at, data in enumerate(variants(SAMPLES[name](REPORT), name)):
        expect_a_text_or_our_error(lambda data=data: read_here(data, name, Limits()), f"variant {at} of {name}")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith((".docx", ".ofd"))])
def test_a_part_damaged_before_it_was_packed_is_a_text_or_our_error(name: str) -> None:
    """Damage to a ZIP itself rarely gets beyond its checksums."""
    parts = samples.parts_of(SAMPLES[name](REPORT))
    for part, content in parts.items():
        for at, data in enumerate(variants(content, part, VARIANTS // 2)):
            packed = samples.package(parts | {part: data})
            expect_a_text_or_our_error(
                lambda packed=packed: read_here(packed, name, Limits()), f"variant {at} of {part}"
            )


def test_a_damaged_pdf_is_a_text_or_our_error() -> None:
    for at, data in enumerate(variants(samples.pdf(REPORT), "pdf")):
        expect_a_text_or_our_error(
            lambda data=data: read_bytes(data, "报告.pdf", Limits(seconds=60)), f"variant {at}"
        )


@cache
def word_document() -> bytes:
    """Return a Word 97 file, which only LibreOffice can make."""
    data = samples.converted(samples.docx_numbered(REPORT), "doc")
    if data is None:
        pytest.skip("LibreOffice is not installed")
    return data


def test_a_damaged_word_97_file_is_a_text_or_our_error() -> None:
    for at, data in enumerate(variants(word_document(), "doc", 2 * VARIANTS)):
        expect_a_text_or_our_error(lambda data=data: read_here(data, "报告.doc", Limits()), f"variant {at}")
