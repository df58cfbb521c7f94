from __future__ import annotations

import sys
from pathlib import Path

import pytest

import lawcheck
from lawcheck import cards_to_frame
from lawcheck.errors import UsageError

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


def test_a_card_shows_itself_in_a_frame_that_can_do_nothing():
    card = lawcheck.check(SEEDS[3])
    html = card._repr_html_()
    assert html is not None
    assert html.startswith("<iframe sandbox srcdoc=")
    assert html.count("<") == 2  # the frame alone: whatever a report holds is inside its attribute
    assert "法律顾问" in html


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_cards_become_a_tidy_frame(library, tmp_path):
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    cards = list(lawcheck.check_many([*SEEDS[:2], empty]))
    frame = cards_to_frame(cards, library)
    assert type(frame).__module__.startswith(library)
    leaves = sum(len(list(element.leaves())) for element in cards[0].elements)
    assert len(frame) == 2 * leaves + 1
    assert {"path", "leaf", "status", "score", "quote"} <= set(frame.columns)
    rows = frame.to_dict("records") if library == "pandas" else frame.to_dicts()
    counsel = next(row for row in rows if row["leaf"] == "legal-counsel")
    assert counsel["status"] == cards[0]["legal-counsel"].status
    assert rows[-1]["error_code"] == "empty"


def test_no_cards_give_an_empty_frame_with_its_columns():
    assert "status" in cards_to_frame([], "pandas").columns


def test_without_a_library_the_message_says_which(monkeypatch):
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match="pip install pandas"):
        cards_to_frame([])
    with pytest.raises(UsageError, match="不认识“numpy”这个库。"):
        cards_to_frame([], "numpy")
