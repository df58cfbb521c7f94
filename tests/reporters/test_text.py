"""What a person sees on a terminal, and what a report can never make the terminal do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from lawcheck import ElementResult, Level, ReportCard, check_text
from lawcheck.judge import Read

HERE = Path(__file__).resolve().parent
made = SimpleNamespace(**run_path(str(HERE / "cards.py")))

EVIL = "\x1b[31m红\x1b]0;title\x07\x08\x9b2J\x7f\r\u202e\u200b"
"""Colours, a window title, bells, a backspace, C1 codes, a carriage return, turned and invisible letters."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def shown(*cards: ReportCard, lang: str = "zh", color: bool = False) -> str:
    text: str = made.render("text", cards, lang=lang, color=color).decode("utf-8")
    return text


def poisoned(card: ReportCard) -> ReportCard:
    """Put what must not reach the terminal into everything that is read off a report or a file name."""

    def element(e: ElementResult) -> ElementResult:
        return replace(
            e,
            evidence=tuple(replace(x, quote=EVIL + x.quote, section=EVIL, substance=(EVIL,)) for x in e.evidence),
            expected=replace(e.expected, section=EVIL + e.expected.section) if e.expected else None,
            reason=EVIL + e.reason if e.reason else "",
            parts=tuple(map(element, e.parts)),
        )

    return replace(
        card,
        path=EVIL + card.path,
        title=EVIL + card.title if card.title else None,
        body=EVIL + card.body if card.body else None,
        error=EVIL + card.error if card.error else None,
        elements=tuple(map(element, card.elements)),
        findings=tuple(replace(f, quote=EVIL + f.quote, message=EVIL + f.message) for f in card.findings),
        sections=tuple(replace(s, title=EVIL + s.title) for s in card.sections),
        read=tuple(
            (n, Read(value=r.value, source=r.source, quote=EVIL + r.quote, line=r.line)) for n, r in card.read
        ),
        notes=tuple(EVIL + note for note in card.notes),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_in_a_report_steers_the_terminal(lang: str) -> None:
    cards = [poisoned(card) for card in made.CARDS]
    for text in (*(shown(card, lang=lang) for card in cards), shown(*cards, lang=lang)):
        assert CONTROL.search(text) is None
        assert "红" in text


def test_nothing_in_many_reports_steers_the_terminal() -> None:
    text = shown(*(poisoned(card) for card in made.MANY))
    assert CONTROL.search(text) is None


def test_only_our_own_colours_are_painted_over_a_hostile_report() -> None:
    plain = shown(*(poisoned(card) for card in made.CARDS))
    painted = shown(*(poisoned(card) for card in made.CARDS), color=True)
    assert ANSI.search(painted)
    assert ANSI.sub("", painted) == plain


def test_escape_codes_in_a_real_text_are_not_shown() -> None:
    text = f"清溪镇2023年法治政府建设情况报告\n一、主要举措和成效\n镇{EVIL}法律顾问审核合同28份，出具{EVIL}意见。\n"
    assert CONTROL.search(shown(check_text(text, name=f"{EVIL}.txt"))) is None


def test_a_line_break_in_a_quote_does_not_break_the_page() -> None:
    text = shown(made.FAILED)
    (line,) = [line for line in text.split("\n") if "切实履行第一责任人职责" in line]
    assert "重要工作亲自部署" in line


def test_there_are_no_colours_unless_they_are_asked_for() -> None:
    assert "\x1b" not in shown(*made.CARDS)
    assert "\x1b" in shown(*made.CARDS, color=True)
    assert "\x1b" not in shown(*made.MANY)


def test_colours_change_nothing_but_the_colour() -> None:
    for cards in (made.CARDS, made.MANY):
        assert ANSI.sub("", shown(*cards, color=True)) == shown(*cards)


@pytest.mark.parametrize(
    ("sign", "title"),
    [
        ("✓", "存在的不足"),
        ("✗", "不足的原因"),
        ("✓", "行政执法公示"),
        ("✗", "行政执法全过程记录"),
        ("✗", "重大执法决定法制审核"),
        ("→", "法律顾问"),
        ("~", "第一责任人履职"),
        ("?", "下一年度主要安排"),
    ],
    ids=["covered", "missing", "covered part", "missing part", "lacking", "planned", "weak", "unchecked"],
)
def test_every_status_has_its_sign(sign: str, title: str) -> None:
    lines = [line.strip() for line in shown(made.FAILED).split("\n")]
    assert [line for line in lines if line.startswith(sign) and title in line]
    others = {"✓", "✗", "→", "~", "?"} - {sign}
    assert not [line for line in lines if line[:1] in others and title in line.split("  ")[0]]


def test_a_report_that_could_not_be_read_says_why_under_its_path() -> None:
    text = shown(made.ERROR)
    assert made.ERROR.path in text
    assert made.ERROR.error in text
    assert "?" in text


def test_the_score_the_verdict_and_what_was_not_checked_are_there() -> None:
    text = shown(made.FAILED)
    assert "46.2" in text
    assert "不通过" in text
    assert "85%" in text
    assert "不通过" not in shown(made.PASSED)
    assert "通过" in shown(made.PASSED)


def test_a_statutory_element_that_could_not_be_checked_is_named_as_the_reason() -> None:
    statutory = replace(made.BARE.elements[0], level=Level.STATUTORY)
    head = shown(replace(made.BARE, elements=(statutory,))).split("\n\n")[0]
    assert "下一年度主要安排" in head
    assert "未能检查" in head


def test_statutory_gaps_come_first() -> None:
    gaps = made.FAILED.missing
    page = shown(made.FAILED)
    page = page[page.index("缺什么") :]
    first, *others = (page.index(leaf.title) for leaf in gaps)
    assert gaps[0].level.value == "statutory"
    assert all(first < other for other in others)


def test_every_report_stands_in_the_table_when_there_are_several() -> None:
    text = shown(made.FAILED, made.PASSED)
    head = text.index("缺的法定要素")
    assert "清溪镇" in text[head:]
    assert "某县司法局" in text[head:]
    assert "缺的法定要素" not in shown(made.FAILED)


def test_over_20_reports_only_the_table_is_printed() -> None:
    twenty = shown(*made.MANY[:20])
    more = shown(*made.MANY[:21])
    assert "缺什么" in twenty
    assert "缺什么" not in more
    assert len(more.split("\n")) < 30
    assert "21" in more.strip().split("\n")[-1]


def test_a_long_quote_is_cut_to_fit_a_line() -> None:
    first = made.FAILED.elements[0]
    long = replace(first, evidence=(replace(first.evidence[0], quote="很长的一句话" * 60),))
    line = next(line for line in shown(replace(made.FAILED, elements=(long,))).split("\n") if "很长的" in line)
    assert len(line) < 90
    assert "…" in line
