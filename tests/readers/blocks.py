"""What the tests of Word readers look at: lines, kinds of block, places."""

from __future__ import annotations

from lawcheck.readers.source import SourceText


def shown(source: SourceText) -> list[str]:
    return source.text.rstrip("\n").split("\n")


def kinds(source: SourceText) -> list[tuple[str, int, str]]:
    ends = [*(block.start for block in source.blocks[1:]), len(source.text)]
    return [
        (block.kind, block.level, source.text[block.start : end].strip("\n"))
        for block, end in zip(source.blocks, ends, strict=True)
    ]


def lines(source: SourceText) -> list[int]:
    assert source.places is not None
    return [source.places.place(block.start).line for block in source.blocks]
