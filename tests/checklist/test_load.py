from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawcheck import ChecklistError, Level, Status, __version__, check_text, load_checklist
from lawcheck.checklist import load

if TYPE_CHECKING:
    from tests.checklist.conftest import RuleFolder

EVIDENCE = "      - near: [$counsel, $counsel_work]\n        within: sentence\n"


def with_evidence(rules: RuleFolder, expression: str) -> str:
    return rules.with_(EVIDENCE, f"      - {expression}\n")


# -- what a checklist becomes ---


def test_the_tiny_checklist_loads_as_written(rules: RuleFolder) -> None:
    tiny = rules.load(rules.tiny)
    assert (tiny.id, tiny.version, tiny.title.zh, tiny.title.en) == ("tiny", "1.2.0", "小清单", "Tiny list")
    assert (tiny.threshold, tiny.valid_from, tiny.valid_to) == (50, "2016", "")
    assert [(e.id, e.has_parts, e.rule.weight) for e in tiny.elements] == [
        ("legal-counsel", False, 2),
        ("enforcement", True, 3),
    ]
    assert [leaf.id for leaf in tiny.leaves] == ["legal-counsel", "disclosure", "recording"]
    assert tiny.leaves[0].level is Level.STATUTORY
    assert tiny.leaves[0].basis == ("ducha-2019",)
    assert tiny.leaves[0].year_from == 2016
    assert tiny.basis["ducha-2019"].date == "2019-04-15"
    assert [b.gives for b in tiny.leaves[1].branches] == ["substance", "weak"]


def test_credits_that_are_not_named_keep_their_default(rules: RuleFolder) -> None:
    credit = rules.load(rules.tiny).credits
    assert (credit[Status.COVERED], credit[Status.WEAK], credit[Status.PLANNED]) == (1, 0.4, 0.2)


def test_the_built_in_checklist_loads_by_default() -> None:
    assert load_checklist() is load_checklist("annual-report")
    assert load_checklist().id == "annual-report"


def test_a_title_in_one_language_stands_for_both(rules: RuleFolder) -> None:
    assert rules.load(rules.with_("{zh: 小清单, en: Tiny list}", "小清单")).title.en == "小清单"


def test_a_part_inherits_what_its_element_says(rules: RuleFolder) -> None:
    text = rules.with_(
        "    umbrella:", "    level: recommended\n    basis: [ducha-2019]\n    kinds: [township]\n    umbrella:"
    )
    part = next(leaf for leaf in rules.load(text).leaves if leaf.id == "disclosure")
    assert (part.level, part.basis, part.kinds) == (Level.RECOMMENDED, ("ducha-2019",), frozenset({"township"}))


@pytest.mark.parametrize("words", ["no", "yes", "on", "off", "1:30", "01", "2019-04-15", "1.2.0", "1e3"])
def test_yaml_s_surprising_words_are_words_of_the_vocabulary(rules: RuleFolder, words: str) -> None:
    tiny = rules.load(rules.with_("驻镇律师", words))
    assert next(c.words for c in tiny.concepts if c.name == "$counsel") == ("法律顾问", words)


def test_off_works_as_a_key(rules: RuleFolder) -> None:
    tiny = rules.load(rules.with_("needs: 1", "off: true\n    reason: 另行上报"))
    assert [e.id for e in tiny.elements] == ["enforcement"]


def test_off_false_leaves_an_element_on(rules: RuleFolder) -> None:
    assert len(rules.load(rules.with_("needs: 1", "off: false")).elements) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 2", "weight: 0"),
        ("weight: 2", "weight: 1.5"),
        ("weight: 2", "weight: 1000"),
        ("needs: 1", "needs: 50"),
        ("years: {from: 2016}", "years: {from: 2016, to: 2016}"),
        ("years: {from: 2016}", "years: {to: 2020}"),
        ('valid_from: "2016"', 'valid_from: "2016"\nvalid_to: "2016"'),
        ('valid_from: "2016"', "valid_from: 2016-01-01\nvalid_to: 2016-12-31"),
        ("threshold: 50", "threshold: 0"),
        ("threshold: 50", "threshold: 100"),
        ("min_engine: 0.1.0", f"min_engine: {__version__}"),
        (EVIDENCE, "      - at_least: {count: 2, of: [甲, 乙]}\n"),
        (EVIDENCE, "      - all: [$counsel, {heading: 法治}, {subject: leader}]\n"),
        (EVIDENCE, "      - {phrase: $counsel, none: [$counsel_work]}\n"),
        (EVIDENCE, "      - any: [$counsel, {pattern: '律师.{0,9}审'}]\n"),
        (EVIDENCE, "      - pattern: '(法{1,20}){1,20}律'\n"),
        (EVIDENCE, "      - 法律顾问\n"),
        (EVIDENCE, "      - [法律顾问, 律师]\n"),
    ],
)
def test_what_is_just_within_the_bounds_loads(rules: RuleFolder, old: str, new: str) -> None:
    assert rules.load(rules.with_(old, new)).id == "tiny"


# -- unknown keys and names, with the nearest right one ---


@pytest.mark.parametrize(
    ("old", "new", "key", "inside", "fix"),
    [
        (
            "    evidence:\n      - near",
            "    evidnce:\n      - near",
            "evidnce",
            " in element 'legal-counsel'",
            "evidence",
        ),
        ("within: sentence", "wthin: sentence", "wthin", " in element 'legal-counsel'", "within"),
        ("phrase: $counsel", "phrse: $counsel", "phrse", " in element 'legal-counsel'", "phrase"),
        ("years: {from", "years: {form", "form", " in element 'legal-counsel'", "from"),
        ("    weight: 3", "    wieght: 3", "wieght", " in element 'enforcement'", "weight"),
        (
            "evidence:\n          - phrase: [执法",
            "evidense:\n          - phrase: [执法",
            "evidense",
            " in element 'disclosure'",
            "evidence",
        ),
        ("severity:", "severty:", "severty", None, "severity"),
        ("checklist: tiny", "chekclist: tiny", "chekclist", "", "checklist"),
        ("threshold: 50", "treshold: 50", "treshold", "", "threshold"),
        ("zh: 小清单", "hz: 小清单", "hz", "", "zh"),
        ("  formula:", "  formla:", "formla", "", "formula"),
        ("headings:", "headngs:", "headngs", "", "headings"),
        ("words: [镇长]", "word: [镇长]", "word", "", "words"),
        ("words: [审核", "wrds: [审核", "wrds", "", "words"),
        ("    date: 2019", "    dat: 2019", "dat", "", "date"),
        ("selves: '我[镇", "selfs: '我[镇", "selfs", None, "selves"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_right_one(
    rules: RuleFolder, old: str, new: str, key: str, inside: str | None, fix: str
) -> None:
    error = rules.refuse_at(f"{key}:", rules.with_(old, new))
    assert error.what.startswith(f"unknown key '{key}'")
    assert inside is None or error.what == f"unknown key '{key}'{inside}."
    assert error.fix == f"Did you mean '{fix}'?"


def test_the_message_reads_as_style_md_shows_it(rules: RuleFolder) -> None:
    error = rules.refuse(rules.with_("    evidence:\n      - near", "    evidnce:\n      - near"))
    wanted = "unknown key 'evidnce' in element 'legal-counsel'. Did you mean 'evidence'?"
    assert str(error) == f"checklist.yaml:47:5: {wanted}"


def test_an_unknown_key_like_no_other_lists_the_known_ones(rules: RuleFolder) -> None:
    error = rules.refuse_at("zzzz", rules.with_("principal: true", "zzzz: true"))
    assert error.fix.startswith("Known keys: words, patterns, not, ")
    assert "not_," not in error.fix


def test_an_unknown_key_has_its_place_in_a_file_with_windows_line_ends_and_a_byte_order_mark(
    rules: RuleFolder,
) -> None:
    text = "\ufeff" + rules.with_("needs: 1", "neds: 1").replace("\n", "\r\n")
    assert rules.refuse(text).where == "checklist.yaml:46:5"


@pytest.mark.parametrize(
    ("old", "new", "at", "name", "fix"),
    [
        ("$counsel_work]", "$counsel_wrok]", "$counsel_wrok", "counsel_wrok", "counsel_work"),
        (EVIDENCE, "      - list: {of: $cunsel}\n", "of: $cunsel", "cunsel", "counsel"),
        (EVIDENCE, "      - all: [$counsel, {heading: $cunsel}]\n", "heading: $cunsel", "cunsel", "counsel"),
        (EVIDENCE, "      - {phrase: $counsel, none: [$cunsel]}\n", "$cunsel", "cunsel", "counsel"),
        ("    not: [审查起诉]", "    uses: [cunsel]", "uses", "cunsel", "counsel"),
        ("      - phrase: [三项制度]", "      - $cunsel_work", "$cunsel_work", "cunsel_work", "counsel_work"),
        ("needs: 1", "except: [$cunsel]", "$cunsel", "cunsel", "counsel"),
        ("needs: 1", "marks: [$cunsel]", "$cunsel", "cunsel", "counsel"),
        ("basis: [ducha-2019]", "basis: [ducha-2091]", "ducha-2091", "ducha-2091", "ducha-2019"),
        ("needs: 1", "kinds: [township, townshp]", "townshp]", "townshp", "township"),
        ("needs: 1", "weight_for: {townshp: 3}", "townshp: 3", "townshp", "township"),
        ("needs: 1", "level_for: {townshp: expected}", "townshp: exp", "townshp", "township"),
        ("default_kind: township", "default_kind: townshp", "default_kind", "townshp", "township"),
        ("    sample:", "    lends: leadr\n    sample:", "lends", "leadr", "leader"),
        (EVIDENCE, "      - all: [$counsel, {subject: leadr}]\n", "subject: leadr", "leadr", "leader"),
        (EVIDENCE, "      - all: [$counsel, {subject: [leader, ladder]}]\n", "subject: [", "ladder", "leader"),
    ],
)
def test_a_name_that_nothing_has_is_refused_with_the_nearest_one(
    rules: RuleFolder, old: str, new: str, at: str, name: str, fix: str
) -> None:
    error = rules.refuse_at(at, rules.with_(old, new))
    assert error.what.startswith("unknown ")
    assert f"'{name}'" in error.what
    assert error.fix == f"Did you mean '{fix}'?"
    assert error.code == "unknown-id"


def test_a_name_like_no_other_lists_the_known_ones(rules: RuleFolder) -> None:
    assert rules.refuse(with_evidence(rules, "$zzz")).fix == "Known: counsel, counsel_work."


# -- wrong values ---


@pytest.mark.parametrize(
    ("old", "new", "at", "found"),
    [
        ("weight: 2", 'weight: "3"', "weight: ", "found '3'"),
        ("weight: 2", "weight: -1", "weight: ", "found -1"),
        ("weight: 2", "weight: 1001", "weight: ", "found 1001"),
        ("weight: 2", "weight: heavy", "weight: ", "found 'heavy'"),
        ("weight: 2", "weight: true", "weight: ", "found True"),
        ("weight: 2", "weight: 1e3", "weight: ", "found '1e3'"),
        ("weight: 2", "weight: 01", "weight: ", "found '01'"),
        ("weight: 2", "weight: [2]", "weight: ", "weight"),
        ("needs: 1", "needs: 0", "needs: ", "found 0"),
        ("needs: 1", "needs: 51", "needs: ", "found 51"),
        ("needs: 1", 'needs: "1"', "needs: ", "found '1'"),
        ("needs: 1", "needs: 1.5", "needs: ", "found 1.5"),
        ("needs: 1", "off: yes", "off: ", "found 'yes'"),
        ("needs: 1", "off: on", "off: ", "found 'on'"),
        ("needs: 1", "off: 1", "off: ", "found 1"),
        ("needs: 1", 'off: "true"', "off: ", "found 'true'"),
        ("level: statutory", "level: statuory", "level: ", "found 'statuory'"),
        ("needs: 1", "section: plans", "section: ", "found 'plans'"),
        ("needs: 1", "absent: gone", "absent: ", "found 'gone'"),
        ("needs: 1", "counts: [dne]", "dne", "found 'dne'"),
        ("needs: 1", "counts: done", "counts: ", "found 'done'"),
        ("id: legal-counsel", "id: Legal Counsel", "id: Legal", "found 'Legal Counsel'"),
        ("years: {from: 2016}", "years: {from: '2016'}", "from: '2016'", "found '2016'"),
        ("years: {from: 2016}", "years: {from: 1900}", "from: 1900", "found 1900"),
        ("years: {from: 2016}", "years: 2016", "years: ", "found 2016"),
        ("within: sentence", "within: setence", "within: ", "found 'setence'"),
        ("gives: weak", "gives: week", "gives: ", "found 'week'"),
        ("gives: weak", "in: plan\n        gives: weak", "in: plan", "found 'plan'"),
        ("gives: weak", "in: [plans]\n        gives: weak", "plans", "found 'plans'"),
        (EVIDENCE, "      - 5\n", "5\n      - gives", "found 5"),
        (EVIDENCE, "      - ~\n", "~\n", "found None"),
        (EVIDENCE, "      - {date: false}\n", "date: false", "found False"),
        (EVIDENCE, "      - {cue: plan}\n", "cue: plan", "found 'plan'"),
        (EVIDENCE, "      - {number: 5}\n", "number: 5", "found 5"),
        (EVIDENCE, "      - {clause: {min: 0}}\n", "min: 0", "found 0"),
        (EVIDENCE, "      - {pattern: ''}\n", "pattern: ''", "found ''"),
        (EVIDENCE, "      - {phrase: [法律, 5]}\n", "phrase: [法律, 5]", "phrase"),
        (EVIDENCE, "      - {phrase: {a: b}}\n", "phrase: {a: b}", "phrase"),
    ],
)
def test_a_wrong_value_is_refused_at_its_key_with_the_value_and_the_element(
    rules: RuleFolder, old: str, new: str, at: str, found: str
) -> None:
    error = rules.refuse_at(at, rules.with_(old, new))
    assert found in error.what
    assert "in element '" in error.what


@pytest.mark.parametrize(
    ("old", "new", "at", "found"),
    [
        ("version: 1.2.0", "version: 1.2", "version", "found 1.2"),
        ("version: 1.2.0", "version: one", "version", "found 'one'"),
        ("min_engine: 0.1.0", "min_engine: new", "min_engine", "found 'new'"),
        ("threshold: 50", "threshold: 101", "threshold", "found 101"),
        ("threshold: 50", "threshold: -1", "threshold", "found -1"),
        ("threshold: 50", "threshold: nan", "threshold", "found 'nan'"),
        ("credits: {weak: 0.4}", "credits: {weak: 2}", "weak: 2", "found 2"),
        ("credits: {weak: 0.4}", "credits: {waek: 0.2}", "waek", "found 'waek'"),
        ("credits: {weak: 0.4}", "credits: 5", "credits", "found 5"),
        ('valid_from: "2016"', "valid_from: 2016", "valid_from", "found 2016"),
        ('valid_from: "2016"', "valid_from: spring", "valid_from", "found 'spring'"),
        ("驻镇律师", "12", "12]", "found 12"),
        ("counsel: [法律顾问, 驻镇律师]", "counsel: 法律顾问", "counsel: 法", "found '法律顾问'"),
        ("counsel: [法律顾问, 驻镇律师]", "counsel: ~", "counsel: ~", "found None"),
        ("  counsel: [", "  Counsel-Words: [x]\n  counsel: [", "Counsel-Words", "found 'Counsel-Words'"),
        ("  ducha-2019:", "  Ducha 2019: {title: x}\n  ducha-2019:", "Ducha 2019", "found 'Ducha 2019'"),
        ("  - role: plan", "  - role: plans", "role: plans", "found 'plans'"),
        ("headings: ['下一步|计划']", "headings: 计划", "headings", "found '计划'"),
        ("principal: true", "principal: yes", "principal", "found 'yes'"),
        ("    date: 2019-04-15", "    mark: X", "mark", "found 'X'"),
        ("title: {zh: 小清单, en: Tiny list}", "title: 5", "title", "found 5"),
    ],
)
def test_a_wrong_value_outside_elements_is_refused_at_its_key_with_the_value(
    rules: RuleFolder, old: str, new: str, at: str, found: str
) -> None:
    assert found in rules.refuse_at(at, rules.with_(old, new)).what


@pytest.mark.parametrize("level", ["statutory", "expected", "recommended"])
def test_a_wrong_word_of_a_closed_set_is_told_the_right_ones(rules: RuleFolder, level: str) -> None:
    assert level in rules.refuse(rules.with_("level: statutory", "level: statuory")).fix


def test_more_than_one_thing_wrong_is_said_to_be_more(rules: RuleFolder) -> None:
    text = rules.with_("needs: 1", "needs: 0\n    levl: expected").replace("threshold: 50", "threshold: 900")
    assert "more like this" in rules.refuse(text).fix


# -- missing keys ---


@pytest.mark.parametrize(
    ("line", "key", "at"),
    [
        ("checklist: tiny\n", "checklist", "version"),
        ("version: 1.2.0\n", "version", "checklist"),
        ("title: {zh: 小清单, en: Tiny list}\n", "title", "checklist"),
        ("  default_kind: township\n", "default_kind", "identity"),
        ("    selves: '我局|本局'\n", "selves", "id: county"),
        ("    severity: error\n", "severity", "id: placeholder"),
    ],
)
def test_a_missing_key_is_named_at_what_misses_it(rules: RuleFolder, line: str, key: str, at: str) -> None:
    error = rules.refuse_at(at, rules.with_(line, ""))
    assert error.what.startswith(f"key '{key}' is missing")


def test_an_element_without_an_id_is_refused_where_it_starts(rules: RuleFolder) -> None:
    text = rules.with_("  - id: legal-counsel\n    title:", "  - title:")
    assert rules.refuse_at("title: {zh: 法律顾问", text).what.startswith("key 'id' is missing")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("legal-counsel", "    title: {zh: 法律顾问, en: Legal counsel}\n"),
        ("recording", "        title: {zh: 记录, en: Recording}\n"),
    ],
)
def test_an_element_or_part_without_a_title_is_refused(rules: RuleFolder, name: str, line: str) -> None:
    error = rules.refuse_at(f"id: {name}", rules.with_(line, ""))
    assert error.what == f"element '{name}' has no title"
    assert error.fix.startswith("Give it 'title:")


@pytest.mark.parametrize("key", ["kinds", "identity", "elements"])
def test_a_checklist_without_what_it_is_made_of_is_refused(rules: RuleFolder, key: str) -> None:
    head, _, rest = rules.tiny.partition(f"\n{key}:\n")
    lines = rest.split("\n")
    kept = next(i for i, line in enumerate(lines) if not line.startswith(" "))
    error = rules.refuse_at("checklist: tiny", head + "\n" + "\n".join(lines[kept:]))
    assert error.what == f"a checklist needs '{key}'"


@pytest.mark.parametrize("text", ["- a\n", "text\n", "5\n", "---\n"])
def test_a_file_that_is_no_mapping_says_how_a_checklist_starts(rules: RuleFolder, text: str) -> None:
    error = rules.refuse(text)
    assert error.where.startswith("checklist.yaml")
    assert "checklist: its-id" in error.fix


def test_a_file_that_is_not_utf_8_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse("checklist: 清单\n".encode("gb18030"))
    assert error.where.startswith("checklist.yaml")
    assert "UTF-8" in error.fix


def test_broken_yaml_is_refused_with_its_place(rules: RuleFolder) -> None:
    error = rules.refuse_at(": 驻镇", with_evidence(rules, "phrase: 法律顾问: 驻镇"))
    assert error.what.startswith("not YAML")
    assert error.fix


# -- what contradicts itself, or can never be ---


def test_an_element_switched_off_without_a_reason_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("id: legal-counsel", rules.with_("needs: 1", "off: true"))
    assert "'off: true' needs a 'reason' in element 'legal-counsel'" in error.what


def test_parts_and_evidence_together_are_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("id: enforcement", rules.with_("    umbrella:", "    evidence: [执法]\n    umbrella:"))
    assert "an element with parts has no evidence of its own" in error.what
    assert "'enforcement'" in error.what


def test_an_umbrella_without_parts_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("id: legal-counsel", rules.with_("needs: 1", "umbrella: [三项制度]"))
    assert "'umbrella' needs 'parts'" in error.what


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("legal-counsel", "    evidence:\n" + EVIDENCE + "      - gives: weak\n        phrase: $counsel\n"),
        ("legal-counsel", "    evidence: []\n"),
        ("enforcement", None),
    ],
)
def test_an_element_without_evidence_is_refused(rules: RuleFolder, name: str, evidence: str | None) -> None:
    if evidence is None:
        text = rules.tiny[: rules.tiny.index("    umbrella:")]
    elif evidence in rules.tiny:
        text = rules.with_(evidence, "")
    else:
        text = rules.with_(
            "    evidence:\n" + EVIDENCE + "      - gives: weak\n        phrase: $counsel\n", evidence
        )
    error = rules.refuse_at(f"id: {name}", text)
    assert f"'{name}' has no evidence" in error.what
    assert error.code == "never-fires"


@pytest.mark.parametrize(
    "expression",
    [
        "heading: 法治",
        "subject: leader",
        "none: [法治]",
        "all: [{heading: 法治}, $counsel]",
        "all: [{subject: leader}, $counsel]",
        "all: [{none: [甲]}, $counsel]",
        "any: [{heading: 法治}, {subject: leader}]",
        "at_least: {count: 1, of: [{heading: 法治}, $counsel]}",
        "all: [{all: [{heading: 法治}]}, $counsel]",
    ],
)
def test_evidence_that_starts_with_a_condition_can_never_fire_and_is_refused(
    rules: RuleFolder, expression: str
) -> None:
    error = rules.refuse_at(expression, with_evidence(rules, expression))
    assert "can never fire" in error.what
    assert "phrase" in error.fix
    assert error.code == "never-fires"


@pytest.mark.parametrize("where", ["umbrella", "part"])
def test_an_umbrella_or_a_part_that_can_never_fire_is_refused_too(rules: RuleFolder, where: str) -> None:
    old = "phrase: [三项制度]" if where == "umbrella" else "phrase: [全过程记录]"
    assert "can never fire" in rules.refuse_at("heading: 法治", rules.with_(old, "heading: 法治")).what


@pytest.mark.parametrize(
    ("expression", "operators"),
    [
        ("{phrase: $counsel, pattern: 律师}", ("phrase", "pattern")),
        ("{all: [甲], any: [乙]}", ("all", "any")),
        ("{near: [甲, 乙], number: any, none: [丙]}", ("near", "number")),
        ("{list: {of: [甲, 乙]}, phrase: 甲}", ("list", "phrase")),
    ],
)
def test_two_operators_in_one_expression_are_refused(
    rules: RuleFolder, expression: str, operators: tuple[str, str]
) -> None:
    error = rules.refuse_at(expression, with_evidence(rules, expression))
    assert "one operator" in error.what
    assert all(name in error.what for name in operators)
    assert "in element 'legal-counsel'" in error.what


def test_an_expression_without_an_operator_is_told_all_of_them(rules: RuleFolder) -> None:
    error = rules.refuse_at("{within: clause}", with_evidence(rules, "{within: clause}"))
    assert "needs one of: phrase, pattern, near" in error.what
    assert "all, any, none, at_least" in error.what


@pytest.mark.parametrize("expression", ["near: [$counsel]", "near: []"])
def test_near_with_fewer_than_two_groups_is_refused(rules: RuleFolder, expression: str) -> None:
    error = rules.refuse_at(expression, with_evidence(rules, expression))
    assert "'near' needs at least two groups" in error.what
    assert "'phrase'" in error.fix


@pytest.mark.parametrize("expression", ["all: []", "any: []", "none: []"])
def test_an_empty_group_is_refused(rules: RuleFolder, expression: str) -> None:
    rules.refuse_at(expression, with_evidence(rules, expression))


def test_at_least_more_than_there_are_is_refused(rules: RuleFolder) -> None:
    expression = "at_least: {count: 3, of: [甲, 乙]}"
    error = rules.refuse_at(expression, with_evidence(rules, expression))
    assert error.what == "at least 3 of 2 can never hold"


@pytest.mark.parametrize("at", ["count: 0", "of: []"])
def test_at_least_none_or_of_nothing_is_refused(rules: RuleFolder, at: str) -> None:
    count, of = ("count: 0", "of: [甲]") if at == "count: 0" else ("count: 1", "of: []")
    rules.refuse_at(at, with_evidence(rules, f"at_least: {{{count}, {of}}}"))


def test_years_that_end_before_they_begin_are_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("years:", rules.with_("{from: 2016}", "{from: 2020, to: 2016}"))
    assert error.what == "years from 2020 to 2016 is never"


@pytest.mark.parametrize(("start", "end"), [("2021", "2020"), ("2021-06-02", "2021-06-01"), ("2021-06", "2020")])
def test_a_checklist_valid_to_before_it_is_valid_from_is_refused(rules: RuleFolder, start: str, end: str) -> None:
    text = rules.with_('valid_from: "2016"', f'valid_from: "{start}"\nvalid_to: "{end}"')
    assert rules.refuse_at("valid_from", text).what == "valid_from lies after valid_to"


@pytest.mark.parametrize("version", ["9.0.0", "99.9.9"])
def test_a_checklist_for_a_newer_lawcheck_is_refused_in_plain_words(rules: RuleFolder, version: str) -> None:
    error = rules.refuse_at("min_engine", rules.with_("min_engine: 0.1.0", f"min_engine: {version}"))
    assert f"needs lawcheck {version} or newer, this is {__version__}" in error.what
    assert error.fix == "Upgrade lawcheck-cn."
    assert error.code == "old-engine"


def test_versions_are_compared_as_numbers(rules: RuleFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.__version__", "0.9.0")
    assert rules.refuse(rules.with_("min_engine: 0.1.0", "min_engine: 0.10.0")).code == "old-engine"
    monkeypatch.setattr("lawcheck.__version__", "0.10.0")
    assert rules.load(rules.with_("min_engine: 0.1.0", "min_engine: 0.9.0")).id == "tiny"


@pytest.mark.parametrize(
    ("old", "name"),
    [("recording", "legal-counsel"), ("enforcement", "legal-counsel"), ("placeholder", "recording")],
)
def test_an_id_that_stands_twice_is_refused_with_both_places(rules: RuleFolder, old: str, name: str) -> None:
    text = rules.with_(f"id: {old}\n", f"id: {name}\n")
    error = rules.refuse(text)
    first = rules.place(f"id: {name}")
    assert error.what == f"id '{name}' stands twice, first at {first}"
    assert error.where != first
    assert error.where.startswith("checklist.yaml:")
    assert "unique" in error.fix


def test_a_vocabulary_entry_that_uses_itself_is_refused(rules: RuleFolder) -> None:
    text = rules.with_("    not: [审查起诉]", "    uses: [third]\n  third: {uses: [counsel_work]}")
    assert "uses itself" in rules.refuse_at("counsel_work:", text).what


def test_a_vocabulary_entry_without_words_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("counsel: []", rules.with_("counsel: [法律顾问, 驻镇律师]", "counsel: []"))
    assert error.what == "vocabulary entry 'counsel' has no words"


def test_a_pattern_check_without_patterns_is_refused(rules: RuleFolder) -> None:
    error = rules.refuse_at("id: placeholder", rules.with_("    patterns: ['[xX×]{2,}']\n", ""))
    assert "needs 'patterns'" in error.what


# -- patterns ---


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(法", "is not a regular expression: missing )"),
        ("法)", "is not a regular expression"),
        ("[法", "is not a regular expression"),
        ("*法", "is not a regular expression"),
        ("法{2,1}", "is not a regular expression"),
        ("法{99999999999999999999}", "is not a regular expression"),
        ("(?P<a", "is not a regular expression"),
        ("法*", "matches the empty text"),
        ("法|", "matches the empty text"),
        ("(法)?", "matches the empty text"),
        ("^$", "matches the empty text"),
        ("(法+)+", "repeats a repeat"),
        ("(法*)*律", "repeats a repeat"),
        ("((法律)*顾问?)*x", "repeats a repeat"),
        ("(法{2,}律)+", "repeats a repeat"),
        ("(甲|乙+)+丙", "repeats a repeat"),
        ("(?:法{1,900}){1,900}律", "repeats a repeat"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_place_and_the_reason(
    rules: RuleFolder, pattern: str, reason: str
) -> None:
    expression = f"pattern: '{pattern}'"
    error = rules.refuse_at(expression, with_evidence(rules, expression))
    assert f"pattern {pattern!r} {reason}" in error.what
    assert error.code == "bad-pattern"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        (r"names: '[\u4e00-\u9fff]{1,20}局$'", "names: '(局'", "names: '(局'"),
        ("selves: '我局|本局'", "selves: '我局|'", "selves: '我局|'"),
        ("  formula: '现将", "  formula: '(现将", "formula"),
        ("headings: ['下一步|计划']", "headings: ['(下一步']", "headings"),
        ("patterns: ['[xX×]{2,}']", "patterns: [甲, '[xX×{2,}']", "'[xX×{2,}'"),
        ("patterns: ['[xX×]{2,}']", "patterns: [甲]\n    unless: '(乙'", "unless"),
        ("words: [镇长]", "patterns: ['(镇长']", "leader"),
        ("needs: 1", "except: [{pattern: '(x'}]", "pattern: '(x'"),
    ],
)
def test_a_bad_pattern_anywhere_is_refused_with_its_place(rules: RuleFolder, old: str, new: str, at: str) -> None:
    assert rules.refuse_at(at, rules.with_(old, new)).code == "bad-pattern"


# -- finding and keeping ---


def test_a_checklist_loads_by_path_text_or_folder(rules: RuleFolder) -> None:
    path = rules.write(rules.tiny)
    first = load_checklist(path)
    for name in (str(path), "checklist.yaml", "./checklist.yaml", ".", rules.path, [path], (str(path),)):
        assert load_checklist(name) is first


def test_a_folder_may_hold_a_yml_file(rules: RuleFolder) -> None:
    rules.write(rules.tiny, "county/checklist.yml")
    assert load_checklist("county").id == "tiny"


def test_a_file_may_have_any_name(rules: RuleFolder) -> None:
    assert rules.load(rules.tiny, "本县.yaml").id == "tiny"


@pytest.mark.parametrize("name", ["zzz", "nowhere/checklist.yaml", ""])
def test_an_unknown_checklist_is_refused_with_the_known_ones(rules: RuleFolder, name: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        load_checklist(name)
    assert caught.value.what == f"no checklist {name!r}"
    assert "annual-report" in caught.value.fix
    assert "path" in caught.value.fix
    assert caught.value.code == "unknown-checklist"


def test_an_unknown_checklist_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ChecklistError) as caught:
        load_checklist("annual-reprt")
    assert caught.value.fix == "Did you mean 'annual-report'?"


def test_the_same_object_comes_back_while_nothing_changes(rules: RuleFolder) -> None:
    first = rules.load(rules.tiny)
    assert load_checklist(".") is first


def test_a_changed_file_is_read_again(rules: RuleFolder) -> None:
    first = rules.load(rules.tiny)
    second = rules.load(rules.with_("weight: 2", "weight: 7"))
    assert second is not first
    assert (first.elements[0].rule.weight, second.elements[0].rule.weight) == (2, 7)
    assert load_checklist(".") is second


def test_a_changed_include_beside_it_is_read_again(rules: RuleFolder) -> None:
    rules.write("elements:\n  - {id: rural, title: 乡村, evidence: [乡村]}\n", "more.yaml")
    rules.load(rules.tiny + "include: [more.yaml]\n")
    rules.write("elements:\n  - {id: rural, title: 乡村, weight: 7, evidence: [乡村]}\n", "more.yaml")
    assert load_checklist(".").elements[-1].rule.weight == 7


def test_a_changed_layer_of_a_list_is_read_again(rules: RuleFolder) -> None:
    rules.write(rules.tiny, "base/checklist.yaml")
    rules.write("threshold: 60\n", "county/checklist.yaml")
    assert load_checklist(["base", "county"]).threshold == 60
    rules.write("threshold: 70\n", "county/checklist.yaml")
    assert load_checklist(["base", "county"]).threshold == 70


def test_a_wrong_file_is_read_again_once_it_is_mended(rules: RuleFolder) -> None:
    rules.refuse(rules.with_("weight: 2", "weight: -2"))
    assert rules.load(rules.tiny).id == "tiny"


def test_the_digest_is_the_same_each_time(rules: RuleFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rules.load(rules.tiny)
    monkeypatch.setattr(load, "_CACHE", {})
    second = load_checklist(".")
    assert second is not first
    assert second.digest == first.digest
    assert len(first.digest) == 64


def test_the_digest_does_not_depend_on_the_folder(rules: RuleFolder) -> None:
    assert rules.load(rules.tiny, "here/a.yaml").digest == rules.load(rules.tiny, "there/b.yaml").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight: 2", "weight: 3"),
        ("驻镇律师", "驻村律师"),
        ("version: 1.2.0", "version: 1.2.1"),
        ("下一步|计划", "下一步"),
        ("threshold: 50", "threshold: 51"),
        ("执法公示", "公示执法"),
    ],
)
def test_the_digest_changes_with_the_content(rules: RuleFolder, old: str, new: str) -> None:
    assert rules.load(rules.with_(old, new)).digest != rules.load(rules.tiny).digest


def test_check_text_takes_a_path_or_a_loaded_checklist(rules: RuleFolder) -> None:
    text = "某镇人民政府2023年度法治政府建设情况报告\n镇法律顾问全年审核合同28份。\n"
    tiny = rules.load(rules.tiny)
    by_path = check_text(text, checklist=rules.path / "checklist.yaml")
    assert by_path == check_text(text, checklist=tiny)
    assert by_path["legal-counsel"].status is Status.COVERED


def test_check_text_raises_when_the_checklist_is_wrong(rules: RuleFolder) -> None:
    path = rules.write(rules.with_("weight: 2", "weight: -2"))
    with pytest.raises(ChecklistError, match=r"^checklist\.yaml:45:5: .*weight"):
        check_text("某镇报告。", checklist=path)


# -- whatever a slip of the hand makes of it ---

SLIPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["drop character", "add character", "drop line", "double line", "move line", "indent", "dedent"]
        ),
        st.integers(0, 10_000),
        st.sampled_from([*"[]{}:,-#&*!|>'\"%@`?~ \n\t$()+.^019aex法：，", "- ", "null", "true", "\n  "]),
    ),
    min_size=1,
    max_size=3,
)


def slip(text: str, what: str, at: int, added: str) -> str:
    """Return the text with one slip in it."""
    lines = text.split("\n")
    n, i = at % len(lines), at % (len(text) + 1)
    if what == "drop character":
        return text[:i] + text[i + 1 :]
    if what == "add character":
        return text[:i] + added + text[i:]
    if what == "drop line":
        del lines[n]
    elif what == "double line":
        lines.insert(n, lines[n])
    elif what == "move line":
        lines.insert((at // 7) % len(lines), lines.pop(n))
    elif what == "indent":
        lines[n] = "  " + lines[n]
    else:
        lines[n] = lines[n].removeprefix("  ")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slips") / "checklist.yaml"


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(SLIPS)
def test_a_slip_gives_a_checklist_or_a_checklist_error(
    scratch: Path, tiny: str, slips: list[tuple[str, int, str]]
) -> None:
    text = tiny
    for what, at, added in slips:
        text = slip(text, what, at, added)
    before = scratch.stat().st_mtime_ns if scratch.exists() else 0
    scratch.write_text(text, encoding="utf-8")
    os.utime(scratch, ns=(before + 10**9, before + 10**9))
    refused = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # a slip can make '[[' of a pattern's '['
        try:
            load_checklist(scratch)
        except ChecklistError as error:
            refused = error
    assert refused is None or str(refused).startswith(scratch.as_posix())
