"""A small complete checklist, and a folder to break it in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lawcheck import Checklist, ChecklistError, load_checklist

TINY = r"""checklist: tiny
version: 1.2.0
title: {zh: 小清单, en: Tiny list}
min_engine: 0.1.0
valid_from: "2016"
threshold: 50
credits: {weak: 0.4}
kinds:
  - id: township
    title: {zh: 乡镇, en: township}
    names: '[\u4e00-\u9fff]{1,20}(镇|乡)(人民政府)?$'
    selves: '我[镇乡]|本[镇乡]'
  - id: county-department
    title: {zh: 部门, en: department}
    names: '[\u4e00-\u9fff]{1,20}局$'
    selves: '我局|本局'
identity:
  title: '^[^。]{0,40}法治[^。]{0,30}报告$'
  body: '^[^，。；]{2,40}?(?=20[0-9]{2}|关于)'
  formula: '现将[^。；]{2,40}报告如下'
  default_kind: township
sections:
  - role: plan
    headings: ['下一步|计划']
    sample: 下一步计划
actors:
  leader:
    principal: true
    words: [镇长]
basis:
  ducha-2019:
    title: {zh: 督察工作规定, en: Provisions on inspection}
    date: 2019-04-15
vocab:
  counsel: [法律顾问, 驻镇律师]
  counsel_work:
    words: [审核, 审查]
    not: [审查起诉]
elements:
  - id: legal-counsel
    title: {zh: 法律顾问, en: Legal counsel}
    level: statutory
    basis: [ducha-2019]
    years: {from: 2016}
    weight: 2
    needs: 1
    evidence:
      - near: [$counsel, $counsel_work]
        within: sentence
      - gives: weak
        phrase: $counsel
  - id: enforcement
    title: {zh: 行政执法, en: Enforcement}
    weight: 3
    umbrella:
      - phrase: [三项制度]
    parts:
      - id: disclosure
        title: {zh: 公示, en: Disclosure}
        evidence:
          - phrase: [执法公示]
      - id: recording
        title: {zh: 记录, en: Recording}
        evidence:
          - phrase: [全过程记录]
integrity:
  - id: placeholder
    check: pattern
    severity: error
    title: {zh: 占位符, en: Placeholder}
    message: {zh: "“{quote}”没有填写。", en: "“{quote}” was not filled in."}
    patterns: ['[xX×]{2,}']
"""

SHAPE = re.compile(r"[^\n:]+:[1-9]\d*:[1-9]\d*: \S.*", re.DOTALL)


class RuleFolder:
    """A working folder for checklists; paths in messages are seen from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tiny = TINY

    def write(self, text: str | bytes, name: str = "checklist.yaml") -> Path:
        """Write a file and give it a later time than it had, however coarse the clock of the disk is."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        if before:
            os.utime(path, ns=(before + 10**9, before + 10**9))
        return path

    def with_(self, old: str, new: str) -> str:
        """Return the tiny checklist with one place changed."""
        assert self.tiny.count(old) >= 1, f"{old!r} is not in the tiny checklist"
        return self.tiny.replace(old, new, 1)

    def load(self, text: str, name: str = "checklist.yaml") -> Checklist:
        """Write and load a checklist."""
        return load_checklist(self.write(text, name))

    def refuse(self, text: str | bytes | None = None, name: str = "checklist.yaml") -> ChecklistError:
        """Write a checklist (or take what was written before), see it refused, and return the error."""
        path = self.path / name if text is None else self.write(text, name)
        with pytest.raises(ChecklistError) as caught:
            load_checklist(path)
        error = caught.value
        assert str(error).startswith(f"{error.where}: {error.what}")
        assert str(error).endswith(error.fix)
        return error

    def refuse_at(self, at: str, text: str | None = None, name: str = "checklist.yaml") -> ChecklistError:
        """As ``refuse``, and the error names the line and column where the words ``at`` first stand."""
        error = self.refuse(text, name)
        assert SHAPE.fullmatch(str(error)), str(error)
        assert error.where == self.place(at, name), str(error)
        return error

    def place(self, words: str, name: str = "checklist.yaml") -> str:
        """Return ``file:line:column`` of the first occurrence of some words in a written file."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert words in text, f"{words!r} is not in {name}"
        before = text[: text.index(words)]
        return f"{name}:{before.count(chr(10)) + 1}:{len(before) - (before.rfind(chr(10)) + 1) + 1}"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleFolder:
    monkeypatch.chdir(tmp_path)
    return RuleFolder(tmp_path)


@pytest.fixture(scope="session")
def tiny() -> str:
    return TINY
