"""The modality layer on its own: labelled sentences written from the grammar of the genre, not from the rules."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from lawcheck.checklist import load_checklist
from lawcheck.document import parse
from lawcheck.match import Matcher
from lawcheck.readers import source_of_text

SET = Path(__file__).with_name("modality.tsv")
HEADINGS = {
    "achievements": "主要举措和成效",
    "shortcomings": "存在的不足",
    "plan": "下一步工作安排",
    "first-responsible-person": "党政主要负责人履行推进法治建设第一责任人职责情况",
    "causes": "存在问题的原因",
}
FLOOR = {"done": 0.95, "planned": 0.94, "lacking": 0.92, "cited": 0.85, "past": 0.85, "other": 0.85}
"""Least F1 of each modality: a guard against slipping, kept just below what is reached."""


@dataclass(frozen=True)
class Line:
    modality: str
    section: str
    word: str
    sentence: str


def load() -> list[Line]:
    with SET.open(encoding="utf-8", newline="") as handle:
        return [Line(**row) for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)]


def read(line: Line) -> str:
    """Return the modality that lawcheck gives to the word of one line."""
    heading = f"一、{HEADINGS[line.section]}\n" if line.section in HEADINGS else ""
    text = f"清溪镇2023年法治政府建设情况报告\n\n{heading}{line.sentence}\n"
    if line.section == "intro":
        text += "一、主要举措和成效\n召开会议2次。\n"
    document = parse(source_of_text(text))
    matcher = Matcher(document, load_checklist(), kind="township", year=2023)
    at = text.index(line.word, text.index(line.sentence))
    for index, sentence in enumerate(document.sentences):
        span = document.span(sentence.start_norm, sentence.end_norm)
        if span.start <= at < span.end:
            start = next(
                n for n in range(sentence.start_norm, sentence.end_norm) if document.text_map.original(n) >= at
            )
            end = start + len(line.word)
            return matcher.modalities.read(index, start, end).modality.value
    raise AssertionError(f"the word stands in no sentence: {line}")


@pytest.fixture(scope="module")
def readings() -> list[tuple[Line, str]]:
    return [(line, read(line)) for line in load()]


def test_the_set_is_large_and_every_modality_is_well_represented() -> None:
    counts = Counter(line.modality for line in load())
    assert sum(counts.values()) >= 400
    assert min(counts.values()) >= 25


@pytest.mark.parametrize("modality", FLOOR)
def test_each_modality_is_told_well(modality: str, readings: list[tuple[Line, str]]) -> None:
    right = sum(line.modality == got == modality for line, got in readings)
    labelled = sum(line.modality == modality for line, _ in readings)
    given = sum(got == modality for _, got in readings)
    assert 2 * right / (labelled + given) >= FLOOR[modality]
