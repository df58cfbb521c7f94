"""The sums and the gates: score, fold, passes, decide; and the findings, on small texts."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest

from lawcheck import Checklist, ElementResult, Finding, Level, Modality, ReportCard, Status, check_text
from lawcheck.checklist import Leaf
from lawcheck.judge.score import fold, passes, score
from lawcheck.judge.status import decide
from lawcheck.match import LeafMatches, Mention
from lawcheck.match.model import Reading

CREDIT = {"covered": 1.0, "partial": 0.5, "weak": 0.5, "planned": 0.2}


def result(
    status: str,
    *,
    weight: float = 1.0,
    level: str = "statutory",
    credit: float | None = None,
    parts: tuple[ElementResult, ...] = (),
    name: str = "some-element",
) -> ElementResult:
    return ElementResult(
        id=name,
        title="某项",
        level=Level(level),
        weight=weight,
        status=Status(status),
        credit=CREDIT.get(status, 0.0) if credit is None else credit,
        basis=(),
        citations=(),
        message="",
        advice="",
        evidence=(),
        expected=None,
        parts=parts,
    )


def finding(severity: str) -> Finding:
    return Finding(
        rule="some-rule",
        severity=severity,
        message="",
        quote="",
        start=0,
        end=0,
        line=1,
        column=1,
        page=None,
        fingerprint="",
    )


# -- score ------------------------------------------------------------------------------------------------------


def test_the_score_is_the_weighted_mean_of_the_credits() -> None:
    total = score([result("covered", weight=6), result("weak", weight=2), result("planned", weight=1)])
    assert total.value == round(100 * (6 * 1 + 2 * 0.5 + 1 * 0.2) / 9, 1)
    assert total.checked == 1.0


@pytest.mark.parametrize(("status", "points"), [("covered", 100.0), ("missing", 0.0), ("lacking", 0.0)])
def test_the_ends_of_the_scale_are_0_and_100(status: str, points: float) -> None:
    assert score([result(status, weight=w) for w in (1, 7, 0.5)]).value == points


def test_what_does_not_apply_leaves_no_trace_in_the_score() -> None:
    elements = [result("covered", weight=3), result("missing", weight=5)]
    assert score([*elements, result("not-applicable", weight=90)]) == score(elements)


def test_what_could_not_be_checked_leaves_the_score_and_shows_in_the_share() -> None:
    elements = [result("covered", weight=3), result("missing", weight=3)]
    total = score([*elements, result("unchecked", weight=2)])
    assert total.value == score(elements).value == 50.0
    assert total.checked == 0.75


@pytest.mark.parametrize(
    "elements",
    [[], [result("unchecked")], [result("not-applicable")], [result("unchecked"), result("not-applicable")]],
    ids=["nothing", "unchecked", "not applicable", "both"],
)
def test_there_is_no_score_when_nothing_was_checked(elements: list[ElementResult]) -> None:
    total = score(elements)
    assert total.value is None
    assert total.checked == 0.0


def test_an_element_without_weight_never_moves_the_score() -> None:
    elements = [result("covered", weight=3), result("weak", weight=5)]
    for status in ("covered", "missing"):
        assert score([*elements, result(status, weight=0)]).value == score(elements).value


def test_an_element_weighs_only_by_its_parts_that_were_checked() -> None:
    parts = (result("covered"), result("missing"), result("unchecked"))
    status, credit = fold(parts)
    assert credit == 0.5
    whole = result(str(status), weight=12, credit=credit, parts=parts)
    total = score([whole, result("covered", weight=8)])
    # 8 of the 12 points could be checked, half of them were earned; the other element gives its 8.
    assert total.value == round(100 * (8 * 0.5 + 8) / 16, 1) == 75.0
    assert total.checked == 0.8


def test_the_order_of_elements_never_changes_the_score() -> None:
    elements = [
        result("covered", weight=3),
        result("weak", weight=5),
        result("planned", weight=0.7),
        result("unchecked", weight=2),
        result("not-applicable", weight=9),
    ]
    assert len({score(order) for order in permutations(elements)}) == 1


def test_the_score_has_one_decimal() -> None:
    total = score([result("covered", weight=1), result("missing", weight=2)])
    assert total.value == 33.3


# -- fold -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["covered", "weak", "planned", "lacking", "missing"])
def test_parts_that_agree_give_their_status_to_the_element(status: str) -> None:
    assert fold([result(status), result(status)]) == (Status(status), CREDIT.get(status, 0.0))


def test_one_part_of_three_makes_an_element_partial_with_a_third_of_the_credit() -> None:
    status, credit = fold([result("covered"), result("missing"), result("missing")])
    assert status is Status.PARTIAL
    assert credit == pytest.approx(1 / 3, abs=1e-4)


def test_the_credit_of_parts_is_their_weighted_mean() -> None:
    status, credit = fold([result("covered", weight=3), result("weak", weight=1), result("missing", weight=4)])
    assert status is Status.PARTIAL
    assert credit == pytest.approx((3 * 1 + 1 * 0.5) / 8, abs=1e-4)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("planned", "missing"), "planned"),
        (("lacking", "missing"), "lacking"),
        (("lacking", "planned"), "planned"),
        (("missing", "lacking", "planned"), "planned"),
        (("weak", "missing"), "partial"),
        (("covered", "planned"), "partial"),
        (("weak", "lacking"), "partial"),
    ],
)
def test_parts_that_differ_give_the_best_that_is_true_of_the_whole(
    statuses: tuple[str, ...], expected: str
) -> None:
    for order in permutations(statuses):
        assert fold([result(status) for status in order])[0] == expected


def test_an_element_is_never_partial_when_no_part_is_reported() -> None:
    for statuses in permutations(("planned", "lacking", "missing"), 2):
        assert fold([result(status) for status in statuses])[0] is not Status.PARTIAL


def test_parts_that_do_not_apply_are_left_out() -> None:
    assert fold([result("covered"), result("not-applicable", weight=50)]) == (Status.COVERED, 1.0)
    assert fold([result("not-applicable"), result("not-applicable")])[0] is Status.NOT_APPLICABLE


def test_an_element_of_which_no_part_was_checked_is_unchecked() -> None:
    assert fold([result("unchecked"), result("unchecked")])[0] is Status.UNCHECKED
    assert fold([result("unchecked"), result("not-applicable")])[0] is Status.UNCHECKED


def test_a_part_that_was_not_checked_takes_no_credit_away() -> None:
    assert fold([result("covered"), result("missing"), result("unchecked", weight=7)])[1] == 0.5


# -- passes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["missing", "lacking", "planned", "unchecked"])
def test_a_high_score_never_hides_a_statutory_element_that_is_not_reported(status: str) -> None:
    elements = [result("covered", weight=1000), result(status, weight=0.1)]
    assert not passes(elements, [], 99.9, 60)
    assert not passes(elements, [], 100.0, 0)


@pytest.mark.parametrize("status", ["covered", "weak", "partial", "not-applicable"])
def test_a_statutory_element_that_is_reported_or_not_asked_lets_a_report_pass(status: str) -> None:
    assert passes([result("covered"), result(status)], [], 80.0, 60)


@pytest.mark.parametrize("level", ["expected", "recommended"])
@pytest.mark.parametrize("status", ["missing", "lacking", "planned"])
def test_an_element_that_is_not_statutory_costs_points_only(level: str, status: str) -> None:
    assert passes([result("covered"), result(status, level=level)], [], 80.0, 60)


def test_the_score_has_to_reach_the_threshold() -> None:
    assert passes([result("covered")], [], 60.0, 60.0)
    assert not passes([result("covered")], [], 59.9, 60.0)


def test_a_report_without_a_score_does_not_pass_even_without_a_threshold() -> None:
    assert not passes([], [], None, 0)


def test_only_a_finding_of_severity_error_keeps_a_report_from_passing() -> None:
    elements = [result("covered")]
    assert passes(elements, [finding("warning"), finding("info")], 100.0, 60)
    assert not passes(elements, [finding("info"), finding("error")], 100.0, 60)


# -- decide -----------------------------------------------------------------------------------------------------

MENTIONS = {
    "covered": ("done", True, "covered"),
    "weak": ("done", True, "weak"),
    "planned": ("planned", False, "covered"),
    "lacking": ("lacking", False, "weak"),
    "cited": ("cited", False, "covered"),
    "past": ("past", False, "covered"),
    "other": ("other", False, "covered"),
}


def mention(kind: str, sentence: int = 0, *, counts: bool | None = None, gives: str = "") -> Mention:
    modality, counted, worth = MENTIONS[kind]
    return Mention(
        branch="说到",
        sentence=sentence,
        start_norm=sentence * 100,
        end_norm=sentence * 100 + 20,
        anchor_norm=(sentence * 100 + 5, sentence * 100 + 9),
        reading=Reading(Modality(modality), "cue", "某词"),
        counts=counted if counts is None else counts,
        gives=gives or worth,
        substance=("28份",) if kind == "covered" else (),
        role="achievements",
        section=1,
    )


@pytest.fixture
def leaf(checklist: Checklist) -> Leaf:
    element = checklist.element("legal-counsel")
    assert element is not None
    return replace(
        element.rule, needs=1, counts=frozenset({Modality.DONE}), absent=Status.MISSING, branches=(), marks=()
    )


def status_of(leaf: Leaf, *mentions: Mention) -> str:
    return decide(leaf, LeafMatches(mentions=mentions))[0].value


ORDER = ("covered", "weak", "planned", "lacking", "missing")


@pytest.mark.parametrize("best", ORDER)
def test_the_best_mention_wins_wherever_it_stands(leaf: Leaf, best: str) -> None:
    worse = [kind for kind in ORDER[ORDER.index(best) :] if kind != "missing"]
    kinds = [*worse, "cited", "past", "other"]
    for seed in range(12):
        random.Random(seed).shuffle(kinds)
        assert status_of(leaf, *(mention(kind, at) for at, kind in enumerate(kinds))) == best


@pytest.mark.parametrize("kind", ["cited", "past", "other"])
def test_a_title_another_year_or_another_body_is_no_report(leaf: Leaf, kind: str) -> None:
    assert status_of(leaf, mention(kind), mention(kind, 1)) == "missing"


def test_an_element_that_is_promised_and_lacking_is_planned(leaf: Leaf) -> None:
    assert status_of(leaf, mention("lacking"), mention("planned", 1)) == "planned"
    assert status_of(leaf, mention("planned"), mention("lacking", 1)) == "planned"


def test_an_element_never_spoken_of_is_missing(leaf: Leaf) -> None:
    assert decide(leaf, LeafMatches()) == (Status.MISSING, ())


def test_too_few_mentions_with_facts_are_weak(leaf: Leaf) -> None:
    three = replace(leaf, needs=3)
    assert status_of(three, *(mention("covered", at) for at in range(2))) == "weak"
    assert status_of(three, *(mention("covered", at) for at in range(3))) == "covered"


def test_mentions_in_one_sentence_count_once(leaf: Leaf) -> None:
    assert status_of(replace(leaf, needs=2), mention("covered", 4), mention("covered", 4)) == "weak"


def test_general_words_do_not_fill_up_what_facts_are_short_of(leaf: Leaf) -> None:
    assert status_of(replace(leaf, needs=2), mention("covered"), mention("weak", 1)) == "weak"


@pytest.mark.parametrize("counts", ["lacking", "planned"])
def test_an_element_about_lacks_or_the_future_is_never_planned_nor_lacking(leaf: Leaf, counts: str) -> None:
    about = replace(leaf, counts=frozenset({Modality(counts)}))
    others = [mention("planned", counts=False), mention("lacking", 1, counts=False)]
    assert status_of(about, *others) == "missing"
    assert status_of(about, *others, mention(counts, 2, counts=True, gives="covered")) == "covered"


def test_an_explicit_denial_makes_an_element_about_lacks_lacking(leaf: Leaf) -> None:
    about = replace(leaf, counts=frozenset({Modality.LACKING}))
    assert status_of(about, mention("lacking", counts=True, gives="lacking")) == "lacking"


def test_a_rule_that_failed_is_unchecked_whatever_it_had_found(leaf: Leaf) -> None:
    matches = LeafMatches(mentions=(mention("covered"),), failed="the rule ran out of its time")
    assert decide(leaf, matches) == (Status.UNCHECKED, ())


def test_a_leaf_may_say_what_its_absence_means(leaf: Leaf) -> None:
    assert status_of(replace(leaf, absent=Status.NOT_APPLICABLE)) == "not-applicable"


def test_the_evidence_is_what_decided_in_text_order_and_without_repeats(leaf: Leaf) -> None:
    mentions = (mention("weak", 7), mention("covered", 5), mention("planned", 2), mention("covered", 3))
    again = replace(mentions[1], branch="换一种说法")
    status, evidence = decide(leaf, LeafMatches(mentions=(*mentions, again)))
    assert status is Status.COVERED
    assert [m.sentence for m in evidence] == [3, 5]


# -- findings ---------------------------------------------------------------------------------------------------

REPORT = """清溪镇2023年法治政府建设年度情况报告

2023年，清溪镇深入推进法治政府建设。现将有关情况报告如下：
一、党政主要负责人履行推进法治建设第一责任人职责情况
镇党委书记任镇法治建设领导小组组长，全年主持召开法治建设专题会议4次。镇长听取法治工作汇报3次。
二、主要举措和成效
（一）规范行政执法
在镇政府公示栏公示行政处罚决定36件。为执法队员配备执法记录仪8台。司法所审核重大行政执法决定5件。
（二）依法决策
{more}镇法律顾问列席党政会议18次，审查合同46份。人民调解委员会受理纠纷120件，化解率达98%。
三、存在的不足和原因
一是执法力量不足，持证执法人员只有5人。主要原因是两名骨干调离后没有及时补充。
四、2024年工作安排
一是招录2名法制审核员，6月底前完成执法资格考试。

清溪镇人民政府
2024年1月12日
"""


def checked(more: str = "", text: str = REPORT) -> ReportCard:
    card = check_text(text.format(more=more))
    assert card.error is None
    return card


def findings(card: ReportCard, rule: str) -> list[Finding]:
    return [f for f in card.findings if f.rule == rule]


def test_a_clean_report_passes_without_findings() -> None:
    card = checked()
    assert card.findings == ()
    assert card.passed
    assert card.checked == 1.0


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("xx镇综合执法队开展检查12次。", "xx"),
        ("XX镇综合执法队开展检查12次。", "XX"),
        ("××镇综合执法队开展检查12次。", "××"),
        ("联系人：____。", "____"),
        ("化解率同比提高XX个百分点。", "XX"),
        ("（此处填写培训场次）", "（此处填写培训场次）"),
        ("20XX年开展培训3期。", "20XX年"),
    ],
)
def test_a_placeholder_left_in_is_an_error_and_the_report_does_not_pass(words: str, at: str) -> None:
    card = checked(words)
    (found,) = findings(card, "placeholder")
    assert found.severity == "error"
    assert at in words
    assert found.quote in at
    text = REPORT.format(more=words)
    assert text[found.start : found.end] == found.quote
    assert text.split("\n")[found.line - 1][found.column - 1 :].startswith(found.quote)
    assert not card.passed
    assert card.score == checked(words.replace(at, "清溪")).score


@pytest.mark.parametrize(
    "words",
    [
        "完成X光检查12次。",
        "新建2×3米宣传栏5块。",
        "严格落实“三重一大”制度。",
        "增强“四个意识”，坚定“四个自信”，做到“两个维护”。",
        "邮箱为qingxi_zf@example.cn。",
        "（详见附件）",
        "印发《清溪镇行政执法公示办法》（清政发〔2023〕12号）。",
        "化解率同比提高1.5个百分点。",
        "第一，逐件登记；第二，限期化解……",
    ],
)
def test_ordinary_words_give_no_finding(words: str) -> None:
    assert checked(words).findings == ()


def test_placeholders_are_told_once_with_their_number() -> None:
    card = checked("xx镇开展检查2次。xx村开展普法3次。xx镇制定xx办法。")
    (found,) = findings(card, "placeholder")
    assert "3" in found.message


LONG = "镇人民调解委员会坚持每周排查一次矛盾纠纷，对排查出的问题逐件登记造册、限期化解销号。"


def test_a_long_sentence_that_stands_twice_is_found_where_it_stands_again() -> None:
    card = checked(f"{LONG}\n召开普法会议3次。\n{LONG}\n")
    (found,) = findings(card, "duplicate-sentence")
    lines = REPORT.format(more=f"{LONG}\n召开普法会议3次。\n{LONG}\n").split("\n")
    first = lines.index(LONG) + 1
    assert found.line == first + 2
    assert str(first) in found.message
    assert found.severity != "error"
    assert card.passed


def test_a_motto_may_stand_twice() -> None:
    assert not findings(checked("坚持依法行政。\n开展普法3次。\n坚持依法行政。\n"), "duplicate-sentence")


def test_a_sentence_that_differs_by_a_number_is_not_repeated() -> None:
    again = LONG.replace("一次", "两次")
    assert not findings(checked(f"{LONG}\n{again}\n"), "duplicate-sentence")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("四、2024年工作安排", "四、2023年工作安排"),
        ("四、2024年工作安排\n一是", "四、下一步工作安排\n2023年，我镇将深入推进法治建设。一是"),
    ],
    ids=["heading", "sentence"],
)
def test_a_plan_for_the_reported_year_is_found(old: str, new: str) -> None:
    (found,) = findings(checked(text=REPORT.replace(old, new)), "plan-year")
    assert "2023" in found.message
    assert "2024" in found.message
    assert found.severity != "error"


def test_a_plan_that_looks_back_on_the_reported_year_is_in_order() -> None:
    text = REPORT.replace("四、2024年工作安排\n一是", "四、下一步工作安排\n2023年已成过去。一是")
    assert text != REPORT
    assert not findings(checked(text=text), "plan-year")


def test_a_plan_for_the_next_year_is_in_order() -> None:
    assert not findings(checked(), "plan-year")


def test_a_heading_that_promises_causes_has_to_be_followed_by_some() -> None:
    card = checked(text=REPORT.replace("主要原因是两名骨干调离后没有及时补充。", ""))
    (found,) = findings(card, "promised-causes")
    assert found.quote == "三、存在的不足和原因"
    assert card["causes"].status is Status.MISSING


def test_a_heading_that_promises_no_causes_is_not_blamed_for_their_absence() -> None:
    text = REPORT.replace("主要原因是两名骨干调离后没有及时补充。", "").replace("不足和原因", "不足")
    assert not findings(checked(text=text), "promised-causes")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("四、2024年", "五、2024年", "4"), ("（二）依法决策", "（三）依法决策", "2")],
)
def test_a_number_that_a_heading_skips_is_found(old: str, new: str, expected: str) -> None:
    card = checked(text=REPORT.replace(old, new))
    (found,) = findings(card, "heading-number")
    assert found.quote.startswith(new[:2])
    assert expected in found.message
    assert card.passed


def test_second_level_numbers_start_again_under_each_section() -> None:
    text = REPORT.replace("一是执法力量不足", "（一）力量\n一是执法力量不足").replace(
        "一是招录", "（一）人员\n一是招录"
    )
    assert not findings(checked(text=text), "heading-number")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [("集体讨论“四重一大”事项8件。", "四重一大"), ("坚定“五个自信”，做到“两个维护”。", "五个自信")],
)
def test_a_set_phrase_with_the_wrong_number_is_found(words: str, wrong: str) -> None:
    card = checked(words)
    (found,) = findings(card, "set-phrase")
    assert wrong in found.quote
    assert card.passed


def test_findings_never_touch_the_score() -> None:
    card = checked("xx镇坚定“五个自信”。" + LONG + LONG)
    assert len(card.findings) >= 3
    assert card.score == score(card.elements).value


def test_findings_stand_in_the_order_of_the_text() -> None:
    card = checked(f"坚定“五个自信”。\n{LONG}\nxx镇开展检查2次。\n{LONG}\n")
    assert [f.start for f in card.findings] == sorted(f.start for f in card.findings)


def test_a_fingerprint_stays_when_a_paragraph_is_put_before_it() -> None:
    words = f"坚定“五个自信”。\n{LONG}\nxx镇开展检查2次。\n{LONG}\n"
    before = checked(words, REPORT.replace("四、2024年", "五、2024年"))
    inserted = REPORT.replace("四、2024年", "五、2024年").replace(
        "2023年，清溪镇", "这一段是后来加上的，说明报告的来由。\n2023年，清溪镇", 1
    )
    after = checked(words, inserted)
    assert len(before.findings) >= 4
    assert [f.fingerprint for f in after.findings] == [f.fingerprint for f in before.findings]
    assert [f.line for f in after.findings] == [f.line + 1 for f in before.findings]


def test_fingerprints_of_different_findings_differ() -> None:
    card = checked(f"坚定“五个自信”，“四重一大”，再说“五个自信”。\n{LONG}\nxx镇。\n{LONG}\n")
    prints = [f.fingerprint for f in card.findings]
    assert len(set(prints)) == len(prints) >= 4
