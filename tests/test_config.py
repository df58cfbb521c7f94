from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from lawcheck.cli.main import main
from lawcheck.config import DEFAULTS, find_config
from lawcheck.errors import UsageError
from lawcheck.settings import config_schema

REPORT = "清溪镇2023年法治政府建设年度情况报告\n一、主要举措\n2023年，镇政府聘请法律顾问2名，审核合同28份。\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("towns/a.txt", "bureaus/b.txt", "bureaus/deep/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str, name: str = "lawcheck.yaml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict]:
    main(["check", *arguments, "--format", "json"])
    return {report["path"]: report for report in json.loads(capsys.readouterr().out)["reports"]}


def test_settings_are_found_from_the_working_folder_upward(folder, monkeypatch, capsys):
    write(folder, "kind: subdistrict\nyear: 2020\n")
    monkeypatch.chdir(folder / "bureaus" / "deep")
    report = checked(capsys, "c.txt")["c.txt"]
    assert (report["kind"], report["year"]) == ("subdistrict", 2020)


def test_the_command_line_wins(folder, capsys):
    write(folder, "kind: subdistrict\nfail_under: 90\n")
    report = checked(capsys, "towns", "--kind", "township", "--fail-under", "10")["towns/a.txt"]
    assert (report["kind"], report["threshold"]) == ("township", 10)


def test_overrides_hold_for_their_paths_and_the_later_one_wins(folder, capsys):
    write(
        folder,
        "fail_under: 50\noverrides:\n"
        "  - {paths: 'bureaus/**', kind: county-department, fail_under: 70}\n"
        "  - {paths: ['bureaus/deep/*'], fail_under: 80}\n",
    )
    reports = checked(capsys, ".", "--jobs", "1")
    assert {path: (r["kind"], r["threshold"]) for path, r in reports.items()} == {
        "towns/a.txt": ("township", 50),
        "bureaus/b.txt": ("county-department", 70),
        "bureaus/deep/c.txt": ("county-department", 80),
    }


def test_worker_processes_hear_of_overrides(folder, capsys):
    for at in range(40):
        (folder / "bureaus" / f"{at}.txt").write_text(REPORT, encoding="utf-8")
    write(folder, "overrides: [{paths: 'bureaus/**', kind: county-department}]\n")
    assert {r["kind"] for r in checked(capsys, "bureaus", "--jobs", "2").values()} == {"county-department"}


def test_what_holds_for_one_report_holds_for_every_command_that_reads_it(folder, capsys):
    write(
        folder,
        "kind: township\nfail_under: 33\noverrides: [{paths: 'bureaus/**', kind: county-department, fail_under: 77}]\n",
    )
    assert main(["baseline", ".", "-o", "base.json", "--jobs", "1"]) == 0
    code = main(["check", ".", "--baseline", "base.json", "--format", "json", "--jobs", "1"])
    reports = json.loads(capsys.readouterr().out)["reports"]
    assert code == 0  # judged as the same kinds both times
    assert {r["path"]: r["kind"] for r in reports}["bureaus/b.txt"] == "county-department"
    for path, threshold in (("towns/a.txt", "33"), ("bureaus/b.txt", "77")):
        assert main(["annotate", path, "-o", "out.docx"]) == 0
        card = checked(capsys, path)[path]
        assert f"{card['threshold']:g}" == threshold
        assert main(["letter", path, "-o", "letter.md"]) == 0
        passed = "，通过" in (folder / "letter.md").read_text(encoding="utf-8")
        assert passed == card["passed"]


def test_a_folder_of_letters_follows_what_is_said_of_its_paths(folder, capsys):
    write(folder, "kind: township\noverrides: [{paths: 'bureaus/**', kind: county-department}]\n")
    assert main(["letter", ".", "-o", "letters"]) == 0
    town, bureau = (
        (folder / "letters" / name).read_text(encoding="utf-8") for name in ("towns_a.md", "bureaus_b.md")
    )
    assert town != bureau


def test_an_outline_takes_kind_and_year_from_the_settings(folder, capsys):
    write(folder, "kind: county-department\n")
    assert main(["template", "--year", "2023"]) == 0
    bureau = capsys.readouterr().out
    assert main(["template", "--year", "2023", "--kind", "township"]) == 0
    assert capsys.readouterr().out != bureau


def test_pyproject_is_read_where_there_is_no_file_of_our_own(folder, capsys):
    write(folder, "[tool.lawcheck]\nkind = 'subdistrict'\n", "pyproject.toml")
    assert checked(capsys, "towns")["towns/a.txt"]["kind"] == "subdistrict"
    write(folder, "kind: township\n")
    assert checked(capsys, "towns")["towns/a.txt"]["kind"] == "township"


def test_a_pyproject_that_says_nothing_of_lawcheck_is_passed_over(folder, monkeypatch):
    write(folder, "year: 2019\n")
    write(folder / "towns", "[tool.other]\nx = 1\n", "pyproject.toml")
    assert find_config(folder / "towns").values["year"] == 2019


def test_a_checklist_is_meant_from_the_folder_of_the_settings(folder, monkeypatch, capsys):
    write(
        folder,
        "checklist: ours\nversion: 1.0.0\ntitle: 本县\nextends: annual-report\nelements: [{id: legal-counsel, level: statutory}]\n",
        "ours.yaml",
    )
    write(folder, "checklist: ours.yaml\n")
    monkeypatch.chdir(folder / "towns")
    assert checked(capsys, "a.txt")["a.txt"]["checklist"]["id"] == "ours"


def test_format_and_output_may_be_settings(folder, capsys):
    write(folder, "format: junit\noutput: out.xml\nlang: en\n")
    assert main(["check", "towns"]) == 1
    assert capsys.readouterr().out == ""
    assert "<testsuites" in (folder / "out.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("yaer: 2020\n", "lawcheck.yaml:1:1", "Did you mean 'year'?"),
        ("lang: de\n", "lawcheck.yaml:1:1", "lang"),
        ("a: 1\nb: [\n", "lawcheck.yaml:", "YAML"),
        ("- 1\n", "lawcheck.yaml:1:1", "keys"),
        ("overrides:\n  - {paths: a, knid: township}\n", "lawcheck.yaml:2:", "Did you mean 'kind'?"),
        ("limits: {pagess: 3}\n", "lawcheck.yaml:1:1", "pagess"),
        ("fail_under: 300\n", "lawcheck.yaml:1:1", "100"),
    ],
)
def test_a_wrong_setting_stops_the_run_with_its_place(folder, text, where, told, capsys):
    write(folder, text)
    assert main(["check", "towns"]) == 2
    error = capsys.readouterr().err
    assert where in error
    assert told in error


def test_a_wrong_setting_in_pyproject_names_the_table(folder):
    write(folder, "[tool.lawcheck]\nyaer = 1\n", "pyproject.toml")
    with pytest.raises(UsageError, match=r"pyproject\.toml \[tool\.lawcheck\]"):
        find_config(folder)


def test_config_prints_every_value_with_its_origin(folder, capsys):
    write(folder, "year: 2023\nfail_under: 70\n")
    assert main(["config"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["year", "2023", "lawcheck.yaml:1:1"] for line in lines)
    assert any(line.split() == ["fail_under", "70.0", "lawcheck.yaml:2:1"] for line in lines)
    assert any(line.split() == ["jobs", "0", "默认"] for line in lines)
    assert main(["config", "--lang", "en"]) == 0
    assert any(line.split() == ["jobs", "0", "default"] for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_file_that_says_nothing_sets_nothing(folder, text):
    write(folder, text)
    assert find_config(folder).values == DEFAULTS


def test_the_schema_admits_what_is_read(folder, capsys):
    assert main(["config", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == config_schema()
    good = "checklist: annual-report\nlimits: {pages: 900}\noverrides: [{paths: 'a/*', kind: township}]\n"
    jsonschema.validate(yaml.safe_load(good), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"yaer": 1}, schema)
