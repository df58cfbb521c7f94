from __future__ import annotations

import sys
from contextlib import suppress
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import ChecklistError, OutOfTimeError
from lawcheck.literals import necessary_literals
from lawcheck.patterns import Clock, Pattern, Scanner, check_pattern, nested_repeat

LETTERS = "甲乙a𠮷"


def matches(pattern: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Pattern(pattern).find(text, 0, len(text), Clock(seconds=60))]


# -- literals


@pytest.mark.parametrize("automaton", [True, False])
@pytest.mark.parametrize(
    ("literals", "text", "found"),
    [
        ([], "甲乙", []),
        (["甲"], "", []),
        (["丙"], "甲乙", []),
        (["甲乙", "乙甲", "甲"], "甲乙甲", [(0, 0), (0, 2), (1, 1), (2, 2)]),
        (["甲甲"], "甲甲甲甲", [(0, 0), (1, 0), (2, 0)]),
        (["法律顾问", "顾问", "问"], "法律顾问", [(0, 0), (2, 1), (3, 2)]),
        (["甲", "甲"], "甲", [(0, 0), (0, 1)]),
        (["年"], "😀𠮷年", [(2, 0)]),
        (["𠮷"], "a𠮷\n𠮷", [(1, 0), (3, 0)]),
        (["A"], "aA", [(1, 0)]),
        (["."], "甲.", [(1, 0)]),
    ],
)
def test_every_occurrence_is_found_overlapping_ones_too(literals, text, found, automaton):
    assert Scanner(literals, automaton=automaton).scan(text) == found


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=4), max_size=8),
    st.text(alphabet=LETTERS, max_size=30),
)
def test_the_automaton_and_the_loop_give_the_same_answer(literals, text):
    pytest.importorskip("ahocorasick_rs")
    found = Scanner(literals).scan(text)
    assert found == Scanner(literals, automaton=False).scan(text)
    assert found == [
        (at, index)
        for at in range(len(text))
        for index, literal in enumerate(literals)
        if text.startswith(literal, at)
    ]


def test_without_the_automaton_installed_the_loop_is_used(monkeypatch):
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    assert Scanner(["甲乙", "乙"]).scan("甲乙乙") == [(0, 0), (1, 1), (2, 1)]


# -- patterns


def test_matches_do_not_overlap_and_are_not_empty():
    assert matches("甲甲", "甲甲甲甲甲") == ["甲甲", "甲甲"]
    assert matches("甲*", "乙甲甲乙") == ["甲甲"]


def test_only_the_asked_range_is_searched_and_places_count_from_the_text():
    text = "甲乙甲乙甲乙"
    assert list(Pattern("甲乙").find(text, 1, 5, Clock())) == [(2, 4)]
    assert list(Pattern("甲").find(text, 5, 6, Clock())) == []


def test_a_pattern_sees_the_asked_range_alone():
    assert list(Pattern("^乙$").find("甲乙丙", 1, 2, Clock())) == [(1, 2)]
    assert list(Pattern("^甲").find("甲甲乙甲", 1, 4, Clock())) == [(1, 2)]
    assert list(Pattern("(?<=甲)乙|乙(?=丙)").find("甲乙丙", 1, 2, Clock())) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?:a|aa)+b", "a" * 5000),
        ("(?:甲|甲甲)+乙", "甲" * 5000),
        ("(甲|甲甲)*乙", "甲" * 5000 + "丙乙"),
        ("(?:甲+)+乙", "甲" * 5000),
        ("甲.*乙.*丙.*丁", "甲乙丙" * 2000),
    ],
)
def test_a_hostile_pattern_gives_up_within_its_budget(pattern, text):
    clock = Clock(seconds=0.05)
    began = monotonic()
    with pytest.raises(OutOfTimeError) as caught:
        list(Pattern(pattern).find(text, 0, len(text), clock))
    assert monotonic() - began < 60
    assert caught.value.code == "too-slow"
    assert pattern in caught.value.what
    assert caught.value.fix


def test_a_clock_is_shared_by_all_searches():
    clock = Clock(seconds=0.05)
    text = "a" * 5000
    hostile = Pattern("(?:a|aa)+b")
    with pytest.raises(OutOfTimeError):
        list(hostile.find(text, 0, len(text), clock))
    assert clock.left < 0.01
    with pytest.raises(OutOfTimeError):
        list(hostile.find(text, 0, len(text), clock))


def test_a_tame_search_spends_next_to_nothing():
    clock = Clock(seconds=600)
    for _ in range(10):
        list(Pattern("法律顾问").find("我镇法律顾问" * 100, 0, 600, clock))
    assert 500 < clock.left < 600


def test_what_is_left_never_falls_to_zero_because_zero_would_mean_no_limit():
    clock = Clock(seconds=1)
    clock.spend(2)
    assert 0 < clock.left < 0.001


# -- patterns that authors write


@pytest.mark.parametrize(
    "pattern",
    [
        "法律顾问",
        "甲+乙*",
        "(?:甲|乙){1,3}丙",
        "[0-9]{1,4}(?:件|起|次)",
        "(?<!未)审核[^，。；]{0,20}合同",
        "(?=甲)甲乙",
        "(甲{1,20})+",
        "(?:甲+乙){1,8}",
        "(甲)(?:乙|丙)+丁",
        r"\p{Han}{2,8}镇",
        r"^第[一二三]条",
    ],
)
def test_a_sensible_pattern_is_accepted(pattern):
    check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "not a regular expression"),
        ("甲)", "not a regular expression"),
        ("[甲", "not a regular expression"),
        ("甲**", "not a regular expression"),
        ("*甲", "not a regular expression"),
        ("甲{3,2}", "not a regular expression"),
        ("甲\\", "not a regular expression"),
        (r"\1甲", "not a regular expression"),
        (r"\p{Nothing}", "not a regular expression"),
        ("(?<名", "not a regular expression"),
        ("", "empty text"),
        ("甲*", "empty text"),
        ("甲?乙?", "empty text"),
        ("甲|", "empty text"),
        ("(?:)", "empty text"),
        ("^", "empty text"),
        ("$", "empty text"),
        ("(?!甲)", "empty text"),
        ("(甲+)+", "repeats a repeat"),
        ("(?:甲+)+乙", "repeats a repeat"),
        ("(甲*乙?)*丙", "repeats a repeat"),
        ("(?:甲{2,})+", "repeats a repeat"),
        ("(?:(?:甲|乙+)丙)+", "repeats a repeat"),
        ("(?:甲+?)+?乙", "repeats a repeat"),
        ("(?=(?:甲+)+)甲", "repeats a repeat"),
        ("(?:甲{0,100}){0,100}乙", "repeats a repeat"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_reason(pattern, reason):
    with pytest.raises(ChecklistError, match=reason) as caught:
        check_pattern(pattern)
    assert caught.value.code == "bad-pattern"
    assert repr(pattern) in caught.value.what


WRITING = [
    "甲",
    "乙",
    "[甲乙]",
    "[^甲]",
    "]",
    "1",
    ",",
    *"(|)?*+{}^$.\\",
    "(?:",
    "(?=",
    "(?<!",
    "{1,}",
    "{2}",
    r"\w",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WRITING), max_size=10).map("".join))
def test_any_writing_is_accepted_or_refused_as_a_checklist_error(pattern):
    with suppress(ChecklistError):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "nested"),
    [
        ("(甲+)+", True),
        ("(甲{0,65}){0,65}", True),
        ("(甲{0,64})+", False),
        ("(甲+)(乙+)", False),
        ("甲+乙+", False),
        ("(甲|乙)+", False),
        ("(甲+){2,5}", False),
        ("(", False),
    ],
)
def test_a_repeat_inside_a_repeat_is_seen(pattern, nested):
    assert nested_repeat(pattern) is nested


# -- literals that a match must hold


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("法律顾问", [[{"法律顾问"}]]),
        ("法律?顾问", [[{"法顾问", "法律顾问"}]]),
        ("甲+乙丙", [[{"甲乙丙"}]]),
        ("审核合同|法律顾问", [[{"审核合同"}], [{"法律顾问"}]]),
        ("((审核合同)|(法律顾问))", [[{"审核合同"}], [{"法律顾问"}]]),
        ("法制审核|法律顾问", [[{"法制审核", "法律顾问"}]]),
        ("(?:聘请|配备)法律顾问", [[{"聘请法律顾问", "配备法律顾问"}]]),
        ("(?:聘请|配备).{0,9}(?:顾问|律师)", [[{"聘请", "配备"}, {"顾问", "律师"}]]),
        ("(?:聘请|配)法律顾问", [[{"聘请法律顾问", "配法律顾问"}]]),
        ("甲[乙丙]", [[{"甲乙", "甲丙"}]]),
        ("[甲乙]", [[{"甲", "乙"}]]),
        ("(?:甲乙){2,3}", [[{"甲乙甲乙"}]]),
        ("(?:甲乙.){2,3}丙丁", [[{"甲乙"}, {"丙丁"}]]),
        ("(?:甲乙)?丙丁", [[{"丙丁"}]]),
        (r"甲\.乙", [[{"甲.乙"}]]),
        ("(?<!未)审核", [[{"审核"}]]),
        ("甲[^，]{0,9}乙", [[{"甲"}]]),
        ("[0-9]+(?:次|回)", [[{f"{n}{unit}" for n in range(10) for unit in "次回"}]]),
        ("要(?=(?:进一步|强化)[^，])", [[{"要进一步", "要强化"}]]),
        ("要(?=[^求])听", [[{"要听"}]]),
        ("(?<=[，。])部分(?!村)(?:村|社区)", [[{"部分村", "部分社区"}]]),
        ("(?:甲乙|丙丁[^，]*)戊己", [[{"甲乙", "丙丁"}, {"戊己"}]]),
        ("(?:甲乙|甲乙丙)[^，]丁戊", [[{"甲乙"}, {"丁戊"}]]),
        ("[㐀-㒀][㐀-㒀]甲乙丙", [[{"甲乙丙"}]]),  # more strings than are worth looking for
        ("甲乙|丙?", []),
        ("甲*", []),
        ("(?:甲|)", []),
        ("[^甲]", []),
        ("[一-龥]", []),
        (r"\d+", []),
        (".", []),
        ("(", []),
        (r"\p{Han}甲", []),
    ],
)
def test_what_every_match_must_hold_is_derived(pattern, needs):
    found = [[set(group) for group in groups] for groups in necessary_literals(pattern)]
    assert sorted(map(in_order, found)) == sorted(map(in_order, needs))
    assert Pattern(pattern).needs == necessary_literals(pattern)


def in_order(groups: list[set[str]]) -> list[list[str]]:
    return sorted(sorted(group) for group in groups)


def built(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    few = st.lists(parts, min_size=1, max_size=3)
    repeat = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}", "+?", "*+"])
    return st.one_of(
        few.map("".join),
        few.map("|".join).map("(?:{})".format),
        few.map("|".join).map("({})".format),
        st.tuples(parts, repeat).map("(?:{0[0]}){0[1]}".format),
        parts.map("(?={})".format),
        parts.map("(?!{})".format),
        parts.map("(?<={})".format),
        parts.map("(?<!{})".format),
        parts.map("(?>{})".format),
        parts.map("(?:{}|)".format),
    )


LEAVES = st.sampled_from(["甲", "乙", "丙", "甲乙", ".", "[甲乙]", "[^甲]", "[丙-乙]", "^", "$", r"\w", r"\u7532"])


@settings(max_examples=600, deadline=None)
@given(st.recursive(LEAVES, built, max_leaves=6), st.text(alphabet="甲乙丙", max_size=8))
def test_a_text_that_matches_holds_the_necessary_literals(pattern, text):
    needs = necessary_literals(pattern)
    assert all(all(groups) for groups in needs)
    if matches(pattern, text):
        assert not needs or any(
            all(any(literal in text for literal in group) for group in groups) for groups in needs
        )
