from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lawcheck import Checklist, Status, check_text, load_checklist
from lawcheck.checklist.layers import overlay
from lawcheck.checklist.places import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from tests.checklist.conftest import RuleFolder

    from lawcheck.checklist import Leaf

HEAD = "checklist: local\nextends: base\n"


def ids(checklist: Checklist) -> list[str]:
    return [leaf.id for leaf in checklist.leaves]


def leaf(checklist: Checklist, name: str) -> Leaf:
    return next(leaf for leaf in checklist.leaves if leaf.id == name)


def words(checklist: Checklist, concept: str) -> tuple[str, ...]:
    return next(c.words for c in checklist.concepts if c.name == concept)


@pytest.fixture
def base(rules: RuleFolder) -> Checklist:
    return rules.load(rules.tiny, "base/checklist.yaml")


# -- a local file over the built-in checklist ---

LOCAL = """\
checklist: our-county
version: 2.1.0
title: 本县检查清单
extends: annual-report@{major}
threshold: 75
credits: {{weak: 0.3}}
basis:
  ducha-2019: {{title: 本县督察办法}}
  county-2022: {{title: 本县法治建设办法, number: 县发〔2022〕1号}}
vocab:
  counsel: {{add: [村居法律服务团], remove: [{removed}]}}
  village_rules: [村规民约, 居民公约]
elements:
  - {{id: legal-counsel, weight: 33}}
  - {{id: enforcement-recording, needs: 2, weight: 7}}
  - {{id: causes, replace: true, title: 原因, basis: [county-2022], counts: [lacking], evidence: [{{cue: lacking}}]}}
  - {{id: three-enforcement-systems, advice: 按本县的表格写。}}
  - {{id: next-year-plan, off: true, reason: 本县另行上报}}
  - id: rural-rule-of-law
    title: 法治护航乡村振兴
    basis: [county-2022]
    weight: 4
    parts:
      - {{id: village-rules, title: 村规民约合法性审查, evidence: [$village_rules]}}
      - {{id: land-contracts, title: 土地承包合同管理, evidence: [土地承包合同]}}
"""


@pytest.fixture(scope="module")
def annual() -> Checklist:
    return load_checklist("annual-report")


@pytest.fixture(scope="module")
def removed(annual: Checklist) -> str:
    return words(annual, "$counsel")[0]


@pytest.fixture(scope="module")
def local(annual: Checklist, removed: str, tmp_path_factory: pytest.TempPathFactory) -> Checklist:
    path: Path = tmp_path_factory.mktemp("county") / "checklist.yaml"
    text = LOCAL.format(major=annual.version.split(".")[0], removed=removed)
    path.write_text(text, encoding="utf-8")
    return load_checklist(path)


def test_a_local_file_keeps_its_own_name_version_and_title(local: Checklist) -> None:
    assert (local.id, local.version, local.title.zh) == ("our-county", "2.1.0", "本县检查清单")


def test_a_local_file_adds_an_element_after_the_others(local: Checklist, annual: Checklist) -> None:
    assert local.elements[-1].id == "rural-rule-of-law"
    assert [leaf.id for leaf in local.elements[-1].leaves] == ["village-rules", "land-contracts"]
    assert local.elements[-1].rule.weight == 4
    assert annual.element("rural-rule-of-law") is None


def test_a_local_file_weighs_an_element_anew_and_leaves_the_rest_of_it(local: Checklist, annual: Checklist) -> None:
    mine, theirs = leaf(local, "legal-counsel"), leaf(annual, "legal-counsel")
    assert mine.weight == 33
    assert theirs.weight != 33
    assert (mine.title, mine.basis, mine.level, mine.needs) == (
        theirs.title,
        theirs.basis,
        theirs.level,
        theirs.needs,
    )
    assert [b.expr.text for b in mine.branches] == [b.expr.text for b in theirs.branches]


def test_a_local_file_amends_a_part_by_its_id_without_naming_its_element(
    local: Checklist, annual: Checklist
) -> None:
    mine, theirs = leaf(local, "enforcement-recording"), leaf(annual, "enforcement-recording")
    assert (mine.needs, mine.weight) == (2, 7)
    assert (mine.title, mine.element) == (theirs.title, "three-enforcement-systems")


def test_a_local_file_amends_an_element_and_its_parts_stay(local: Checklist, annual: Checklist) -> None:
    mine, theirs = local.element("three-enforcement-systems"), annual.element("three-enforcement-systems")
    assert mine is not None
    assert theirs is not None
    assert mine.rule.advice.zh == "按本县的表格写。"
    assert [part.id for part in mine.leaves] == [part.id for part in theirs.leaves]


def test_a_local_file_replaces_a_rule_whole(local: Checklist, annual: Checklist) -> None:
    mine = leaf(local, "causes")
    assert mine.title.zh == "原因"
    assert mine.basis == ("county-2022",)
    assert len(mine.branches) == 1
    assert mine.weight == 1.0, "nothing of the base's rule is left"
    assert leaf(annual, "causes").title.zh != "原因"


def test_a_local_file_switches_an_element_off(local: Checklist, annual: Checklist) -> None:
    assert annual.element("next-year-plan") is not None
    assert local.element("next-year-plan") is None


def test_a_local_file_adds_and_removes_words_of_the_vocabulary(
    local: Checklist, annual: Checklist, removed: str
) -> None:
    assert set(words(local, "$counsel")) == set(words(annual, "$counsel")) - {removed} | {"村居法律服务团"}


def test_a_local_file_brings_vocabulary_of_its_own(local: Checklist) -> None:
    assert words(local, "$village_rules") == ("村规民约", "居民公约")


def test_a_local_file_overrides_basis_credits_and_threshold(local: Checklist, annual: Checklist) -> None:
    assert local.basis["ducha-2019"].title.zh == "本县督察办法"
    assert local.basis["county-2022"].number == "县发〔2022〕1号"
    assert set(local.basis) == set(annual.basis) | {"county-2022"}
    assert local.credits == annual.credits | {Status.WEAK: 0.3}
    assert (local.threshold, annual.threshold == 75) == (75, False)


def test_what_a_local_file_does_not_name_stays_as_it_was(local: Checklist, annual: Checklist) -> None:
    touched = {"legal-counsel", "enforcement-recording", "causes", "next-year-plan", "rural-rule-of-law"}
    kept = [e.id for e in annual.elements if e.id not in touched]
    assert [e.id for e in local.elements if e.id in kept] == kept
    assert [k.kind for k in local.kinds] == [k.kind for k in annual.kinds]
    assert [r.id for r in local.integrity] == [r.id for r in annual.integrity]


def test_the_files_of_all_layers_are_named_base_first(local: Checklist, annual: Checklist) -> None:
    assert local.sources[: len(annual.sources)] == annual.sources
    assert local.sources[-1].endswith("/checklist.yaml")
    assert len(local.sources) == len(annual.sources) + 1


# -- what a layer's words do to a report ---

REPORT = """\
某镇人民政府2023年度法治政府建设情况报告
一、主要做法
镇常年律师团全年审核合同28份。
"""


def test_an_added_word_makes_a_mention(rules: RuleFolder, base: Checklist) -> None:
    wider = rules.load(HEAD + "vocab:\n  counsel: {add: [常年律师团]}\n")
    assert check_text(REPORT, checklist=base)["legal-counsel"].status is Status.MISSING
    result = check_text(REPORT, checklist=wider)["legal-counsel"]
    assert result.status is Status.COVERED
    assert "常年律师团" in result.evidence[0].quote


def test_a_removed_word_makes_no_mention_any_more(rules: RuleFolder, base: Checklist) -> None:
    text = REPORT.replace("常年律师团", "驻镇律师")
    narrower = rules.load(HEAD + "vocab:\n  counsel: {remove: [驻镇律师]}\n")
    assert check_text(text, checklist=base)["legal-counsel"].status is Status.COVERED
    assert check_text(text, checklist=narrower)["legal-counsel"].status is Status.MISSING


def test_an_element_switched_off_is_not_in_the_card(rules: RuleFolder, base: Checklist) -> None:
    without = rules.load(HEAD + "elements:\n  - {id: legal-counsel, off: true, reason: 另行上报}\n")
    assert [e.id for e in check_text(REPORT, checklist=base).elements] == ["legal-counsel", "enforcement"]
    assert [e.id for e in check_text(REPORT, checklist=without).elements] == ["enforcement"]


def test_credits_of_a_layer_count(rules: RuleFolder, base: Checklist) -> None:
    text = REPORT.replace("常年律师团全年审核合同28份", "聘请了法律顾问")
    richer = rules.load(HEAD + "credits: {weak: 0.9}\n")
    assert check_text(text, checklist=base)["legal-counsel"].credit == 0.4
    assert check_text(text, checklist=richer)["legal-counsel"].credit == 0.9


# -- one thing at a time, over the tiny checklist ---


def test_a_layer_may_be_nothing_but_a_name(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD)
    assert local.id == "local"
    assert (local.version, local.title) == (base.version, base.title)
    assert ids(local) == ids(base)


def test_a_layer_adds_parts_and_amends_them_in_place(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(
        HEAD
        + "elements:\n  - id: enforcement\n    parts:\n      - {id: disclosure, weight: 4}\n"
        + "      - {id: review, title: 审核, evidence: [法制审核]}\n"
    )
    assert ids(local) == ["legal-counsel", "disclosure", "recording", "review"]
    assert leaf(local, "disclosure").weight == 4
    assert leaf(local, "review").element == "enforcement"
    assert ids(base) == ["legal-counsel", "disclosure", "recording"]


def test_a_part_switched_off_is_left_out_of_its_element(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD + "elements:\n  - {id: disclosure, off: true, reason: 无执法权}\n")
    assert ids(local) == ["legal-counsel", "recording"]


def test_an_element_whose_parts_are_all_switched_off_is_refused(rules: RuleFolder, base: Checklist) -> None:
    off = ", off: true, reason: 无}\n"
    error = rules.refuse(HEAD + f"elements:\n  - {{id: disclosure{off}  - {{id: recording{off}")
    assert "'enforcement' has no part left" in error.what
    assert "with a reason" in error.fix


@pytest.mark.parametrize("name", ["legal-counsel", "disclosure"])
def test_switching_off_without_a_reason_is_refused_in_the_layer(
    rules: RuleFolder, base: Checklist, name: str
) -> None:
    text = HEAD + f"elements:\n  - {{id: {name}, off: true}}\n"
    error = rules.refuse(text)
    assert error.where.startswith("checklist.yaml:4:")
    assert "needs a 'reason'" in error.what
    assert f"'{name}'" in error.what


def test_evidence_of_a_layer_takes_the_place_of_the_base_s(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD + "elements:\n  - {id: legal-counsel, evidence: [律师]}\n")
    assert [b.expr.text for b in leaf(local, "legal-counsel").branches] == ["律师"]
    assert leaf(local, "legal-counsel").weight == 2


def test_added_words_keep_what_the_entry_protects(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(
        HEAD
        + "vocab:\n  counsel_work: {add: [起草], remove: [审查]}\n"
        + "elements:\n  - {id: legal-counsel, evidence: [$counsel_work]}\n"
    )
    concept = next(c for c in local.concepts if c.name == "$counsel_work")
    assert concept.words == ("审核", "起草")
    assert concept.protect_words == ("审查起诉",)


def test_a_vocabulary_entry_with_words_takes_the_place_of_the_base_s(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD + "vocab:\n  counsel: [律师]\n")
    assert words(local, "$counsel") == ("律师",)


def test_removing_every_word_is_refused(rules: RuleFolder, base: Checklist) -> None:
    error = rules.refuse_at("counsel: {remove", HEAD + "vocab:\n  counsel: {remove: [法律顾问, 驻镇律师]}\n")
    assert error.what == "vocabulary entry 'counsel' has no words"
    assert "'words'" in error.fix


def test_adding_to_an_entry_that_is_not_there_names_the_nearest(rules: RuleFolder, base: Checklist) -> None:
    error = rules.refuse_at("{add", HEAD + "vocab:\n  cunsel: {add: [律师]}\n")
    assert "'cunsel'" in error.what
    assert error.fix == "Did you mean 'counsel'?"
    assert error.code == "unknown-id"


def test_adding_to_an_entry_like_no_other_says_how_to_make_one(rules: RuleFolder, base: Checklist) -> None:
    assert rules.refuse(HEAD + "vocab:\n  zzz: {add: [律师]}\n").fix == "Give it 'words'."


@pytest.mark.parametrize("key", ["add", "remove"])
def test_add_and_remove_without_a_base_are_refused(rules: RuleFolder, key: str) -> None:
    text = rules.with_("counsel: [法律顾问, 驻镇律师]", f"counsel: {{{key}: [律师]}}")
    error = rules.refuse_at("counsel: {", text)
    assert "belong in a layer" in error.what


def test_kinds_sections_and_integrity_rules_are_amended_by_their_ids(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(
        HEAD
        + "kinds:\n  - {id: township, title: 苏木}\n"
        + "sections:\n  - {role: plan, lends: leader}\n  - {role: causes, headings: [原因]}\n"
        + "integrity:\n  - {id: placeholder, severity: info}\n"
    )
    assert [(k.kind, k.title.zh) for k in local.kinds] == [("township", "苏木"), ("county-department", "部门")]
    assert [(r.role, r.lends, r.sample) for r in local.roles] == [
        ("plan", "leader", "下一步计划"),
        ("causes", "", ""),
    ]
    assert [(r.id, r.severity) for r in local.integrity] == [("placeholder", "info")]
    assert [k.title.zh for k in base.kinds] == ["乡镇", "部门"]


def test_an_integrity_rule_can_be_switched_off(rules: RuleFolder, base: Checklist) -> None:
    assert rules.load(HEAD + "integrity:\n  - {id: placeholder, off: true, reason: 表格}\n").integrity == ()


def test_identity_is_amended_key_by_key(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD + "identity: {default_kind: county-department}\n")
    assert local.identity.default_kind == "county-department"
    assert local.identity.title.source == base.identity.title.source


def test_cues_of_a_layer_stand_beside_the_base_s(rules: RuleFolder) -> None:
    base = rules.load(rules.tiny + "cues:\n  - {modality: planned, words: [谋划着]}\n", "base/checklist.yaml")
    local = rules.load(HEAD + "cues:\n  - {modality: lacking, words: [欠缺着]}\n")
    assert len(local.cues) == len(base.cues) + 1
    assert {"谋划着", "欠缺着"} <= {word for cue in local.cues for word in local.concepts[cue.concept].words}


def test_a_new_element_in_a_layer_can_be_wrong_at_its_own_place(rules: RuleFolder, base: Checklist) -> None:
    text = HEAD + "elements:\n  - {id: rural, title: 乡村, evidnce: [乡村振兴]}\n"
    error = rules.refuse_at("evidnce", text)
    assert "'rural'" in error.what
    assert error.fix == "Did you mean 'evidence'?"


def test_a_wrong_key_in_an_amended_part_has_the_layer_s_place(rules: RuleFolder, base: Checklist) -> None:
    error = rules.refuse_at("weigt", HEAD + "elements:\n  - {id: disclosure, weigt: 3}\n")
    assert error.what == "unknown key 'weigt' in element 'disclosure'."
    assert error.fix == "Did you mean 'weight'?"


def test_a_wrong_value_in_the_base_has_the_base_s_place(rules: RuleFolder) -> None:
    rules.write(rules.with_("weight: 2", 'weight: "2"'), "base/checklist.yaml")
    error = rules.refuse(HEAD)
    assert error.where.endswith(rules.place('weight: "2"', "base/checklist.yaml"))


@pytest.mark.parametrize(
    "item", ["legal-counsel", "~", "5", "[a]", "{weight: 3}", "{id: ~}", "{id: [a]}", "{id: 5}"]
)
def test_a_layer_s_element_that_is_no_element_is_refused_in_the_layer(
    rules: RuleFolder, base: Checklist, item: str
) -> None:
    assert rules.refuse(HEAD + f"elements:\n  - {item}\n").where.startswith("checklist.yaml:4:")


def test_a_replacement_needs_all_that_an_element_needs(rules: RuleFolder, base: Checklist) -> None:
    error = rules.refuse(HEAD + "elements:\n  - {id: legal-counsel, replace: true}\n")
    assert error.where.startswith("checklist.yaml:4:")
    assert "'legal-counsel' has no title" in error.what


def test_laying_a_layer_over_a_base_leaves_the_base_as_it_was(tiny: str) -> None:
    change = "elements:\n  - {id: disclosure, weight: 4}\nvocab:\n  counsel: {add: [律师]}\nthreshold: 70\n"
    base = load_yaml(tiny, "base.yaml")
    merged = overlay(base, load_yaml(change, "layer.yaml"))
    assert merged != base
    assert base == load_yaml(tiny, "base.yaml")
    assert base["vocab"].keys_at["counsel"][0] == "base.yaml"


# -- extends ---


@pytest.mark.parametrize("name", ["base", "base/checklist.yaml", "./base", "base@1", "base@1.2", "base@1.9.9"])
def test_a_base_is_named_by_folder_or_file_with_or_without_its_major_version(
    rules: RuleFolder, base: Checklist, name: str
) -> None:
    assert ids(rules.load(f"checklist: local\nextends: {name}\n")) == ids(base)


def test_a_base_is_sought_from_the_folder_of_the_file_that_names_it(rules: RuleFolder, base: Checklist) -> None:
    rules.write("checklist: middle\nextends: ../base\n", "county/middle.yaml")
    local = rules.load("checklist: local\nextends: county/middle.yaml\n")
    assert ids(local) == ids(base)
    assert [source.rpartition("/")[2] for source in local.sources] == [
        "checklist.yaml",
        "middle.yaml",
        "checklist.yaml",
    ]


def test_layers_lie_over_each_other_in_order(rules: RuleFolder, base: Checklist) -> None:
    rules.write(HEAD + "elements:\n  - {id: legal-counsel, weight: 5, needs: 2}\n", "middle.yaml")
    local = rules.load(
        "checklist: top\nextends: middle.yaml\nelements:\n  - {id: legal-counsel, weight: 6}\n", "top.yaml"
    )
    assert (leaf(local, "legal-counsel").weight, leaf(local, "legal-counsel").needs) == (6, 2)


def test_a_checklist_that_extends_itself_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse("checklist: a\nextends: a.yaml\n", "a.yaml")
    assert error.what == "circular 'extends': a.yaml -> a.yaml"
    assert error.code == "circular"
    assert error.fix


def test_two_checklists_that_extend_each_other_are_refused(rules: RuleFolder) -> None:
    rules.write("checklist: b\nextends: a.yaml\n", "b.yaml")
    error = rules.refuse("checklist: a\nextends: b.yaml\n", "a.yaml")
    assert error.what == "circular 'extends': a.yaml -> b.yaml -> a.yaml"
    assert error.where.endswith("b.yaml:2:1")


def test_a_circle_further_down_is_refused_too(rules: RuleFolder) -> None:
    rules.write("checklist: b\nextends: c.yaml\n", "b.yaml")
    rules.write("checklist: c\nextends: b.yaml\n", "c.yaml")
    error = rules.refuse("checklist: a\nextends: b.yaml\n", "a.yaml")
    assert error.what == "circular 'extends': a.yaml -> b.yaml -> c.yaml -> b.yaml"


def test_another_major_version_of_the_base_is_refused(rules: RuleFolder, base: Checklist) -> None:
    error = rules.refuse_at("extends", "checklist: local\nextends: base@2\n")
    assert error.what == "extends 'base@2', but its version is 1.2.0"
    assert error.fix.endswith("write base@1.")


def test_another_major_version_of_a_built_in_checklist_is_refused(rules: RuleFolder, annual: Checklist) -> None:
    error = rules.refuse_at("extends", "checklist: local\nextends: annual-report@99\n")
    assert annual.version in error.what
    assert error.code == "version"


def test_an_unknown_base_is_refused_with_the_nearest_id(rules: RuleFolder) -> None:
    error = rules.refuse_at("extends", "checklist: local\nextends: annual-reprt\n")
    assert error.what == "no checklist 'annual-reprt'"
    assert error.fix == "Did you mean 'annual-report'?"


def test_an_unknown_base_like_no_other_lists_the_known_ids(rules: RuleFolder) -> None:
    assert "annual-report" in rules.refuse_at("extends", "checklist: local\nextends: zzz\n").fix


@pytest.mark.parametrize("value", ["5", "[base]", "{id: base}", "true"])
def test_a_base_that_is_no_name_is_refused(rules: RuleFolder, base: Checklist, value: str) -> None:
    assert rules.refuse_at("extends", f"checklist: local\nextends: {value}\n").code == "wrong-type"


# -- a list of layers ---


def test_layers_can_be_given_as_a_list(rules: RuleFolder, base: Checklist) -> None:
    one = rules.write("checklist: one\nelements:\n  - {id: legal-counsel, weight: 5, needs: 2}\n", "one.yaml")
    two = rules.write("checklist: two\nelements:\n  - {id: legal-counsel, weight: 6}\n", "two.yaml")
    local = load_checklist(["base", one, two])
    assert local.id == "two"
    assert (leaf(local, "legal-counsel").weight, leaf(local, "legal-counsel").needs) == (6, 2)
    assert [source.rpartition("/")[2] for source in local.sources] == ["checklist.yaml", "one.yaml", "two.yaml"]


def test_a_list_of_one_is_that_one(rules: RuleFolder, base: Checklist) -> None:
    assert load_checklist(["base"]) is load_checklist("base")


def test_a_list_gives_the_same_checklist_as_extends(rules: RuleFolder, base: Checklist) -> None:
    change = "vocab:\n  counsel: {add: [律师]}\nelements:\n  - {id: disclosure, weight: 4}\n"
    rules.write("checklist: local\n" + change, "layer.yaml")
    assert load_checklist(["base", "layer.yaml"]).digest == rules.load(HEAD + change).digest


def test_a_layer_of_a_list_may_extend_the_one_below_it(rules: RuleFolder, base: Checklist) -> None:
    local = rules.load(HEAD + "vocab:\n  counsel: {add: [律师]}\n")
    assert load_checklist(["base", "."]).digest == local.digest


def test_a_wrong_key_in_a_layer_of_a_list_has_its_place_there(rules: RuleFolder, base: Checklist) -> None:
    rules.write("elements:\n  - {id: legal-counsel, weigt: 9}\n", "layer.yaml")
    with pytest.raises(Exception, match=r"^layer\.yaml:2:25: unknown key 'weigt' in element 'legal-counsel'"):
        load_checklist(["base", "layer.yaml"])


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(Exception, match="no checklist given"):
        load_checklist([])


# -- includes ---

MORE = "include: [more.yaml]\n"


def test_keys_of_an_included_file_belong_to_the_checklist(rules: RuleFolder) -> None:
    rules.write(
        "vocab: {rural: [乡村振兴]}\nelements:\n  - {id: rural, title: 乡村, evidence: [$rural]}\nvalid_to: '2030'\n",
        "more.yaml",
    )
    local = rules.load(rules.tiny + MORE)
    assert ids(local)[-1] == "rural"
    assert words(local, "$rural") == ("乡村振兴",)
    assert words(local, "$counsel") == ("法律顾问", "驻镇律师")
    assert local.valid_to == "2030"


def test_an_included_file_may_lie_in_a_folder_below(rules: RuleFolder) -> None:
    rules.write("elements:\n  - {id: rural, title: 乡村, evidence: [乡村]}\n", "parts/more.yaml")
    assert ids(rules.load(rules.tiny + "include: [parts/more.yaml]\n"))[-1] == "rural"


def test_an_include_that_is_not_there_is_refused_where_it_is_named(rules: RuleFolder) -> None:
    error = rules.refuse_at("more.yaml", rules.tiny + MORE)
    assert error.what == "include 'more.yaml' is not there"


def test_an_include_with_a_slip_is_refused_with_the_nearest_file(rules: RuleFolder) -> None:
    rules.write("vocab: {rural: [乡村]}\n", "more.yaml")
    error = rules.refuse_at("moer.yaml", rules.tiny + "include: [moer.yaml]\n")
    assert error.fix == "Did you mean 'more.yaml'?"


@pytest.mark.parametrize("name", ["../more.yaml", "/etc/hostname", "parts/../../more.yaml"])
def test_an_include_that_leads_out_of_the_folder_is_refused(rules: RuleFolder, name: str) -> None:
    rules.write("vocab: {rural: [乡村]}\n", "more.yaml")
    error = rules.refuse(rules.tiny + f"include: [{name}]\n", "inside/checklist.yaml")
    assert "leads out of the checklist's folder" in error.what
    assert error.where == rules.place(name, "inside/checklist.yaml")


def test_an_include_through_a_link_that_leads_out_is_refused(rules: RuleFolder) -> None:
    rules.write("vocab: {rural: [乡村]}\n", "outside.yaml")
    rules.write(rules.tiny + MORE, "inside/checklist.yaml")
    (rules.path / "inside" / "more.yaml").symlink_to(rules.path / "outside.yaml")
    assert "leads out" in rules.refuse(name="inside/checklist.yaml").what


@pytest.mark.parametrize("value", ["more.yaml", "5", "~", "{a: more.yaml}"])
def test_an_include_that_is_no_list_is_refused(rules: RuleFolder, value: str) -> None:
    assert "takes a list" in rules.refuse_at("include", rules.tiny + f"include: {value}\n").what


@pytest.mark.parametrize("name", ["''", ".", "5", "~", "[a]", "{a: b}"])
def test_an_include_that_is_no_file_is_refused(rules: RuleFolder, name: str) -> None:
    assert "is not there" in rules.refuse(rules.tiny + f"include: [{name}]\n").what


def test_a_checklist_that_includes_itself_is_refused(rules: RuleFolder) -> None:
    assert rules.refuse(rules.tiny + "include: [checklist.yaml]\n").code == "circular"


def test_a_file_included_twice_is_refused(rules: RuleFolder) -> None:
    rules.write("vocab: {rural: [乡村]}\n", "more.yaml")
    assert rules.refuse(rules.tiny + "include: [more.yaml, more.yaml]\n").code == "duplicate-key"


def test_one_value_in_two_files_is_refused(rules: RuleFolder) -> None:
    rules.write("threshold: 5\n", "more.yaml")
    error = rules.refuse(rules.tiny + MORE)
    assert error.where.endswith("more.yaml:1:1")
    assert error.what == "key 'threshold' stands in two files"


def test_one_vocabulary_entry_in_two_files_is_refused_with_both_places(rules: RuleFolder) -> None:
    rules.write("vocab:\n  counsel: [律师]\n", "more.yaml")
    error = rules.refuse(rules.tiny + MORE)
    assert error.where.endswith("more.yaml:2:3")
    assert "'counsel' stands in 'vocab' twice" in error.what
    assert rules.place("counsel:") in error.what


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("elements:\n  - {id: rural, title: 乡村, evidnce: [乡村]}\n", "evidnce"),
        ("elements:\n  - {id: rural, title: 乡村, evidence: [$cunsel]}\n", "$cunsel"),
        ("elements:\n  - {id: rural, title: 乡村, basis: [ducha-2091], evidence: [乡村]}\n", "ducha-2091"),
        ("vocab: {a: [b\n", ""),
    ],
)
def test_what_is_wrong_in_an_included_file_has_its_place_there(rules: RuleFolder, text: str, at: str) -> None:
    rules.write(text, "more.yaml")
    where = rules.refuse(rules.tiny + MORE).where
    assert where.endswith(rules.place(at, "more.yaml") if at else "more.yaml:2:1")


@pytest.mark.parametrize("text", ["- a\n", "text\n", "5\n"])
def test_an_included_file_that_is_no_mapping_is_refused(rules: RuleFolder, text: str) -> None:
    rules.write(text, "more.yaml")
    error = rules.refuse(rules.tiny + MORE)
    assert "more.yaml" in error.where
    assert error.what == "an included file is a mapping of keys"


@pytest.mark.parametrize("kind", ["element", "part"])
def test_an_id_that_stands_in_two_included_files_is_refused_with_both_places(rules: RuleFolder, kind: str) -> None:
    same = {
        "element": "elements:\n  - {id: rural, title: 乡村, evidence: [乡村]}\n",
        "part": "elements:\n  - {id: of-%s, title: 乡村, parts: [{id: rural, title: 乡村, evidence: [乡村]}]}\n",
    }[kind]
    for name in ("a", "b"):
        rules.write(same.replace("%s", name), f"{name}.yaml")
    error = rules.refuse(rules.tiny + "include: [a.yaml, b.yaml]\n")
    item = "{id: rural"
    assert error.what.startswith("id 'rural' stands twice, first at ")
    assert error.where.endswith(rules.place(item, "b.yaml"))
    assert error.what.endswith(rules.place(item, "a.yaml"))
    assert error.code == "duplicate-id"


def test_a_part_in_one_file_and_an_element_in_another_cannot_share_an_id(rules: RuleFolder) -> None:
    rules.write("elements:\n  - {id: recording, title: 乡村, evidence: [乡村]}\n", "more.yaml")
    error = rules.refuse(rules.tiny + MORE)
    assert rules.place("id: recording") in error.what
    assert error.where.endswith(rules.place("{id: recording", "more.yaml"))
