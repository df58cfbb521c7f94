"""``xlsx``: four sheets, text that stays text, words beside colours, the same bytes as ever."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lawcheck import ElementResult, ReportCard, Status, check
from lawcheck.checklist import Checklist
from lawcheck.errors import UsageError
from lawcheck.messages import say
from lawcheck.reporters import RenderOptions, RuleInfo, rules_of
from lawcheck.reporters.csv_ import render as render_csv
from lawcheck.reporters.xlsx import _COLORS, MOST_CHARACTERS, render

HERE = Path(__file__).resolve().parent
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))
made = SimpleNamespace(**run_path(str(HERE / "cards.py")))

SHEETS = {
    "zh": ["汇总", "对照表", "问题明细", "检查清单"],
    "en": ["Summary", "Matrix", "Gaps", "Checklist"],
}

HOSTILE = [
    '=HYPERLINK("http://evil.example","点这里")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1",
    "-1",
    "{=1+1}",
    "http://evil.example/",
    "internal:Sheet1!A1",
    "<b>&amp;</b>]]>",
    "_x000D__x0041_",
    "甲\x00\x0b\x1b[31m乙\ufffe\uffff\ud800丙",
    "甲\r\n乙\t丙",
    "a \"b\" 'c'",
    "\u202etxt.exe\u2066\u200b",
]

RULES = (
    *(
        RuleInfo(
            id=leaf.id,
            element=element.id,
            title=leaf.title,
            asks=f"{leaf.title}？",
            advice="写明做了什么、多少件。",
            level=leaf.level.value,
            citations=("《督察工作规定》（厅字〔2019〕28号）年度报告一章", "《甲规定》第2条", "《乙规定》"),
        )
        for element in made.ELEMENTS
        for leaf in element.leaves()
    ),
    RuleInfo(id="placeholder", element="", title="有没填的空", asks="", advice="补上名称。", level="error"),
)


def options(lang: str = "zh", rules: tuple[RuleInfo, ...] = RULES) -> RenderOptions:
    return RenderOptions(lang=lang, version=made.VERSION, checklist=made.CHECKLIST, rules=rules)


def written(cards: Iterable[ReportCard], lang: str = "zh", rules: tuple[RuleInfo, ...] = RULES) -> bytes:
    return b"".join(render(iter(cards), options(lang, rules)))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data), rich_text=False)


def sheets(cards: Iterable[ReportCard], lang: str = "zh", rules: tuple[RuleInfo, ...] = RULES) -> list[Worksheet]:
    return opened(written(cards, lang, rules)).worksheets


def table(sheet: Worksheet, head: int = 1) -> list[dict[str, object]]:
    """Return the rows below the head, up to the first blank one."""
    names = [cell.value for cell in sheet[head]]
    out = []
    for row in sheet.iter_rows(min_row=head + 1, values_only=True):
        if not any(value is not None for value in row):
            break
        out.append(dict(zip(names, row, strict=True)))
    return out


def poisoned(card: ReportCard, evil: str) -> ReportCard:
    """Put a text into all that is read off a report or a file name."""

    def element(e: ElementResult) -> ElementResult:
        return replace(
            e,
            message=evil,
            reason=evil,
            evidence=tuple(replace(x, quote=evil, section=evil) for x in e.evidence),
            expected=replace(e.expected, section=evil) if e.expected else None,
            parts=tuple(map(element, e.parts)),
        )

    return replace(
        card,
        path=evil,
        title=evil,
        body=evil,
        error=evil if card.error else None,
        elements=tuple(map(element, card.elements)),
        findings=tuple(replace(f, quote=evil, message=evil) for f in card.findings),
        notes=(evil,),
    )


@pytest.fixture(scope="module")
def by_hand() -> list[Worksheet]:
    return sheets(made.CARDS)


# -- summary ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_four_sheets_in_the_language_asked_for(lang: str) -> None:
    book = opened(written(made.CARDS, lang))
    assert book.sheetnames == SHEETS[lang]
    words = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert say("name.missing", lang) in words
    assert say("name.missing", "en" if lang == "zh" else "zh") not in words


def test_the_summary_has_a_row_for_each_report(by_hand: list[Worksheet]) -> None:
    found = table(by_hand[0])
    assert [row["报告"] for row in found] == [card.path for card in made.CARDS]
    assert [row["结论"] for row in found] == ["不通过", "通过", "不通过", "无法检查"]
    assert [row["得分"] for row in found] == [46.2, 100, None, None]
    failed = found[0]
    assert (failed["机关"], failed["类别"], failed["年度"]) == ("清溪镇", "乡镇", 2023)
    counts = [failed[say(f"name.{name}", "zh")] for name in ("missing", "lacking", "planned", "weak", "unchecked")]
    assert counts == [2, 2, 1, 1, 1]
    assert failed["缺的法定要素"] == "不足的原因"
    assert failed["读取情况"] == "读作 GB18030 编码。"


def test_the_summary_says_what_was_not_read_and_why(by_hand: list[Worksheet]) -> None:
    _, passed, bare, error = table(by_hand[0])
    assert passed["读取情况"] == "年度未读出\n类别：报告没有写明，按默认处理"
    assert bare["读取情况"] == "机关未读出"
    assert error["读取情况"] == made.ERROR.error
    assert error["未提及"] is None


def test_statutory_elements_that_could_not_be_checked_are_no_gaps_but_are_named() -> None:
    unknown = replace(made.ELEMENTS[0], status=Status.UNCHECKED)
    (row,) = table(sheets([replace(made.FAILED, elements=(unknown, made.ELEMENTS[1]))])[0])
    assert row["缺的法定要素"] == "不足的原因\n未能检查：存在的不足"


def test_the_last_row_of_the_summary_holds_the_totals(by_hand: list[Worksheet]) -> None:
    last = dict(
        zip([c.value for c in by_hand[0][1]], [c.value for c in by_hand[0][by_hand[0].max_row]], strict=True)
    )
    assert last["报告"] == "合计（4 份，得分为平均）"
    assert last["得分"] == round((46.2 + 100) / 2, 1)
    assert (last["未提及"], last["自述欠缺"], last["未能检查"]) == (2, 2, 2)
    assert last["缺的法定要素"] == "通过 1，不通过 2，无法检查 1"
    assert last["读取情况"] == "检查清单 annual-report 1.2.3，lawcheck 0.1.0"


# -- matrix -----------------------------------------------------------------------------------------------------


def test_the_matrix_has_a_word_for_each_report_and_leaf(by_hand: list[Worksheet]) -> None:
    found = table(by_hand[1], head=3)
    for row, card in zip(found, made.CARDS, strict=True):
        told = {leaf.title: leaf.status for e in card.elements for leaf in e.leaves()}
        titles = [leaf.title for e in made.ELEMENTS for leaf in e.leaves()]
        assert [row[title] for title in titles] == [
            say(f"name.{told[title].value}", "zh") if title in told else None for title in titles
        ]


def test_over_the_leaves_stand_their_element_and_level(by_hand: list[Worksheet]) -> None:
    matrix = by_hand[1]
    assert [cell.value for cell in matrix[2][5:]][:4] == ["法定", "法定", "应有", "应有"]
    (merged,) = matrix.merged_cells.ranges
    assert matrix.cell(merged.min_row, merged.min_col).value == "行政执法三项制度"
    assert merged.size == {"columns": 3, "rows": 1}


def test_below_the_matrix_each_status_is_counted(by_hand: list[Worksheet]) -> None:
    matrix = by_hand[1]
    rows = list(matrix.iter_rows(min_row=4 + len(made.CARDS) + 1, values_only=True))
    assert [row[0] for row in rows] == [f"{say(f'name.{status.value}', 'zh')}（份）" for status in _COLORS]
    titles = [cell.value for cell in matrix[3]]
    counts = {row[0]: dict(zip(titles, row, strict=True)) for row in rows}
    assert counts["已报告（份）"]["存在的不足"] == 2
    assert counts["未能检查（份）"]["下一年度主要安排"] == 2
    assert counts["未提及（份）"]["存在的不足"] == 0


def test_a_leaf_that_the_rules_do_not_know_gets_a_column() -> None:
    for rules in ((), RULES[:2]):
        matrix = sheets(made.CARDS, rules=rules)[1]
        titles = [cell.value for cell in matrix[3][5:]]
        assert sorted(titles) == sorted(leaf.title for e in made.ELEMENTS for leaf in e.leaves())
        assert table(matrix, head=3)[0]["行政执法公示"] == "已报告"


def test_every_status_has_a_colour_and_they_grow_darker() -> None:
    assert set(_COLORS) == set(Status) - {Status.PARTIAL}
    ranked = [Status.COVERED, Status.WEAK, Status.PLANNED, Status.LACKING, Status.MISSING]
    light = [lightness(_COLORS[status]["bg_color"]) for status in ranked]
    assert all(one - other > 0.08 for one, other in pairwise(light)), light
    for look in _COLORS.values():
        back, fore = lightness(look.get("bg_color", "#FFFFFF")), lightness(look["font_color"])
        assert (max(back, fore) + 0.05) / (min(back, fore) + 0.05) > 4.5, look


def lightness(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_colours_go_by_the_words(lang: str) -> None:
    matrix = sheets(made.CARDS, lang)[1]
    (area,) = {str(each.sqref) for each in matrix.conditional_formatting}
    assert area == "E4:O7"
    words = {rule.formula[0].strip('"') for each in matrix.conditional_formatting for rule in each.rules}
    assert {say(f"name.{status.value}", lang) for status in _COLORS} < words


# -- gaps -------------------------------------------------------------------------------------------------------


def test_the_gaps_are_all_that_is_not_covered_and_all_findings(by_hand: list[Worksheet]) -> None:
    found = table(by_hand[2])
    wanted = [
        (card.path, leaf.status)
        for card in made.CARDS
        for e in card.elements
        for leaf in e.leaves()
        if leaf.status not in (Status.COVERED, Status.NOT_APPLICABLE)
    ]
    leaves = [row for row in found if row["状态"] != "文字待核对"]
    assert [(r["报告"], r["状态"]) for r in leaves] == [(p, say(f"name.{s.value}", "zh")) for p, s in wanted]
    assert len(found) == len(leaves) + len(made.FAILED.findings)


def test_a_gap_says_where_it_is_what_is_wrong_and_what_to_write(by_hand: list[Worksheet]) -> None:
    rows = {row["要素"]: row for row in table(by_hand[2])}
    review = rows["行政执法三项制度：重大执法决定法制审核"]
    assert review == {
        "报告": "reports/清溪镇.txt",
        "机关": "清溪镇",
        "要素": "行政执法三项制度：重大执法决定法制审核",
        "级别": "应有",
        "状态": "自述欠缺",
        "位置": "第 10 行\n二、主要举措和成效",
        "原文": "尚未开展法制审核",
        "问题": "重大执法决定法制审核：lacking。",
        "怎么写": "写明做了什么、多少件。",
        "依据": "《督察工作规定》（厅字〔2019〕28号）年度报告一章",
    }
    assert rows["不足的原因"]["位置"] == "应写在第 13 行“三、存在的不足”一节"
    assert rows["行政执法三项制度：行政执法全过程记录"]["位置"] == "报告里没有相应章节，可单列一节"
    assert rows["第一责任人履职"]["原文"] == "切实履行第一责任人职责 ，重要工作亲自部署"


def test_a_finding_has_its_rules_name_and_advice(by_hand: list[Worksheet]) -> None:
    rows = {row["要素"]: row for row in table(by_hand[2])}
    placeholder = rows["有没填的空"]
    assert (placeholder["级别"], placeholder["怎么写"]) == ("错误", "补上名称。")
    assert rows["extraction-debris"]["位置"] == "第 2 页第 19 行"


def test_a_doubtful_verdict_asks_for_a_second_look() -> None:
    doubtful = replace(made.ELEMENTS[1], band="check", band_reason="有几处相近的话")
    (row,) = table(sheets([replace(made.PASSED, elements=(doubtful,))])[2])
    assert row["问题"] == "不足的原因：missing。\n请核对：有几处相近的话"


@pytest.mark.parametrize(("lang", "told"), [("zh", "《甲》等 3 件"), ("en", "《甲》 and 2 more")])
def test_of_several_articles_the_first_is_named(lang: str, told: str) -> None:
    cited = replace(made.ELEMENTS[1], citations=("《甲》", "《乙》", "《丙》"))
    sheet = sheets([replace(made.PASSED, elements=(cited,))], lang)[2]
    assert sheet.cell(2, sheet.max_column).value == told


# -- checklist --------------------------------------------------------------------------------------------------


def test_the_checklist_is_told_with_all_its_articles(by_hand: list[Worksheet]) -> None:
    found = table(by_hand[3])
    assert [row["编号"] for row in found] == [rule.id for rule in RULES]
    assert found[0]["依据"] == "\n".join(RULES[0].citations)
    assert found[0]["问什么"] == RULES[0].asks
    assert [row["级别"] for row in found][-1] == "错误"
    assert found[2]["名称"] == "行政执法三项制度：行政执法公示"


# -- hostile text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_text_of_a_report_stays_text(evil: str) -> None:
    data = written([poisoned(card, evil) for card in made.CARDS])
    for part in zipfile.ZipFile(io.BytesIO(data)).namelist():
        assert "externalLink" not in part
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (cell.coordinate, cell.value)
                assert cell.hyperlink is None
    told = opened(data).worksheets[0].cell(2, 1).value
    assert told == "".join(" " if c.isspace() else c for c in evil if c.isprintable() or c.isspace())


def test_no_part_of_the_file_holds_a_formula_or_a_link() -> None:
    data = written([poisoned(card, HOSTILE[0]) for card in made.CARDS])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content, name
            assert b"<hyperlink" not in content, name
            if name.endswith(".rels"):
                assert b"evil.example" not in content


@pytest.mark.parametrize("letter", ["长", "𠮷"])
def test_a_long_text_is_cut_where_excel_would_give_up(letter: str) -> None:
    cell = sheets([poisoned(made.FAILED, letter * 40_000)])[2].cell(2, 8)
    assert cell.value.endswith(f"{letter}…")
    assert len(cell.value.encode("utf-16-le")) // 2 in (MOST_CHARACTERS, MOST_CHARACTERS - 1)


def test_no_row_is_higher_than_excel_allows() -> None:
    for sheet in sheets([poisoned(made.FAILED, "长" * 40_000)]):
        assert all(0 < (row.height or 15) <= 409 for row in sheet.row_dimensions.values())


# -- the form ---------------------------------------------------------------------------------------------------


def test_heads_are_frozen_widths_set_and_rows_filtered(by_hand: list[Worksheet]) -> None:
    assert [sheet.freeze_panes for sheet in by_hand] == ["B2", "F4", "D2", "C2"]
    assert [sheet.auto_filter.ref for sheet in by_hand] == ["A1:M5", "A3:O7", "A1:J12", "A1:F12"]
    for sheet in by_hand:
        widths = {
            column: dimension.width
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
        }
        assert set(widths) == set(range(1, sheet.max_column + 1))
        assert all(3 <= width <= 80 for width in widths.values())
    title = by_hand[1].cell(3, 6)
    assert title.alignment.textRotation == 90
    assert by_hand[1].row_dimensions[3].height >= 100
    assert all(cell.alignment.wrap_text for cell in by_hand[2][2])


def test_pages_lie_across_one_page_wide_and_repeat_the_head(by_hand: list[Worksheet]) -> None:
    for sheet, head in zip(by_hand, ("$1:$1", "$1:$3", "$1:$1", "$1:$1"), strict=True):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (None, 1)  # one is what is meant when nothing is said
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == head


@pytest.mark.parametrize("cards", [[], [made.ERROR], [made.PASSED]], ids=["none", "error", "passed"])
@pytest.mark.parametrize("rules", [(), RULES], ids=["no rules", "rules"])
def test_little_to_say_is_a_workbook_too(cards: list[ReportCard], rules: tuple[RuleInfo, ...]) -> None:
    assert [sheet.title for sheet in sheets(cards, rules=rules)] == SHEETS["zh"]


def test_two_runs_give_the_same_bytes_whatever_the_clock_says() -> None:
    first = written(made.CARDS)
    time.sleep(2.1)  # the smallest step of time in a zip archive is two seconds
    assert written(made.CARDS) == first


def test_a_hundred_reports_are_a_hundred_rows(checklist: Checklist) -> None:
    cards = [check(path, name=f"seeds/{path.name}") for path in SEEDS]
    many = [replace(card, path=f"{n:03}/{card.path}") for n in range(20) for card in cards]
    data = written(many, rules=rules_of(checklist, "zh"))
    assert len(table(opened(data).worksheets[0])) == 100


def test_without_xlsxwriter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    def cards() -> Iterator[ReportCard]:
        pytest.fail("no report is checked for an output that cannot be written")
        yield

    for lang in ("zh", "en"):
        with pytest.raises(UsageError, match="xlsxwriter") as caught:
            render(cards(), options(lang))
        assert (caught.value.code, caught.value.where) == ("missing-extra", "--format")
        assert "pip install 'lawcheck-cn[xlsx]'" in caught.value.fix


def test_importing_the_reporter_does_not_import_xlsxwriter() -> None:
    program = "import sys, lawcheck.reporters.xlsx; print('xlsxwriter' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- LibreOffice ------------------------------------------------------------------------------------------------


def converted(folder: Path, to: str, *files: str) -> None:
    """Let LibreOffice save files of a folder in another format, below ``out``; skip where it has no spreadsheets."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    probe = Workbook()
    probe.active["A1"] = "probe"
    probe.save(folder / "probe.xlsx")
    profile = f"-env:UserInstallation={folder.as_uri()}/profile"
    names = [str(folder / name) for name in ("probe.xlsx", *files)]
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), *names]
    subprocess.run(command, capture_output=True, timeout=180, check=False)
    if not list((folder / "out").glob("probe*")):
        pytest.skip("this LibreOffice has no Calc")


def test_libreoffice_reads_every_cell(tmp_path: Path) -> None:
    cards = [*made.CARDS, *(poisoned(made.FAILED, evil) for evil in HOSTILE)]
    (tmp_path / "book.xlsx").write_bytes(written(cards))
    converted(
        tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "book.xlsx"
    )
    for sheet in opened(written(cards)).worksheets:
        text = (tmp_path / "out" / f"book-{sheet.title}.csv").read_text(encoding="utf-8")
        theirs = list(csv.reader(io.StringIO(text, newline="")))
        for ours, told in zip(sheet.iter_rows(values_only=True), theirs, strict=True):
            assert told == [shown(value) for value in ours]


def shown(value: object) -> str:
    return "" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def test_libreoffice_prints_every_sheet_across(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(written(made.CARDS))
    converted(tmp_path, "pdf", "book.xlsx")
    document = pypdfium2.PdfDocument(tmp_path / "out" / "book.pdf")
    pages = [(page.get_size(), page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    assert len(pages) == 4
    for (size, text), name in zip(pages, SHEETS["zh"], strict=True):
        assert size[0] > size[1]
        assert name in text
    assert "通过 1，不通过 2，无法检查 1" in pages[0][1]


def test_libreoffice_finds_no_formula_in_the_csv(tmp_path: Path) -> None:
    cards = [poisoned(made.FAILED, evil) for evil in HOSTILE]
    (tmp_path / "table.csv").write_bytes(b"".join(render_csv(iter(cards), options())))
    converted(tmp_path, "xlsx", "table.csv")
    sheet = load_workbook(tmp_path / "out" / "table.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "b"}
