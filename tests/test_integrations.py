"""The GitHub action, the GitLab template and the pre-commit hooks: what they run is run here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def loaded(name: str) -> object:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    """A repository with reports, and lawcheck on the path."""
    (tmp_path / "reports").mkdir()
    shutil.copy(SEEDS[0], tmp_path / "reports" / "甲 镇.txt")
    shutil.copy(SEEDS[1], tmp_path / "reports" / "乙.txt")
    return tmp_path


def run(script: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        script,
        cwd=folder,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_action_hands_its_inputs_to_the_script_as_variables_and_never_as_words_of_a_command():
    steps = loaded("action.yml")["runs"]["steps"]
    assert all("${{" not in step["run"] for step in steps)
    names = set(re.findall(r"LAWCHECK_\w+", (ROOT / "ci/github.sh").read_text(encoding="utf-8")))
    assert names == set(steps[1]["env"])
    assert set(re.findall(r"inputs\.(\w+)", str(steps))) == set(loaded("action.yml")["inputs"])


def test_the_action_annotates_summarises_and_ends_with_lawchecks_code(folder):
    summary = folder / "summary.md"
    done = run(
        ["bash", str(ROOT / "ci/github.sh")],
        folder,
        LAWCHECK_PATHS="reports",
        LAWCHECK_ARGUMENTS="--fail-under 50 --jobs 1",
        LAWCHECK_SARIF="out.sarif",
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert done.returncode == 1, done.stderr
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in done.stdout.splitlines())
    assert summary.read_text(encoding="utf-8").count("## ") >= 2
    assert json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_the_action_runs_nothing_that_an_input_holds(folder):
    done = run(
        ["bash", str(ROOT / "ci/github.sh")], folder, LAWCHECK_PATHS="reports $(touch owned) ; touch owned2 *"
    )
    assert done.returncode == 2
    assert not (folder / "owned").exists()
    assert not (folder / "owned2").exists()


def test_the_gitlab_job_writes_both_reports_and_ends_with_lawchecks_code(folder):
    job = loaded("ci/gitlab.yml")[".lawcheck"]
    script = "set -e\n" + "\n".join(job["script"])
    done = run(["bash", "-c", script], folder, LAWCHECK_PATHS="reports", LAWCHECK_ARGUMENTS="--jobs 1")
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    assert json.loads((folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert len(ET.parse(folder / reports["junit"]).getroot()) == 2


def test_the_hooks_run_commands_that_exist_and_take_reports_that_are_no_text(folder):
    hooks = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
    assert set(hooks) == {"lawcheck", "lawcheck-rules"}
    assert "text" not in hooks["lawcheck"]["types"]
    wanted = re.compile(hooks["lawcheck"]["files"])
    assert all(wanted.search(name) for name in ("a/报告.docx", "报告.PDF", "b.wps", "c.ofd", "d.htm", "e.txt"))
    assert not wanted.search("src/a.py")
    entry = shlex.split(hooks["lawcheck"]["entry"])
    assert run([*entry, "reports/乙.txt"], folder).returncode == 1
    rules = shlex.split(hooks["lawcheck-rules"]["entry"])
    assert run([*rules, str(ROOT / "rules/annual-report/checklist.yaml")], folder).returncode == 0


def test_the_hooks_need_what_the_extras_need():
    extras = re.findall(
        r'(?m)^(?:html|pdf|legacy|traditional) = \["([^"]+)"\]',
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
    )
    hook = next(hook for hook in loaded(".pre-commit-hooks.yaml") if hook["id"] == "lawcheck")
    assert sorted(hook["additional_dependencies"]) == sorted(extras)
