"""What people who had never seen the command did, and what it must answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import lawcheck
from lawcheck.cli.main import main

ROOT = Path(__file__).parents[2]
SEED = next((ROOT / "seeds").glob("003*.txt"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="files of a POSIX system")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "甲.txt").write_bytes(SEED.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- what is written, and where


@pytest.mark.parametrize(
    "command",
    [
        ("check", "甲.txt", "-o", "甲.txt"),
        ("check", ".", "-o", "./甲.txt"),
        ("letter", "甲.txt", "-o", "甲.txt"),
        ("annotate", "甲.txt", "-o", "甲.txt"),
        ("baseline", "甲.txt", "-o", "甲.txt"),
    ],
)
def test_a_report_is_never_written_over(folder, capsys, command):
    assert main(list(command)) == 2
    assert "覆盖" in capsys.readouterr().err
    assert (folder / "甲.txt").read_bytes() == SEED.read_bytes()


@posix
def test_a_link_stays_a_link_and_what_it_names_is_written(folder):
    (folder / "real.json").write_text("", encoding="utf-8")
    (folder / "link.json").symlink_to("real.json")
    assert main(["check", "甲.txt", "-o", "link.json"]) == 1
    assert (folder / "link.json").is_symlink()
    assert (folder / "real.json").stat().st_size > 1000


@posix
@pytest.mark.parametrize("more", [(), ("--format", "jsonl", "--resume")])
def test_a_pipe_stays_a_pipe(folder, more):
    """As a device would: not tried on /dev/null itself, which a slip would take from the machine."""
    os.mkfifo(folder / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()), daemon=True)
    reader.start()
    code = main(["check", "甲.txt", "-o", "pipe", *more])
    assert (folder / "pipe").is_fifo()
    assert code == (2 if more else 1)
    if not more:
        reader.join(10)
        assert len(read[0]) > 1000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(
    "command",
    [
        ["check", "甲.txt"],
        ["check", "甲.txt", "--format", "json"],
        ["letter", "甲.txt"],
        ["config"],
        ["rules", "list"],
    ],
)
def test_a_full_disk_on_standard_output_is_no_verdict(folder, command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lawcheck", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("o.html", b"<!DOCTYPE"),
        ("o.json", b"{"),
        ("o.csv", b"\xef\xbb\xbf"),
        ("o.md", b"## "),
        ("o.xlsx", b"PK"),
        ("o.txt", "甲".encode()),
    ],
)
def test_the_name_of_the_file_says_the_format(folder, name, begin):
    assert main(["check", "甲.txt", "-o", name]) == 1
    assert (folder / name).read_bytes().startswith(begin)


def test_a_letter_may_be_a_word_file_by_its_name(folder):
    assert main(["letter", "甲.txt", "-o", "反馈.docx"]) == 0
    assert (folder / "反馈.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "command",
    [
        ("check", "甲.txt", "--format", "csv", "-o", "o.xlsx"),
        ("check", "甲.txt", "-o", "o.docx"),
        ("letter", "甲.txt", "--format", "markdown", "-o", "o.docx"),
        ("letter", "甲.txt", "-o", "o.html"),
        ("annotate", "甲.txt", "-o", "o.pdf"),
    ],
)
def test_a_name_that_promises_something_else_is_refused(folder, capsys, command):
    assert main(list(command)) == 2
    assert command[-1] in capsys.readouterr().err
    assert not (folder / command[-1]).exists()


# -- what is told


def test_a_long_table_ranks_names_files_and_says_why_one_was_not_read(folder, capsys):
    for at in range(22):
        shutil.copy(SEED, folder / f"{at:02d}.txt")
    shutil.copy(next((ROOT / "seeds").glob("004*.txt")), folder / "21.txt")
    (folder / "22.txt").write_text("", encoding="utf-8")
    assert main(["check", ".", "--jobs", "1"]) == 2
    out = capsys.readouterr().out.splitlines()
    names = [word for line in out for word in line.split() if word.endswith(".txt") or ".txt：" in word]
    assert names[0] == "21.txt"
    assert names[-1].startswith("22.txt：文件是空的")
    assert any("--output" in line for line in out)


def test_an_unreadable_report_gets_no_letter(folder, capsys):
    assert main(["letter", "没有.docx"]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "没有这个文件" in out.err


def test_a_folder_gets_a_letter_for_each_report_that_did_not_pass(folder, capsys):
    (folder / "reports" / "镇").mkdir(parents=True)
    for name in ("甲.txt", "镇/甲.txt", "镇/甲.md"):
        shutil.copy(SEED, folder / "reports" / name)
    (folder / "reports" / "空.txt").write_bytes(b"")
    (folder / "lawcheck.yaml").write_text(
        "overrides: [{paths: 'reports/镇/甲.md', fail_under: 0}]\n", encoding="utf-8"
    )
    assert main(["letter", "reports", "-o", "letters", "--format", "docx"]) == 2
    assert sorted(path.name for path in (folder / "letters").iterdir()) == ["甲.docx", "镇_甲-2.docx", "镇_甲.docx"]
    err = capsys.readouterr().err
    assert "空.txt" in err
    assert "写了 3 份" in err
    assert main(["letter", "reports"]) == 2
    assert "-o" in capsys.readouterr().err


def test_letters_of_an_earlier_run_are_no_reports(folder, capsys):
    for _ in range(2):
        assert main(["letter", ".", "-o", "letters"]) == 0
        assert "写了 1 份" in capsys.readouterr().err


def test_what_was_accepted_is_no_gap_on_any_page(folder, capsys):
    assert main(["baseline", "甲.txt", "-o", "base.json"]) == 0
    (folder / "w.yaml").write_text(
        "waivers:\n  - {element: causes, document: '*', reason: 统一分析, signer: 王某, expires: 2999-12-31}\n",
        encoding="utf-8",
    )
    for arguments, told in ((["--baseline", "base.json"], ""), (["--waivers", "w.yaml"], "王某")):
        for name in ("text", "html"):
            main(["check", "甲.txt", "--format", name, *arguments])
            out = capsys.readouterr().out
            assert "法定要素没有写" not in out
            assert told in out
    main(["check", "甲.txt", "--format", "text", "--baseline", "base.json"])
    assert "缺什么" not in capsys.readouterr().out


def test_a_misspelt_waiver_is_refused_with_the_nearest_name(folder, capsys):
    text = "waivers:\n  - {element: cause, document: '*', reason: 甲, signer: 乙, expires: 2999-12-31}\n"
    (folder / "w.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "甲.txt", "--waivers", "w.yaml"]) == 2
    assert "w.yaml:2:5: 没有“cause”这个要素或分项。 是不是“causes”？" in capsys.readouterr().err


def test_a_text_that_is_no_such_report_is_told_to_be_none(folder, capsys):
    (folder / "README.md").write_text(
        "# Our tools\nInstall it with the usual command, then read on.\n", encoding="utf-8"
    )
    (folder / "党建.txt").write_text(
        "清溪镇2023年党建工作总结\n一、主要工作\n召开支部大会12次，发展党员3名。\n", encoding="utf-8"
    )
    for name in ("README.md", "党建.txt"):
        main(["check", name])
        assert "可能不是" in capsys.readouterr().out
    main(["check", "甲.txt"])
    assert "可能不是" not in capsys.readouterr().out


def test_what_word_keeps_beside_an_open_document_is_named(folder, capsys):
    (folder / "~$报告.docx").write_bytes(b"\x05clerk" + b"\0" * 150)
    assert main(["check", "~$报告.docx"]) == 2
    assert "关闭文档" in capsys.readouterr().out


# -- options


@pytest.mark.parametrize(
    ("kind", "meant"), [("街道", "subdistrict"), ("subdistrict", "subdistrict"), ("乡镇", "township")]
)
def test_a_kind_may_be_named_as_reports_are_told_it(folder, kind, meant):
    assert lawcheck.check("甲.txt", kind=kind).kind == meant
    assert main(["check", "甲.txt", "--kind", kind, "-o", "o.json"]) == 1
    assert json.loads((folder / "o.json").read_text(encoding="utf-8"))["reports"][0]["kind"] == meant


@pytest.mark.parametrize(
    ("option", "value"), [("--year", "20"), ("--year", "20233"), ("--jobs", "-1"), ("--kind", "公司")]
)
def test_what_cannot_be_is_refused(folder, capsys, option, value):
    assert main(["check", "甲.txt", option, value]) == 2
    assert value in capsys.readouterr().err


def test_an_outline_of_a_year_that_asks_nothing_is_refused_in_words(capsys):
    assert main(["template", "--kind", "township", "--year", "1990"]) == 2
    assert "1990" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "where"), [("format: pdf\n", "lawcheck.yaml:1:1"), ("year: 2020\nkind: 公司\n", "lawcheck.yaml:2:1")]
)
def test_config_refuses_what_no_run_could_use_at_its_place(folder, capsys, text, where):
    (folder / "lawcheck.yaml").write_text(text, encoding="utf-8")
    assert main(["config"]) == 2
    assert where in capsys.readouterr().err


def test_rules_check_takes_several_checklists(folder, capsys):
    good = "checklist: {0}\nversion: 1.0.0\ntitle: 本县\nextends: annual-report\n"
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(good.format(name), encoding="utf-8")
    assert main(["rules", "check", "a.yaml", "b.yaml"]) == 0
    out = capsys.readouterr().out
    assert "a 1.0.0" in out
    assert "b 1.0.0" in out


# -- the library


def test_one_path_is_one_report(folder):
    assert [card.path for card in lawcheck.check_many("甲.txt")] == ["甲.txt"]
    assert [card.path for card in lawcheck.check_many(Path("甲.txt"))] == ["甲.txt"]


def test_a_script_that_does_not_guard_itself_is_told_so(folder):
    script = folder / "script.py"
    script.write_text(
        "import lawcheck\n"
        "try:\n    list(lawcheck.check_many(['甲.txt'], jobs=2))\n"
        "except lawcheck.UsageError as error:\n    print(error)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert "__main__" in done.stdout
