"""Report cards made by hand: every status, findings of every severity, an error; and what is expected of them.

``outputs`` renders them; ``tests/expected/`` holds the bytes; ``rewrite_expected.py`` writes them anew.
"""

from __future__ import annotations

from dataclasses import replace

from lawcheck import ElementResult, Evidence, Finding, Level, Modality, ReportCard, SectionResult, Status
from lawcheck.judge import Expected, Read
from lawcheck.reporters import RenderOptions, RuleInfo, find_reporter

VERSION = "0.1.0"
CHECKLIST = ("annual-report", "1.2.3")


def evidence(
    quote: str,
    *,
    start: int,
    line: int,
    modality: str = "done",
    substance: tuple[str, ...] = (),
    page: int | None = None,
) -> Evidence:
    return Evidence(
        quote=quote,
        start=start,
        end=start + len(quote),
        line=line,
        column=3,
        page=page,
        section="二、主要举措和成效",
        role="achievements",
        modality=Modality(modality),
        substance=substance,
        why="没有线索词，按所在章节理解",
    )


def element(
    name: str,
    title: str,
    status: str,
    *,
    level: str = "expected",
    weight: float = 4.0,
    credit: float = 0.0,
    found: tuple[Evidence, ...] = (),
    expected: Expected | None = None,
    reason: str = "",
    parts: tuple[ElementResult, ...] = (),
    advice: str = "写明做了什么、多少件。",
) -> ElementResult:
    return ElementResult(
        id=name,
        title=title,
        level=Level(level),
        weight=weight,
        status=Status(status),
        credit=credit,
        basis=("ducha-2019",),
        citations=("《督察工作规定》（厅字〔2019〕28号）年度报告一章",),
        message=f"{title}：{status}。",
        advice="" if status in ("covered", "not-applicable", "unchecked") else advice,
        evidence=found,
        expected=expected,
        reason=reason,
        parts=parts,
    )


def finding(rule: str, severity: str, quote: str, *, start: int, line: int, page: int | None = None) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=f"“{quote}”请核对。",
        quote=quote,
        start=start,
        end=start + len(quote),
        line=line,
        column=7,
        page=page,
        fingerprint=f"{start:016x}",
    )


ELEMENTS = (
    element(
        "shortcomings",
        "存在的不足",
        "covered",
        level="statutory",
        weight=8.0,
        credit=1.0,
        found=(evidence("持证执法人员只有5人", start=210, line=14, modality="lacking", substance=("5人",)),),
    ),
    element(
        "causes",
        "不足的原因",
        "missing",
        level="statutory",
        weight=6.0,
        expected=Expected(line=13, page=None, section="三、存在的不足"),
    ),
    element(
        "three-enforcement-systems",
        "行政执法三项制度",
        "partial",
        weight=12.0,
        credit=0.3333,
        parts=(
            element(
                "enforcement-disclosure",
                "行政执法公示",
                "covered",
                weight=1.0,
                credit=1.0,
                found=(
                    evidence("在公示栏公示行政处罚决定36件", start=120, line=8, substance=("36件", "公示栏")),
                    evidence("亮证执法", start=150, line=9),
                ),
            ),
            element("enforcement-recording", "行政执法全过程记录", "missing", weight=1.0),
            element(
                "enforcement-legal-review",
                "重大执法决定法制审核",
                "lacking",
                weight=1.0,
                found=(evidence("尚未开展法制审核", start=170, line=10, modality="lacking"),),
            ),
        ),
    ),
    element(
        "legal-counsel",
        "法律顾问",
        "planned",
        weight=6.0,
        credit=0.2,
        found=(evidence("充分发挥法律顾问作用", start=300, line=18, modality="planned"),),
    ),
    element(
        "first-responsible-person",
        "第一责任人履职",
        "weak",
        level="statutory",
        weight=8.0,
        credit=0.5,
        found=(evidence("切实履行第一责任人职责\n，重要工作亲自部署", start=60, line=4),),
    ),
    element(
        "next-year-plan",
        "下一年度主要安排",
        "unchecked",
        weight=8.0,
        reason="pattern '(甲|甲乙?)+丁' used up its 1 s",
    ),
    element("results", "工作成效", "lacking", level="recommended", weight=2.0),
    element(
        "hearing",
        "听证",
        "not-applicable",
        level="recommended",
        weight=1.0,
        reason="检查清单对乡镇不提这一项",
    ),
)

FAILED = ReportCard(
    path="reports/清溪镇.txt",
    sha256="0" * 64,
    checklist=CHECKLIST,
    title="清溪镇2023年法治政府建设年度情况报告",
    body="清溪镇",
    kind="township",
    kind_title="乡镇",
    year=2023,
    score=46.2,
    checked=0.8542,
    passed=False,
    threshold=60,
    elements=ELEMENTS,
    findings=(
        finding("placeholder", "error", "xx镇", start=6, line=1),
        finding("duplicate-sentence", "warning", "坚持每周排查\n一次矛盾纠纷", start=230, line=15),
        finding("extraction-debris", "info", "[bookmark: _GoBack]", start=330, line=19, page=2),
    ),
    sections=(
        SectionResult(role="achievements", title="二、主要举措和成效", level=1, start=40, end=200, line=6),
        SectionResult(role="other", title="（一）规范行政执法", level=2, start=50, end=90, line=7),
        SectionResult(role="shortcomings", title="三、存在的不足", level=1, start=201, end=290, line=13),
    ),
    read=(
        (
            "title",
            Read(value="清溪镇2023年法治政府建设年度情况报告", source="title", quote="清溪镇2023年…", line=1),
        ),
        ("body", Read(value="清溪镇", source="title", quote="清溪镇", line=1)),
        ("kind", Read(value="township", source="title", quote="清溪镇", line=1)),
        ("year", Read(value=2023, source="title", quote="2023", line=1)),
    ),
    notes=("读作 GB18030 编码。",),
)
"""Every status, a finding of every severity."""

PASSED = ReportCard(
    path="reports/b.txt",
    sha256="1" * 64,
    checklist=CHECKLIST,
    body="某县司法局",
    kind="county-department",
    kind_title="县级以上部门",
    score=100.0,
    checked=1.0,
    passed=True,
    threshold=60,
    elements=(replace(ELEMENTS[0], weight=1.0),),
    read=(
        ("title", Read(value=None, source="none")),
        ("body", Read(value="某县司法局", source="caller")),
        ("kind", Read(value="county-department", source="default")),
        ("year", Read(value=None, source="none")),
    ),
)
"""No title and no year, and nothing wrong with it."""

BARE = ReportCard(
    path="reports/c.txt",
    sha256="2" * 64,
    checklist=CHECKLIST,
    kind="township",
    kind_title="乡镇",
    year=2022,
    threshold=60,
    elements=(ELEMENTS[5],),
)
"""Nothing could be checked: no score."""

ERROR = ReportCard(
    path="reports/d.txt",
    checklist=CHECKLIST,
    error="文件是空的，没有可检查的内容。 请打开文件确认内容已经保存。",
    error_code="empty",
)

CARDS = (FAILED, PASSED, BARE, ERROR)

MANY = tuple(
    replace(card, path=f"reports/{number:02d}.txt") for number, card in enumerate([FAILED, PASSED, BARE, ERROR] * 6)
)
"""More than anybody wants to read in detail."""


RULES = (
    *(
        RuleInfo(
            id=leaf.id,
            element=element.id,
            title=leaf.title,
            asks=f"{leaf.title}做了什么？",
            advice=leaf.advice,
            level=leaf.level.value,
            citations=("《法治政府建设与责任落实督察工作规定》",),
        )
        for element in ELEMENTS
        for leaf in element.leaves()
    ),
    *(
        RuleInfo(id=name, element="", title=name, asks="", advice="", level=level)
        for name, level in (
            ("placeholder", "error"),
            ("duplicate-sentence", "warning"),
            ("extraction-debris", "info"),
        )
    ),
)


def render(name: str, cards: tuple[ReportCard, ...], *, lang: str = "zh", color: bool = False) -> bytes:
    options = RenderOptions(lang=lang, color=color, version=VERSION, checklist=CHECKLIST, rules=RULES)
    return b"".join(find_reporter(name)(iter(cards), options))


def outputs() -> dict[str, bytes]:
    """Return what each file of ``tests/expected/`` has to hold."""
    return {
        "report.json": render("json", CARDS),
        "report.jsonl": render("jsonl", CARDS),
        "report.txt": render("text", CARDS),
        "report.en.txt": render("text", CARDS, lang="en"),
        "table.txt": render("text", MANY),
        "report.csv": render("csv", CARDS),
        "report.sarif": render("sarif", CARDS),
        "report.junit.xml": render("junit", CARDS),
        "report.github.txt": render("github", CARDS),
        "report.gitlab.json": render("gitlab", CARDS),
        "report.checkstyle.xml": render("checkstyle", CARDS),
        "report.md": render("markdown", CARDS),
        "report.en.md": render("markdown", CARDS, lang="en"),
    }
