"""``lawcheck explain``, ``rules`` and ``eval``: what an author of reports or of rules asks next."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lawcheck.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SEED_003 = next((ROOT / "seeds").glob("003_*.txt"))
CASES = ROOT / "rules" / "annual-report" / "cases"

Run = Callable[..., "Outcome"]


class Outcome:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def body(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Outcome(code, *capsys.readouterr())

    return run


# -- explain ----------------------------------------------------------------------------------------------------


def test_explain_shows_the_promise_and_why_it_does_not_count(run: Run) -> None:
    # Seed 003, line 18: 深入推进行政决策法治化，充分发挥法律顾问作用，… stands in the plan for 2021.
    outcome = run("explain", SEED_003, "legal-counsel")
    assert outcome.code == 0
    lines = outcome.out.split("\n")
    (at,) = [n for n, line in enumerate(lines) if "充分发挥法律顾问作用" in line]
    assert "18" in lines[at]
    assert "不算数" in lines[at]
    assert "仅列计划" in lines[at + 1]
    assert "章节" in lines[at + 1]


def test_explain_shows_what_was_looked_for_and_where_the_rule_stands(run: Run) -> None:
    out = run("explain", SEED_003, "legal-counsel").out
    assert "法律顾问、驻镇律师" in out
    assert re.search(r"elements\.yaml:\d+:\d+", out)


def test_explain_speaks_english(run: Run) -> None:
    out = run("explain", SEED_003, "legal-counsel", "--lang", "en").out
    assert "does not count" in out
    assert "planned" in out


def test_explain_of_one_element_says_nothing_of_the_others(run: Run) -> None:
    out = run("explain", SEED_003, "legal-counsel").out
    assert "legal-counsel" in out
    assert "next-year-plan" not in out


def test_explain_of_an_element_with_parts_explains_every_part(run: Run) -> None:
    out = run("explain", SEED_003, "three-enforcement-systems").out
    for part in ("enforcement-disclosure", "enforcement-recording", "enforcement-legal-review"):
        assert part in out


def test_explain_without_an_element_tells_everything(run: Run) -> None:
    out = run("explain", SEED_003).out
    assert "township" in out
    assert "2020" in out
    assert "五、存在问题" in out
    for leaf in ("shortcomings", "causes", "legal-counsel", "frp-leads"):
        assert leaf in out


def test_explain_says_so_when_nothing_was_found(run: Run) -> None:
    out = run("explain", SEED_003, "enforcement-recording", "--lang", "en").out
    assert "Nothing about it was found" in out


def test_explain_takes_the_kind_and_the_year_it_is_given(run: Run) -> None:
    assert "未提及" in run("explain", SEED_003, "causes").out.split("\n")[1]
    assert "不适用" in run("explain", SEED_003, "causes", "--year", 2017).out.split("\n")[1]


def test_explain_of_an_unknown_element_names_the_nearest(run: Run) -> None:
    outcome = run("explain", SEED_003, "legal-counsle")
    assert outcome.code == 2
    assert outcome.out == ""
    assert "legal-counsle" in outcome.err
    assert "是不是“legal-counsel”？" in outcome.err


def test_explain_of_a_file_that_is_not_there_ends_with_2(run: Run) -> None:
    outcome = run("explain", "nowhere.txt", "legal-counsel")
    assert outcome.code == 2
    assert "nowhere.txt" in outcome.err
    assert "Traceback" not in outcome.err


# -- rules list, show, check ------------------------------------------------------------------------------------

LAYER = """checklist: our-county
version: 3.1.0
title: {zh: 我县的清单, en: Our county's list}
extends: annual-report
elements:
  - id: legal-counsel
    weight: 20
    level: statutory
vocab:
  our_words: [律管家]
"""


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "our-county.yaml"
    path.write_text(LAYER, encoding="utf-8")
    return path


def test_rules_list_names_the_built_in_checklists_with_their_versions(run: Run) -> None:
    outcome = run("rules", "list")
    assert outcome.code == 0
    assert re.search(r"^annual-report\s+\d+\.\d+\.\d+\s+法治政府建设", outcome.out, re.MULTILINE)
    assert "law-based government" in run("rules", "list", "--lang", "en").out


def test_rules_show_lists_elements_with_weight_level_and_basis(run: Run) -> None:
    outcome = run("rules", "show")
    assert outcome.code == 0
    for name in ("three-enforcement-systems", "enforcement-disclosure", "causes", "legal-counsel"):
        assert name in outcome.out
    assert "statutory" in outcome.out
    assert "厅字〔2019〕28号" in outcome.out


def test_rules_show_of_a_part_shows_what_it_asks_and_where_it_stands(run: Run) -> None:
    out = run("rules", "show", "enforcement-recording").out
    assert "执法过程怎样用文字、音像记录并归档？" in out
    assert re.search(r"elements\.yaml:\d+:\d+", out)
    assert "next-year-plan" not in out


def test_rules_show_takes_a_layer(run: Run, layer: Path) -> None:
    out = run("rules", "show", "legal-counsel", "--checklist", layer).out
    assert "our-county 3.1.0" in out
    assert re.search(r"legal-counsel\s+法律顾问\s+\[statutory\]\s+weight 20", out)


def test_rules_show_of_an_unknown_element_ends_with_2(run: Run) -> None:
    outcome = run("rules", "show", "legal-counsle")
    assert outcome.code == 2
    assert "legal-counsle" in outcome.err


def test_rules_show_resolved_tells_where_each_value_came_from(run: Run, layer: Path) -> None:
    outcome = run("rules", "show", "--resolved", "--checklist", "our-county.yaml")
    assert outcome.code == 0
    values = {}
    for line in outcome.out.splitlines():
        found = re.fullmatch(r"(\S+) = (.*?)\s+# (.+:\d+:\d+)", line)
        assert found, line
        values[found[1]] = (found[2], found[3])
    weight, level, title = (values[f"elements[legal-counsel].{key}"] for key in ("weight", "level", "title.zh"))
    assert weight == ("20", "our-county.yaml:7:5")
    assert level == ("statutory", "our-county.yaml:8:5")
    assert title[0] == "法律顾问"
    assert re.search(r"annual-report/elements\.yaml:\d+:\d+$", title[1])
    assert values["version"] == ("3.1.0", "our-county.yaml:2:1")
    assert values["vocab.our_words"] == ("律管家", "our-county.yaml:10:3")
    assert values["elements[causes].level"][1].startswith(str(ROOT))


def test_rules_show_resolved_of_the_shipped_checklist_names_only_its_files(run: Run) -> None:
    out = run("rules", "show", "--resolved").out
    origins = {line.rsplit("# ", 1)[1].rsplit(":", 2)[0] for line in out.splitlines()}
    assert {Path(name).name for name in origins} == {p.name for p in CASES.parent.glob("*.yaml")}


def test_rules_check_finds_nothing_doubtful_in_the_shipped_checklist(run: Run) -> None:
    outcome = run("rules", "check")
    assert outcome.code == 0, outcome.out
    assert "annual-report" in outcome.out


def test_rules_check_finds_a_word_that_can_never_count(run: Run, layer: Path) -> None:
    used = LAYER.replace("    level: statutory\n", "    level: statutory\n    evidence: [$our_words]\n")
    layer.write_text(used.replace("[律管家]", "{words: [律管家, 法管家], not: [律管家]}"), encoding="utf-8")
    outcome = run("rules", "check", "--checklist", layer)
    assert outcome.code == 1
    assert "律管家" in outcome.out


DOUBTFUL = """checklist: doubtful
version: 1.0.0
title: {zh: 有疑点的清单, en: Doubtful}
extends: annual-report
elements:
  - id: our-element
    title: {zh: 我们的要素, en: Ours}
    advice: {zh: 写, en: Write.}
    basis: [ducha-2019]
    evidence:
      - {name: plain, phrase: $idle}
      - {name: stopped, all: [{phrase: [律管家服务]}], none: [{phrase: [律管家]}]}
      - {name: reached, phrase: $swallowed}
      - {name: silent, phrase: [没有报告会写的话]}
vocab:
  idle: {words: [律管家], not: [公证处]}
  swallowed:
    patterns: ['顾问[^，]{0,4}']
    not: [法律顾问]
  forgotten: [没人用的词]
"""


@pytest.mark.parametrize(
    ("list_", "words"),
    [
        ("$idle", "protects from nothing"),
        ("$swallowed", "matches beyond '法律顾问'"),
        ("stopped", "never fires"),
        ("forgotten", "no rule names it"),
    ],
)
def test_rules_check_finds_what_can_never_matter(list_: str, words: str, run: Run, layer: Path) -> None:
    layer.write_text(DOUBTFUL, encoding="utf-8")
    outcome = run("rules", "check", "--checklist", layer)
    assert outcome.code == 1
    assert [line for line in outcome.out.splitlines() if list_ in line and words in line], outcome.out


def test_rules_check_reads_only_the_files_of_the_checklist(run: Run, layer: Path) -> None:
    layer.write_text(DOUBTFUL, encoding="utf-8")
    (layer.parent / "other.yaml").write_text("vocab:\n  somebody_elses: [词]\nlist: $forgotten\n", encoding="utf-8")
    (layer.parent / "latin.yaml").write_bytes(b"\xff\xfe")
    outcome = run("rules", "check", "--checklist", layer)
    assert "somebody_elses" not in outcome.out
    assert "forgotten: no rule names it" in outcome.out


def test_rules_check_with_reports_finds_branches_that_decide_nothing(run: Run, layer: Path) -> None:
    layer.write_text(DOUBTFUL, encoding="utf-8")
    report = layer.parent / "report.txt"
    report.write_text(
        "清溪镇2023年法治政府建设年度情况报告\n一、主要举措\n请来律管家办理事项12件。\n", encoding="utf-8"
    )
    told = [
        line
        for line in run("rules", "check", "--checklist", layer, report).out.splitlines()
        if "our-element" in line and "decides nothing" in line
    ]
    assert len([line for line in told if "'silent'" in line]) == 1
    assert not [line for line in told if "'plain'" in line]


def test_rules_check_of_a_broken_checklist_ends_with_2_and_its_place(run: Run, layer: Path) -> None:
    layer.write_text(LAYER.replace("weight: 20", "wieght: 20"), encoding="utf-8")
    outcome = run("rules", "check", "--checklist", "our-county.yaml")
    assert outcome.code == 2
    assert "our-county.yaml:7:5" in outcome.err
    assert "'weight'" in outcome.err


# -- rules schema -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "key"),
    [((), "elements"), (("--cases",), "cases"), (("--report",), "reports")],
    ids=["checklist", "cases", "report"],
)
def test_rules_schema_prints_a_json_schema(option: tuple[str, ...], key: str, run: Run) -> None:
    outcome = run("rules", "schema", *option)
    assert outcome.code == 0
    Draft202012Validator.check_schema(outcome.body)
    assert key in outcome.body["properties"]


def test_rules_schema_prints_one_schema_at_a_time(run: Run) -> None:
    assert run("rules", "schema", "--cases", "--report").code == 2


# -- rules test -------------------------------------------------------------------------------------------------


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    shutil.copytree(CASES, folder)
    return folder


def test_rules_test_ends_with_0_when_every_case_is_right(run: Run, cases: Path) -> None:
    outcome = run("rules", "test", "--cases", "cases")
    assert outcome.code == 0, outcome.out
    assert "0 gaps" in outcome.out


def test_rules_test_ends_with_1_and_the_place_of_a_case_that_is_wrong(run: Run, cases: Path) -> None:
    path = cases / "legal-counsel.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "name: firm engaged," in row)
    path.write_text(re.sub(r"(name: firm engaged,.*status: )covered", r"\1missing", text), encoding="utf-8")
    outcome = run("rules", "test", "--cases", "cases")
    assert outcome.code == 1
    (told,) = [row for row in outcome.out.split("\n") if "firm engaged" in row]
    assert f"cases/legal-counsel.yaml:{line}:" in told
    assert "missing" in told
    assert "covered" in told


def test_rules_test_ends_with_1_when_a_leaf_has_no_near_miss(run: Run, cases: Path) -> None:
    (cases / "causes.yaml").write_text(
        "element: causes\ncases:\n"
        "  - {name: a plain cause, in: shortcomings, text: 执法力量不足，主要原因是两名骨干调离。, status: covered}\n",
        encoding="utf-8",
    )
    outcome = run("rules", "test", "--cases", "cases")
    assert outcome.code == 1
    assert [row for row in outcome.out.split("\n") if row.startswith("causes") and "near miss" in row]


def test_rules_test_refuses_a_case_of_an_unknown_element(run: Run, cases: Path) -> None:
    (cases / "odd.yaml").write_text(
        "element: legal-counsle\ncases: [{name: abc, text: 甲, status: missing}]\n", "utf-8"
    )
    outcome = run("rules", "test", "--cases", "cases")
    assert outcome.code == 2
    assert "odd.yaml:1:1" in outcome.err
    assert "legal-counsel" in outcome.err


def test_rules_test_without_cases_ends_with_2(run: Run) -> None:
    assert run("rules", "test", "--cases", "nowhere").code == 2


# -- eval -------------------------------------------------------------------------------------------------------

FIRST = """清溪镇2023年法治政府建设年度情况报告

一、主要举措和成效
镇法律顾问列席党政会议18次，审查合同46份。在镇政府公示栏公示行政处罚决定36件。
二、存在的不足和原因
一是执法力量不足，持证执法人员只有5人。主要原因是两名骨干调离后没有及时补充。
三、2024年工作安排
一是招录2名法制审核员，6月底前完成执法资格考试。
"""
"""legal-counsel covered (line 4), enforcement-disclosure covered (line 4), causes covered (line 6), frp-leads missing."""

SECOND = """云岭镇2022年法治政府建设年度情况报告

一、主要举措和成效
健全法律顾问制度。
二、存在的不足
一是执法力量不足，持证执法人员只有5人。
三、2023年工作安排
在镇政府公示栏公示行政处罚决定。
"""
"""legal-counsel weak (line 4), enforcement-disclosure planned (line 8), causes missing, frp-leads missing."""

GOLD = """reports:
  - path: reports/r1.txt
    kind: township
    year: 2023
    labels:
      legal-counsel: covered
      enforcement-disclosure: {label: missing, quote: ""}
      causes: {label: covered, quote: 主要原因是两名骨干调离}
      frp-leads: missing
  - path: reports/r2.txt
    kind: township
    year: 2021
    labels:
      legal-counsel: covered
      enforcement-disclosure: planned
      causes: weak
      frp-leads: missing
"""
"""Eight units. Right: r1 legal-counsel, causes, frp-leads; r2 enforcement-disclosure, frp-leads."""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "r1.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "reports" / "r2.txt").write_text(SECOND, encoding="utf-8")
    path = tmp_path / "gold.yaml"
    path.write_text(GOLD, encoding="utf-8")
    return path


def test_eval_gives_the_figures_one_computes_by_hand(run: Run, gold: Path) -> None:
    outcome = run("eval", "gold.yaml", "--format", "json")
    assert outcome.code == 0
    body = outcome.body
    assert (body["reports"], body["kind_right"], body["year_right"]) == (2, 2, 1)
    overall = body["overall"]
    assert overall["units"] == 8
    assert overall["accuracy"] == 5 / 8
    # Labelled reported: 4 (lc1, causes1, lc2, causes2); got reported: 4 (lc1, ed1, causes1, lc2); both: 3.
    assert overall["reported"]["precision"] == 3 / 4
    assert overall["reported"]["recall"] == 3 / 4
    assert overall["reported"]["f1"] == 3 / 4
    # Labelled not reported: 4 (ed1, fl1, ed2, fl2); got not reported: 4 (fl1, ed2, causes2, fl2); both: 3.
    assert overall["not_reported"]["precision"] == 3 / 4
    assert overall["not_reported"]["recall"] == 3 / 4
    # Covered: labelled lc1, causes1, lc2; got lc1, ed1, causes1; both 2. Missing: labelled ed1, fl1, fl2; got
    # fl1, causes2, fl2; both 2. Weak: labelled causes2, got lc2. Planned: right once. Macro over these four.
    per = {name: row["f1"] for name, row in overall["per_status"].items()}
    assert per["covered"] == pytest.approx(2 * 2 / (3 + 3))
    assert per["missing"] == pytest.approx(2 * 2 / (3 + 3))
    assert per["weak"] == 0
    assert per["planned"] == 1
    assert overall["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 0 + 1) / 4)


def test_eval_gives_figures_for_each_leaf(run: Run, gold: Path) -> None:
    leaves = run("eval", "gold.yaml", "--format", "json").body["leaves"]
    assert set(leaves) == {"legal-counsel", "enforcement-disclosure", "causes", "frp-leads"}
    assert {name: row["accuracy"] for name, row in leaves.items()} == {
        "legal-counsel": 1 / 2,
        "enforcement-disclosure": 1 / 2,
        "causes": 1 / 2,
        "frp-leads": 1.0,
    }
    # Weak counts as reported, so that legal-counsel is right on both reports.
    assert leaves["legal-counsel"]["reported"]["f1"] == 1.0
    assert leaves["causes"]["reported"]["recall"] == 1 / 2
    assert leaves["frp-leads"]["reported"]["recall"] is None


def test_eval_counts_labels_against_statuses(run: Run, gold: Path) -> None:
    grid = run("eval", "gold.yaml", "--format", "json").body["confusion"]
    counted = {(label, got): n for label, row in grid.items() for got, n in row.items() if n}
    assert counted == {
        ("covered", "covered"): 2,
        ("covered", "weak"): 1,
        ("missing", "covered"): 1,
        ("missing", "missing"): 2,
        ("planned", "planned"): 1,
        ("weak", "missing"): 1,
    }


def test_eval_lists_every_disagreement_with_its_place(run: Run, gold: Path) -> None:
    listed = run("eval", "gold.yaml", "--format", "json").body["disagreements"]
    assert [(d["report"], d["leaf"], d["gold"], d["got"], d["line"]) for d in listed] == [
        ("reports/r1.txt", "enforcement-disclosure", "missing", "covered", 4),
        ("reports/r2.txt", "legal-counsel", "covered", "weak", 4),
        ("reports/r2.txt", "causes", "weak", "missing", None),
    ]
    page = run("eval", "gold.yaml", "--disagreements").out
    for words in ("reports/r1.txt:4", "reports/r2.txt:4", "labelled weak, got missing", "公示行政处罚决定36件"):
        assert words in page


def test_eval_prints_its_figures(run: Run, gold: Path) -> None:
    page = run("eval", "gold.yaml").out
    assert "0.625" in page
    assert "0.750" in page
    for leaf in ("legal-counsel", "enforcement-disclosure", "causes", "frp-leads"):
        assert leaf in page


def test_eval_gives_every_headline_an_interval_that_holds_it(run: Run, gold: Path) -> None:
    body = run("eval", "gold.yaml", "--format", "json").body
    low, high = body["intervals"]["five-way accuracy"]
    assert low == 2 / 4, "two of r2's four are right"
    assert high == 3 / 4, "three of r1's four are right"
    assert body == run("eval", "gold.yaml", "--format", "json").body, "the draw repeats"


def test_eval_counts_joint_only_where_the_place_is_right_too(run: Run, gold: Path) -> None:
    # Labels with a quote: causes of r1 alone. Right and missing: frp-leads twice. The rest has no quote to overlap.
    assert run("eval", "gold.yaml", "--format", "json").body["overall"]["joint"] == 3 / 8


def test_eval_slices_by_kind_year_length_and_structure(run: Run, gold: Path) -> None:
    body = run("eval", "gold.yaml", "--format", "json").body
    assert {name: list(found) for name, found in body["slices"].items()} == {
        "kind": ["township"],
        "year": ["2021", "2023"],
        "length": ["1: to 2,000 characters"],
        "structure": ["2: one level"],
    }
    assert body["slices"]["year"]["2023"]["accuracy"] == 3 / 4
    assert body["slices"]["year"]["2021"]["accuracy"] == 2 / 4


def test_eval_tells_how_many_errors_each_band_holds(run: Run, gold: Path) -> None:
    bands = run("eval", "gold.yaml", "--format", "json").body["bands"]
    assert bands["sure"]["units"] + bands["check"]["units"] == 8
    assert bands["sure"]["wrong"] + bands["check"]["wrong"] == 3
    assert bands["check"]["wrong"] >= 1, "a disclosure told once in the report"


def test_eval_compares_with_a_search_for_words(run: Run, gold: Path) -> None:
    # Words alone cannot tell a promise or an empty phrase from a deed: every leaf that is named is covered.
    body = run("eval", "gold.yaml", "--baseline", "keyword", "--format", "json").body
    assert body["baseline"]["per_status"]["weak"]["recall"] == 0
    assert body["baseline"]["per_status"]["planned"]["recall"] == 0
    assert body["baseline"]["macro_f1"] < body["overall"]["macro_f1"]
    assert "words alone" in run("eval", "gold.yaml", "--baseline", "keyword").out


def test_eval_reads_json_as_well(run: Run, gold: Path) -> None:
    from lawcheck.checklist.places import load_yaml

    plain = json.dumps(load_yaml(GOLD, "gold.yaml"), ensure_ascii=False)
    (gold.parent / "gold.json").write_text(plain, encoding="utf-8")
    assert run("eval", "gold.json", "--format", "json").body == run("eval", "gold.yaml", "--format", "json").body


@pytest.mark.parametrize("name", ["map.yaml", "map.json"])
def test_eval_maps_coarser_labels_to_the_best_status_of_their_elements(name: str, run: Run, gold: Path) -> None:
    coarse = {
        "counsel or duty": ["frp-leads", "legal-counsel"],
        "enforcement": ["three-enforcement-systems"],
        "causes": ["causes"],
    }
    (gold.parent / name).write_text(json.dumps(coarse), encoding="utf-8")
    gold.write_text(
        "reports:\n"
        "  - path: reports/r1.txt\n"
        "    labels: {counsel or duty: covered, enforcement: covered, causes: covered}\n"
        "  - path: reports/r2.txt\n"
        "    labels: {counsel or duty: weak, enforcement: planned, causes: covered}\n",
        encoding="utf-8",
    )
    body = run("eval", "gold.yaml", "--map", name, "--format", "json").body
    assert body["overall"]["units"] == 6
    assert body["overall"]["accuracy"] == 5 / 6
    (wrong,) = body["disagreements"]
    assert (wrong["report"], wrong["leaf"], wrong["got"]) == ("reports/r2.txt", "causes", "missing")


def test_eval_goes_on_past_a_report_it_cannot_read_and_ends_with_2(run: Run, gold: Path) -> None:
    (gold.parent / "reports" / "r2.txt").write_bytes(b"")
    outcome = run("eval", "gold.yaml", "--format", "json")
    assert outcome.code == 2
    assert [e["report"] for e in outcome.body["errors"]] == ["reports/r2.txt"]
    assert outcome.body["leaves"]["legal-counsel"]["accuracy"] == 1 / 2


@pytest.mark.parametrize("wrong", ["coverd", "partial", "not-applicable", "unchecked"])
def test_eval_refuses_a_label_that_is_none_and_says_where(wrong: str, run: Run, gold: Path) -> None:
    gold.write_text(GOLD.replace("causes: weak", f"causes: {wrong}"), encoding="utf-8")
    outcome = run("eval", "gold.yaml")
    assert outcome.code == 2
    assert outcome.out == ""
    for words in ("gold.yaml", "reports/r2.txt", "causes", wrong, "covered"):
        assert words in outcome.err


@pytest.mark.parametrize(
    "text",
    ["[]\n", "reports: 5\n", "reports: [{path: a.txt}]\n", "reports: [{labels: {causes: missing}}]\n", "a: [\n"],
)
def test_eval_refuses_a_file_that_is_no_labelled_set(text: str, run: Run, gold: Path) -> None:
    gold.write_text(text, encoding="utf-8")
    outcome = run("eval", "gold.yaml")
    assert outcome.code == 2
    assert "gold.yaml" in outcome.err
    assert "Traceback" not in outcome.err


def test_eval_of_a_file_that_is_not_there_ends_with_2(run: Run) -> None:
    assert run("eval", "nowhere.yaml").code == 2
    assert run("eval", "nowhere.json").code == 2


@pytest.mark.parametrize(("lang", "words"), [("zh", "数量（任意单位）"), ("en", "a number of anything")])
def test_explain_tells_conditions_in_the_language_that_was_asked(lang: str, words: str, run: Run) -> None:
    assert words in run("explain", SEED_003, "next-year-plan", "--lang", lang).out
