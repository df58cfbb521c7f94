"""Baselines and waivers: only what is new keeps a report from passing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lawcheck.cli.main import main

SEED = next((Path(__file__).parents[2] / "seeds").glob("003*.txt"))
WAIVER = "waivers:\n  - {element: causes, document: 'reports/*', reason: 县里统一分析, signer: 王某, expires: %s}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲.txt").write_bytes(SEED.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict, str]:
    code = main(["check", "reports", "--format", "json", *arguments])
    out = capsys.readouterr()
    return code, json.loads(out.out)["reports"][0] if out.out else {}, out.err


def test_what_is_in_the_baseline_is_no_problem_any_more(folder, capsys):
    assert checked(capsys)[0] == 1
    assert main(["baseline", "reports", "-o", "base.json"]) == 0
    code, report, _ = checked(capsys, "--baseline", "base.json")
    assert code == 0
    assert report["passed"]
    assert report["score"] == 47.0  # the score itself is not made up
    assert {known["rule"] for known in report["accepted"]} >= {"causes", "legal-counsel"}


def test_only_what_is_new_is_reported(folder, capsys):
    main(["baseline", "reports", "-o", "base.json"])
    path = folder / "reports" / "甲.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("一、依法全面", "xx镇概况。\n一、依法全面", 1), encoding="utf-8")
    assert main(["check", "reports", "--format", "github", "--baseline", "base.json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert "xx" in lines[0]


def test_lines_inserted_above_change_nothing(folder, capsys):
    main(["baseline", "reports", "-o", "base.json"])
    path = folder / "reports" / "甲.txt"
    path.write_text("\n\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert checked(capsys, "--baseline", "base.json")[0] == 0


def test_a_score_below_that_of_the_baseline_does_not_pass(folder, capsys):
    main(["baseline", "reports", "-o", "base.json"])
    data = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    data["reports"][0]["score"] = 50.0
    (folder / "base.json").write_text(json.dumps(data), encoding="utf-8")
    assert checked(capsys, "--baseline", "base.json")[0] == 1


def test_another_report_gains_nothing_from_the_baseline(folder, capsys):
    main(["baseline", "reports", "-o", "base.json"])
    (folder / "reports" / "甲.txt").rename(folder / "reports" / "乙.txt")
    code, report, _ = checked(capsys, "--baseline", "base.json")
    assert code == 1
    assert report["accepted"] == []


def test_a_baseline_is_the_same_each_time_and_made_of_what_can_be_read(folder, capsys):
    (folder / "reports" / "空.txt").write_bytes(b"")
    assert main(["baseline", "reports", "-o", "a.json"]) == 2
    assert "空.txt" in capsys.readouterr().err
    main(["baseline", "reports", "-o", "b.json"])
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()
    assert [r["path"] for r in json.loads((folder / "a.json").read_text(encoding="utf-8"))["reports"]] == [
        "reports/甲.txt"
    ]


def test_a_waiver_names_who_signed_and_until_when(folder, capsys):
    (folder / "w.yaml").write_text(WAIVER % "2999-12-31", encoding="utf-8")
    code, report, err = checked(capsys, "--waivers", "w.yaml", "--fail-under", "40")
    assert code == 0
    assert err == ""
    assert report["accepted"] == [
        {
            **report["accepted"][0],
            "rule": "causes",
            "reason": "县里统一分析",
            "signer": "王某",
            "expires": "2999-12-31",
        }
    ]
    main(["check", "reports", "--waivers", "w.yaml"])
    assert "不足的原因：县里统一分析（王某，有效期至 2999-12-31）" in capsys.readouterr().out


def test_an_expired_waiver_holds_no_more_and_is_told(folder, capsys):
    (folder / "w.yaml").write_text(WAIVER % "2020-01-01", encoding="utf-8")
    code, report, err = checked(capsys, "--waivers", "w.yaml", "--fail-under", "40")
    assert code == 1
    assert report["accepted"] == []
    assert "w.yaml:2:" in err
    assert "2020-01-01" in err


@pytest.mark.parametrize(
    "text",
    [
        WAIVER.replace("causes", "measures") % "2999-12-31",
        WAIVER.replace("reports/*", "other/*") % "2999-12-31",
        (WAIVER % "2999-12-31").replace("signer", "quote: 没有这样的话, signer"),
    ],
)
def test_a_waiver_of_no_use_is_told(folder, capsys, text):
    (folder / "w.yaml").write_text(text, encoding="utf-8")
    _, report, err = checked(capsys, "--waivers", "w.yaml")
    assert report["accepted"] == []
    assert "没有用到" in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("waivers: [{element: causes}]\n", "w.yaml:1:"),
        (WAIVER % "soon", "expires"),
        ((WAIVER % "2999-12-31").replace("signer", "singer"), "Did you mean 'signer'?"),
        ("waivers: [\n", "w.yaml:"),
        ("", "w.yaml:1:1"),
    ],
)
def test_a_malformed_waiver_stops_the_run(folder, capsys, text, told):
    (folder / "w.yaml").write_text(text, encoding="utf-8")
    code, report, err = checked(capsys, "--waivers", "w.yaml")
    assert (code, report) == (2, {})
    assert told in err


@pytest.mark.parametrize("text", ["{}", "[]", "no json", '{"schema": "lawcheck-baseline/1", "reports": [{}]}'])
def test_what_is_no_baseline_stops_the_run(folder, capsys, text):
    (folder / "base.json").write_text(text, encoding="utf-8")
    code, report, err = checked(capsys, "--baseline", "base.json")
    assert (code, report) == (2, {})
    assert "base.json" in err


@pytest.mark.parametrize(
    ("option", "name", "lang", "told"),
    [
        ("--baseline", "base.json", "zh", "打不开"),
        ("--baseline", "base.json", "en", "cannot be read"),
        ("--waivers", "w.yaml", "en", "cannot be read"),
    ],
)
def test_a_file_that_is_not_there_is_said_to_be_unreadable(folder, capsys, option, name, lang, told):
    code, report, err = checked(capsys, option, name, "--lang", lang)
    assert (code, report) == (2, {})
    assert name in err
    assert told in err


@pytest.mark.parametrize("text", ["", "# none yet\n"])
def test_a_file_without_waivers_is_not_taken_for_a_checklist(folder, capsys, text):
    (folder / "w.yaml").write_text(text, encoding="utf-8")
    code, _, err = checked(capsys, "--waivers", "w.yaml")
    assert code == 2
    assert "'waivers' is missing" in err


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有用到"), ("en", "of no use")])
def test_a_waiver_of_no_use_is_told_in_the_language_asked_for(folder, capsys, lang, told):
    text = WAIVER % "2999-12-31"
    (folder / "w.yaml").write_text(text.replace("causes", "measures"), encoding="utf-8")
    assert told in checked(capsys, "--waivers", "w.yaml", "--lang", lang)[2]


def test_both_may_stand_in_the_settings(folder, capsys, monkeypatch):
    main(["baseline", "reports", "-o", "base.json"])
    (folder / "lawcheck.yaml").write_text("baseline: base.json\n", encoding="utf-8")
    assert checked(capsys)[0] == 0
