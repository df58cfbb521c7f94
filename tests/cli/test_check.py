"""``lawcheck check``: exit codes, files and folders, options, and what reaches the terminal."""

from __future__ import annotations

import io
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import lawcheck
from lawcheck.cli.main import main
from lawcheck.errors import UsageError
from lawcheck.readers import Limits
from lawcheck.reporters.base import BUILT_IN

GOOD = """清溪镇2023年法治政府建设年度情况报告

2023年，清溪镇深入推进法治政府建设。现将有关情况报告如下：
一、党政主要负责人履行推进法治建设第一责任人职责情况
镇党委书记任镇法治建设领导小组组长，全年主持召开法治建设专题会议4次。镇长听取法治工作汇报3次，带头讲法治课2次。
二、主要举措和成效
（一）规范行政执法
在镇政府公示栏公示行政处罚决定36件。为执法队员配备执法记录仪8台，归档案卷36卷。司法所审核重大行政执法决定5件。
（二）依法决策
镇法律顾问列席党政会议18次，审查合同46份。人民调解委员会受理纠纷120件，化解率达98%。
三、存在的不足和原因
一是执法力量不足，持证执法人员只有5人。主要原因是两名骨干调离后没有及时补充。
四、2024年工作安排
一是招录2名法制审核员，6月底前完成执法资格考试。
"""
"""Reaches every statutory element."""

BAD = GOOD.replace("主要原因是两名骨干调离后没有及时补充。", "")
"""Names no cause: a statutory element is missing."""

HAN = re.compile("[\u4e00-\u9fff]")

Run = Callable[..., "Outcome"]


class Outcome:
    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        # A spreadsheet is no text.
        self.code, self.out, self.err = code, out.decode("utf-8", "replace"), err.decode("utf-8")

    @property
    def body(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command in this process."""

    def run(*arguments: object) -> Outcome:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Outcome(code, *capsysbinary.readouterr())

    return run


def program(*arguments: object, **more: Any) -> Outcome:
    """Run the command as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lawcheck", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=300,
        **more,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a good and a bad report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    return tmp_path


# -- exit codes -------------------------------------------------------------------------------------------------


def test_a_report_that_passes_ends_with_0(here: Path, run: Run) -> None:
    outcome = run("check", "good.txt", "--format", "json")
    assert outcome.code == 0
    assert outcome.body["summary"] | {"mean_score": None} == {
        "reports": 1,
        "passed": 1,
        "failed": 0,
        "errors": 0,
        "mean_score": None,
    }
    statutory = [e for e in outcome.body["reports"][0]["elements"] if e["level"] == "statutory"]
    assert len(statutory) == 5
    assert {e["status"] for e in statutory} <= {"covered", "partial", "weak"}


def test_a_report_that_does_not_pass_ends_with_1(here: Path, run: Run) -> None:
    outcome = run("check", "good.txt", "bad.txt", "--format", "json")
    assert outcome.code == 1
    assert [r["passed"] for r in outcome.body["reports"]] == [True, False]


def unreadable(folder: Path, what: str) -> str:
    """Make a file that cannot be checked and return its name."""
    name = f"{what}.txt"
    path = folder / name
    if what == "empty":
        path.write_bytes(b"")
    elif what == "blank":
        path.write_bytes(b" \r\n\t\n")
    elif what == "binary":
        path.write_bytes(bytes(range(256)) * 8)
    elif what == "undecodable":
        path.write_bytes(GOOD.encode("gb18030") + b"\xff\xff\xff")
    elif what == "zipped":
        path.write_bytes(b"PK\x03\x04" + bytes(200))
    elif what == "too-big":
        with path.open("wb") as file:
            file.truncate(Limits().file_bytes + 1)
    return name


ODD = ["empty", "blank", "binary", "undecodable", "zipped", "too-big", "not-there"]


@pytest.mark.parametrize("what", ODD)
def test_a_file_that_cannot_be_checked_ends_with_2_and_the_others_are_checked(
    what: str, here: Path, run: Run
) -> None:
    name = unreadable(here, what)
    outcome = run("check", "good.txt", name, "bad.txt", "--format", "json")
    assert outcome.code == 2
    good, odd, bad = outcome.body["reports"]
    assert [r["path"] for r in outcome.body["reports"]] == ["good.txt", name, "bad.txt"]
    assert good["passed"] is True
    assert bad["error"] is None
    assert bad["passed"] is False
    assert odd["error"]
    assert odd["error_code"]
    assert odd["passed"] is False
    assert outcome.body["summary"]["errors"] == 1


@pytest.mark.parametrize("form", BUILT_IN)
@pytest.mark.parametrize("output", [False, True], ids=["standard output", "file"])
@pytest.mark.parametrize(
    ("names", "code"),
    [(["good.txt"], 0), (["good.txt", "bad.txt"], 1), (["bad.txt", "empty.txt", "good.txt"], 2)],
    ids=["passed", "failed", "error"],
)
def test_the_exit_code_depends_on_results_alone(
    names: list[str], code: int, output: bool, form: str, here: Path, run: Run
) -> None:
    unreadable(here, "empty")
    more = ["--output", "out.bin"] if output else []
    assert run("check", *names, "--format", form, *more).code == code
    assert (here / "out.bin").exists() == output


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--format", "jsn"], "json"),
        (["--kind", "townshp"], "township"),
        (["--checklist", "anual-report"], "annual-report"),
    ],
    ids=["format", "kind", "checklist"],
)
def test_an_unknown_name_ends_with_2_and_the_nearest_one_is_told(
    arguments: list[str], name: str, here: Path, run: Run
) -> None:
    outcome = run("check", "good.txt", *arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert arguments[1] in outcome.err
    assert name in outcome.err.replace(arguments[1], "")
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "good.txt", "--year", "soon"],
        ["check", "good.txt", "--fail-under", "high"],
        ["check", "good.txt", "--jobs", "many"],
        ["check", "good.txt", "--lang", "fr"],
        ["check", "good.txt", "--no-such-option"],
        ["chek", "good.txt"],
    ],
    ids=" ".join,
)
def test_wrong_arguments_end_with_2(arguments: list[str], here: Path, run: Run) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err


def test_a_broken_checklist_ends_with_2_and_its_place_is_told(here: Path, run: Run) -> None:
    (here / "mine.yaml").write_text("checklist: mine\nextends: annual-report\nelemnts: []\n", encoding="utf-8")
    outcome = run("check", "good.txt", "--checklist", "mine.yaml")
    assert outcome.code == 2
    assert "mine.yaml:3:1" in outcome.err
    assert outcome.out == ""


def test_a_folder_without_reports_ends_with_2(here: Path, run: Run) -> None:
    (here / "empty").mkdir()
    outcome = run("check", "empty")
    assert outcome.code == 2
    assert "empty" in outcome.err


def test_the_program_ends_with_the_same_codes(here: Path) -> None:
    assert program("check", "good.txt", cwd=here).code == 0
    assert program("check", "bad.txt", cwd=here).code == 1
    missing = program("check", "bad.txt", "nowhere.txt", cwd=here)
    assert missing.code == 2
    assert "nowhere.txt" in missing.out
    assert "Traceback" not in missing.err


# -- output -----------------------------------------------------------------------------------------------------


def test_output_writes_what_standard_output_would_have_shown(here: Path, run: Run) -> None:
    shown = run("check", "good.txt", "bad.txt", "--format", "json")
    written = run("check", "good.txt", "bad.txt", "--format", "json", "--output", "out.json")
    assert written.out == ""
    assert (here / "out.json").read_bytes() == shown.out.encode("utf-8")


def test_output_takes_the_place_of_an_older_file(here: Path, run: Run) -> None:
    (here / "out.json").write_text("older " * 100_000, encoding="utf-8")
    run("check", "good.txt", "--format", "json", "--output", "out.json")
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))["summary"]["reports"] == 1


@pytest.mark.parametrize("target", ["nowhere/out.json", "good.txt/out.json", "folder"])
def test_an_output_that_cannot_be_written_ends_with_2_and_leaves_nothing(target: str, here: Path, run: Run) -> None:
    (here / "folder").mkdir()
    before = sorted(here.rglob("*"))
    outcome = run("check", "good.txt", "--format", "json", "--output", target)
    assert outcome.code == 2
    assert target in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""
    assert sorted(here.rglob("*")) == before
    assert (here / "good.txt").read_text(encoding="utf-8") == GOOD


def test_an_output_that_breaks_off_leaves_the_older_file_whole(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(cards: object, options: object) -> Iterator[bytes]:
        yield b"half of "
        raise UsageError("the reporter broke off")

    monkeypatch.setattr("lawcheck.cli.check.find_reporter", lambda name: render)
    (here / "out.json").write_text("older", encoding="utf-8")
    assert run("check", "good.txt", "--output", "out.json").code == 2
    assert (here / "out.json").read_text(encoding="utf-8") == "older"


def test_a_full_disk_leaves_no_file_behind(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(cards: object, options: object) -> Iterator[bytes]:
        yield b"half of "
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lawcheck.cli.check.find_reporter", lambda name: render)
    before = sorted(here.iterdir())
    outcome = run("check", "good.txt", "--output", "out.json")
    assert outcome.code == 2
    assert "No space left" in outcome.err
    assert sorted(here.iterdir()) == before


# -- options ----------------------------------------------------------------------------------------------------


def test_fail_under_sets_the_least_score(here: Path, run: Run) -> None:
    score = run("check", "good.txt", "--format", "json").body["reports"][0]["score"]
    assert 60 < score < 100
    assert run("check", "good.txt", "--fail-under", score).code == 0
    assert run("check", "good.txt", "--fail-under", score + 0.1).code == 1
    assert run("check", "good.txt", "--fail-under", 0).code == 0


def test_fail_under_does_not_lift_the_statutory_gate(here: Path, run: Run) -> None:
    assert run("check", "bad.txt", "--fail-under", 0).code == 1


def test_kind_and_year_override_what_is_read_off_the_report(here: Path, run: Run) -> None:
    outcome = run(
        "check", "good.txt", "--kind", "county-department", "--year", 2018, "--fail-under", 0, "--format", "json"
    )
    (report,) = outcome.body["reports"]
    assert (report["kind"], report["year"]) == ("county-department", 2018)
    assert {report["read"][name]["source"] for name in ("kind", "year")} == {"caller"}
    # Causes are asked for since 2019 only, so that the year has to change this verdict.
    (causes,) = [e for e in report["elements"] if e["id"] == "causes"]
    assert causes["status"] == "not-applicable"


def test_the_year_that_is_given_counts_and_not_the_one_in_the_title(here: Path, run: Run) -> None:
    assert run("check", "bad.txt", "--fail-under", 40).code == 1
    assert run("check", "bad.txt", "--fail-under", 40, "--year", 2018).code == 0


def test_checklists_are_laid_over_each_other(here: Path, run: Run) -> None:
    (here / "mine.yaml").write_text(
        "checklist: mine\nversion: 2.0.0\ntitle: 我们的\nextends: annual-report\nthreshold: 40\n"
        "elements:\n  - id: causes\n    level: expected\n",
        encoding="utf-8",
    )
    (here / "more.yaml").write_text("threshold: 99.5\n", encoding="utf-8")
    one = run("check", "bad.txt", "--checklist", "mine.yaml", "--format", "json")
    assert one.code == 0
    assert one.body["checklist"] == {"id": "mine", "version": "2.0.0"}
    assert run("check", "bad.txt", "--checklist", "mine.yaml", "--checklist", "more.yaml").code == 1


def test_messages_are_english_when_asked(here: Path, run: Run) -> None:
    zh = run("check", "bad.txt", "--format", "json").body["reports"][0]
    en = run("check", "bad.txt", "--format", "json", "--lang", "en").body["reports"][0]
    for report, chinese in ((zh, True), (en, False)):
        leaves = [leaf for e in report["elements"] for leaf in (e, *e["parts"])]
        for leaf in leaves:
            assert bool(HAN.search(leaf["title"])) is chinese
            assert bool(HAN.search(leaf["message"])) is chinese
            assert not leaf["advice"] or bool(HAN.search(leaf["advice"])) is chinese
    statuses = [[(e["id"], e["status"]) for e in report["elements"]] for report in (zh, en)]
    assert statuses[0] == statuses[1]
    assert (zh["score"], zh["passed"]) == (en["score"], en["passed"])


def test_the_page_is_english_when_asked(here: Path, run: Run) -> None:
    page = run("check", "bad.txt", "--lang", "en").out
    without_quotes = re.sub("“[^”]*”|《[^》]*》", "", page)
    assert "did not pass" in page
    assert "法定" not in without_quotes
    assert "怎么写" not in without_quotes


def test_version_is_told(run: Run) -> None:
    outcome = run("--version")
    assert outcome.code == 0
    assert lawcheck.__version__ in outcome.out


# -- folders and standard input ---------------------------------------------------------------------------------


@pytest.fixture
def tree(here: Path) -> Path:
    root = here / "reports"
    for name in (
        "b.txt",
        "a.md",
        "2023/十镇.txt",
        "2023/deep/er/c.TXT",
        "README.md",
        "readme.txt",
        ".hidden.txt",
        ".git/d.txt",
        "2023/.cache/e.txt",
        "table.xlsx",
        "2023/scan.jpg",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    return root


def test_a_folder_is_walked_to_its_ends_in_a_fixed_order(tree: Path, run: Run) -> None:
    outcome = run("check", "reports", "--format", "json")
    paths = [r["path"] for r in outcome.body["reports"]]
    assert paths == ["reports/2023/deep/er/c.TXT", "reports/2023/十镇.txt", "reports/a.md", "reports/b.txt"]
    assert paths == sorted(paths)
    assert outcome.code == 0


def test_what_is_left_out_of_a_folder_is_said_on_standard_error(tree: Path, run: Run) -> None:
    outcome = run("check", "reports", "--format", "json")
    assert "table.xlsx" in outcome.err
    assert "scan.jpg" in outcome.err
    assert "hidden" not in outcome.err
    assert ".git" not in outcome.err
    assert outcome.body["summary"]["errors"] == 0


def test_a_file_that_is_named_is_checked_whatever_it_is_called(tree: Path, run: Run) -> None:
    (tree / "report.bak").write_text(GOOD, encoding="utf-8")
    outcome = run("check", tree / "README.md", tree / ".hidden.txt", tree / "report.bak", "--format", "json")
    assert [r["passed"] for r in outcome.body["reports"]] == [True, True, True]


def test_paths_are_told_as_they_were_given(tree: Path, run: Run) -> None:
    outcome = run("check", "reports/b.txt", "--format", "json")
    assert outcome.body["reports"][0]["path"] == "reports/b.txt"
    assert str(tree) not in outcome.out


def test_arguments_are_checked_in_the_order_given(tree: Path, run: Run) -> None:
    outcome = run("check", "good.txt", "reports/2023", "bad.txt", "--format", "json")
    paths = [r["path"] for r in outcome.body["reports"]]
    assert paths == ["good.txt", "reports/2023/deep/er/c.TXT", "reports/2023/十镇.txt", "bad.txt"]


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_standard_input_is_read_for_a_dash(
    encoding: str, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard_input(monkeypatch, GOOD.encode(encoding))
    outcome = run("check", "-", "--format", "json")
    (report,) = outcome.body["reports"]
    assert outcome.code == 0
    assert report["body"] == "清溪镇"


def test_standard_input_stands_beside_files(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, BAD.encode("utf-8"))
    outcome = run("check", "good.txt", "-", "--format", "json")
    assert outcome.code == 1
    assert [r["passed"] for r in outcome.body["reports"]] == [True, False]


def test_an_empty_standard_input_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"")
    assert run("check", "-").code == 2


def test_a_pipe_into_the_program_is_read(here: Path) -> None:
    outcome = program("check", "-", "--format", "jsonl", input=GOOD.encode("gb18030"), cwd=here)
    assert outcome.code == 0
    assert json.loads(outcome.out)["year"] == 2023


# -- many -------------------------------------------------------------------------------------------------------


@pytest.fixture
def forty(here: Path) -> Path:
    folder = here / "forty"
    folder.mkdir()
    for number in range(40):
        text = (
            (GOOD, BAD)[number % 2]
            .replace("清溪镇", f"{'东南西北'[number % 4]}溪镇")
            .replace("36件", f"{number + 3}件")
        )
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    (folder / "07.txt").write_bytes(b"")
    return folder


def test_lines_that_workers_make_are_those_of_one_process(forty: Path) -> None:
    one, two = (program("check", "forty", "--format", "jsonl", "--jobs", n, cwd=forty.parent) for n in (1, 2))
    assert one.out == two.out
    assert one.code == two.code == 2
    (forty / "07.txt").unlink()
    one, two = (program("check", "forty", "--format", "jsonl", "--jobs", n, cwd=forty.parent) for n in (1, 2))
    assert one.out == two.out
    assert one.code == two.code == 1


def test_any_number_of_jobs_gives_the_same_bytes(forty: Path) -> None:
    one = program("check", "forty", "--format", "json", "--jobs", 1, cwd=forty.parent)
    two = program("check", "forty", "--format", "json", "--jobs", 2, cwd=forty.parent)
    assert one.out == two.out
    assert one.code == two.code == 2
    assert one.body["summary"]["reports"] == 40
    assert [r["path"] for r in one.body["reports"]] == [f"forty/{n:02d}.txt" for n in range(40)]


def test_a_reader_that_goes_away_gives_no_traceback(forty: Path) -> None:
    command = [sys.executable, "-m", "lawcheck", "check", "forty", "--format", "jsonl", "--jobs", "1"]
    with subprocess.Popen(command, cwd=forty.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(20)
        running.stdout.close()
        err = running.stderr.read().decode("utf-8")
        running.wait(timeout=300)
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


# -- colours ----------------------------------------------------------------------------------------------------


def test_a_pipe_and_a_file_get_no_colours(here: Path) -> None:
    outcome = program("check", "good.txt", "bad.txt", cwd=here)
    assert "通过" in outcome.out
    assert "\x1b" not in outcome.out
    program("check", "good.txt", "bad.txt", "--output", "out.txt", cwd=here)
    assert b"\x1b" not in (here / "out.txt").read_bytes()


@pytest.mark.parametrize("no_color", [False, True], ids=["colours", "NO_COLOR"])
def test_a_terminal_gets_colours_unless_no_color_is_set(no_color: bool, here: Path) -> None:
    pty = pytest.importorskip("pty")
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | ({"NO_COLOR": "1"} if no_color else {})
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "lawcheck", "check", "good.txt"]
    with subprocess.Popen(command, cwd=here, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        seen = b""
        while select.select([mine], [], [], 30)[0]:
            try:
                chunk = os.read(mine, 65536)
            except OSError:  # Linux says EIO when the other end is closed
                break
            if not chunk:
                break
            seen += chunk
        running.wait(timeout=300)
    os.close(mine)
    assert "通过".encode() in seen
    assert (b"\x1b[" in seen) is not no_color


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_shows_its_progress_on_a_terminal_and_never_in_a_pipe(tmp_path, monkeypatch, capsys):
    for at in range(31):
        (tmp_path / f"{at}.txt").write_bytes(GOOD.encode() if isinstance(GOOD, str) else GOOD)
    main(["check", str(tmp_path), "--format", "jsonl", "--jobs", "1"])
    assert capsys.readouterr().err == ""
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    main(["check", str(tmp_path), "--format", "jsonl", "--jobs", "1"])
    assert "lawcheck" in terminal.getvalue()
    assert capsys.readouterr().out.count("\n") == 31
