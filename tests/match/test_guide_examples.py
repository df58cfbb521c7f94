"""The labelling guide's worked examples, each with the guide's answer for the leaves of this checklist."""

from __future__ import annotations

import pytest

from lawcheck import check_text

FRP, D, R, L, C = (
    "first-responsible-person",
    "enforcement-disclosure",
    "enforcement-recording",
    "enforcement-legal-review",
    "legal-counsel",
)
S, CAUSES, PLAN = "shortcomings", "causes", "next-year-plan"

EXAMPLES = [
    (
        "1",
        "主要举措",
        "清溪镇与衡正律师事务所续签协议，驻镇律师每周三坐班，全年审核合同46份、出具意见9份。",
        {C: "covered"},
    ),
    ("2", "主要举措", "充分发挥律师顾问团参谋助手作用，不断健全顾问管理机制，依法决策水平持续提升。", {C: "weak"}),
    (
        "3",
        "主要成效",
        "外聘律师列席镇长办公会，对安置房回购方案提出修改意见并被采纳。",
        {C: "covered", FRP: "missing"},
    ),
    ("4", "主要成效", "落实一村一法律顾问，11个村全部签约，举办法律讲座30场。", {C: "weak"}),
    ("5", "下一步打算", "继续发挥法律顾问作用，由法律顾问逐份审查对外合同。", {C: "planned", PLAN: "covered"}),
    (
        "6a",
        "主要举措",
        "今年组建综合行政执法队，因编制所限，法制审核人员尚未配备，重大处罚决定的法制审核还没有开展。",
        {L: "lacking", S: "covered", CAUSES: "covered"},
    ),
    ("6b", "主要举措", "全年作出重大执法决定7件，没有一件未经法制审核。", {L: "covered"}),
    (
        "7",
        "主要举措",
        "认真贯彻落实行政执法“三项制度”，做到严格规范公正文明执法。",
        {D: "weak", R: "weak", L: "weak"},
    ),
    (
        "8",
        "主要举措",
        "全面推行行政执法三项制度，在门户网站公示执法人员、权限和程序信息63条。",
        {D: "covered", R: "weak", L: "weak"},
    ),
    (
        "9",
        "规范执法",
        "为12名执法队员配备执法记录仪，案件从立案到送达全程录音录像，刻盘归档。",
        {R: "covered", D: "missing", L: "missing"},
    ),
    (
        "10",
        "主要举措",
        "政务公开栏更新村级财务信息24期；镇属合同一律进行合法性审查；县司法局对全县执法案卷开展评查。",
        {D: "missing", L: "missing", C: "missing"},
    ),
    (
        "11",
        "基本情况",
        "根据《党政主要负责人履行推进法治建设第一责任人职责规定》，结合我乡实际，制定年度普法计划。",
        {FRP: "missing", PLAN: "missing"},
    ),
    ("12", "党建引领", "镇党委书记切实担起党风廉政建设第一责任人责任，开展廉政谈话8次。", {FRP: "missing"}),
    ("13a", "总体要求", "以落实第一责任人职责为抓手，努力建设更高水平的法治政府。", {FRP: "missing"}),
    ("13b", "组织领导", "党政主要负责人高度重视法治建设，做到“四个亲自”，扛起法治建设第一责任。", {FRP: "weak"}),
    ("15a", "加强组织领导", "班子定期听取法治工作汇报，年内研究法治议题6次。", {FRP: "missing"}),
    (
        "15b",
        "党政主要负责人履行第一责任人职责情况",
        "班子定期听取法治工作汇报，年内研究法治议题6次。",
        {FRP: "covered"},
    ),
    (
        "16",
        "存在的不足",
        "一是执法力量薄弱，持证人员只有5人，主要原因是两名骨干调离后未及时补充。下一步将招录2名法学专业人员，6月底前完成资格考试。",
        {S: "covered", CAUSES: "covered", PLAN: "covered"},
    ),
    (
        "17",
        "存在的不足及原因",
        "对照上级要求和群众期盼，我街道工作仍有一定差距，将在今后努力改进。",
        {S: "weak", CAUSES: "missing", PLAN: "weak"},
    ),
    ("18", "存在的问题", "本年度各项工作均达到上级要求，暂无突出问题。", {S: "lacking", CAUSES: "missing"}),
    (
        "19",
        "主要举措",
        "将法治建设纳入村级年终考核，占8分；镇党委书记在部署会上与18个村签订责任书。",
        {FRP: "covered", PLAN: "missing"},
    ),
    (
        "20a",
        "下一年度安排",
        "在今年9月建成执法音像存储室的基础上，明年实现案卷全部电子化。",
        {R: "covered", PLAN: "covered"},
    ),
    ("20b", "主要举措", "2019年曾聘请律师一名协助处理征地纠纷。", {C: "missing"}),
]


@pytest.mark.parametrize(("heading", "text", "want"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES])
def test_the_guides_example_gets_the_guides_answer(heading: str, text: str, want: dict[str, str]) -> None:
    card = check_text(f"清溪镇2023年法治政府建设情况报告\n\n一、{heading}\n{text}\n")
    assert {leaf: card[leaf].status.value for leaf in want} == want


def test_the_heads_of_a_county_need_not_be_called_first_responsible_persons() -> None:
    text = "县委书记主持召开2次依法治县委员会会议，县长带队督办行政复议积案3件，二人均在年终会上述法。"
    card = check_text(f"清溪县2023年法治政府建设情况报告\n\n一、组织领导\n{text}\n")
    assert card.kind == "county-government"
    assert card["first-responsible-person"].status == "covered"
    assert card["frp-debrief"].status == "covered"
