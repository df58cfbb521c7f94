"""Mistakes in checklists that once crashed, hung or passed in silence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lawcheck import ChecklistError, load_checklist
from lawcheck.checklist.places import load_yaml

HEAD = "checklist: local\nextends: base\n"
EVIDENCE = "      - near: [$counsel, $counsel_work]\n        within: sentence\n"


@pytest.fixture
def base(rules):
    return rules.load(rules.tiny, "base/checklist.yaml")


def in_a_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


# 1 crashes and hangs
@pytest.mark.parametrize("text", ["'[' * 100_000", "'{a: ' * 100_000", "'- ' * 900_000", "'? ' * 900_000"])
def test_very_deep_yaml_is_refused_and_does_not_kill_the_process(text):
    code = (
        "from lawcheck.checklist.places import load_yaml\nfrom lawcheck import ChecklistError\n"
        f"try: load_yaml({text}, 'f')\nexcept ChecklistError: print('refused')"
    )
    done = in_a_process(code)
    assert (done.returncode, done.stdout.strip()) == (0, "refused")


def test_an_included_file_that_includes_itself_is_refused_in_time(rules):
    rules.write("include: [more.yaml]\n", "more.yaml")
    rules.write(rules.tiny + "include: [more.yaml]\n")
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\nimport lawcheck\n"
        f"try: lawcheck.load_checklist({str(rules.path)!r})\n"
        "except lawcheck.ChecklistError: print('refused')"
    )
    assert in_a_process(code).stdout.strip() == "refused"


# 2 exceptions that are no ChecklistError
@pytest.mark.parametrize("value", ["!!int abc", "!!float abc", "9" * 5000, "-" + "9" * 4301])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(ChecklistError):
        load_yaml(f"a: {value}", "f.yaml")


@pytest.mark.parametrize("entry", ["add: 5", "add: ~", "remove: 5", "remove: ~"])
def test_added_words_that_are_no_list_are_refused(rules, base, entry):
    assert rules.refuse(HEAD + f"vocab:\n  counsel: {{{entry}}}\n").where.startswith("checklist.yaml:4:")


def test_an_included_file_that_is_not_utf_8_is_refused(rules):
    rules.write(b"\xff\xfe\x00", "more.yaml")
    assert "more.yaml" in rules.refuse(rules.tiny + "include: [more.yaml]\n").where


@pytest.mark.parametrize("name", ['"a\\0b"', "a" * 300])
def test_an_include_whose_name_no_disk_takes_is_refused(rules, name):
    rules.refuse(rules.tiny + f"include: [{name}]\n")


def test_a_base_whose_name_no_disk_takes_is_refused(rules):
    rules.refuse("checklist: local\nextends: " + "x" * 300 + "\n")


@pytest.mark.parametrize("pattern", ["[[法]", "[法&&律]", "[a||b]"])
def test_a_bracket_in_a_bracket_gives_no_python_warning(rules, pattern):
    rules.load(rules.with_(EVIDENCE, f"      - pattern: '{pattern}'\n"))


# 3 silently accepted
@pytest.mark.parametrize(
    "value",
    [
        "!!python/object:os.system {}",
        "!!python/object/apply:os.system [x]",
        "!!set {x}",
        "!x [1]",
        "!x {a: 1}",
        "!!omap [a: 1]",
    ],
)
def test_a_tag_on_a_list_or_mapping_is_refused(value):
    with pytest.raises(ChecklistError, match="tag"):
        load_yaml(f"a: {value}", "f.yaml")


@pytest.mark.parametrize("name", ["legal-counsle", "disclosre"])
def test_switching_off_an_id_that_the_base_does_not_have_is_refused(rules, base, name):
    error = rules.refuse(HEAD + f"elements:\n  - {{id: {name}, off: true, reason: 无}}\n")
    assert "Did you mean" in error.fix


@pytest.mark.parametrize("entry", ["add: 律师", "add: {a: b}", "remove: 驻镇律师"])
def test_added_words_given_as_text_are_refused_and_not_taken_apart(rules, base, entry):
    rules.refuse(HEAD + f"vocab:\n  counsel: {{{entry}}}\n")


def test_removing_a_word_that_is_not_there_is_refused(rules, base):
    rules.refuse(HEAD + "vocab:\n  counsel: {remove: [法律顾門]}\n")


@pytest.mark.parametrize("key", ["words: [律师]", "not: [法律顾问室]"])
def test_add_beside_other_keys_loses_nothing_silently(rules, base, key):
    # today the other key vanishes
    try:
        local = rules.load(HEAD + f"vocab:\n  counsel: {{add: [甲], {key}}}\n")
    except ChecklistError:
        return
    concept = next(c for c in local.concepts if c.name == "$counsel")
    assert "律师" in concept.words or "法律顾问室" in concept.protect_words


@pytest.mark.parametrize(
    "expression",
    [
        "phrase: []",
        'phrase: ""',
        "phrase: ' '",
        "pattern: []",
        "cue: []",
        "list: {of: [甲]}",
        "list: {of: $counsel, at_least: 9}",
        "all: [$counsel, {heading: []}]",
        "all: [$counsel, {subject: []}]",
        "pattern: '(?=法)'",
    ],
)
def test_evidence_without_words_can_never_fire_and_is_refused(rules, expression):
    rules.refuse(rules.with_(EVIDENCE, f"      - {expression}\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("words: [镇长]", "words: [镇长]\n    kinds: [townshp]"),
        ("    patterns: ['[xX×]{2,}']", "    patterns: [x]\n    element: legal-counsle"),
        ("id: county-department", "id: township"),
        ("    sample: 下一步计划", "    sample: 下一步计划\n  - role: plan\n    headings: [打算]"),
        ("words: [镇长]", "words: []"),
        ("  counsel: [", "  unused: {patterns: ['(法']}\n  counsel: ["),
        ("threshold: 50", "threshold: true"),
        ("threshold: 50", 'threshold: "50"'),
        ("credits: {weak: 0.4}", "credits: {weak: '0.2'}"),
        ('valid_from: "2016"', "valid_from: 2021-13-45"),
        ("    patterns: ['[xX×]{2,}']", "    patterns: [x]\n    off: true"),
        (EVIDENCE, "      - clause: {min: '6'}\n"),
    ],
)
def test_a_wrong_value_is_not_passed_over(rules, old, new):
    rules.refuse(rules.with_(old, new))


@pytest.mark.parametrize("pattern", [r"(\p{Han}+)+x", "(?>(法+)+)x"])
def test_a_repeat_of_a_repeat_is_seen_in_regex_s_own_dialect(rules, pattern):
    rules.refuse(rules.with_(EVIDENCE, f"      - pattern: '{pattern}'\n"))


def test_an_id_that_stands_twice_in_one_layer_is_refused(rules, base):
    item = "  - {id: rural, title: 乡村, evidence: [乡村]}\n"
    rules.refuse(HEAD + "elements:\n" + item + item)


# 4 refused although right
def test_valid_to_a_year_reaches_to_its_end(rules):
    rules.load(rules.with_('valid_from: "2016"', 'valid_from: 2021-06-01\nvalid_to: "2021"'))


def test_a_newer_checklist_with_a_new_key_names_the_version_and_not_the_key(rules):
    text = rules.with_("min_engine: 0.1.0", "min_engine: 9.0.0\nnew_key: 1")
    assert rules.refuse(text).code == "old-engine"


# 5 stale cache
@pytest.mark.parametrize(
    ("main", "other", "before", "after"),
    [
        ("checklist: local\nextends: ../base\n", "base/checklist.yaml", None, None),
        (None, "local/parts/more.yaml", "valid_to: '2030'\n", "valid_to: '2040'\n"),
        (None, "local/parts/more.txt", "valid_to: '2030'\n", "valid_to: '2040'\n"),
    ],
)
def test_a_changed_file_further_off_is_read_again(rules, main, other, before, after):
    name = other.removeprefix("local/")
    rules.write(before or rules.tiny, other)
    first = rules.load(main or rules.tiny + f"include: [{name}]\n", "local/checklist.yaml")
    rules.write(after or rules.with_("threshold: 50", "threshold: 60"), other)
    assert load_checklist("local/checklist.yaml") is not first


# 6 places
@pytest.mark.parametrize(
    "line", ["threshold: 900", "credits: 5", "min_engine: 9.0.0", "elements: ~", "vocab: [x]", "title: {en: x}"]
)
def test_a_layer_s_wrong_value_is_blamed_on_the_layer(rules, base, line):
    assert rules.refuse(HEAD + line + "\n").where == "checklist.yaml:3:1"


def test_a_bad_pattern_in_a_cue_has_its_place(rules):
    error = rules.refuse(rules.tiny + "cues:\n  - {modality: planned, patterns: ['(拟']}\n")
    assert error.where.split(":")[1] == "74"


def test_a_bad_pattern_of_the_vocabulary_has_its_place_there(rules):
    error = rules.refuse(rules.with_("counsel: [法律顾问, 驻镇律师]", "counsel: {patterns: ['(法']}"))
    assert error.where.startswith("checklist.yaml:35:")


def test_an_alias_is_refused_where_it_stands(rules):
    with pytest.raises(ChecklistError) as caught:
        load_yaml("a: &x [1]\nb: *x\n", "f.yaml")
    assert caught.value.where == "f.yaml:2:4"


@pytest.mark.parametrize("text", ["", "- a\n", "a: \x01\n"])
def test_an_error_of_a_whole_file_has_line_and_column_too(rules, text):
    assert rules.refuse(text).where.count(":") == 2


def test_a_circle_is_refused_at_the_extends_that_closes_it(rules):
    rules.write("checklist: b\nextends: a.yaml\n", "b.yaml")
    assert rules.refuse("checklist: a\nextends: b.yaml\n", "a.yaml").where == "b.yaml:2:1"


def test_paths_of_base_files_are_shown_from_the_working_folder_too(rules):
    rules.write(rules.with_("weight: 2", "weight: -2"), "base/checklist.yaml")
    assert rules.refuse(HEAD).where == "base/checklist.yaml:45:5"


# 7 words
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$counsel_work]", "$counsel_wrok]"),
        ("    title: {zh: 法律顾问, en: Legal counsel}\n", ""),
        (EVIDENCE, "      - heading: 法治\n"),
        ("min_engine: 0.1.0", "min_engine: 9.0.0"),
        (EVIDENCE, "      - a: b: c\n"),
    ],
)
def test_what_is_wrong_ends_with_a_full_stop_before_the_fix(rules, old, new):
    error = rules.refuse(rules.with_(old, new))
    assert str(error).removesuffix(error.fix).rstrip().endswith(".")


def test_a_changed_id_in_a_layer_suggests_the_nearest(rules, base):
    error = rules.refuse(HEAD + "elements:\n  - {id: legal-counsle, weight: 3}\n")
    assert "'legal-counsel'" in error.fix


def test_included_files_are_among_the_sources(rules):
    rules.write("valid_to: '2030'\n", "more.yaml")
    assert any(s.endswith("more.yaml") for s in rules.load(rules.tiny + "include: [more.yaml]\n").sources)
