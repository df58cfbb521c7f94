"""The modality layer on its own: labelled sentences written from the grammar of the genre, not from the rules."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.modality import Line, figures, load, readings

FLOOR = {"done": 0.95, "planned": 0.94, "lacking": 0.92, "cited": 0.85, "past": 0.85, "other": 0.85}
"""Least F1 of each modality: a guard against slipping, kept just below what is reached."""


@pytest.fixture(scope="module")
def rows() -> list[tuple[Line, str]]:
    return readings()


def test_the_set_is_large_and_every_modality_is_well_represented() -> None:
    counts = Counter(line.modality for line in load())
    assert sum(counts.values()) >= 400
    assert min(counts.values()) >= 25


@pytest.mark.parametrize("modality", FLOOR)
def test_each_modality_is_told_well(modality: str, rows: list[tuple[Line, str]]) -> None:
    assert figures(rows)[modality][3] >= FLOOR[modality]
