"""Quantities: numbers in digits that a measure word follows."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.language import load_chinese
from lawcheck.match.substance import numbers, quantities

UNITS = ("件", "件次", "万元", "元", "余件", "人", "人次")


def found(text: str, units: tuple[str, ...] = UNITS, start: int = 0, end: int | None = None) -> list[str]:
    end = len(text) if end is None else end
    return [text[a:b] for a, b in quantities(text, end, numbers(text, start, end), units)]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("受理12件", ["12件"]),
        ("受理12 件", ["12 件"]),
        ("受理300余件次", ["300余件次"]),
        ("挽回3.5万余元", ["3.5万余元"]),
        ("挽回1,200万元", ["1,200万元"]),
        ("来访3千多人", ["3千多人"]),
        ("受理12起", []),
        ("第12条", []),
        ("一次办好1件事，服务2人次", ["1件", "2人次"]),
        ("推行1件制度", []),  # the number belongs to a name
        ("推行1件次制度", ["1件"]),  # the shorter measure word is not followed by it
    ],
)
def test_a_quantity_is_a_number_with_a_measure_word(text: str, quantity: list[str]) -> None:
    assert found(text) == quantity


def test_only_the_stretch_is_looked_at() -> None:
    assert found("受理12件", end=4) == []
    assert found("受理12件次", end=5) == ["12件"]
    assert found("2023年受理12件", start=5) == ["12件"]


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="019.， ,余多万百件次元人制度", max_size=12), st.integers(0, 12))
def test_the_places_are_those_of_one_regular_expression(text: str, end: int) -> None:
    language = load_chinese()
    scale = "".join(f"(?:{'|'.join(words)})?" for words in language.scales)
    units = "|".join(sorted(UNITS, key=len, reverse=True))
    whole = rf"[0-9][0-9.,]*\s*{scale}(?:{units})(?!{language.grammar.not_a_count.pattern})"
    assert found(text, end=min(end, len(text))) == regex.findall(whole, text[:end])
