"""A checklist from the cache is the checklist: same rules, same verdicts, never an old one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import lawcheck
from lawcheck import cache
from lawcheck.checklist import head_of, load, load_checklist, packs, stored
from lawcheck.checklist.packs import built_in

OURS = "checklist: ours\nversion: {version}\ntitle: 本县\nextends: gov-info-disclosure\n"
BRIEF = "gov-info-disclosure"
"""The shorter of the built-in checklists: it is compiled in a moment."""

REPORT = "清溪镇2023年法治政府建设年度情况报告\n一、主要举措\n2023年，镇政府聘请法律顾问2名，审核合同28份。\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "_CACHE", {})
    (tmp_path / "ours.yaml").write_text(OURS.format(version="1.0.0"), encoding="utf-8")
    return tmp_path


def again(monkeypatch: pytest.MonkeyPatch, *names: str) -> lawcheck.Checklist:
    """Load as another process would."""
    monkeypatch.setattr(load, "_CACHE", {})
    return load_checklist(list(names))


@pytest.mark.parametrize("name", sorted(built_in()))
def test_it_is_the_same_checklist(folder, monkeypatch, name):
    first = load_checklist(name)
    monkeypatch.setattr(load, "_compile", None)  # not needed any more
    second = again(monkeypatch, name)
    assert second is not first
    for part in ("id", "version", "digest", "credits", "roles", "cues", "actors", "basis", "off", "sources"):
        assert getattr(second, part) == getattr(first, part)
    assert second.elements == first.elements
    patterns = [
        [(p.source, p.needs) for c in checklist.concepts for p in (*c.patterns, *c.protect_patterns)]
        for checklist in (first, second)
    ]
    assert patterns[0] == patterns[1]
    assert lawcheck.check_text(REPORT, checklist=first) == lawcheck.check_text(REPORT, checklist=second)


def test_a_file_that_changed_is_compiled_again(folder, monkeypatch):
    assert load_checklist("ours.yaml").version == "1.0.0"
    assert again(monkeypatch, "ours.yaml").version == "1.0.0"
    (folder / "ours.yaml").write_text(OURS.format(version="2.0.0"), encoding="utf-8")
    assert again(monkeypatch, "ours.yaml").version == "2.0.0"


def test_a_file_that_became_wrong_is_refused(folder, monkeypatch):
    load_checklist("ours.yaml")
    (folder / "ours.yaml").write_text(OURS.format(version="1.0.0") + "elemnts: []\n", encoding="utf-8")
    with pytest.raises(lawcheck.ChecklistError, match="elemnts"):
        again(monkeypatch, "ours.yaml")


def test_places_are_told_from_the_working_folder(folder, monkeypatch):
    (folder / "below").mkdir()
    own = OURS.format(version="1.0.0") + (
        "elements:\n  - {id: mine, title: 我的, asks: 有没有, advice: 写明, evidence: [某事], marks: [{number: any}]}\n"
    )
    (folder / "ours.yaml").write_text(own, encoding="utf-8")
    seen = []
    for at in (folder, folder / "below", folder):
        monkeypatch.chdir(at)
        checklist = again(monkeypatch, str(folder / "ours.yaml"))
        seen.append(next(leaf for leaf in checklist.leaves if leaf.id == "mine").branches[0].where)
    assert seen[0] == seen[2] == "ours.yaml:6:61"
    assert seen[1] == f"{folder.as_posix()}/ours.yaml:6:61"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]\n[]",
        b'{"sources": []}\n',
        b'{"sources": []}\n[]',
        b'{"sources": []}\n[1]',
        b'{"sources": []}\n[[15, 0]]',
        b'{"sources": []}\n[[99]]',
        b'{"sources": []}\n[[]]',
        b'{"sources": [["/nowhere", "x"]]}\n[1]',
        b"\xff",
    ],
)
def test_an_entry_that_is_none_is_compiled_again(folder, monkeypatch, data):
    load_checklist("ours.yaml")
    for path in (folder / "cache" / stored.KIND).iterdir():
        cache.store(stored.KIND, path.name, data)
    assert again(monkeypatch, "ours.yaml").version == "1.0.0"


def test_an_entry_is_data_and_small(folder):
    load_checklist("annual-report")
    (path,) = (folder / "cache" / stored.KIND).iterdir()
    _, _, data = path.read_bytes().partition(b"\n")
    head, table = data.split(b"\n")
    assert set(json.loads(head)) == {"lawcheck", "id", "version", "digest", "sources"}
    assert isinstance(json.loads(table), list)
    assert len(data) < 2_000_000


def test_its_name_is_known_without_loading_it(folder, monkeypatch):
    checklist = load_checklist("ours.yaml")
    told = ("ours", "1.0.0", checklist.digest)
    assert head_of("ours.yaml") == told
    monkeypatch.setattr(load, "_CACHE", {})
    with monkeypatch.context() as patch:
        patch.setattr(load, "_load", None)
        assert head_of("ours.yaml") == told
    (folder / "ours.yaml").write_text(OURS.format(version="2.0.0"), encoding="utf-8")
    assert head_of("ours.yaml")[1] == "2.0.0"
    (folder / "ours.yaml").write_text("checklist: [", encoding="utf-8")
    with pytest.raises(lawcheck.ChecklistError):
        head_of("ours.yaml")


def test_a_run_with_a_stored_checklist_needs_no_compiler(folder):
    (folder / "甲.txt").write_text(REPORT, encoding="utf-8")
    program = (
        "import sys; from lawcheck.cli.main import main; main(['check', '甲.txt', '-o', 'out.txt']);"
        "print(*sorted(sys.modules))"
    )
    loaded = []
    for _ in range(2):
        out = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        loaded.append(set(out.stdout.split()))
    assert "pydantic" in loaded[0]
    assert not loaded[1] & {"pydantic", "lawcheck.checklist.compile", "lawcheck.settings"}


# -- what the wheel brings


@pytest.fixture
def wheel(folder, monkeypatch):
    """Rules as they stand in a wheel, and no cache beside them."""
    own, entry = packs.rules_folder(), stored.shipped(BRIEF)
    rules = folder / "site-packages" / "rules"
    shutil.copytree(own, rules)
    (rules / stored.SHIPPED).mkdir()
    (rules / stored.SHIPPED / f"{BRIEF}.json").write_bytes(entry)
    monkeypatch.setenv(cache.VARIABLE, "off")
    for module in (packs, stored):
        monkeypatch.setattr(module, "rules_folder", lambda: rules)
    return rules


@pytest.mark.parametrize("inside", ["", "site-packages", "site-packages/rules"])
def test_the_wheel_brings_the_checklist_with_its_places(wheel, folder, monkeypatch, inside):
    monkeypatch.chdir(folder / inside)
    with monkeypatch.context() as patch:
        patch.setattr(load, "_compile", None)
        brought = again(monkeypatch, BRIEF)
    (wheel / stored.SHIPPED / f"{BRIEF}.json").unlink()
    made = again(monkeypatch, BRIEF)
    assert brought is not made
    assert brought.elements == made.elements
    assert brought.sources == made.sources
    assert brought.digest == made.digest
    assert str(folder).encode() not in stored.shipped(BRIEF)


@pytest.mark.parametrize(
    "change", [lambda d: d[: len(d) // 2], lambda d: d.replace(b'"lawcheck":"', b'"lawcheck":"9.')]
)
def test_what_the_wheel_brings_is_passed_over_when_it_does_not_fit(wheel, monkeypatch, change):
    path = wheel / stored.SHIPPED / f"{BRIEF}.json"
    path.write_bytes(change(path.read_bytes()))
    assert again(monkeypatch, BRIEF).id == BRIEF


def test_rules_that_were_edited_in_place_are_compiled(wheel, monkeypatch):
    path = wheel / BRIEF / "checklist.yaml"
    text = path.read_text(encoding="utf-8")
    assert again(monkeypatch, BRIEF).version in text
    path.write_text(re.sub(r"(?m)^version: .*$", "version: 7.7.7", text), encoding="utf-8")
    assert again(monkeypatch, BRIEF).version == "7.7.7"
