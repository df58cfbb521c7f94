"""Laws that hold for any text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawcheck import ElementResult, Evidence, ReportCard, check_text
from lawcheck.reporters import RenderOptions, find_reporter

SENTENCES = [
    "清溪镇与衡正律师事务所续签协议，驻镇律师每周三坐班，全年审核合同46份。",
    "充分发挥法律顾问作用，健全顾问管理机制。",
    "尚未聘请法律顾问。",
    "下一步将聘请2名律师担任法律顾问。",
    "认真贯彻落实行政执法“三项制度”。",
    "在门户网站公示执法人员、权限和程序信息63条。",
    "为12名执法队员配备执法记录仪，案件从立案到送达全程录音录像。",
    "全年作出重大执法决定7件，没有一件未经法制审核。",
    "镇党委书记、镇长主持召开法治建设专题会议4次。",
    "党政主要负责人切实履行推进法治建设第一责任人职责。",
    "一是执法力量薄弱，持证人员只有5人，主要原因是两名骨干调离后未及时补充。",
    "与上级要求相比仍有一定差距。",
    "明年将招录2名法制审核员，6月底前完成资格考试。",
    "根据《党政主要负责人履行推进法治建设第一责任人职责规定》，制定年度普法计划。",
    "县司法局组织全县执法案卷评查2次。",
    "2019年曾聘请律师一名协助处理征地纠纷。",
    "排查化解矛盾纠纷85件，化解率达98%。",
    "班子定期听取法治工作汇报，年内研究法治议题6次。",
]
HEADINGS = [
    "一、主要举措和成效",
    "（一）加强组织领导。",
    "（二）党政主要负责人履行第一责任人职责情况",
    "二、存在的不足和原因",
    "三、下一步工作安排",
    "四、其他需要报告的情况",
    "**压紧责任。**",
    "1. 规范执法",
]
NOISE = [
    "\n",
    "\n\n",
    " ",
    "\u3000",
    "[bookmark: _GoBack]",
    "- 2 -\n",
    "\r\n",
    "“",
    "《",
    "（",
    "\ufeff",
    "x",
    "2023年",
    "\U0002070e",
]

reports = st.lists(st.sampled_from([*SENTENCES, *HEADINGS, *NOISE]), min_size=1, max_size=24).map(
    lambda parts: "清溪镇2023年法治政府建设情况报告\n" + "".join(p + ("\n" if p in HEADINGS else "") for p in parts)
)
quiet = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def all_evidence(card: ReportCard) -> Iterator[Evidence]:
    for element in card.elements:
        for leaf in (element, *element.parts):
            yield from leaf.evidence


def leaves(card: ReportCard) -> Iterator[ElementResult]:
    for element in card.elements:
        yield from element.leaves()


@quiet
@given(reports)
def test_every_quote_is_the_original_text_at_its_span_and_place(text: str) -> None:
    card = check_text(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for evidence in all_evidence(card):
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.quote
        assert lines[evidence.line - 1][evidence.column - 1 :].startswith(
            evidence.quote.split("\n")[0].split("\r")[0][:1]
        )
    for finding in card.findings:
        assert text[finding.start : finding.end] == finding.quote


@quiet
@given(st.text(max_size=300))
def test_no_text_at_all_makes_it_fall_over(text: str) -> None:
    card = check_text(text)
    assert card.error is None or card.error_code in ("empty", "too-big")
    assert not card.unchecked


@quiet
@given(reports)
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    options = RenderOptions(version="0", checklist=("annual-report", "0"))
    for name in ("json", "jsonl", "text"):
        render = find_reporter(name)
        first = b"".join(render([check_text(text)], options))
        assert first == b"".join(render([check_text(text)], options))


REPORT = """清溪镇2023年法治政府建设情况报告

2023年，清溪镇扎实推进法治政府建设。现将有关情况报告如下：
一、党政主要负责人履行推进法治建设第一责任人职责情况
{frp}
二、主要举措和成效
{done}
三、存在的不足和原因
{lacks}
四、2024年工作安排
{plan}
"""


@quiet
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=9, unique=True),
    st.integers(min_value=0, max_value=8),
)
def test_taking_an_evidence_sentence_away_never_raises_the_score(sentences: list[str], at: int) -> None:
    at %= len(sentences)

    def card(chosen: list[str]) -> ReportCard:
        return check_text(
            REPORT.format(
                frp="镇长主持召开法治专题会议2次。",
                done="\n".join(chosen),
                lacks="一是执法力量不足。",
                plan="组织执法培训2期。",
            )
        )

    whole = card(sentences)
    less = card(sentences[:at] + sentences[at + 1 :])
    assert whole.score is not None
    assert less.score is not None
    assert less.score <= whole.score


@quiet
@given(reports)
def test_credits_weights_and_score_can_be_recomputed_by_hand(text: str) -> None:
    card = check_text(text)
    applied = [e for e in card.elements if e.status.value != "not-applicable"]
    weight = sum(e.weight for e in applied)
    assert card.score == round(100 * sum(e.weight * e.credit for e in applied) / weight, 1)
    assert card.checked == 1.0


@quiet
@given(reports)
def test_json_says_what_the_card_says(text: str) -> None:
    card = check_text(text)
    body = json.loads(b"".join(find_reporter("json")([card], RenderOptions())))
    told = {e["id"]: e["status"] for e in body["reports"][0]["elements"]}
    assert told == {e.id: e.status.value for e in card.elements}


@quiet
@given(reports)
def test_sections_are_in_order_and_inside_the_text(text: str) -> None:
    card = check_text(text)
    assert all(0 <= s.start <= s.end <= len(text) for s in card.sections)
    assert all(a.start <= b.start for a, b in pairwise(card.sections))
