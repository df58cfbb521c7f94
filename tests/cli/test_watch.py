"""``check --watch``: what was saved is checked again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lawcheck.cli import watch
from lawcheck.cli.main import main

BAD = "清溪镇2023年法治政府建设年度情况报告\n一、主要举措\n2023年，镇政府聘请法律顾问2名，审核合同28份。\n"
Step = Callable[[], object]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲.txt").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def saving(monkeypatch):
    """Run a watch during which the user does one step after the other, then interrupts."""

    def run(*arguments: str, steps: list[Step]) -> int:
        left = [step for each in steps for step in (each, lambda: None)]

        def pause() -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        command = watch.watch_command
        monkeypatch.setattr(watch, "watch_command", partial(command, pause=pause))
        return main(["check", *arguments, "--watch"])

    return run


def write(path: Path, text: str) -> Step:
    return lambda: path.write_text(text, encoding="utf-8")


def test_a_saved_report_is_checked_again_and_the_last_verdict_is_the_exit_code(folder, saving, capsys):
    report = folder / "reports" / "甲.txt"
    code = saving("reports", "--format", "jsonl", steps=[write(report, "")])
    out = capsys.readouterr()
    assert code == 2  # empty now
    assert len(out.out.splitlines()) == 2
    assert "有改动，重新检查：reports/甲.txt" in out.err


def test_a_report_that_is_new_in_the_folder_is_checked(folder, saving, capsys):
    saving("reports", "--format", "jsonl", steps=[write(folder / "reports" / "乙.txt", BAD)])
    paths = [line.split('"path":')[1].split('"')[1] for line in capsys.readouterr().out.splitlines()]
    assert paths == ["reports/甲.txt", "reports/乙.txt", "reports/甲.txt"]


def test_what_did_not_change_is_not_checked_again(folder, saving, capsys):
    saving("reports", "--format", "jsonl", steps=[lambda: None, lambda: None])
    assert capsys.readouterr().out.count("\n") == 1


def test_the_file_that_is_written_starts_no_run_of_its_own(folder, saving, capsys):
    saving("reports", "--format", "html", "-o", "reports/out.html", steps=[lambda: None, lambda: None])
    assert "有改动" not in capsys.readouterr().err


def test_a_rule_that_is_broken_and_mended_again_is_followed(folder, saving, capsys):
    good = "checklist: ours\nversion: 1.0.0\ntitle: 本县\nextends: annual-report\n"
    rules = folder / "ours.yaml"
    rules.write_text(good, encoding="utf-8")
    steps = [write(rules, good + "elemnts: []\n"), write(rules, good.replace("1.0.0", "1.1.0"))]
    code = saving("reports", "--checklist", "ours.yaml", "--format", "jsonl", "--lang", "en", steps=steps)
    out = capsys.readouterr()
    assert code == 1
    assert [('"1.0.0"' in line, '"1.1.0"' in line) for line in out.out.splitlines()] == [
        (True, False),
        (False, True),
    ]
    assert "unknown key 'elemnts'" in out.err
    assert out.err.count("Changed, checking again: ours.yaml") == 2


def test_settings_are_followed_too(folder, saving, capsys):
    saving("reports", "--format", "jsonl", steps=[write(folder / "lawcheck.yaml", "year: 2020\n")])
    assert [('"year":2020' in line.replace(" ", "")) for line in capsys.readouterr().out.splitlines()] == [
        False,
        True,
    ]


def test_standard_input_cannot_be_watched(folder, capsys):
    assert main(["check", "-", "--watch"]) == 2
    assert "--watch" in capsys.readouterr().err
