from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.spans import LineIndex, Place, Span, TextMap


def map_of_kept(kept: list[bool]) -> tuple[TextMap, list[int]]:
    """Return the map of a text some of whose characters are left out, and where the kept ones stood."""
    text_map, stood = TextMap(), []
    for at, keep in enumerate(kept):
        if keep:
            if at == 0 or not kept[at - 1]:
                text_map.add(len(stood), at)
            stood.append(at)
    return text_map, stood


def test_nothing_left_out_maps_every_place_to_itself():
    text_map = TextMap()
    text_map.add(0, 0)
    assert [text_map.original(at) for at in range(5)] == [0, 1, 2, 3, 4]
    assert text_map.span(1, 4) == Span(1, 4)


def test_an_empty_map_maps_every_place_to_itself():
    assert TextMap().original(7) == 7
    assert TextMap().span(2, 4) == Span(2, 4)


def test_a_stretch_left_out_inside_a_span_belongs_to_it_and_one_beside_it_does_not():
    original = "  2020 年度**报告**"
    text_map = TextMap()
    text_map.add(0, 2)
    text_map.add(4, 7)
    text_map.add(6, 11)
    shown = {(start, end): text_map.span(start, end) for start, end in ((0, 4), (0, 6), (4, 6), (6, 8))}
    assert {key: original[span.start : span.end] for key, span in shown.items()} == {
        (0, 4): "2020",
        (0, 6): "2020 年度",
        (4, 6): "年度",
        (6, 8): "报告",
    }


def test_an_empty_range_maps_to_an_empty_span():
    text_map = TextMap()
    text_map.add(0, 3)
    assert text_map.span(2, 2) == Span(5, 5)
    assert text_map.span(2, 1) == Span(5, 5)


def test_the_last_word_on_a_place_counts():
    text_map = TextMap()
    text_map.add(0, 0)
    text_map.add(3, 4)
    text_map.add(3, 9)
    assert text_map.original(2) == 2
    assert text_map.original(3) == 9


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=60))
def test_every_kept_character_maps_there_and_back(kept):
    text_map, stood = map_of_kept(kept)
    there = [text_map.original(at) for at in range(len(stood))]
    assert there == stood
    assert [stood.index(at) for at in there] == list(range(len(stood)))


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=60), st.data())
def test_a_span_begins_and_ends_on_a_kept_character_and_holds_the_same_words(kept, data):
    text_map, stood = map_of_kept(kept)
    start = data.draw(st.integers(0, len(stood)))
    end = data.draw(st.integers(start, len(stood)))
    span = text_map.span(start, end)
    if start == end:
        assert span.start == span.end
        return
    assert (span.start, span.end) == (stood[start], stood[end - 1] + 1)
    assert [at for at in range(span.start, span.end) if kept[at]] == stood[start:end]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_counted_from_one_whatever_ends_a_line(line_end):
    text = line_end.join(["甲乙", "", "丙丁"])
    lines = LineIndex(text)
    assert lines.place(text.index("甲")) == Place(1, 1)
    assert lines.place(text.index("乙")) == Place(1, 2)
    assert lines.place(text.index("丙")) == Place(3, 1)
    assert lines.place(text.index("丁")) == Place(3, 2)


def test_mixed_line_ends_are_each_one_line():
    text = "甲\n乙\r丙\r\n丁\n\r戊"
    places = {char: LineIndex(text).place(text.index(char)) for char in "甲乙丙丁戊"}
    assert [place.line for place in places.values()] == [1, 2, 3, 4, 6]
    assert {place.column for place in places.values()} == {1}


def test_a_line_end_belongs_to_the_line_it_ends():
    lines = LineIndex("甲\r\n乙")
    assert [lines.place(at) for at in range(4)] == [Place(1, 1), Place(1, 2), Place(1, 3), Place(2, 1)]


def test_a_character_beyond_the_basic_plane_is_one_column():
    text = "𠮷😀年\n𠮷"
    lines = LineIndex(text)
    assert lines.place(text.index("年")) == Place(1, 3)
    assert lines.place(len(text)) == Place(2, 2)


def test_the_end_of_the_text_is_a_place():
    assert LineIndex("").place(0) == Place(1, 1)
    assert LineIndex("甲\n").place(2) == Place(2, 1)


def test_only_line_ends_end_a_line():
    assert LineIndex("甲\f乙\v丙\u2028丁\u0085戊").place(8) == Place(1, 9)


@settings(deadline=None)
@given(st.text(alphabet="甲𠮷a \n\r", max_size=40))
def test_every_offset_has_the_place_that_a_person_counts(text):
    lines = LineIndex(text)
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
    for offset in range(len(text) + 1):
        line = sum(start <= offset for start in starts)
        assert lines.place(offset) == Place(line, offset - starts[line - 1] + 1)
