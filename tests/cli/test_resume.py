"""``check --resume``: a run that was broken off, at any moment, ends with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lawcheck.cli.main import main

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
OPTIONS = ("--format", "jsonl", "-o", "out.jsonl", "--resume")


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    (tmp_path / "reports").mkdir()
    for at in range(6):
        text = SEEDS[at % len(SEEDS)].read_text(encoding="utf-8")
        (tmp_path / "reports" / f"{at:02d}.txt").write_text(text if at != 3 else "", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def whole(capsys: pytest.CaptureFixture[str]) -> bytes:
    assert main(["check", "reports", "--format", "jsonl", "--jobs", "1"]) == 2  # one report is empty
    return capsys.readouterr().out.encode()


def part(corpus: Path) -> Path:
    (found,) = corpus.glob(".out.jsonl.*.part")
    return found


def begin(corpus: Path, data: bytes) -> Path:
    """Leave behind what a broken run leaves."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    program = (
        "import os, signal; from lawcheck.cli import resume; from lawcheck.cli.main import main\n"
        "resume.Begun.write = lambda self, lines: (self.path.touch(), os.kill(os.getpid(), signal.SIGKILL))\n"
        f"main(['check', 'reports', *{OPTIONS!r}])"
    )
    ended = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    path = part(corpus)
    path.write_bytes(data)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
@pytest.mark.parametrize("share", [0.0, 0.3, 0.999, 1.0])
def test_what_is_missing_is_added_and_nothing_twice(corpus, capsys, share):
    expected = whole(capsys)
    path = begin(corpus, expected[: int(len(expected) * share)])
    assert main(["check", "reports", *OPTIONS]) == 2
    assert (corpus / "out.jsonl").read_bytes() == expected
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_a_run_that_is_killed_goes_on(corpus, capsys):
    expected = whole(capsys)
    program = (
        "import os, signal; from lawcheck.cli import check; from lawcheck.cli.main import main\n"
        "count = 0\n"
        "judged = check.check_many\n"
        "def killed(*arguments, **options):\n"
        "    for card in judged(*arguments, **options):\n"
        "        globals()['count'] += 1\n"
        "        if count == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield card\n"
        "check.check_many = killed\n"
        f"main(['check', 'reports', *{OPTIONS!r}])"
    )
    for done in (2, 4):
        ended = subprocess.run([sys.executable, "-c", program], check=False)
        assert ended.returncode == -signal.SIGKILL
        assert part(corpus).read_bytes() == b"".join(expected.splitlines(keepends=True)[:done])
        assert not (corpus / "out.jsonl").exists()
    assert main(["check", "reports", *OPTIONS]) == 2
    assert (corpus / "out.jsonl").read_bytes() == expected


def test_a_run_that_was_not_broken_off_is_a_plain_one(corpus, capsys):
    expected = whole(capsys)
    assert main(["check", "reports", *OPTIONS]) == 2
    assert (corpus / "out.jsonl").read_bytes() == expected
    assert list(corpus.glob(".out*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_other_options_begin_a_run_of_their_own(corpus, capsys):
    begin(corpus, whole(capsys)[:1000])
    assert main(["check", "reports", *OPTIONS, "--lang", "en"]) == 2
    assert "not spoken of" in (corpus / "out.jsonl").read_text(encoding="utf-8")
    assert part(corpus).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_reports_that_changed_places_are_refused(corpus, capsys):
    path = begin(corpus, b"".join(whole(capsys).splitlines(keepends=True)[:3]))
    (corpus / "reports" / "00a.txt").write_bytes(SEEDS[0].read_bytes())
    assert main(["check", "reports", *OPTIONS]) == 2
    assert path.name in capsys.readouterr().err
    assert not (corpus / "out.jsonl").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "jsonl"),
        ("--format", "csv", "-o", "out.csv"),
        ("--format", "jsonl", "-o", "o", "--baseline", "b"),
    ],
)
def test_it_is_refused_where_it_cannot_work(corpus, capsys, arguments):
    assert main(["check", "reports", "--resume", *arguments]) == 2
    assert "--resume" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(corpus, capsys):
    assert main(["check", "reports", "--format", "jsonl", "--resume", "-o", "nowhere/out.jsonl"]) == 2
    assert "nowhere/out.jsonl" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no such lock there")
def test_two_runs_at_once_are_kept_apart(corpus, capsys):
    import fcntl

    path = begin(corpus, b"")
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert main(["check", "reports", *OPTIONS]) == 2
    assert "out.jsonl" in capsys.readouterr().err
    assert path.exists()
