"""Whole labelled reports: agreement with their labels does not fall unnoticed.

The floors stand a little below what is reached today, see docs/accuracy.md. These reports have been looked at while the
rules were written: this guards against loss and says nothing about reports that were never seen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck import Checklist
from lawcheck.authoring.evaluate import evaluate
from lawcheck.authoring.figures import scores
from lawcheck.authoring.gold import load_gold, load_map

LABELLED = Path(__file__).parent / "labelled"


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_agreement_with_the_labels_does_not_fall(name: str, checklist: Checklist) -> None:
    folder = LABELLED / name
    result = evaluate(load_gold(folder / "gold.json"), folder, checklist, load_map(LABELLED / "leaf-map.json"))
    assert not result.errors
    assert result.year_right == result.kind_right == result.reports
    reached = scores(result.units)
    assert reached.macro_f1 is not None
    assert reached.reported_f1 is not None
    assert reached.evidence is not None
    assert reached.macro_f1 > 0.90
    assert reached.reported_f1 > 0.92
    assert reached.evidence > 0.85
