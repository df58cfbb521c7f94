"""Where a rule is not looked for, it would not have been found."""

from __future__ import annotations

from pathlib import Path

import pytest

import lawcheck
from lawcheck.match.reach import Reach
from lawcheck.match.scan import Hits, bits

ROOT = Path(__file__).parents[2]
REPORTS = sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "labelled" / "a" / "reports").iterdir()])


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name[:12])
def test_looking_everywhere_finds_nothing_more(report, monkeypatch):
    text = report.read_text(encoding="utf-8")
    card = lawcheck.check_text(text)
    monkeypatch.setattr(Reach, "anchors", lambda self, expr: self.everywhere)
    monkeypatch.setattr(Reach, "holds", lambda self, expr: self.everywhere)
    assert lawcheck.check_text(text) == card


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name[:12])
def test_where_a_pattern_is_not_run_it_would_not_match(report, monkeypatch):
    text = report.read_text(encoding="utf-8")
    card = lawcheck.check_text(text)

    def everywhere(hits, number):
        return [(pattern, hits._anywhere) for pattern, _ in hits.engine.patterns[number]]

    monkeypatch.setattr(Hits, "_announced", everywhere)
    assert lawcheck.check_text(text) == card


@pytest.mark.parametrize("members", [[], [0], [1], [0, 1, 5], [63, 64, 65], [4000], list(range(200))])
def test_a_set_of_sentences_yields_its_members_in_order(members):
    assert list(bits(sum(1 << at for at in members))) == members
